"""How every verb on the register begins, and how its result is told before it is done."""

from collections.abc import Callable
from typing import TypeVar

from obligations.errors import NotAllowed
from obligations.models import Event, Unit, User
from obligations.recording import recorded
from obligations.rights import RIGHTS

Result = TypeVar("Result")


def allow(actor: User, verb: Event.Verb, unit: Unit | None = None) -> None:
    """Raises NotAllowed for somebody who may not do this."""
    if not actor.may(verb.value, unit):
        raise NotAllowed(RIGHTS[verb.value].refusal)


class _TakenBack(Exception):
    pass


def foretold(verb: Callable[[], Result]) -> Result:
    """What the verb would do, exactly: it is done and taken back. Raises what the verb raises."""
    found: list[Result] = []
    try:
        with recorded():
            found.append(verb())
            raise _TakenBack
    except _TakenBack:
        return found[0]
