"""Requests for a later date (延期申请)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from obligations.models.commitments import Commitment
from obligations.models.people import User


class Extension(models.Model):
    class State(models.TextChoices):
        PENDING = "pending", _("待审批")
        GRANTED = "granted", _("同意")
        REFUSED = "refused", _("不同意")
        RECALLED = "recalled", _("已撤回")

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="extensions", verbose_name=_("承办事项"))
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("申请人"))
    asked_at = models.DateTimeField(_("申请时间"))
    due_before = models.DateField(_("原截止"))
    wanted_on = models.DateField(_("申请延至"))
    reason = models.TextField(_("理由"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PENDING)
    granted_on = models.DateField(_("批准延至"), null=True, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审批人")
    )
    decided_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    reply = models.CharField(_("审批意见"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("延期申请")
        verbose_name_plural = _("延期申请")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment"], name="extension_one_pending", condition=models.Q(state="pending")
            )
        ]

    def __str__(self) -> str:
        return f"{self.commitment} → {self.wanted_on}"

    @property
    def is_shortened(self) -> bool:
        """Granted to an earlier day than was asked for (缩短)."""
        return self.granted_on is not None and self.granted_on < self.wanted_on

    @property
    def was_late(self) -> bool:
        """Asked for when the date had passed: it may be granted, and counts as late by the first date."""
        return timezone.localtime(self.asked_at).date() > self.due_before
