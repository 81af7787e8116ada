"""No pattern of the extraction takes much longer on a long run of one thing than in proportion to its length."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

import obligations.extraction as package

RUNS = [
    "(",
    "(市财政局",
    "1",
    "1.",
    "市、",
    "的",
    "由",
    "各县、",
    "责任单位:",
    "12月底前",
    "市能源局",
    "应当",
    "“",
    "。",
    "—",
    "每年",
]
SIZE = 4_000
QUICK = 0.004
# Twice and a half what four times the length should cost; eight times more would be the square.
STEEP = 10
# Read only where a line, a label or a window of some characters begins: from there they must be straight.
ANCHORED = {
    "alignment.DATE",
    "columns.REMARK_HEAD",
    "deadlines.rules_lapses.STOP",
    "deadlines.rules_lapses.OPENING",
    "doc_numbers._BEFORE_CODE",
    "doc_numbers._HEAD",
    "lines._PAGE",
    "lines._IMPRINT",
    "orders.WITH",
}


def patterns_in(value: Any, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, list | tuple) and depth < 3:
        for one in value:
            yield from patterns_in(one, depth + 1)
    elif isinstance(getattr(value, "pattern", None), re.Pattern):
        yield value.pattern


def all_patterns() -> dict[str, re.Pattern[str]]:
    """Every compiled pattern of the package by the name of a module that holds it; one of a table has a number."""
    found: dict[re.Pattern[str], str] = {}
    for info in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        for name, value in vars(importlib.import_module(info.name)).items():
            for number, pattern in enumerate(patterns_in(value)):
                label = f"{info.name.removeprefix(package.__name__ + '.')}.{name}"
                found.setdefault(pattern, label if isinstance(value, re.Pattern) else f"{label}[{number}]")
    return {name: pattern for pattern, name in found.items()}


PATTERNS = all_patterns()


def seconds(pattern: re.Pattern[str], text: str, anchored: bool) -> float:
    begin = time.thread_time()
    if anchored:
        pattern.match(text)
    else:
        for _ in pattern.finditer(text):
            pass
    return time.thread_time() - begin


def is_steep(pattern: re.Pattern[str], run: str, anchored: bool) -> bool:
    """Whether four times the run costs far more than four times the time; measured again where it seems so."""
    short, long = (run * SIZE)[: SIZE // 4], (run * SIZE)[:SIZE]
    if seconds(pattern, long, anchored) < QUICK:
        return False
    costs = [(seconds(pattern, short, anchored), seconds(pattern, long, anchored)) for _ in range(3)]
    return min(long for _, long in costs) > max(QUICK, STEEP * min(short for short, _ in costs))


@pytest.mark.parametrize("run", RUNS)
def test_no_pattern_is_steep(run: str) -> None:
    steep = [name for name, pattern in PATTERNS.items() if is_steep(pattern, run, name in ANCHORED)]
    assert not steep


def test_the_anchored_patterns_are_still_there() -> None:
    names = {
        f"{info.name}.{name}".removeprefix(package.__name__ + ".")
        for info in pkgutil.walk_packages(package.__path__, package.__name__ + ".")
        for name in vars(importlib.import_module(info.name))
    }
    assert names >= ANCHORED
