"""What the templates of the pages need: an official's wording, the lights, the marked words, the counts of the head."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from obligations.models import Assignment, Deadline, Light, Notice, Task, User
from obligations.phrases import say_date, say_unread
from obligations.web import wording
from obligations.web.source_view import Paragraph

register = template.Library()

SHAPES = {
    Light.OVERDUE: '<rect x="0.5" y="0.5" width="10" height="10"/>',
    Light.NEAR: '<path d="M5.5 0L11 10.5H0z"/>',
    Light.ON_TIME: '<circle cx="5.5" cy="5.5" r="5"/>',
    Light.DONE: '<path d="M5.5 0L11 5.5L5.5 11L0 5.5z"/>',
    Light.SUSPENDED: '<path d="M1.5 0.5h2.6v10H1.5zM6.9 0.5h2.6v10H6.9z"/>',
    Light.WAITING: '<circle cx="5.5" cy="5.5" r="4.2" fill="none" stroke="currentColor" stroke-width="1.6"/>',
}


@register.filter
def day(value: date | datetime | None) -> str:
    """10月31日, in another year 2027年3月31日."""
    if value is None:
        return ""
    return say_date(timezone.localtime(value).date() if isinstance(value, datetime) else value)


@register.filter
def moment(value: datetime | None) -> str:
    """10月8日 14:30."""
    return f"{say_date(timezone.localtime(value).date())} {timezone.localtime(value):%H:%M}" if value else ""


@register.filter
def iso(value: date | datetime | None) -> str:
    """For the machine: the datetime attribute of <time>."""
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(timespec="minutes")
    return value.isoformat() if value else ""


@register.filter
def of(found: dict[Any, Any], key: Any) -> Any:
    """What a dictionary holds for this key."""
    return found.get(key) if found else None


@register.filter
def deadline_words(deadline: Deadline) -> str:
    return wording.say_deadline(deadline)


@register.filter
def place(path: list[str]) -> str:
    return wording.say_place(path)


@register.filter
def unread_words(pages: list[int]) -> str:
    return say_unread(pages)


@register.filter
def percent(value: float | None) -> str:
    """A confidence of 0.93 is 93."""
    return "" if value is None else str(round(100 * value))


@register.simple_tag
def light(value: Light | str, words: str = "") -> SafeString:
    """Shape, colour and word. Where other words stand beside the shape, the light's own name is read aloud."""
    one = Light(value)
    shape = f'<svg viewBox="0 0 11 11" fill="currentColor" aria-hidden="true">{SHAPES[one]}</svg>'
    said: str = str(one.label)
    if words and words != said:
        said = format_html('<span class="sr">{}，</span>{}', said, words)
    return format_html('<span class="light {}">{}{}</span>', one.value, mark_safe(shape), said)  # noqa: S308 - our own


@register.inclusion_tag("partials/marked.html")
def marked(paragraphs: Iterable[Paragraph], chosen: Task | None = None) -> dict[str, Any]:
    """The words of a source, marked. `chosen`: the task whose paragraphs have the rule at the left."""
    return {"paragraphs": paragraphs, "own": chosen.pk if chosen else None}


@register.simple_tag
def roles(task: Task) -> list[tuple[str, list[Assignment]]]:
    """A task's assignments by role, in the order 牵头, 责任, 配合. Reads the prefetched ones."""
    found = list(task.assignments.all())
    groups = [(str(role.label), [one for one in found if one.role == role]) for role in Assignment.Role]
    return [(label, members) for label, members in groups if members]


@register.simple_tag
def unread_count(person: User) -> int:
    return Notice.objects.inbox_of(person).unread().count()


@register.simple_tag
def suggested_count() -> int:
    return Task.objects.suggested().count()
