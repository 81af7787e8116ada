"""Directives (文件): one 通知, 方案, 办法, 批复 …"""

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from obligations.models.slices import OWED
from obligations.models.sources import SourceFile
from obligations.models.units import Unit

if TYPE_CHECKING:
    from obligations.models.people import User


class DirectiveQuerySet(models.QuerySet["Directive"]):
    def visible_to(self, user: "User") -> "DirectiveQuerySet":
        """A supervisor sees all; others those that ask something of their own units."""
        if user.supervises:
            return self
        units = Unit.objects.of(user).order_by().values("pk")
        mine = Q(tasks__commitments__unit__in=units, tasks__commitments__state__in=OWED)
        supports = Q(tasks__assignments__unit__in=units, tasks__state__in=["in_force", "closed"])
        mine |= Q(tasks__commitments__unit__in=units, tasks__state="withdrawn")
        from obligations.models.commitments import Commitment
        from obligations.models.parts import Part
        from obligations.models.tasks import Task

        parts = Part.objects.filter(unit__in=units).exclude(state=Part.State.WITHDRAWN)
        mine |= Q(pk__in=parts.exclude(commitment__state="withdrawn").values("commitment__task__directive"))
        kept = Commitment.objects.kept_by(units).filter(task__state__in=["in_force", "closed"])
        mine |= Q(pk__in=kept.values("task__directive"))
        covered = Q(tasks__in=Task.objects.visible_to(user).filter(state=Task.State.MERGED).values("pk"))
        return self.filter(mine | supports | covered).distinct()

    def matching(self, words: str) -> "DirectiveQuerySet":
        """Directives that hold every word in title, number or issuer."""
        rows = self
        for word in words.split():
            rows = rows.filter(Q(title__icontains=word) | Q(doc_number__icontains=word) | Q(issuer__icontains=word))
        return rows

    def awaiting_review(self) -> "DirectiveQuerySet":
        """Those with suggestions that nobody decided on yet."""
        from obligations.models.tasks import Task

        return self.filter(Exists(Task.objects.suggested().filter(directive=OuterRef("pk"))))

    def ended(self, on: date) -> "DirectiveQuerySet":
        """Expired before the day `on`, or replaced from that day on at the latest."""
        return self.filter(Q(expires_on__lt=on) | Q(replaced_on__lte=on))

    def with_open_tasks(self) -> "DirectiveQuerySet":
        from obligations.models.tasks import Task

        return self.filter(Exists(Task.objects.filter(directive=OuterRef("pk"), state=Task.State.IN_FORCE)))

    def with_task_counts(self) -> "DirectiveQuerySet":
        """Annotates suggested_count, in_force_count, closed_count, rejected_count."""
        return self.annotate(
            **{
                f"{state}_count": Count("tasks", filter=Q(tasks__state=state), distinct=True)
                for state in ("suggested", "in_force", "closed", "rejected")
            }
        )


class Directive(models.Model):
    """One directive of a source. `text` is [start, end) of the source's text.

    Places of tasks, assignments and deadlines count from the beginning of the source's text, too: take `start` away
    to find them in `text`.
    """

    source = models.ForeignKey(SourceFile, models.CASCADE, related_name="directives", verbose_name=_("来源文件"))
    number_in_source = models.PositiveIntegerField(_("序号"))
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField(_("全文"))
    doc_number = models.CharField(_("文号"), max_length=80, blank=True)
    title = models.CharField(_("标题"), max_length=400)
    issuer = models.CharField(_("发文机关"), max_length=200, blank=True)
    issued_on = models.DateField(_("成文日期"), null=True, blank=True)
    kind = models.CharField(_("文种"), max_length=20, blank=True)
    addressees = models.JSONField(_("主送机关"), default=list, blank=True)
    effective_from = models.DateField(_("施行日期"), null=True, blank=True)
    expires_on = models.DateField(_("有效期至"), null=True, blank=True)
    supersedes = models.JSONField(_("废止文件"), default=list, blank=True)
    # The directive that repeals this one or is its new version, and from which day.
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaces", verbose_name=_("被其废止")
    )
    replaced_on = models.DateField(_("废止日期"), null=True, blank=True)
    confidence = models.FloatField(_("把握"), default=0)

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("文件")
        verbose_name_plural = _("文件")
        ordering = ["-source__received_at", "source", "number_in_source"]
        constraints = [models.UniqueConstraint(fields=["source", "number_in_source"], name="directive_once_a_source")]
        indexes = [
            models.Index(fields=["doc_number"], name="directive_doc_number"),
            models.Index(fields=["-issued_on"], name="directive_issued_on"),
        ]

    def __str__(self) -> str:
        return self.title

    def has_ended(self, on: date) -> bool:
        return bool((self.expires_on and self.expires_on < on) or (self.replaced_on and self.replaced_on <= on))

    def unread_pages(self) -> list[int]:
        """The pages without text inside it and up to the text of its neighbours: those may belong to either."""
        if not self.source.unread_pages:
            return []
        outlines = self.source.outlines
        later = Directive.objects.filter(source=self.source_id, number_in_source__gt=self.number_in_source)
        next_start = later.order_by("number_in_source").values_list("start", flat=True).first()
        before = outlines.place_at(self.start - 1) if self.start else None
        behind = outlines.place_at(next_start) if next_start is not None else None
        first = before.page or 0 if before else 0
        last = behind.page or 0 if behind else float("inf")
        return [page for page in outlines.unread if first < page < last]
