"""导出 Excel: the rows of the list, and only for supervisors."""

from io import BytesIO

from django.test import Client
from openpyxl import load_workbook

from obligations.models import Commitment
from tests.web.conftest import text_of

URL = "/commitments/export/"


def units_in(content: bytes) -> list[str]:
    sheet = load_workbook(BytesIO(content))["全部事项"]
    lines = list(sheet.iter_rows(values_only=True))
    head = next(i for i, line in enumerate(lines) if line[0] == "序号")
    column = lines[head].index("承办单位")
    return [line[column] for line in lines[head + 1 :] if isinstance(line[0], int)]


def test_the_file_holds_all_rows(supervisor: Client, commitment: Commitment) -> None:
    answer = supervisor.get(URL)
    assert "attachment" in answer["Content-Disposition"] and "20260916" in answer["Content-Disposition"]
    assert len(units_in(b"".join(answer.streaming_content))) == 4


def test_the_file_holds_the_rows_of_the_filter(supervisor: Client, commitment: Commitment) -> None:
    answer = supervisor.get(URL, {"slice": "live", "unit": commitment.unit_id})
    assert units_in(b"".join(answer.streaming_content)) == ["市能源局"]


def test_lights_filter_the_file_too(supervisor: Client, commitment: Commitment) -> None:
    assert len(units_in(b"".join(supervisor.get(URL, {"light": "on_time"}).streaming_content))) == 4
    assert units_in(b"".join(supervisor.get(URL, {"light": "overdue"}).streaming_content)) == []


def test_what_the_file_holds_is_said_once(supervisor: Client, commitment: Commitment) -> None:
    for query, said in (
        ({}, "全部"),
        ({"slice": "working"}, "办理中"),
        ({"slice": "live", "q": "改造"}, "全部在办；含“改造”"),
    ):
        book = load_workbook(BytesIO(b"".join(supervisor.get(URL, query).streaming_content)))
        assert book["全部事项"]["A2"].value.endswith(f"范围：{said}")


def test_the_list_links_to_its_own_rows(supervisor: Client, commitment: Commitment) -> None:
    assert 'href="/commitments/export/?slice=live"' in text_of(supervisor.get("/commitments/"))


def test_coordinators_are_refused(coordinator: Client, commitment: Commitment) -> None:
    assert coordinator.get(URL).status_code == 403
