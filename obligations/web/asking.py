"""The one way in which a page with a form answers: by the verb, or by the form once more with what was refused."""

from collections.abc import Callable, Sequence
from typing import Any, cast

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.views import View

from obligations.errors import BadInput, NotAllowed, Refused
from obligations.models import User
from obligations.web.access import PersonRequest
from obligations.web.answers import UNPROCESSABLE

Label = str | Promise


class Asks(View):
    """A verb with a form. A refusal is shown beside the form, with everything that was entered still there."""

    http_method_names: Sequence[str] = ("get", "head", "post", "options")
    title: Label
    button: Label

    @property
    def actor(self) -> User:
        return cast(User, self.request.user)

    def answer(
        self, request: PersonRequest, form: forms.Form, do: Callable[[dict[str, Any]], HttpResponse]
    ) -> HttpResponse:
        """What `do` answers to what was entered; where that is incomplete or refused, the form."""
        if form.is_valid():
            try:
                return do(form.cleaned_data)
            except NotAllowed as refusal:
                return forbidden(request, refusal)
            except Refused as refusal:
                put_beside(form, refusal)
        return self.show(request, form, UNPROCESSABLE)

    def initial(self) -> dict[str, Any]:
        return {}

    def foretell(self) -> str:
        """What the button will change, said before it is pressed."""
        return ""

    def perform(self, data: dict[str, Any]) -> str:
        """Does the verb with what was entered; returns what is said about it."""
        raise NotImplementedError

    def show(self, request: PersonRequest, form: forms.Form, status: int = 200) -> HttpResponse:
        raise NotImplementedError


def put_beside(form: forms.Form, refusal: Refused) -> None:
    """At the field that it is about, where the form has it."""
    field = refusal.field if isinstance(refusal, BadInput) and refusal.field in form.fields else None
    form.add_error(field, refusal.message)


def forbidden(request: PersonRequest, refusal: Refused) -> HttpResponse:
    return render(request, "403.html", {"exception": refusal.message}, status=403)
