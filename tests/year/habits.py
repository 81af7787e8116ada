"""What people do every working day without being told: units sign, report, ask for time, hand in; the supervisor
decides. Who is prompt and who is late is decided by `temper`: the same on every machine."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from obligations.countersigning.signing import agree, send_back
from obligations.errors import Conflict
from obligations.models import CalendarYear, Commitment, Extension, User
from obligations.workdays import is_workday
from obligations.workflow import (
    ask_extension,
    close,
    decide_extension,
    hand_in,
    recall,
    report_progress,
    return_,
    sign,
    urge,
)
from tests.year.cast import Cast, temper
from tests.year.clock import Clock

State, Desk = Commitment.State, Commitment.Desk
BUSY_UNTIL = timedelta(days=25)


@dataclass
class Habits:
    """`done` counts what was done by name, so that a test can say that all of it has happened."""

    cast: Cast
    clock: Clock
    done: Counter[str] = field(default_factory=Counter)

    def day(self, on: date) -> None:
        if not is_workday(on, CalendarYear.objects.special()):
            return
        self.clock.to(on, 9)
        self.decide(on)
        self.clock.to(on, 10)
        rows = Commitment.objects.running().select_related("task__directive", "unit").order_by("task", "pk")
        for row in rows.defer("task__text", "task__suggestion", "task__directive__text"):
            self.work(row, on)

    def work(self, row: Commitment, on: date) -> None:
        """At most one deed a day on one matter."""
        if row.signed_at is None and self._signs(row, on):
            self._sign(row)
        elif row.due_on is None or row.state == State.HANDED_IN:
            self._without_date(row, on)
        elif row.due_on - on <= BUSY_UNTIL:
            self._towards(row, row.due_on, on)

    def _signs(self, row: Commitment, on: date) -> bool:
        waited = (on - timezone.localtime(row.created_at).date()).days
        kind = temper(row, "sign")
        return waited >= (1 if kind < 60 else 9 if kind < 85 else 10_000)

    def _sign(self, row: Commitment) -> None:
        who = self.cast.speaker(row.unit_id)
        if temper(row, "page") < 10:
            self.post(who, "sign", row.pk)
        else:
            sign(row.pk, who)
        self.did("signed")

    def _without_date(self, row: Commitment, on: date) -> None:
        if row.state == State.HANDED_IN and row.handed_in_on == on and temper(row, "recall") < 4:
            recall(row.pk, self.cast.speaker(row.unit_id))
            self.did("recalled")
        elif row.due_on is None and on.day == 20 and temper(row, f"{on:%Y%m}") < 30:
            self._report(row, 30)

    def _towards(self, row: Commitment, due_on: date, on: date) -> None:
        """Reports on the way; asks for time; hands in early, in time or late."""
        kind = temper(row, "hand in")
        left = (due_on - on).days
        lead = 3 if kind < 55 else 1 if kind < 70 else -4 if kind < 90 else -16
        if row.state == State.RETURNED:
            lead = min(lead, left + 1) if temper(row, f"again{on.day}") < 40 else -999
        if left <= lead:
            self._hand_in(row)
        elif left == 6 and temper(row, "more time") < 12 and not row.extensions.exists():
            self._ask(row, due_on)
        elif left in (20, 12) and temper(row, f"report{left}") < 25:
            self._report(row, 40 if left == 20 else 70)

    def _report(self, row: Commitment, percent: int) -> None:
        who, said = self.cast.speaker(row.unit_id), "已完成摸底排查，正在按计划推进。"
        if temper(row, "page") < 6:
            self.post(who, "report", row.pk, percent=percent, done_so_far=said)
        else:
            report_progress(row.pk, who, percent=percent, done_so_far=said, problems="部分点位协调难度较大。")
        self.did("reported")

    def _hand_in(self, row: Commitment) -> None:
        who, said = self.cast.speaker(row.unit_id), "任务已全部完成，佐证材料已留存备查。"
        if temper(row, "page") < 6:
            self.post(who, "hand_in", row.pk, percent=100, done_so_far=said)
        else:
            hand_in(row.pk, who, done_so_far=said)
        self.did("handed in late" if row.due_on and row.due_on < self.clock.today else "handed in")

    def _ask(self, row: Commitment, due_on: date) -> None:
        ask_extension(row.pk, self.cast.speaker(row.unit_id), due_on + timedelta(days=20), "设备招标流标，需重新组织。")
        self.did("extension asked")

    def decide(self, on: date) -> None:
        """The supervisor's morning: requests for time of the days before, hand-ins, and what is long overdue."""
        supervisor = self.cast.supervisor
        for one in Extension.objects.filter(state="pending", asked_at__date__lt=on).order_by("pk"):
            self._answer(one, supervisor)
        self.countersign(on)
        waiting = Commitment.objects.filter(state=State.HANDED_IN, handed_in_on__lt=on, waits_for=Desk.SUPERVISOR)
        for row in waiting.select_related("task__directive", "unit").order_by("task", "pk"):
            self._look_at(row, supervisor)
        if on.weekday() == 2:
            late = Commitment.objects.overdue(on - timedelta(days=5)).filter(handed_in_on__isnull=True)
            for row in late.select_related("task__directive", "unit").order_by("due_on", "task", "pk")[:3]:
                self._urge(row, supervisor)

    def countersign(self, on: date) -> None:
        """What lies before a head since yesterday: signed, or sent back."""
        waiting = Commitment.objects.filter(state=State.HANDED_IN, waits_for=Desk.HEAD, waits_since__lt=on)
        for row in waiting.select_related("task__directive", "unit").order_by("task", "pk"):
            head = User.objects.get(username="head")
            if temper(row, f"sign{on.day}") < 40:
                send_back(row.pk, head, Desk.HEAD, "数据有误，请核实。")
                self.did("returned by the head")
            else:
                agree(row.pk, head, Desk.HEAD, "同意报送。")
                self.did("signed by the head")

    def _answer(self, one: Extension, supervisor: User) -> None:
        kind = one.asked_at.day % 3
        if kind == 0:
            decide_extension(one.pk, supervisor, one.wanted_on, "同意。")
            self.did("extension granted")
        elif kind == 1:
            decide_extension(one.pk, supervisor, one.wanted_on - timedelta(days=10), "请抓紧。")
            self.did("extension shortened")
        else:
            decide_extension(one.pk, supervisor, None, "请按期完成。")
            self.did("extension refused")

    def _look_at(self, row: Commitment, supervisor: User) -> None:
        first_time = row.progress.filter(asks_to_close=True).count() == 1
        if first_time and temper(row, "return") < 18:
            if temper(row, "page") < 30:
                self.post(supervisor, "return", row.pk, reason="缺少验收材料。")
            else:
                return_(row.pk, supervisor, "缺少验收材料，请补充后重新报送。")
            self.did("returned")
        else:
            close(row.pk, supervisor, seen=row.state)
            self.did("closed")

    def _urge(self, row: Commitment, supervisor: User) -> None:
        try:
            urge(row.pk, supervisor)
        except Conflict:
            return  # urged a few days ago
        self.did("urged")

    def post(self, who: User, page: str, key: int, **data: object) -> None:
        """The same by the page. Its form answers with a redirect when the deed is done."""
        answer = self.cast.browser(who).post(reverse(page, args=[key]), data)
        assert answer.status_code == 302, (page, key, answer.status_code, answer.content.decode()[:2000])
        self.did("pages")

    def did(self, what: str) -> None:
        self.done[what] += 1
        self.clock.tick()
