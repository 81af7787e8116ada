"""Reminders to the people of a unit: one notice a commitment and stage in the list, one e-mail a person and day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Case, When
from django.utils import timezone

from obligations.channels.links import commitment_link
from obligations.jobs import wording
from obligations.jobs.digests import make_digest
from obligations.jobs.stages import Reminder, reminded_until, stage_of
from obligations.models import CalendarYear, Commitment, Deputy, Membership, Notice, User
from obligations.models.commitments import CommitmentQuerySet
from obligations.models.slices import is_listed
from obligations.workdays import Special
from obligations.workflow.listing import heads_above

# A row of the list needs no full text of task and directive.
LONG_TEXTS = ("task__text", "task__suggestion", "task__directive__text")


@dataclass(slots=True)
class Reminded:
    """What one run made: people told something new, notices in their lists, e-mails."""

    people: int = 0
    notices: int = 0
    digests: int = 0


@dataclass(slots=True)
class Recipient:
    user_id: int
    reminders: list[Reminder] = field(default_factory=list)


def make_reminders(on: date, also: Iterable[int] = ()) -> Reminded:
    """Makes the notices that are due on the day `on` and not yet made. Safe to run at any time, any number of times.

    `also`: people (keys) whose lists hold something else that is new, for their e-mail.
    """
    made = Reminded()
    found = list(recipients(on))
    reminded = {recipient.user_id for recipient in found}
    for recipient in [*found, *(Recipient(user_id) for user_id in also if user_id not in reminded)]:
        notices, digests = remind(recipient, on)
        made.people += notices > 0
        made.notices += notices
        made.digests += digests
    return made


def due_for_reminder(on: date, special: Special | None = None) -> CommitmentQuerySet:
    """Near or overdue, not handed in, and begun: who must act each month is not told before the month."""
    rows = Commitment.objects.running().filter(handed_in_on__isnull=True, due_on__lte=reminded_until(on, special))
    rows = rows.exclude(start_on__gt=on).annotate(is_listed=Case(When(is_listed(), then=True), default=False))
    return rows.with_deed().select_related("task__directive", "unit").defer(*LONG_TEXTS)


def recipients(on: date) -> Iterator[Recipient]:
    """The active people of the units that must be reminded, each with what is theirs, the oldest date first."""
    by_unit: dict[int, list[Reminder]] = defaultdict(list)
    above: list[tuple[int, Reminder]] = []
    special = CalendarYear.objects.special()
    for commitment in due_for_reminder(on, special).order_by("due_on", "pk"):
        listed: bool = commitment.is_listed  # type: ignore[attr-defined]
        if stage := stage_of(wording.due(commitment), on, special, listed=listed):
            by_unit[commitment.unit_id].append(Reminder(commitment, stage))
            if listed:
                above += [(head.pk, Reminder(commitment, stage)) for head in heads_above(commitment)]
    found: dict[int, Recipient] = {}
    for user_id, reminder in above:
        found.setdefault(user_id, Recipient(user_id)).reminders.append(reminder)
    for user_id, unit_id in people_of(list(by_unit), on):
        mine = found.setdefault(user_id, Recipient(user_id)).reminders
        there = {one.commitment.pk for one in mine}
        mine += [one for one in by_unit[unit_id] if one.commitment.pk not in there]
    yield from found.values()


def people_of(units: list[int], on: date) -> list[tuple[int, int]]:
    """Active people with their units, and who stands in for one of them that day. Each once, whatever the parts."""
    parts = Membership.objects.filter(unit__in=units, user__is_active=True)
    pairs = set(parts.values_list("user_id", "unit_id"))
    deputies = Deputy.objects.on(on).filter(unit__in=units, deputy__is_active=True)
    for deputy_id, absent_id, unit_id in deputies.values_list("deputy_id", "absent_id", "unit_id"):
        if (absent_id, unit_id) in pairs:
            pairs.add((deputy_id, unit_id))
    return sorted(pairs)


def remind(recipient: Recipient, on: date) -> tuple[int, int]:
    """Notices in the list for what is new, and an e-mail. Returns how many of each were made.

    The lock on the person's row makes two workers take turns: the second sees what the first made, so the e-mail holds
    everything. On SQLite the whole transaction takes turns. The constraints of Notice stand behind both.
    """
    try:
        return _remind(recipient, on)
    except IntegrityError:
        # A commitment was withdrawn between the look at it and the end: once more, without it.
        return _remind(recipient, on)


def _remind(recipient: Recipient, on: date) -> tuple[int, int]:
    with transaction.atomic():
        person = User.objects.select_for_update().get(pk=recipient.user_id)
        known = set(
            Notice.objects.filter(recipient=person, channel=Notice.Channel.INBOX, commitment__isnull=False).values_list(
                "commitment_id", "stage"
            )
        )
        ids = [reminder.commitment.pk for reminder in recipient.reminders]
        still = set(Commitment.objects.running().filter(pk__in=ids).values_list("pk", flat=True))
        due = [reminder for reminder in recipient.reminders if reminder.commitment.pk in still]
        new = [r for r in due if (r.commitment.pk, r.stage.key) not in known]
        Notice.objects.bulk_create([in_list(person, r, on) for r in new], batch_size=500, ignore_conflicts=True)
        return len(new), make_digest(person, due, on)


def in_list(person: User, reminder: Reminder, on: date) -> Notice:
    """The notice in the in-app list, delivered by being there."""
    now = timezone.now()
    commitment = reminder.commitment
    return Notice(
        recipient=person,
        commitment=commitment,
        kind=reminder.stage.kind,
        stage=reminder.stage.key,
        channel=Notice.Channel.INBOX,
        title=wording.reminder_title(commitment, on),
        body=wording.reminder_body(commitment, on),
        link=commitment_link(commitment.pk),
        state=Notice.State.SENT,
        created_at=now,
        sent_at=now,
    )
