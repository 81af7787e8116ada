"""The scheduler's dead-man's switch: a schedule that only leaves its time. `health` looks at it."""

from datetime import datetime

from django.utils import timezone

from obligations.models import Heartbeat

NAME = "scheduler"


def beat() -> None:
    Heartbeat.objects.update_or_create(name=NAME, defaults={"beat_at": timezone.now()})


def last_beat() -> datetime | None:
    """When scheduler and worker were last seen working together; None before the first time."""
    return Heartbeat.objects.filter(name=NAME).values_list("beat_at", flat=True).first()
