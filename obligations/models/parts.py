"""分办: what a unit hands on of its commitment to one below it, or to one of its people.

Towards the supervisors the unit goes on owing the whole; no list, dashboard or report of theirs counts a part.
"""

from datetime import date, datetime

from django.db import models
from django.db.models import Case, Count, F, Q, Value, When
from django.db.models.functions import Coalesce, Least
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from obligations.models.commitments import Commitment
from obligations.models.lights import Light, light_of
from obligations.models.people import User
from obligations.models.reports import Report
from obligations.models.units import FLOORS, Unit


class PartQuerySet(models.QuerySet["Part"]):
    def visible_to(self, user: User) -> "PartQuerySet":
        """Those that one's units do, and those of one's units' commitments."""
        if user.supervises:
            return self
        units = Unit.objects.of(user).order_by().values("pk")
        return self.filter(Q(unit__in=units) | Q(commitment__unit__in=units))

    def live(self) -> "PartQuerySet":
        """To be done still: also the commitment is, and its unit still stands above the part's. Closed, withdrawn or
        handed to another unit, or suspended, a commitment takes its parts along; resumed, they are there again."""
        return self.filter(state__in=Part.LIVE, commitment__state__in=Commitment.RUNNING).filter(is_below())

    def done_by(self, user: User) -> "PartQuerySet":
        """What the person's units do for others."""
        units = Unit.objects.of(user).order_by().values("pk")
        return self.filter(unit__in=units)

    def with_limit(self) -> "PartQuerySet":
        """Annotates `limit_on`, as `limit` says it."""
        nearer = Coalesce(Least("due_on", "commitment__due_on"), "due_on", "commitment__due_on")
        late = Q(due_on__isnull=False, made_at__date__gt=F("commitment__due_on"))
        return self.annotate(limit_on=Case(When(late, then=F("due_on")), default=nearer))

    def urgent_first(self) -> "PartQuerySet":
        """What is to be done by date, then what waits to be accepted, then what is over."""
        rank = Case(When(state="handed_in", then=Value(1)), When(state__in=Part.LIVE, then=Value(0)), default=Value(2))
        return self.with_limit().order_by(rank, F("limit_on").asc(nulls_last=True), "pk")

    def with_details(self) -> "PartQuerySet":
        rows = self.select_related("unit", "person", "commitment__unit", "commitment__task__directive")
        return rows.defer("commitment__task__directive__text", "commitment__task__suggestion")


def is_late_for(due_on: date, made_at: datetime) -> bool:
    """Whether a part made then was handed on after the commitment's date."""
    return timezone.localtime(made_at).date() > due_on


def is_below() -> Q:
    """The part's unit is the commitment's or stands below it, as deep as rights go."""
    found = Q(unit=F("commitment__unit"))
    for floor in range(1, FLOORS + 1):
        found |= Q(**{"__".join(["unit", *["parent"] * floor]): F("commitment__unit")})
    return found


class Part(models.Model):
    """`unit` does it for the commitment's unit; `person`: who of it. Without its own date it has the commitment's."""

    class State(models.TextChoices):
        OPEN = "open", _("办理中")
        HANDED_IN = "handed_in", _("待验收")
        RETURNED = "returned", _("退回修改")
        DONE = "done", _("已完成")
        WITHDRAWN = "withdrawn", _("已收回")

    LIVE = (State.OPEN, State.HANDED_IN, State.RETURNED)

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="parts", verbose_name=_("承办事项"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="parts", verbose_name=_("分办单位"))
    person = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("经办人"))
    what = models.TextField(_("分办内容"))
    due_on = models.DateField(_("完成时限"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.OPEN)
    percent = models.PositiveSmallIntegerField(_("完成比例"), default=0)
    signed_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    handed_in_on = models.DateField(_("报完成日期"), null=True, blank=True)
    done_on = models.DateField(_("验收日期"), null=True, blank=True)
    return_reason = models.CharField(_("退回理由"), max_length=500, blank=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("分办人"))
    made_at = models.DateTimeField(_("分办时间"))

    reports: "models.Manager[PartReport]"
    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("分办")
        verbose_name_plural = _("分办")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=Q(percent__lte=100), name="part_percent")]
        # the to-do list of a sub-unit
        indexes = [models.Index(fields=["unit", "state"], name="part_todo")]

    def __str__(self) -> str:
        return f"{self.unit} · {self.what[:30]}"

    @property
    def limit(self) -> date | None:
        """By when: never after the commitment's own date, also when that came nearer since; but what was handed on when
        that date had passed has one of its own."""
        due = self.commitment.due_on
        if self.due_on is not None and due is not None and is_late_for(due, self.made_at):
            return self.due_on
        return min((day for day in (self.due_on, due) if day is not None), default=None)

    @property
    def is_live(self) -> bool:
        """Reads the commitment; whether its unit still stands above, `live` knows."""
        return self.state in self.LIVE and self.commitment.state in Commitment.RUNNING

    def light(self, on: date) -> Light:
        return light_of(done=self.state == self.State.DONE, due_on=self.limit, handed_in_on=self.handed_in_on, on=on)


class PartReport(Report):
    """What the executing unit reports on its part, to the unit above."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="reports", verbose_name=_("分办"))
    asks_to_accept = models.BooleanField(_("报完成"), default=False)

    class Meta:
        verbose_name = _("分办进展")
        verbose_name_plural = _("分办进展")
        ordering = ["-reported_at", "-pk"]
        constraints = [models.CheckConstraint(condition=Q(percent__lte=100), name="part_report_percent")]


def counts_of(commitment_ids: "list[int]") -> dict[int, tuple[int, int]]:
    """For each commitment (key) that was split: how many parts there are and how many are done. One query."""
    rows = Part.objects.filter(commitment__in=commitment_ids).exclude(state=Part.State.WITHDRAWN).order_by()
    counted = rows.values_list("commitment").annotate(n=Count("pk"), done=Count("pk", filter=Q(state="done")))
    return {key: (n, done) for key, n, done in counted}
