"""The register: units with their spellings and, for groups, their members."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.options import InlineModelAdmin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern

from obligations.admin import unknown_names
from obligations.admin.bases import (
    ForAdministrators,
    ModelAdmin,
    ModelForm,
    SeenBySupervisors,
    TabularInline,
    actor,
    number,
)
from obligations.admin.unit_forms import AliasFormSet, UnitForm, keep_names
from obligations.models import Event, GroupMember, Membership, Unit, UnitAlias
from obligations.register import edits


class AliasInline(SeenBySupervisors, TabularInline[UnitAlias, Unit]):
    model = UnitAlias
    formset = AliasFormSet
    extra = 1
    verbose_name_plural = "别名（文件中的各种写法）"


class MemberInline(SeenBySupervisors, TabularInline[GroupMember, Unit]):
    model = GroupMember
    fk_name = "group"
    autocomplete_fields = ["member"]
    extra = 1


class PeopleInline(ForAdministrators, TabularInline[Membership, Unit]):
    model = Membership
    autocomplete_fields = ["user"]
    extra = 1


@admin.register(Unit)
class UnitAdmin(SeenBySupervisors, ModelAdmin[Unit]):
    form = UnitForm
    list_display = ["name", "short_name", "kind", "parent", "alias_count", "member_count", "people_count", "is_active"]
    list_filter = ["kind", "is_active"]
    list_select_related = ["parent"]
    list_per_page = 100
    search_fields = ["name", "short_name", "aliases__spelling"]
    ordering = ["position", "name"]
    autocomplete_fields = ["parent"]
    fields = ["name", "short_name", "kind", "parent", "position", "is_active"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Unit]:
        return (
            super()
            .get_queryset(request)
            .annotate(
                aliases_=Count("aliases", distinct=True),
                members_=Count("member_links", distinct=True),
                people_=Count("memberships__user", distinct=True),
            )
        )

    def get_inlines(self, _request: HttpRequest, obj: Unit | None) -> "list[type[InlineModelAdmin[Any, Any]]]":
        """A group has members and owes nothing itself, so it has no people."""
        if obj is None:
            return [AliasInline]
        return [AliasInline, MemberInline] if obj.is_group else [AliasInline, PeopleInline]

    def get_urls(self) -> list[URLPattern]:
        return [*unknown_names.urls(self.admin_site), *super().get_urls()]

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any) -> Any:
        if request.method != "POST" or not actor(request).may(Event.Verb.UNIT_EDITED.value):
            return super().changeform_view(request, object_id, *args, **kwargs)
        with edits.editing_unit(number(object_id), actor(request)) as request.saved_units:  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: ModelForm[Unit], formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        keep_names(form.instance)
        request.saved_units.append(form.instance)  # type: ignore[attr-defined]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A unit is ended, not deleted: the record names it."""
        return False

    @admin.display(description="写法", ordering="aliases_")
    def alias_count(self, unit: Unit) -> int:
        return int(getattr(unit, "aliases_", 0))

    @admin.display(description="成员", ordering="members_")
    def member_count(self, unit: Unit) -> str:
        """A group without members would make no commitments: the empty one should be seen."""
        count = int(getattr(unit, "members_", 0))
        return str(count) if unit.is_group or count else "—"

    @admin.display(description="人员", ordering="people_")
    def people_count(self, unit: Unit) -> int:
        return int(getattr(unit, "people_", 0))
