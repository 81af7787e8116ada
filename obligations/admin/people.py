"""People and their units. Nobody is deleted: who left is switched off, and the records keep the name."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from obligations.admin.bases import ForAdministrators, TabularInline, actor, number
from obligations.models import Event, Membership, User
from obligations.register import edits

if TYPE_CHECKING:
    BaseUserAdmin = UserAdmin[User]
else:
    BaseUserAdmin = UserAdmin

# Rights come from role and units alone.
admin.site.unregister(Group)


class MembershipInline(ForAdministrators, TabularInline[Membership, User]):
    model = Membership
    autocomplete_fields = ["unit"]
    extra = 1


@admin.register(User)
class PeopleAdmin(ForAdministrators, BaseUserAdmin):
    inlines = [MembershipInline]
    list_display = ["username", "display_name", "role", "units_", "email", "phone", "last_login", "is_active"]
    list_filter = ["role", "is_active"]
    list_per_page = 100
    search_fields = ["username", "display_name", "email", "phone", "units__name", "units__short_name"]
    ordering = ["username"]
    filter_horizontal = ()
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("人员", {"fields": ["display_name", "role", "email", "phone", "is_active"]}),
        ("登录", {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "usable_password", "password1", "password2"]}),
        ("人员", {"fields": ["display_name", "role", "email", "phone"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        memberships = Membership.objects.select_related("unit").order_by("unit__position")
        return super().get_queryset(request).prefetch_related(Prefetch("memberships", memberships))

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A superuser's password is not an administrator's to set."""
        if isinstance(obj, User) and obj.is_superuser and not actor(request).is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def changeform_view(self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any) -> Any:
        if request.method != "POST" or not actor(request).may(Event.Verb.ACCOUNT_EDITED.value):
            return super().changeform_view(request, object_id, *args, **kwargs)
        with edits.editing_account(number(object_id), actor(request)) as request.saved_users:  # type: ignore[attr-defined]
            return super().changeform_view(request, object_id, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        request.saved_users.append(form.instance)  # type: ignore[attr-defined]

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        if request.method != "POST" or not actor(request).may(Event.Verb.ACCOUNT_EDITED.value):
            return super().user_change_password(request, id, form_url)
        with edits.editing_account(number(id), actor(request)) as saved:
            saved += User.objects.filter(pk=number(id) or 0)
            return super().user_change_password(request, id, form_url)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="单位")
    def units_(self, person: User) -> str:
        return "、".join(dict.fromkeys(str(membership.unit) for membership in person.memberships.all()))
