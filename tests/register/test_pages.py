"""单位: the list, one unit, and the verbs as pages: what will change is shown before it is done."""

from datetime import date

import pytest
from django.test import Client

from obligations.models import Commitment, Event, Membership, Unit, UnitChange
from obligations.register.changing import merge, rename
from obligations.review import confirm
from tests.conftest import FIXED, NOW, TODAY, People, Register, TaskMaker, make_unit
from tests.scene import everything

pytestmark = pytest.mark.usefixtures("today")


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def test_the_list_shows_and_finds(as_supervisor: Client, register: Register, commitment: Commitment) -> None:
    html = text(as_supervisor.get("/units/"))
    assert "市能源局" in html and f"/commitments/?unit={register.energy.pk}&amp;slice=live" in html
    assert "3个成员" in html
    assert "市财政局" not in text(as_supervisor.get("/units/?q=市住建局"))
    assert "市住房城乡建设局" in text(as_supervisor.get("/units/?q=市住建局"))
    html = text(as_supervisor.get("/units/?kind=group&page=x"))
    assert "市直有关部门" in html and "市财政局" not in html
    assert "没有符合条件" in text(as_supervisor.get("/units/?q=没有"))


def test_the_page_of_a_unit(as_supervisor: Client, register: Register, people: People, commitment: Commitment) -> None:
    Membership.objects.create(user=people.stranger, unit=register.energy, part="head")
    html = text(as_supervisor.get(f"/units/{register.energy.pk}/"))
    for words in (
        "云河市能源局",
        "郭一鸣",
        "联络员",
        "梁慧敏",
        "分管领导",
        "市直有关部门",
        "全部在办 <strong>1</strong>",
    ):
        assert words in html
    assert "更名" not in html
    html = text(as_supervisor.get(f"/units/{register.all_counties.pk}/"))
    assert "清源区人民政府" in html and "添加成员" not in html


def test_who_sees_which_unit(client: Client, register: Register, people: People) -> None:
    client.force_login(people.coordinator)
    assert client.get("/units/").status_code == 403
    assert client.get(f"/units/{register.energy.pk}/").status_code == 200
    assert client.get(f"/units/{register.housing.pk}/").status_code == 404
    assert Client().get(f"/units/{register.energy.pk}/").status_code == 302


def test_more_units_cost_no_more_queries(
    as_supervisor: Client, register: Register, people: People, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        make_unit(f"云河市第{number}局", f"市{number}局")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        as_supervisor.get("/units/")


def test_a_reorganisation_is_shown_then_done(
    as_administrator: Client, register: Register, people: People, make_task: TaskMaker
) -> None:
    task = make_task("完成改造", lead=register.energy, responsible=(register.housing,), deadlines=(FIXED,))
    confirm(task.pk, people.supervisor, at=NOW)
    url = f"/units/{register.energy.pk}/reorganise/"
    data = {"into": register.finance.pk, "on": TODAY.isoformat()}
    before = everything()
    html = text(as_administrator.post(url, data))
    assert everything() == before
    for words in (
        "1个未办结的承办事项移交市财政局",
        "写法移交：云河市能源局、市能源局",
        "人员移交：郭一鸣",
        "确认划入",
    ):
        assert words in html
    answer = as_administrator.post(url, data | {"sure": "1"}, follow=True)
    assert "已划入市财政局，移交承办事项1个。" in text(answer)
    html = text(as_administrator.get(f"/units/{register.energy.pk}/"))
    assert "并入" in html and "市财政局" in html and "机构改革</a>" not in html
    html = text(as_administrator.get(f"/units/{register.finance.pk}/"))
    assert "沿革" in html and "用于9月16日前的文件" in html


def test_what_is_owed_once_is_said(
    as_administrator: Client, register: Register, people: People, make_task: TaskMaker
) -> None:
    task = make_task("完成改造", lead=register.energy, responsible=(register.housing,), deadlines=(FIXED,))
    confirm(task.pk, people.supervisor, at=NOW)
    html = text(as_administrator.post(f"/units/{register.energy.pk}/merge/", {"into": register.housing.pk}))
    assert "1个承办事项两个单位都有，只保留一个" in html


def test_a_coming_change_stands_on_the_page_and_is_cancelled(as_administrator: Client, register: Register) -> None:
    url, page = f"/units/{register.energy.pk}/rename/", f"/units/{register.energy.pk}/"
    data = {"name": "云河市能源委员会", "short_name": "市能源委", "on": "2026-10-08"}
    assert "自10月8日起，市能源局更名为市能源委" in text(as_administrator.post(url, data))
    as_administrator.post(url, data | {"sure": "1"})
    assert "10月8日起更名为云河市能源委员会，届时自动执行" in text(as_administrator.get(page))
    assert Unit.objects.get(pk=register.energy.pk).name == "云河市能源局"
    as_administrator.post(f"/units/changes/{UnitChange.objects.get().pk}/cancel/")
    assert "届时自动执行" not in text(as_administrator.get(page))
    assert set(Event.objects.values_list("verb", flat=True)) == {"unit_renamed", "change_cancelled"}


@pytest.mark.parametrize(
    ("verb", "data", "said"),
    [
        ("rename", {"name": "云河市能源局", "short_name": "市能源局", "on": "2026-09-16"}, "名称没有变化"),
        ("rename", {"name": "", "on": "2026-09-16"}, "请填写新全称"),
        ("rename", {"name": "云河市能源委", "on": "0206-09-16"}, "年份有误"),
        ("merge", {"into": "999999"}, ""),
        ("members", {"member": "1", "first": ""}, ""),
    ],
)
def test_a_mistake_is_told_where_it_is(
    as_administrator: Client, register: Register, verb: str, data: dict[str, str], said: str
) -> None:
    before = everything()
    answer = as_administrator.post(f"/units/{register.energy.pk}/{verb}/", data | {"sure": "1"})
    assert answer.status_code == 422 and said in text(answer)
    assert everything() == before


def test_a_member_joins_and_leaves(
    as_administrator: Client, register: Register, people: People, make_task: TaskMaker
) -> None:
    task = make_task("完成改造", responsible=(register.all_counties,), deadlines=(FIXED,))
    confirm(task.pk, people.supervisor, at=NOW)
    county = make_unit("河湾县人民政府", kind="locality")
    url = f"/units/{register.all_counties.pk}/members/"
    data = {"member": county.pk, "first": "2026-09-16"}
    assert "河湾县人民政府自9月16日起是各县（市、区）的成员，将生成1个承办事项。" in text(
        as_administrator.post(url, data)
    )
    as_administrator.post(url, data | {"sure": "1"})
    assert task.commitments.filter(unit=county).exists()
    leave = f"{url}{county.pk}/leave/"
    assert "此后的1个承办事项将撤回" in text(as_administrator.post(leave, {"last": "2026-10-01"}))
    as_administrator.post(leave, {"last": "2026-10-01", "sure": "1"})
    assert task.commitments.get(unit=county).state == "withdrawn"
    assert "9月16日至10月1日" in text(as_administrator.get(f"/units/{register.all_counties.pk}/"))


def test_whom_the_words_mean_is_chosen_from_the_review(
    as_supervisor: Client, register: Register, make_task: TaskMaker
) -> None:
    task = make_task("完成改造", responsible=(register.departments,), deadlines=(FIXED,))
    page = f"/review/{task.directive_id}/"
    choose = f"/review/assignments/{task.assignments.get().pk}/choose/"
    assert "选定单位" in text(as_supervisor.get(page))
    html = text(as_supervisor.get(choose, HTTP_HX_REQUEST="true"))
    assert "“市直有关部门”指哪些单位" in html and "市能源局" in html and "市政府督查室" not in html
    answer = as_supervisor.post(choose, {"units": [register.energy.pk]}, HTTP_HX_REQUEST="true")
    assert "改选单位" in text(answer) and "已选定" in text(answer)
    wrong = as_supervisor.post(choose, {"units": [register.office.pk]})
    assert wrong.status_code == 422 and "可选范围" in text(wrong)


def test_the_timeline_of_a_moved_matter_says_from_where(
    as_supervisor: Client, register: Register, people: People, commitment: Commitment
) -> None:
    merge(register.energy.pk, register.finance.pk, people.administrator, at=NOW)
    html = text(as_supervisor.get(f"/tasks/{commitment.task_id}/"))
    assert "移交" in html and '<span class="before">市能源局</span>' in html


def test_the_log_keeps_the_names_of_its_day(as_supervisor: Client, register: Register, people: People) -> None:
    rename(register.energy.pk, "云河市能源委员会", "市能源委", date(2026, 9, 1), people.administrator, at=NOW)
    html = text(as_supervisor.get(f"/units/{register.energy.pk}/"))
    assert "市能源局自9月1日起更名为市能源委。" in html and '<span class="unit">市能源局</span>' in html
