"""Carries the commitments of a task over to the corrected task: rows keep their reports, places are taken once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from obligations.amending.lines import Fate, Line
from obligations.amending.matching import Matched, Turn, match
from obligations.models import CalendarYear, Commitment, Deadline, Event, Extension, Task, Unit, User
from obligations.models.commitments import FREED
from obligations.owing import GroupTree, heir_keys, owing_units, passed_on
from obligations.phrases import say_date
from obligations.recording import event_of, record_many
from obligations.schedule import PlannedCommitment, make_planned, missing, plan
from obligations.signing import sign_by
from obligations.steps import COMMITMENT
from obligations.withdrawing import state_before
from obligations.workflow.closing import refuse_pending

State = Commitment.State
Verb = Event.Verb
Place = tuple[int | None, str]


@dataclass(frozen=True, slots=True)
class Move:
    """A row, a done one too, and the date for which it answers from now on."""

    row: Commitment
    item: PlannedCommitment


class Carrier:
    """Reads and locks the commitments before the task is rewritten, and carries them over afterwards."""

    def __init__(self, task: Task, on: date) -> None:
        self.on = on
        rows = Commitment.objects.select_for_update(of=("self",)).filter(task=task).order_by("pk")
        rows = rows.with_deed().select_related("task__directive", "unit", "in_place_of", "deadline")
        found = list(rows.defer("task__directive__text", "task__suggestion"))
        self._heirs = heir_keys()
        self._followers = passed_on(task, self._heirs)
        self.rows = [row for row in found if row.state != State.WITHDRAWN]
        # the places of those for whom another unit stands in
        self._held = {row.pk: row for row in found if row.state == State.WITHDRAWN and not _is_free(row)}
        self._gone = [row for row in found if row.state == State.WITHDRAWN and _is_free(row)]
        granted = Extension.objects.filter(commitment__task=task, state=Extension.State.GRANTED)
        self._extended = set(granted.values_list("commitment_id", flat=True))
        self._events: list[Event] = []
        self._moves: list[Move] = []
        self._names_deeds = False

    def carry(self, task: Task, turn: Turn, actor: User, at: datetime, reason: str) -> list[Line]:
        """Changes the rows; what happened to each. The events are kept for `record`."""
        groups = GroupTree()
        self._names_deeds = sum(not one.is_undated for one in task.deadlines.all()) > 1 or len(turn.before) > 1
        self._followers |= passed_on(task, self._heirs)
        planned = plan(task, self.on, groups)
        owing = dict(owing_units(task, groups, self.on)) | {item.unit: item.role for item in planned}
        by_unit = self._by_unit(owing)
        lines: list[Line] = []
        left: list[PlannedCommitment] = []
        for key, rows in by_unit.items():
            unit = next((one for one in owing if one.pk == key), None)
            mine = [item for item in planned if item.unit.pk == key]
            matched = match(rows, mine, unit is not None, turn, self.on)
            lines += self._carry_unit(matched, owing[unit] if unit else "", actor, at, reason)
            left += matched.left
        self._settle()
        lines += self._restore(left, actor, at)
        lines += self._make(task, left)
        return lines

    def record(self) -> None:
        record_many(self._events)

    def _by_unit(self, owing: Iterable[Unit]) -> dict[int, list[Commitment]]:
        """Rows by the unit (key) for whose role they answer: in whose place they are owed, or who has it now."""
        found: dict[int, list[Commitment]] = {unit.pk: [] for unit in owing}
        for row in self.rows:
            key = row.in_place_of_id or row.unit_id
            key = self._heirs.get(key, key)
            if key not in found and row.unit_id in found and row.in_place_of_id:
                self._owes_itself(row)
                key = row.unit_id
            if not row.is_live and key not in found:
                key = self._followers.get(key, key)
            found.setdefault(key, []).append(row)
        return found

    def _owes_itself(self, row: Commitment) -> None:
        """Who stood in has the role now, and the other one has none."""
        self._free_held(row)
        row.in_place_of = None
        row.save(update_fields=["in_place_of"])

    def _carry_unit(self, matched: Matched, role: str, actor: User, at: datetime, reason: str) -> list[Line]:
        lines = [self._stay(row, role, actor, at) for row in matched.stay]
        lines += [self._move(row, item, actor, at) for row, item in matched.pairs]
        for row in matched.gone:
            lines.append(self._withdraw(row, actor, at, reason) if row.is_live else self._line(Fate.DONE, row))
        return lines

    def _stay(self, row: Commitment, role: str, actor: User, at: datetime) -> Line:
        if not row.is_live:
            return self._line(Fate.DONE, row)
        if not role or role == row.role:
            return self._line(Fate.STAYS, row)
        return self._take_role(row, role, actor, at)

    def _take_role(self, row: Commitment, role: str, actor: User, at: datetime) -> Line:
        before, row.role = row.role, role
        row.save(update_fields=["role"])
        self._note(Verb.AMENDED, row, actor, at, {"role": before}, {"role": role})
        return self._line(Fate.ROLE, row)

    def _move(self, row: Commitment, item: PlannedCommitment, actor: User, at: datetime) -> Line:
        """The row answers for another date from now on. Of a done one only the place moves."""
        self._moves.append(Move(row, item))
        if not row.is_live:
            return self._line(Fate.DONE, row)
        old, note = row.due_on, ""
        due_on = item.due_on
        if row.pk in self._extended and old and due_on and old >= due_on:
            due_on, note = old, f"已批延期至{say_date(old)}，予以保留"
        elif row.pk in self._extended and old and due_on:
            note = f"原批延期至{say_date(old)}，以更正后的时限为准"
        if due_on == old:
            self._save_dates(row, item, due_on)
            return replace(self._stay(row, item.role, actor, at), note=note, what=self._what(item.deadline))
        before: dict[str, object] = {"due_on": old}
        after: dict[str, object] = {"due_on": due_on}
        if row.role != item.role:
            before["role"], after["role"] = row.role, item.role
            row.role = item.role
        self._save_dates(row, item, due_on)
        note = self._answer_request(row, due_on, actor, at) or note
        self._note(Verb.AMENDED, row, actor, at, before, after)
        return replace(self._line(Fate.MOVED, row, note), due_before=old, what=self._what(item.deadline))

    def _save_dates(self, row: Commitment, item: PlannedCommitment, due_on: date | None) -> None:
        COMMITMENT.hold(Verb.AMENDED, row.state, row.state)
        row.start_on, row.due_on = item.start_on, due_on
        row.first_due_on = row.first_due_on or due_on
        row.is_provisional = item.is_provisional and due_on == item.due_on
        row.save(update_fields=["start_on", "due_on", "first_due_on", "is_provisional", "role"])

    def _answer_request(self, row: Commitment, due_on: date | None, actor: User, at: datetime) -> str:
        """A request for more time: answered by a date that is late enough, else it goes on from the new date."""
        pending = Extension.objects.filter(commitment=row, state=Extension.State.PENDING).first()
        if pending is None:
            return ""
        if due_on is None or due_on >= pending.wanted_on:
            why = f"时限已更正为{say_date(due_on)}，无需延期。" if due_on else "更正后没有时限，无需延期。"
            refuse_pending(row, actor, at, why)
            return "待审批的延期申请不再需要"
        Extension.objects.filter(pk=pending.pk).update(due_before=due_on)
        return f"延期申请（延至{say_date(pending.wanted_on)}）继续待审批"

    def _withdraw(self, row: Commitment, actor: User, at: datetime, reason: str) -> Line:
        """Its place is free; the event keeps it, for a correction that asks for it again."""
        line = self._line(Fate.WITHDRAWN, row, self._lost(row))
        refuse_pending(row, actor, at, "该事项已随任务更正撤回，无需延期。")
        before = {"state": row.state, "deadline": row.deadline_id, "occurrence": row.occurrence}
        COMMITMENT.hold(Verb.WITHDRAWN, row.state, State.WITHDRAWN)
        self._free_held(row)
        row.state, row.deadline, row.occurrence = State.WITHDRAWN, None, f"{FREED}{row.pk}"
        row.save(update_fields=["state", "deadline", "occurrence"])
        self._note(Verb.WITHDRAWN, row, actor, at, before, {"state": State.WITHDRAWN}, reason)
        return line

    def _free_held(self, row: Commitment) -> None:
        """For whom the row stood in: that one's place is free too."""
        if held := self._holder_row(row):
            Commitment.objects.filter(pk=held.pk).free_places()
            del self._held[held.pk]

    def _holder_row(self, row: Commitment) -> Commitment | None:
        if row.in_place_of_id is None:
            return None
        place = (row.deadline_id, row.occurrence)
        return next(
            (
                one
                for one in self._held.values()
                if one.unit_id == row.in_place_of_id and (one.deadline_id, one.occurrence) == place
            ),
            None,
        )

    def _settle(self) -> None:
        """Moves the places: first out of each other's way, then to where they belong."""
        moved: list[tuple[Commitment, PlannedCommitment]] = []
        for move in self._moves:
            moved.append((move.row, move.item))
            if held := self._holder_row(move.row):
                moved.append((held, move.item))
        for row, _item in moved:
            Commitment.objects.filter(pk=row.pk).update(occurrence=f"amending:{row.pk}")
        for row, item in moved:
            row.deadline, row.occurrence = item.deadline, item.occurrence
            Commitment.objects.filter(pk=row.pk).update(deadline=item.deadline, occurrence=item.occurrence)

    def _restore(self, left: list[PlannedCommitment], actor: User, at: datetime) -> list[Line]:
        """What a correction had withdrawn and this one asks for again comes back as it was. Takes it from `left`."""
        wanted = {(item.unit.pk, item.deadline.pk if item.deadline else None, item.occurrence): item for item in left}
        lines = []
        for row, place in self._withdrawn_before():
            item = wanted.pop((row.unit_id, *place), None)
            if item is None:
                continue
            left.remove(item)
            state = state_before(row)
            COMMITMENT.hold(Verb.RESTORED, row.state, state)
            row.state, row.deadline, row.occurrence, row.role = state, item.deadline, item.occurrence, item.role
            if row.signed_at is None:
                row.sign_by = sign_by(self.on, None, row.due_on, CalendarYear.objects.special())
            row.save(update_fields=["state", "deadline", "occurrence", "role", "sign_by"])
            self._note(Verb.RESTORED, row, actor, at, {"state": State.WITHDRAWN}, {"state": state})
            lines.append(self._line(Fate.RESTORED, row, f"此前已报{row.percent}%" if row.percent else ""))
        return lines

    def _withdrawn_before(self) -> list[tuple[Commitment, Place]]:
        """Rows that corrections withdrew, the last first, with the place that they had."""
        rows = {row.pk: row for row in self._gone}
        events = Event.objects.filter(commitment__in=rows, verb=Verb.WITHDRAWN).order_by("number")
        last = {event.commitment_id: event.before for event in events}
        found = [
            (row, (last[key]["deadline"], last[key]["occurrence"]))
            for key, row in rows.items()
            if "occurrence" in last.get(key, {})
        ]
        return sorted(found, key=lambda one: -one[0].pk)

    def _make(self, task: Task, left: list[PlannedCommitment]) -> list[Line]:
        coming = missing(task, left)
        make_planned(task, coming, self.on)
        return [
            Line(
                Fate.NEW,
                item.unit,
                item.role,
                self._what(item.deadline),
                None,
                item.due_on,
                note="时限已过，生成后即为逾期" if item.due_on and item.due_on < self.on else "",
            )
            for item in coming
        ]

    def _line(self, fate: Fate, row: Commitment, note: str = "") -> Line:
        return Line(fate, row.unit, row.role, self._what(row.deadline), row.due_on, row.due_on, row, note)

    def _what(self, deadline: Deadline | None) -> str:
        """What it is about, where the task asks for several things."""
        return deadline.what if deadline is not None and self._names_deeds else ""

    def _lost(self, row: Commitment) -> str:
        said = []
        if row.due_on is not None and row.due_on < self.on and row.handed_in_on is None:
            said.append(f"已逾期{(self.on - row.due_on).days}天")
        if row.percent:
            said.append(f"已报{row.percent}%，记录保留")
        return "；".join(said)

    def _note(
        self,
        verb: Event.Verb,
        row: Commitment,
        actor: User,
        at: datetime,
        before: Mapping[str, object],
        after: Mapping[str, object],
        note: str = "",
    ) -> None:
        self._events.append(event_of(verb, row, actor, at=at, note=note, before=before, after=after))


def _is_free(row: Commitment) -> bool:
    return row.occurrence.startswith(FREED)
