"""What holds for any text at all: clear ends, offsets that are true, values that other programs can read.

The texts are of any characters, of the words of official documents in any order, and cut-ups of our own directives.
"""

import re
from dataclasses import asdict
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from obligations.extraction.findings import DeadlineFinding, DeadlineKind, DirectiveFinding, ObligationFinding
from obligations.extraction.pipeline import extract
from obligations.extraction.text import one_width, squeeze
from tests.extraction.reading import END, HEAD, NONE

DIRECTIVES = sorted((Path(__file__).parents[2] / "fixtures" / "directives").glob("*.txt"))
TEXTS_OF_OURS = [path.read_text(encoding="utf-8") for path in DIRECTIVES]
ODD = [
    "\x00",
    "\u0301",
    "\u202e",
    "\ue000",
    "😀",
    "\u2028",
    "\u2029",
    "\f",
    "\x85",
    "\x1c",
    "\ufeff",
    "\u200b",
    "\t",
    "\r\n",
    "　",
]
DURATION = re.compile(r"-?P(?:\d+[YMWDB]|T\d+[HM])(?:/-?P(?:\d+[YMWDB]|T\d+[HM]))?")


@st.composite
def cut_ups(draw: st.DrawFn) -> str:
    """Pieces of our directives, with odd characters between and inside them."""
    pieces = []
    for _ in range(draw(st.integers(1, 6))):
        text = draw(st.sampled_from(TEXTS_OF_OURS))
        start = draw(st.integers(0, len(text) - 1))
        pieces.append(text[start : start + draw(st.integers(1, 400))])
        if draw(st.booleans()):
            pieces.append(draw(st.sampled_from(ODD)))
    whole = "".join(pieces)
    at = draw(st.integers(0, len(whole)))
    whole = whole[:at] + draw(st.sampled_from(["", *ODD])) + whole[at:]
    return HEAD + whole + END if draw(st.booleans()) else whole


ANY = st.one_of(st.text(st.characters(), max_size=200), cut_ups())


def obligations(found: list[DirectiveFinding]) -> list[ObligationFinding]:
    return [item for one in found for item in one.obligations]


@settings(max_examples=120, deadline=None)
@given(ANY)
def test_what_is_shown_stands_at_its_place(text: str) -> None:
    found = extract(text, NONE)
    assert all(0 <= one.start <= one.end <= len(text) for one in found)
    for directive in found:
        for item in directive.obligations:
            assert directive.start <= item.start < item.end <= directive.end
            assert item.text == text[item.start : item.end]
            for deadline in item.deadlines:
                assert deadline.text == text[deadline.start : deadline.end]
                assert directive.start <= deadline.start < deadline.end <= directive.end
                assert deadline.end <= item.end, "in the obligation, or in a heading above it"


@settings(max_examples=80, deadline=None)
@given(cut_ups())
def test_a_name_is_what_is_printed_and_at_most_an_ending_more(text: str) -> None:
    for item in obligations(extract(text, NONE)):
        for unit in item.units:
            printed = squeeze(text[unit.mention.start : unit.mention.end])
            begins = unit.mention.name.startswith(printed)
            assert begins or printed.startswith(("你", "贵")) or unit.mention.name in printed, (
                printed,
                unit.mention.name,
            )


@settings(max_examples=80, deadline=None)
@given(ANY)
def test_directives_are_apart_and_obligations_nest_or_are_apart(text: str) -> None:
    found = extract(text, NONE)
    assert all(one.end <= other.start for one, other in pairwise(found))
    for directive in found:
        spans = sorted((item.start, -item.end) for item in directive.obligations)
        for (_, end), (start, stop) in pairwise(spans):
            assert start >= -end or -stop <= -end


@settings(max_examples=80, deadline=None)
@given(cut_ups())
def test_every_value_can_be_read_by_others(text: str) -> None:
    for item in obligations(extract(text, NONE)):
        for deadline in item.deadlines:
            check_value(deadline)


def check_value(deadline: DeadlineFinding) -> None:
    if deadline.kind is DeadlineKind.FIXED:
        assert isinstance(deadline.due_on, date)
    elif deadline.kind is DeadlineKind.PERIOD:
        assert deadline.start_on or deadline.due_on
        assert not (deadline.start_on and deadline.due_on) or deadline.start_on <= deadline.due_on
    elif deadline.kind is DeadlineKind.RECURRING:
        assert next(iter(rrulestr(deadline.rrule, dtstart=datetime(2026, 1, 1))), None) is not None
    else:
        assert DURATION.fullmatch(deadline.offset), deadline.offset


@pytest.mark.parametrize("odd", ["\ud800", "\udfff", *ODD], ids=ascii)
def test_odd_characters_are_read_like_any_other(odd: str) -> None:
    body = f"一、市能源局要{odd}编制规划,12月底前完成。\n"
    item = extract(HEAD + body + END, NONE)[0].obligations[0]
    assert item.units[0].mention.name == "市能源局"
    assert item.deadlines[0].due_on == date(2026, 12, 31)


# What a directive says does not depend on its neighbours in the file.


def shape(text: str, found: DirectiveFinding) -> dict[str, Any]:
    """A directive's findings with its offsets counted from its start,."""

    def moved(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: one - found.start if key in ("start", "end", "body_start") and isinstance(one, int) else moved(one)
                for key, one in value.items()
            }
        return [moved(one) for one in value] if isinstance(value, list) else value

    record: dict[str, Any] = moved(asdict(found))
    return record | {"printed": text[found.start : found.end]}


@lru_cache
def document(at: int) -> str:
    """One of our texts as the body of a notice with a number of its own."""
    return HEAD.replace("8号", f"{at + 1}号") + TEXTS_OF_OURS[at] + END


@lru_cache
def alone(at: int) -> list[dict[str, Any]]:
    return [shape(document(at), one) for one in extract(document(at), NONE)]


# Those that are one directive; a text with documents of its own inside makes several.
SINGLE = [at for at in range(len(TEXTS_OF_OURS)) if len(extract(document(at), NONE)) == 1]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from(SINGLE), min_size=2, max_size=3, unique=True))
def test_a_directive_reads_the_same_in_any_company(order: list[int]) -> None:
    text = "\n".join(document(at) for at in order)
    together = [shape(text, one) for one in extract(text, NONE)]
    assert together == [one for at in order for one in alone(at)]


@settings(max_examples=60, deadline=None)
@given(ANY)
def test_one_width_and_squeezing_change_no_length_but_white_space(text: str) -> None:
    assert len(one_width(text)) == len(text)
    assert squeeze(one_width(text)) == one_width(squeeze(text))
