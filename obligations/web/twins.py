"""The verbs on similar tasks (相似任务): both versions side by side; make them one, keep them apart, take that back."""

from dataclasses import dataclass

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget, trigger_client_event

from obligations import joining
from obligations.errors import NotAllowed, Refused
from obligations.models import Assignment, Deadline, Target, Task, TaskPair
from obligations.offering import Offer, Rows, offer
from obligations.web import review
from obligations.web.access import PersonRequest, supervisors_only
from obligations.web.answers import UNPROCESSABLE
from obligations.web.asking import forbidden
from obligations.web.parameters import number, numbers
from obligations.web.similar import differs, marked_words
from obligations.web.wording import say_deadline

KINDS = ("assignment", "deadline", "target")


@dataclass(frozen=True, slots=True)
class Line:
    """A row that may hold or not, in words."""

    key: int
    words: str
    hint: str = ""
    is_unknown: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one kind in which the two differ: the kept task's own hold unless the box is cleared."""

    kind: str
    label: str
    own: list[Line]
    other: list[Line]


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two versions in the comparison; `groups` is what it may get from the other one, or give up."""

    task: Task
    sentence: SafeString
    groups: list[Group]
    no_dates: str
    made: int


@supervisors_only
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: PersonRequest, pair_id: int) -> HttpResponseBase:
    """Both versions side by side; which one stays, and what it gets from the other, is for the supervisor to choose."""
    pair = get_object_or_404(TaskPair, pk=pair_id)
    if request.method != "POST":
        return _compare(request, pair)
    kept = number(request.POST.get("kept", "")) or 0
    try:
        result = joining.join(
            pair.pk,
            kept,
            request.user,
            take=_rows(request, "", kept),
            # What was shown as its own and is not ticked any more; a row that came since then stays.
            drop=_rows(request, "own-", kept) - _rows(request, "keep-", kept),
        )
    except NotAllowed as refusal:
        return forbidden(request, refusal)
    except Refused as refusal:
        return _compare(request, pair, refusal.message)
    said = _("已合并为一项任务，两处来源都会显示。")
    if result.commitments_made:
        said = _("已合并为一项任务，新增%s个承办事项。") % result.commitments_made
    return _answer(request, pair, said, reswap_card=True)


@supervisors_only
@require_POST
def keep_apart(request: PersonRequest, pair_id: int) -> HttpResponseBase:
    pair = get_object_or_404(TaskPair, pk=pair_id)
    try:
        joining.keep_apart(pair.pk, request.user)
    except Refused as refusal:
        return review.not_settled(request, _seen_from(request, pair), refusal)
    return _answer(request, pair, _("已判为不是同一项，两项任务分别处理。"))


@supervisors_only
@require_POST
def take_back(request: PersonRequest, pair_id: int) -> HttpResponseBase:
    pair = get_object_or_404(TaskPair, pk=pair_id)
    try:
        joining.take_back(pair.pk, request.user)
    except Refused as refusal:
        return review.not_settled(request, _seen_from(request, pair), refusal)
    return _answer(request, pair, _("已撤回，这一对相似任务重新等待判断。"))


def _rows(request: PersonRequest, prefix: str, kept: int) -> Rows:
    return Rows.of(*(numbers(request.POST.getlist(f"{prefix}{kind}-{kept}")) for kind in KINDS))


def _answer(request: PersonRequest, pair: TaskPair, said: str, *, reswap_card: bool = False) -> HttpResponse:
    """The card from which it was decided, and the other one where it stands on the same page."""
    seen = _seen_from(request, pair)
    answer = review.settled(request, seen, said, others=[pk for pk in (pair.first_id, pair.second_id) if pk != seen])
    if request.htmx and reswap_card:
        answer = trigger_client_event(answer, "drawer:close", after="swap")
    return answer


def _seen_from(request: PersonRequest, pair: TaskPair) -> int:
    """The task on whose row the button was."""
    wanted = number(request.POST.get("from", "") or request.GET.get("from", ""))
    return wanted if wanted in (pair.first_id, pair.second_id) else pair.first_id


def _compare(request: PersonRequest, pair: TaskPair, error: str = "") -> HttpResponse:
    seen = _seen_from(request, pair)
    tasks = Task.objects.with_details().defer("directive__text").in_bulk([pair.first_id, pair.second_id])
    here, there = tasks[seen], tasks[pair.second_id if seen == pair.first_id else pair.first_id]
    sides = [_side(pair, here, there), _side(pair, there, here)]
    context = {
        "pair": pair,
        "seen": here,
        "sides": sides,
        "kept": _likely_kept(here, there).pk,
        "fixed": any(side.task.state == Task.State.IN_FORCE for side in sides),
        "differs": differs(pair, here_first=seen == pair.first_id),
        "error": error,
        "back": f"{reverse('review_directive', args=[here.directive_id])}#s-{here.pk}",
    }
    if not request.htmx:
        if pair.state != TaskPair.State.PROPOSED and not error:
            return redirect(str(context["back"]))
        return render(request, "review/join_page.html", context, status=UNPROCESSABLE if error else 200)
    answer = render(request, "review/join.html", context, status=UNPROCESSABLE if error else 200)
    return reswap(retarget(answer, "#drawer-body"), "innerHTML")


def _side(pair: TaskPair, task: Task, other: Task) -> Side:
    made = task.commitments.exclude(state="withdrawn").count() if task.state == Task.State.IN_FORCE else 0
    offered = offer(task, other)
    return Side(task, marked_words(task, pair), _groups(offered), offered.no_dates, made)


def _groups(offered: Offer) -> list[Group]:
    deadlines, units, targets = offered.deadlines, offered.assignments, offered.targets
    groups = [
        Group("deadline", _("时限"), list(map(_deadline, deadlines.own)), list(map(_deadline, deadlines.other))),
        Group("assignment", _("单位"), list(map(_unit, units.own)), list(map(_unit, units.other))),
        Group("target", _("指标"), list(map(_amount, targets.own)), list(map(_amount, targets.other))),
    ]
    return [group for group in groups if group.other]


def _deadline(one: Deadline) -> Line:
    return Line(one.pk, say_deadline(one), one.what)


def _unit(one: Assignment) -> Line:
    return Line(one.pk, f"{one.get_role_display()} {one.unit or one.name}", is_unknown=one.unit is None)


def _amount(one: Target) -> Line:
    return Line(one.pk, one.amount, one.what)


def _likely_kept(here: Task, there: Task) -> Task:
    """The one in force; else the one that says more, the earlier text's where both say as much."""

    def rank(task: Task) -> tuple[bool, int, int]:
        return task.state == Task.State.IN_FORCE, len(task.assignments.all()) + len(task.deadlines.all()), -task.pk

    return max(here, there, key=rank)
