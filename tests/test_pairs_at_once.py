"""Made from the tables of `steps`: any two verbs on one row at the same moment, and a person beside a job.

In whatever order they come, it is as if one had come after the other: what succeeded leads to the state by the table,
what came too late is refused with a sentence, and the record holds each success once.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations_with_replacement, permutations
from typing import Any

import pytest

from obligations.errors import Refused
from obligations.jobs import daily
from obligations.models import Commitment, Event, Extension, Membership, Notice, Progress, SourceFile, Task, User
from obligations.review import confirm, reopen
from obligations.schedule import make_commitments
from obligations.steps import COMMITMENT, TASK, Moves
from obligations.verifying import verify
from obligations.workflow import close
from tests.conftest import FIXED, NOW, TODAY, People, Register, TaskMaker
from tests.scene import COMMITMENT_DEEDS, COUNTERSIGN_DEEDS, DEEDS, LATER, TASK_DEEDS, Deed, Scene, make_scene
from tests.test_verbs_at_once import at_once, refused

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("today")]
Verb = Event.Verb
OF_UNIT = {
    *(Verb.SIGNED, Verb.REPORTED, Verb.HANDED_IN, Verb.RECALLED),
    *(Verb.EXTENSION_ASKED, Verb.EXTENSION_RECALLED, Verb.PART_MADE),
}


@pytest.fixture
def scene(register: Register, people: People, make_task: TaskMaker, source: SourceFile) -> Scene:
    return make_scene(register, people, make_task, source)


def pairs(state: str) -> Iterator[tuple[Event.Verb, Event.Verb]]:
    """Verbs that are both possible in the state, each also beside itself."""
    possible = [verb for verb in COMMITMENT_DEEDS if COMMITMENT.allows(verb, state)]
    yield from combinations_with_replacement(possible, 2)


def another(scene: Scene, make_task: TaskMaker, state: str, verbs: tuple[Event.Verb, ...]) -> Scene:
    """The scene with a commitment of its own, fit for these verbs."""
    task = make_task("完成管网改造", lead=scene.register.energy, deadlines=(FIXED,))
    Task.objects.filter(pk=task.pk).update(state="in_force")
    task.refresh_from_db()
    make_commitments(task, TODAY)
    commitment = task.commitments.get()
    extension = scene.extension
    if {Verb.EXTENSION_GRANTED, Verb.EXTENSION_REFUSED, Verb.EXTENSION_RECALLED} & set(verbs):
        extension = Extension.objects.create(
            commitment=commitment,
            asked_by=scene.people.coordinator,
            asked_at=NOW,
            due_before=commitment.due_on,
            wanted_on=LATER,
            reason="流标",
        )
    found = replace(scene, task=task, commitment=commitment, extension=extension)
    found.put(commitment, state)
    if Verb.DELISTED in verbs:
        COMMITMENT_DEEDS[Verb.DELISTED].ready(found)
    if Verb.DUE_DATE_SET in verbs:
        Commitment.objects.filter(pk=commitment.pk).update(due_on=None)
    for verb in COUNTERSIGN_DEEDS.keys() & set(verbs):
        COUNTERSIGN_DEEDS[verb].ready(found)
    return found


def actors(scene: Scene, verbs: tuple[Event.Verb, ...]) -> list[User]:
    people = scene.people
    above = iter((people.supervisor, people.second_supervisor))
    signers = {verb: deed.who(scene) for verb, deed in COUNTERSIGN_DEEDS.items()}
    return [signers.get(verb) or (people.coordinator if verb in OF_UNIT else next(above)) for verb in verbs]


def leads(moves: dict[Event.Verb, Moves], state: str, done: list[Event.Verb], to: str) -> bool:
    """Whether these verbs, one after the other in some order, lead from the state to that one."""

    def go(states: set[str], order: tuple[Event.Verb, ...]) -> set[str]:
        for verb in order:
            states = {target for one in states for target in moves[verb].get(one, ())}
        return states

    return any(to in go({state}, order) for order in permutations(done))


@pytest.mark.parametrize("state", ["open", "returned", "handed_in", "suspended", "done"])
def test_any_two_verbs_on_one_commitment(scene: Scene, make_task: TaskMaker, state: str) -> None:
    for verbs in pairs(state):
        mine = another(scene, make_task, state, verbs)
        reported = Progress.objects.filter(commitment=mine.commitment).count()
        results = at_once(
            *[
                lambda deed=COMMITMENT_DEEDS[verb], who=who, mine=mine: deed.call(mine, who)
                for verb, who in zip(verbs, actors(mine, verbs), strict=True)
            ]
        )
        told = refused(results)
        assert len(told) < 2, (verbs, told)
        done = [verb for verb, result in zip(verbs, results, strict=True) if not isinstance(result, Refused)]
        mine.commitment.refresh_from_db()
        assert leads(dict(COMMITMENT.moves), state, done, mine.commitment.state), (verbs, done)
        written = Event.objects.filter(commitment=mine.commitment).exclude(verb="extension_refused")
        expected = [verb for verb in done if verb != Verb.EXTENSION_REFUSED]
        assert sorted(written.values_list("verb", flat=True)) == sorted(expected), verbs
        reports = [verb for verb in done if verb in (Verb.REPORTED, Verb.HANDED_IN)]
        assert Progress.objects.filter(commitment=mine.commitment).count() == reported + len(reports)
        assert Extension.objects.filter(commitment=mine.commitment, state="pending").count() <= 1
    assert not verify().problems


CONTRARY = [
    ("handed_in", Verb.CLOSED, Verb.RETURNED),
    ("handed_in", Verb.HEAD_SIGNED, Verb.HEAD_SIGNED),
    ("handed_in", Verb.HEAD_SIGNED, Verb.HEAD_RETURNED),
    ("handed_in", Verb.LEAD_CHECKED, Verb.LEAD_RETURNED),
    ("handed_in", Verb.LEAD_CHECKED, Verb.LEAD_CHECKED),
    ("handed_in", Verb.HEAD_RETURNED, Verb.RETURNED),
    ("handed_in", Verb.LEAD_RETURNED, Verb.CLOSED),
    ("handed_in", Verb.CLOSED, Verb.RECALLED),
    ("handed_in", Verb.RETURNED, Verb.RECALLED),
    ("handed_in", Verb.CLOSED, Verb.CLOSED),
    ("handed_in", Verb.RETURNED, Verb.RETURNED),
    ("open", Verb.CLOSED, Verb.CLOSED),
    ("open", Verb.SIGNED, Verb.SIGNED),
    ("open", Verb.EXTENSION_ASKED, Verb.EXTENSION_ASKED),
    ("open", Verb.EXTENSION_GRANTED, Verb.EXTENSION_REFUSED),
    ("open", Verb.EXTENSION_RECALLED, Verb.EXTENSION_GRANTED),
    ("open", Verb.EXTENSION_RECALLED, Verb.EXTENSION_RECALLED),
    ("open", Verb.DUE_DATE_SET, Verb.DUE_DATE_SET),
    ("open", Verb.URGED, Verb.URGED),
    ("done", Verb.RESUMED, Verb.RESUMED),
]


@pytest.mark.parametrize(("state", "one", "other"), CONTRARY)
def test_of_two_that_exclude_each_other_one_wins_and_the_other_is_told(
    scene: Scene, make_task: TaskMaker, state: str, one: Event.Verb, other: Event.Verb
) -> None:
    mine = another(scene, make_task, state, (one, other))
    calls = zip((one, other), actors(mine, (one, other)), strict=True)
    results = at_once(*[lambda deed=COMMITMENT_DEEDS[verb], who=who: deed.call(mine, who) for verb, who in calls])
    [told] = refused(results)
    assert told.message.endswith("。")
    assert Event.objects.filter(commitment=mine.commitment, verb__in=[one, other]).count() == 1


@pytest.mark.parametrize("verbs", [*combinations_with_replacement(TASK_DEEDS, 2)], ids=lambda verbs: "-".join(verbs))
def test_any_two_decisions_on_one_task(scene: Scene, verbs: tuple[Event.Verb, Event.Verb]) -> None:
    scene.pair.delete()
    if Verb.REOPENED in verbs:
        scene.put(scene.first, "rejected")
    state = scene.first.state
    people = (scene.people.supervisor, scene.people.second_supervisor)
    deeds: list[Deed] = [DEEDS[verb] for verb in verbs]
    for deed in {id(deed): deed for deed in deeds}.values():
        if deed.ready:
            deed.ready(scene)
    results = at_once(
        *[lambda deed=deed, who=who: deed.call(scene, who) for deed, who in zip(deeds, people, strict=True)]
    )
    assert len(refused(results)) < 2
    done = [verb for verb, result in zip(verbs, results, strict=True) if not isinstance(result, Refused)]
    scene.first.refresh_from_db()
    assert leads(dict(TASK.moves), state, done, scene.first.state)
    # the second of two equal corrections changes nothing, so it leaves no event
    assert Event.objects.filter(task=scene.first).values("verb").distinct().count() == len(set(done))
    assert scene.first.commitments.exists() == (scene.first.state == "in_force")
    assert not verify().problems


@pytest.mark.parametrize("verb", COMMITMENT_DEEDS, ids=lambda verb: verb.value)
def test_a_verb_and_the_withdrawal_of_its_task(scene: Scene, make_task: TaskMaker, verb: Event.Verb) -> None:
    """What was touched meanwhile stays as withdrawn, or the withdrawal is refused; nothing hangs in the air."""
    state = next(iter(COMMITMENT.moves[verb]))
    mine = another(scene, make_task, state, (verb,))
    results = at_once(
        lambda: COMMITMENT_DEEDS[verb].call(mine, actors(mine, (verb,))[0]),
        lambda: reopen(mine.task.pk, scene.people.administrator),
    )
    refused(results)
    mine.task.refresh_from_db()
    left = list(mine.task.commitments.values_list("state", flat=True))
    if mine.task.state == "suggested":
        assert set(left) <= {"withdrawn"}
    else:
        assert set(left) - {"withdrawn"}
    assert not verify().problems


class TestAPersonAndAJob:
    DAY = FIXED["due_on"] - timedelta(days=5)  # type: ignore[operator]

    def run(self, *calls: Any) -> list[Any]:
        results = at_once(*calls)
        refused(results)
        assert not verify().problems
        return results

    def test_the_reminders_and_a_withdrawal(self, scene: Scene) -> None:
        """Reminded or withdrawn first: no reminder is left of what is nobody's any more, but as withdrawn."""
        confirmed = confirm_first(scene)
        self.run(lambda: daily.run(self.DAY), lambda: reopen(confirmed.pk, scene.people.supervisor))
        assert set(confirmed.commitments.values_list("state", flat=True)) <= {"withdrawn"}

    def test_the_reminders_and_a_close(self, scene: Scene, make_task: TaskMaker) -> None:
        mine = another(scene, make_task, "open", ())
        self.run(
            lambda: daily.run(self.DAY),
            lambda: close(mine.commitment.pk, scene.people.supervisor, "核实"),
            lambda: daily.run(self.DAY),
        )
        assert Notice.objects.filter(commitment=mine.commitment, kind="due_soon", channel="inbox").count() <= 1
        assert Event.objects.filter(commitment=mine.commitment, verb="closed").count() == 1

    def test_the_horizon_and_the_withdrawal_of_a_recurring_task(
        self, scene: Scene, make_task: TaskMaker, register: Register
    ) -> None:
        monthly = make_task(
            "按月报送", lead=register.energy, deadlines=({"kind": "recurring", "rrule": "FREQ=MONTHLY;BYMONTHDAY=25"},)
        )
        confirm(monthly.pk, scene.people.supervisor, at=NOW)
        later = date(2027, 3, 1)
        self.run(
            lambda: daily.run(later), lambda: reopen(monthly.pk, scene.people.supervisor), lambda: daily.run(later)
        )
        monthly.refresh_from_db()
        assert monthly.state == "suggested"
        assert set(monthly.commitments.values_list("state", flat=True)) <= {"withdrawn"}


def confirm_first(scene: Scene) -> Task:
    scene.pair.delete()
    return confirm(scene.first.pk, scene.people.supervisor, at=NOW).task


def test_a_part_is_taken_away_while_its_person_acts(scene: Scene) -> None:
    """The right is looked at in the verb's own transaction."""
    Membership.objects.filter(user=scene.people.coordinator).delete()
    with pytest.raises(Refused, match="只能办理本单位"):
        COMMITMENT_DEEDS[Verb.SIGNED].call(scene, scene.people.coordinator)
