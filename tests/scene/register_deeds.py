"""What is done to the register of units and to the accounts."""

from django.urls import reverse

from obligations.models import (
    Assignment,
    Deputy,
    DismissedName,
    Event,
    UnitChange,
    User,
)
from obligations.register import changing, deputies, edits, members, names, people
from tests.conftest import TODAY, make_user
from tests.scene.deed import Deed, Verb
from tests.scene.rows import LATER, UNKNOWN, Scene


def _dismissed() -> None:
    DismissedName.objects.create(spelling=UNKNOWN)
    Assignment.objects.filter(name=UNKNOWN).update(is_dismissed=True)


def _edit_unit(scene: Scene, who: User) -> None:
    unit = scene.register.finance
    with edits.editing_unit(unit.pk, who) as saved:
        unit.short_name = "市财政"
        unit.save()
        saved.append(unit)


def _edit_account(scene: Scene, who: User) -> None:
    user = scene.people.stranger
    with edits.editing_account(user.pk, who) as saved:
        user.display_name = "梁慧"
        user.save()
        saved.append(user)


def _deputy(scene: Scene) -> tuple[int, int, int]:
    """In the commitment's unit, by a colleague."""
    return scene.register.energy.pk, scene.people.coordinator.pk, User.objects.get(username="colleague").pk


def _colleague(scene: Scene) -> None:
    make_user("colleague", "coordinator", scene.register.energy, name="史可")


def _stand_in(scene: Scene) -> None:
    _colleague(scene)
    unit, absent, deputy = _deputy(scene)
    Deputy.objects.create(unit_id=unit, absent_id=absent, deputy_id=deputy, starts_on=TODAY, ends_on=LATER)


def _plan_a_change(scene: Scene) -> None:
    UnitChange.objects.create(
        unit=scene.register.finance,
        kind="renamed",
        on=LATER,
        new_name="云河市财政厅",
        asked_by=scene.people.administrator,
    )


def _no_rows(*prefixes: str) -> dict[str, str]:
    return {f"{prefix}-{name}": "0" for prefix in prefixes for name in ("TOTAL_FORMS", "INITIAL_FORMS")}


UNIT_FORM = {"kind": "department", "position": "1000", "is_active": "on", **_no_rows("aliases", "memberships")}
ACCOUNT_FORM = {"role": "coordinator", "is_active": "on", **_no_rows("memberships")}
REGISTER_DEEDS: dict[Event.Verb, Deed] = {
    Verb.NAME_MATCHED: Deed(
        lambda s, who: names.match_name(UNKNOWN, s.register.energy, who),
        lambda s: f"{reverse('admin:match_name')}?name={UNKNOWN}",
        lambda s: {"unit": s.register.energy.pk},
        noun="",
    ),
    Verb.NAME_DISMISSED: Deed(
        lambda s, who: names.dismiss_name(UNKNOWN, who),
        lambda s: reverse("admin:dismiss_name"),
        {"name": UNKNOWN},
        noun="",
    ),
    Verb.NAME_RESTORED: Deed(
        lambda s, who: names.restore_name(UNKNOWN, who),
        lambda s: reverse("admin:restore_name"),
        {"name": UNKNOWN},
        ready=lambda s: _dismissed(),
        noun="",
    ),
    Verb.UNIT_EDITED: Deed(
        lambda s, who: _edit_unit(s, who),
        lambda s: reverse("admin:obligations_unit_change", args=[s.register.finance.pk]),
        lambda s: {**UNIT_FORM, "name": "云河市财政局", "short_name": "市财政"},
        noun="",
    ),
    Verb.UNITS_MERGED: Deed(
        lambda s, who: changing.merge(s.register.finance.pk, s.register.housing.pk, who),
        lambda s: reverse("unit_merge", args=[s.register.finance.pk]),
        lambda s: {"into": s.register.housing.pk, "sure": 1},
        noun="",
    ),
    Verb.UNIT_REORGANISED: Deed(
        lambda s, who: changing.reorganise(s.register.finance.pk, s.register.housing.pk, TODAY, who),
        lambda s: reverse("unit_reorganise", args=[s.register.finance.pk]),
        lambda s: {"into": s.register.housing.pk, "on": TODAY.isoformat(), "sure": 1},
        noun="",
    ),
    Verb.UNIT_RENAMED: Deed(
        lambda s, who: changing.rename(s.register.finance.pk, "云河市财政厅", "", TODAY, who),
        lambda s: reverse("unit_rename", args=[s.register.finance.pk]),
        {"name": "云河市财政厅", "on": TODAY.isoformat(), "sure": 1},
        noun="",
    ),
    Verb.CHANGE_CANCELLED: Deed(
        lambda s, who: changing.cancel(UnitChange.objects.get().pk, who),
        lambda s: reverse("change_cancel", args=[UnitChange.objects.get().pk]),
        ready=lambda s: _plan_a_change(s),
        noun="",
    ),
    Verb.MEMBER_JOINED: Deed(
        lambda s, who: members.join_group(s.register.departments.pk, s.register.office.pk, TODAY, who),
        lambda s: reverse("join_group", args=[s.register.departments.pk]),
        lambda s: {"member": s.register.office.pk, "first": TODAY.isoformat(), "sure": 1},
        noun="",
    ),
    Verb.MEMBER_LEFT: Deed(
        lambda s, who: members.leave_group(s.register.departments.pk, s.register.finance.pk, TODAY, who),
        lambda s: reverse("leave_group", args=[s.register.departments.pk, s.register.finance.pk]),
        {"last": TODAY.isoformat(), "sure": 1},
        noun="",
    ),
    Verb.PERSON_NAMED: Deed(
        lambda s, who: people.name_person(s.register.finance.pk, s.people.stranger.pk, "head", who),
        lambda s: reverse("name_person", args=[s.register.finance.pk]),
        lambda s: {"person": s.people.stranger.pk, "part": "head", "sure": 1},
        noun="",
    ),
    Verb.PERSON_RELIEVED: Deed(
        lambda s, who: people.relieve_person(s.people.stranger.memberships.get().pk, who),
        lambda s: reverse("relieve_person", args=[s.people.stranger.memberships.get().pk]),
        noun="",
    ),
    Verb.DEPUTY_NAMED: Deed(
        lambda s, who: deputies.name_deputy(*_deputy(s), TODAY, LATER, who),
        lambda s: reverse("name_deputy", args=[s.register.energy.pk]),
        lambda s: (
            dict(zip(("unit", "absent", "deputy"), _deputy(s), strict=True))
            | {"first": TODAY.isoformat(), "last": LATER.isoformat(), "sure": 1}
        ),
        ready=lambda s: _colleague(s),
        noun="",
    ),
    Verb.DEPUTY_ENDED: Deed(
        lambda s, who: deputies.end_deputy(Deputy.objects.get().pk, who),
        lambda s: reverse("end_deputy", args=[Deputy.objects.get().pk]),
        ready=lambda s: _stand_in(s),
        noun="",
    ),
    Verb.ACCOUNT_EDITED: Deed(
        lambda s, who: _edit_account(s, who),
        lambda s: reverse("admin:obligations_user_change", args=[s.people.stranger.pk]),
        lambda s: {**ACCOUNT_FORM, "username": s.people.stranger.username, "display_name": "梁慧"},
        noun="",
    ),
}
