"""The working calendar (工作日历): years whose holidays were published, beside those that the calendar knows."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from obligations.models.people import User


class CalendarYearQuerySet(models.QuerySet["CalendarYear"]):
    def special(self) -> dict[date, bool]:
        """Date → whether it is a working day, as `workdays` takes it. One query."""
        kept = self.values_list("days", flat=True)
        return {date.fromisoformat(day): is_workday for days in kept for day, is_workday in days.items()}


class CalendarYear(models.Model):
    """One year as the State Council's notice has it. `days`: ISO date → true for a weekend that is worked (调休),
    false for a day off. Where a year stands here, it is known as a whole: what is not named is an ordinary day.
    """

    year = models.PositiveSmallIntegerField(_("年份"), unique=True)
    days = models.JSONField(_("节假日"), default=dict)
    source = models.CharField(_("依据"), max_length=120, blank=True)
    set_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("登记人"))
    set_at = models.DateTimeField(_("登记时间"))

    objects = CalendarYearQuerySet.as_manager()

    class Meta:
        verbose_name = _("工作日历")
        verbose_name_plural = _("工作日历")
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year}年"
