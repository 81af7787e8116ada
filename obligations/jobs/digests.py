"""The daily e-mail: everything new in a person's list in one message, at most one a day."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Max
from django.utils import timezone

from obligations.channels import CHANNELS
from obligations.channels.links import todo_link
from obligations.jobs import wording
from obligations.jobs.stages import Reminder
from obligations.models import Notice, User
from obligations.models.notices import NoticeQuerySet

STAGE = "digest:"
REMINDERS = (Notice.Kind.DUE_SOON, Notice.Kind.OVERDUE)


def make_digest(person: User, reminders: Sequence[Reminder], on: date) -> int:
    """Makes the mail of the day if something is not yet mailed; returns 1 or 0. The caller holds the person's row.

    What reaches the list after the day's mail was made goes into the next one.
    """
    if not CHANNELS[Notice.Channel.EMAIL].reaches(person):
        return 0
    mails = Notice.objects.filter(recipient=person, channel=Notice.Channel.EMAIL, stage__startswith=STAGE)
    if mails.filter(stage=stage(on)).exists():
        return 0
    # Rows of one person are made under a lock: whatever has a higher number than the last mail is not in it.
    last = mails.aggregate(last=Max("pk"))["last"] or 0
    unmailed = set(_listed(person, REMINDERS, last).values_list("commitment_id", flat=True))
    new = [reminder for reminder in reminders if reminder.commitment.pk in unmailed]
    signs = list(_listed(person, [Notice.Kind.SIGN, Notice.Kind.PART], last).values_list("title", flat=True))
    countersigns = list(_listed(person, [Notice.Kind.COUNTERSIGN], last).values_list("title", flat=True))
    if not new and not signs and not countersigns:
        return 0
    others = {"待签收和分办": signs, "待会签": countersigns}
    said = {heading: [title.partition("：")[2] for title in titles] for heading, titles in others.items() if titles}
    mail = digest(person, new, len(reminders) - len(new), on, said)
    Notice.objects.bulk_create([mail], ignore_conflicts=True)
    return 1


def _listed(person: User, kinds: Sequence[Notice.Kind], last: int) -> NoticeQuerySet:
    """What came into the person's list since the mail with this number."""
    return Notice.objects.filter(recipient=person, channel=Notice.Channel.INBOX, kind__in=kinds, pk__gt=last)


def stage(on: date) -> str:
    return f"{STAGE}{on.isoformat()}"


def digest(
    person: User, new: Sequence[Reminder], told_before: int, on: date, others: Mapping[str, Sequence[str]] | None = None
) -> Notice:
    """`others`: lines by heading (待签收, 待会签)."""
    others = others or {}
    overdue = [wording.line(r.commitment, on) for r in new if r.stage.kind == Notice.Kind.OVERDUE]
    near = [wording.line(r.commitment, on) for r in new if r.stage.kind == Notice.Kind.DUE_SOON]
    return Notice(
        recipient=person,
        kind=Notice.Kind.OVERDUE if overdue else Notice.Kind.DUE_SOON if near else Notice.Kind.SIGN,
        stage=stage(on),
        channel=Notice.Channel.EMAIL,
        title=f"{wording.day(on, on)}办理提醒：{wording.counts(len(overdue), len(near)) or '、'.join(others)}",
        body=wording.digest_body(str(person), overdue, near, told_before, on, others),
        link=todo_link(),
        created_at=timezone.now(),
    )
