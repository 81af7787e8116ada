"""Progress reports (进展反馈) and evidence (佐证材料)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from obligations.models.commitments import Commitment
from obligations.models.reports import Report


class Progress(Report):
    """What a unit reports on one commitment."""

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="progress", verbose_name=_("承办事项"))
    asks_to_close = models.BooleanField(_("申请办结"), default=False)

    class Meta:
        verbose_name = _("进展反馈")
        verbose_name_plural = _("进展反馈")
        ordering = ["-reported_at"]
        constraints = [models.CheckConstraint(condition=models.Q(percent__lte=100), name="progress_percent")]
        indexes = [models.Index(fields=["commitment", "-reported_at"], name="progress_latest")]


class Evidence(models.Model):
    """A file of a report: of a unit's own (`progress`), or of one on a part of its commitment (`part_report`)."""

    progress = models.ForeignKey(
        Progress, models.CASCADE, null=True, blank=True, related_name="evidence", verbose_name=_("进展反馈")
    )
    part_report = models.ForeignKey(
        "obligations.PartReport",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="evidence",
        verbose_name=_("分办进展"),
    )
    file = models.FileField(_("文件"), upload_to="evidence/%Y/", max_length=255)
    name = models.CharField(_("文件名"), max_length=255)
    size = models.PositiveBigIntegerField(_("大小"), help_text="bytes")
    sha256 = models.CharField(_("校验值"), max_length=64)

    class Meta:
        verbose_name = _("佐证材料")
        verbose_name_plural = _("佐证材料")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(progress__isnull=False, part_report__isnull=True)
                | models.Q(progress__isnull=True, part_report__isnull=False),
                name="evidence_of_one_report",
            )
        ]

    def __str__(self) -> str:
        return self.name
