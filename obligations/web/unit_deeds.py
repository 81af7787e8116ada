"""The verbs on a unit as pages: what will change is shown first, and done when it is confirmed."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from obligations.errors import NotAllowed, Refused
from obligations.models import Deputy, Event, GroupMember, Membership, Unit, UnitChange, User
from obligations.phrases import say_date
from obligations.register.absorbing import Absorbed
from obligations.register.changing import cancel as cancel_change
from obligations.register.changing import merge, rename, reorganise
from obligations.register.deputies import candidates, end_deputy, name_deputy, people_of
from obligations.register.members import join_group, leave_group
from obligations.register.people import name_person, relieve_person
from obligations.register.taking import foretold
from obligations.rights import RIGHTS
from obligations.web.access import PersonRequest, signed_in
from obligations.web.asking import Asks, forbidden
from obligations.web.deeds import for_everybody
from obligations.web.forms import units as forms

Verb = Event.Verb
Data = dict[str, Any]


class UnitDeed(Asks):
    """A verb on `self.unit`. `tell` does it to see what it does; the page takes that back and asks."""

    verb: Event.Verb
    form_class: type[forms.UnitForm]
    unit: Unit

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = cast(User, request.user)
        right = RIGHTS[self.verb.value]
        if not right.needs_a_unit and not person.may(self.verb.value):
            raise PermissionDenied(right.refusal)
        self.unit = get_object_or_404(Unit.objects.visible_to(person), pk=kwargs["unit_id"])
        if not person.may(self.verb.value, self.unit):
            raise PermissionDenied(right.refusal)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: PersonRequest, **_ids: int) -> HttpResponse:
        return self.show(request, self.form(initial=forms.today() | self.initial()))

    def post(self, request: PersonRequest, **_ids: int) -> HttpResponse:
        form = self.form(request.POST)

        def do(data: Data) -> HttpResponse:
            if "sure" not in request.POST:
                return self.show(request, form, told=self.tell(data))
            messages.success(request, self.perform(data))
            return redirect("unit", self.unit.pk)

        return self.answer(request, form, do)

    def form(self, *args: Any, **kwargs: Any) -> forms.UnitForm:
        return self.form_class(*args, unit=self.unit, **kwargs)

    def tell(self, data: Data) -> list[str]:
        """What the button will change, a line each. Raises what the verb raises."""
        raise NotImplementedError

    def show(
        self, request: PersonRequest, form: Form, status: int = 200, told: list[str] | None = None
    ) -> HttpResponse:
        context = {"unit": self.unit, "form": form, "title": self.title, "button": self.button, "told": told}
        return render(request, "units/form.html", context, status=status)


@for_everybody
class Rename(UnitDeed):
    verb = Verb.UNIT_RENAMED
    form_class = forms.RenameForm
    title = gettext_lazy("单位更名")
    button = gettext_lazy("更名")

    def initial(self) -> Data:
        return {"name": self.unit.name, "short_name": self.unit.short_name}

    def tell(self, data: Data) -> list[str]:
        foretold(lambda: self._rename(data))
        day = say_date(data["on"])
        return [
            _("自%(day)s起，%(old)s更名为%(new)s。")
            % {"day": day, "old": self.unit, "new": data["short_name"] or data["name"]},
            _("承办事项、人员、成员不变；以往的操作记录保留当时的名称。"),
            _("现有的写法用于识别%s之前的文件。") % day,
        ]

    def perform(self, data: Data) -> str:
        change = self._rename(data)
        return _("已更名。") if change.done_at else _("已登记，%s自动更名。") % say_date(change.on)

    def _rename(self, data: Data) -> UnitChange:
        return rename(self.unit.pk, data["name"], data["short_name"], data["on"], self.actor)


@for_everybody
class Merge(UnitDeed):
    verb = Verb.UNITS_MERGED
    form_class = forms.MergeForm
    title = gettext_lazy("合并单位")
    button = gettext_lazy("合并")

    def tell(self, data: Data) -> list[str]:
        return say_absorbed(foretold(lambda: merge(self.unit.pk, data["into"].pk, self.actor)), self.unit, data["into"])

    def perform(self, data: Data) -> str:
        found = merge(self.unit.pk, data["into"].pk, self.actor)
        return _("已合并到%(into)s，移交承办事项%(n)s个。") % {"into": data["into"], "n": len(found.moved)}


@for_everybody
class Reorganise(UnitDeed):
    verb = Verb.UNIT_REORGANISED
    form_class = forms.ReorganiseForm
    title = gettext_lazy("机构改革")
    button = gettext_lazy("划入")

    def tell(self, data: Data) -> list[str]:
        today = timezone.localdate()
        # a coming day is told as if it were today: nobody knows what will be open by then
        found = foretold(lambda: reorganise(self.unit.pk, data["into"].pk, min(data["on"], today), self.actor))
        lines = say_absorbed(found or Absorbed(), self.unit, data["into"])
        if data["on"] > today:
            lines.insert(0, _("%s自动执行；按今天的情况将有以下变化：") % say_date(data["on"]))
        return lines

    def perform(self, data: Data) -> str:
        found = reorganise(self.unit.pk, data["into"].pk, data["on"], self.actor)
        if found is None:
            return _("已登记，%s自动执行。") % say_date(data["on"])
        return _("已划入%(into)s，移交承办事项%(n)s个。") % {"into": data["into"], "n": len(found.moved)}


@for_everybody
class Join(UnitDeed):
    verb = Verb.MEMBER_JOINED
    form_class = forms.JoinForm
    title = gettext_lazy("加入单位组")
    button = gettext_lazy("加入")

    def tell(self, data: Data) -> list[str]:
        made = foretold(lambda: join_group(self.unit.pk, data["member"].pk, data["first"], self.actor))
        who = {"member": data["member"], "day": say_date(data["first"]), "group": self.unit, "n": made}
        return [_("%(member)s自%(day)s起是%(group)s的成员，将生成%(n)s个承办事项。") % who]

    def perform(self, data: Data) -> str:
        made = join_group(self.unit.pk, data["member"].pk, data["first"], self.actor)
        return _("已加入，生成承办事项%s个。") % made


@for_everybody
class Leave(UnitDeed):
    verb = Verb.MEMBER_LEFT
    form_class = forms.LeaveForm
    title = gettext_lazy("退出单位组")
    button = gettext_lazy("退出")
    member: Unit

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        link = GroupMember.objects.filter(group=kwargs["unit_id"], member=kwargs["member_id"]).select_related("member")
        found = link.first()
        if found is None:
            raise Http404
        self.member = found.member
        return super().dispatch(request, *args, **kwargs)

    def tell(self, data: Data) -> list[str]:
        gone = foretold(lambda: leave_group(self.unit.pk, self.member.pk, data["last"], self.actor))
        who = {"member": self.member, "day": say_date(data["last"]), "group": self.unit, "n": gone}
        return [_("%(member)s是%(group)s的成员至%(day)s止，此后的%(n)s个承办事项将撤回。") % who]

    def perform(self, data: Data) -> str:
        return _("已退出，撤回承办事项%s个。") % leave_group(self.unit.pk, self.member.pk, data["last"], self.actor)


@for_everybody
class NameDeputy(UnitDeed):
    verb = Verb.DEPUTY_NAMED
    form_class = forms.DeputyForm
    title = gettext_lazy("指定代办人")
    button = gettext_lazy("指定")

    def form(self, *args: Any, **kwargs: Any) -> forms.UnitForm:
        made = forms.DeputyForm(*args, unit=self.unit, **kwargs)
        made.offer_people(people_of(self.unit), candidates(self.unit, self.actor))
        return made

    def tell(self, data: Data) -> list[str]:
        foretold(lambda: self._name(data))
        first, last = say_date(data["first"]), say_date(data["last"])
        who = {"deputy": data["deputy"], "absent": data["absent"], "unit": self.unit, "first": first, "last": last}
        return [
            _("%(first)s至%(last)s，%(deputy)s代%(absent)s办理%(unit)s的承办事项。") % who,
            _("期间可查看待办、接收提醒、签收、报进展、申请办结和延期；操作记录写明代谁办理。"),
        ]

    def perform(self, data: Data) -> str:
        self._name(data)
        return _("已指定%(deputy)s代%(absent)s办理。") % data

    def _name(self, data: Data) -> Deputy:
        key, people = self.unit.pk, (data["absent"].pk, data["deputy"].pk)
        return name_deputy(key, *people, data["first"], data["last"], self.actor)


@for_everybody
class NamePerson(UnitDeed):
    verb = Verb.PERSON_NAMED
    form_class = forms.PartForm
    title = gettext_lazy("指定人员")
    button = gettext_lazy("指定")

    def initial(self) -> Data:
        return {"part": Membership.Part.COORDINATOR}

    def tell(self, data: Data) -> list[str]:
        made = foretold(lambda: name_person(self.unit.pk, data["person"].pk, data["part"], self.actor))
        who = {"person": data["person"], "unit": self.unit, "part": made.get_part_display()}
        return [
            _("%(person)s担任%(unit)s的%(part)s。") % who,
            _("可查看并办理本单位及下属单位的承办事项，并接收提醒。"),
        ]

    def perform(self, data: Data) -> str:
        name_person(self.unit.pk, data["person"].pk, data["part"], self.actor)
        return _("已指定%(person)s。") % data


@signed_in
@require_POST
def relieve_one(request: PersonRequest, membership_id: int) -> HttpResponse:
    row = get_object_or_404(Membership.objects.select_related("user"), pk=membership_id)
    back = reverse("unit", args=[row.unit_id])
    return _done(request, back, lambda: relieve_person(row.pk, request.user), _("已免去%s。") % row.user)


@signed_in
@require_POST
def end(request: PersonRequest, deputy_id: int) -> HttpResponse:
    visible = Unit.objects.visible_to(request.user).order_by()
    row = get_object_or_404(Deputy, pk=deputy_id, unit__in=visible.values("pk"))
    return _done(
        request, reverse("unit", args=[row.unit_id]), lambda: end_deputy(row.pk, request.user), _("代办已结束。")
    )


@signed_in
@require_POST
def cancel(request: PersonRequest, change_id: int) -> HttpResponse:
    change = UnitChange.objects.filter(pk=change_id).first()
    back = reverse("unit", args=[change.unit_id]) if change else reverse("units")
    return _done(request, back, lambda: cancel_change(change_id, request.user), _("已取消这项变更。"))


def _done(request: PersonRequest, back: str, verb: Callable[[], object], said: str) -> HttpResponse:
    try:
        verb()
    except NotAllowed as refusal:
        return forbidden(request, refusal)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, said)
    return redirect(back)


def say_absorbed(found: Absorbed, old: Unit, into: Unit) -> list[str]:
    """What moves, what is owed only once, what stays."""
    lines = [_("%(n)s个未办结的承办事项移交%(into)s。") % {"n": len(found.moved), "into": into}]
    if not found.moved:
        lines = [_("没有未办结的承办事项需要移交。")]
    if found.doubled:
        lines.append(_("%s个承办事项两个单位都有，只保留一个，不重复承办。") % len(found.doubled))
    if found.assignments:
        lines.append(_("未办结任务中的%s处责任分工改为该单位。") % found.assignments)
    for label, names in (
        (_("写法"), found.aliases),
        (_("人员"), found.people),
        (_("所在单位组"), found.groups),
        (_("组内成员"), found.members),
        (_("下属单位"), found.children),
    ):
        if names:
            lines.append(_("%(label)s移交：%(names)s。") % {"label": label, "names": "、".join(names)})
    if found.closed:
        lines.append(_("已办结的%(n)s个承办事项仍记在%(old)s名下。") % {"n": found.closed, "old": old})
    lines.append(_("%s随后停用。") % old)
    return lines
