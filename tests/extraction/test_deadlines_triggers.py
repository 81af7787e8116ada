"""Where a time expression may begin is asked by two characters first; no beginning may be lost that way."""

import re
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obligations.extraction.deadlines.triggers import LEAD, TRIGGER

GROUPING = {sre.SUBPATTERN, sre.ATOMIC_GROUP}
WIDTHLESS = {sre.ASSERT, sre.ASSERT_NOT, sre.AT}


def first_characters(nodes: Any) -> tuple[set[str], bool]:
    """The characters that a parsed pattern can begin with, and whether it can be empty."""
    found: set[str] = set()
    for op, value in nodes:
        chars, empty = of_node(op, value)
        found |= chars
        if not empty:
            return found, False
    return found, True


def of_node(op: Any, value: Any) -> tuple[set[str], bool]:
    if op in WIDTHLESS:
        return set(), True
    if op is sre.LITERAL:
        return {chr(value)}, False
    if op is sre.IN:
        return of_set(value), False
    if op in GROUPING:
        return first_characters(value[-1] if op is sre.SUBPATTERN else value)
    if op is sre.BRANCH:
        branches = [first_characters(branch) for branch in value[1]]
        return set().union(*(chars for chars, _ in branches)), any(empty for _, empty in branches)
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        least, _, body = value
        chars, empty = first_characters(body)
        return chars, empty or least == 0
    raise AssertionError(f"a trigger may not begin with {op}")


def of_set(members: Any) -> set[str]:
    found: set[str] = set()
    for op, value in members:
        if op is sre.LITERAL:
            found.add(chr(value))
        elif op is sre.RANGE:
            found |= {chr(code) for code in range(value[0], value[1] + 1)}
        else:
            assert (op, value) == (sre.CATEGORY, sre.CATEGORY_DIGIT), "a set of any characters is no trigger"
            found |= set("0123456789")
    return found


FIRST, EMPTY = first_characters(_parser.parse(TRIGGER.pattern))


def test_a_trigger_is_never_empty() -> None:
    assert not EMPTY


NAMED = set(re.findall(r"\[(.*?)\](?=\()", LEAD.pattern)[0])


@pytest.mark.parametrize("char", sorted(FIRST))
def test_what_a_trigger_begins_with_is_looked_at(char: str) -> None:
    assert char in NAMED or char.isdecimal()


def test_nothing_else_is_looked_at() -> None:
    assert set("\\d") >= NAMED - FIRST


@settings(max_examples=1500, deadline=None)
@given(st.from_regex(TRIGGER, alphabet=st.characters(codec="gb18030")))
def test_no_trigger_is_passed_over(text: str) -> None:
    looked_at = {lead.start() for lead in LEAD.finditer(text)}
    assert {trigger.start() for trigger in TRIGGER.finditer(text)} <= looked_at


def test_the_reading_of_a_pattern_is_right_about_a_known_one() -> None:
    pattern = _parser.parse(re.compile(r"(?:(?<=x)[ab]?(?:cd|e+)|\d(?=f)|(?!g)h)").pattern)
    assert first_characters(pattern) == (set("abce0123456789h"), False)
