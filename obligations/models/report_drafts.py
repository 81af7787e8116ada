"""What a unit's people have written of a report and not sent yet (进展草稿). One a commitment, shared by them.

Not to be mixed up with `obligations.drafts`, what a reviewer entered about a suggested task.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from obligations.models.commitments import Commitment
from obligations.models.people import User


class ReportDraft(models.Model):
    """`mark` is another with every save; `pad` names the open form that wrote it last."""

    commitment = models.OneToOneField(
        Commitment, models.CASCADE, related_name="report_draft", verbose_name=_("承办事项")
    )
    mark = models.CharField(max_length=32)
    pad = models.CharField(max_length=32, blank=True)
    percent = models.PositiveSmallIntegerField(_("完成比例"), null=True, blank=True)
    done_so_far = models.TextField(_("进展情况"), blank=True)
    problems = models.TextField(_("存在问题"), blank=True)
    next_steps = models.TextField(_("下一步措施"), blank=True)
    written_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("填写人"))
    written_at = models.DateTimeField(_("填写时间"))

    class Meta:
        verbose_name = _("进展草稿")
        verbose_name_plural = _("进展草稿")

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.done_so_far[:30]}"
