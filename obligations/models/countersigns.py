"""Countersigning (会签、审签): who checks a hand-in before the supervisor decides, and what they said."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from obligations.models.commitments import Commitment
from obligations.models.people import User
from obligations.models.progress import Progress
from obligations.models.units import Unit


class Countersign(models.Model):
    """What came of one desk for one hand-in: each desk once a hand-in, so of two who sign at once one wins.

    `remark` is what the signer wrote, or why nobody had to. `unit` is the one for which it was signed.
    """

    class Outcome(models.TextChoices):
        AGREED = "agreed", _("同意")
        # by whoever handed it in: who signs a paper need not sign it twice
        GIVEN = "given", _("本人申报")
        RETURNED = "returned", _("退回")
        WAIVED = "waived", _("免签")

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="countersigns", verbose_name=_("承办事项"))
    report = models.ForeignKey(Progress, models.CASCADE, related_name="countersigns", verbose_name=_("办结申请"))
    desk = models.CharField(_("环节"), max_length=12, choices=Commitment.Desk)
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome)
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("单位"))
    signed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("签署人")
    )
    signed_at = models.DateTimeField(_("时间"))
    remark = models.CharField(_("意见"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("会签意见")
        verbose_name_plural = _("会签意见")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["report", "desk"], name="countersign_once_a_desk")]

    def __str__(self) -> str:
        return f"{self.get_desk_display()} · {self.get_outcome_display()}"
