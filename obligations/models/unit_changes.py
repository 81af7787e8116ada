"""Changes of units with a date (机构改革、更名、合并): the history of the register, and what is planned."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from obligations.models.people import User
from obligations.models.units import Unit


class UnitChangeQuerySet(models.QuerySet["UnitChange"]):
    def waiting(self) -> "UnitChangeQuerySet":
        """Planned, and not carried out."""
        return self.filter(done_at__isnull=True)

    def due(self, on: date) -> "UnitChangeQuerySet":
        return self.waiting().filter(on__lte=on).order_by("on", "pk")


class UnitChange(models.Model):
    """`unit` got another name, or `into` took it over. The names are those before and after, as they were entered."""

    class Kind(models.TextChoices):
        RENAMED = "renamed", _("更名")
        REORGANISED = "reorganised", _("划入")
        MERGED = "merged", _("合并")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="changes", verbose_name=_("单位"))
    kind = models.CharField(_("变更"), max_length=12, choices=Kind)
    on = models.DateField(_("生效日期"))
    into = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="gains", verbose_name=_("并入单位")
    )
    old_name = models.CharField(_("原全称"), max_length=120)
    old_short_name = models.CharField(_("原简称"), max_length=60, blank=True)
    new_name = models.CharField(_("新全称"), max_length=120, blank=True)
    new_short_name = models.CharField(_("新简称"), max_length=60, blank=True)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    done_at = models.DateTimeField(_("执行时间"), null=True, blank=True)

    objects = UnitChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位变更")
        verbose_name_plural = _("单位变更")
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"], condition=models.Q(done_at__isnull=True), name="unit_change_one_planned"
            ),
            models.CheckConstraint(
                condition=models.Q(kind="renamed", into__isnull=True) | models.Q(into__isnull=False),
                name="unit_change_into",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_name} {self.get_kind_display()}"
