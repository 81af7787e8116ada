"""Whether the record (操作记录) is as it was written: every event's hash, every number, and the end of the chain."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Max
from django.utils import timezone

from obligations.models import Chain, Event
from obligations.models.chain import BEGINNING, FIELDS, hash_of

MOST_TOLD = 100


@dataclass(frozen=True, slots=True)
class Anchor:
    """An event's number and hash, as somebody wrote them down outside the database."""

    number: int
    hash: str

    def __str__(self) -> str:
        return f"{self.number}:{self.hash}"


@dataclass(slots=True)
class Verdict:
    """`count` events were looked at; `end` is the last of them; `problems` are sentences, none when all is well."""

    count: int = 0
    end: Anchor = field(default_factory=lambda: Anchor(0, BEGINNING))
    problems: list[str] = field(default_factory=list)
    more_problems: int = 0

    def tell(self, problem: str) -> None:
        if len(self.problems) < MOST_TOLD:
            self.problems.append(problem)
        else:
            self.more_problems += 1


def verify(known: Iterable[Anchor] = ()) -> Verdict:
    """Computes the chain anew. Verbs may go on meanwhile: what they append after the start is left for the next time.

    A change to the record whose hashes were all computed anew shows only against an anchor kept elsewhere (`known`).
    """
    verdict = Verdict()
    # The end is read first: what is appended later lies beyond it.
    end = Chain.objects.filter(pk=Chain.ONLY).first()
    length = end.length if end else 0
    wanted = {anchor.number: anchor for anchor in known}
    for event in _events(length):
        _look_at(event, verdict, wanted)
    if end is None:
        verdict.tell("链尾记录缺失。")
    else:
        _look_at_end(end, verdict)
    for anchor in wanted.values():
        verdict.tell(f"抄录的第{anchor.number}条不在记录中。")
    return verdict


def _events(length: int) -> Iterator[Event]:
    rows = Event.objects.order_by("number").filter(number__lte=length)
    return rows.only("hash", *FIELDS).iterator(chunk_size=2000)


def _look_at(event: Event, verdict: Verdict, wanted: dict[int, Anchor]) -> None:
    before = verdict.end
    missing = event.number - before.number - 1
    if missing:
        first, last = before.number + 1, event.number - 1
        verdict.tell(f"第{first}条缺失。" if missing == 1 else f"第{first}条至第{last}条缺失。")
    # After a gap the predecessor's hash is unknown: then the next event shows whether this one was changed.
    if not missing and event.hash != hash_of(before.hash, event):
        verdict.tell(f"第{event.number}条与校验值不符：{_said(event)}。")
    anchor = wanted.pop(event.number, None)
    if anchor is not None and anchor.hash != event.hash:
        verdict.tell(f"第{event.number}条与抄录的校验值不符：{_said(event)}。")
    verdict.count += 1
    verdict.end = Anchor(event.number, event.hash)


def _look_at_end(end: Chain, verdict: Verdict) -> None:
    missing = end.length - verdict.end.number
    if missing > 0:
        verdict.tell(f"末尾缺失{missing}条（第{verdict.end.number + 1}条至第{end.length}条）。")
    elif end.hash != verdict.end.hash:
        verdict.tell("链尾校验值与最后一条记录不符。")
    last = Event.objects.aggregate(last=Max("number"))["last"] or 0
    # Read after the last number: the end has moved along with every event that was written rightly.
    known = Chain.objects.filter(pk=Chain.ONLY).values_list("length", flat=True).first() or 0
    if last > known:
        verdict.tell(f"链尾之后另有{last - known}条来历不明的记录。")


def _said(event: Event) -> str:
    at = timezone.localtime(event.at)
    who = event.actor_name or "系统"
    parts = [f"{at:%Y-%m-%d %H:%M}", who, event.unit_name, str(event.get_verb_display())]
    return " ".join(part for part in parts if part)
