"""1 MB of one thing, or of many in any mixture, costs at most a few times what ordinary text of the same size costs."""

import time
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from obligations.extraction.pipeline import extract
from tests.extraction.reading import END, HEAD, NONE

DIRECTIVES = sorted((Path(__file__).parents[2] / "fixtures" / "directives").glob("*.txt"))
# 1 MB of Chinese in UTF-8.
SIZE = 350_000
# The dearest run costs three and a half times as much; what grows with the square costs hundreds of times as much.
MOST = 6.0
ROUGH = [
    "(", ")", "《", "“", "1", "一、二、三、", "1.1.1.1.", "(一)", "\n一、", "\n(一)", "\n1.1.1.1 ", "1\n", " ",
    "\n", "\t", "|", "各", "市", "由", "前", "的", "—", "月", "日", "。\n", "市\n", "2024年", "12月底前",
    "每年", "甲县、", "市能源局、市财政局、", "推进绿色建筑建设提升城市品质", "责任单位:", "(市财政局",
    "由市能源局会同", "收到后3日内", "75%", "\n第一条 市能源局应当", "\n一、甲\n(一)乙\n1.丙\n(1)丁\n①戊",
    "云政发〔2024〕1号\n", "关于印发的通知\n", "附件\n", "- 5 -\n", "序号\t任务\t责任单位\n",
    "序号 任务 责任单位\n", "1\t市能源局\t2024年6月\n", "市能源局要完成改造\n",
]  # fmt: skip
# What costs most of these, and one of each sort; the rest is left to the mixtures.
ALONE = [
    "(", "《", "“", "1", "、", "一、二、三、", "1.1.1.1.", "(一)", "\n一、", " ", "\n", "\t", "|", "各", "市",
    "由", "前", "的", "—", "月", "市\n", "2024年", "每年", "市能源局、市财政局、",
    "推进绿色建筑建设提升城市品质", "\n一、甲\n(一)乙\n1.丙\n(1)丁\n①戊", "序号\t任务\t责任单位\n",
]  # fmt: skip


def filled(piece: str, size: int = SIZE) -> str:
    return (piece * (size // len(piece) + 1))[:size]


def seconds(text: str) -> float:
    begin = time.process_time()
    extract(text, NONE)
    return time.process_time() - begin


@lru_cache
def ordinary() -> float:
    """What 1 MB of the sample city's directives costs on this machine."""
    return seconds(filled("".join(path.read_text(encoding="utf-8") for path in DIRECTIVES)))


def ratio(text: str) -> float:
    """The cost of a text beside that of ordinary text; measured again where it seems much."""
    found = seconds(text) / ordinary()
    return found if found < MOST else min(found, seconds(text) / ordinary())


@pytest.mark.parametrize("piece", ALONE, ids=ascii)
def test_a_megabyte_of_one_thing_costs_in_proportion(piece: str) -> None:
    """In the body of a directive, where everything is looked for."""
    assert ratio(HEAD + filled(piece) + END) < MOST


@st.composite
def mixtures(draw: st.DrawFn) -> str:
    """1 MB of blocks, each a long or short run of one of the rough pieces, in one directive or in none."""
    pieces = draw(st.lists(st.sampled_from(ROUGH), min_size=2, max_size=6))
    lengths = [draw(st.sampled_from([1, 7, 300, 20_000])) for _ in pieces]
    block = "".join(filled(piece, max(length, len(piece))) for piece, length in zip(pieces, lengths, strict=True))
    return HEAD + filled(block) + END if draw(st.booleans()) else filled(block)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),  # a megabyte is not made smaller step by step
)
@given(mixtures())
def test_a_megabyte_of_many_things_costs_in_proportion(text: str) -> None:
    assert ratio(text) < MOST
