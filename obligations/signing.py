"""By when a unit signs for (签收) what was given to it: some working days, told beforehand and when they are over."""

from datetime import date

from django.conf import settings

from obligations.workdays import Special, add_workdays


def sign_by(given_on: date, begins_on: date | None, due_on: date | None, special: Special | None = None) -> date | None:
    """`SIGN_DAYS` working days after the day on which it was given, or on which it begins if that is later; never after
    a due date that is still to come. None where the setting is 0."""
    if settings.SIGN_DAYS <= 0:
        return None
    first = max(given_on, begins_on or given_on)
    last = add_workdays(first, settings.SIGN_DAYS, special).day
    return due_on if due_on is not None and first <= due_on < last else last
