"""Suspensions (中止): while one is open, the clock of its commitment stands still."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from obligations.models.commitments import Commitment
from obligations.models.people import User


class Suspension(models.Model):
    """`by` is empty for what the daily job laid out beside suspended ones. `until_on` is only expected: nothing
    happens on it by itself. `ended_on` is empty while it lasts."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="suspensions", verbose_name=_("承办事项"))
    reason = models.CharField(_("中止原因"), max_length=500)
    state_before = models.CharField(max_length=12, choices=Commitment.State, default=Commitment.State.OPEN)
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name=_("操作人"))
    started_on = models.DateField(_("中止日期"))
    until_on = models.DateField(_("预计恢复"), null=True, blank=True)
    ended_on = models.DateField(_("恢复日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("中止")
        verbose_name_plural = _("中止")
        ordering = ["-started_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment"], name="suspension_one_open", condition=models.Q(ended_on__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.commitment} · {self.started_on}"
