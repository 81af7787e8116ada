"""Correcting a suggestion: what the form says becomes a draft, which `review.correct` writes."""

from collections.abc import Iterable
from typing import Any

from django import forms

from obligations.admin.bases import BaseInlineFormSet, ModelForm
from obligations.drafts import DeadlineDraft, TaskDraft, UnitDraft, checked
from obligations.errors import BadInput
from obligations.models import Assignment, Deadline, Task

DEADLINE_FIELDS = ("kind", "text", "due_on", "start_on", "rrule", "offset", "after", "what")


class TaskForm(ModelForm[Task]):
    class Meta:
        model = Task
        fields = ("title",)
        widgets = {"title": forms.TextInput(attrs={"class": "vLargeTextField"})}


class AssignmentForm(ModelForm[Assignment]):
    """A unit chosen from the register needs no printed name."""

    class Meta:
        model = Assignment
        fields = ("role", "name", "unit")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("name") and not cleaned.get("unit"):
            self.add_error("name", "请填写原文写法，或选择单位。")
        return cleaned


class AssignmentFormSet(BaseInlineFormSet[Assignment, Task, ModelForm[Assignment]]):
    def drafts(self) -> list[UnitDraft]:
        return [
            UnitDraft(
                role=form.cleaned_data["role"],
                name=form.cleaned_data["name"],
                unit_id=form.cleaned_data["unit"].pk if form.cleaned_data["unit"] else None,
            )
            for form in kept(self.forms)
        ]


class DeadlineForm(ModelForm[Deadline]):
    class Meta:
        model = Deadline
        fields = DEADLINE_FIELDS
        widgets = {
            "text": forms.TextInput(attrs={"size": 12}),
            "rrule": forms.TextInput(attrs={"size": 18, "placeholder": "FREQ=MONTHLY"}),
            "offset": forms.TextInput(attrs={"size": 6, "placeholder": "P5B"}),
            "after": forms.TextInput(attrs={"size": 12}),
            "what": forms.TextInput(attrs={"size": 14}),
        }

    def clean(self) -> dict[str, Any]:
        """The verb's own rules, asked for here so that what is wrong is said at its row."""
        cleaned = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                checked(TaskDraft(title="-", deadlines=[self.draft()]))
            except BadInput as refusal:
                self.add_error(None, refusal.message)
        return cleaned

    def draft(self) -> DeadlineDraft:
        values = {name: self.cleaned_data[name] for name in DEADLINE_FIELDS}
        return DeadlineDraft(id=self.instance.pk, event_on=self.instance.event_on, **values)


class DeadlineFormSet(BaseInlineFormSet[Deadline, Task, ModelForm[Deadline]]):
    def drafts(self) -> list[DeadlineDraft]:
        return [form.draft() for form in kept(self.forms)]


def kept(forms_: Iterable[Any]) -> list[Any]:
    """Rows that stay: not to be deleted, and not the empty row at the end."""
    return [
        form
        for form in forms_
        if not form.cleaned_data.get("DELETE") and (form.instance.pk is not None or form.has_changed())
    ]


def draft_of(form: TaskForm, formsets: Iterable[Any]) -> TaskDraft:
    """The task as the whole page says it."""
    draft = TaskDraft(form.cleaned_data["title"])
    for formset in formsets:
        if isinstance(formset, AssignmentFormSet):
            draft.units = formset.drafts()
        elif isinstance(formset, DeadlineFormSet):
            draft.deadlines = formset.drafts()
    return draft
