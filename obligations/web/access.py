"""Who may open a page. What they see on it is decided by `visible_to` of the models, what they may do by the verbs."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

from obligations.models import User

P = ParamSpec("P")


class PersonRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User
    htmx: HtmxDetails


View = Callable[Concatenate[PersonRequest, P], HttpResponseBase]
AnyView = Callable[..., HttpResponseBase]


def signed_in(view: View[P]) -> AnyView:
    """For every person with an account; others are sent to the login page and come back."""

    @wraps(view)
    def guarded(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_login(request)
        return view(request, *args, **kwargs)

    return guarded


def supervisors_only(view: View[P]) -> AnyView:
    """For those who review, urge and close."""

    @wraps(view)
    def guarded(request: Any, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_login(request)
        if not request.user.supervises:
            raise PermissionDenied(_("这一页只对督查室开放。"))
        return view(request, *args, **kwargs)

    return guarded


def _to_login(request: Any) -> HttpResponse:
    """A part of a page can't hold the login form: HTMX is told to leave the whole page."""
    if request.htmx:
        back = request.htmx.current_url_abs_path or "/"
        return HttpResponseClientRedirect(f"{redirect_to_login(back, reverse('login')).url}")
    return redirect_to_login(request.get_full_path(), reverse("login"))
