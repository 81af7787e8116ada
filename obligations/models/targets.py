"""Targets (指标): an amount that a task is to reach, as printed."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from obligations.models.tasks import Task


class Target(models.Model):
    """`number` to `number_to` (a range) of `unit`, reached or changed by; `text` is how the directive prints it."""

    class Comparator(models.TextChoices):
        AT_LEAST = "ge", _("不低于")
        MORE = "gt", _("超过")
        AT_MOST = "le", _("不超过")
        LESS = "lt", _("低于")
        EQUAL = "eq", _("等于")
        ABOUT = "about", _("约")

    class Change(models.TextChoices):
        NONE = "", _("达到")
        RISE = "rise", _("增加")
        FALL = "fall", _("减少")

    task = models.ForeignKey(Task, models.CASCADE, related_name="targets", verbose_name=_("任务"))
    number = models.DecimalField(_("数值"), max_digits=18, decimal_places=4)
    number_to = models.DecimalField(_("上限"), max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("计量单位"), max_length=24, blank=True)
    comparator = models.CharField(_("比较"), max_length=6, choices=Comparator, default=Comparator.EQUAL)
    change = models.CharField(_("变化"), max_length=6, choices=Change, default=Change.NONE, blank=True)
    text = models.CharField(_("原文写法"), max_length=60, blank=True)
    what = models.CharField(_("指标内容"), max_length=300, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    by_machine = models.BooleanField(_("机器建议"), default=False)

    class Meta:
        verbose_name = _("指标")
        verbose_name_plural = _("指标")
        # what a person added has no place; databases differ on where that sorts
        ordering = ["task", models.F("start").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return self.amount

    @property
    def amount(self) -> str:
        """≥75%, 下降18%, 3—5家: a sign, never a guess of words."""
        sign = SIGNS.get(self.comparator, "")
        change = {"rise": "增加", "fall": "减少"}.get(self.change, "")
        upper = f"—{plain(self.number_to)}" if self.number_to is not None else ""
        return f"{change}{sign}{plain(self.number)}{upper}{self.unit}"


SIGNS = {"ge": "≥", "gt": "＞", "le": "≤", "lt": "＜", "about": "约"}


def plain(number: Decimal) -> str:
    """10070, 3.5: without trailing zeros and exponent."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
