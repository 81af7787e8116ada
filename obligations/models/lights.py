"""The traffic light of a commitment, derived from dates: in one place, in SQL and in Python alike."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Case, CharField, F, Value, When
from django.utils.translation import gettext_lazy as _


class Light(models.TextChoices):
    OVERDUE = "overdue", _("逾期")
    NEAR = "near", _("临期")
    ON_TIME = "on_time", _("正常")
    WAITING = "waiting", _("待定")
    SUSPENDED = "suspended", _("中止")
    DONE = "done", _("办结")


# The order in which lists show them: what needs doing next comes first.
LIGHT_ORDER = [Light.OVERDUE, Light.NEAR, Light.ON_TIME, Light.WAITING, Light.SUSPENDED, Light.DONE]


def light_of(*, done: bool, due_on: date | None, handed_in_on: date | None, on: date, suspended: bool = False) -> Light:
    """The light on the day `on`. Handing in stops the clock until the supervisor decides; the due day is in time."""
    if done:
        return Light.DONE
    if suspended:
        return Light.SUSPENDED
    if due_on is None:
        return Light.WAITING
    if handed_in_on is not None:
        return Light.OVERDUE if due_on < handed_in_on else Light.ON_TIME
    if due_on < on:
        return Light.OVERDUE
    return Light.NEAR if due_on <= near_until(on) else Light.ON_TIME


def near_until(on: date) -> date:
    """The last due date that is near (临期) on the day `on`."""
    return on + timedelta(days=settings.NEAR_DAYS)


def light_case(on: date) -> Case:
    """The same as an SQL expression over Commitment."""
    return Case(
        When(state="done", then=Value(Light.DONE.value)),
        When(state="suspended", then=Value(Light.SUSPENDED.value)),
        When(due_on__isnull=True, then=Value(Light.WAITING.value)),
        When(handed_in_on__isnull=False, due_on__lt=F("handed_in_on"), then=Value(Light.OVERDUE.value)),
        When(handed_in_on__isnull=False, then=Value(Light.ON_TIME.value)),
        When(due_on__lt=on, then=Value(Light.OVERDUE.value)),
        When(due_on__lte=near_until(on), then=Value(Light.NEAR.value)),
        default=Value(Light.ON_TIME.value),
        output_field=CharField(max_length=10),
    )
