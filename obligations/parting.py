"""Verbs on parts (分办): a unit hands on what it owes to units below it or to its people, follows it, and accepts it.

The commitment's row is locked before the part's. A part can be worked on while its commitment can, and while the
commitment's unit stands above the part's; nothing has to be cleared up when a commitment is closed, withdrawn or
handed on, and nothing set up again when that is taken back.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from obligations import evidence
from obligations.errors import BadInput, Conflict, NotAllowed
from obligations.models import Commitment, Event, Part, PartReport, Unit, User
from obligations.models.parts import is_late_for
from obligations.models.units import UnitQuerySet
from obligations.phrases import say_date
from obligations.recording import record, recorded
from obligations.rights import RIGHTS
from obligations.steps import PART
from obligations.workflow.reports import checked
from obligations.workflow.taking import limited, required, take
from obligations.workflow.telling import people_in, tell, tell_part

Verb = Event.Verb
State = Part.State
# What the unit above does; all else is done by the unit whose part it is.
FROM_ABOVE = {Verb.PART_CHANGED, Verb.PART_ACCEPTED, Verb.PART_RETURNED, Verb.PART_WITHDRAWN}
MOST_PARTS = 50


@recorded()
def split(
    commitment_id: int,
    actor: User,
    unit_id: int,
    what: str,
    due_on: date | None = None,
    person_id: int | None = None,
    at: datetime | None = None,
) -> Part:
    """Hands a part on (分办) to a unit below the commitment's, or to a person of the unit itself."""
    at = at or timezone.now()
    what = required("what", what, "请填写分办内容。", 1000)
    commitment = take(commitment_id, actor, Verb.PART_MADE)
    if commitment.parts.exclude(state=State.WITHDRAWN).count() >= MOST_PARTS:
        raise Conflict(f"一个事项最多分办{MOST_PARTS}项。")
    unit = executing_units(commitment.unit).filter(pk=unit_id).first()
    if unit is None:
        raise BadInput("unit_id", "只能分办给本单位的内设机构、下属单位或本单位人员。")
    person = _person(unit, person_id)
    if unit.pk == commitment.unit_id and person is None:
        raise BadInput("person_id", "在本单位内分办时，请指定经办人。")
    part = Part(commitment=commitment, unit=unit, person=person, what=what, made_by=actor, made_at=at)
    part.due_on = _checked_day(due_on, commitment, at, at)
    part.save()
    after = {"part": part.pk, "what": what, "part_unit": str(unit), "due_on": part.due_on}
    record(Verb.PART_MADE, commitment, actor, at=at, after=after | ({"person": str(person)} if person else {}))
    _tell(part, Verb.PART_MADE, f"分办：{shortened(what)}", f"{commitment.unit}分办，主办事项：{commitment.matter}", at)
    return part


@recorded()
def change_part(
    part_id: int,
    actor: User,
    what: str,
    due_on: date | None,
    person_id: int | None = None,
    at: datetime | None = None,
) -> Part:
    """Other words, another date, another person; not another unit: that is another part."""
    at = at or timezone.now()
    what = required("what", what, "请填写分办内容。", 1000)
    part = take_part(part_id, actor, Verb.PART_CHANGED)
    person = _person(part.unit, person_id)
    if part.unit_id == part.commitment.unit_id and person is None:
        raise BadInput("person_id", "在本单位内分办时，请指定经办人。")
    day = due_on if due_on == part.due_on else _checked_day(due_on, part.commitment, part.made_at, at)
    new = {"what": what, "due_on": day, "person": person}
    if all(getattr(part, name) == value for name, value in new.items()):
        raise Conflict("内容没有变化。")
    _change(part, Verb.PART_CHANGED, actor, at, new)
    _tell(part, Verb.PART_CHANGED, f"分办有调整：{shortened(what)}", _limit_words(part), at)
    return part


@recorded()
def sign_part(part_id: int, actor: User, at: datetime | None = None) -> Part:
    at = at or timezone.now()
    part = take_part(part_id, actor, Verb.PART_SIGNED)
    if part.signed_at:
        raise Conflict(f"该分办事项已于{say_date(timezone.localtime(part.signed_at).date())}签收。")
    _change(part, Verb.PART_SIGNED, actor, at, {"signed_at": at, "signed_by": actor})
    return part


def report_part(
    part_id: int,
    actor: User,
    *,
    percent: int,
    done_so_far: str,
    problems: str = "",
    next_steps: str = "",
    files: Sequence[UploadedFile] = (),
    at: datetime | None = None,
) -> PartReport:
    """Progress on a part, to the unit above. Reporting signs for it."""
    report = checked(PartReport, percent, done_so_far, problems, next_steps)
    with evidence.accepted(files) as accepted, recorded():
        return _send(part_id, actor, report, accepted, at or timezone.now())


def hand_in_part(
    part_id: int,
    actor: User,
    *,
    percent: int = 100,
    done_so_far: str,
    problems: str = "",
    next_steps: str = "",
    files: Sequence[UploadedFile] = (),
    at: datetime | None = None,
) -> PartReport:
    """Reports the part as done (报完成); the unit above accepts or returns it."""
    report = checked(PartReport, percent, done_so_far, problems, next_steps)
    report.asks_to_accept = True
    with evidence.accepted(files) as accepted, recorded():
        return _send(part_id, actor, report, accepted, at or timezone.now())


@recorded()
def recall_part(part_id: int, actor: User, at: datetime | None = None) -> Part:
    """Takes that back before it is accepted or returned."""
    part = take_part(part_id, actor, Verb.PART_RECALLED)
    _change(part, Verb.PART_RECALLED, actor, at or timezone.now(), {"state": State.OPEN, "handed_in_on": None})
    return part


@recorded()
def accept_part(part_id: int, actor: User, note: str = "", at: datetime | None = None) -> Part:
    """The unit above takes it as done (验收)."""
    at = at or timezone.now()
    note = limited("note", note, 500)
    part = take_part(part_id, actor, Verb.PART_ACCEPTED)
    new = {"state": State.DONE, "done_on": timezone.localtime(at).date(), "percent": 100, "return_reason": ""}
    _change(part, Verb.PART_ACCEPTED, actor, at, new, note=note)
    _tell(part, Verb.PART_ACCEPTED, f"分办已验收：{shortened(part.what)}", note, at)
    return part


@recorded()
def return_part(part_id: int, actor: User, reason: str, at: datetime | None = None) -> Part:
    """Back for more work, also what had been accepted."""
    at = at or timezone.now()
    reason = required("reason", reason, "请填写退回理由。", 500)
    part = take_part(part_id, actor, Verb.PART_RETURNED)
    new = {"state": State.RETURNED, "handed_in_on": None, "done_on": None, "return_reason": reason}
    _change(part, Verb.PART_RETURNED, actor, at, new, note=reason)
    _tell(part, Verb.PART_RETURNED, f"分办退回修改：{shortened(part.what)}", reason, at)
    return part


@recorded()
def withdraw_part(part_id: int, actor: User, reason: str, at: datetime | None = None) -> Part:
    """The unit above takes it back (收回); what was reported stays."""
    at = at or timezone.now()
    reason = required("reason", reason, "请填写收回的理由。", 500)
    part = take_part(part_id, actor, Verb.PART_WITHDRAWN)
    _change(part, Verb.PART_WITHDRAWN, actor, at, {"state": State.WITHDRAWN}, note=reason)
    _tell(part, Verb.PART_WITHDRAWN, f"分办已收回：{shortened(part.what)}", reason, at)
    return part


def take_part(part_id: int, actor: User, verb: Event.Verb) -> Part:
    """The part behind the lock of its commitment, for somebody who may do this to it, where it is possible."""
    found = Part.objects.filter(pk=part_id).values_list("commitment_id", flat=True).first()
    if found is None:
        raise Conflict("该分办事项已不存在。")
    rows = Commitment.objects.select_for_update(of=("self",), no_key=True).order_by().with_deed()
    rows = rows.select_related("task__directive", "unit").defer("task__directive__text", "task__suggestion")
    commitment = rows.get(pk=found)
    part = Part.objects.select_for_update(of=("self",), no_key=True).select_related("unit").get(pk=part_id)
    part.commitment = commitment
    if not actor.may(verb.value, commitment.unit if verb in FROM_ABOVE else part.unit):
        raise NotAllowed(RIGHTS[verb.value].refusal)
    if not PART.allows(verb, part.state):
        raise Conflict(f"该分办事项现为“{part.get_state_display()}”，不能这样办理。")
    if why := why_over(part):
        raise Conflict(why)
    return part


def why_over(part: Part, above: Sequence[int] | None = None) -> str:
    """Why nothing more is to be done about it though it is open; "" while it is. Reads the commitment.

    `above`: keys of the part's unit and those above it, where they are read already.
    """
    match part.commitment.state:
        case Commitment.State.DONE:
            return "主办事项已办结，分办随之结束。"
        case Commitment.State.SUSPENDED:
            return "主办事项已中止，解除中止后再办。"
        case Commitment.State.WITHDRAWN:
            return "主办事项已撤销或改派，分办随之结束。"
    if above is None:
        above = [part.unit_id, *part.unit.above()]
    if part.commitment.unit_id not in above:
        return "主办事项已转由其他单位承办，分办随之结束。"
    return ""


def executing_units(unit: Unit) -> UnitQuerySet:
    """Whom it can be handed on to: the unit itself and the active ones below it."""
    below = Unit.objects.filter(pk=unit.pk).with_those_below()
    return below.filter(is_active=True).exclude(kind=Unit.Kind.GROUP)


def shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def _person(unit: Unit, person_id: int | None) -> User | None:
    if person_id is None:
        return None
    person = next((one for one in people_in(unit) if one.pk == person_id), None)
    if person is None:
        raise BadInput("person_id", f"经办人应是{unit}的人员。")
    return person


def _checked_day(day: date | None, commitment: Commitment, made_at: datetime, at: datetime) -> date | None:
    """Not before today, not after the commitment's date, unless the part was handed on when that had passed already;
    without one it is the commitment's."""
    if day is None:
        return None
    today, due = timezone.localtime(at).date(), commitment.due_on
    if due is not None and day > due and not is_late_for(due, made_at):
        more = "，该日期已过；需要另定时限的，请收回后重新分办" if due < today else ""
        raise BadInput("due_on", f"分办的时限不能晚于主办事项的{say_date(due)}{more}。")
    if day < today:
        raise BadInput("due_on", "分办的时限不能早于今天。")
    return day


def _send(part_id: int, actor: User, report: PartReport, files: "list[evidence.Accepted]", at: datetime) -> PartReport:
    verb = Verb.PART_HANDED_IN if report.asks_to_accept else Verb.PART_REPORTED
    part = take_part(part_id, actor, verb)
    report.part, report.reported_by, report.reported_at = part, actor, at
    report.save()
    evidence.attach(report, files)
    new: dict[str, Any] = {"percent": report.percent}
    if not part.signed_at:
        new |= {"signed_at": at, "signed_by": actor}
    if report.asks_to_accept:
        new |= {"state": State.HANDED_IN, "return_reason": "", "handed_in_on": timezone.localtime(at).date()}
    extra = {"files": [file.name for file in files]} if files else {}
    _change(part, verb, actor, at, new, note=report.done_so_far, extra=extra)
    if report.asks_to_accept:
        title = f"分办报完成，待验收：{shortened(part.what)}"
        stage = f"part:{part.pk}:in:{at.isoformat()}"
        tell(people_in(part.commitment.unit), title, f"{part.unit}：{report.done_so_far}", part, stage=stage, at=at)
    return report


def _change(
    part: Part,
    verb: Event.Verb,
    actor: User,
    at: datetime,
    new: Mapping[str, Any],
    *,
    note: str = "",
    extra: Mapping[str, Any] | None = None,
) -> None:
    PART.hold(verb, part.state, new.get("state", part.state))
    before = {name: getattr(part, name) for name in new}
    for name, value in new.items():
        setattr(part, name, value)
    part.save(update_fields=list(new))
    changed = [name for name in new if before[name] != new[name]]
    say = {name: str for name in changed if name == "person"}
    old = {name: say[name](before[name] or "") if name in say else before[name] for name in changed}
    now = {name: say[name](new[name] or "") if name in say else new[name] for name in changed}
    unit = part.commitment.unit if verb in FROM_ABOVE else part.unit
    after = {"part": part.pk, **now, **(extra or {})}
    record(verb, part.commitment, actor, at=at, unit=unit, note=note, before=old, after=after)


def _tell(part: Part, verb: Event.Verb, title: str, body: str, at: datetime) -> None:
    tell_part(part, title, body, stage=f"part:{part.pk}:{verb.value[5:]}:{at.isoformat()}", at=at)


def _limit_words(part: Part) -> str:
    return f"完成时限：{say_date(part.limit)}" if part.limit else ""
