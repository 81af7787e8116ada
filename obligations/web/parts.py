"""分办: handing a part on, its page, and what is done about it by those who do it and by the unit above."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from obligations import parting
from obligations.errors import NotAllowed, Refused
from obligations.models import Commitment, Event, Part, Task, User
from obligations.models.parts import PartQuerySet
from obligations.phrases import say_date
from obligations.steps import PART
from obligations.web.access import PersonRequest, signed_in
from obligations.web.answers import back_to
from obligations.web.asking import Asks, forbidden
from obligations.web.changes import Change, changes_of
from obligations.web.deeds import InDrawer, for_everybody
from obligations.web.forms.commitments import HandInForm, ProgressForm, ReasonForm
from obligations.web.forms.parts import AcceptForm, PartForm, WithdrawForm
from obligations.web.part_rows import part_rows
from obligations.web.source_view import read_task

Verb = Event.Verb
MOST = 200


@dataclass(frozen=True, slots=True)
class PartEntry:
    event: Event
    changes: list[Change]


@signed_in
@require_safe
def parts(request: PersonRequest) -> HttpResponse:
    """All that one's units do for others, and all that they handed on."""
    on, person = timezone.localdate(), request.user
    mine = Part.objects.visible_to(person)
    wanted = request.GET.get("commitment", "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) < 19:
        mine = mine.filter(commitment=int(wanted))
    if "all" not in request.GET and not wanted:
        mine = mine.live()
    rows = part_rows(mine.with_details().urgent_first()[:MOST], person, on)
    context = {
        "given": [row for row in rows if row.is_ours or person.supervises],
        "taken": [row for row in rows if not row.is_ours and not person.supervises],
        "everything": "all" in request.GET or bool(wanted),
    }
    return render(request, "parts/list.html", context)


@signed_in
@require_safe
def part(request: PersonRequest, part_id: int) -> HttpResponse:
    found = _visible(request, part_id)
    task = Task.objects.with_details().select_related("directive__source").get(pk=found.commitment.task_id)
    context = {
        "row": part_rows([found], request.user, timezone.localdate())[0],
        "task": task,
        "paragraphs": read_task(task),
        "reports": found.reports.select_related("reported_by").prefetch_related("evidence"),
        "entries": _history(found),
        "sees_commitment": request.user.may("see", found.commitment.unit),
    }
    return render(request, "parts/part.html", context)


def _history(found: Part) -> list[PartEntry]:
    tasks = [key for key in (found.commitment.task_id, found.commitment.task.continues_id) if key]
    verbs = [Verb.PART_MADE.value, *(verb.value for verb in PART.moves)]
    events = Event.objects.filter(task__in=tasks, verb__in=verbs, after__part=found.pk).order_by("-at", "-number")
    return [PartEntry(event, changes_of(event)) for event in events[:MOST]]


def _visible(request: PersonRequest, part_id: int) -> Part:
    rows: PartQuerySet = Part.objects.visible_to(request.user).with_details()
    return get_object_or_404(rows.select_related("signed_by", "made_by"), pk=part_id)


def _latest(commitment: Commitment) -> date | None:
    """The commitment's date where it is still to come: what is overdue is handed on with a date of its own."""
    due = commitment.due_on
    return due if due is not None and due >= timezone.localdate() else None


@for_everybody
class Split(InDrawer):
    """A part of the commitment for a unit below, or for one of the unit's people."""

    form_class = PartForm
    title = gettext_lazy("分办")
    button = gettext_lazy("分办")

    def make_form(self, *args: Any, **kwargs: Any) -> PartForm:
        form = PartForm(*args, **kwargs)
        form.offer(self.commitment.unit, _latest(self.commitment))
        return form

    def initial(self) -> dict[str, Any]:
        return {"due_on": _latest(self.commitment)}

    def foretell(self) -> str:
        return _("对督查室仍由%s承办；分办的进展和验收在本单位内，不计入督查室的统计。") % self.commitment.unit

    def perform(self, data: dict[str, Any]) -> str:
        made = parting.split(self.commitment.pk, self.actor, **data)
        return _("已分办给%s。") % (made.person or made.unit)


class OnPart(Asks):
    """A verb on `self.part`, asked for on a page of its own."""

    form_class: type[forms.Form]
    part: Part

    def get(self, request: PersonRequest, part_id: int) -> HttpResponseBase:
        self.part = _visible(request, part_id)
        return self.show(request, self.make_form(initial=self.initial()))

    def post(self, request: PersonRequest, part_id: int) -> HttpResponseBase:
        self.part = _visible(request, part_id)
        return self.answer(request, self.make_form(request.POST, request.FILES), self._do)

    def _do(self, data: dict[str, Any]) -> HttpResponse:
        request = cast(PersonRequest, self.request)
        messages.success(request, self.perform(data))
        return redirect(back_to(request, reverse("part", args=[self.part.pk])))

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        return self.form_class(*args, **kwargs)

    def show(self, request: PersonRequest, form: forms.Form, status: int = 200) -> HttpResponse:
        context = {
            "row": part_rows([self.part], request.user, timezone.localdate())[0],
            "form": form,
            "title": self.title,
            "foretold": self.foretell(),
            "next": back_to(request, ""),
        }
        return render(request, "parts/form_page.html", context, status=status)


class AtOnceOnPart(OnPart):
    """A verb that asks for nothing more: POST only."""

    verb: Callable[[int, User], Part]
    said: str | Promise

    http_method_names: Sequence[str] = ("post", "options")

    def post(self, request: PersonRequest, part_id: int) -> HttpResponseBase:
        self.part = _visible(request, part_id)
        try:
            self.verb(self.part.pk, self.actor)
            messages.success(request, str(self.said))
        except NotAllowed as refusal:
            return forbidden(request, refusal)
        except Refused as refusal:
            messages.error(request, refusal.message)
        return redirect(back_to(request, reverse("part", args=[self.part.pk])))


@for_everybody
class SignPart(AtOnceOnPart):
    verb = staticmethod(parting.sign_part)
    said = gettext_lazy("已签收。")


@for_everybody
class RecallPart(AtOnceOnPart):
    verb = staticmethod(parting.recall_part)
    said = gettext_lazy("已撤回，可以继续报进展。")


@for_everybody
class ReportPart(OnPart):
    form_class = ProgressForm
    title = gettext_lazy("报分办进展")

    def initial(self) -> dict[str, Any]:
        return {"percent": self.part.percent}

    def perform(self, data: dict[str, Any]) -> str:
        parting.report_part(self.part.pk, self.actor, **data)
        return _("已报进展：%(percent)s%%。") % {"percent": data["percent"]}


@for_everybody
class HandInPart(OnPart):
    form_class = HandInForm
    title = gettext_lazy("报完成")

    def initial(self) -> dict[str, Any]:
        return {"percent": 100}

    def foretell(self) -> str:
        return _("提交后由%s验收，验收前可以撤回。") % self.part.commitment.unit

    def perform(self, data: dict[str, Any]) -> str:
        parting.hand_in_part(self.part.pk, self.actor, **data)
        return _("已报完成，等待%s验收。") % self.part.commitment.unit


@for_everybody
class AcceptPart(OnPart):
    form_class = AcceptForm
    title = gettext_lazy("验收分办")

    def perform(self, data: dict[str, Any]) -> str:
        parting.accept_part(self.part.pk, self.actor, data["note"])
        return _("已验收。")


@for_everybody
class ReturnPart(OnPart):
    form_class = ReasonForm
    title = gettext_lazy("退回分办")

    def perform(self, data: dict[str, Any]) -> str:
        parting.return_part(self.part.pk, self.actor, data["reason"])
        return _("已退回%s修改。") % self.part.unit


@for_everybody
class ChangePart(OnPart):
    title = gettext_lazy("调整分办")

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        form = PartForm(*args, **kwargs)
        form.offer(self.part.commitment.unit, _latest(self.part.commitment), self.part.unit)
        return form

    def initial(self) -> dict[str, Any]:
        return {"what": self.part.what, "due_on": self.part.due_on, "person_id": self.part.person_id}

    def foretell(self) -> str:
        day = self.part.commitment.due_on
        return _("主办事项的时限为%s，分办不能晚于它。") % say_date(day) if day else ""

    def perform(self, data: dict[str, Any]) -> str:
        parting.change_part(self.part.pk, self.actor, data["what"], data["due_on"], data["person_id"])
        return _("已调整，%s会收到通知。") % self.part.unit


@for_everybody
class WithdrawPart(OnPart):
    form_class = WithdrawForm
    title = gettext_lazy("收回分办")

    def perform(self, data: dict[str, Any]) -> str:
        parting.withdraw_part(self.part.pk, self.actor, data["reason"])
        return _("已收回。")
