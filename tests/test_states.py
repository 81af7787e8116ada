"""Made from the tables of `steps`: every verb in every state goes where the table says, or refuses, nothing changed."""

import re
from collections.abc import Iterator

import pytest
from django.urls import resolve

from obligations.errors import Refused
from obligations.management import tables
from obligations.models import Commitment, Event, SourceFile, Task, User
from obligations.review import reopen
from obligations.rights import FOLLOWS, RIGHTS
from obligations.steps import COMMITMENT, EXTENSION, NOUNS, PAIR, PART, SOURCE, TASK, Steps
from obligations.verifying import verify
from obligations.web.rows import as_rows, row_queryset
from tests.conftest import TODAY, People, Register, TaskMaker
from tests.scene import (
    COMMITMENT_DEEDS,
    DEEDS,
    PAIR_DEEDS,
    PART_DEEDS,
    TASK_DEEDS,
    Deed,
    Scene,
    everything,
    make_scene,
    row_of,
)

pytestmark = pytest.mark.usefixtures("today")
Verb = Event.Verb


@pytest.fixture
def scene(register: Register, people: People, make_task: TaskMaker, source: SourceFile) -> Scene:
    return make_scene(register, people, make_task, source)


def cases(steps: Steps, deeds: dict[Event.Verb, Deed]) -> Iterator[object]:
    for verb, deed in deeds.items():
        for state in steps.states.values:
            yield pytest.param(steps, verb, deed, state, id=f"{verb.value}-{state}")


OF_EXTENSIONS = {verb: DEEDS[verb] for verb in EXTENSION.moves}
OF_SOURCES = {Verb.READ_AGAIN: DEEDS[Verb.READ_AGAIN]}
ENDINGS = {verb: DEEDS[verb] for verb in (Verb.TASK_WITHDRAWN, Verb.TASK_RESTORED, Verb.CARRIED)}
# the register and the accounts: a unit, a name, an account has no state that decides
OF_REGISTER = {
    *(Verb.NAME_MATCHED, Verb.NAME_DISMISSED, Verb.NAME_RESTORED),
    *(Verb.UNIT_EDITED, Verb.REGISTER_LOADED, Verb.ACCOUNT_EDITED),
    *(Verb.UNITS_MERGED, Verb.UNIT_REORGANISED, Verb.UNIT_RENAMED, Verb.CHANGE_CANCELLED),
    *(Verb.MEMBER_JOINED, Verb.MEMBER_LEFT, Verb.DEPUTY_NAMED, Verb.DEPUTY_ENDED),
    *(Verb.COUNTERSIGN_SET, Verb.PERSON_NAMED, Verb.PERSON_RELIEVED),
}
ON_SUPPORT = (Verb.SUPPORT_ASKED, Verb.SUPPORT_RELEASED, Verb.SUPPORT_REPORTED)
ON_TASKS = (Verb.AMENDED, *ON_SUPPORT, Verb.CHECK_SET, Verb.CHECKED, Verb.LEAD_CHECK_SET)
ON_TASKS_DEEDS = {verb: DEEDS[verb] for verb in ON_TASKS}
OF_EVENTS = {Verb.EVENT_RECORDED: DEEDS[Verb.EVENT_RECORDED]}


@pytest.mark.parametrize(
    ("steps", "verb", "deed", "state"),
    [
        *cases(COMMITMENT, COMMITMENT_DEEDS),
        *cases(TASK, TASK_DEEDS),
        *cases(TASK, OF_EVENTS),
        *cases(TASK, ENDINGS),
        *cases(TASK, ON_TASKS_DEEDS),
        *cases(PAIR, PAIR_DEEDS),
        *cases(PART, PART_DEEDS),
        *cases(SOURCE, OF_SOURCES),
    ],
)
def test_every_verb_in_every_state(scene: Scene, steps: Steps, verb: Event.Verb, deed: Deed, state: str) -> None:
    row = row_of(scene, deed)
    if verb in TASK_DEEDS:
        scene.pair.delete()
    scene.put(row, state)
    deed.ready(scene)
    check(scene, steps, verb, deed, row, state)


@pytest.mark.parametrize(("steps", "verb", "deed", "state"), [*cases(EXTENSION, OF_EXTENSIONS)])
def test_every_verb_on_every_request(scene: Scene, steps: Steps, verb: Event.Verb, deed: Deed, state: str) -> None:
    scene.put(scene.extension, state)
    check(scene, steps, verb, deed, scene.extension, state)


def check(scene: Scene, steps: Steps, verb: Event.Verb, deed: Deed, row: object, state: str) -> None:
    actor = deed.who(scene)
    before = everything()
    # a file that is being read can be queued again only when its reader was killed
    if steps.allows(verb, state) and not (verb == Verb.READ_AGAIN and state == "reading"):
        deed.call(scene, actor)
        row.refresh_from_db()  # type: ignore[attr-defined]
        assert row.state in steps.moves[verb][state]  # type: ignore[attr-defined]
        assert Event.objects.filter(verb=verb, actor=actor).exists()
        assert not verify().problems
        return
    with pytest.raises(Refused) as refusal:
        deed.call(scene, actor)
    said = refusal.value.message
    assert re.search(r"[一-鿿].*。$", said) and not re.search(r"[A-Za-z]", said)
    assert everything() == before


@pytest.mark.parametrize("state", Task.State.values)
@pytest.mark.parametrize("which", ["kept", "merged"])
def test_both_tasks_of_a_pair_have_their_say(scene: Scene, which: str, state: str) -> None:
    """`JOINED` as the one that is kept, or the one that is merged."""
    task = scene.first if which == "kept" else scene.second
    scene.put(task, state)
    before = everything()
    goes_on = {"kept": {"suggested": "suggested", "in_force": "in_force"}, "merged": {"suggested": "merged"}}[which]
    if state in goes_on:
        DEEDS[Verb.JOINED].call(scene, scene.people.supervisor)
        task.refresh_from_db()
        assert task.state == goes_on[state]
        assert task.state in TASK.moves[Verb.JOINED][state]
        return
    with pytest.raises(Refused):
        DEEDS[Verb.JOINED].call(scene, scene.people.supervisor)
    assert everything() == before


@pytest.mark.parametrize("state", ["open", "returned", "handed_in"])
def test_what_a_unit_has_touched_is_withdrawn_with_its_task(scene: Scene, state: str) -> None:
    scene.extension.delete()
    DEEDS[Verb.SIGNED].call(scene, scene.people.coordinator)
    scene.put(scene.commitment, state)
    reopen(scene.task.pk, scene.people.supervisor)
    scene.commitment.refresh_from_db()
    assert (scene.commitment.state,) == COMMITMENT.moves[Verb.WITHDRAWN][state]
    event = Event.objects.get(verb="withdrawn")
    assert (event.commitment, event.before, event.after) == (
        scene.commitment,
        {"state": state},
        {"state": "withdrawn"},
    )


def test_closing_refuses_the_request_that_waits_and_records_it(scene: Scene) -> None:
    DEEDS[Verb.CLOSED].call(scene, scene.people.supervisor)
    scene.extension.refresh_from_db()
    assert scene.extension.state == "refused"
    assert [event.verb for event in Event.objects.order_by("number")] == ["closed", "extension_refused", "task_closed"]
    scene.task.refresh_from_db()
    assert scene.task.state in TASK.moves[Verb.TASK_CLOSED]["in_force"]
    DEEDS[Verb.RESUMED].call(scene, scene.people.supervisor)
    scene.task.refresh_from_db()
    assert scene.task.state in TASK.moves[Verb.TASK_RESUMED]["closed"]


def test_a_verb_can_not_move_a_row_past_the_table() -> None:
    with pytest.raises(AssertionError, match="recalled does not lead from done to open"):
        COMMITMENT.hold(Verb.RECALLED, Commitment.State.DONE, Commitment.State.OPEN)


class TestTheTablesAreWhole:
    @pytest.mark.parametrize("name", tables.FILES)
    def test_the_docs_say_what_the_tables_say(self, name: str) -> None:
        written = (tables.DOCS / name).read_text(encoding="utf-8")
        assert written == tables.filled(name), "run manage.py write_tables"
        assert tables.FILES[name]() in written

    def test_they_know_only_states_that_there_are(self) -> None:
        for steps in NOUNS:
            known = set(steps.states.values)
            for verb, moves in steps.moves.items():
                named = set(moves) | {state for targets in moves.values() for state in targets}
                assert named <= known, verb

    def test_every_state_is_reached(self) -> None:
        for steps in NOUNS:
            reached = set(steps.first)
            while more := {
                target
                for moves in steps.moves.values()
                for source, targets in moves.items()
                for target in targets
                if source in reached and target not in reached
            }:
                reached |= more
            assert set(steps.states.values) <= reached

    def test_every_verb_has_its_right_and_its_deed_in_the_tests(self) -> None:
        verbs = set(Event.Verb.values)
        assert set(RIGHTS) - {"see"} | FOLLOWS == verbs
        assert {verb.value for verb in DEEDS} == verbs - FOLLOWS

    def test_every_verb_that_needs_a_state_has_its_step(self) -> None:
        stateless = {
            Verb.RECEIVED,
            Verb.SOURCE_REMOVED,
            Verb.REPLACED,
            Verb.CALENDAR_SET,
            Verb.PAIRS_PROPOSED,
            *OF_REGISTER,
        }
        assert {verb for steps in NOUNS for verb in steps.moves} == set(Event.Verb) - stateless

    @pytest.mark.parametrize("state", Commitment.State.values)
    @pytest.mark.parametrize("who", ["coordinator", "supervisor"])
    def test_a_button_is_shown_only_where_its_verb_is_possible(self, scene: Scene, who: str, state: str) -> None:
        scene.put(scene.commitment, state)
        person: User = getattr(scene.people, who)
        rows = row_queryset(Commitment.objects.filter(pk=scene.commitment.pk))
        [row] = as_rows(rows, person, TODAY)
        verbs = {resolve(deed.page(scene)).url_name: verb for verb, deed in COMMITMENT_DEEDS.items()}
        for action in row.actions:
            verb = verbs[resolve(action.url).url_name]
            assert COMMITMENT.allows(verb, state), action
            assert person.may(verb.value, scene.commitment.unit)
