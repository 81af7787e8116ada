"""The one way in which a page does a verb on a task that asks for something: a form on a page of its own."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.views import View

from obligations.errors import BadInput, NotAllowed, Refused
from obligations.models import Task, User
from obligations.web.access import PersonRequest
from obligations.web.answers import UNPROCESSABLE
from obligations.web.deeds import forbidden


class OnTask(View):
    """A verb on `self.found`, done by `self.actor`. `foretell` says what it will change, before it is done."""

    http_method_names: Sequence[str] = ("get", "head", "post", "options")
    form_class: type[forms.Form]
    title: str | Promise
    button: str | Promise
    found: Task

    @property
    def actor(self) -> User:
        return cast(User, self.request.user)

    def get(self, request: PersonRequest, task_id: int) -> HttpResponseBase:
        self.found = self._visible(request, task_id)
        return self._show(request, self.make_form(None))

    def post(self, request: PersonRequest, task_id: int) -> HttpResponseBase:
        self.found = self._visible(request, task_id)
        form = self.make_form(request.POST)
        if form.is_valid():
            try:
                said = self.perform(form.cleaned_data)
            except NotAllowed as refusal:
                return forbidden(request, refusal)
            except Refused as refusal:
                field = refusal.field if isinstance(refusal, BadInput) and refusal.field in form.fields else None
                form.add_error(field, refusal.message)
            else:
                messages.success(request, said)
                return redirect("task", self.found.pk)
        return self._show(request, form, UNPROCESSABLE)

    def make_form(self, data: Any) -> forms.Form:
        return self.form_class(data, initial=self.initial())

    def initial(self) -> dict[str, Any]:
        return {}

    def foretell(self) -> str:
        return ""

    def perform(self, data: dict[str, Any]) -> str:
        """Does the verb with what was entered; returns what is said about it."""
        raise NotImplementedError

    def _visible(self, request: PersonRequest, task_id: int) -> Task:
        tasks = Task.objects.visible_to(request.user).select_related("directive").defer("directive__text")
        return get_object_or_404(tasks, pk=task_id)

    def _show(self, request: PersonRequest, form: forms.Form, status: int = 200) -> HttpResponse:
        context = {
            "task": self.found,
            "form": form,
            "title": self.title,
            "button": self.button,
            "foretold": self.foretell(),
        }
        return render(request, "tasks/form_page.html", context, status=status)
