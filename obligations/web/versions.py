"""新旧版本对比: what a new version of a directive changes, task by task, and going on with it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.http.response import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from obligations import carrying_over, versions
from obligations.errors import NotAllowed
from obligations.foretelling import preview
from obligations.models import Directive, Task
from obligations.owing import GroupTree
from obligations.phrases import say_list
from obligations.versions import Difference
from obligations.web.access import PersonRequest, supervisors_only
from obligations.web.asking import forbidden
from obligations.web.parameters import number
from obligations.withdrawing import late_counts

LABELS = {Difference.DATE: "时限变化", Difference.UNIT: "单位变化", Difference.WORDS: "文字变化"}


@dataclass(frozen=True, slots=True)
class Line:
    """`tags` say in a word what changed; `foretold` what confirming the new task will make."""

    row: versions.Row
    tags: list[str]
    foretold: str

    @property
    def value(self) -> str:
        return f"{self.row.old.pk}-{self.row.new.pk}" if self.row.old and self.row.new else ""

    @property
    def dates_differ(self) -> bool:
        return Difference.DATE in self.row.differs

    @property
    def units_differ(self) -> bool:
        return Difference.UNIT in self.row.differs


@supervisors_only
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: PersonRequest, directive_id: int) -> HttpResponseBase:
    old = get_object_or_404(Directive.objects.select_related("replaced_by").defer("text"), pk=directive_id)
    if old.replaced_by is None:
        raise Http404
    if request.method == "POST":
        return _carry(request, old)
    return _page(request, old, old.replaced_by)


def _carry(request: PersonRequest, old: Directive) -> HttpResponse:
    wanted = [pair for text in request.POST.getlist("pair") if (pair := _pair(text)) is not None]
    if not wanted:
        messages.error(request, _("请先选择要承接的任务。"))
        return redirect("compare_versions", old.pk)
    try:
        result, total = carrying_over.carry_many(wanted, request.user)
    except NotAllowed as refusal:
        return forbidden(request, refusal)
    if result.done:
        said = _("已承接%(n)s项任务：撤销旧承办事项%(old)s个，生成%(new)s个，其中%(kept)s个结转了进展。")
        counts = {"n": result.done, "old": total.withdrawn, "new": total.made, "kept": total.carried}
        due = _("另有%s个已到期未办结的事项随新任务继续。") % total.due if total.due else ""
        messages.success(request, said % counts + due)
    if result.refused:
        told = say_list([f"{task}（{why}）" for task, why in result.refused])
        messages.error(request, _("未能承接：%s") % told)
    return redirect("compare_versions", old.pk)


def _pair(text: str) -> tuple[int, int] | None:
    first, _dash, second = text.partition("-")
    old, new = number(first), number(second)
    return (old, new) if old is not None and new is not None else None


def _page(request: PersonRequest, old: Directive, new: Directive) -> HttpResponse:
    groups = GroupTree()
    lines = [_line(row, groups) for row in versions.changes(old, new)]
    tags = [tag for line in lines for tag in line.tags]
    context = {
        "old": old,
        "new": new,
        "lines": lines,
        "late": late_counts(old, timezone.localdate()),
        "counts": [(tag, tags.count(tag)) for tag in dict.fromkeys(tags)],
        "can_carry": sum(line.row.can_carry for line in lines),
        "gone": sum(line.row.new is None and _in_force(line.row.old) for line in lines),
        "added": sum(line.row.old is None and _suggested(line.row.new) for line in lines),
    }
    return render(request, "directives/versions.html", context)


def _line(row: versions.Row, groups: GroupTree) -> Line:
    if row.old is None:
        return Line(row, [_("新增")], "")
    if row.new is None:
        return Line(row, [_("取消")], "")
    tags = [LABELS[one] for one in Difference if one in row.differs] or [_("不变")]
    foretold = preview(row.new, groups=groups) if row.can_carry and _suggested(row.new) else ""
    return Line(row, tags, foretold)


def _in_force(task: Task | None) -> bool:
    return task is not None and task.state == Task.State.IN_FORCE


def _suggested(task: Task | None) -> bool:
    return task is not None and task.state == Task.State.SUGGESTED
