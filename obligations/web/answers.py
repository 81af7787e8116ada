"""What a page answers when a verb was done: the changed part in place, or the whole page anew."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRefresh, reswap, trigger_client_event

from obligations.models import Commitment
from obligations.web.access import PersonRequest
from obligations.web.rows import as_rows, row_queryset
from obligations.web.todo import tabs
from obligations.web.todo_filter import TodoFilter

# A form that must be corrected, or a verb that was refused: the page shows it in place.
UNPROCESSABLE = 422


def done(request: PersonRequest, commitment_ids: Iterable[int], said: str) -> HttpResponse:
    """The rows and tabs of the list from which the verb was called; elsewhere the page once more."""
    current = _current_list(request)
    if current is not None:
        return _changed_rows(request, current, list(commitment_ids), said)
    return anew(request, said)


def anew(request: PersonRequest, said: str) -> HttpResponse:
    """The page from which the verb was called, once more."""
    messages.success(request, said)
    if request.htmx:
        return HttpResponseClientRefresh()
    return redirect(back_to(request, reverse("todo")))


def refused(request: PersonRequest, said: str) -> HttpResponse:
    """A verb without a form was refused: said on the page from which it was called, which stays as it is."""
    if request.htmx:
        answer = render(request, "partials/said.html", {"said": said, "kind": "error"}, status=UNPROCESSABLE)
        return reswap(answer, "none")
    messages.error(request, said)
    return redirect(back_to(request, reverse("todo")))


def back_to(request: PersonRequest, otherwise: str) -> str:
    """Where the form says to go afterwards, if that is a page of this site."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return otherwise


def _current_list(request: PersonRequest) -> QueryDict | None:
    """The parameters of the list that the person has open, if it is one."""
    address = request.htmx.current_url_abs_path if request.htmx else None
    if not address:
        return None
    parts = urlsplit(address)
    return QueryDict(parts.query) if parts.path in (reverse("todo"), reverse("commitments")) else None


def _changed_rows(request: PersonRequest, current: QueryDict, ids: list[int], said: str) -> HttpResponse:
    on = timezone.localdate()
    rows = row_queryset(Commitment.objects.visible_to(request.user).filter(pk__in=ids))
    context = {
        "rows": as_rows(rows, request.user, on),
        "tabs": tabs(request.user, TodoFilter.read(current), on),
        "said": said,
        "on": on,
    }
    html = render_to_string("todo/changed.html", context, request)
    return trigger_client_event(reswap(HttpResponse(html), "none"), "drawer:close")
