"""相似任务 on the pages: seen in the row, compared side by side, made one or kept apart; by supervisors alone."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from obligations import review
from obligations.joining import join, keep_apart
from obligations.models import Deadline, Directive, Event, SourceFile, Task, TaskPair
from obligations.recording import record, recorded
from tests.conftest import NOW, People, Register, Suggested, TaskMaker
from tests.web.conftest import HTMX, text_of

pytestmark = pytest.mark.usefixtures("today")
LATER = {"kind": "fixed", "text": "11月10日前", "due_on": date(2026, 11, 10), "what": "完成收尾"}


@pytest.fixture
def later(directive: Directive) -> Directive:
    text = "云河市人民政府办公室关于加快供热准备的通知\n一、完成老旧供热管网改造56公里。<b>抓紧</b>\n"
    source = SourceFile.objects.create(
        name="二.txt", sha256="2" * 64, file="sources/2.txt", size=9, text=text, state="done", received_at=NOW
    )
    return Directive.objects.create(
        source=source,
        number_in_source=1,
        start=0,
        end=len(text),
        text=text,
        doc_number="云政办发〔2026〕19号",
        title="关于加快供热准备的通知",
        issued_on=date(2026, 9, 12),
    )


@pytest.fixture
def twin(later: Directive, register: Register, suggested: Suggested) -> Task:
    sentence = "一、完成老旧供热管网改造56公里。<b>抓紧</b>"
    return TaskMaker(later)(
        "完成老旧供热管网改造", lead=register.energy, support=(register.housing,), deadlines=(LATER,), sentence=sentence
    )


@pytest.fixture
def pair(suggested: Suggested, twin: Task) -> TaskPair:
    reasons = {
        "words": ["管网", "供热"],
        "figures": [],
        "figures_changed": [["42公里", "56公里"]],
        "due_changed": [["2026-10-31"], ["2026-11-10"]],
    }
    return TaskPair.objects.create(first=suggested.fixed, second=twin, score=0.9, reasons=reasons)


def at(verb: str, pair: TaskPair) -> str:
    return f"/review/pairs/{pair.pk}/{verb}"


def test_the_row_shows_its_twin(supervisor: Client, pair: TaskPair, directive: Directive) -> None:
    page = text_of(supervisor.get(f"/review/{directive.pk}/"))
    assert "相似任务：" in page and "云政办发〔2026〕19号" in page
    assert "<mark>管网</mark>" in page and '<mark class="is-other">56公里</mark>' in page
    assert "数量不同：本条 <b>42公里</b>，对方 <b>56公里</b>" in page
    assert "时限不同：本条 <b>10月31日前</b>，对方 <b>11月10日前</b>" in page
    assert "&lt;b&gt;抓紧" in page


def test_seen_from_the_other_side(supervisor: Client, pair: TaskPair, later: Directive) -> None:
    page = text_of(supervisor.get(f"/review/{later.pk}/"))
    assert "数量不同：本条 <b>56公里</b>，对方 <b>42公里</b>" in page and "云政办发〔2026〕12号" in page


def test_both_versions_side_by_side(supervisor: Client, pair: TaskPair, suggested: Suggested, twin: Task) -> None:
    for headers in ({}, HTMX):
        page = text_of(supervisor.get(f"{at('', pair)}?from={suggested.fixed.pk}", **headers))
        assert page.count('class="side"') == 2
        assert f'name="deadline-{suggested.fixed.pk}"' in page and f'name="deadline-{twin.pk}"' in page
        assert "市住房城乡建设局" in page and "合并后仍待确认" in page


def test_joining_from_the_row(supervisor: Client, pair: TaskPair, suggested: Suggested, twin: Task) -> None:
    chosen = twin.deadlines.get().pk
    kept = suggested.fixed.pk
    data = {"kept": kept, "from": kept, f"deadline-{kept}": chosen, f"deadline-{twin.pk}": "999"}
    answer = supervisor.post(at("", pair), data, **HTMX)
    page = text_of(answer)
    assert answer.status_code == 200 and "已合并为一项任务" in page and "已合并来源：" in page
    assert "drawer:close" in answer["HX-Trigger-After-Swap"]
    assert Task.objects.get(pk=twin.pk).merged_into_id == kept
    assert Deadline.objects.filter(task=kept).count() == 2


def test_the_other_date_instead_of_its_own(
    supervisor: Client, pair: TaskPair, suggested: Suggested, twin: Task
) -> None:
    kept, own, other = suggested.fixed.pk, suggested.fixed.deadlines.get().pk, twin.deadlines.get().pk
    page = text_of(supervisor.get(f"{at('', pair)}?from={kept}", **HTMX))
    assert "两处不同的内容，以哪些为准" in page and "不改动即以保留的一项为准" in page
    assert f'name="keep-deadline-{kept}" value="{own}" checked' in page
    # The box of its own date was shown and is not ticked any more.
    supervisor.post(at("", pair), {"kept": kept, f"own-deadline-{kept}": own, f"deadline-{kept}": other}, **HTMX)
    assert [one.text for one in Deadline.objects.filter(task=kept)] == ["11月10日前"]
    # The timeline of the task says what was exchanged.
    story = text_of(supervisor.get(f"/tasks/{kept}/")).split("办理过程")[1]
    assert "合并任务" in story and "10月31日前" in story and "11月10日前" in story


def test_the_timeline_reads_joins_that_were_recorded_by_keys(supervisor: Client, suggested: Suggested) -> None:
    recorded()(record)(Event.Verb.JOINED, suggested.fixed, None, after={"deadlines": [5], "assignments": [7]})
    assert supervisor.get(f"/tasks/{suggested.fixed.pk}/").status_code == 200


def test_a_form_that_shows_less_drops_nothing(supervisor: Client, pair: TaskPair, suggested: Suggested) -> None:
    kept = suggested.fixed.pk
    supervisor.post(at("", pair), {"kept": kept}, **HTMX)
    assert [one.text for one in Deadline.objects.filter(task=kept)] == ["10月31日前"]


def test_joining_without_scripts(
    supervisor: Client, pair: TaskPair, suggested: Suggested, directive: Directive
) -> None:
    data = {"kept": suggested.fixed.pk, "from": suggested.fixed.pk}
    answer = supervisor.post(at("", pair), data)
    assert answer["Location"] == f"/review/{directive.pk}/#s-{suggested.fixed.pk}"
    assert answer.status_code == 302


def test_somebody_was_faster(supervisor: Client, pair: TaskPair, suggested: Suggested, people: People) -> None:
    keep_apart(pair.pk, people.second_supervisor)
    answer = supervisor.post(at("", pair), {"kept": suggested.fixed.pk, "from": suggested.fixed.pk}, **HTMX)
    assert answer.status_code == 422 and "赵启明判为不是同一项" in text_of(answer)
    assert answer["HX-Retarget"] == "#drawer-body"
    answer = supervisor.post(at("apart/", pair), {"from": suggested.fixed.pk}, **HTMX)
    assert answer.status_code == 422 and "赵启明判为不是同一项" in text_of(answer)


def test_keeping_apart_and_taking_it_back(supervisor: Client, pair: TaskPair, suggested: Suggested) -> None:
    page = text_of(supervisor.post(at("apart/", pair), {"from": suggested.fixed.pk}, **HTMX))
    assert "判为不是同一项" in page and "相似任务：" not in page and "不是同一项：" in page
    page = text_of(supervisor.post(at("take-back/", pair), {"from": suggested.fixed.pk}, **HTMX))
    assert "相似任务：" in page


def test_the_other_row_of_the_page_changes_with_it(
    supervisor: Client, suggested: Suggested, directive: Directive
) -> None:
    pair = TaskPair.objects.create(first=suggested.fixed, second=suggested.dateless, score=0.9)
    data = {"kept": suggested.fixed.pk, "from": suggested.dateless.pk}
    page = text_of(supervisor.post(at("", pair), data, **HTMX))
    assert page.count('hx-swap-oob="true"') >= 3 and f'id="s-{suggested.fixed.pk}"' in page
    assert "已并入 1" in page
    assert "已并入：" in text_of(supervisor.get(f"/review/{directive.pk}/"))


def test_the_way_back_of_a_merged_row(supervisor: Client, pair: TaskPair, suggested: Suggested, people: People) -> None:
    join(pair.pk, suggested.fixed.pk, people.supervisor)
    page = text_of(supervisor.post(at("take-back/", pair), {"from": pair.second_id}, **HTMX))
    assert "重新等待判断" in page and Task.objects.get(pk=pair.second_id).state == Task.State.SUGGESTED


def test_many_at_once_say_what_is_left_out(
    supervisor: Client, pair: TaskPair, suggested: Suggested, directive: Directive
) -> None:
    ids = [suggested.fixed.pk, suggested.dateless.pk]
    page = text_of(supervisor.get(f"/review/{directive.pk}/bulk/", {"task": ids}, **HTMX))
    assert "1 条有相似任务还没有判断" in page and "已选 1 条建议" in page
    page = text_of(supervisor.post(f"/review/{directive.pk}/confirm/", {"task": ids}, follow=True))
    assert "已确认1条" in page and "有相似任务" in page
    assert Task.objects.get(pk=suggested.fixed.pk).state == Task.State.SUGGESTED


def test_the_sure_ones_leave_twins_out(supervisor: Client, pair: TaskPair, directive: Directive) -> None:
    page = text_of(supervisor.get(f"/review/{directive.pk}/"))
    assert "<span data-sure-count>3</span>" in page and page.count(" data-twin") == 1


@pytest.mark.parametrize("verb", ["", "apart/", "take-back/"])
def test_supervisors_alone(
    client: Client, as_: Callable[[str], Client], pair: TaskPair, suggested: Suggested, verb: str
) -> None:
    coordinator, administrator = as_("coordinator"), as_("administrator")
    data = {"kept": suggested.fixed.pk, "from": suggested.fixed.pk}
    assert client.post(at(verb, pair), data)["Location"].startswith("/login/")
    assert coordinator.post(at(verb, pair), data).status_code == 403
    pair.refresh_from_db()
    assert pair.state == TaskPair.State.PROPOSED
    assert administrator.post(at(verb, pair), data).status_code in (302, 422)
    assert administrator.get(at("apart/", pair)).status_code == 405
    assert administrator.post(at(verb, TaskPair(pk=99999)), data).status_code == 404


def test_both_sources_on_the_pages(
    supervisor: Client, coordinator: Client, pair: TaskPair, suggested: Suggested, twin: Task, people: People
) -> None:
    join(pair.pk, suggested.fixed.pk, people.supervisor)
    review.confirm(suggested.fixed.pk, people.supervisor, at=NOW)
    for who in (supervisor, coordinator):
        page = text_of(who.get(f"/tasks/{suggested.fixed.pk}/"))
        assert "另一处来源" in page and "56公里" in page and "云政办发〔2026〕19号" in page
        page = text_of(who.get(f"/directives/{twin.directive_id}/"))
        assert "由同一任务承担：" in page and f"/tasks/{suggested.fixed.pk}/" in page
        assert "已并入任务：" in text_of(who.get(f"/tasks/{twin.pk}/"))


def test_a_unit_learns_of_no_directive_by_a_merge(
    stranger: Client, coordinator: Client, pair: TaskPair, suggested: Suggested, twin: Task, people: People
) -> None:
    """市住建局 supports the second text alone; 市能源局 is named by both, until the second one names it no more."""
    join(pair.pk, suggested.fixed.pk, people.supervisor)
    review.confirm(suggested.fixed.pk, people.supervisor, at=NOW)
    for path in (f"/tasks/{suggested.fixed.pk}/", f"/tasks/{twin.pk}/", f"/directives/{twin.directive_id}/"):
        assert stranger.get(path).status_code == 404
    twin.assignments.filter(role="lead").delete()
    page = text_of(coordinator.get(f"/tasks/{suggested.fixed.pk}/"))
    assert "另一处来源" not in page and "19号" not in page and "加快供热" not in page
    assert coordinator.get(f"/directives/{twin.directive_id}/").status_code == 404
