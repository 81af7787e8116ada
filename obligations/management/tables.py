"""docs/states.md and docs/rights.md as `steps` and `rights` say it: the parts between the marks."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from obligations.models import Event, Membership, User
from obligations.rights import FOLLOWS, RIGHTS, Reach, Right, Role
from obligations.steps import NOUNS, Steps

DOCS = Path(settings.BASE_DIR) / "docs"
BEGIN, END = "<!-- written by manage.py write_tables -->", "<!-- end -->"
ROLES = {
    Role.COORDINATOR: str(Membership.Part.COORDINATOR.label),
    Role.HEAD: str(Membership.Part.HEAD.label),
    Role.SUPERVISOR: str(User.Role.SUPERVISOR.label),
    Role.ADMINISTRATOR: str(User.Role.ADMINISTRATOR.label),
}
REACHES = {Reach.OWN: "own", Reach.SUB: "sub", Reach.OTHER: "other", Reach.LED: "led"}


def states() -> str:
    """One table a noun: verbs down, states across, in the cell the state that follows."""
    return "\n\n".join(_noun(steps) for steps in NOUNS)


def _noun(steps: Steps) -> str:
    model, kind = steps.states.__qualname__.split(".")
    model += "" if kind == "State" else f", `{kind}`"
    head = " | ".join(f"{label} `{value}`" for value, label in steps.states.choices)
    rows = [f"### {model}", "", f"| | {head} |", "|---" * (1 + len(steps.states.values)) + "|"]
    for verb, moves in steps.moves.items():
        cells = [_targets(steps, state, moves.get(state, ())) for state in steps.states.values]
        rows.append(f"| {verb.label} `{verb.value}` | {' | '.join(cells)} |")
    return "\n".join(rows)


def _targets(steps: Steps, state: str, targets: tuple[str, ...]) -> str:
    return " / ".join("stays" if target == state else str(steps.states(target).label) for target in targets)


def rights() -> str:
    """Verbs down, roles across, in the cell whose matters."""
    rows = [f"| | {' | '.join(f'{label} `{role}`' for role, label in ROLES.items())} |", "|---" * 5 + "|"]
    rows += [f"| {_verb(name)} | {' | '.join(_cells(right))} |" for name, right in RIGHTS.items()]
    follows = "、".join(str(verb.label) for verb in Event.Verb if verb.value in FOLLOWS)
    return "\n".join([*rows, "", f"Nobody's to do, since a job does it or it follows from another verb: {follows}."])


def _verb(name: str) -> str:
    return "查看 `see`" if name == "see" else f"{Event.Verb(name).label} `{name}`"


def _cells(right: Right) -> Iterator[str]:
    for role in ROLES:
        reaches = right.reaches.get(role, frozenset())
        if reaches == frozenset(Reach):
            yield "all"
        else:
            yield "、".join(REACHES[one] for one in Reach if one in reaches)


FILES = {"states.md": states, "rights.md": rights}


def filled(name: str) -> str:
    """The file with its tables as they should be."""
    text = (DOCS / name).read_text(encoding="utf-8")
    return re.sub(
        f"{re.escape(BEGIN)}.*?{re.escape(END)}",
        lambda _: f"{BEGIN}\n{FILES[name]()}\n{END}",
        text,
        flags=re.DOTALL,
    )
