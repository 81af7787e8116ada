"""The register of units: departments, localities, enterprises, offices, and groups of them."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from obligations.extraction.areas import area_spellings

if TYPE_CHECKING:
    from obligations.models.people import User

# County, department, office: a sub-unit of a sub-unit is as deep as rights go.
FLOORS = 3
NAME_NOISE = re.compile(r"[\s、,;:。()\[\]【】·]")


def name_key(name: str) -> str:
    """A name without white space, brackets and separators, in one width: two spellings with one key are one name."""
    return NAME_NOISE.sub("", unicodedata.normalize("NFKC", name))


class UnitQuerySet(models.QuerySet["Unit"]):
    def by_names(self, names: Iterable[str], on: date | None = None) -> "dict[str, Unit]":
        """Units by printed name, for those names that the register knew on that day. One query, however many names."""
        book = self.name_book(names)
        return {name: unit for name in names if (unit := book.find(name, on)) is not None}

    def name_book(self, names: Iterable[str]) -> "NameBook":
        """The same for names that stand in documents of several days."""
        keys = {key for name in names for key in (name_key(name), *area_spellings(name))}
        aliases = UnitAlias.objects.filter(key__in=keys, unit__in=self).select_related("unit")
        return NameBook(aliases.order_by(F("valid_until").asc(nulls_last=True)))

    def visible_to(self, user: "User") -> "UnitQuerySet":
        """A supervisor sees the register; others their own units and those below."""
        return self if user.supervises else self.filter(pk__in=Unit.objects.of(user).order_by().values("pk"))

    def of(self, user: "User") -> "UnitQuerySet":
        """The units whose matters are the person's: with a part in them, also as a deputy, and those below."""
        from obligations.models.people import Membership

        held = Membership.objects.held_by(user)
        return self.filter(pk__in=held.values("unit")).with_those_below()

    def headed_by(self, user: "User") -> "UnitQuerySet":
        """The units for which the person signs as their head (分管领导), also as a deputy, and those below."""
        from obligations.models.people import Membership

        held = Membership.objects.held_by(user).filter(part=Membership.Part.HEAD)
        return self.filter(pk__in=held.values("unit")).with_those_below()

    def with_those_below(self) -> "UnitQuerySet":
        """These units and what stands below them, as many floors deep as offices go."""
        top = self.order_by().values("pk")
        below = Q(pk__in=top)
        for floor in range(1, FLOORS + 1):
            below |= Q(**{"__".join(["parent"] * floor + ["in"]): top})
        return Unit.objects.filter(below)


class NameBook:
    """Names in documents and the units that bore them on the day of the document."""

    def __init__(self, aliases: "Iterable[UnitAlias]") -> None:
        self._aliases: dict[str, list[UnitAlias]] = {}
        for alias in aliases:
            self._aliases.setdefault(alias.key, []).append(alias)

    def find(self, name: str, on: date | None = None) -> "Unit | None":
        """A spelling that ended is good for documents from before that day, and for those without a date."""
        for alias in self._aliases.get(name_key(name), []):
            if alias.valid_until is None or on is None or on < alias.valid_until:
                return alias.unit
        return self._area_group(name, on)

    def _area_group(self, name: str, on: date | None) -> "Unit | None":
        """各区县 where the register says 各县（市、区）人民政府; none where two groups are called so."""
        aliases = [alias for key in area_spellings(name) for alias in self._aliases.get(key, [])]
        valid = [alias for alias in aliases if alias.valid_until is None or on is None or on < alias.valid_until]
        units = {alias.unit for alias in valid if alias.unit.is_group}
        return units.pop() if len(units) == 1 else None


class Unit(models.Model):
    """A department, locality, enterprise, office or group. A group (市直有关部门) owes nothing itself."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department", _("部门")
        LOCALITY = "locality", _("县（市、区）")
        ENTERPRISE = "enterprise", _("企业")
        OFFICE = "office", _("办公室")
        ORGAN = "organ", _("党群机关")
        GROUP = "group", _("单位组")

    name = models.CharField(_("全称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=60, blank=True)
    kind = models.CharField(_("类别"), max_length=16, choices=Kind, default=Kind.DEPARTMENT)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级单位")
    )
    members: "models.ManyToManyField[Unit, GroupMember]" = models.ManyToManyField(
        "self",
        through="obligations.GroupMember",
        through_fields=("group", "member"),
        symmetrical=False,
        related_name="groups",
        verbose_name=_("成员"),
    )
    position = models.PositiveIntegerField(_("排序"), default=1000)
    is_active = models.BooleanField(_("在用"), default=True)
    # whether its head signs what it hands in; empty: as the unit above, else as everywhere
    head_signs = models.BooleanField(_("分管领导审签"), null=True, blank=True, editable=False)
    # Another took it over, by merger or reorganisation: what is open moved there, what was closed stays here.
    succeeded_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="predecessors"
    )
    ended_on = models.DateField(_("撤销日期"), null=True, blank=True, editable=False)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位")
        verbose_name_plural = _("单位")
        ordering = ["position", "name"]
        constraints = [
            # A partial index is no key: on PostgreSQL a unit can be renamed while others write rows that refer to it.
            models.UniqueConstraint(fields=["name"], condition=~Q(name=""), name="unit_name_once"),
        ]

    def __str__(self) -> str:
        return self.short_name or self.name

    def above(self) -> list[int]:
        """Keys of the units above this one, the next first. A circle in the register ends it."""
        found: list[int] = []
        key = self.parent_id
        while key is not None and key != self.pk and key not in found:
            found.append(key)
            key = Unit.objects.filter(pk=key).values_list("parent_id", flat=True).first()
        return found

    @property
    def is_group(self) -> bool:
        return self.kind == self.Kind.GROUP

    def members_on(self, day: date) -> "models.QuerySet[Unit]":
        """Its active members on that day."""
        links = GroupMember.objects.valid(day).filter(group=self)
        return Unit.objects.filter(is_active=True, group_links__in=links)


class GroupMemberQuerySet(models.QuerySet["GroupMember"]):
    def valid(self, day: date) -> "GroupMemberQuerySet":
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return self.filter(begun, Q(valid_to__isnull=True) | Q(valid_to__gte=day))


class GroupMember(models.Model):
    """A member of a group from the first day to the last, both included; an empty date is no bound."""

    group = models.ForeignKey(Unit, models.CASCADE, related_name="member_links", verbose_name=_("单位组"))
    member = models.ForeignKey(Unit, models.CASCADE, related_name="group_links", verbose_name=_("成员"))
    valid_from = models.DateField(_("起"), null=True, blank=True)
    valid_to = models.DateField(_("止"), null=True, blank=True)

    objects = GroupMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位组成员")
        verbose_name_plural = _("单位组成员")
        constraints = [
            # who left may come back: once without an end, and once from each day
            models.UniqueConstraint(
                fields=["group", "member"], condition=Q(valid_to__isnull=True), name="group_member_once"
            ),
            models.UniqueConstraint(fields=["group", "member", "valid_to"], name="group_member_once_to"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_from__lte=F("valid_to")),
                name="group_member_from_to",
            ),
            models.CheckConstraint(condition=~Q(group=F("member")), name="group_not_its_own_member"),
        ]

    def __str__(self) -> str:
        return f"{self.group} ∋ {self.member}"

    def holds_on(self, day: date) -> bool:
        return (self.valid_from or day) <= day <= (self.valid_to or day)


class UnitAlias(models.Model):
    """One spelling of a unit's name. The full and the short name are kept here too, so one look-up resolves all."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases", verbose_name=_("单位"))
    spelling = models.CharField(_("写法"), max_length=120)
    key = models.CharField(max_length=120, editable=False)
    # The day from which documents mean by it no longer this unit: its name until a reorganisation.
    valid_until = models.DateField(_("用于此日之前的文件"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("别名")
        verbose_name_plural = _("别名")
        constraints = [
            models.UniqueConstraint(fields=["key"], condition=Q(valid_until__isnull=True), name="alias_of_one_unit"),
            models.UniqueConstraint(fields=["key", "valid_until"], name="alias_of_one_unit_until"),
        ]

    def __str__(self) -> str:
        return self.spelling

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = name_key(self.spelling)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class DismissedName(models.Model):
    """A name in directives that is no unit (各单位, 企业主管部门), so that nobody is asked again."""

    key = models.CharField(max_length=120, unique=True, editable=False)
    spelling = models.CharField(_("写法"), max_length=120)

    class Meta:
        verbose_name = _("非单位名称")
        verbose_name_plural = _("非单位名称")

    def __str__(self) -> str:
        return self.spelling

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = name_key(self.spelling)
        super().save(*args, **kwargs)  # type: ignore[arg-type]
