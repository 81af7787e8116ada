"""Events (操作记录): who did what when, before and after. Append-only."""

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

from obligations.models.commitments import Commitment
from obligations.models.directives import Directive
from obligations.models.people import User
from obligations.models.tasks import Task
from obligations.models.units import Unit


class EventQuerySet(models.QuerySet["Event"]):
    def update(self, **_kwargs: Any) -> NoReturn:
        raise TypeError("events are append-only")

    def delete(self) -> NoReturn:
        raise TypeError("events are append-only")


class Event(models.Model):
    """`actor` is empty when a job acted. `before` and `after` hold the changed fields as plain values."""

    at = models.DateTimeField(_("时间"))
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("操作人"))
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("单位"))
    verb = models.CharField(_("操作"), max_length=32)
    directive = models.ForeignKey(Directive, models.PROTECT, null=True, related_name="events")
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="events")
    commitment = models.ForeignKey(Commitment, models.PROTECT, null=True, related_name="events")
    note = models.TextField(_("说明"), blank=True)
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("操作记录")
        verbose_name_plural = _("操作记录")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["task", "-at"], name="event_of_task")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("events are append-only")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError("events are append-only")
