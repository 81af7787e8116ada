"""The slices of a to-do list (逾期, 本周, 退回, 待签收 …): named conditions for its tabs and their counts alike."""

from datetime import date, timedelta

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from obligations.models.lights import near_until

# Whose clock runs.
RUNNING = ("open", "handed_in", "returned")
# Neither done nor withdrawn.
LIVE = (*RUNNING, "suspended")
# What is owed or was: all but withdrawn.
OWED = (*LIVE, "done")


class Slice(models.TextChoices):
    """A slice of the commitments. `ALL` also holds what is done; what was withdrawn is in none."""

    OVERDUE = "overdue", _("逾期")
    WEEK = "week", _("本周")
    NEAR = "near", _("临期")
    RETURNED = "returned", _("退回")
    UNSIGNED = "unsigned", _("待签收")
    SIGN_LATE = "sign_late", _("超期未签收")
    WORKING = "working", _("办理中")
    HANDED_IN = "handed_in", _("待审核")
    # handed in, and before somebody who countersigns; of these those that the person has to sign
    COUNTERSIGN = "countersign", _("会签中")
    TO_SIGN = "to_sign", _("待我签署")
    EXTENSION = "extension", _("延期申请")
    EXTENDED = "extended", _("已延期")
    CHECK = "check", _("待调度")
    LISTED = "listed", _("挂牌督办")
    SUSPENDED = "suspended", _("已中止")
    LIVE = "live", _("全部在办")
    DONE = "done", _("已办结")
    ALL = "all", _("全部")


def in_slice(slice_: Slice, on: date) -> Q:
    """The condition over Commitment on the day `on`."""
    running = Q(state__in=RUNNING)
    waiting = running & Q(handed_in_on__isnull=True)
    match slice_:
        case Slice.OVERDUE:
            return running & is_late(on)
        case Slice.WEEK:
            return waiting & Q(due_on__gte=on, due_on__lte=end_of_week(on))
        case Slice.NEAR:
            return waiting & Q(due_on__gte=on, due_on__lte=near_until(on))
        case Slice.RETURNED:
            return Q(state="returned")
        case Slice.UNSIGNED:
            return running & Q(signed_at__isnull=True)
        case Slice.SIGN_LATE:
            return running & Q(signed_at__isnull=True, sign_by__lt=on)
        case Slice.WORKING:
            return waiting
        case Slice.HANDED_IN:
            return Q(state="handed_in", waits_for="supervisor")
        case Slice.COUNTERSIGN | Slice.TO_SIGN:
            return Q(state="handed_in") & ~Q(waits_for="supervisor")
        case Slice.EXTENSION:
            return running & Q(Exists(_extensions("pending")))
        case Slice.EXTENDED:
            return running & Q(Exists(_extensions("granted")))
        case Slice.CHECK:
            return running & Q(due_on__isnull=True, task__check_on__lte=on, task__state="in_force")
        case Slice.DONE:
            return Q(state="done")
        case Slice.LIVE:
            return Q(state__in=LIVE)
        case Slice.LISTED:
            return Q(state__in=LIVE) & is_listed()
        case Slice.SUSPENDED:
            return Q(state="suspended")
    return ~Q(state="withdrawn")


def is_late(on: date) -> Q:
    """Past its date and not handed in, or handed in after it."""
    return Q(handed_in_on__isnull=True, due_on__lt=on) | Q(handed_in_on__gt=F("due_on"))


def is_listed() -> Q:
    """Under special supervision."""
    from obligations.models.listings import Listing

    return Q(Exists(Listing.objects.filter(commitment=OuterRef("pk"), ended_on__isnull=True)))


def end_of_week(on: date) -> date:
    """The Sunday of the week of `on`."""
    return on + timedelta(days=6 - on.weekday())


def _extensions(state: str) -> "models.QuerySet[models.Model]":
    from obligations.models.extensions import Extension

    return Extension.objects.filter(commitment=OuterRef("pk"), state=state)
