"""Which directive repeals which: from the numbers that are printed, whichever file comes first, or from a person."""

from datetime import date

import pytest
from django.test import Client

from obligations import intake
from obligations.errors import BadInput, Conflict
from obligations.models import Directive, Event
from obligations.replacing import note_repeals, replace
from tests.conftest import TODAY, People
from tests.scene import NEXT_YEAR, make_newer

pytestmark = pytest.mark.usefixtures("today")
REPEALING = """云河市人民政府办公室关于印发冬季清洁取暖工作办法的通知
云政办发〔2026〕20号
各县(市、区)人民政府,市直有关部门:
现将《冬季清洁取暖工作办法》印发给你们,请遵照执行。本办法自2026年10月1日起施行,《关于做好冬季清洁取暖工作的通知》(云政办发〔2026〕12号)同时废止。
云河市人民政府办公室
2026年9月20日
"""


def read(text: str, name: str) -> Directive:
    received = intake.receive(name, text.encode(), None)
    intake.read_source(received.source.pk)
    return received.source.directives.get()


def test_a_new_file_marks_what_it_repeals(directive: Directive) -> None:
    new = read(REPEALING, "办法.txt")
    directive.refresh_from_db()
    assert (directive.replaced_by, directive.replaced_on) == (new, date(2026, 10, 1))
    event = Event.objects.get(verb="replaced")
    assert event.actor is None and event.after == {"replaced_by": "云政办发〔2026〕20号", "replaced_on": "2026-10-01"}


def test_an_old_file_that_comes_later_is_marked_too(directive: Directive) -> None:
    Directive.objects.filter(pk=directive.pk).update(doc_number="云政办发〔2026〕99号")
    new = read(REPEALING, "办法.txt")
    directive.refresh_from_db()
    assert directive.replaced_by is None
    Directive.objects.filter(pk=directive.pk).update(doc_number="云政办发(2026)12号")
    assert note_repeals(directive.source) == 1
    directive.refresh_from_db()
    assert directive.replaced_by == new


def test_what_a_person_has_said_stays(directive: Directive, people: People) -> None:
    new = read(REPEALING, "办法.txt")
    replace(directive.pk, None, people.supervisor)
    assert note_repeals(new.source) == 0
    directive.refresh_from_db()
    assert directive.replaced_by is None


def test_a_person_says_it_and_takes_it_back(directive: Directive, people: People) -> None:
    new = make_newer(directive)
    replace(directive.pk, new.pk, people.supervisor)
    directive.refresh_from_db()
    assert (directive.replaced_by, directive.replaced_on) == (new, NEXT_YEAR)
    assert not directive.has_ended(TODAY) and directive.has_ended(NEXT_YEAR)
    with pytest.raises(Conflict):
        replace(directive.pk, new.pk, people.supervisor)
    replace(directive.pk, None, people.supervisor)
    directive.refresh_from_db()
    assert (directive.replaced_by, directive.replaced_on) == (None, None)


def test_no_directive_repeals_itself_nor_in_a_circle(directive: Directive, people: People) -> None:
    new = make_newer(directive)
    replace(directive.pk, new.pk, people.supervisor)
    for one, by in ((directive, directive), (new, directive)):
        with pytest.raises(BadInput):
            replace(one.pk, by.pk, people.supervisor)


def test_the_page_takes_a_number_and_tells_one_that_is_not_there(
    directive: Directive, people: People, client: Client
) -> None:
    make_newer(directive)
    client.force_login(people.supervisor)
    address = f"/directives/{directive.pk}/replaced/"
    answer = client.post(address, {"by": "云政办发〔2031〕1号"})
    assert answer.status_code == 422 and "请先上传" in answer.content.decode()
    answer = client.post(address, {"by": "云政办发(2027)3号", "on": "2026-12-01"}, follow=True)
    assert "已标明由云政办发(2027)3号废止。" in answer.content.decode()
    directive.refresh_from_db()
    assert directive.replaced_on == date(2026, 12, 1)
