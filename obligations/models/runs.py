"""Claims of periodic jobs: which machine does which job for which period, and when the worker was last alive."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """A job's claim on a period (`2026-11-23`, `2026-W48`). The constraint lets one machine win."""

    job = models.CharField(_("任务"), max_length=40)
    period = models.CharField(_("周期"), max_length=20)
    started_at = models.DateTimeField(_("开始"))
    finished_at = models.DateTimeField(_("结束"), null=True, blank=True)
    result = models.JSONField(_("结果"), default=dict, blank=True)
    failure = models.TextField(_("失败原因"), blank=True)

    class Meta:
        verbose_name = _("定时任务记录")
        verbose_name_plural = _("定时任务记录")
        ordering = ["-started_at"]
        constraints = [models.UniqueConstraint(fields=["job", "period"], name="job_run_once")]

    def __str__(self) -> str:
        return f"{self.job} {self.period}"


class Heartbeat(models.Model):
    """When the scheduler last ran: its own dead-man's switch, shown on the supervisor's screen."""

    name = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.beat_at:%Y-%m-%d %H:%M}"
