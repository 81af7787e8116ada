"""The year of 云河市, day by day: what is told to happen on a date, in the middle of what people do every day."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from tests.year.cast import Cast, settle
from tests.year.clock import Clock, days
from tests.year.habits import Habits
from tests.year.invariants import Invariants
from tests.year.machinery import Machinery
from tests.year.office import Office, day

FIRST, LAST = date(2025, 11, 20), date(2026, 11, 30)
# Two weeks in which no job ran.
DOWN = frozenset(days(date(2026, 8, 3), date(2026, 8, 16)))
Act = Callable[["Story"], None]
PLOT: dict[date, list[Act]] = {}


def on(*dates: str) -> Callable[[Act], Act]:
    """Says on which days something happens."""

    def told(act: Act) -> Act:
        for text in dates:
            PLOT.setdefault(day(text), []).append(act)
        return act

    return told


@dataclass
class Story:
    clock: Clock
    cast: Cast = field(default_factory=settle)
    year: Invariants = field(default_factory=Invariants)
    office: Office = field(init=False)
    habits: Habits = field(init=False)
    machinery: Machinery = field(init=False)
    # what one act leaves for another
    withdrawn: list[int] = field(default_factory=list)
    taken_back: int = 0
    closed_directly: int = 0
    suspended: int = 0
    listed: int = 0

    def __post_init__(self) -> None:
        self.office = Office(self.cast, self.clock)
        self.habits = Habits(self.cast, self.clock)
        self.machinery = Machinery(self.clock, set(DOWN))

    @property
    def done(self) -> Counter[str]:
        return self.office.done + self.habits.done

    def play(self, last: date, look: Callable[["Story", date], list[str]] | None = None) -> None:
        """To the end of the last day. Stops at the first day on which something is wrong."""
        for today in days(self.clock.today, last):
            problems = self.play_day(today) + (look(self, today) if look else [])
            assert not problems, f"{today}:\n" + "\n".join(problems[:20])

    def play_day(self, today: date) -> list[str]:
        """One day; returns what does not hold at its end."""
        # every so often a second machine runs the same jobs
        self.machinery.run(today, again=today.day % 11 == 0)
        problems = [] if today in self.machinery.down else self.year.check_notices(today)
        self.clock.to(today, 8, 30)
        for act in PLOT.get(today, []):
            act(self)
            self.clock.tick()
        self.habits.day(today)
        self.clock.to(today, 18)
        self.machinery.evening(today)
        last_run = self.machinery.last_run or today - timedelta(days=1)
        problems += self.year.check(today, last_run)
        return problems + self.year.check_record() if today.day == 1 else problems
