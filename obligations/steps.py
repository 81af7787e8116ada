"""Which step is possible in which state (状态), written down once: verbs ask it, buttons follow it, docs/states.md is
written from it and tests are made from it.

A step is named by what the record calls it (`Event.Verb`). To add a verb: its line here, its line in `rights`, and
`manage.py write_tables`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices

from obligations.models import Commitment, Event, Extension, Part, SourceFile, Task, TaskPair

Verb = Event.Verb
# From a state to those that can follow: more than one where the row itself decides.
Moves = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of one noun. `first` are the states in which a row begins."""

    states: type[TextChoices]
    first: tuple[str, ...]
    moves: Mapping[Event.Verb, Moves]

    def sources(self, verb: Event.Verb) -> tuple[str, ...]:
        """The states in which the step is possible."""
        return tuple(self.moves[verb])

    def allows(self, verb: Event.Verb, state: str) -> bool:
        return state in self.moves[verb]

    def hold(self, verb: Event.Verb, before: str, after: str) -> None:
        """Stops a verb that moves a row where the table knows no way: a mistake of ours, not of the user."""
        if after not in self.moves[verb].get(before, ()):
            raise AssertionError(f"{verb.value} does not lead from {before} to {after}")


def stays(*states: str) -> Moves:
    return {state: (state,) for state in states}


def leads(*sources: str, to: str) -> Moves:
    return dict.fromkeys(sources, (to,))


_C = Commitment.State
COMMITMENT = Steps(
    Commitment.State,
    (_C.OPEN,),
    {
        Verb.SIGNED: stays(_C.OPEN, _C.RETURNED, _C.HANDED_IN),
        Verb.REPORTED: stays(_C.OPEN, _C.RETURNED),
        # once more while it waits: the newer report replaces the older
        Verb.HANDED_IN: leads(_C.OPEN, _C.RETURNED, _C.HANDED_IN, to=_C.HANDED_IN),
        Verb.RECALLED: leads(_C.HANDED_IN, to=_C.OPEN),
        # where countersigning is on; before whom it lies: COUNTERSIGN
        Verb.LEAD_CHECKED: stays(_C.HANDED_IN),
        Verb.LEAD_RETURNED: leads(_C.HANDED_IN, to=_C.RETURNED),
        Verb.HEAD_SIGNED: stays(_C.HANDED_IN),
        Verb.HEAD_RETURNED: leads(_C.HANDED_IN, to=_C.RETURNED),
        # a desk at which nobody has to sign any more
        Verb.COUNTERSIGN_PASSED: stays(_C.HANDED_IN),
        Verb.EXTENSION_ASKED: stays(_C.OPEN, _C.RETURNED),
        Verb.EXTENSION_RECALLED: stays(_C.OPEN, _C.RETURNED, _C.HANDED_IN),
        Verb.EXTENSION_GRANTED: stays(_C.OPEN, _C.RETURNED, _C.HANDED_IN),
        Verb.EXTENSION_REFUSED: stays(_C.OPEN, _C.RETURNED, _C.HANDED_IN, _C.DONE),
        Verb.SHORTENED: stays(_C.OPEN, _C.RETURNED),
        # what was handed in is decided, not suspended
        Verb.SUSPENDED: leads(_C.OPEN, _C.RETURNED, to=_C.SUSPENDED),
        # to where it was
        Verb.RESTARTED: {_C.SUSPENDED: (_C.OPEN, _C.RETURNED)},
        Verb.LISTED: stays(_C.OPEN, _C.RETURNED, _C.HANDED_IN),
        Verb.DELISTED: stays(_C.OPEN, _C.RETURNED, _C.HANDED_IN, _C.SUSPENDED),
        Verb.PART_MADE: stays(_C.OPEN, _C.RETURNED),
        # without a hand-in only with a note that says why
        Verb.CLOSED: leads(_C.OPEN, _C.RETURNED, _C.HANDED_IN, _C.SUSPENDED, to=_C.DONE),
        Verb.RETURNED: leads(_C.HANDED_IN, to=_C.RETURNED),
        # what was handed in waits for the decision again
        Verb.RESUMED: {_C.DONE: (_C.OPEN, _C.HANDED_IN)},
        Verb.URGED: stays(_C.OPEN, _C.RETURNED),
        Verb.DUE_DATE_SET: stays(_C.OPEN, _C.RETURNED, _C.HANDED_IN, _C.SUSPENDED),
        # when the holidays are published over which it was counted
        Verb.RECOUNTED: stays(_C.OPEN, _C.RETURNED, _C.HANDED_IN, _C.SUSPENDED),
        # to the unit that took the owing one over
        Verb.MOVED: stays(_C.OPEN, _C.RETURNED, _C.HANDED_IN, _C.SUSPENDED),
        # another date or role, as its task is corrected
        Verb.AMENDED: stays(_C.OPEN, _C.RETURNED, _C.HANDED_IN, _C.SUSPENDED),
        # to another unit, which owes it in a row of its own
        Verb.REASSIGNED: leads(_C.OPEN, _C.RETURNED, _C.HANDED_IN, to=_C.WITHDRAWN),
        # with its task's confirmation, where nobody has touched it yet without a trace; or with its task
        Verb.WITHDRAWN: leads(_C.OPEN, _C.RETURNED, _C.HANDED_IN, _C.SUSPENDED, to=_C.WITHDRAWN),
        # what was reported of the version before; what was due already goes on as it stood
        Verb.CARRIED: {_C.OPEN: (_C.OPEN, _C.HANDED_IN, _C.RETURNED, _C.SUSPENDED)},
        # to where it was
        Verb.RESTORED: {_C.WITHDRAWN: (_C.OPEN, _C.HANDED_IN, _C.RETURNED, _C.SUSPENDED)},
    },
)

_D = Commitment.Desk
# Before whom a hand-in lies. What is not handed in lies before nobody; it says `supervisor` like all that never asked.
COUNTERSIGN = Steps(
    Commitment.Desk,
    (_D.SUPERVISOR,),
    {
        # anew from the first desk: what was signed was another report
        Verb.HANDED_IN: dict.fromkeys(_D, (_D.LEAD, _D.HEAD, _D.SUPERVISOR)),
        Verb.LEAD_CHECKED: {_D.LEAD: (_D.HEAD, _D.SUPERVISOR)},
        Verb.HEAD_SIGNED: leads(_D.HEAD, to=_D.SUPERVISOR),
        Verb.COUNTERSIGN_PASSED: {_D.LEAD: (_D.HEAD, _D.SUPERVISOR), _D.HEAD: (_D.SUPERVISOR,)},
        Verb.LEAD_RETURNED: leads(_D.LEAD, to=_D.SUPERVISOR),
        Verb.HEAD_RETURNED: leads(_D.HEAD, to=_D.SUPERVISOR),
        # whoever has the last word, or takes the hand-in back, waits for no desk
        Verb.RECALLED: leads(*_D, to=_D.SUPERVISOR),
        Verb.RETURNED: leads(*_D, to=_D.SUPERVISOR),
        Verb.CLOSED: leads(*_D, to=_D.SUPERVISOR),
    },
)

_A = Part.State
PART = Steps(
    Part.State,
    (_A.OPEN,),
    {
        Verb.PART_CHANGED: stays(_A.OPEN, _A.RETURNED, _A.HANDED_IN),
        Verb.PART_SIGNED: stays(_A.OPEN, _A.RETURNED, _A.HANDED_IN),
        Verb.PART_REPORTED: stays(_A.OPEN, _A.RETURNED),
        Verb.PART_HANDED_IN: leads(_A.OPEN, _A.RETURNED, to=_A.HANDED_IN),
        Verb.PART_RECALLED: leads(_A.HANDED_IN, to=_A.OPEN),
        Verb.PART_ACCEPTED: leads(_A.HANDED_IN, to=_A.DONE),
        # also what was accepted by mistake
        Verb.PART_RETURNED: leads(_A.HANDED_IN, _A.DONE, to=_A.RETURNED),
        Verb.PART_WITHDRAWN: leads(_A.OPEN, _A.RETURNED, _A.HANDED_IN, to=_A.WITHDRAWN),
    },
)

_T = Task.State
TASK = Steps(
    Task.State,
    (_T.SUGGESTED,),
    {
        Verb.CONFIRMED: leads(_T.SUGGESTED, to=_T.IN_FORCE),
        Verb.CORRECTED: stays(_T.SUGGESTED),
        Verb.MEMBERS_CHOSEN: stays(_T.SUGGESTED),
        Verb.REJECTED: leads(_T.SUGGESTED, to=_T.REJECTED),
        Verb.REOPENED: leads(_T.IN_FORCE, _T.REJECTED, to=_T.SUGGESTED),
        # as the one that is kept, or the one that is merged into it
        Verb.JOINED: {_T.SUGGESTED: (_T.SUGGESTED, _T.MERGED), _T.IN_FORCE: (_T.IN_FORCE,)},
        # the one that had been merged
        Verb.TWIN_REOPENED: leads(_T.MERGED, to=_T.SUGGESTED),
        Verb.EVENT_RECORDED: stays(_T.IN_FORCE),
        Verb.RECOUNTED: stays(_T.IN_FORCE),
        Verb.SUPPORT_ASKED: stays(_T.IN_FORCE),
        Verb.SUPPORT_RELEASED: stays(_T.IN_FORCE),
        Verb.SUPPORT_REPORTED: stays(_T.IN_FORCE),
        Verb.AMENDED: stays(_T.IN_FORCE),
        # where the role of a unit goes to another one
        Verb.REASSIGNED: stays(_T.IN_FORCE),
        Verb.CHECK_SET: stays(_T.IN_FORCE),
        Verb.CHECKED: stays(_T.IN_FORCE),
        Verb.LEAD_CHECK_SET: stays(_T.IN_FORCE),
        # with the last of its commitments
        Verb.TASK_CLOSED: leads(_T.IN_FORCE, to=_T.CLOSED),
        Verb.TASK_RESUMED: leads(_T.CLOSED, to=_T.IN_FORCE),
        Verb.CONTINUED: stays(_T.IN_FORCE),
        # its directive is repealed, has expired, or asks for it no more
        Verb.TASK_WITHDRAWN: leads(_T.IN_FORCE, to=_T.WITHDRAWN),
        # goes on with the task of the version before, which is withdrawn
        Verb.CARRIED: leads(_T.SUGGESTED, _T.IN_FORCE, to=_T.IN_FORCE),
        Verb.TASK_RESTORED: leads(_T.WITHDRAWN, to=_T.IN_FORCE),
    },
)

_E = Extension.State
EXTENSION = Steps(
    Extension.State,
    (_E.PENDING,),
    {
        Verb.EXTENSION_RECALLED: leads(_E.PENDING, to=_E.RECALLED),
        Verb.EXTENSION_GRANTED: leads(_E.PENDING, to=_E.GRANTED),
        # also when its commitment is closed meanwhile
        Verb.EXTENSION_REFUSED: leads(_E.PENDING, to=_E.REFUSED),
    },
)

_P = TaskPair.State
PAIR = Steps(
    TaskPair.State,
    (_P.PROPOSED,),
    {
        Verb.JOINED: leads(_P.PROPOSED, to=_P.JOINED),
        Verb.KEPT_APART: leads(_P.PROPOSED, to=_P.APART),
        Verb.TWIN_REOPENED: leads(_P.JOINED, _P.APART, to=_P.PROPOSED),
    },
)

_S = SourceFile.State
SOURCE = Steps(
    SourceFile.State,
    (_S.WAITING,),
    {
        Verb.READ: {_S.WAITING: (_S.READING,), _S.READING: (_S.DONE, _S.FAILED, _S.UNREADABLE)},
        # also one that a killed worker left behind
        Verb.READ_AGAIN: leads(_S.FAILED, _S.READING, to=_S.WAITING),
    },
)

NOUNS = (COMMITMENT, COUNTERSIGN, PART, TASK, EXTENSION, PAIR, SOURCE)
