"""The one way in which a page does a verb on a task that asks for something: a form on a page of its own."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render

from obligations.models import Task
from obligations.web.access import PersonRequest
from obligations.web.asking import Asks


class OnTask(Asks):
    """A verb on `self.found`, done by `self.actor`."""

    form_class: type[forms.Form]
    found: Task

    def get(self, request: PersonRequest, task_id: int) -> HttpResponseBase:
        self.found = self._visible(request, task_id)
        return self.show(request, self.make_form(None))

    def post(self, request: PersonRequest, task_id: int) -> HttpResponseBase:
        self.found = self._visible(request, task_id)
        return self.answer(request, self.make_form(request.POST), self._do)

    def _do(self, data: dict[str, Any]) -> HttpResponse:
        messages.success(self.request, self.perform(data))
        return redirect("task", self.found.pk)

    def make_form(self, data: Any) -> forms.Form:
        return self.form_class(data, initial=self.initial())

    def _visible(self, request: PersonRequest, task_id: int) -> Task:
        tasks = Task.objects.visible_to(request.user).select_related("directive").defer("directive__text")
        return get_object_or_404(tasks, pk=task_id)

    def show(self, request: PersonRequest, form: forms.Form, status: int = 200) -> HttpResponse:
        context = {
            "task": self.found,
            "form": form,
            "title": self.title,
            "button": self.button,
            "foretold": self.foretell(),
        }
        return render(request, "tasks/form_page.html", context, status=status)
