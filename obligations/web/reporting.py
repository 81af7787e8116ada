"""报进展、申请办结: forms whose content is kept as a draft while it is typed, and shown beside what another wrote."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from secrets import token_hex
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django_htmx.http import reswap

from obligations import workflow
from obligations.countersigning.desks import say_way
from obligations.errors import NotAllowed, Refused
from obligations.models import Commitment, Part, Progress, ReportDraft, User
from obligations.web.access import AnyView, PersonRequest, signed_in
from obligations.web.answers import UNPROCESSABLE, done
from obligations.web.asking import forbidden
from obligations.web.deeds import InDrawer, visible
from obligations.web.forms.commitments import HandInForm, ProgressForm
from obligations.web.parameters import number, numbers, without_nul
from obligations.workflow.report_drafts import TEXTS, Outdated, Seen, Written, draft_of, last_report, written

PIECE = re.compile(r"[^，。；、！？\n,.;]*[，。；、！？\n,.;]?")
LABELS = {
    "percent": gettext_lazy("完成比例"),
    "done_so_far": gettext_lazy("进展情况"),
    "problems": gettext_lazy("存在问题"),
    "next_steps": gettext_lazy("下一步措施"),
}
SIGNED_OUT = gettext_lazy("登录已过期，内容没有提交，仍在本页。请在新窗口重新登录后再提交。")


@dataclass(frozen=True, slots=True)
class Side:
    """One field as two people wrote it, each in pieces with whether the other has them as well."""

    label: str
    mine: list[tuple[str, bool]]
    theirs: list[tuple[str, bool]]
    is_different: bool


@dataclass(frozen=True, slots=True)
class Clash:
    """What another wrote since the form was opened. `sent`: as a report, not a draft."""

    who: str
    at: Any
    sent: bool
    sides: list[Side]


def keeps_the_page(view: AnyView) -> AnyView:
    """Who was signed out meanwhile is not sent away from what they typed."""

    def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated and request.htmx and request.method == "POST":
            context = {"said": SIGNED_OUT, "kind": "error"}
            return reswap(render(request, "partials/said.html", context, status=UNPROCESSABLE), "none")
        return signed_in(view)(request, *args, **kwargs)

    return guarded


class WithDraft(InDrawer):
    """The form begins with the draft; 暂存 keeps it, sending clears it. Behind an outdated look it shows both texts."""

    clash: Clash | None = None
    draft: ReportDraft | None = None
    seen: Seen

    def get(self, request: PersonRequest, **ids: int) -> HttpResponseBase:
        self.find(request, **ids)
        return self._fresh(request)

    def post(self, request: PersonRequest, **ids: int) -> HttpResponseBase:
        self.find(request, **ids)
        self.seen = read_seen(request)
        wanted = request.POST.get("do", "")
        if wanted == "theirs":
            return self._fresh(request)
        if wanted == "parts":
            return self.show(request, self.make_form(initial=_values(merged(self._of_parts(), typed(request)))))
        if wanted == "both":
            return self._merged(request)
        if wanted in ("keep", "discard"):
            return self._about_draft(request, wanted)
        return super().post(request, **ids)

    def perform(self, data: dict[str, Any]) -> str:
        looked = "seen_draft" in self.request.POST
        try:
            chosen = numbers(self.request.POST.getlist("part_files"))
            return self.send({**data, "part_files": chosen, "seen": self.seen if looked else None})
        except Outdated as outdated:
            self._compare(outdated)
            raise

    def send(self, data: dict[str, Any]) -> str:
        raise NotImplementedError

    def context(self, request: PersonRequest, form: forms.Form) -> dict[str, Any]:
        context = super().context(request, form)
        context |= {"drafting": True, "draft": self.draft, "seen": self.seen, "clash": self.clash}
        parts = self._parts()
        return context | {"parts": parts, "chosen_files": numbers(request.POST.getlist("part_files"))}

    def _parts(self) -> list[Part]:
        """What was handed on of it, each with its reports, the newest first."""
        rows = Part.objects.filter(commitment=self.commitment).exclude(state=Part.State.WITHDRAWN)
        return list(rows.select_related("unit", "person").prefetch_related("reports__evidence").order_by("pk"))

    def _of_parts(self) -> Written:
        """What the last report on each part says, under the name of who does it."""
        told = [(part, reports[0]) for part in self._parts() if (reports := list(part.reports.all()))]
        texts = {
            name: "\n".join(f"{part.unit}：{text}" for part, one in told if (text := getattr(one, name)))
            for name in TEXTS
        }
        return Written(None, **texts)

    def _fresh(self, request: PersonRequest) -> HttpResponse:
        """With the draft, or with what the last report leaves to be said."""
        self.draft = draft_of(self.commitment.pk)
        self.seen = look(self.commitment, self.draft)
        initial = self.initial() | (_values(written(self.draft)) if self.draft else {})
        return self.show(request, self.make_form(initial=initial))

    def _merged(self, request: PersonRequest) -> HttpResponse:
        """Both texts one after the other, to be put in order by hand."""
        other = self._other(request.POST.get("clash", ""))
        self._see(other)
        mine = typed(request)
        values = _values(merged(mine, written(other)) if other else mine)
        return self.show(request, self.make_form(initial=values))

    def _about_draft(self, request: PersonRequest, wanted: str) -> HttpResponseBase:
        form = self.make_form(request.POST, request.FILES)
        try:
            if wanted == "discard":
                workflow.discard_draft(self.commitment.pk, self.actor, self.seen)
                return self._fresh(request)
            workflow.save_draft(self.commitment.pk, self.actor, typed(request), self.seen)
        except Outdated as outdated:
            self._compare(outdated)
            form.full_clean()
            form.errors.clear()
            form.add_error(None, outdated.message)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, [self.commitment.pk], _("已暂存。佐证材料请在提交时选择。"))
        return self.show(request, form, status=UNPROCESSABLE)

    def _compare(self, outdated: Outdated) -> None:
        """Shows what the other wrote; whoever goes on from here has seen it."""
        other = self._other(outdated.by)
        if other is None:
            return
        self._see(other)
        mine, theirs = typed(self.request), written(other)
        sent = isinstance(other, Progress)
        who, at = (other.reported_by, other.reported_at) if isinstance(other, Progress) else _author(other)
        self.clash = Clash(str(who), at, sent, compared(mine, theirs))

    def _other(self, by: str) -> "Progress | ReportDraft | None":
        return last_report(self.commitment.pk) if by == "report" else draft_of(self.commitment.pk)

    def _see(self, other: "Progress | ReportDraft | None") -> None:
        if isinstance(other, Progress):
            self.seen = Seen(self.seen.draft, other.pk, self.seen.pad)
        elif other is not None:
            self.seen = Seen(other.mark, self.seen.report, self.seen.pad)


@method_decorator(keeps_the_page, name="dispatch")
class Report(WithDraft):
    form_class = ProgressForm
    title = gettext_lazy("报进展")
    button = gettext_lazy("提交进展")

    def initial(self) -> dict[str, Any]:
        return {"percent": self.commitment.percent}

    def foretell(self) -> str:
        return _("提交后同时签收。") if self.commitment.signed_at is None else ""

    def send(self, data: dict[str, Any]) -> str:
        workflow.report_progress(self.commitment.pk, self.actor, **data)
        return _("已报进展：%(percent)s%%。") % {"percent": data["percent"]}


@method_decorator(keeps_the_page, name="dispatch")
class HandIn(WithDraft):
    form_class = HandInForm
    title = gettext_lazy("申请办结")
    button = gettext_lazy("提交办结申请")

    def initial(self) -> dict[str, Any]:
        return {"percent": 100}

    def foretell(self) -> str:
        if way := say_way(self.commitment, self.actor):
            return _("提交后先由%s，再由督查室审核；审核期间不计逾期，审核前可以撤回。") % way
        return _("提交后由督查室审核；审核期间不计逾期，审核前可以撤回。")

    def send(self, data: dict[str, Any]) -> str:
        report = workflow.hand_in(self.commitment.pk, self.actor, **data)
        if report.commitment.is_countersigned:
            return _("已提交办结申请，%s。") % report.commitment.step
        return _("已提交办结申请，等待督查室审核。")


@require_POST
def keep(request: Any, commitment_id: int) -> HttpResponseBase:
    """What the page saves by itself while somebody types: answers with a line, never with another page."""
    if not request.user.is_authenticated:
        return _state(request, read_seen(request), signed_out=True)
    commitment, seen = visible(request, commitment_id), read_seen(request)
    try:
        draft = workflow.save_draft(commitment.pk, request.user, typed(request), seen)
    except NotAllowed as refusal:
        return forbidden(request, refusal)
    except Refused as refusal:
        return _state(request, seen, problem=refusal.message, is_outdated=isinstance(refusal, Outdated))
    seen = Seen(draft.mark if draft else "", seen.report, seen.pad)
    return _state(request, seen, draft=draft)


def _state(request: PersonRequest, seen: Seen, **context: Any) -> HttpResponse:
    return render(request, "todo/_draft_state.html", {"seen": seen, "is_saved": True, **context})


def look(commitment: Commitment, draft: ReportDraft | None) -> Seen:
    """What stands there now, for a form that is being opened."""
    last = last_report(commitment.pk)
    return Seen(draft.mark if draft else "", last.pk if last else 0, token_hex(8))


def read_seen(request: PersonRequest) -> Seen:
    posted = request.POST
    draft, pad = posted.get("seen_draft", "")[:32], posted.get("pad", "")[:32]
    return Seen(without_nul(draft), number(posted.get("seen_report", "")) or 0, without_nul(pad))


def typed(request: Any) -> Written:
    """As it stands in the form, whether or not it could be sent."""
    posted = request.POST
    texts = {name: without_nul(posted.get(name, "")).replace("\r\n", "\n").strip() for name in TEXTS}
    percent = number(posted.get("percent", "").strip())
    return Written(percent if percent is not None and percent <= 100 else None, **texts)


def merged(mine: Written, theirs: Written) -> Written:
    """The other's text first, then mine; what one of them holds already stands once. The percentage is mine."""
    texts = {name: _joined(getattr(theirs, name), getattr(mine, name)) for name in TEXTS}
    return Written(theirs.percent if mine.percent is None else mine.percent, **texts)


def compared(mine: Written, theirs: Written) -> list[Side]:
    sides = []
    for name, label in LABELS.items():
        one, other = _said(getattr(mine, name)), _said(getattr(theirs, name))
        left, right = _pieces(one), _pieces(other)
        same = SequenceMatcher(None, left, right, autojunk=False).get_matching_blocks()
        in_left = {block.a + n for block in same for n in range(block.size)}
        in_right = {block.b + n for block in same for n in range(block.size)}
        sides.append(Side(str(label), _told(left, in_left), _told(right, in_right), one != other))
    return sides


def _joined(one: str, other: str) -> str:
    if one in other:
        return other
    return one if other in one else f"{one}\n{other}"


def _said(value: object) -> str:
    return f"{value}%" if isinstance(value, int) else str(value or "")


def _pieces(text: str) -> list[str]:
    return [piece for piece in PIECE.findall(text) if piece]


def _told(pieces: Sequence[str], same: set[int]) -> list[tuple[str, bool]]:
    return [(piece, number in same) for number, piece in enumerate(pieces)]


def _values(text: Written) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(text, name) for name in TEXTS}
    return values if text.percent is None else {**values, "percent": text.percent}


def _author(draft: ReportDraft) -> tuple[User, Any]:
    return draft.written_by, draft.written_at
