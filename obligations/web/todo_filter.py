"""What a list of commitments shows: read from the address, written back into the links of tabs, chips and numbers."""

from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.db.models import F
from django.http import QueryDict
from django.utils.dateparse import parse_date
from django.utils.http import urlencode

from obligations.models import Commitment, Light, Slice, User
from obligations.models.commitments import CommitmentQuerySet
from obligations.web.parameters import number, words


@dataclass(frozen=True, slots=True)
class TodoFilter:
    """Every field is one parameter of the address; an empty one is left out."""

    slice: Slice = Slice.LIVE
    light: str = ""
    unit: int | None = None
    task: int | None = None
    directive: int | None = None
    q: str = ""
    due_from: date | None = None
    due_to: date | None = None
    done_from: date | None = None
    done_to: date | None = None

    @classmethod
    def read(cls, params: QueryDict) -> "TodoFilter":
        """Values that make no sense are left out rather than refused: an old link still opens a list."""
        light = params.get("light", "")
        light = light if light in Light.values else ""
        chosen = params.get("slice", "")
        # A light says all itself: 办结 is no part of what is live.
        default = Slice.ALL if light else Slice.LIVE
        return cls(
            slice=Slice(chosen) if chosen in Slice.values else default,
            light=light,
            unit=number(params.get("unit", "")),
            task=number(params.get("task", "")),
            directive=number(params.get("directive", "")),
            q=words(params.get("q", "")),
            **{name: _date(params.get(name, "")) for name in DATES},
        )

    def rows_of(self, person: User) -> CommitmentQuerySet:
        """What the person's lists choose from. A task's list holds all that its page shows them."""
        rows = Commitment.objects.all()
        if self.slice is Slice.TO_SIGN:
            return rows.to_countersign(person)
        return rows.of(person) if self.task is None else rows.visible_to(person)

    def narrowed(self, rows: CommitmentQuerySet) -> CommitmentQuerySet:
        """By unit, task, directive and words: what the counts of the tabs count."""
        for name, path in (("unit", "unit"), ("task", "task"), ("directive", "task__directive")):
            if (wanted := getattr(self, name)) is not None:
                rows = rows.filter(**{path: wanted})
        return rows.matching(self.q)

    def chosen(self, rows: CommitmentQuerySet, on: date) -> CommitmentQuerySet:
        """The rows of the list, in its order."""
        rows = self.narrowed(rows).in_slice(self.slice, on)
        if self.light:
            rows = rows.at_light(Light(self.light), on)
        for name, lookup in DATES.items():
            if (day := getattr(self, name)) is not None:
                rows = rows.filter(**{lookup: day})
        if self.slice in (Slice.UNSIGNED, Slice.SIGN_LATE):
            return rows.with_light(on).order_by(F("sign_by").asc(nulls_last=True), "light_rank", "due_on", "pk")
        # What was done last is asked for first.
        return rows.order_by("-done_on", "-pk") if self.slice is Slice.DONE else rows.late_first(on)

    def with_(self, **changes: Any) -> "TodoFilter":
        return replace(self, **changes)

    @property
    def query(self) -> str:
        """The part of the address after the question mark; the slice only where it is not the usual one."""
        usual = Slice.ALL if self.light else Slice.LIVE
        return self._encoded({field.name for field in fields(self)} - ({"slice"} if self.slice is usual else set()))

    @property
    def full_query(self) -> str:
        """The same with the slice in any case: for a page whose usual slice is another."""
        return self._encoded({field.name for field in fields(self)})

    def _encoded(self, names: set[str]) -> str:
        found = {field.name: getattr(self, field.name) for field in fields(self) if field.name in names}
        return urlencode({name: str(value) for name, value in found.items() if value not in (None, "")})

    def in_tab(self, slice_: Slice) -> "TodoFilter":
        """The same people and words, another slice: a tab forgets the light and the dates."""
        return self.with_(slice=slice_, light="", due_from=None, due_to=None, done_from=None, done_to=None)


DATES = {
    "due_from": "due_on__gte",
    "due_to": "due_on__lte",
    "done_from": "done_on__gte",
    "done_to": "done_on__lte",
}


def _date(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
