"""Confidence: what is surer, and that bands of it mean something on the gold gazettes."""

import sys
from pathlib import Path
from types import ModuleType

import pytest

from obligations.extraction import confidence_table
from obligations.extraction.confidence import SURE, looked_up
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
    assert values == sorted(values, reverse=True)
    assert values[1] >= SURE > values[-1]
    assert len(set(values)) >= 3


def test_a_known_name_is_surer():
    assert confidence("市能源局要建设电网。", register("市能源局")) > confidence("市能源局要建设电网。")


def test_a_long_passage_is_less_sure():
    assert confidence("市能源局要建设电网。" + "电网是重要的基础设施。" * 20) < confidence("市能源局要建设电网。")


def bench() -> ModuleType:
    sys.path.insert(0, str(BENCHMARKS))
    try:
        import confidence
    finally:
        sys.path.remove(str(BENCHMARKS))
    return confidence


def test_small_counts_are_drawn_towards_the_general_kind():
    table = bench().fitted({}, {"subject fully": (100, 90), "subject hardly": (1, 0)}, strength=8, discount=1)
    assert table["subject fully"] == pytest.approx(0.9, abs=0.01)
    assert 0.7 < table["subject hardly"] < table["subject"]


def test_documents_that_the_rules_were_made_with_count_less():
    counts = {"seen": {"none": (100, 100)}, "unseen": {"none": (10, 0)}}
    assert (
        bench().fitted(**counts, strength=4, discount=0.1)["none"]
        < bench().fitted(**counts, strength=4, discount=1)["none"]
    )


def test_what_no_table_holds_is_as_sure_as_the_general_kind():
    table = {"": 0.8, "subject": 0.9, "subject fully": 0.95}
    assert looked_up(table, "subject fully long") == 0.95
    assert looked_up(table, "subject partly") == 0.9
    assert looked_up(table, "") == 0.8


@pytest.mark.gold
@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="no gold gazettes beside the project")
def test_the_table_is_what_the_benchmark_computes():
    for name, table in bench().recomputed(SHARED).items():
        committed = getattr(confidence_table, name)
        assert {key: value for key, value in table.items() if abs(value - committed.get(key, value)) > 0.02} == {}


@pytest.mark.gold
@pytest.mark.skipif(not (SHARED / "gold").is_dir(), reason="no gold gazettes beside the project")
def test_the_sure_ones_are_right_on_the_gold():
    """What a reviewer confirms among many: nineteen of twenty at least."""
    module = bench()
    obligations, _ = module.judged_files(module.scorer(SHARED), module.gold_files(SHARED), seen=True)
    sure = [one.right for one in obligations if looked_up(confidence_table.OBLIGATIONS, one.grounds) >= SURE]
    assert len(sure) > 0.5 * len(obligations)
    assert sum(sure) / len(sure) >= 0.95
