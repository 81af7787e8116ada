"""What people see, by the pages: numbers open the lists that they count, nobody sees what is not theirs, Excel says the
same as the dashboard."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from openpyxl import load_workbook

from obligations.models import LIGHT_ORDER, Commitment, Membership, Slice, Task, User
from obligations.web.todo_filter import TodoFilter
from tests.year.expected import Town
from tests.year.story import Story

PLACES = ("directives", "review", "units", "calendar", "inbox")


def dashboard_opens_what_it_counts(story: Story, on: date) -> Iterator[str]:
    client = story.cast.browser(story.cast.supervisor)
    shown = client.get(reverse("dashboard")).context
    doors = [*shown["figures"], *shown["waits"], *shown["units"], *shown["days"], *shown["ages"]]
    told = [(one.query, one.count) for one in doors] + [(shown["done_query"], shown["done"])]
    everything = Commitment.objects.visible_to(story.cast.supervisor)
    for query, count in told:
        listed = TodoFilter.read(QueryDict(query)).chosen(everything, on).count()
        if listed != count:
            yield f"the dashboard says {count}, the list of {query} holds {listed}"
    query, count = told[on.toordinal() % len(told)]
    page = client.get(f"{reverse('todo')}?{query}").context["page"]
    if page.paginator.count != count:
        yield f"the dashboard says {count}, the page of {query} holds {page.paginator.count}"
    if shown["suggested"] != Task.objects.suggested().count():
        yield f"{shown['suggested']} tasks wait for review by the dashboard"


def everybody_sees_their_own(story: Story, on: date) -> Iterator[str]:
    """Some people a time: what is listed is what the register says is theirs."""
    town, rows = Town(), Commitment.objects.exclude(state="withdrawn")
    for person in _some_people(on, 4):
        seen = set(Commitment.objects.visible_to(person).values_list("pk", flat=True))
        theirs = set(rows.filter(unit__in=_own(person, town, on)).values_list("pk", flat=True))
        if seen != theirs:
            yield f"{person} sees {len(seen)} commitments, theirs are {len(theirs)}"


def nobody_opens_what_is_not_theirs(story: Story, on: date) -> Iterator[str]:
    """One person a time, by the pages."""
    person = _some_people(on, 1)[0]
    rows = Commitment.objects.exclude(state="withdrawn")
    theirs = set(rows.filter(unit__in=_own(person, Town(), on)).values_list("pk", flat=True))
    client = story.cast.browser(person)
    yield from _opens(client, reverse("todo"), 200)
    yield from _opens(client, reverse("dashboard"), 403)
    if other := rows.live().exclude(pk__in=theirs).order_by("pk").first():
        before = Commitment.objects.filter(pk=other.pk).values().get()
        yield from _opens(client, reverse("commitment", args=[other.pk]), 404)
        answer = client.post(reverse("hand_in", args=[other.pk]), {"percent": 100, "done_so_far": "不是我的"})
        if answer.status_code not in (403, 404) or Commitment.objects.filter(pk=other.pk).values().get() != before:
            yield f"{person} handed in commitment {other.pk} of another unit ({answer.status_code})"
    if mine := rows.filter(pk__in=theirs).order_by("-pk").first():
        yield from _opens(client, reverse("task", args=[mine.task_id]), 200)


def _some_people(on: date, number: int) -> list[User]:
    """Coordinators, those who owe something before all; others on another week."""
    people = User.objects.filter(is_active=True, role="coordinator", memberships__isnull=False)
    owing = people.filter(memberships__unit__commitments__isnull=False).distinct().order_by("pk")
    some = list(owing) or list(people.distinct().order_by("pk"))
    first = on.toordinal() // 7 * number
    return [some[(first + n) % len(some)] for n in range(number)]


def _own(person: User, town: Town, on: date) -> set[int]:
    return town.below(set(Membership.objects.held_by(person, on).values_list("unit_id", flat=True)))


def pages_open(story: Story, on: date) -> Iterator[str]:
    client = story.cast.browser(story.cast.supervisor)
    for name in PLACES:
        yield from _opens(client, reverse(name), 200)
    if task := Task.objects.filter(state__in=["in_force", "closed", "withdrawn"]).order_by("-pk").first():
        yield from _opens(client, reverse("task", args=[task.pk]), 200)
        yield from _opens(client, reverse("directive", args=[task.directive_id]), 200)


def _opens(client: Any, address: str, status: int) -> Iterator[str]:
    answer = client.get(address, follow=status == 200)
    if answer.status_code != status:
        yield f"{address} answers {answer.status_code}, not {status}"


def excel_says_the_same(story: Story, on: date) -> Iterator[str]:
    """The sum of each light, and the number of each unit."""
    answer = story.cast.browser(story.cast.supervisor).get(reverse("export_progress"))
    book = load_workbook(BytesIO(b"".join(answer.streaming_content)), read_only=True)
    lines = [row for row in book.worksheets[0].iter_rows(values_only=True) if row and row[0]]
    head = next(line for line in lines if line[0] == "单位")
    sums = dict(zip(head, next(line for line in lines if line[0] == "合计"), strict=True))
    rows = Commitment.objects.visible_to(story.cast.supervisor)
    lights = rows.light_counts(on)
    for light in LIGHT_ORDER:
        if sums[str(light.label)] != lights[light]:
            yield f"{light.label}: {sums[str(light.label)]} in Excel, {lights[light]} on the dashboard"
    if sums["合计"] != rows.slice_counts([Slice.ALL], on)[Slice.ALL]:
        yield f"{sums['合计']} in Excel"
    units = Counter(str(one.unit) for one in rows.select_related("unit"))
    listed = {line[0]: line[1] for line in lines[lines.index(head) + 1 :] if line[0] != "合计"}
    if listed != dict(units):
        yield f"units in Excel: {set(listed.items()) ^ set(units.items())}"


def look(story: Story, on: date) -> list[str]:
    """In a month the dashboard on a Monday, what four people see on every Thursday and one of them by the pages once,
    all pages once, Excel and the dashboard at its end."""
    checks = []
    if on.weekday() == 0 and on.day <= 7:
        checks.append(dashboard_opens_what_it_counts)
    if on.weekday() == 3:
        checks.append(everybody_sees_their_own)
    if on.weekday() == 3 and 14 < on.day <= 21:
        checks.append(nobody_opens_what_is_not_theirs)
    if on.day == 15:
        checks.append(pages_open)
    if (on + timedelta(days=1)).day == 1:
        checks += [excel_says_the_same, dashboard_opens_what_it_counts]
    return [f"{check.__name__}: {one}" for check in checks for one in check(story, on)]
