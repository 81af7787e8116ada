"""The admin's door and its table of contents."""

from typing import Any

from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from obligations.models import User

# Kept by django-axes only when AXES_ENABLE_ACCESS_FAILURE_LOG is on.
NEVER_FILLED = "AccessFailureLog"
# What is done here most often comes first.
ORDER = ["Task", "Directive", "SourceFile", "Unit", "User", "Commitment", "Notice", "Event", "JobRun"]


class TrackerAdminSite(AdminSite):
    """Supervisors come to review, administrators also to keep the register and the people."""

    site_header = "督查督办 · 系统管理"
    site_title = "系统管理"
    index_title = "系统管理"
    # The table of contents is one click away; the lists need the width.
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and request.user.supervises

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # noqa: ARG002
        """There is one login page, with its lock against guessing."""
        if request.user.is_authenticated:
            if self.has_permission(request):
                return redirect("admin:index")
            raise PermissionDenied("系统管理只对督查室和管理员开放。")
        back = request.GET.get("next") or reverse("admin:index")
        return redirect(f"{reverse('login')}?{urlencode({'next': back})}")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"] = [model for model in app["models"] if model["object_name"] != NEVER_FILLED]
            if app["app_label"] != "obligations":
                continue
            app["models"].sort(key=lambda model: place(model["object_name"]))
            if isinstance(request.user, User) and request.user.administers:
                app["models"].append(unknown_names_entry())
        return sorted(apps, key=lambda app: app["app_label"] != "obligations")


def place(name: str) -> int:
    return ORDER.index(name) if name in ORDER else len(ORDER)


def unknown_names_entry() -> dict[str, Any]:
    """A page that is no model's, listed as if it were."""
    return {
        "name": "待匹配的单位名称",
        "object_name": "UnknownName",
        "admin_url": reverse("admin:unknown_names"),
        "add_url": None,
        "view_only": True,
        "perms": {"add": False, "change": False, "delete": False, "view": True},
    }
