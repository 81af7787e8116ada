"""What every report (进展反馈) says, on a commitment or on a part of one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from obligations.models.people import User


class Report(models.Model):
    """What a unit reports at one moment. Never changed; a later one follows."""

    reported_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("填报人"))
    reported_at = models.DateTimeField(_("填报时间"))
    percent = models.PositiveSmallIntegerField(_("完成比例"))
    done_so_far = models.TextField(_("进展情况"))
    problems = models.TextField(_("存在问题"), blank=True)
    next_steps = models.TextField(_("下一步措施"), blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.percent}% {self.done_so_far[:30]}"
