"""Tasks (任务): one obligation of a directive, with who and when."""

import re
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Count, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from obligations.models.countersign_rules import lead_checks_in
from obligations.models.directives import Directive
from obligations.models.people import User
from obligations.models.slices import OWED
from obligations.models.units import Unit

if TYPE_CHECKING:
    from obligations.models.deadlines import Deadline
    from obligations.models.targets import Target


# 有关县(市、区)人民政府, 市直相关部门: some members of a group, which ones is not said; 各有关部门 are all of them.
SOME_OF_THEM = re.compile("(?<!各)(?:有关|相关|涉及)")


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, user: User) -> "TaskQuerySet":
        """A supervisor sees all; others what their units owe, and tasks in force in which their units have a role.

        What was withdrawn is owed no more: the suggestion it came from is nobody's but the reviewers'.
        """
        if user.supervises:
            return self
        units = Unit.objects.of(user).order_by().values("pk")
        owes = Q(commitments__unit__in=units, commitments__state__in=OWED)
        # withdrawn with its directive: who had owed it can still look it up
        owes |= Q(commitments__unit__in=units, state=Task.State.WITHDRAWN)
        # who does a part of what another unit owes
        from obligations.models.parts import Part

        parts = Part.objects.filter(unit__in=units).exclude(state=Part.State.WITHDRAWN)
        owes |= Q(pk__in=parts.exclude(commitment__state="withdrawn").values("commitment__task"))
        # what a unit handed on, or had reported on when it was withdrawn, it can still look up
        from obligations.models.commitments import Commitment

        going_on = Q(state__in=[Task.State.IN_FORCE, Task.State.CLOSED])
        kept = going_on & Q(pk__in=Commitment.objects.kept_by(units).values("task"))
        supports = going_on & Q(assignments__unit__in=units)
        mine = Task.objects.filter(owes | supports)
        # Merged, it is shown to those whom it names, where they also have a part in the task that covers it.
        covered = Q(assignments__unit__in=units, state=Task.State.MERGED, merged_into__in=mine.values("pk"))
        return self.filter(owes | kept | supports | covered).distinct()

    def checked_by(self, units: "models.QuerySet[Any, Any]") -> "TaskQuerySet":
        """Tasks that one of these units (keys) leads, and where the lead checks what the others hand in."""
        leads = Assignment.objects.leading().filter(unit__in=units).order_by().values("task")
        return self.filter(lead_checks_in(), pk__in=leads)

    def suggested(self) -> "TaskQuerySet":
        return self.filter(state=Task.State.SUGGESTED)

    def state_counts(self) -> dict[str, int]:
        """How many are in each state that occurs."""
        rows: Any = self.order_by()
        return dict(rows.values_list("state").annotate(n=Count("pk")))

    def with_details(self) -> "TaskQuerySet":
        """Assignments with units, deadlines and targets, in five queries for any number of tasks."""
        return self.select_related("directive").prefetch_related(
            Prefetch("assignments", Assignment.objects.select_related("unit").order_by("position")),
            "assignments__chosen",
            "deadlines",
            "targets",
        )


class Task(models.Model):
    class State(models.TextChoices):
        SUGGESTED = "suggested", _("待确认")
        IN_FORCE = "in_force", _("执行中")
        CLOSED = "closed", _("已办结")
        REJECTED = "rejected", _("不立项")
        WITHDRAWN = "withdrawn", _("已撤销")
        MERGED = "merged", _("已并入")

    class Basis(models.TextChoices):
        CLAUSE = "clause", _("责任条款")
        TABLE = "table", _("责任表")
        HEADING = "heading", _("职责标题")
        SUBJECT = "subject", _("句子主语")
        NONE = "none", _("未写明")

    class CheckEvery(models.IntegerChoices):
        MONTH = 1, _("每月")
        TWO_MONTHS = 2, _("每两个月")
        QUARTER = 3, _("每季度")
        HALF_YEAR = 6, _("每半年")
        YEAR = 12, _("每年")

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="tasks", verbose_name=_("文件"))
    number = models.PositiveIntegerField(_("序号"))
    path = models.JSONField(_("所在章节"), default=list, blank=True)
    title = models.CharField(_("任务"), max_length=300)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    place = models.CharField(_("原件位置"), max_length=80, blank=True, help_text="page, paragraph or row of the file")
    text = models.TextField(_("原文"))
    basis = models.CharField(_("依据"), max_length=8, choices=Basis, default=Basis.NONE)
    confidence = models.FloatField(_("把握"), default=0)
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.SUGGESTED)
    # The task that covers this one: this row stays as the record of the second place where it is printed.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged", verbose_name=_("并入")
    )
    # The task of the version before that this one goes on with.
    continues = models.OneToOneField(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="continued_by",
        verbose_name=_("承接自"),
    )
    suggestion = models.JSONField(_("机器建议"), default=dict, blank=True, editable=False)
    # 定期调度, of what has no date: every so many months, next on that day
    check_every = models.PositiveSmallIntegerField(_("调度周期"), choices=CheckEvery, null=True, blank=True)
    check_on = models.DateField(_("下次调度"), null=True, blank=True)
    # whether its lead unit checks what the others hand in; empty: as everywhere
    lead_checks = models.BooleanField(_("牵头单位审核"), null=True, blank=True, editable=False)
    reason = models.CharField(_("理由"), max_length=500, blank=True)
    reviewed_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("确认人")
    )
    reviewed_at = models.DateTimeField(_("确认时间"), null=True, blank=True)

    assignments: "models.Manager[Assignment]"
    deadlines: "models.Manager[Deadline]"
    targets: "models.Manager[Target]"
    merged: "models.Manager[Task]"
    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("任务")
        verbose_name_plural = _("任务")
        ordering = ["directive", "number"]
        constraints = [
            models.UniqueConstraint(fields=["directive", "number"], name="task_once_a_directive"),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | ~Q(state="merged") & Q(merged_into__isnull=True),
                name="task_merged_into_one",
            ),
        ]
        indexes = [models.Index(fields=["state", "directive"], name="task_state_directive")]

    def __str__(self) -> str:
        return self.title

    @property
    def undated(self) -> "list[Deadline]":
        """Its limits that name no date (长期坚持). Reads the prefetched deadlines."""
        return [deadline for deadline in self.deadlines.all() if deadline.is_undated]

    @property
    def lead_units(self) -> list[Unit]:
        """The units that lead it, in printed order; a group leads nobody else's. Reads the assignments with units."""
        return [a.unit for a in self.assignments.all() if a.leads and a.unit is not None]


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def leading(self) -> "AssignmentQuerySet":
        """As `Assignment.leads`."""
        rows = self.filter(role=Assignment.Role.LEAD, unit__is_active=True)
        return rows.exclude(unit__kind=Unit.Kind.GROUP)

    def unknown(self) -> "AssignmentQuerySet":
        """Names that the register does not know, in tasks that still count."""
        open_names = self.filter(unit__isnull=True, is_dismissed=False)
        return open_names.filter(task__state__in=[Task.State.SUGGESTED, Task.State.IN_FORCE])

    def unknown_names(self) -> "models.QuerySet[Assignment, dict[str, Any]]":
        """Rows of `name` and `count`, the most frequent first."""
        return self.unknown().order_by().values("name").annotate(count=Count("pk")).order_by("-count", "name")


class Assignment(models.Model):
    """A unit's role in a task. `name` is as printed; `unit` is empty while the register does not know that name."""

    class Role(models.TextChoices):
        LEAD = "lead", _("牵头")
        RESPONSIBLE = "responsible", _("责任")
        SUPPORT = "support", _("配合")

    task = models.ForeignKey(Task, models.CASCADE, related_name="assignments", verbose_name=_("任务"))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="assignments", verbose_name=_("单位")
    )
    name = models.CharField(_("原文写法"), max_length=120)
    role = models.CharField(_("角色"), max_length=12, choices=Role)
    position = models.PositiveSmallIntegerField(default=0)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    by_machine = models.BooleanField(_("机器建议"), default=False)
    # Somebody said that this name is no unit (各单位): it owes nothing and nobody is asked again.
    is_dismissed = models.BooleanField(_("非单位名称"), default=False, editable=False)
    # Whom 有关县(市、区) means here, as a person chose it. Empty: nobody has, or there was nothing to choose.
    chosen = models.ManyToManyField(Unit, related_name="+", blank=True, verbose_name=_("选定单位"))
    # Units (key) that had this role, each with the one (key) to which it was reassigned: what they did stays done.
    passed_on = models.JSONField(default=dict, blank=True, editable=False)
    is_asked = models.BooleanField(_("要求承办"), default=False, editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("责任分工")
        verbose_name_plural = _("责任分工")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["task", "role", "name"], name="assignment_once_a_role")]
        indexes = [
            # the administrator's list of names that the register does not know
            models.Index(fields=["name"], name="assignment_unknown", condition=Q(unit__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}：{self.name}"

    @property
    def is_unknown(self) -> bool:
        """Whether the name waits for somebody to say what it means."""
        return self.unit_id is None and not self.is_dismissed

    @property
    def asks_which(self) -> bool:
        """Whether the words leave open which members of a group are meant."""
        return self.unit is not None and self.unit.is_group and bool(SOME_OF_THEM.search(self.name))

    @property
    def leads(self) -> bool:
        """Whether it is one unit, in use, that answers for the whole task."""
        return self.role == self.Role.LEAD and self.unit is not None and self.unit.is_active and not self.unit.is_group

    @property
    def owes(self) -> bool:
        """Lead and responsible units owe; support units help, unless the supervisor asks them to owe it as well."""
        return self.role != self.Role.SUPPORT or self.is_asked
