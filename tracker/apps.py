from django.contrib.admin.apps import AdminConfig


class TrackerAdminConfig(AdminConfig):
    """The admin with the doors of this project."""

    default_site = "tracker.admin.TrackerAdminSite"
