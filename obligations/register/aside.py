"""Puts a commitment aside that a change of the register leaves without an object: withdrawn, with the reason."""

from datetime import datetime

from obligations.models import Commitment, Event, User
from obligations.recording import record
from obligations.steps import COMMITMENT
from obligations.workflow.closing import refuse_pending

State = Commitment.State


def put_aside(row: Commitment, actor: User, at: datetime, why: str) -> None:
    """Its place is free for another, and its request for more time has no object. The row is locked."""
    refuse_pending(row, actor, at, why)
    before, after = {"state": row.state}, {"state": State.WITHDRAWN}
    COMMITMENT.hold(Event.Verb.WITHDRAWN, row.state, State.WITHDRAWN)
    row.state, row.deadline, row.occurrence = State.WITHDRAWN, None, f"withdrawn:{row.pk}"
    row.save(update_fields=["state", "deadline", "occurrence"])
    record(Event.Verb.WITHDRAWN, row, actor, at=at, note=why, before=before, after=after)
