"""Where hand-ins are countersigned (会签设置): off unless somebody switches it on."""

from django.db import models
from django.db.models import Exists, Q
from django.utils.translation import gettext_lazy as _


class CountersignRuleManager(models.Manager["CountersignRule"]):
    def current(self) -> "CountersignRule":
        """What holds where unit and task say nothing of their own; not saved yet where nobody has set it."""
        return self.filter(pk=1).first() or CountersignRule(pk=1)


class CountersignRule(models.Model):
    """One row for the whole system. `Unit.head_signs` and `Task.lead_checks` stand before it."""

    head_signs = models.BooleanField(_("分管领导审签"), default=False)
    lead_checks = models.BooleanField(_("牵头单位审核"), default=False)

    objects = CountersignRuleManager()

    class Meta:
        verbose_name = _("会签设置")
        verbose_name_plural = _("会签设置")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="countersign_rule_one_row")]

    def __str__(self) -> str:
        return str(_("会签设置"))


def lead_checks_in(path: str = "") -> Q:
    """The condition over Task, or what has it at `path` (task__), that its lead unit checks what others hand in."""
    everywhere = CountersignRule.objects.filter(lead_checks=True)
    return Q(**{f"{path}lead_checks": True}) | Q(**{f"{path}lead_checks__isnull": True}) & Q(Exists(everywhere))
