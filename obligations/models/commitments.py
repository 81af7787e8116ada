"""Commitments (承办事项): what one unit owes on one task by one date."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from obligations.models.deadlines import Deadline
from obligations.models.done import DoneCounts, done_by
from obligations.models.lights import LIGHT_ORDER, Light, light_case, light_of, near_until
from obligations.models.people import User
from obligations.models.slices import Slice, in_slice, is_late
from obligations.models.tasks import Assignment, Task
from obligations.models.units import Unit

if TYPE_CHECKING:
    from obligations.models.listings import Listing
    from obligations.models.progress import Progress
    from obligations.models.suspensions import Suspension


# The occurrence of a withdrawn row whose place is free begins so.
FREED = "withdrawn:"
# How often one thing is handed on, at most, for the last unit to read what the first one reported.
MOST_HANDS = 4


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    def visible_to(self, user: User) -> "CommitmentQuerySet":
        """The one rule of who sees what: a supervisor all, others those of their own units and of units below, and
        those of all units in a task that their unit leads, where the lead checks what is handed in.

        Lists, counts, exports and notices all start here.
        """
        rows = self.exclude(state=Commitment.State.WITHDRAWN)
        if user.supervises:
            return rows
        units = Unit.objects.of(user).order_by().values("pk")
        return rows.filter(_theirs(units))

    def of(self, user: User) -> "CommitmentQuerySet":
        """What somebody has to do with day by day: as above, without what their units only check for others."""
        rows = self.exclude(state=Commitment.State.WITHDRAWN)
        return rows if user.supervises else rows.filter(unit__in=Unit.objects.of(user).order_by().values("pk"))

    def to_countersign(self, user: User) -> "CommitmentQuerySet":
        """What waits for this person's signature: as head of its unit, or for a unit that leads its task."""
        desk = Commitment.Desk
        waiting = self.filter(state=Commitment.State.HANDED_IN)
        heads = Q(waits_for=desk.HEAD, unit__in=Unit.objects.headed_by(user).order_by().values("pk"))
        units = Unit.objects.of(user).order_by().values("pk")
        leads = Q(waits_for=desk.LEAD, task__in=Task.objects.checked_by(units).values("pk"))
        return waiting.filter(heads | leads)

    def on_record_of(self, user: User) -> "CommitmentQuerySet":
        """What a person may look up: also what their units handed on to others, or reported on before it was withdrawn,
        and what was reported on theirs before it was handed on to them."""
        if user.supervises:
            return self
        units = Unit.objects.of(user).order_by().values("pk")
        seen = _theirs(units) & ~Q(state=Commitment.State.WITHDRAWN)
        seen |= Q(pk__in=Commitment.objects.kept_by(units).values("pk"))
        for times in range(1, MOST_HANDS + 1):
            seen |= Q(**{"__".join(["reassigned_to"] * times + ["unit", "in"]): units})
        return self.filter(seen)

    def kept_by(self, units: "models.QuerySet[Any, Any]") -> "CommitmentQuerySet":
        """Withdrawn ones that these units (keys) handed on to others, or had reported on."""
        from obligations.models.progress import Progress

        gone = self.order_by().filter(unit__in=units, state=Commitment.State.WITHDRAWN)
        return gone.filter(Q(reassigned_to__isnull=False) | Exists(Progress.objects.filter(commitment=OuterRef("pk"))))

    def free_places(self) -> int:
        """Of withdrawn ones: what they were owed for may be owed by another row of the same unit."""
        key = Concat(Value(FREED), Cast("pk", CharField()))
        return self.filter(state=Commitment.State.WITHDRAWN).update(deadline=None, occurrence=key)

    def for_unit(self, unit: Unit) -> "CommitmentQuerySet":
        return self.filter(unit=unit)

    def live(self) -> "CommitmentQuerySet":
        """Neither done nor withdrawn."""
        return self.filter(state__in=Commitment.LIVE)

    def running(self) -> "CommitmentQuerySet":
        """Live, and the clock does not stand still."""
        return self.filter(state__in=Commitment.RUNNING)

    def overdue(self, on: date) -> "CommitmentQuerySet":
        return self.running().filter(is_late(on))

    def sign_late(self, on: date) -> "CommitmentQuerySet":
        """Not signed for within the time for it."""
        return self.in_slice(Slice.SIGN_LATE, on)

    def due_soon(self, on: date) -> "CommitmentQuerySet":
        return self.running().filter(handed_in_on__isnull=True, due_on__gte=on, due_on__lte=near_until(on))

    def with_light(self, on: date) -> "CommitmentQuerySet":
        """Annotates `light_now` (a Light) and `light_rank` (the order of lists)."""
        light = light_case(on)
        ranks = [When(light_now=light_.value, then=Value(i)) for i, light_ in enumerate(LIGHT_ORDER)]
        rank = Case(*ranks, default=Value(len(ranks)), output_field=IntegerField())
        return self.annotate(light_now=light).annotate(light_rank=rank)

    def at_light(self, light: Light, on: date) -> "CommitmentQuerySet":
        return self.with_light(on).filter(Q(light_now=light.value))

    def late_first(self, on: date) -> "CommitmentQuerySet":
        """By light, then by date: what needs doing next comes first."""
        return self.with_light(on).order_by("light_rank", F("due_on").asc(nulls_last=True), "pk")

    def with_details(self) -> "CommitmentQuerySet":
        """All that a row shows: task, directive, unit, deadline, the last report. One query."""
        from obligations.models.progress import Progress

        last = Progress.objects.filter(commitment=OuterRef("pk")).order_by("-reported_at")
        rows = self.with_deed().with_extensions()
        rows = rows.select_related("task__directive", "unit", "deadline", "reassigned_from__unit")
        # A directive's text may have a hundred pages; no row shows it.
        rows = rows.defer("task__directive__text", "task__suggestion")
        return rows.annotate(
            last_percent=Subquery(last.values("percent")[:1]),
            last_report_at=Subquery(last.values("reported_at")[:1]),
            last_report=Subquery(last.values("done_so_far")[:1]),
            draft_at=F("report_draft__written_at"),
        )

    def with_deed(self) -> "CommitmentQuerySet":
        """Annotates `deed`: what its deadline asks for, where the task has more than one; else empty."""
        others = Deadline.objects.filter(task=OuterRef("task")).exclude(pk=OuterRef("deadline"))
        named = When(Exists(others), deadline__isnull=False, then=F("deadline__what"))
        return self.annotate(deed=Case(named, default=Value(""), output_field=CharField()))

    def with_extensions(self) -> "CommitmentQuerySet":
        """Annotates `times_extended`: how many requests for a later date were granted."""
        from obligations.models.extensions import Extension

        granted = Extension.objects.filter(commitment=OuterRef("pk"), state=Extension.State.GRANTED).order_by()
        counted = granted.values("commitment").annotate(n=Count("pk")).values("n")
        return self.annotate(times_extended=Coalesce(Subquery(counted), 0))

    def with_source(self) -> "CommitmentQuerySet":
        """What shows and marks the sentence, and an extension that waits, why it stands still or is listed.

        Six queries more."""
        from obligations.models.extensions import Extension
        from obligations.models.listings import Listing
        from obligations.models.suspensions import Suspension

        pending = Extension.objects.filter(state=Extension.State.PENDING).select_related("asked_by")
        suspensions = Suspension.objects.filter(ended_on__isnull=True)
        return self.prefetch_related(
            Prefetch("task__assignments", Assignment.objects.select_related("unit")),
            "task__deadlines",
            "task__targets",
            Prefetch("extensions", pending, to_attr="pending_extensions"),
            Prefetch("suspensions", suspensions, to_attr="open_suspensions"),
            Prefetch("listings", Listing.objects.filter(ended_on__isnull=True), to_attr="open_listings"),
        )

    def in_slice(self, slice_: Slice, on: date) -> "CommitmentQuerySet":
        return self.filter(in_slice(slice_, on))

    def matching(self, words: str) -> "CommitmentQuerySet":
        """Rows that hold every word in the task, its sentence, the directive or the unit."""
        rows = self
        for word in words.split():
            rows = rows.filter(
                Q(task__title__icontains=word)
                | Q(task__text__icontains=word)
                | Q(task__directive__title__icontains=word)
                | Q(task__directive__doc_number__icontains=word)
                | Q(unit__name__icontains=word)
                | Q(unit__short_name__icontains=word)
            )
        return rows

    def slice_counts(self, slices: "Sequence[Slice]", on: date) -> dict[Slice, int]:
        """How many are in each slice. One query."""
        wanted = {one.value: Count("pk", filter=in_slice(one, on)) for one in slices}
        found = self.order_by().aggregate(**wanted)
        return {one: found[one.value] for one in slices}

    def due_by_day(self, first: date, last: date) -> dict[date, int]:
        """How many live commitments, not handed in, fall due on each day. Days without any are left out."""
        rows = self.in_slice(Slice.WORKING, first).filter(due_on__range=(first, last)).order_by()
        return dict(rows.values_list("due_on").annotate(n=Count("pk")))

    def done_counts(self, first: date, last: date) -> DoneCounts:
        """How many were done from `first` to `last`, and how many of them in time. One query."""
        rows = self.filter(state=Commitment.State.DONE, done_on__range=(first, last)).order_by()
        in_time = {name: Count("pk", filter=done_by(name)) for name in ("due_on", "first_due_on")}
        found = rows.aggregate(done=Count("pk"), **in_time)
        return DoneCounts(found["done"], found["due_on"], found["first_due_on"])

    def light_counts(self, on: date) -> dict[Light, int]:
        """How many stand at each light, every light present."""
        rows: Any = self.with_light(on).order_by()
        counts: dict[str, int] = dict(rows.values_list("light_now").annotate(n=Count("pk")))
        return {light: counts.get(light.value, 0) for light in LIGHT_ORDER}

    def overdue_by_unit(self, on: date) -> "models.QuerySet[Unit, dict[str, Any]]":
        """Rows of unit id, names and `late`, the most first."""
        return (
            self.overdue(on)
            .order_by()
            .values("unit_id", "unit__short_name", "unit__name")
            .annotate(late=Count("pk"))
            .order_by("-late", "unit__position")  # type: ignore[return-value]
        )

    def sign_late_by_unit(self, on: date) -> "models.QuerySet[Unit, dict[str, Any]]":
        """The same of what is not signed for in time."""
        rows = self.sign_late(on).order_by().values("unit_id", "unit__short_name", "unit__name")
        return rows.annotate(late=Count("pk")).order_by("-late", "unit__position")  # type: ignore[return-value]


def _theirs(units: "models.QuerySet[Any, Any]") -> Q:
    """What these units (keys) owe, and what others owe in tasks that they lead and where they check it."""
    return Q(unit__in=units) | Q(task__in=Task.objects.checked_by(units).values("pk"))


class Commitment(models.Model):
    """One row of every to-do list, dashboard and report.

    `occurrence` tells the rows of one unit and deadline apart: the date printed or computed first, "" without a date.
    With it the database itself refuses to owe one thing twice. `first_due_on` is never changed.
    """

    class State(models.TextChoices):
        OPEN = "open", _("办理中")
        HANDED_IN = "handed_in", _("待审核")
        RETURNED = "returned", _("退回修改")
        SUSPENDED = "suspended", _("已中止")
        DONE = "done", _("已办结")
        WITHDRAWN = "withdrawn", _("已撤销")

    class Desk(models.TextChoices):
        """Before whom a hand-in lies: those before the supervisor only where countersigning is on."""

        LEAD = "lead", _("待牵头单位审核")
        HEAD = "head", _("待分管领导审签")
        SUPERVISOR = "supervisor", _("待督查室审核")

    RUNNING = (State.OPEN, State.HANDED_IN, State.RETURNED)
    LIVE = (*RUNNING, State.SUSPENDED)

    task = models.ForeignKey(Task, models.PROTECT, related_name="commitments", verbose_name=_("任务"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="commitments", verbose_name=_("单位"))
    role = models.CharField(_("角色"), max_length=12, choices=Assignment.Role)
    deadline = models.ForeignKey(
        Deadline, models.PROTECT, null=True, blank=True, related_name="commitments", verbose_name=_("完成时限")
    )
    occurrence = models.CharField(max_length=40, blank=True, editable=False)
    start_on = models.DateField(_("开始"), null=True, blank=True)
    due_on = models.DateField(_("截止"), null=True, blank=True)
    first_due_on = models.DateField(_("原定截止"), null=True, blank=True, editable=False)
    # counted over a year whose holidays are not published yet
    is_provisional = models.BooleanField(_("暂定"), default=False, editable=False)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.OPEN)
    percent = models.PositiveSmallIntegerField(_("完成比例"), default=0)
    # 签收时限; empty: none
    sign_by = models.DateField(_("签收时限"), null=True, blank=True, editable=False)
    signed_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    signed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    handed_in_on = models.DateField(_("申请办结日期"), null=True, blank=True)
    # These two speak only of what is handed in.
    waits_for = models.CharField(_("待谁审核"), max_length=12, choices=Desk, default=Desk.SUPERVISOR, editable=False)
    waits_since = models.DateField(_("待审核自"), null=True, blank=True, editable=False)
    done_on = models.DateField(_("办结日期"), null=True, blank=True)
    # 改派: the row of the unit that owed it before, withdrawn, with all that was reported there
    reassigned_from = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="reassigned_to",
        verbose_name=_("改派自"),
    )
    # Who has the role in the task for which this unit owes this one date. Empty: the unit has it itself.
    in_place_of = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, editable=False, related_name="+", verbose_name=_("代替单位")
    )
    return_reason = models.CharField(_("退回理由"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("生成时间"), auto_now_add=True)

    progress: "models.Manager[Progress]"
    suspensions: "models.Manager[Suspension]"
    listings: "models.Manager[Listing]"
    objects = CommitmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("承办事项")
        verbose_name_plural = _("承办事项")
        ordering = [F("due_on").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["task", "unit", "deadline", "occurrence"],
                name="commitment_once",
                condition=Q(deadline__isnull=False),
            ),
            # NULLs are never equal in SQL, so a commitment without a deadline needs its own rule.
            models.UniqueConstraint(
                fields=["task", "unit", "occurrence"],
                name="commitment_once_without_deadline",
                condition=Q(deadline__isnull=True),
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="commitment_percent"),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False), name="commitment_done_has_date"
            ),
        ]
        indexes = [
            # a coordinator's to-do list
            models.Index(fields=["unit", "state", "due_on"], name="commitment_unit_todo"),
            # the daily reminder job and the overdue dashboard: live rows by date
            models.Index(
                fields=["due_on"], name="commitment_live_due", condition=Q(state__in=["open", "handed_in", "returned"])
            ),
            # the daily reminder to sign, and who has not signed
            models.Index(
                fields=["sign_by"],
                name="commitment_to_sign",
                condition=Q(state__in=["open", "handed_in", "returned"], signed_at__isnull=True, sign_by__isnull=False),
            ),
            # what waits for a signature: few at any time
            models.Index(
                fields=["waits_since"],
                name="commitment_to_countersign",
                condition=Q(state="handed_in", waits_for__in=["lead", "head"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.task}"

    @property
    def matter(self) -> str:
        """What the row is about: the task, and with `with_deed` which of its several deeds (完成改造：拆除围挡)."""
        deed: str = getattr(self, "deed", "")
        return f"{self.task.title}：{deed}" if deed and deed != self.task.title else self.task.title

    def light(self, on: date) -> Light:
        return light_of(
            done=self.state == self.State.DONE,
            suspended=self.state == self.State.SUSPENDED,
            due_on=self.due_on,
            handed_in_on=self.handed_in_on,
            on=on,
        )

    @property
    def is_running(self) -> bool:
        return self.state in self.RUNNING

    def sign_days_left(self, on: date) -> int | None:
        """Days to the end of the time for signing, negative when it is over; None where nobody waits for it."""
        if self.signed_at or self.sign_by is None or not self.is_running:
            return None
        return (self.sign_by - on).days

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE

    @property
    def is_countersigned(self) -> bool:
        """Whether it is handed in and waits for somebody before the supervisor."""
        return self.state == self.State.HANDED_IN and self.waits_for != self.Desk.SUPERVISOR

    @property
    def step(self) -> str:
        """The state in words, and of what is handed in for whom it waits (待分管领导审签)."""
        return self.get_waits_for_display() if self.is_countersigned else self.get_state_display()
