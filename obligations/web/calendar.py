"""工作日历: which years' holidays are known, and the form that takes a new year's in."""

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from obligations import recounting
from obligations.errors import BadInput, NotAllowed
from obligations.models import CalendarYear, Commitment
from obligations.web.access import PersonRequest, supervisors_only
from obligations.web.answers import UNPROCESSABLE
from obligations.web.asking import forbidden
from obligations.web.forms.fields import PlainForm, text_field
from obligations.workdays import is_published

HINT = "例：一、元旦：1月1日（周五）至3日（周日）放假，共3天。……9月26日（周六）上班。"


class HolidaysForm(PlainForm):
    year = forms.IntegerField(label=gettext_lazy("年份"), min_value=2000, max_value=2099)
    source = forms.CharField(label=gettext_lazy("依据"), required=False, max_length=120)
    text = text_field(gettext_lazy("放假安排"), rows=9, hint=HINT, help_text=gettext_lazy("粘贴国务院办公厅通知的原文"))


@dataclass(frozen=True, slots=True)
class Year:
    """`calendar` is None for a year that the installed calendar knows, or nobody yet (`is_known`)."""

    year: int
    is_known: bool
    calendar: CalendarYear | None
    off: list[tuple[date, date]]
    worked: list[date]
    waiting: int


@supervisors_only
@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request: PersonRequest) -> HttpResponseBase:
    form = HolidaysForm(request.POST or None, initial={"year": timezone.localdate().year + 1})
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, UNPROCESSABLE if request.method == "POST" else 200)
    entered = form.cleaned_data
    try:
        kept, done = recounting.publish_holidays(entered["year"], entered["text"], request.user, entered["source"])
    except NotAllowed as refusal:
        return forbidden(request, refusal)
    except BadInput as refusal:
        form.add_error(refusal.field, refusal.message)
        return _page(request, form, UNPROCESSABLE)
    said = _("已登记%(year)s的节假日，重新推算%(n)s个时限，%(moved)s个承办事项的日期有变。")
    messages.success(request, said % {"year": kept, "n": done.deadlines, "moved": done.moved})
    return redirect("calendar")


def _page(request: PersonRequest, form: HolidaysForm, status: int) -> HttpResponse:
    this = timezone.localdate().year
    kept = {one.year: one for one in CalendarYear.objects.select_related("set_by")}
    years = [_year(year, kept.get(year)) for year in sorted({this, this + 1, *kept}, reverse=True)]
    return render(request, "calendar/calendar.html", {"form": form, "years": years}, status=status)


def _year(year: int, calendar: CalendarYear | None) -> Year:
    days = {date.fromisoformat(day): worked for day, worked in calendar.days.items()} if calendar else {}
    off: list[tuple[date, date]] = []
    for day in sorted(day for day, worked in days.items() if not worked):
        if off and (day - off[-1][1]).days == 1:
            off[-1] = (off[-1][0], day)
        else:
            off.append((day, day))
    known = calendar is not None or is_published(year)
    provisional = Commitment.objects.live().filter(is_provisional=True, due_on__year=year)
    return Year(
        year, known, calendar, off, sorted(d for d, w in days.items() if w), 0 if known else provisional.count()
    )
