"""Directives to look at: what they say, and how far the review of their tasks is."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from obligations.admin.bases import ModelAdmin, ToLookAt
from obligations.models import Directive
from obligations.models.sources import SOURCE_WORDS


@admin.register(Directive)
class DirectiveAdmin(ToLookAt, ModelAdmin[Directive]):
    list_display = ["title", "doc_number", "issued_on", "kind", "suggested", "in_force", "closed", "rejected"]
    list_filter = ["kind", "issued_on"]
    list_per_page = 50
    search_fields = ["title", "doc_number", "issuer"]
    date_hierarchy = "issued_on"
    fields = [
        "title",
        "doc_number",
        "issuer",
        "issued_on",
        "kind",
        "addressees_",
        "effective_from",
        "expires_on",
        "supersedes_",
        "source",
        "confidence",
        "full_text",
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Directive]:
        # A page of the list needs no full texts; the page of one directive loads its own.
        found = Directive.objects.with_task_counts().select_related("source").defer("text", *SOURCE_WORDS)
        return found.order_by("-source__received_at", "source", "number_in_source")

    @admin.display(description="主送机关")
    def addressees_(self, directive: Directive) -> str:
        return "、".join(map(str, directive.addressees))

    @admin.display(description="废止文件")
    def supersedes_(self, directive: Directive) -> str:
        return "；".join(map(str, directive.supersedes))

    @admin.display(description="全文")
    def full_text(self, directive: Directive) -> SafeString:
        return format_html('<div class="full-text">{}</div>', directive.text)

    @admin.display(description="待确认", ordering="suggested_count")
    def suggested(self, directive: Directive) -> str | SafeString:
        return door(directive, "suggested")

    @admin.display(description="执行中", ordering="in_force_count")
    def in_force(self, directive: Directive) -> str | SafeString:
        return door(directive, "in_force")

    @admin.display(description="已办结", ordering="closed_count")
    def closed(self, directive: Directive) -> str | SafeString:
        return door(directive, "closed")

    @admin.display(description="不立项", ordering="rejected_count")
    def rejected(self, directive: Directive) -> str | SafeString:
        return door(directive, "rejected")


def door(directive: Directive, state: str) -> str | SafeString:
    """The number of its tasks in a state, leading to the list that it counts."""
    count: Any = getattr(directive, f"{state}_count", 0)
    if not count:
        return "0"
    query = urlencode({"directive": str(directive.pk), "state__exact": state})
    return format_html('<a href="{}?{}">{}</a>', reverse("admin:obligations_task_changelist"), query, count)
