"""Confidence: what is surer, and that bands of it mean something on the gold gazettes."""

import sys
from pathlib import Path

import pytest

from tests.extraction.reading import NONE, directive, register

BENCHMARKS = Path(__file__).resolve().parent.parent.parent / "benchmarks"
SHARED = BENCHMARKS.parent.parent / "shared"


def confidence(item: str, known=NONE) -> float:
    return directive(f"一、重点工作。{item}\n", known).obligations[0].confidence


def test_the_plainer_the_assignment_the_surer():
    plain = [
        "加快电网建设。(责任单位:市能源局)",
        "加快电网建设。(市能源局负责)",
        "市能源局要加快电网建设。",
        "市能源局要加快电网建设。市财政局拨付资金。",
        "市能源局组织电网建设。",
    ]
    values = [confidence(item) for item in plain]
    assert values == sorted(set(values), reverse=True)
    assert values[1] >= 0.9
    assert values[-1] < 0.6


def test_a_known_name_is_surer():
    assert confidence("市能源局要建设电网。", register("市能源局")) > confidence("市能源局要建设电网。")


def test_a_long_passage_is_less_sure():
    assert confidence("市能源局要建设电网。" + "电网是重要的基础设施。" * 20) < confidence("市能源局要建设电网。")


@pytest.mark.gold
@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="no gold gazettes beside the project")
def test_surer_findings_are_right_more_often_on_the_gold():
    sys.path.insert(0, str(BENCHMARKS))
    try:
        import confidence as bench
    finally:
        sys.path.remove(str(BENCHMARKS))
    findings = bench.judged(SHARED)
    shares = [right / count for _, _, count, right in bench.bands(findings) if count >= 20]
    assert len(shares) > 2
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[-1]
