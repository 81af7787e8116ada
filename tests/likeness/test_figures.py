"""Amounts are read with their unit and compared by value; times and numbers of documents are none."""

import pytest

from obligations.extraction.targets import find_targets
from obligations.extraction.text import SourceText
from obligations.likeness.figures import find_figures

SAME = {
    "42000户": ["4.2万户", "42000户", "42,000户", "4.2万余户"],
    "95%": ["95%以上", "达到95%"],
    "86.5公里": ["管道86.5公里"],
    "500000000条": ["不少于5亿条"],
    "10070户": ["10070户"],
}
NONE = ["2026年10月31日前", "云政办发〔2026〕12号", "15个工作日内", "30天", "3个月", "第12批", "二〇二六年"]


@pytest.mark.parametrize(("key", "text"), [(key, text) for key, texts in SAME.items() for text in texts])
def test_one_amount(key: str, text: str) -> None:
    assert [figure.key for figure in find_figures(text)] == [key]


@pytest.mark.parametrize("text", NONE)
def test_no_amount(text: str) -> None:
    assert find_figures(text) == []


@pytest.mark.parametrize("unit", ["吨标准煤", "批次", "万千瓦时", "兆瓦", "床位", "课时", "个百分点", "万平方米"])
def test_whatever_a_target_is_counted_in_is_compared(unit: str) -> None:
    sentence = SourceText(f"全年完成1250{unit}。")
    (target,) = find_targets(sentence, 0, len(sentence))
    (figure,) = find_figures(sentence.text)
    assert figure.value == float(target.number) * (10_000 if unit[0] == "万" else 1)
    assert target.unit == unit and figure.unit == unit.removeprefix("万")


def test_a_long_number_says_more_than_a_round_share() -> None:
    weights = [find_figures(text)[0].weight for text in ("100%", "5个", "86个", "10070户")]
    assert weights == sorted(weights)
    assert weights[0] < weights[-1]
