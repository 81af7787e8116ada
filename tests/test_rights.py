"""Made from the table of `rights`: every verb by every role for every unit, through the verbs and through the pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from itertools import product

import pytest
from django.db.transaction import atomic, set_rollback
from django.test import Client

from obligations.errors import NotAllowed
from obligations.models import Commitment, Directive, Event, Membership, SourceFile, Task, User
from obligations.rights import RIGHTS, Reach, Role, Standing
from obligations.verifying import verify
from tests.conftest import People, Register, TaskMaker, make_unit, make_user
from tests.scene import DEEDS, Deed, Scene, everything, led, make_scene, row_of

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def scene(register: Register, people: People, make_task: TaskMaker, source: SourceFile) -> Scene:
    return make_scene(register, people, make_task, source)


def person(scene: Scene, role: Role, reach: Reach) -> User:
    """Somebody in the role, with a part in the commitment's unit, in one above it, or in another."""
    register = scene.register
    top = make_unit("云河市能源集团")
    register.energy.parent = top
    register.energy.save()
    units = {Reach.OWN: register.energy, Reach.SUB: top, Reach.OTHER: register.finance, Reach.LED: register.office}
    unit = units[reach]
    if reach == Reach.LED:
        led(scene, unit)
    above = role in (Role.SUPERVISOR, Role.ADMINISTRATOR)
    who = make_user("who", role.value if above else "coordinator", name="苏子瑜")
    part = Membership.Part.HEAD if role == Role.HEAD else Membership.Part.COORDINATOR
    if not (above and reach == Reach.LED):  # with a part there they would act as a coordinator
        Membership.objects.create(user=who, unit=unit, part=part)
    return User.objects.get(pk=who.pk)


def make_ready(scene: Scene, deed: Deed) -> None:
    if deed.noun in ("first", "commitment"):
        scene.pair.delete()
    row = row_of(scene, deed)
    if row is not None:
        scene.put(row, deed.state)
    deed.ready(scene)


@contextmanager
def cell(
    scene: Scene, verb: Event.Verb, role: Role, reach: Reach, subtests: pytest.Subtests
) -> Iterator[tuple[Scene, User, bool]]:
    """One cell of the table. It begins with the scene as it was made, which is dear to make, and leaves it so."""
    allowed = RIGHTS[verb.value].covers([Standing(role, reach)])
    with subtests.test(role=role.value, reach=reach.value, allowed=allowed), atomic():
        own = deepcopy(scene)
        who = person(own, role, reach)
        make_ready(own, DEEDS[verb])
        yield own, who, allowed
        set_rollback(True)


@pytest.mark.parametrize("verb", DEEDS, ids=lambda verb: verb.value)
def test_every_cell_through_the_verb(scene: Scene, verb: Event.Verb, subtests: pytest.Subtests) -> None:
    for role, reach in product(Role, Reach):
        with cell(scene, verb, role, reach, subtests) as (own, who, allowed):
            if allowed:
                DEEDS[verb].call(own, who)
                assert set(Event.objects.filter(verb=verb).values_list("actor_name", flat=True)) == {"苏子瑜"}
                assert not verify().problems
            else:
                before = everything()
                with pytest.raises(NotAllowed) as refusal:
                    DEEDS[verb].call(own, who)
                assert refusal.value.message == RIGHTS[verb.value].refusal
                assert everything() == before


@pytest.mark.parametrize("verb", DEEDS, ids=lambda verb: verb.value)
def test_every_cell_through_the_page(scene: Scene, verb: Event.Verb, subtests: pytest.Subtests) -> None:
    deed = DEEDS[verb]
    for role, reach in product(Role, Reach):
        with cell(scene, verb, role, reach, subtests) as (own, who, allowed):
            data = deed.data(own) if callable(deed.data) else deed.data
            client = Client()
            client.force_login(who)
            before = everything()
            # the admin sends whom it does not let in to its door, which says so
            answer = client.post(deed.page(own), data, follow=not allowed)
            if allowed:
                assert answer.status_code in (200, 302)
                assert set(Event.objects.filter(verb=verb).values_list("actor_name", flat=True)) == {"苏子瑜"}
            else:
                assert answer.status_code in (403, 404)
                assert everything() == before


@pytest.mark.parametrize("verb", DEEDS, ids=lambda verb: verb.value)
def test_an_account_that_was_closed_may_do_nothing(client: Client, scene: Scene, verb: Event.Verb) -> None:
    deed, who = DEEDS[verb], person(scene, Role.ADMINISTRATOR, Reach.OWN)
    make_ready(scene, deed)
    client.force_login(who)
    who.is_active = False
    who.save()
    before = everything()
    with pytest.raises(NotAllowed):
        deed.call(scene, who)
    data = deed.data(scene) if callable(deed.data) else deed.data
    assert client.post(deed.page(scene), data).status_code == 302
    assert everything() == before


@pytest.mark.parametrize("verb", DEEDS, ids=lambda verb: verb.value)
def test_nobody_acts_without_an_account(client: Client, scene: Scene, verb: Event.Verb) -> None:
    deed = DEEDS[verb]
    make_ready(scene, deed)
    before = everything()
    data = deed.data(scene) if callable(deed.data) else deed.data
    answer = client.post(deed.page(scene), data)
    assert answer.status_code == 302 and "/login/" in answer["Location"]
    assert everything() == before


@pytest.mark.parametrize(("role", "reach"), [*product(Role, Reach)])
def test_who_sees_what(client: Client, scene: Scene, role: Role, reach: Reach) -> None:
    who = person(scene, role, reach)
    allowed = RIGHTS["see"].covers([Standing(role, reach)])
    assert who.may("see", scene.commitment.unit, Task.objects.get(pk=scene.task.pk)) == allowed
    assert Commitment.objects.visible_to(who).filter(pk=scene.commitment.pk).exists() == allowed
    assert Task.objects.visible_to(who).filter(pk=scene.task.pk).exists() == allowed
    assert Directive.objects.visible_to(who).exists() == allowed
    client.force_login(who)
    for page in (f"/commitments/{scene.commitment.pk}/", f"/tasks/{scene.task.pk}/"):
        assert (client.get(page).status_code in (200, 302)) == allowed


def test_a_part_in_the_unit_counts_beside_the_role(scene: Scene) -> None:
    """A supervisor with a part in a unit has both rights; parts in several units add up."""
    who = person(scene, Role.HEAD, Reach.OTHER)
    assert not who.may("signed", scene.register.energy)
    Membership.objects.create(user=who, unit=scene.register.energy)
    assert who.may("signed", scene.register.energy) and who.may("signed", scene.register.finance)
    assert not who.may("signed", scene.register.housing)


def test_a_circle_in_the_register_ends(scene: Scene) -> None:
    register = scene.register
    register.energy.parent, register.finance.parent = register.finance, register.energy
    register.energy.save()
    register.finance.save()
    assert register.energy.above() == [register.finance.pk]
    assert not scene.people.stranger.may("signed", register.energy)


def test_the_refusal_says_who_may() -> None:
    for verb, right in RIGHTS.items():
        assert right.refusal.startswith("只"), verb
        assert right.refusal.endswith("。")
