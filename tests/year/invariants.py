"""What must hold at the end of every day, whatever happened. Each check is a function that yields problems in words.

`Invariants.check` runs them all; `tests/year/test_invariants.py` breaks each of them on purpose.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from obligations.models import LIGHT_ORDER, Assignment, Commitment, Extension, Light, Listing, Notice, Slice, Task
from obligations.models.lights import light_of, near_until
from obligations.verifying import verify
from obligations.workdays import Special, is_workday, previous_workday
from tests.year.expected import Expected, Key, Town
from tests.year.ledger import Ledger, replayed_fields

State = Commitment.State
RUNNING = {"open", "handed_in", "returned"}
LIVE = {*RUNNING, "suspended"}
DEADLINE_KEY = ("task_id", "unit_id", "in_place_of_id", "reassigned_from_id", "deadline_id", "occurrence")


@dataclass
class Day:
    """Everything that the checks of one day look at, read once. `rows`: commitments by key, as plain values."""

    on: date
    town: Town
    expected: Expected
    rows: dict[int, dict[str, Any]]
    tasks: dict[int, str]
    checked_on: dict[int, date | None]
    pending: set[int]
    extended: set[int]
    listed: set[int]

    @property
    def shown(self) -> list[dict[str, Any]]:
        """All but withdrawn: what lists and numbers are made of."""
        return [row for row in self.rows.values() if row["state"] != State.WITHDRAWN]

    def lit(self, row: dict[str, Any]) -> Light:
        done, suspended = row["state"] == State.DONE, row["state"] == State.SUSPENDED
        due_on, handed_in_on = row["due_on"], row["handed_in_on"]
        return light_of(done=done, due_on=due_on, handed_in_on=handed_in_on, on=self.on, suspended=suspended)


FIELDS = [
    *replayed_fields(),
    *DEADLINE_KEY,
    "first_due_on",
    "start_on",
    "sign_by",
    "created_at",
    "unit__name",
    "unit__short_name",
]


def read_day(on: date, last_run: date) -> Day:
    town = Town()
    rows = Commitment.objects.with_light(on).order_by().values("pk", "light_now", *FIELDS)
    tasks = list(Task.objects.order_by().values_list("pk", "state", "check_on"))
    return Day(
        on=on,
        town=town,
        expected=Expected(town, last_run),
        rows={row["pk"]: row for row in rows},
        tasks={pk: state for pk, state, _ in tasks},
        checked_on={pk: check_on for pk, _, check_on in tasks},
        pending=set(Extension.objects.filter(state="pending").values_list("commitment_id", flat=True)),
        listed=set(Listing.objects.filter(ended_on=None).values_list("commitment_id", flat=True)),
        extended=set(Extension.objects.filter(state="granted").values_list("commitment_id", flat=True)),
    )


@dataclass
class Invariants:
    """Remembers from day to day what must not change."""

    ledger: Ledger = field(default_factory=Ledger)
    first_due: dict[int, date] = field(default_factory=dict)
    seen: dict[int, tuple[int, int]] = field(default_factory=dict)
    owed: set[Key] = field(default_factory=set)
    last_notice: int = 0
    told: set[tuple[Any, ...]] = field(default_factory=set)
    # how each stood when the jobs had run on the last working day: due date and state
    morning: dict[int, tuple[date | None, str]] = field(default_factory=dict)

    def check(self, on: date, last_run: date) -> list[str]:
        """All problems of the day, none when all is well."""
        self.ledger.read_on()
        day = read_day(on, last_run)
        found = [f"{check.__name__}: {one}" for check in CHECKS for one in check(self, day)]
        self.remember(day)
        return found

    def remember(self, day: Day) -> None:
        for pk, row in day.rows.items():
            if row["first_due_on"] is not None:
                self.first_due.setdefault(pk, row["first_due_on"])
        self.seen = {pk: (row["task_id"], row["unit_id"]) for pk, row in day.rows.items()}

    @staticmethod
    def check_record() -> list[str]:
        """The whole record as `verify_events` looks at it: what was read on earlier days is still what it was."""
        return [f"record: {one}" for one in verify().problems]

    def check_notices(self, on: date) -> list[str]:
        """Directly after the jobs: what was told in this run is about what is live at this moment."""
        special = Town().special
        found = [f"notices: {one}" for one in _new_notices(self, on, special)]
        if is_workday(on, special):
            rows = Commitment.objects.order_by().values_list("pk", "due_on", "state")
            self.morning = {pk: (due_on, state) for pk, due_on, state in rows}
        return found


def the_chain_fits(year: Invariants, day: Day) -> Iterator[str]:
    """Steps as steps.py allows, `before` as it was, hashes, numbers and the end of the chain."""
    yield from year.ledger.take_problems()


def rows_are_as_recorded(year: Invariants, day: Day) -> Iterator[str]:
    fields = replayed_fields()
    found = {pk: {name: row[name] for name in fields} for pk, row in day.rows.items()}
    yield from year.ledger.commitments.compare(found)
    tasks = Task.objects.order_by().values("pk", *year.ledger.tasks.fields)
    yield from year.ledger.tasks.compare({row.pop("pk"): row for row in tasks})


def first_dates_are_kept(year: Invariants, day: Day) -> Iterator[str]:
    for pk, row in day.rows.items():
        known = year.first_due.get(pk, row["first_due_on"])
        if row["first_due_on"] != known:
            yield f"commitment {pk}: was due first on {known}, now {row['first_due_on']}"
        if (row["due_on"] is None) != (row["first_due_on"] is None):
            yield f"commitment {pk}: due {row['due_on']}, first {row['first_due_on']}"


def nothing_is_owed_twice(year: Invariants, day: Day) -> Iterator[str]:
    """By task, unit, deadline and period, or first date. Open, a unit that was taken over counts as its heir;
    what it had closed stays its own."""
    own = [(row["task_id"], row["unit_id"], row["deadline_id"], row["occurrence"]) for row in day.shown]
    live = [
        ((task, day.town.heir(unit), *slot), row["first_due_on"])
        for (task, unit, *slot), row in zip(own, day.shown, strict=True)
        if row["state"] in LIVE
    ]
    dated = [(key[:3], first_due_on) for key, first_due_on in live if first_due_on]
    for owed in (Counter(own), Counter(key for key, _day in live), Counter(dated)):
        yield from (f"{key} is owed {times} times" for key, times in owed.items() if times > 1)


def _answered(day: Day) -> Iterator[Key]:
    """What is answered for: by who has it, for itself and for the unit in whose place it is owed; and for who stood in
    the place of another, is asked itself meanwhile, and handed it on with its own place kept."""
    shown = {row["pk"] for row in day.shown}
    onward = {row["reassigned_from_id"]: row["pk"] for row in day.rows.values() if row["reassigned_from_id"]}
    for row in day.rows.values():
        last = row["pk"]
        while last not in shown and last in onward:
            last = onward[last]
        if last in shown:
            for unit in {row["unit_id"], row["in_place_of_id"] if last == row["pk"] else None} - {None}:
                yield row["task_id"], day.town.heir(unit), row["deadline_id"], row["occurrence"]


def nothing_is_lost(year: Invariants, day: Day) -> Iterator[str]:
    """What a task in force asks for is there; what was there is there or was taken back by somebody."""
    there = set(_answered(day))
    # what a unit had done before its role went to another one is done
    passed = Assignment.objects.exclude(passed_on={}).values_list("task_id", "passed_on")
    roles = {(task, int(old)): new for task, went in passed for old, new in went.items()}
    there |= {(task, day.town.heir(roles.get((task, unit), unit)), *slot) for task, unit, *slot in there}
    live = {row["task_id"] for row in day.rows.values() if row["state"] in LIVE}
    for task in _looked_at(year, day, live):
        for key in day.expected.keys(task):
            if key not in there:
                yield f"“{task}” asks for {key}, and nobody owes it"
        if task.pk not in live and not day.expected.continues(task):
            yield f"“{task}” ({task.pk}) is in force, nothing of it is open and nothing comes"
    for pk, (task_id, _unit) in year.seen.items():
        if pk not in day.rows and task_id not in year.ledger.reopened:
            yield f"commitment {pk} has vanished"


def _looked_at(year: Invariants, day: Day, live: set[int]) -> Iterable[Task]:
    """Tasks in force of which something was recorded or nothing is open; each of the others once a week."""
    touched = {event.task_id for event in year.ledger.new}
    in_force = [pk for pk, state in day.tasks.items() if state == Task.State.IN_FORCE]
    of_today = [pk for pk in in_force if pk % 7 == day.on.weekday() or pk in touched or pk not in live]
    tasks = Task.objects.filter(pk__in=of_today).select_related("directive__source")
    tasks = tasks.defer("text", "suggestion", "directive__text", "directive__source__text")
    return tasks.prefetch_related("assignments__chosen", "assignments__unit", "deadlines")


def closed_tasks_are_over(year: Invariants, day: Day) -> Iterator[str]:
    closed = {pk for pk, state in day.tasks.items() if state == Task.State.CLOSED}
    for row in day.rows.values():
        if row["task_id"] in closed and row["state"] in LIVE:
            yield f"task {row['task_id']} is closed, commitment {row['pk']} is open"
        if row["state"] in LIVE and day.tasks[row["task_id"]] != Task.State.IN_FORCE:
            yield f"commitment {row['pk']} is open, its task is {day.tasks[row['task_id']]}"
    tasks = Task.objects.filter(pk__in=closed, deadlines__kind="recurring").select_related("directive__source")
    for task in tasks.defer("directive__text", "directive__source__text").prefetch_related("deadlines").distinct():
        if day.expected.continues(task):
            yield f"“{task}” is closed, but falls due again"


def who_owes_is_active(year: Invariants, day: Day) -> Iterator[str]:
    for row in day.rows.values():
        unit = day.town.units[row["unit_id"]]
        if row["state"] in LIVE and (not unit.is_active or unit.is_group or unit.succeeded_by_id):
            yield f"commitment {row['pk']} is owed by {unit}, which is no active unit"
        if year.seen.get(row["pk"], (0, row["unit_id"]))[1] != row["unit_id"]:
            told = year.ledger.moved_to.get(row["pk"])
            if told is None:
                yield f"commitment {row['pk']} moved to {unit}, and the record does not say so"


def states_fit_their_dates(year: Invariants, day: Day) -> Iterator[str]:
    for pk, row in day.rows.items():
        if (row["state"] == State.DONE) != (row["done_on"] is not None):
            yield f"commitment {pk}: {row['state']}, done on {row['done_on']}"
        if row["state"] in (State.OPEN, State.RETURNED, State.SUSPENDED) and row["handed_in_on"]:
            yield f"commitment {pk}: {row['state']}, handed in on {row['handed_in_on']}"
        if row["state"] == State.HANDED_IN and not row["handed_in_on"]:
            yield f"commitment {pk}: handed in, no one knows when"
        if pk in day.pending and row["state"] not in RUNNING:
            yield f"commitment {pk}: {row['state']}, and a request for more time waits"
        if pk in day.listed and row["state"] == State.DONE:
            yield f"commitment {pk}: {row['state']}, and still under special supervision"


def lights_agree(year: Invariants, day: Day) -> Iterator[str]:
    """SQL and Python, row by row."""
    for pk, row in day.rows.items():
        if row["light_now"] != day.lit(row):
            yield f"commitment {pk}: {row['light_now']} in SQL, {day.lit(row)} in Python"


def slices_count_what_they_say(year: Invariants, day: Day) -> Iterator[str]:
    """The counts of the tabs, by SQL, against the rows; and the slices fit into each other."""
    counts = Commitment.objects.exclude(state=State.WITHDRAWN).slice_counts(list(Slice), day.on)
    ours = Counter(slice_ for row in day.shown for slice_ in slices_of(row, day))
    for slice_ in Slice:
        if counts[slice_] != ours[slice_]:
            yield f"{slice_.value}: {counts[slice_]} by SQL, {ours[slice_]} by the rows"
    if counts[Slice.ALL] != counts[Slice.LIVE] + counts[Slice.DONE]:
        yield "all is not live and done"
    parts = (Slice.WORKING, Slice.COUNTERSIGN, Slice.HANDED_IN, Slice.SUSPENDED)
    if counts[Slice.LIVE] != sum(counts[one] for one in parts):
        yield f"live is not {parts}"
    lights = Commitment.objects.exclude(state=State.WITHDRAWN).light_counts(day.on)
    ours_lit = Counter(day.lit(row) for row in day.shown)
    yield from (
        f"light {one.value}: {lights[one]}, {ours_lit[one]}" for one in LIGHT_ORDER if lights[one] != ours_lit[one]
    )


def slices_of(row: dict[str, Any], day: Day) -> set[Slice]:
    """The same conditions once more, over one row that is not withdrawn."""
    state, due_on, handed_in_on, on = row["state"], row["due_on"], row["handed_in_on"], day.on
    if state == State.DONE:
        return {Slice.ALL, Slice.DONE}
    found = {Slice.ALL, Slice.LIVE}
    if row["pk"] in day.listed:
        found.add(Slice.LISTED)
    if state == State.SUSPENDED:
        # the clock stands still: no other list asks for it
        return {*found, Slice.SUSPENDED}
    if row["signed_at"] is None:
        found.add(Slice.UNSIGNED)
        if row["sign_by"] is not None and row["sign_by"] < on:
            found.add(Slice.SIGN_LATE)
    if state == State.RETURNED:
        found.add(Slice.RETURNED)
    if state == State.HANDED_IN:
        before_others = row["waits_for"] != Commitment.Desk.SUPERVISOR
        found |= {Slice.COUNTERSIGN, Slice.TO_SIGN} if before_others else {Slice.HANDED_IN}
    if row["pk"] in day.pending:
        found.add(Slice.EXTENSION)
    if row["pk"] in day.extended:
        found.add(Slice.EXTENDED)
    if handed_in_on is None:
        found.add(Slice.WORKING)
    if due_on is None:
        to_check = day.checked_on[row["task_id"]]
        if day.tasks[row["task_id"]] == Task.State.IN_FORCE and to_check is not None and to_check <= on:
            found.add(Slice.CHECK)
    elif due_on < (handed_in_on or on):
        found.add(Slice.OVERDUE)
    elif handed_in_on is None:
        found |= {Slice.NEAR} if due_on <= near_until(on) else set()
        found |= {Slice.WEEK} if due_on <= on + timedelta(days=6 - on.weekday()) else set()
    return found


def notices_are_told_once(year: Invariants, day: Day) -> Iterator[str]:
    """At most once a recipient, commitment, stage and channel."""
    fresh = Notice.objects.filter(pk__gt=year.last_notice).order_by("pk")
    for pk, *key in fresh.values_list("pk", "recipient_id", "commitment_id", "stage", "channel"):
        if tuple(key) in year.told:
            yield f"notice {pk} was told before: {key}"
        year.told.add(tuple(key))
        year.last_notice = max(year.last_notice, pk)


def _new_notices(year: Invariants, on: date, special: Special) -> Iterator[str]:
    """Reminders of this morning: of live matters, not handed in, at the stage of the day, coming ones on working days.

    On a day of rest only what was not to be seen on the working day before: a date that was set or changed since.
    """
    kinds = [Notice.Kind.DUE_SOON, Notice.Kind.OVERDUE, Notice.Kind.SIGN]
    fresh = Notice.objects.filter(pk__gt=year.last_notice, kind__in=kinds, commitment__isnull=False)
    for one in fresh.select_related("commitment__unit", "recipient").order_by("pk"):
        row = one.commitment
        assert row is not None
        if one.kind == Notice.Kind.SIGN:
            if row.state not in RUNNING or row.signed_at:
                yield f"notice {one.pk} ({one.stage}) asks to sign for what is {row.state}, signed {row.signed_at}"
            continue
        if row.state not in RUNNING or row.handed_in_on:
            yield f"notice {one.pk} ({one.stage}) reminds of what is {row.state}"
        if row.due_on is not None and (one.kind == Notice.Kind.OVERDUE) != (row.due_on < on):
            yield f"notice {one.pk} ({one.stage}) of commitment {row.pk}, due {row.due_on}"
        rests = one.kind == Notice.Kind.DUE_SOON and not is_workday(on, special)
        if rests and year.morning.get(row.pk) == (row.due_on, row.state):
            yield f"notice {one.pk} ({one.stage}) comes on a day of rest; {previous_workday(on, special)} was the day"


CHECKS = (
    the_chain_fits,
    rows_are_as_recorded,
    first_dates_are_kept,
    nothing_is_owed_twice,
    nothing_is_lost,
    closed_tasks_are_over,
    who_owes_is_active,
    states_fit_their_dates,
    lights_agree,
    slices_count_what_they_say,
    notices_are_told_once,
)
