"""Who uses the system, and for which units."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from obligations import rights
from obligations.rights import Reach, Role, Standing

if TYPE_CHECKING:
    from obligations.models.tasks import Task
    from obligations.models.units import Unit


class User(AbstractUser):
    class Role(models.TextChoices):
        COORDINATOR = "coordinator", _("联络员")
        SUPERVISOR = "supervisor", _("督查室")
        ADMINISTRATOR = "administrator", _("管理员")

    role = models.CharField(_("角色"), max_length=16, choices=Role, default=Role.COORDINATOR)
    display_name = models.CharField(_("姓名"), max_length=40, blank=True)
    phone = models.CharField(_("电话"), max_length=40, blank=True)
    units: "models.ManyToManyField[Unit, Membership]" = models.ManyToManyField(
        "obligations.Unit", through="obligations.Membership", related_name="people", verbose_name=_("单位")
    )

    class Meta:
        verbose_name = _("用户")
        verbose_name_plural = _("用户")

    def __str__(self) -> str:
        return self.display_name or self.username

    @property
    def supervises(self) -> bool:
        """Sees every unit's commitments and may review, urge and close."""
        return self.is_active and (self.is_superuser or self.role in (self.Role.SUPERVISOR, self.Role.ADMINISTRATOR))

    @property
    def administers(self) -> bool:
        """May change the register, the people and the settings."""
        return self.is_active and (self.is_superuser or self.role == self.Role.ADMINISTRATOR)

    def may(self, verb: str, unit: "Unit | None" = None, task: "Task | None" = None) -> bool:
        """Whether this person may do the verb (a value of `Event.Verb`, or see), for this unit where it is a unit's,
        as part of this task where the task's lead unit has a say."""
        return self.is_active and rights.may(verb, self._all_standings(verb, unit, task))

    def stands_in_for(self, unit: "Unit") -> str:
        """In whose place the person acts for this unit; "" for who acts in their own right."""
        ids = [unit.pk, *unit.above()]
        if self.supervises or self.memberships.filter(unit__in=ids).exists():
            return ""
        absent = Deputy.objects.on().filter(deputy=self, unit__in=ids).select_related("absent").order_by("pk")
        return "、".join(dict.fromkeys(str(one.absent) for one in absent))

    def _all_standings(self, verb: str, unit: "Unit | None", task: "Task | None") -> "Iterator[Standing]":
        yield from self._standings(unit)
        if task is not None and rights.RIGHTS[verb].asks_the_lead:
            yield from self._leading(unit, task)

    def _leading(self, unit: "Unit | None", task: "Task") -> "Iterator[Standing]":
        """As one of the people of a unit that leads the task, or of one above it, where the lead checks the others."""
        from obligations.models.countersign_rules import CountersignRule

        checks = CountersignRule.objects.current().lead_checks if task.lead_checks is None else task.lead_checks
        leads = [one for one in task.lead_units if one != unit] if checks else []
        ids = {key for lead in leads for key in (lead.pk, *lead.above())}
        held = Membership.objects.held_by(self).filter(unit__in=ids) if ids else Membership.objects.none()
        for part in held.values_list("part", flat=True):
            yield Standing(Role(part), Reach.LED)

    def _standings(self, unit: "Unit | None") -> "Iterator[Standing]":
        reach = Reach.OTHER
        if unit is not None:
            ids = [unit.pk, *unit.above()]
            held = Membership.objects.held_by(self).filter(unit__in=ids)
            for part, unit_id in held.values_list("part", "unit_id"):
                found = Reach.OWN if unit_id == unit.pk else Reach.SUB
                reach = found if reach != Reach.OWN else reach
                yield Standing(Role(part), found)
        if self.administers:
            yield Standing(Role.ADMINISTRATOR, reach)
        elif self.supervises:
            yield Standing(Role.SUPERVISOR, reach)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def held_by(self, user: User, on: date | None = None) -> "MembershipQuerySet":
        """The person's own parts, and on that day (today) those of the people whom the person stands in for."""
        stood_in_for = Deputy.objects.on(on).filter(deputy=user, absent=OuterRef("user"), unit=OuterRef("unit"))
        return self.filter(Q(user=user) | Q(Exists(stood_in_for), user__is_active=True))


class Membership(models.Model):
    """A person's part in a unit."""

    class Part(models.TextChoices):
        COORDINATOR = "coordinator", _("联络员")
        HEAD = "head", _("分管领导")

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name=_("用户"))
    unit = models.ForeignKey("obligations.Unit", models.CASCADE, related_name="memberships", verbose_name=_("单位"))
    part = models.CharField(_("身份"), max_length=16, choices=Part, default=Part.COORDINATOR)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位人员")
        verbose_name_plural = _("单位人员")
        constraints = [models.UniqueConstraint(fields=["user", "unit", "part"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.unit} · {self.user}（{self.get_part_display()}）"


class DeputyQuerySet(models.QuerySet["Deputy"]):
    def on(self, day: date | None = None) -> "DeputyQuerySet":
        """Those who stand in on that day (today)."""
        day = day or timezone.localdate()
        return self.filter(starts_on__lte=day, ends_on__gte=day)


class Deputy(models.Model):
    """`deputy` stands in for `absent` in one unit, with the parts held there, from the first day to the last."""

    unit = models.ForeignKey("obligations.Unit", models.PROTECT, related_name="deputies", verbose_name=_("单位"))
    absent = models.ForeignKey(User, models.PROTECT, related_name="absences", verbose_name=_("缺席人"))
    deputy = models.ForeignKey(User, models.PROTECT, related_name="deputising", verbose_name=_("代办人"))
    starts_on = models.DateField(_("起"))
    ends_on = models.DateField(_("止"))

    objects = DeputyQuerySet.as_manager()

    class Meta:
        verbose_name = _("代办")
        verbose_name_plural = _("代办")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(starts_on__lte=models.F("ends_on")), name="deputy_from_to"),
            models.CheckConstraint(condition=~models.Q(deputy=models.F("absent")), name="deputy_another_person"),
        ]

    def __str__(self) -> str:
        return f"{self.deputy}代{self.absent}"
