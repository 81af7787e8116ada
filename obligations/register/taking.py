"""How every verb on the register begins, and how its result is told before it is done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from django.db import IntegrityError, transaction

from obligations.errors import Conflict, NotAllowed
from obligations.models import Event, Unit, User
from obligations.recording import recorded
from obligations.rights import RIGHTS

Result = TypeVar("Result")


def allow(actor: User, verb: Event.Verb, unit: Unit | None = None) -> None:
    """Raises NotAllowed for somebody who may not do this."""
    if not actor.may(verb.value, unit):
        raise NotAllowed(RIGHTS[verb.value].refusal)


@contextmanager
def once(said: str) -> Iterator[None]:
    """Somebody entered the same at the same moment: theirs stays, this one is told."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as twice:
        raise Conflict(said) from twice


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
