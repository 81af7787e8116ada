"""What the pages of the admin share: whose they are, and classes that can be written with their model's type."""

from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from obligations.models import User

M = TypeVar("M", bound=Model)

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline
    ModelForm = forms.ModelForm
    BaseInlineFormSet = forms.BaseInlineFormSet
else:
    # Django's own classes take no type argument when the program runs.

    class ModelAdmin(admin.ModelAdmin):
        def __class_getitem__(cls, _types: Any) -> type:
            return cls

    class TabularInline(admin.TabularInline):
        def __class_getitem__(cls, _types: Any) -> type:
            return cls

    class ModelForm(forms.ModelForm):
        def __class_getitem__(cls, _types: Any) -> type:
            return cls

    class BaseInlineFormSet(forms.BaseInlineFormSet):
        def __class_getitem__(cls, _types: Any) -> type:
            return cls


def actor(request: HttpRequest) -> User:
    """The person who acts. The site lets nobody in who is not signed in."""
    if not isinstance(request.user, User):
        raise TypeError("the admin was opened to somebody who is not signed in")
    return request.user


def number(key: str | None) -> int | None:
    """The key of a row in an address, None for what is none."""
    return int(key) if key and key.isascii() and key.isdigit() and len(key) <= 18 else None


class ForAdministrators:
    """Register and people: administrators keep them; the database refuses to delete what others refer to."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return actor(request).administers

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return actor(request).administers

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return actor(request).administers

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return actor(request).administers

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return actor(request).administers


class SeenBySupervisors(ForAdministrators):
    """The register: who reviews chooses units from it and looks at it."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return actor(request).supervises

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return actor(request).supervises


class ToLookAt:
    """What verbs and jobs write: supervisors look at it here, nobody changes it by hand."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return actor(request).supervises

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return actor(request).supervises

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class ForTheMachinery(ToLookAt):
    """Lists of the machinery and of everybody's notices: administrators look at them."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return actor(request).administers

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return actor(request).administers


__all__ = [
    "BaseInlineFormSet",
    "ForAdministrators",
    "ForTheMachinery",
    "ModelAdmin",
    "ModelForm",
    "SeenBySupervisors",
    "TabularInline",
    "ToLookAt",
    "actor",
    "number",
]
