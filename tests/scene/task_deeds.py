"""What is done to a task: suggested, in force, withdrawn; and to two that ask for the same."""

from django.urls import reverse

from obligations import (
    amending,
    checking,
    choosing,
    joining,
    review,
    schedule,
    supporting,
    withdrawing,
)
from obligations.drafts import TaskDraft, UnitDraft
from obligations.models import (
    Assignment,
    Event,
    Task,
)
from obligations.register.taking import foretold
from tests.conftest import TODAY
from tests.scene.deed import Deed, Verb, on
from tests.scene.rows import Scene


def _draft(scene: Scene) -> TaskDraft:
    task = Task.objects.with_details().get(pk=scene.first.pk)
    draft = TaskDraft.of(task)
    draft.title = "另一个标题"
    return draft


def _asks(scene: Scene) -> Assignment:
    return scene.first.assignments.order_by("pk").last()


def _ask_which(scene: Scene) -> None:
    Assignment.objects.create(
        task=scene.first, unit=scene.register.departments, name="市直有关部门", role="support", position=5
    )


def _apart(scene: Scene) -> None:
    scene.put(scene.pair, "apart")


def supporter(scene: Scene) -> int:
    """市能源局 as it supports the task that waits."""
    return scene.waiting.task.assignments.get(role="support", unit=scene.register.energy).pk


def _is_asked(scene: Scene) -> None:
    Assignment.objects.filter(pk=supporter(scene)).update(is_asked=True)


def _is_dateless(scene: Scene) -> None:
    schedule.make_commitments(Task.objects.with_details().get(pk=scene.waiting.task_id), TODAY)


def _is_checked(scene: Scene) -> None:
    Task.objects.filter(pk=scene.waiting.task_id).update(check_every=3, check_on=TODAY)


TASK_DEEDS: dict[Event.Verb, Deed] = {
    Verb.CONFIRMED: Deed(
        lambda s, who: review.confirm(s.first.pk, who), on("review_confirm", "first"), noun="first", state="suggested"
    ),
    Verb.CORRECTED: Deed(
        lambda s, who: review.correct(s.first.pk, _draft(s), who),
        on("review_edit", "first"),
        data=lambda s: {"title": "另一个标题", "lead": ["市能源局"]},
        noun="first",
        state="suggested",
    ),
    Verb.REJECTED: Deed(
        lambda s, who: review.reject(s.first.pk, who), on("review_reject", "first"), noun="first", state="suggested"
    ),
    Verb.REOPENED: Deed(
        lambda s, who: review.reopen(s.first.pk, who), on("review_reopen", "first"), noun="first", state="rejected"
    ),
    Verb.MEMBERS_CHOSEN: Deed(
        lambda s, who: choosing.choose_members(_asks(s).pk, [s.register.energy.pk], who),
        lambda s: reverse("choose_members", args=[_asks(s).pk]),
        lambda s: {"units": s.register.energy.pk},
        ready=lambda s: _ask_which(s),
        noun="first",
        state="suggested",
    ),
}
PAIR_DEEDS: dict[Event.Verb, Deed] = {
    Verb.JOINED: Deed(
        lambda s, who: joining.join(s.pair.pk, s.first.pk, who),
        on("join", "pair"),
        data=lambda s: {"kept": s.first.pk},
        noun="pair",
        state="proposed",
    ),
    Verb.KEPT_APART: Deed(
        lambda s, who: joining.keep_apart(s.pair.pk, who),
        on("keep_apart", "pair"),
        noun="pair",
        state="proposed",
    ),
    Verb.TWIN_REOPENED: Deed(
        lambda s, who: joining.take_back(s.pair.pk, who),
        on("twin_take_back", "pair"),
        noun="pair",
        state="apart",
    ),
}


def _amended(scene: Scene) -> TaskDraft:
    """As the page of the test sends it: another title, no time limits."""
    return TaskDraft("另一个标题", [UnitDraft("lead", "市能源局", scene.register.energy.pk)], [], [])


def _seen(scene: Scene) -> dict[str, object]:
    """What a supervisor would confirm, with the fingerprint of the preview."""
    who = scene.people.supervisor
    told = foretold(lambda: amending.amend(scene.first.pk, _amended(scene), who, "印发有误"))
    return {"title": "另一个标题", "lead": ["市能源局"], "reason": "印发有误", "seen": told.fingerprint}


IN_FORCE_DEEDS: dict[Event.Verb, Deed] = {
    Verb.AMENDED: Deed(
        lambda s, who: amending.amend(s.first.pk, _amended(s), who, "印发有误"),
        on("amend_task", "first"),
        data=_seen,
        noun="first",
        state="in_force",
    ),
    Verb.EVENT_RECORDED: Deed(
        lambda s, who: schedule.record_event(s.waiting.pk, TODAY, who),
        on("record_event", "waiting"),
        data={"event_on": TODAY.isoformat()},
        noun="waiting.task",
        state="in_force",
    ),
    Verb.SUPPORT_ASKED: Deed(
        lambda s, who: supporting.ask_support(supporter(s), who),
        lambda s: reverse("ask_support", args=[supporter(s)]),
        noun="waiting.task",
        state="in_force",
    ),
    Verb.SUPPORT_RELEASED: Deed(
        lambda s, who: supporting.release_support(supporter(s), who),
        lambda s: reverse("release_support", args=[supporter(s)]),
        ready=_is_asked,
        noun="waiting.task",
        state="in_force",
    ),
    Verb.SUPPORT_REPORTED: Deed(
        lambda s, who: supporting.report_support(s.waiting.task_id, who, "已提供数据"),
        lambda s: reverse("report_support", args=[s.waiting.task_id]),
        data={"text": "已提供数据"},
        noun="waiting.task",
        state="in_force",
    ),
    Verb.CHECK_SET: Deed(
        lambda s, who: checking.set_check(s.waiting.task_id, who, 3),
        lambda s: reverse("set_check", args=[s.waiting.task_id]),
        data={"every": 3},
        ready=_is_dateless,
        noun="waiting.task",
        state="in_force",
    ),
    Verb.CHECKED: Deed(
        lambda s, who: checking.check(s.waiting.task_id, who),
        lambda s: reverse("check", args=[s.waiting.task_id]),
        ready=_is_checked,
        noun="waiting.task",
        state="in_force",
    ),
    Verb.TASK_WITHDRAWN: Deed(
        lambda s, who: withdrawing.withdraw(s.first.pk, who, "文件废止"),
        on("withdraw_task", "first"),
        data={"reason": "文件废止"},
        noun="first",
        state="in_force",
    ),
    Verb.TASK_RESTORED: Deed(
        lambda s, who: withdrawing.restore(s.first.pk, who),
        on("restore_task", "first"),
        noun="first",
        state="withdrawn",
    ),
}
