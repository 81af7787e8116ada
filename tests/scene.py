"""One row of every noun, any of them in any state, and every verb called with values that would do: for the tests that
are made from the tables of `steps` and `rights`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from obligations import (
    checking,
    choosing,
    intake,
    joining,
    recounting,
    replacing,
    review,
    schedule,
    supporting,
    versions,
    withdrawing,
    workflow,
)
from obligations.drafts import TaskDraft
from obligations.models import (
    Assignment,
    Commitment,
    Deadline,
    Deputy,
    Directive,
    DismissedName,
    Event,
    Extension,
    SourceFile,
    Task,
    TaskPair,
    UnitChange,
    User,
)
from obligations.register import changing, deputies, edits, members, names
from tests.conftest import AFTER, FIXED, NOW, TODAY, People, Register, TaskMaker, make_user

Verb = Event.Verb
LATER = date(2026, 12, 1)
NEXT_YEAR = date(2027, 1, 8)
# As the notice of the State Council is written; what it says of the year is ours.
HOLIDAYS = """一、元旦：1月1日（周日）至3日（周二）放假，共3天。
二、春节：1月29日（周日）至2月5日（周日）放假调休，共8天。1月28日（周六）、2月11日（周六）上班。
三、国庆节：10月1日至7日放假，共7天。9月30日（周六）上班。"""
# A name that the register does not bear.
UNKNOWN = "市能源和数据局"


@dataclass
class Scene:
    """`task` is 市能源局's, with one commitment; `waiting` waits for an event; `pair` are two more tasks."""

    task: Task
    commitment: Commitment
    extension: Extension
    waiting: Deadline
    first: Task
    second: Task
    pair: TaskPair
    source: SourceFile
    register: Register
    people: People

    def put(self, row: Any, state: str) -> None:
        """Puts the row in the state by hand, with what the state needs."""
        values: dict[str, Any] = {"state": state}
        if isinstance(row, Commitment):
            values["done_on"] = TODAY if state == "done" else None
            values["handed_in_on"] = TODAY if state == "handed_in" else None
        if isinstance(row, Task):
            values["merged_into"] = self.task if state == "merged" and row.pk != self.task.pk else None
        if isinstance(row, TaskPair):
            values["kept"] = self.first if state == "joined" else None
            if state == "joined":
                Task.objects.filter(pk=self.second.pk).update(state="merged", merged_into=self.first)
        if isinstance(row, Extension) and state != "pending":
            values |= {"decided_by": self.people.second_supervisor, "decided_at": NOW}
        type(row).objects.filter(pk=row.pk).update(**values)
        row.refresh_from_db()


def make_scene(register: Register, people: People, make_task: TaskMaker, source: SourceFile) -> Scene:
    task = make_task("完成管网改造", lead=register.energy, deadlines=(FIXED,))
    waiting = make_task("规范补贴发放", lead=register.housing, support=(UNKNOWN, register.energy), deadlines=(AFTER,))
    first = make_task("加强巡查", lead=register.energy, deadlines=(FIXED,))
    second = make_task("加强巡查工作", lead=register.energy, deadlines=(FIXED,))
    Task.objects.filter(pk__in=[task.pk, waiting.pk]).update(state=Task.State.IN_FORCE)
    task.refresh_from_db()
    schedule.make_commitments(task, TODAY)
    commitment = task.commitments.get()
    extension = Extension.objects.create(
        commitment=commitment,
        asked_by=people.coordinator,
        asked_at=NOW,
        due_before=commitment.due_on,
        wanted_on=LATER,
        reason="流标",
    )
    pair = TaskPair.objects.create(first=first, second=second, score=0.9)
    deadline = waiting.deadlines.get()
    return Scene(task, commitment, extension, deadline, first, second, pair, source, register, people)


@dataclass(frozen=True)
class Deed:
    """A verb as a person does it. `ready` makes the scene fit for it; `page`, `data`: the page that does the same."""

    call: Callable[[Scene, User], Any]
    page: Callable[[Scene], str]
    data: Callable[[Scene], dict[str, Any]] | dict[str, Any] = field(default_factory=dict)
    ready: Callable[[Scene], None] = lambda scene: None
    noun: str = "commitment"
    state: str = "open"


def _no_date(scene: Scene) -> None:
    Commitment.objects.filter(pk=scene.commitment.pk).update(due_on=None)


def _not_asked(scene: Scene) -> None:
    Extension.objects.all().delete()


def _on(name: str, noun: str = "commitment") -> Callable[[Scene], str]:
    return lambda scene: reverse(name, args=[getattr(scene, noun).pk])


def _draft(scene: Scene) -> TaskDraft:
    task = Task.objects.with_details().get(pk=scene.first.pk)
    draft = TaskDraft.of(task)
    draft.title = "另一个标题"
    return draft


def _dismissed() -> None:
    DismissedName.objects.create(spelling=UNKNOWN)
    Assignment.objects.filter(name=UNKNOWN).update(is_dismissed=True)


def _edit_unit(scene: Scene, who: User) -> None:
    unit = scene.register.finance
    with edits.editing_unit(unit.pk, who) as saved:
        unit.short_name = "市财政"
        unit.save()
        saved.append(unit)


def _edit_account(scene: Scene, who: User) -> None:
    user = scene.people.stranger
    with edits.editing_account(user.pk, who) as saved:
        user.display_name = "梁慧"
        user.save()
        saved.append(user)


def _asks(scene: Scene) -> Assignment:
    return scene.first.assignments.order_by("pk").last()


def _ask_which(scene: Scene) -> None:
    Assignment.objects.create(
        task=scene.first, unit=scene.register.departments, name="市直有关部门", role="support", position=5
    )


def _deputy(scene: Scene) -> tuple[int, int, int]:
    """In the commitment's unit, by a colleague."""
    return scene.register.energy.pk, scene.people.coordinator.pk, User.objects.get(username="colleague").pk


def _colleague(scene: Scene) -> None:
    make_user("colleague", "coordinator", scene.register.energy, name="史可")


def _stand_in(scene: Scene) -> None:
    _colleague(scene)
    unit, absent, deputy = _deputy(scene)
    Deputy.objects.create(unit_id=unit, absent_id=absent, deputy_id=deputy, starts_on=TODAY, ends_on=LATER)


def _plan_a_change(scene: Scene) -> None:
    UnitChange.objects.create(
        unit=scene.register.finance,
        kind="renamed",
        on=LATER,
        new_name="云河市财政厅",
        asked_by=scene.people.administrator,
    )


def _no_rows(*prefixes: str) -> dict[str, str]:
    return {f"{prefix}-{name}": "0" for prefix in prefixes for name in ("TOTAL_FORMS", "INITIAL_FORMS")}


UNIT_FORM = {"kind": "department", "position": "1000", "is_active": "on", **_no_rows("aliases", "memberships")}
ACCOUNT_FORM = {"role": "coordinator", "is_active": "on", **_no_rows("memberships")}
NOTICE = "云河市人民政府办公室通知"
REPORT = {"percent": 40, "done_so_far": "已开工"}
COMMITMENT_DEEDS: dict[Event.Verb, Deed] = {
    Verb.SIGNED: Deed(lambda s, who: workflow.sign(s.commitment.pk, who), _on("sign")),
    Verb.REPORTED: Deed(
        lambda s, who: workflow.report_progress(s.commitment.pk, who, **REPORT), _on("report"), data=REPORT
    ),
    Verb.HANDED_IN: Deed(
        lambda s, who: workflow.hand_in(s.commitment.pk, who, done_so_far="完工"),
        _on("hand_in"),
        data={"percent": 100, "done_so_far": "完工"},
    ),
    Verb.RECALLED: Deed(lambda s, who: workflow.recall(s.commitment.pk, who), _on("recall"), state="handed_in"),
    Verb.EXTENSION_ASKED: Deed(
        lambda s, who: workflow.ask_extension(s.commitment.pk, who, LATER, "流标"),
        _on("ask_extension"),
        data={"wanted_on": LATER.isoformat(), "reason": "流标"},
        ready=_not_asked,
    ),
    Verb.EXTENSION_GRANTED: Deed(
        lambda s, who: workflow.decide_extension(s.extension.pk, who, LATER),
        _on("decide_extension", "extension"),
        data={"decision": "grant", "granted_on": LATER.isoformat()},
    ),
    Verb.EXTENSION_REFUSED: Deed(
        lambda s, who: workflow.decide_extension(s.extension.pk, who, None),
        _on("decide_extension", "extension"),
        data={"decision": "refuse"},
    ),
    Verb.CLOSED: Deed(
        lambda s, who: workflow.close(s.commitment.pk, who, "核实", seen=s.commitment.state),
        _on("close"),
        data={"note": "核实"},
    ),
    Verb.RETURNED: Deed(
        lambda s, who: workflow.return_(s.commitment.pk, who, "缺材料"),
        _on("return"),
        data={"reason": "缺材料"},
        state="handed_in",
    ),
    Verb.RESUMED: Deed(lambda s, who: workflow.resume(s.commitment.pk, who), _on("resume"), state="done"),
    Verb.URGED: Deed(lambda s, who: workflow.urge(s.commitment.pk, who), _on("urge")),
    Verb.DUE_DATE_SET: Deed(
        lambda s, who: schedule.set_due_date(s.commitment.pk, who, LATER),
        _on("set_due_date"),
        data={"due_on": LATER.isoformat()},
        ready=_no_date,
    ),
}


def make_newer(directive: Directive, **values: Any) -> Directive:
    """A directive of the next year, from a file of its own."""
    source = SourceFile.objects.create(
        name="新通知.txt", sha256="1" * 64, file="sources/2027/new.txt", size=1, text="新通知", received_at=NOW
    )
    values = {"doc_number": "云政办发〔2027〕3号", "title": f"{directive.title}（新）", "issued_on": NEXT_YEAR} | values
    return Directive.objects.create(source=source, number_in_source=1, start=0, end=3, text="新通知", **values)


def newer(scene: Scene) -> Directive:
    return Directive.objects.get(issued_on=NEXT_YEAR)


def supporter(scene: Scene) -> int:
    """市能源局 as it supports the task that waits."""
    return scene.waiting.task.assignments.get(role="support", unit=scene.register.energy).pk


def _is_asked(scene: Scene) -> None:
    Assignment.objects.filter(pk=supporter(scene)).update(is_asked=True)


def _is_dateless(scene: Scene) -> None:
    schedule.make_commitments(Task.objects.with_details().get(pk=scene.waiting.task_id), TODAY)


def _is_newer(scene: Scene) -> None:
    """`first` is in the new version of the directive that `task` is in."""
    newer = make_newer(scene.task.directive)
    Directive.objects.filter(pk=scene.task.directive_id).update(replaced_by=newer, replaced_on=TODAY)
    Task.objects.filter(pk=scene.first.pk).update(directive=newer)


def _is_checked(scene: Scene) -> None:
    Task.objects.filter(pk=scene.waiting.task_id).update(check_every=3, check_on=TODAY)


def _apart(scene: Scene) -> None:
    scene.put(scene.pair, "apart")


TASK_DEEDS: dict[Event.Verb, Deed] = {
    Verb.CONFIRMED: Deed(
        lambda s, who: review.confirm(s.first.pk, who), _on("review_confirm", "first"), noun="first", state="suggested"
    ),
    Verb.CORRECTED: Deed(
        lambda s, who: review.correct(s.first.pk, _draft(s), who),
        _on("review_edit", "first"),
        data=lambda s: {"title": "另一个标题", "lead": ["市能源局"]},
        noun="first",
        state="suggested",
    ),
    Verb.REJECTED: Deed(
        lambda s, who: review.reject(s.first.pk, who), _on("review_reject", "first"), noun="first", state="suggested"
    ),
    Verb.REOPENED: Deed(
        lambda s, who: review.reopen(s.first.pk, who), _on("review_reopen", "first"), noun="first", state="rejected"
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
        _on("join", "pair"),
        data=lambda s: {"kept": s.first.pk},
        noun="pair",
        state="proposed",
    ),
    Verb.KEPT_APART: Deed(
        lambda s, who: joining.keep_apart(s.pair.pk, who),
        _on("keep_apart", "pair"),
        noun="pair",
        state="proposed",
    ),
    Verb.TWIN_REOPENED: Deed(
        lambda s, who: joining.take_back(s.pair.pk, who),
        _on("twin_take_back", "pair"),
        noun="pair",
        state="apart",
    ),
}
OTHER_DEEDS: dict[Event.Verb, Deed] = {
    Verb.EVENT_RECORDED: Deed(
        lambda s, who: schedule.record_event(s.waiting.pk, TODAY, who),
        _on("record_event", "waiting"),
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
        _on("withdraw_task", "first"),
        data={"reason": "文件废止"},
        noun="first",
        state="in_force",
    ),
    Verb.CARRIED: Deed(
        lambda s, who: versions.carry_over(s.task.pk, s.first.pk, who),
        lambda s: reverse("compare_versions", args=[s.task.directive_id]),
        lambda s: {"pair": f"{s.task.pk}-{s.first.pk}"},
        ready=_is_newer,
        noun="first",
        state="suggested",
    ),
    Verb.TASK_RESTORED: Deed(
        lambda s, who: withdrawing.restore(s.first.pk, who),
        _on("restore_task", "first"),
        noun="first",
        state="withdrawn",
    ),
    Verb.REPLACED: Deed(
        lambda s, who: replacing.replace(s.task.directive_id, newer(s).pk, who),
        lambda s: reverse("replaced", args=[s.task.directive_id]),
        lambda s: {"by": newer(s).doc_number},
        ready=lambda s: make_newer(s.task.directive),
        noun="",
    ),
    Verb.CALENDAR_SET: Deed(
        lambda s, who: recounting.publish_holidays(2090, HOLIDAYS, who),
        lambda s: reverse("calendar"),
        data={"year": 2090, "text": HOLIDAYS},
        noun="",
    ),
    Verb.RECEIVED: Deed(
        lambda s, who: intake.receive("通知.txt", NOTICE.encode(), who),
        lambda s: reverse("upload"),
        lambda s: {"files": [SimpleUploadedFile("通知.txt", NOTICE.encode())]},
        noun="",
    ),
    Verb.READ_AGAIN: Deed(
        lambda s, who: intake.read_again(s.source.pk, who),
        _on("read_again", "source"),
        noun="source",
        state="failed",
    ),
    Verb.NAME_MATCHED: Deed(
        lambda s, who: names.match_name(UNKNOWN, s.register.energy, who),
        lambda s: f"{reverse('admin:match_name')}?name={UNKNOWN}",
        lambda s: {"unit": s.register.energy.pk},
        noun="",
    ),
    Verb.NAME_DISMISSED: Deed(
        lambda s, who: names.dismiss_name(UNKNOWN, who),
        lambda s: reverse("admin:dismiss_name"),
        {"name": UNKNOWN},
        noun="",
    ),
    Verb.NAME_RESTORED: Deed(
        lambda s, who: names.restore_name(UNKNOWN, who),
        lambda s: reverse("admin:restore_name"),
        {"name": UNKNOWN},
        ready=lambda s: _dismissed(),
        noun="",
    ),
    Verb.UNIT_EDITED: Deed(
        lambda s, who: _edit_unit(s, who),
        lambda s: reverse("admin:obligations_unit_change", args=[s.register.finance.pk]),
        lambda s: {**UNIT_FORM, "name": "云河市财政局", "short_name": "市财政"},
        noun="",
    ),
    Verb.UNITS_MERGED: Deed(
        lambda s, who: changing.merge(s.register.finance.pk, s.register.housing.pk, who),
        lambda s: reverse("unit_merge", args=[s.register.finance.pk]),
        lambda s: {"into": s.register.housing.pk, "sure": 1},
        noun="",
    ),
    Verb.UNIT_REORGANISED: Deed(
        lambda s, who: changing.reorganise(s.register.finance.pk, s.register.housing.pk, TODAY, who),
        lambda s: reverse("unit_reorganise", args=[s.register.finance.pk]),
        lambda s: {"into": s.register.housing.pk, "on": TODAY.isoformat(), "sure": 1},
        noun="",
    ),
    Verb.UNIT_RENAMED: Deed(
        lambda s, who: changing.rename(s.register.finance.pk, "云河市财政厅", "", TODAY, who),
        lambda s: reverse("unit_rename", args=[s.register.finance.pk]),
        {"name": "云河市财政厅", "on": TODAY.isoformat(), "sure": 1},
        noun="",
    ),
    Verb.CHANGE_CANCELLED: Deed(
        lambda s, who: changing.cancel(UnitChange.objects.get().pk, who),
        lambda s: reverse("change_cancel", args=[UnitChange.objects.get().pk]),
        ready=lambda s: _plan_a_change(s),
        noun="",
    ),
    Verb.MEMBER_JOINED: Deed(
        lambda s, who: members.join_group(s.register.departments.pk, s.register.office.pk, TODAY, who),
        lambda s: reverse("join_group", args=[s.register.departments.pk]),
        lambda s: {"member": s.register.office.pk, "first": TODAY.isoformat(), "sure": 1},
        noun="",
    ),
    Verb.MEMBER_LEFT: Deed(
        lambda s, who: members.leave_group(s.register.departments.pk, s.register.finance.pk, TODAY, who),
        lambda s: reverse("leave_group", args=[s.register.departments.pk, s.register.finance.pk]),
        {"last": TODAY.isoformat(), "sure": 1},
        noun="",
    ),
    Verb.DEPUTY_NAMED: Deed(
        lambda s, who: deputies.name_deputy(*_deputy(s), TODAY, LATER, who),
        lambda s: reverse("name_deputy", args=[s.register.energy.pk]),
        lambda s: (
            dict(zip(("unit", "absent", "deputy"), _deputy(s), strict=True))
            | {"first": TODAY.isoformat(), "last": LATER.isoformat(), "sure": 1}
        ),
        ready=lambda s: _colleague(s),
        noun="",
    ),
    Verb.DEPUTY_ENDED: Deed(
        lambda s, who: deputies.end_deputy(Deputy.objects.get().pk, who),
        lambda s: reverse("end_deputy", args=[Deputy.objects.get().pk]),
        ready=lambda s: _stand_in(s),
        noun="",
    ),
    Verb.ACCOUNT_EDITED: Deed(
        lambda s, who: _edit_account(s, who),
        lambda s: reverse("admin:obligations_user_change", args=[s.people.stranger.pk]),
        lambda s: {**ACCOUNT_FORM, "username": s.people.stranger.username, "display_name": "梁慧"},
        noun="",
    ),
}
DEEDS = COMMITMENT_DEEDS | TASK_DEEDS | PAIR_DEEDS | OTHER_DEEDS


def row_of(scene: Scene, deed: Deed) -> Any:
    """The row whose state decides whether the deed can be done, or None."""
    if not deed.noun:
        return None
    row: Any = scene
    for name in deed.noun.split("."):
        row = getattr(row, name)
    return row


def everything() -> dict[str, list[dict[str, Any]]]:
    """All that is in our tables: to show that nothing was changed."""
    return {
        model.__name__: list(model._default_manager.order_by("pk").values())
        for model in apps.get_app_config("obligations").get_models()
    }
