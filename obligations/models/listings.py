"""Listings (挂牌督办): a commitment under special supervision, from the day it is listed to the day it is taken off."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from obligations.models.commitments import Commitment
from obligations.models.people import User


class Listing(models.Model):
    """`ended_on` is empty while it lasts; closing the commitment ends it too."""

    class Level(models.TextChoices):
        NATION = "nation", _("国家级")
        PROVINCE = "province", _("省级")
        CITY = "city", _("市级")
        COUNTY = "county", _("县级")

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="listings", verbose_name=_("承办事项"))
    level = models.CharField(_("挂牌级别"), max_length=10, choices=Level, default=Level.CITY)
    reason = models.CharField(_("挂牌原因"), max_length=500)
    finish_by = models.DateField(_("限期解决"), null=True, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("操作人"))
    listed_on = models.DateField(_("挂牌日期"))
    ended_on = models.DateField(_("摘牌日期"), null=True, blank=True)
    end_reason = models.CharField(_("摘牌理由"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("挂牌督办")
        verbose_name_plural = _("挂牌督办")
        ordering = ["-listed_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["commitment"], name="listing_one_open", condition=models.Q(ended_on__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()} · {self.commitment}"
