"""What is done to a part that a unit handed on."""

from obligations import parting
from obligations.models import Event
from tests.conftest import TODAY
from tests.scene.deed import Deed, Verb, on
from tests.scene.rows import Scene

REPORT = {"percent": 40, "done_so_far": "已核对一半"}
DONE = {"percent": 100, "done_so_far": "全部核对"}


def _handed_on(scene: Scene) -> dict[str, object]:
    return {"unit_id": scene.part.unit_id, "what": "测量管径", "due_on": TODAY.isoformat()}


SPLIT_DEEDS: dict[Event.Verb, Deed] = {
    Verb.PART_MADE: Deed(
        lambda s, who: parting.split(s.commitment.pk, who, s.part.unit_id, "测量管径", TODAY),
        on("split"),
        data=_handed_on,
    ),
}
PART_DEEDS: dict[Event.Verb, Deed] = {
    Verb.PART_CHANGED: Deed(
        lambda s, who: parting.change_part(s.part.pk, who, "核对全部图纸", TODAY),
        on("change_part", "part"),
        data={"what": "核对全部图纸", "due_on": TODAY.isoformat()},
        noun="part",
    ),
    Verb.PART_SIGNED: Deed(lambda s, who: parting.sign_part(s.part.pk, who), on("sign_part", "part"), noun="part"),
    Verb.PART_REPORTED: Deed(
        lambda s, who: parting.report_part(s.part.pk, who, percent=40, done_so_far="已核对一半"),
        on("report_part", "part"),
        data=REPORT,
        noun="part",
    ),
    Verb.PART_HANDED_IN: Deed(
        lambda s, who: parting.hand_in_part(s.part.pk, who, done_so_far="全部核对"),
        on("hand_in_part", "part"),
        data=DONE,
        noun="part",
    ),
    Verb.PART_RECALLED: Deed(
        lambda s, who: parting.recall_part(s.part.pk, who), on("recall_part", "part"), noun="part", state="handed_in"
    ),
    Verb.PART_ACCEPTED: Deed(
        lambda s, who: parting.accept_part(s.part.pk, who), on("accept_part", "part"), noun="part", state="handed_in"
    ),
    Verb.PART_RETURNED: Deed(
        lambda s, who: parting.return_part(s.part.pk, who, "缺图"),
        on("return_part", "part"),
        data={"reason": "缺图"},
        noun="part",
        state="handed_in",
    ),
    Verb.PART_WITHDRAWN: Deed(
        lambda s, who: parting.withdraw_part(s.part.pk, who, "由局里直接办"),
        on("withdraw_part", "part"),
        data={"reason": "由局里直接办"},
        noun="part",
    ),
}
