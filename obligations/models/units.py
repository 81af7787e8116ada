"""The register of units: departments, localities, enterprises, offices, and groups of them."""

import re
import unicodedata
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

NAME_NOISE = re.compile(r"[\s、,;:。()\[\]【】·]")


def name_key(name: str) -> str:
    """A name without white space, brackets and separators, in one width: two spellings with one key are one name."""
    return NAME_NOISE.sub("", unicodedata.normalize("NFKC", name))


class UnitQuerySet(models.QuerySet["Unit"]):
    def by_names(self, names: Iterable[str]) -> "dict[str, Unit]":
        """Units by printed name, for those names that the register knows. Two queries, however many names."""
        keys = {name_key(name): name for name in names}
        aliases = UnitAlias.objects.filter(key__in=keys, unit__in=self).select_related("unit")
        found = {alias.key: alias.unit for alias in aliases}
        return {name: found[key] for name in names if (key := name_key(name)) in found}


class Unit(models.Model):
    """A department, locality, enterprise, office or group. A group (市直有关部门) owes nothing itself."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department", _("部门")
        LOCALITY = "locality", _("县（市、区）")
        ENTERPRISE = "enterprise", _("企业")
        OFFICE = "office", _("办公室")
        ORGAN = "organ", _("党群机关")
        GROUP = "group", _("单位组")

    name = models.CharField(_("全称"), max_length=120, unique=True)
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

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("单位")
        verbose_name_plural = _("单位")
        ordering = ["position", "name"]

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

    def expanded(self) -> "list[Unit]":
        """The units that owe what this one is told to do: itself, or a group's active members (groups in it opened)."""
        return list(self._expand(set()))

    def _expand(self, seen: set[int]) -> "Iterable[Unit]":
        if self.pk in seen:
            return
        seen.add(self.pk)
        if not self.is_group:
            yield self
            return
        for member in self.members.filter(is_active=True):
            yield from member._expand(seen)


class GroupMember(models.Model):
    group = models.ForeignKey(Unit, models.CASCADE, related_name="member_links", verbose_name=_("单位组"))
    member = models.ForeignKey(Unit, models.CASCADE, related_name="group_links", verbose_name=_("成员"))

    class Meta:
        verbose_name = _("单位组成员")
        verbose_name_plural = _("单位组成员")
        constraints = [
            models.UniqueConstraint(fields=["group", "member"], name="group_member_once"),
            models.CheckConstraint(condition=~models.Q(group=models.F("member")), name="group_not_its_own_member"),
        ]

    def __str__(self) -> str:
        return f"{self.group} ∋ {self.member}"


class UnitAlias(models.Model):
    """One spelling of a unit's name. The full and the short name are kept here too, so one look-up resolves all."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="aliases", verbose_name=_("单位"))
    spelling = models.CharField(_("写法"), max_length=120)
    key = models.CharField(max_length=120, unique=True, editable=False)

    class Meta:
        verbose_name = _("别名")
        verbose_name_plural = _("别名")

    def __str__(self) -> str:
        return self.spelling

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = name_key(self.spelling)
        super().save(*args, **kwargs)  # type: ignore[arg-type]
