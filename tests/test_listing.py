"""挂牌督办: a mark, more reminders, the heads above told; taken off by hand or with the close-out."""

from datetime import date, timedelta

import pytest

from obligations.errors import BadInput, Conflict
from obligations.jobs import weekly
from obligations.jobs.reminders import make_reminders
from obligations.models import Commitment, Listing, Notice, Slice
from obligations.workflow import close, delist, list_, suspend
from tests.conftest import TODAY, People, make_unit, make_user

pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def head(commitment: Commitment) -> str:
    """分管领导 of the unit above."""
    top = make_unit("云河市能源集团")
    commitment.unit.parent = top
    commitment.unit.save()
    who = make_user("head", "coordinator", name="严正平", email="yan@yunhe.example")
    top.memberships.create(user=who, part="head")
    return who.username


def stages(username: str, kind: str) -> list[str]:
    rows = Notice.objects.filter(recipient__username=username, channel="inbox", kind=kind).order_by("pk")
    return [row.stage for row in rows]


def test_it_is_listed_once_told_and_counted(commitment: Commitment, people: People, head: str) -> None:
    listing = list_(commitment.pk, people.supervisor, "久拖不决", "province", date(2026, 10, 20))
    assert listing.get_level_display() == "省级"
    for who in ("nengyuan", head):
        channels = Notice.objects.filter(recipient__username=who, kind="listed").values_list("channel", flat=True)
        assert sorted(channels) == ["email", "inbox"]
    assert Commitment.objects.in_slice(Slice.LISTED, TODAY).get() == commitment
    with pytest.raises(Conflict, match="已于9月16日挂牌督办"):
        list_(commitment.pk, people.second_supervisor, "再挂")
    delist(commitment.pk, people.supervisor, "已解决")
    assert not Commitment.objects.in_slice(Slice.LISTED, TODAY).exists()
    with pytest.raises(Conflict, match="没有挂牌"):
        delist(commitment.pk, people.supervisor, "已解决")
    verbs = list(commitment.events.order_by("number").values_list("verb", flat=True))
    assert verbs == ["listed", "delisted"]
    list_(commitment.pk, people.supervisor, "反弹")


def test_bad_input(commitment: Commitment, people: People) -> None:
    for values in ({"reason": ""}, {"reason": "x", "level": "moon"}, {"reason": "x", "finish_by": date(2026, 9, 1)}):
        with pytest.raises(BadInput):
            list_(commitment.pk, people.supervisor, **values)
    assert not Listing.objects.exists()


def test_reminded_every_third_day_with_the_heads_above(commitment: Commitment, people: People, head: str) -> None:
    list_(commitment.pk, people.supervisor, "久拖不决")
    due = commitment.due_on
    assert due is not None
    for n in range(1, 8):
        make_reminders(due + timedelta(days=n))
    expected = [f"overdue:{(due + timedelta(days=n)).isoformat()}" for n in (1, 4, 7)]
    assert stages("nengyuan", "overdue") == stages(head, "overdue") == expected


def test_closing_takes_it_off_and_suspending_does_not(commitment: Commitment, people: People) -> None:
    list_(commitment.pk, people.supervisor, "久拖不决")
    suspend(commitment.pk, people.supervisor, "区划调整")
    assert Commitment.objects.in_slice(Slice.LISTED, TODAY).exists()
    close(commitment.pk, people.supervisor, "核实")
    listing = Listing.objects.get()
    assert (listing.ended_on, listing.end_reason) == (TODAY, "办结摘牌")


def test_the_weekly_report_counts_them(commitment: Commitment, people: People) -> None:
    list_(commitment.pk, people.supervisor, "久拖不决")
    report, _result = weekly.compose(date(2026, 11, 2), 1)
    assert report.body.endswith("挂牌督办1项，其中逾期1项。")
    assert f"：{commitment.unit}（挂牌）、" in report.body
    delist(commitment.pk, people.supervisor, "已解决")
    report, _result = weekly.compose(date(2026, 11, 2), 1)
    assert "挂牌" not in report.body
