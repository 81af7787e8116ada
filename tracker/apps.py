from axes.apps import AppConfig as AxesConfig
from django.contrib.admin.apps import AdminConfig


class TrackerAdminConfig(AdminConfig):
    """The admin with the doors of this project."""

    default_site = "tracker.admin.TrackerAdminSite"


class LoginGuardConfig(AxesConfig):  # type: ignore[misc]  # it comes without types
    """django-axes under a name that an office understands; its words are in locale/."""

    verbose_name = "登录安全"

    def ready(self) -> None:
        super().ready()
        from axes.admin import AccessAttemptAdmin

        # The one heading that is made of the method's name and so is in no catalogue.
        AccessAttemptAdmin.status.short_description = "状态"
