"""What is done to a commitment."""

from datetime import date

from obligations import (
    schedule,
    workflow,
)
from obligations.models import (
    Commitment,
    Event,
    Extension,
    Listing,
)
from tests.conftest import TODAY
from tests.scene.deed import Deed, Verb, on
from tests.scene.rows import LATER, Scene


def _no_date(scene: Scene) -> None:
    Commitment.objects.filter(pk=scene.commitment.pk).update(due_on=None)


def _not_asked(scene: Scene) -> None:
    Extension.objects.all().delete()


SOONER = date(2026, 10, 20)


def _listed(scene: Scene) -> None:
    Listing.objects.create(
        commitment=scene.commitment, reason="久拖不决", by=scene.people.second_supervisor, listed_on=TODAY
    )


REPORT = {"percent": 40, "done_so_far": "已开工"}
COMMITMENT_DEEDS: dict[Event.Verb, Deed] = {
    Verb.SIGNED: Deed(lambda s, who: workflow.sign(s.commitment.pk, who), on("sign")),
    Verb.REPORTED: Deed(
        lambda s, who: workflow.report_progress(s.commitment.pk, who, **REPORT), on("report"), data=REPORT
    ),
    Verb.HANDED_IN: Deed(
        lambda s, who: workflow.hand_in(s.commitment.pk, who, done_so_far="完工"),
        on("hand_in"),
        data={"percent": 100, "done_so_far": "完工"},
    ),
    Verb.RECALLED: Deed(lambda s, who: workflow.recall(s.commitment.pk, who), on("recall"), state="handed_in"),
    Verb.EXTENSION_ASKED: Deed(
        lambda s, who: workflow.ask_extension(s.commitment.pk, who, LATER, "流标"),
        on("ask_extension"),
        data={"wanted_on": LATER.isoformat(), "reason": "流标"},
        ready=_not_asked,
    ),
    Verb.EXTENSION_RECALLED: Deed(
        lambda s, who: workflow.recall_extension(s.extension.pk, who), on("recall_extension", "extension")
    ),
    Verb.EXTENSION_GRANTED: Deed(
        lambda s, who: workflow.decide_extension(s.extension.pk, who, LATER),
        on("decide_extension", "extension"),
        data={"decision": "other", "granted_on": LATER.isoformat()},
    ),
    Verb.EXTENSION_REFUSED: Deed(
        lambda s, who: workflow.decide_extension(s.extension.pk, who, None, "条件具备"),
        on("decide_extension", "extension"),
        data={"decision": "refuse", "reply": "条件具备"},
    ),
    Verb.CLOSED: Deed(
        lambda s, who: workflow.close(s.commitment.pk, who, "核实", seen=s.commitment.state),
        on("close"),
        data={"note": "核实"},
    ),
    Verb.RETURNED: Deed(
        lambda s, who: workflow.return_(s.commitment.pk, who, "缺材料"),
        on("return"),
        data={"reason": "缺材料"},
        state="handed_in",
    ),
    Verb.RESUMED: Deed(lambda s, who: workflow.resume(s.commitment.pk, who), on("resume"), state="done"),
    Verb.REASSIGNED: Deed(
        lambda s, who: workflow.reassign(s.commitment.pk, s.register.finance.pk, who, "职责调整"),
        on("reassign"),
        data=lambda s: {"unit": s.register.finance.pk, "reason": "职责调整"},
    ),
    Verb.SHORTENED: Deed(
        lambda s, who: workflow.shorten(s.commitment.pk, who, SOONER, "提前部署"),
        on("shorten"),
        data={"due_on": SOONER.isoformat(), "reason": "提前部署"},
    ),
    Verb.SUSPENDED: Deed(
        lambda s, who: workflow.suspend(s.commitment.pk, who, "区划调整"), on("suspend"), data={"reason": "区划调整"}
    ),
    Verb.RESTARTED: Deed(
        lambda s, who: workflow.restart(s.commitment.pk, who),
        on("restart"),
        data={"dating": "moved"},
        state="suspended",
    ),
    Verb.LISTED: Deed(
        lambda s, who: workflow.list_(s.commitment.pk, who, "久拖不决"),
        on("list"),
        data={"reason": "久拖不决", "level": "city"},
    ),
    Verb.DELISTED: Deed(
        lambda s, who: workflow.delist(s.commitment.pk, who, "已解决"),
        on("delist"),
        data={"reason": "已解决"},
        ready=_listed,
    ),
    Verb.URGED: Deed(lambda s, who: workflow.urge(s.commitment.pk, who), on("urge")),
    Verb.DUE_DATE_SET: Deed(
        lambda s, who: schedule.set_due_date(s.commitment.pk, who, LATER),
        on("set_due_date"),
        data={"due_on": LATER.isoformat()},
        ready=_no_date,
    ),
}
