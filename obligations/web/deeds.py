"""The one way in which a page does a verb on a commitment: a form in the drawer (or on a page of its own), the verb,
and what it answers. A refusal is shown beside the form, with everything that was entered still there."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import HttpResponse, HttpResponseBase
from django.http.response import Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View

from obligations.errors import NotAllowed, Refused
from obligations.models import Commitment, User
from obligations.web.access import PersonRequest, signed_in, supervisors_only
from obligations.web.answers import anew, back_to, done, refused
from obligations.web.asking import Asks, forbidden
from obligations.web.rows import as_rows, row_queryset


class AtOnce(View):
    """A verb on `self.commitment`, done by `self.actor`, that asks for nothing more: POST only."""

    http_method_names: Sequence[str] = ("post", "options")
    commitment: Commitment

    @property
    def actor(self) -> User:
        return cast(User, self.request.user)

    def post(self, request: PersonRequest, **ids: int) -> HttpResponse:
        self.find(request, **ids)
        try:
            said = self.perform()
        except NotAllowed as refusal:
            return forbidden(request, refusal)
        except Refused as refusal:
            return refused(request, refusal.message)
        return done(request, [self.commitment.pk], said)

    def find(self, request: PersonRequest, **ids: int) -> None:
        """Sets `self.commitment`, or raises Http404."""
        self.commitment = visible(request, ids["commitment_id"])

    def perform(self) -> str:
        """Does the verb; returns what is said about it."""
        raise NotImplementedError


class InDrawer(Asks):
    """A verb on `self.commitment` with a form in the drawer."""

    commitment: Commitment
    form_class: type[forms.Form]
    # another row takes this one's place: the list is shown anew
    leaves_list = False

    def get(self, request: PersonRequest, **ids: int) -> HttpResponseBase:
        self.find(request, **ids)
        return self.show(request, self.make_form(initial=self.initial()))

    def post(self, request: PersonRequest, **ids: int) -> HttpResponseBase:
        self.find(request, **ids)
        form = self.make_form(request.POST, request.FILES)
        return self.answer(request, form, self._do)

    def _do(self, data: dict[str, Any]) -> HttpResponse:
        request, said = cast(PersonRequest, self.request), self.perform(data)
        return anew(request, said) if self.leaves_list else done(request, [self.commitment.pk], said)

    def find(self, request: PersonRequest, **ids: int) -> None:
        """Sets `self.commitment`, or raises Http404."""
        self.commitment = visible(request, ids["commitment_id"])

    def make_form(self, *args: Any, **kwargs: Any) -> forms.Form:
        return self.form_class(*args, **kwargs)

    def show(self, request: PersonRequest, form: forms.Form, status: int = 200) -> HttpResponse:
        template = "partials/drawer.html" if request.htmx else "todo/form_page.html"
        return render(request, template, self.context(request, form), status=status)

    def context(self, request: PersonRequest, form: forms.Form) -> dict[str, Any]:
        return {
            "row": as_rows([self.commitment], request.user, timezone.localdate())[0],
            "form": form,
            "title": self.title,
            "button": self.button,
            "foretold": self.foretell(),
            "next": back_to(request, ""),
        }


def visible(request: PersonRequest, commitment_id: int) -> Commitment:
    """The commitment, if this person may see it; what is hidden is not told apart from what is not there."""
    rows = row_queryset(Commitment.objects.visible_to(request.user))
    found = rows.filter(pk=commitment_id).first()
    if found is None:
        raise Http404
    return found


for_everybody = method_decorator(signed_in, name="dispatch")
for_supervisors = method_decorator(supervisors_only, name="dispatch")
