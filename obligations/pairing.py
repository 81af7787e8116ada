"""Finds tasks that may be one obligation (相似任务) and proposes them. Nothing is merged here: a person decides.

Each task stores its rarest words and amounts. One query finds the tasks that share some of them, so a new file costs
the same number of queries whatever its size and however many tasks there are.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Q

from obligations.likeness.compare import Duty, Likeness, Profile, compare, profile
from obligations.models import Deadline, Directive, Event, SourceFile, Task, TaskKey, TaskPair
from obligations.models.pairs import COUNTING
from obligations.models.tasks import TaskQuerySet
from obligations.recording import event_of, record_many, recorded

MOST_KEYS = 24
# A word that more tasks hold tells none of them from the others.
MOST_HOLDERS = 400
MOST_CANDIDATES = 10
LEAST_SHARED_KEYS = 2
LONGEST_KEY = 40
BATCH = 1000

# 云河市人民政府办公室: the issuer's own place is in half of its sentences.
PLACE = re.compile(r"[\u4e00-\u9fff]{1,4}?[省市县区州盟旗]")
YEAR = re.compile(r"20\d\d(?=年|[—\-至])")

# Two tasks and what a comparison found.
Compared = tuple[int, int, Likeness]

# The rows of both sides are read by one statement: `word` is the only bridge between two tasks.
CANDIDATES = """
WITH fresh AS (
    SELECT k.task_id, k.word FROM {keys} k
    JOIN {tasks} t ON t.id = k.task_id JOIN {directives} d ON d.id = t.directive_id
    WHERE d.source_id = %s AND t.state IN (%s, %s)
), telling AS (
    SELECT k.word FROM {keys} k WHERE k.word IN (SELECT word FROM fresh)
    GROUP BY k.word HAVING COUNT(*) BETWEEN 2 AND %s
)
SELECT fresh.task_id, k.task_id, COUNT(*) AS shared
FROM fresh JOIN telling ON telling.word = fresh.word
JOIN {keys} k ON k.word = fresh.word JOIN {tasks} t ON t.id = k.task_id
WHERE k.task_id <> fresh.task_id AND t.state IN (%s, %s)
GROUP BY fresh.task_id, k.task_id HAVING COUNT(*) >= %s
ORDER BY fresh.task_id, shared DESC, k.task_id
"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a task stands: enough to leave out neighbours before anything is compared."""

    directive: int
    path: tuple[str, ...]
    list_of: tuple[str, ...]

    def is_beside(self, other: "Place") -> bool:
        return self.directive == other.directive and self.list_of == other.list_of


@recorded()
def propose_pairs(source: SourceFile) -> int:
    """Compares the tasks of a source with each other and with all that count; returns how many pairs are new.

    May be run again at any time: what was proposed or decided before stays as it is.
    """
    mine = _profiles(Task.objects.filter(directive__source=source, state__in=COUNTING))
    _store_keys(mine)
    wanted = _candidates(source)
    others = {pk for pair in wanted for pk in pair} - mine.keys()
    profiles = mine | _profiles(Task.objects.filter(pk__in=others))
    found = [(first, second, compare(profiles[first], profiles[second])) for first, second in sorted(wanted)]
    rows = [_pair(*one) for one in _without_second_best(found, profiles)]
    of_source = Q(first__directive__source=source) | Q(second__directive__source=source)
    known = set(TaskPair.objects.filter(of_source).values_list("first_id", "second_id"))
    rows = [row for row in rows if (row.first_id, row.second_id) not in known]
    # Two files read at the same moment may propose the same pair: the constraint keeps one of them.
    TaskPair.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    _tell(source, rows)
    return len(rows)


def catch_up(since: datetime) -> int:
    """Proposes for files read since then, and for tasks that were never compared; returns how many pairs are new.

    Two files read at the same moment don't see each other's tasks; a file from before there were keys has none.
    """
    unkeyed = Task.objects.filter(state__in=COUNTING, keys=None).values("directive__source")
    sources = SourceFile.objects.filter(Q(read_at__gte=since) | Q(pk__in=unkeyed), state=SourceFile.State.DONE)
    return sum(propose_pairs(source) for source in sources.only("pk").order_by("pk"))


def duty_of(task: Task) -> Duty:
    """What is compared of a task. Reads its directive and the prefetched assignments and deadlines."""
    assignments, deadlines = list(task.assignments.all()), list(task.deadlines.all())
    directive = task.directive
    home = PLACE.match(directive.issuer)
    years = set(YEAR.findall(directive.title))
    place = _place(directive.pk, task.path, task.basis)
    return Duty(
        text=task.text,
        title=task.title,
        owners=frozenset(a.unit.name if a.unit else a.name for a in assignments if a.owes),
        left_out=(*(a.name for a in assignments), *(d.text for d in deadlines if d.text), *([home[0]] if home else [])),
        due=frozenset(value for d in deadlines if (value := due_value(d))),
        directive=place.directive,
        path=place.path,
        list_of=place.list_of,
        in_table=task.basis == Task.Basis.TABLE,
        issued_on=directive.issued_on,
        about_year=int(years.pop()) if len(years) == 1 else None,
    )


def due_value(deadline: Deadline) -> str:
    """What a deadline asks for, equal for equal ones: its last day, rule, or time after an event."""
    match deadline.kind:
        case Deadline.Kind.RECURRING:
            return deadline.rrule
        case Deadline.Kind.RELATIVE:
            return f"{deadline.offset} {deadline.after}"
    if deadline.due_on:
        return deadline.due_on.isoformat()
    return f"{deadline.start_on.isoformat()}/" if deadline.start_on else ""


def _place(directive: int, path: list[str], basis: str) -> Place:
    """A row's path ends in its table's heading, an item's in its own."""
    steps = tuple(path)
    return Place(directive, steps, steps if basis == Task.Basis.TABLE else steps[:-1])


def _profiles(tasks: TaskQuerySet) -> dict[int, Profile]:
    return {task.pk: profile(duty_of(task)) for task in tasks.with_details().defer("directive__text", "suggestion")}


def _store_keys(profiles: Mapping[int, Profile]) -> None:
    keys = [
        TaskKey(task_id=task_id, word=word)
        for task_id, one in profiles.items()
        # A task of common words alone keeps an empty key: it was compared.
        for word in one.keys(MOST_KEYS) or [""]
        if len(word) <= LONGEST_KEY
    ]
    TaskKey.objects.bulk_create(keys, batch_size=BATCH, ignore_conflicts=True)


def _candidates(source: SourceFile) -> set[tuple[int, int]]:
    """Pairs worth comparing: for each task of the source the few that share the most, neighbours left out."""
    names = {"keys": TaskKey, "tasks": Task, "directives": Directive}
    statement = CANDIDATES.format(**{name: f'"{model._meta.db_table}"' for name, model in names.items()})
    states = [state.value for state in COUNTING]
    with connection.cursor() as cursor:
        cursor.execute(statement, [source.pk, *states, MOST_HOLDERS, *states, LEAST_SHARED_KEYS])
        shared = cursor.fetchall()
    places = _places({pk for row in shared for pk in row[:2]})
    taken: dict[int, int] = {}
    wanted = set()
    for task, other, _ in shared:
        if taken.get(task, 0) >= MOST_CANDIDATES or places[task].is_beside(places[other]):
            continue
        taken[task] = taken.get(task, 0) + 1
        wanted.add((min(task, other), max(task, other)))
    return wanted


def _places(tasks: Iterable[int]) -> dict[int, Place]:
    rows = Task.objects.filter(pk__in=tasks).values_list("pk", "directive_id", "path", "basis")
    return {pk: _place(directive, path, basis) for pk, directive, path, basis in rows}


def _without_second_best(found: list[Compared], profiles: Mapping[int, Profile]) -> list[Compared]:
    """The twins. An item of a plan that differs from a row of its table is one only where neither has a twin of its
    own there: beside 120处 of June, 310处 of December is the next stage."""
    twins = [one for one in found if one[2].is_twin]
    exact = {pk for first, second, likeness in twins if not likeness.differs for pk in (first, second)}
    return [
        (first, second, likeness)
        for first, second, likeness in twins
        if not likeness.differs
        or profiles[first].duty.directive != profiles[second].duty.directive
        or not {first, second} & exact
    ]


def reasons_for(first: Task, second: Task) -> dict[str, object]:
    """What two tasks share and in what they differ, whether or not they would be proposed."""
    return _reasons(compare(profile(duty_of(first)), profile(duty_of(second))))


def _pair(first: int, second: int, likeness: Likeness) -> TaskPair:
    return TaskPair(first_id=first, second_id=second, score=likeness.score, reasons=_reasons(likeness))


def _reasons(likeness: Likeness) -> dict[str, object]:
    return {
        "words": likeness.words[:20],
        "figures": likeness.figures,
        "figures_changed": likeness.figures_changed,
        "due": likeness.due,
        "due_changed": likeness.due_changed,
        "owners": likeness.owners,
    }


def _tell(source: SourceFile, rows: list[TaskPair]) -> None:
    """One event for each directive of the source in which a task has a twin."""
    twins = {pk for row in rows for pk in (row.first_id, row.second_id)}
    tasks = Task.objects.filter(directive__source=source, pk__in=twins).select_related("directive")
    home = {task.pk: task.directive for task in tasks.defer("directive__text", "text", "suggestion")}
    counts: dict[Directive, int] = {}
    for row in rows:
        for directive in {home[pk] for pk in (row.first_id, row.second_id) if pk in home}:
            counts[directive] = counts.get(directive, 0) + 1
    record_many(
        event_of(Event.Verb.PAIRS_PROPOSED, directive, None, after={"pairs": count})
        for directive, count in counts.items()
    )
