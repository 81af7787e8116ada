"""提醒: what the system and the supervisors told this person."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from obligations.models import Commitment, Notice
from obligations.web.access import PersonRequest, signed_in

PER_PAGE = 40


@signed_in
@require_safe
def inbox(request: PersonRequest) -> HttpResponse:
    mine = Notice.objects.inbox_of(request.user)
    only_unread = "unread" in request.GET
    rows = (mine.unread() if only_unread else mine).select_related("commitment__unit")
    context = {
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "unread_count": mine.unread().count(),
        "only_unread": only_unread,
    }
    return render(request, "inbox/inbox.html", context)


@signed_in
@require_POST
def open_notice(request: PersonRequest, notice_id: int) -> HttpResponse:
    """Marks it read and goes where it leads."""
    mine = Notice.objects.inbox_of(request.user)
    notice = get_object_or_404(mine, pk=notice_id)
    mine.filter(pk=notice.pk).mark_read(timezone.now())
    return redirect(_leads_to(request, notice))


@signed_in
@require_POST
def read_notice(request: PersonRequest, notice_id: int) -> HttpResponse:
    mine = Notice.objects.inbox_of(request.user)
    notice = get_object_or_404(mine.select_related("commitment__unit"), pk=notice_id)
    mine.filter(pk=notice.pk).mark_read(timezone.now())
    if not request.htmx:
        return redirect("inbox")
    notice.refresh_from_db(fields=["read_at"])
    return render(request, "inbox/_notice.html", {"notice": notice, "with_count": True})


@signed_in
@require_POST
def read_all(request: PersonRequest) -> HttpResponse:
    count = Notice.objects.inbox_of(request.user).order_by().mark_read(timezone.now())
    messages.success(request, _("%s条提醒已标为已读。") % count)
    return redirect("inbox")


def _leads_to(request: PersonRequest, notice: Notice) -> str:
    """A notice may outlive the right to see its commitment; then it leads back to the inbox."""
    if notice.commitment_id:
        if Commitment.objects.on_record_of(request.user).filter(pk=notice.commitment_id).exists():
            return reverse("commitment", args=[notice.commitment_id])
        messages.error(request, _("这个承办事项已不在您的单位名下。"))
        return reverse("inbox")
    if notice.link and url_has_allowed_host_and_scheme(notice.link, allowed_hosts={request.get_host()}):
        return notice.link
    return reverse("inbox")
