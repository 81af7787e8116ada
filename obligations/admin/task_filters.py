"""Filters of the review list."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from obligations.admin.bases import ModelAdmin
from obligations.extraction.confidence import SURE
from obligations.models import Assignment, Directive, Task

# Below this every second finding or more is wrong.
UNSURE = 0.6
MOST_DIRECTIVES = 60


class ConfidenceFilter(admin.SimpleListFilter):
    title = "把握"
    parameter_name = "confidence"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [("high", f"高（≥{SURE}）"), ("middle", f"中（{UNSURE}–{SURE}）"), ("low", f"低（<{UNSURE}）")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Task]) -> QuerySet[Task]:
        match self.value():
            case "high":
                return queryset.filter(confidence__gte=SURE)
            case "middle":
                return queryset.filter(confidence__gte=UNSURE, confidence__lt=SURE)
            case "low":
                return queryset.filter(confidence__lt=UNSURE)
        return queryset


class DirectiveFilter(admin.SimpleListFilter):
    """The newest directives that still wait for review, and the one that is chosen."""

    title = "文件"
    parameter_name = "directive"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        waiting = Directive.objects.awaiting_review().only("title", "doc_number").order_by("-pk")[:MOST_DIRECTIVES]
        found = {str(one.pk): label(one) for one in waiting}
        chosen = request.GET.get(self.parameter_name, "")
        if chosen.isdecimal() and chosen not in found:
            one = Directive.objects.filter(pk=chosen).only("title", "doc_number").first()
            found |= {chosen: label(one)} if one else {}
        return list(found.items())

    def has_output(self) -> bool:
        return True

    def queryset(self, request: HttpRequest, queryset: QuerySet[Task]) -> QuerySet[Task]:
        value = self.value()
        return queryset.filter(directive=int(value)) if value and value.isdecimal() else queryset


class UnknownUnitFilter(admin.SimpleListFilter):
    title = "单位"
    parameter_name = "units"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin[Any]) -> list[tuple[str, str]]:
        return [("unknown", "有待匹配的名称"), ("known", "全部已匹配"), ("none", "没有写明单位")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Task]) -> QuerySet[Task]:
        waiting = Assignment.objects.filter(unit__isnull=True, is_dismissed=False)
        unknown = Q(pk__in=waiting.values("task"))
        match self.value():
            case "unknown":
                return queryset.filter(unknown)
            case "known":
                return queryset.filter(~unknown, assignments__isnull=False).distinct()
            case "none":
                return queryset.filter(assignments__isnull=True)
        return queryset


def label(directive: Directive) -> str:
    return " ".join(filter(None, (directive.doc_number, directive.title)))[:60]
