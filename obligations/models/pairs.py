"""Pairs of tasks that may be one obligation, and the words by which they are found."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from obligations.models.people import User
from obligations.models.tasks import Task

if TYPE_CHECKING:
    from collections.abc import Iterable

# Tasks that still ask for something: only these are proposed, and only between these a pair waits for a decision.
COUNTING = (Task.State.SUGGESTED, Task.State.IN_FORCE)


class TaskKey(models.Model):
    """One of the rarest words or amounts of a task: two tasks that share some are compared."""

    task = models.ForeignKey(Task, models.CASCADE, related_name="keys")
    word = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["word", "task"], name="task_key_once")]

    def __str__(self) -> str:
        return self.word


class TaskPairQuerySet(models.QuerySet["TaskPair"]):
    def unresolved(self) -> "TaskPairQuerySet":
        """Proposed, and both tasks still count."""
        return self.filter(state=TaskPair.State.PROPOSED, first__state__in=COUNTING, second__state__in=COUNTING)

    def of(self, tasks: "Iterable[int]") -> "TaskPairQuerySet":
        """Pairs with one of these tasks (keys) on either side."""
        ids = list(tasks)
        return self.filter(Q(first__in=ids) | Q(second__in=ids))

    def twins(self, tasks: "Iterable[int]") -> "dict[int, Task]":
        """One twin for each of these tasks (keys) that has any, the likest."""
        ids = set(tasks)
        found: dict[int, Task] = {}
        for pair in self.of(ids).with_tasks():
            for task_id in {pair.first_id, pair.second_id} & ids:
                found.setdefault(task_id, pair.other(task_id))
        return found

    def in_force_beside(self, task: Task) -> Task | None:
        """The twin of this task that is in force already."""
        pairs = self.of([task.pk]).with_tasks()
        return next((twin for pair in pairs if (twin := pair.other(task.pk)).state == Task.State.IN_FORCE), None)

    def with_tasks(self) -> "TaskPairQuerySet":
        return self.select_related("first__directive", "second__directive", "decided_by").defer(
            "first__directive__text", "second__directive__text"
        )


class TaskPair(models.Model):
    """Two tasks that may be one obligation (相似任务). `first` is the one with the lower key.

    `reasons` is the comparison as it was proposed, its pairs in the order (first's, second's). `kept` is the task that
    stayed when the two became one, `added` what it got from the other: keys of assignments, deadlines and targets, of
    tasks that had been merged into the other before, and what it gave up (`dropped`, serialized).
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待判断")
        JOINED = "joined", _("已合并")
        APART = "apart", _("不是同一项")

    first = models.ForeignKey(Task, models.CASCADE, related_name="+", verbose_name=_("任务"))
    second = models.ForeignKey(Task, models.CASCADE, related_name="+", verbose_name=_("相似任务"))
    score = models.FloatField(_("相似度"))
    reasons = models.JSONField(default=dict, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PROPOSED)
    kept = models.ForeignKey(Task, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("保留"))
    added = models.JSONField(default=dict, blank=True)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("判断人")
    )
    decided_at = models.DateTimeField(_("判断时间"), null=True, blank=True)

    objects = TaskPairQuerySet.as_manager()

    class Meta:
        verbose_name = _("相似任务")
        verbose_name_plural = _("相似任务")
        ordering = ["-score", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="task_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="task_pair_ordered"),
            models.CheckConstraint(
                condition=Q(state="joined", kept__isnull=False) | ~Q(state="joined") & Q(kept__isnull=True),
                name="task_pair_joined_keeps",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first} = {self.second}"

    def other(self, task_id: int) -> Task:
        """The task of the pair that this one is not."""
        return self.second if task_id == self.first_id else self.first
