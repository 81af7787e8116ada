"""Whatever the text: no exception, spans in order, disjoint and inside it, in time that grows with its length."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from obligations.extraction.gazette import split_gazette
from obligations.extraction.text import SourceText
from tests.extraction.gazettes import FLOODS, PLANNING, REPLY

PIECES = [
    *FLOODS.splitlines(),
    *PLANNING.splitlines(),
    *REPLY.splitlines(),
    "云河市人民政府令",
    "第 12 号",
    "发文字号：",
    "云政发〔2024〕3号",
    "云河市人民政府办公室文件",
    "附件",
    "1",
    "府",
    "二〇二四年三月八日",
    "云河市水利局关于加强管理的通告",
    "《办法》（云政发〔2017〕23号）同时废止，自2024年2月30日起施行，有效期100年。",
    "自公布之日起九千九百年后施行，有效期99年。",
    "目　录",
    "(",
    "》",
    "",
]
anything = st.text(max_size=400)
like_a_gazette = st.lists(st.sampled_from(PIECES), max_size=60).map("\n".join)
mixed = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=12)), max_size=40).map("\n".join)


def check(text: str) -> None:
    source = SourceText(text)
    directives = split_gazette(source)
    at = 0
    for directive in directives:
        assert at <= directive.start < directive.end <= len(source)
        assert directive.start <= directive.body_start <= directive.end
        assert directive.doc_number in source.verbatim
        assert directive.title in source.verbatim
        assert 0 < directive.confidence < 1
        at = directive.end
    assert bool(directives) == bool(len(source))


@given(anything)
@settings(max_examples=150, deadline=None)
def test_any_text_is_split(text: str) -> None:
    check(text)


@given(like_a_gazette)
@settings(max_examples=200, deadline=None)
def test_any_order_of_a_gazette_s_lines_is_split(text: str) -> None:
    check(text)


@given(mixed)
@settings(max_examples=150, deadline=None)
def test_lines_among_noise_are_split(text: str) -> None:
    check(text)


def test_hard_texts_take_time_in_proportion_to_their_length() -> None:
    hard = [
        "废止《",
        "附件所列文件同时废止。",
        "下列文件同时废止：",
        "云政发〔2024〕3号\n",
        "云河市水利局关于\n",
        "号废止",
        "自即日起",
        "市水利局\n",
        "(2024年3月8日)\n",
        "关于",
        "令第",
        "云河市人民政府令\n第1号\n",
        "云河市水利局关于加强管理的通告\n2024年1月1日\n",
        "本办法有效期",
        "2024年1月1日有效期",
        "云河市水利局印发",
    ]
    for piece in hard:
        source = SourceText(piece * (40_000 // len(piece)))
        began = time.perf_counter()
        split_gazette(source)
        assert time.perf_counter() - began < 3, piece
