from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ObligationsConfig(AppConfig):
    name = "obligations"
    verbose_name = "督查督办"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(guard_the_record, sender=self)


def guard_the_record(using: str = "default", **_kwargs: Any) -> None:
    """After every `migrate`: the triggers that keep the record are there, and the row that ends the chain."""
    from django.db import connections

    from obligations.models import Chain
    from obligations.models.append_only import CHAIN, protect

    connection = connections[using]
    # A database that is not migrated that far yet has no chain to guard.
    if CHAIN in connection.introspection.table_names():
        if not Chain.objects.using(using).exists():
            Chain.objects.using(using).create(pk=Chain.ONLY)
        protect(connection)
