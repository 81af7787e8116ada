"""Bodies that no register and no grammar of names knows: 购买主体, 用血医疗机构, 各学校, 清算组.

Such a name is believed where an order follows it at once (应当, 必须 …), or where the same directive has ordered it or
introduced it elsewhere (以下简称…).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cached_property

from obligations.extraction.bodyforms import (
    ARTICLE_BODY,
    ARTICLE_NUMBER,
    BARE_BEGINS,
    CHARGED,
    CHARGED_WITH_ANYTHING,
    CLAUSE_END,
    CLAUSE_START,
    COMPOUND,
    CONDITION_SIGN,
    CONDITIONED,
    DATE_SIGN,
    DATED,
    DEFINED,
    DESCRIBED,
    DESCRIBES_NOBODY,
    DESCRIBING,
    EMPHASIS,
    GENERIC,
    GROUP_CLOSES,
    GROUPED,
    HEADED,
    HEADED_ENDS,
    ITEM_ENDS,
    JOINED,
    LEVELS,
    LONGEST_BARE,
    LONGEST_BEFORE_DATE,
    LONGEST_GROUP,
    LONGEST_NOUN,
    LONGEST_NUMBER,
    LONGEST_PART,
    LONGEST_PLAIN,
    LONGEST_REACH,
    MOST_ACTORS,
    MOST_ENDS,
    NAMED_AFTER_DEED,
    NO_BARE_END,
    NO_BARE_NAME,
    NO_DATED_NAME,
    NO_NAME_GOES_OVER,
    OF_DEED,
    ORDER_HERE,
    ORDER_OR_STOP,
    ORDER_SIGN,
    ORDERED,
    OTHERS,
    OWN_OFFICE,
    PERSON,
    PLAIN,
    PLAIN_NOUN,
    POST,
    PREDICATE_SIGN,
    ROLES,
    SHARED,
    SHORT_FOR,
    SHORTEST_HEADED,
    SHORTEST_NAME,
    TREASURIES,
    WHOLE,
    WITHIN_NAME,
    is_body,
    may_be_body,
)
from obligations.extraction.bodywords import ends_as_body
from obligations.extraction.findings import UnitMention
from obligations.extraction.orders import DEED
from obligations.extraction.places import Places
from obligations.extraction.predicates import VERBS, begins_as_predicate, is_plain_verb, may_be_predicate, predicate_at
from obligations.extraction.text import SourceText
from obligations.extraction.unitplaces import LEAD_IN


class Bodies:
    """The bodies of one directive's text [start, end)."""

    def __init__(self, source: SourceText, start: int, end: int) -> None:
        self.source = source
        self.start = start
        self.end = end
        self._learnt: set[str] = set()

    def learn(self, mentions: list[UnitMention]) -> None:
        """Headings name bodies too. To be called before any text is read."""
        self._learnt.update(mention.name for mention in mentions if is_body(mention.name))

    def acting_at(self, at: int, limit: int) -> tuple[list[UnitMention], int]:
        """Bodies that begin at `at` and have to do something, however it is said; none: ([], at)."""
        text = self.source.text
        mentions, stop = self.ordered_at(at, limit)
        if not mentions and text[at : at + SHORTEST_NAME] in self._known:
            mentions, stop = self.known_at(at, limit)
        if not mentions and self._conditions.within(at, at + LONGEST_REACH):
            mentions, stop = self._listed(CONDITIONED.match(text, at, min(limit, at + LONGEST_REACH)), at)
        if not mentions and self._closes.within(at, at + LONGEST_GROUP):
            mentions, stop = self._grouped_at(at, limit)
        if not mentions and self._predicates.within(at + SHORTEST_NAME, at + LONGEST_BARE):
            mentions, stop = self.bare_at(at, limit)
        if not mentions and self._date_binds(at):
            mentions, stop = self._listed(DATED.match(text, at, min(limit, at + LONGEST_REACH)), at)
        return mentions, stop

    def _date_binds(self, at: int) -> bool:
        """Whether a date may bind a name that begins at `at`: no mark that no such name holds stands before it."""
        first = bisect_left(self._dates, at + SHORTEST_NAME)
        if first == len(self._dates) or self._dates[first] >= at + LONGEST_BEFORE_DATE:
            return False
        return NO_DATED_NAME.match(self.source.text, at + 1, self._dates[first]) is None

    def acting(self, places: list[int]) -> list[int]:
        """Those of the places, ascending, where a body may begin that has to do something: where `acting_at` may be so.

        What binds it stands before the end of its clause.
        """
        text, known = self.source.text, self._known
        if not places:
            return []
        beyond = places[-1] + LONGEST_REACH
        orders, dates, closes, predicates = (
            signs.since(places[0], beyond) for signs in (self._binding, self._dates, self._closes, self._predicates)
        )
        order, date, close, predicate = next(orders), next(dates), next(closes), next(predicates)
        found = []
        for at in places:
            while order < at:
                order = next(orders)
            while date < at + SHORTEST_NAME:
                date = next(dates)
            while close < at:
                close = next(closes)
            while predicate < at + SHORTEST_NAME:
                predicate = next(predicates)
            if (
                text[at : at + SHORTEST_NAME] in known
                or (order < at + LONGEST_REACH and CLAUSE_END.search(text, at, order) is None)
                or (predicate < at + LONGEST_BARE and NO_BARE_NAME.search(text, at, predicate) is None)
                or (date < at + LONGEST_BEFORE_DATE and CLAUSE_END.search(text, at, date) is None)
                or (close < at + LONGEST_GROUP and CLAUSE_END.search(text, at, close) is None)
            ):
                found.append(at)
        return found

    def ordered_at(self, at: int, limit: int) -> tuple[list[UnitMention], int]:
        """Bodies that begin at `at` and are given an order at once, with the offset after them; none: ([], at)."""
        if not self._orders.within(at + SHORTEST_NAME, at + LONGEST_REACH):
            return [], at
        limit = min(limit, at + LONGEST_REACH)
        first = ORDER_OR_STOP.search(self.source.text, at + SHORTEST_NAME, limit)
        if first is None or (mark := self.source.text[first.start()]) in NO_NAME_GOES_OVER:
            return [], at
        if mark == "的":
            return self._described(at, limit)
        mentions, stop = self._listed(ORDERED.match(self.source.text, at, limit), at)
        return (mentions, stop) if mentions else self._described(at, limit)

    def _described(self, at: int, limit: int) -> tuple[list[UnitMention], int]:
        match = DESCRIBED.match(self.source.text, at, limit)
        if match is None or not (may_be_body(match["names"]) or DESCRIBING.match(match["names"])):
            return [], at
        first = max((match["names"].rpartition(mark)[0] for mark in "、和"), key=len)
        first = first if "的" not in first else match["names"].partition("的")[0].rpartition("和")[0]
        mentions = self.in_span(at, at + len(first)) if first else []
        begin = at + len(first) + 1 if mentions else at
        return [*mentions, UnitMention(self.source.verbatim[begin : match.end()], begin, match.end())], match.end()

    def charged_at(self, at: int, limit: int) -> tuple[list[UnitMention], int]:
        """Bodies that begin at `at`, after 由: 由组长召集."""
        limit = min(limit, at + 40)
        mentions, stop = self._listed(CHARGED.match(self.source.text, at, limit), at)
        return (
            (mentions, stop) if mentions else self._listed(CHARGED_WITH_ANYTHING.match(self.source.text, at, limit), at)
        )

    def known_at(self, at: int, limit: int) -> tuple[list[UnitMention], int]:
        """A body that this directive names elsewhere as one that has to act."""
        text = self.source.text
        for name in self._known.get(text[at : at + SHORTEST_NAME], ()):
            if text.startswith(name, at, limit):
                return [UnitMention(self.source.verbatim[at : at + len(name)], at, at + len(name))], at + len(name)
        return [], at

    def doing_at(self, at: int, limit: int) -> tuple[list[UnitMention], int]:
        """Plain bodies that begin at `at` and do something, where others before them have got their deed."""
        text = self.source.text
        if text[at - 1] not in ",;" or PLAIN_NOUN.search(text, at, min(limit, at + LONGEST_PLAIN)) is None:
            return [], at
        match = PLAIN.match(text, at, min(limit, at + LONGEST_REACH))
        if match is None or LEAD_IN.match(text, at, match.end()) or DEED.match(text, at) or text[at] == "所":
            return [], at
        return self._listed(match, at)

    def bare_at(self, at: int, limit: int, anywhere: bool = False) -> tuple[list[UnitMention], int]:
        """Plain bodies that begin a sentence, and do something without a modal: 血站启动预案, 接报的单位核实后上报.

        `anywhere`: 由 stands before it, or others have got their deed in the same passage.
        """
        text = self.source.text
        if not anywhere and not BARE_BEGINS.search(text, max(0, at - 2), at):
            return [], at
        limit = min(limit, at + LONGEST_BARE)
        stop = NO_BARE_NAME.search(text, at, limit)
        limit = stop.start() if stop else limit
        first = bisect_left(self._predicates, at + SHORTEST_NAME)
        for end in self._predicates[first : first + MOST_ENDS]:
            if end > limit:
                break
            found = self._bare_names(at, end)
            if found:
                return found, end
        return [], at

    def _grouped_at(self, at: int, limit: int) -> tuple[list[UnitMention], int]:
        """教务、招生、团委等部门: functions that no grammar knows take the noun that closes their list."""
        match = GROUPED.match(self.source.text, at, min(limit, at + LONGEST_GROUP + 4))
        names = match["names"] if match else ""
        if match is None or not may_be_body(names) or (names[:2] in VERBS and names[2] not in "、和"):
            return [], at
        found = []
        for part in JOINED.finditer(self.source.text, *match.span("names")):
            name = self.source.verbatim[part.start() : part.end()]
            whole = name if is_body(name) else name + match["noun"]
            found.append(UnitMention(whole, part.start(), part.end()))
        return found, match.end()

    def _bare_names(self, at: int, end: int) -> list[UnitMention]:
        text = self.source.text
        name = text[at:end]
        if (
            name in GENERIC
            or name[0] in "所其与和及或"
            or NO_BARE_END.search(text, at, end + 1)
            or not (may_be_body(name) or DESCRIBING.match(name))
        ):
            return []
        if DESCRIBES_NOBODY.match(name) and not (DESCRIBING.match(name) or OF_DEED.fullmatch(name)):
            return []
        item_end = ITEM_ENDS.search(text, end, end + LONGEST_BARE)
        if item_end and text[item_end.start() - 1] == "的":
            return []
        described = text.rfind("的", at, end)
        if described < 0 and begins_as_predicate(text, at, end):
            return []
        if described < 0:
            others = OTHERS.search(text, at, end)
            if others and ends_as_body(text, at, others.start()):
                return self.in_span(at, others.start())
            inner = (i for i in range(1, len(name) - 2) if name[i + 2 :] not in NAMED_AFTER_DEED)
            held = any(is_plain_verb(name[i : i + 2]) for i in inner)
            return [] if held else self.in_span(at, end)
        if end - described > LONGEST_NOUN or not ends_as_body(text, described + 1, end):
            return []
        return [UnitMention(self.source.verbatim[at:end], at, end)]

    def article_at(self, at: int, limit: int) -> tuple[list[UnitMention], int]:
        """The body that an article begins with, when it tells what the body does."""
        text = self.source.text
        if not ARTICLE_NUMBER.search(text, max(0, at - LONGEST_NUMBER), at):
            return [], at
        match = ARTICLE_BODY.match(text, at, min(limit, at + 90))
        if match is None or not may_be_body(match["names"]):
            return [], at
        return [UnitMention(self.source.verbatim[at : match.end()], at, match.end())], match.end()

    def in_span(self, start: int, stop: int) -> list[UnitMention]:
        """The span as a list of bodies; empty when one of its parts is none."""
        mentions: list[UnitMention] = []
        parts = list(self._joined.finditer(self.source.text, start, stop))
        shared = self._shared([part.group() for part in parts])
        for number, part in enumerate(parts):
            name = shared[number] if shared else self.source.verbatim[part.start() : part.end()]
            head = HEADED.search(name) if name[-1] in HEADED_ENDS else None
            if head and (head.start() >= SHORTEST_HEADED or name[0] == "各") and ends_as_body(name, 0, head.start()):
                name = name[: head.start()]
            if name.startswith("其") or (mentions and PERSON.search(name)):
                continue  # 企业及其主管部门, 机构和从业人员
            if (
                len(name) < 2
                or not (is_body(name) or POST.search(name) or LEVELS.match(name))
                or not may_be_body(name)
                or (head and not head.start())
            ):
                return []
            mentions.append(UnitMention(name, part.start(), part.end()))
        return mentions

    def _shared(self, parts: list[str]) -> list[str]:
        """The names of a list of bodies that share their ending, or their beginning too; empty where they do not."""
        ending = SHARED.search(parts[-1], 2) if len(parts) > 1 else None
        if ending is None or any(
            "(" in p or p[0] == "各" or is_body(p) or WHOLE.search(p) or len(p) > LONGEST_PART for p in parts[:-1]
        ):
            return []
        stems = [*parts[:-1], parts[-1][: ending.start()].removesuffix("等")]
        if any(len(stem) < 2 for stem in stems):
            return []
        if len(stems[0]) > 3 and all(len(stem) == 2 for stem in stems[1:]):
            stems[1:] = [stems[0][:-2] + stem for stem in stems[1:]]
        return [stem + ending.group() for stem in stems]

    def _listed(self, match: re.Match[str] | None, at: int) -> tuple[list[UnitMention], int]:
        if match is None:
            return [], at
        start, stop = match.span("names")
        start = max(start, self.source.text.rfind("由", start, stop) + 1)
        emphasis = EMPHASIS.match(self.source.text, start, stop)
        others = OTHERS.search(self.source.text, start, stop)
        bare = others is not None and ends_as_body(self.source.text, start, others.start())
        found = self.in_span(emphasis.end() if emphasis else start, others.start() if others and bare else stop)
        if found and self.source.text.startswith("(集团)", stop):
            stop += len("(集团)")
            found[-1] = UnitMention(self.source.verbatim[found[-1].start : stop], found[-1].start, stop)
        return (found, stop) if found else ([], at)

    @cached_property
    def _joined(self) -> re.Pattern[str]:
        """The items of a list of bodies; a name that the directive defines is one, whatever it holds."""
        text = self.source.text
        defined = {match["name"] for match in SHORT_FOR.finditer(text, self.start, self.end)}
        defined |= {match["name"] for match in DEFINED.finditer(text, self.start, self.end)}
        whole = sorted((name for name in defined if COMPOUND.search(name) and is_body(name)), key=len, reverse=True)
        if not whole:
            return JOINED
        return re.compile(rf"[^、和及与或]{{0,6}}?(?:{'|'.join(map(re.escape, whole))})|{JOINED.pattern}")

    @cached_property
    def _orders(self) -> Places:
        """Where an order follows what may be the end of a body's name."""
        text = self.source.text
        signs = ORDER_SIGN.finditer(text, self.start, self.end)
        return Places(sign.start() for sign in signs if ORDER_HERE.match(text, sign.start()))

    @cached_property
    def _conditions(self) -> Places:
        """Where an order follows a condition."""
        return Places(sign.start() for sign in CONDITION_SIGN.finditer(self.source.text, self.start, self.end))

    @cached_property
    def _binding(self) -> Places:
        return Places(sorted([*self._orders, *self._conditions]))

    @cached_property
    def _dates(self) -> Places:
        """Where a date may follow what may be the end of a body's name."""
        return Places(sign.start() for sign in DATE_SIGN.finditer(self.source.text, self.start, self.end))

    @cached_property
    def _closes(self) -> Places:
        """Where a list of bare functions is closed: 等部门."""
        return Places(match.start() for match in GROUP_CLOSES.finditer(self.source.text, self.start, self.end))

    @cached_property
    def _predicates(self) -> Places:
        """Where a predicate may follow what may be the end of a body's name."""
        text, end = self.source.text, self.end
        signs = PREDICATE_SIGN.finditer(text, self.start, end)
        ends = (sign.end() for sign in signs)
        return Places([at for at in ends if may_be_predicate(text, at) and predicate_at(text, at, end)])

    @cached_property
    def _known(self) -> dict[str, list[str]]:
        """The names by their first characters, the longest first."""
        named = {*ROLES, *TREASURIES, *self._learnt, *self._named()}
        kept = (name for name in named if len(name) >= SHORTEST_NAME)
        names = sorted(sorted(kept), key=len, reverse=True)[:MOST_ACTORS]
        known: dict[str, list[str]] = {}
        for name in names:
            known.setdefault(name[:SHORTEST_NAME], []).append(name)
        return known

    def _named(self) -> Iterator[str]:
        text = self.source.text
        if any(text.find(seat, self.start, self.end) >= 0 for seat in ("下设办", "设在")) and OWN_OFFICE.search(
            text, self.start, self.end
        ):
            yield "办公室"
        for match in SHORT_FOR.finditer(text, self.start, self.end):
            if is_body(match["name"]) or match["name"][-1] in "办委局组":
                yield match["name"]
        for at in self._before_orders():
            mentions, _ = self.ordered_at(at, self.end)
            yield from (text[mention.start : mention.end] for mention in mentions)

    def _before_orders(self) -> list[int]:
        """Where the clauses begin that an order follows within a name's reach, in text order."""
        text = self.source.text
        found: set[int] = set()
        for order in self._orders:
            low = max(self.start, order - LONGEST_REACH)
            begins = [mark.end() for mark in CLAUSE_START.finditer(text, low, order - SHORTEST_NAME)]
            if low == self.start:
                begins.insert(0, low)
            for at in reversed(begins):
                found.add(at)
                if text[at - 1] not in WITHIN_NAME:
                    break
        return sorted(found)
