"""Fields and forms that look alike on every page."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# A year typed wrong (0206, 20266) is told at the field, before anything is counted from it.
FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2199, 12, 31)


class PlainForm(forms.Form):
    """Drawn by partials/fields.html; Django's own colons after labels are left to the style."""

    template_name = "partials/fields.html"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.error_messages["required"] = _("请填写%s。") % field.label
            if isinstance(field, forms.ModelChoiceField) and field.empty_label is not None:
                field.empty_label = gettext_lazy("请选择")
                field.error_messages["required"] = _("请从列表中选择。")


def day_field(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    said = gettext_lazy("年份有误，请检查。")
    in_range = [MinValueValidator(FIRST_DAY, said), MaxValueValidator(LAST_DAY, said)]
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text, validators=in_range)


def text_field(
    label: Any, *, rows: int = 4, required: bool = True, help_text: Any = "", hint: Any = ""
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "placeholder": hint})
    return forms.CharField(label=label, required=required, widget=widget, help_text=help_text, max_length=4000)


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files; cleans to a list. What a file may be is for the verb to say."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> Any:
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if not files:
            return super().clean(None, initial) if self.required else []
        return [super(ManyFilesField, self).clean(one) for one in files]
