"""Names that no unit bears: what they mean is learned once, and so is that they mean none."""

import pytest
from django.test import Client

from obligations.drafts import TaskDraft
from obligations.errors import Conflict
from obligations.foretelling import preview
from obligations.intake import read_source
from obligations.models import Assignment, Commitment, DismissedName, Event, SourceFile, Task, UnitAlias
from obligations.register.names import dismiss_name, match_name, resolve_names, restore_name, unknown_names
from obligations.register.taking import foretold
from obligations.review import confirm, correct
from tests.conftest import NOW, People, Register, TaskMaker
from tests.scene import everything

pytestmark = pytest.mark.usefixtures("today")
VAGUE = "企业主管部门"
NAMES = "/admin/obligations/unit/unknown-names/"


def test_what_a_match_will_change_is_told_before(register: Register, people: People, make_task: TaskMaker) -> None:
    waiting = make_task("加强巡查", lead=VAGUE)
    going = make_task("按月报送", lead=register.energy, responsible=(VAGUE,))
    confirm(going.pk, people.supervisor, at=NOW)
    before = everything()
    told = foretold(lambda: match_name(VAGUE, register.housing, people.administrator, at=NOW))
    assert everything() == before
    assert ([*told.suggested], [*told.in_force]) == ([waiting], [going])
    assert (told.places, told.commitments) == (2, 1)
    assert match_name(VAGUE, register.housing, people.administrator, at=NOW) == told


def test_what_somebody_else_decided_stays(register: Register, people: People, make_task: TaskMaker) -> None:
    settled, waiting = make_task("加强巡查", lead=VAGUE), make_task("加强宣传", lead=VAGUE)
    draft = TaskDraft.of(settled)
    draft.units = [draft.units[0]._replace(unit_id=register.finance.pk)]
    correct(settled.pk, draft, people.supervisor)
    rejected = make_task("加强防护", lead=VAGUE)
    Task.objects.filter(pk=rejected.pk).update(state="rejected")
    match_name(VAGUE, register.housing, people.administrator)
    units = dict(Assignment.objects.values_list("task", "unit"))
    assert units == {settled.pk: register.finance.pk, waiting.pk: register.housing.pk, rejected.pk: None}


def test_a_dismissed_name_fills_no_list_and_owes_nothing(
    register: Register, people: People, make_task: TaskMaker
) -> None:
    task = make_task("加强巡查", lead=register.energy, responsible=(VAGUE,))
    alone = make_task("加强宣传", lead="企业 主管部门")
    assert dismiss_name(VAGUE, people.administrator).places == 2
    assert not unknown_names()
    assert "不在单位名录" not in preview(Task.objects.with_details().get(pk=task.pk))
    confirm(task.pk, people.supervisor)
    assert [row.unit for row in Commitment.objects.all()] == [register.energy]
    with pytest.raises(Conflict, match="不是具体单位"):
        confirm(alone.pk, people.supervisor)
    assert Event.objects.get(verb="name_dismissed").after == {"name": VAGUE, "assignments": 2}


def test_a_dismissed_name_is_not_asked_about_in_the_next_file(
    register: Register, people: People, source: SourceFile, settings: object
) -> None:
    DismissedName.objects.create(spelling="市老区建设促进会")
    SourceFile.objects.filter(pk=source.pk).update(state="waiting")
    read_source(source.pk)
    named = Assignment.objects.filter(name="市老区建设促进会")
    assert named.exists() and all(one.is_dismissed for one in named)
    assert not unknown_names().filter(name="市老区建设促进会")


def test_a_name_that_is_typed_again_stays_dismissed(register: Register, people: People, make_task: TaskMaker) -> None:
    DismissedName.objects.create(spelling=VAGUE)
    task = make_task("加强巡查", lead=register.energy)
    draft = TaskDraft.of(task)
    draft.units.append(draft.units[0]._replace(role="support", name=VAGUE, unit_id=None))
    correct(task.pk, draft, people.supervisor)
    assert not unknown_names()


def test_a_dismissal_is_taken_back(register: Register, people: People, make_task: TaskMaker) -> None:
    make_task("加强巡查", lead=VAGUE)
    dismiss_name(VAGUE, people.administrator)
    assert restore_name(VAGUE, people.administrator).places == 1
    assert unknown_names().get() == {"name": VAGUE, "count": 1}
    with pytest.raises(Conflict, match="没有判为"):
        restore_name(VAGUE, people.administrator)


def test_a_match_overrules_a_dismissal(register: Register, people: People, make_task: TaskMaker) -> None:
    make_task("加强巡查", lead=VAGUE)
    dismiss_name(VAGUE, people.administrator)
    assert match_name(VAGUE, register.energy, people.administrator).places == 1
    assert not DismissedName.objects.exists()


@pytest.mark.parametrize(("name", "said"), [("市能源局", "是市能源局的写法"), (VAGUE, "已判为")])
def test_what_can_not_be_dismissed(register: Register, people: People, name: str, said: str) -> None:
    DismissedName.objects.create(spelling=VAGUE)
    with pytest.raises(Conflict, match=said):
        dismiss_name(name, people.administrator)


def test_a_spelling_that_ended_is_good_for_documents_from_before(
    register: Register, people: People, make_task: TaskMaker
) -> None:
    """The directive is of 8 September: a name that ended on the 8th is none of it any more."""
    task = make_task("加强巡查", lead="市能源委")
    old = UnitAlias.objects.create(unit=register.energy, spelling="市能源委", valid_until="2026-09-08")
    assert resolve_names() == 0
    UnitAlias.objects.filter(pk=old.pk).update(valid_until="2026-09-09")
    assert resolve_names() == 1
    assert task.assignments.get().unit == register.energy


def test_a_name_may_mean_one_unit_before_a_day_and_another_after(register: Register, people: People) -> None:
    UnitAlias.objects.create(unit=register.energy, spelling="市能源委", valid_until="2026-01-01")
    match_name("市能源委", register.housing, people.administrator)
    book = type(register.energy).objects.name_book(["市能源委"])
    days = [NOW.date().replace(year=2025), NOW.date(), None]
    assert [book.find("市能源委", day) for day in days] == [register.energy, register.housing, register.energy]


def test_an_old_name_that_is_used_on_holds_again(register: Register, people: People) -> None:
    UnitAlias.objects.create(unit=register.energy, spelling="市能源委", valid_until="2026-01-01")
    match_name("市能源委", register.energy, people.administrator)
    assert UnitAlias.objects.get(spelling="市能源委").valid_until is None


def test_the_pages_dismiss_and_restore(as_administrator: Client, register: Register, make_task: TaskMaker) -> None:
    make_task("加强巡查", lead=VAGUE)
    assert "不是单位" in as_administrator.get(NAMES).content.decode()
    as_administrator.post(f"{NAMES}dismiss/", {"name": VAGUE})
    html = as_administrator.get(NAMES).content.decode()
    assert "没有待匹配的名称" in html and "已判为非单位的名称" in html and VAGUE in html
    as_administrator.post(f"{NAMES}restore/", {"name": VAGUE})
    assert "共 1 个" in as_administrator.get(NAMES).content.decode()
    assert as_administrator.get(f"{NAMES}dismiss/").status_code == 405


def test_the_page_of_a_name_lists_the_tasks_that_will_change(
    as_administrator: Client, register: Register, people: People, make_task: TaskMaker
) -> None:
    make_task("加强巡查", lead=VAGUE)
    going = make_task("按月报送", lead=register.energy, responsible=(VAGUE,))
    confirm(going.pk, people.supervisor)
    html = as_administrator.get(f"{NAMES}match/?name={VAGUE}").content.decode()
    assert "共 2 处；其中 1 项执行中" in html
    assert "加强巡查</a> 待确认" in html and "按月报送</a> 执行中" in html
