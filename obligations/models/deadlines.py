"""Deadlines (完成时限): a rule as printed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from obligations.models.tasks import Task
from obligations.offsets import Window, after_event
from obligations.workdays import Special


class KeptDeadlines(models.Manager["Deadline"]):
    """Those that the task has. One that a correction took away stays for what had been owed by it."""

    def get_queryset(self) -> "models.QuerySet[Deadline]":
        return super().get_queryset().filter(dropped_at__isnull=True)


class Deadline(models.Model):
    """fixed: due_on · period: start_on, due_on · recurring: rrule (RFC 5545) · relative: offset after an event ·
    undated: `text` alone (长期坚持, 汛期前), until a person gives it a date by choosing another kind.

    `after` is that event as printed; somebody records its date in `event_on`.
    """

    class Kind(models.TextChoices):
        FIXED = "fixed", _("定期限")
        PERIOD = "period", _("时间段")
        RECURRING = "recurring", _("周期")
        RELATIVE = "relative", _("事件后")
        UNDATED = "undated", _("待定")

    task = models.ForeignKey(Task, models.CASCADE, related_name="deadlines", verbose_name=_("任务"))
    kind = models.CharField(_("类型"), max_length=10, choices=Kind)
    text = models.CharField(_("原文写法"), max_length=120, blank=True)
    what = models.CharField(_("事项"), max_length=300, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    start_on = models.DateField(_("开始"), null=True, blank=True)
    due_on = models.DateField(_("截止"), null=True, blank=True)
    rrule = models.CharField(_("周期规则"), max_length=120, blank=True)
    offset = models.CharField(_("时长"), max_length=24, blank=True, help_text="ISO 8601，B 表示工作日")
    after = models.CharField(_("起算事件"), max_length=120, blank=True)
    event_on = models.DateField(_("事件日期"), null=True, blank=True)
    # The date counted from the event, as long as it holds, and whether it was counted over a year without holidays.
    counted_on = models.DateField(_("推算日期"), null=True, blank=True, editable=False)
    is_provisional = models.BooleanField(_("暂定"), default=False, editable=False)
    confidence = models.FloatField(_("把握"), default=0)
    by_machine = models.BooleanField(_("机器建议"), default=False)

    dropped_at = models.DateTimeField(_("去掉时间"), null=True, blank=True, editable=False)

    objects = KeptDeadlines()
    with_dropped = models.Manager()

    class Meta:
        verbose_name = _("完成时限")
        verbose_name_plural = _("完成时限")
        ordering = ["task", "start", "pk"]

    def __str__(self) -> str:
        return self.text or self.rrule or str(self.due_on or "")

    def count(self, special: Special) -> Window:
        """Counts the date from the event's day and keeps it here, not saved. For a relative deadline with its event."""
        assert self.event_on is not None
        window = after_event(self.offset, self.event_on, special)
        self.counted_on, self.is_provisional = window.due_on, window.provisional
        return window

    @property
    def is_undated(self) -> bool:
        """Whether it says no date, so that nothing is laid out from it."""
        return self.kind == self.Kind.UNDATED
