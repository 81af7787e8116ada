from django.apps import AppConfig


class ObligationsConfig(AppConfig):
    name = "obligations"
    verbose_name = "督查督办"
    default_auto_field = "django.db.models.BigAutoField"
