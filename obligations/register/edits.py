"""What an administrator edits by hand, and what is loaded by command, in the record: values before and after."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from obligations.models import Event, Unit, User
from obligations.recording import record, recorded
from obligations.register.taking import allow

Verb = Event.Verb
Values = dict[str, Any]


@contextmanager
def editing_unit(unit_id: int | None, actor: User) -> Iterator[list[Unit]]:
    """Around the saving of a unit by hand. Whoever saves puts the unit into the list; what changed is recorded."""
    saved: list[Unit] = []
    with recorded():
        allow(actor, Verb.UNIT_EDITED)
        before = unit_values(unit_id)
        yield saved
        for unit in saved:
            after = unit_values(unit.pk)
            _record(Verb.UNIT_EDITED, actor, after.get("name", ""), before, after, unit)


@contextmanager
def editing_account(user_id: int | None, actor: User) -> Iterator[list[User]]:
    """The same around the saving of an account. That a password was set is recorded, what it is not."""
    saved: list[User] = []
    with recorded():
        allow(actor, Verb.ACCOUNT_EDITED)
        before, old = account_values(user_id), _password(user_id)
        yield saved
        for user in saved:
            after = account_values(user.pk)
            if _password(user.pk) != old:
                after["password_set"] = True
            _record(Verb.ACCOUNT_EDITED, actor, str(user), before, after, None)


def unit_values(unit_id: int | None) -> Values:
    """All that a person can edit of a unit, as an event keeps it. Empty for a unit that is not there yet."""
    unit = Unit.objects.select_related("parent").filter(pk=unit_id or 0).first()
    if unit is None:
        return {}
    members = unit.member_links.select_related("member").order_by("pk")
    people = unit.memberships.select_related("user").order_by("pk")
    return {
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.kind,
        "parent": unit.parent.name if unit.parent else None,
        "position": unit.position,
        "is_active": unit.is_active,
        "aliases": sorted(unit.aliases.values_list("spelling", flat=True)),
        "members": [[link.member.name, link.valid_from, link.valid_to] for link in members],
        "people": [[str(one.user), one.part] for one in people],
    }


def account_values(user_id: int | None) -> Values:
    user = User.objects.filter(pk=user_id or 0).first()
    if user is None:
        return {}
    parts = user.memberships.select_related("unit").order_by("pk")
    return {
        "username": user.username,
        "display_name": user.display_name,
        "role": user.role,
        "email": user.email,
        "phone": user.phone,
        "is_active": user.is_active,
        "units": [[one.unit.name, one.part] for one in parts],
    }


def _password(user_id: int | None) -> str | None:
    return User.objects.filter(pk=user_id or 0).values_list("password", flat=True).first()


def _record(
    verb: Event.Verb, actor: User, note: str, before: Mapping[str, Any], after: Values, unit: Unit | None
) -> None:
    """Only what is different; nothing where nothing is."""
    changed = [name for name, value in after.items() if name not in before or before[name] != value]
    if changed:
        old = {name: before[name] for name in changed if name in before}
        record(verb, None, actor, unit=unit, note=note, before=old, after={name: after[name] for name in changed})
