"""The edit form of a suggested task: title, units by role, time limits. It makes a TaskDraft; `review` checks that."""

import re
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from obligations.drafts import DeadlineDraft, TargetDraft, TaskDraft, UnitDraft
from obligations.models import Assignment, Deadline, Target, Task
from obligations.models.targets import plain
from obligations.recurrence import parse
from obligations.web.forms.fields import day_field
from obligations.web.parameters import without_nul
from obligations.web.wording import say_offset, say_rule

Kind = Deadline.Kind
PREFIX = re.compile(r"deadline-(\d{1,6})-kind$")
TARGET_PREFIX = re.compile(r"target-(\d{1,6})-number$")
MOST_DEADLINES = 60

EVERY = [
    ("", _("请选择")),
    ("FREQ=WEEKLY", _("每周")),
    ("FREQ=WEEKLY;INTERVAL=2", _("每两周")),
    ("FREQ=MONTHLY", _("每月")),
    ("FREQ=MONTHLY;INTERVAL=2", _("每两个月")),
    ("FREQ=MONTHLY;INTERVAL=3", _("每季度")),
    ("FREQ=MONTHLY;INTERVAL=6", _("每半年")),
    ("FREQ=YEARLY", _("每年")),
]
WEEKDAYS = [
    ("MO", _("周一")), ("TU", _("周二")), ("WE", _("周三")), ("TH", _("周四")),
    ("FR", _("周五")), ("SA", _("周六")), ("SU", _("周日")),
]  # fmt: skip
MONTH_DAYS = [("", _("不限")), ("-1", _("最后一天前")), *((str(day), _("%s日前") % day) for day in range(1, 32))]
SPANS = [
    ("B", _("个工作日内")), ("D", _("天内")), ("W", _("周内")), ("M", _("个月内")), ("Y", _("年内")),
    ("H", _("小时内")), ("-D", _("天前（提前）")), ("-B", _("个工作日前（提前）")),
]  # fmt: skip


class DeadlineForm(forms.Form):
    """One time limit. Rules and durations that these fields can't say are kept as they are in `kept_*`."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(required=False, widget=forms.HiddenInput)
    kept_rule = forms.CharField(required=False, widget=forms.HiddenInput)
    kept_offset = forms.CharField(required=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=_("类型"), choices=Kind.choices, widget=forms.Select(attrs={"data-shows": "kind"}))
    what = forms.CharField(label=_("事项"), required=False, max_length=300)
    start_on = day_field(_("开始"), required=False)
    due_on = day_field(_("截止"), required=False)
    every = forms.ChoiceField(
        label=_("周期"), choices=EVERY, required=False, widget=forms.Select(attrs={"data-shows": "every"})
    )
    weekday = forms.ChoiceField(label=_("星期"), choices=[("", _("不限")), *WEEKDAYS], required=False)
    month = forms.TypedChoiceField(
        label=_("月份"), choices=[("", _("不限")), *((str(m), _("%s月") % m) for m in range(1, 13))], required=False
    )
    month_day = forms.ChoiceField(label=_("日期"), choices=MONTH_DAYS, required=False)
    after = forms.CharField(label=_("起算事件"), required=False, max_length=120)
    count = forms.IntegerField(label=_("时长"), required=False, min_value=1, max_value=9999)
    span = forms.ChoiceField(label=_("单位"), choices=SPANS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        kept_rule, kept_offset = self["kept_rule"].value(), self["kept_offset"].value()
        if kept_rule:
            self._choices("every", ("", say_rule(kept_rule)), EVERY[1:])
        if kept_offset:
            self._choices("span", ("", say_offset(kept_offset)), SPANS)

    def _choices(self, name: str, first: tuple[str, str], others: Any) -> None:
        choice = self.fields[name]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [first, *others]

    def draft(self) -> DeadlineDraft:
        data = self.cleaned_data
        return DeadlineDraft(
            kind=data["kind"],
            id=data["id"],
            text=data["text"],
            what=data["what"],
            start_on=data["start_on"],
            due_on=data["due_on"],
            rrule=self._rule() if data["kind"] == Kind.RECURRING else "",
            offset=self._offset() if data["kind"] == Kind.RELATIVE else "",
            after=data["after"],
        )

    def _rule(self) -> str:
        data = self.cleaned_data
        return rule_of(data["every"], data["weekday"], data["month"], data["month_day"]) or str(data["kept_rule"])

    def _offset(self) -> str:
        data = self.cleaned_data
        if not data["count"] or not data["span"]:
            return str(data["kept_offset"])
        sign, letter = ("-", data["span"][1:]) if data["span"].startswith("-") else ("", data["span"])
        return f"PT{data['count']}H" if letter == "H" else f"{sign}P{data['count']}{letter}"


class TargetForm(forms.Form):
    """One amount to be reached."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    what = forms.CharField(label=_("指标内容"), required=False, max_length=300)
    change = forms.ChoiceField(label=_("变化"), choices=Target.Change.choices, required=False)
    comparator = forms.ChoiceField(label=_("比较"), choices=Target.Comparator.choices)
    number = forms.DecimalField(label=_("数值"), max_digits=17, decimal_places=4)
    number_to = forms.DecimalField(label=_("至（可空）"), max_digits=17, decimal_places=4, required=False)
    unit = forms.CharField(label=_("单位"), required=False, max_length=24)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def draft(self) -> TargetDraft:
        return TargetDraft(**self.cleaned_data)


def target_initial_of(target: TargetDraft) -> dict[str, Any]:
    initial: dict[str, Any] = {name: getattr(target, name) for name in ("id", "what", "change", "comparator", "unit")}
    numbers = {"number": target.number, "number_to": target.number_to}
    return initial | {name: plain(value) for name, value in numbers.items() if value is not None}


def initial_of(deadline: DeadlineDraft) -> dict[str, Any]:
    """The fields of the form for a time limit as it stands."""
    initial: dict[str, Any] = {
        name: getattr(deadline, name) for name in ("id", "text", "kind", "what", "start_on", "due_on", "after")
    }
    if deadline.rrule:
        initial |= _rule_fields(deadline.rrule) or {"kept_rule": deadline.rrule}
    if deadline.offset:
        initial |= _offset_fields(deadline.offset) or {"kept_offset": deadline.offset}
    return initial


def rule_of(every: str, weekday: str, month: str, month_day: str) -> str:
    """The RRULE of what was chosen; a field that its period has no use for is left out."""
    if not every:
        return ""
    parts = [every]
    if every.startswith("FREQ=WEEKLY"):
        return ";".join([*parts, f"BYDAY={weekday}"] if weekday else parts)
    if month and every == "FREQ=YEARLY":
        parts.append(f"BYMONTH={month}")
    if month_day:
        parts.append(f"BYMONTHDAY={month_day}")
    return ";".join(parts)


def _rule_fields(text: str) -> dict[str, Any] | None:
    """None for a rule that the fields can't say again exactly as it is."""
    try:
        rule = parse(text)
    except ValueError:
        return None
    values = {
        "every": f"FREQ={rule.freq}" + (f";INTERVAL={rule.interval}" if rule.interval > 1 else ""),
        "weekday": ",".join(rule.days),
        "month": ",".join(map(str, rule.months)),
        "month_day": ",".join(map(str, rule.month_days)),
    }
    offered = values["every"] in dict(EVERY) and values["weekday"] in ("", *dict(WEEKDAYS))
    offered = offered and values["month_day"] in dict(MONTH_DAYS) and "," not in values["month"]
    return values if offered and rule_of(**values) == text else None


def _offset_fields(text: str) -> dict[str, Any] | None:
    """None for a duration of several parts, or a range."""
    if hours := re.fullmatch(r"PT(\d{1,4})H", text):
        return {"count": int(hours[1]), "span": "H"}
    match = re.fullmatch(r"(-?)P(\d{1,4})([BDWMY])", text)
    if match is None or match[1] + match[3] not in dict(SPANS):
        return None
    return {"count": int(match[2]), "span": match[1] + match[3]}


@dataclass(slots=True)
class RoleFields:
    """The names entered for one role; `unknown` are those that the register does not know."""

    role: str
    label: str
    names: list[str]
    unknown: set[str] = field(default_factory=set)


@dataclass(slots=True)
class TaskForm:
    """Title, names by role and one DeadlineForm a time limit, as they were entered or as the task stands."""

    title: str
    roles: list[RoleFields]
    deadlines: list[DeadlineForm]
    targets: list[TargetForm] = field(default_factory=list)
    error: str = ""
    error_field: str = ""

    @classmethod
    def of(cls, task: Task) -> "TaskForm":
        draft = TaskDraft.of(task)
        roles = [
            RoleFields(
                role.value,
                str(role.label),
                [unit.name for unit in draft.units if unit.role == role],
                {unit.name for unit in draft.units if unit.unit_id is None},
            )
            for role in Assignment.Role
        ]
        forms_ = [
            DeadlineForm(initial=initial_of(one), prefix=f"deadline-{n}") for n, one in enumerate(draft.deadlines)
        ]
        targets = [
            TargetForm(initial=target_initial_of(one), prefix=f"target-{n}")
            for n, one in enumerate(draft.targets or [])
        ]
        return cls(draft.title, roles, forms_, targets)

    @classmethod
    def entered(cls, data: QueryDict) -> "TaskForm":
        roles = [RoleFields(role.value, str(role.label), _entered_names(data, role.value)) for role in Assignment.Role]
        return cls(
            without_nul(data.get("title", "")),
            roles,
            [DeadlineForm(data, prefix=f"deadline-{n}") for n in _numbers(data, PREFIX)],
            [TargetForm(data, prefix=f"target-{n}") for n in _numbers(data, TARGET_PREFIX)],
        )

    def is_valid(self) -> bool:
        # Each is asked, so that every mistake is shown at once.
        return not [form for form in (*self.deadlines, *self.targets) if not form.is_valid()]

    def draft(self, task: Task) -> TaskDraft:
        """Names that stay as they were keep the unit that somebody chose for them."""
        chosen = {a.name: a.unit_id for a in task.assignments.all()}
        units = [UnitDraft(role.role, name, chosen.get(name)) for role in self.roles for name in role.names]
        deadlines = [form.draft() for form in self.deadlines]
        return TaskDraft(self.title, units, deadlines, [form.draft() for form in self.targets])


def _numbers(data: QueryDict, prefix: re.Pattern[str]) -> list[int]:
    """The numbers of the rows that were sent, in order."""
    return sorted({int(match[1]) for key in data if (match := prefix.match(key))})[:MOST_DEADLINES]


def _entered_names(data: QueryDict, role: str) -> list[str]:
    return [name for entered in data.getlist(role) if (name := without_nul(entered).strip())]


def empty_deadline() -> DeadlineForm:
    """The row that a button adds; the page puts a number in the place of __n__."""
    return DeadlineForm(prefix="deadline-__n__", initial={"kind": Kind.FIXED})


def empty_target() -> TargetForm:
    """The row that a button adds, as `empty_deadline`."""
    return TargetForm(prefix="target-__n__", initial={"comparator": Target.Comparator.EQUAL})
