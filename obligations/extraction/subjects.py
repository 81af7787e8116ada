"""Units that are the grammatical subject of an order: 各县(市、区)要于…, 你局要…, 由A会同B…, 购买主体应当…

A unit is a subject when a clause begins with it (or with 由, 请, 责令 before it) and a duty follows. Bodies that no
grammar of names knows (购买主体, 用血医疗机构, 各学校) count only when 应当, 要, 必须 … follows at once.
"""

import re
from dataclasses import dataclass

from obligations.extraction import orders
from obligations.extraction.bodies import Bodies
from obligations.extraction.bodyforms import EMPHASIS
from obligations.extraction.findings import AssignedUnit, Role, UnitMention
from obligations.extraction.helpers import HelperReader
from obligations.extraction.layout import Layout
from obligations.extraction.openings import Openings
from obligations.extraction.ordered import behind_name, order_behind
from obligations.extraction.parties import GOVERNMENT, YOU_BEGINS, Addressed, Authority
from obligations.extraction.register import Register, spelling_key
from obligations.extraction.text import SourceText
from obligations.extraction.unithints import hints_of
from obligations.extraction.units import find_units, list_at

# The first name of a list ends within so many characters.
NEAR_NAME = 44
ARTICLE = re.compile(r"第[一二三四五六七八九十百]{1,5}条")
MANY_ARTICLES = 3
# 市委市政府督查局
PARTY_AND_GOVERNMENT = re.compile(r"([省市县区州旗])委\1政府[一-龥]")
SHORTEST_OFFICE = 6
LEVELS = re.compile("各[省市州县区旗盟](?:、[省市州县区旗盟])*")
LEVEL = frozenset("市州县区旗")
LONGEST_PLACE = 5
# 省、自治区、直辖市人民政府安全生产监督管理部门
PROVINCES = re.compile(
    r"省、自治区(?:、|和)直辖市(?:(?:人民)?政府)?(?:[一-龥]{2,14}?(?:部门|厅\(局\)|机构))?(?=应|负责|可|要|制定|会同|根据|按照?|对|组织|须|必须|在|结合|主管|管理|$)"
)
PLACE_NAME = re.compile(r"[^、和]+")
PLACES = re.compile(
    r"(?P<names>[一-龥]{2,4}(?:[、和][一-龥]{2,4}){1,12})[两二三四五六七八九十](?:个(?=街道|乡镇|园区))?(?P<level>(?:街道|乡镇|园区|[省市县区州旗])(?:(?:人民)?政府|[一-龥]{2,8}[局委厅])?)(?![级地])"
)
CALLS = re.compile("。(?=要(?:会同|联合|组织))")
CHARGED_PART = re.compile(r"负(?:责|有)[^。,;:()]{2,40}?的(?:部门|机构)(?!负责人|工作)")
LONGEST_LIST = 400
JOINER = re.compile(r"、|以及|[和及与或]")
# 市级财政 pays, 市财政局 is who does it.
TREASURY = re.compile(r"^([省市县区])级?财政$")
# The first lines of an item may be its heading, printed like text.
HEADING_LINES = 2
LONGEST_HEADING = 60
OPEN_END = frozenset("、,和及与或由请对向于在将同助合导促")
WITHIN_SENTENCE = re.compile("的,")
LINE_ENDS_SENTENCE = re.compile(r"[。;:!?]")


@dataclass(slots=True)
class Subject:
    unit: AssignedUnit
    strong: bool  # a modal or 由 makes it an order beyond doubt
    commanded: bool = False  # 要, 应当, 必须: an order even among aims and principles


def _helping(mention: UnitMention) -> Subject:
    return Subject(AssignedUnit(Role.SUPPORT, mention), strong=True)


class SubjectReader:
    """Reads the subjects of one directive. `addressees` is who 你局, 你县 means; `issuer` is asked to do nothing."""

    def __init__(
        self, layout: Layout, register: Register, addressees: list[str], bodies: Bodies, issuer: str = ""
    ) -> None:
        self.layout = layout
        self.source: SourceText = layout.source
        self.text = layout.source.text
        self.register = register
        self.hints = hints_of(layout.source, register)
        self.addressed = Addressed(addressees, register)
        self.authority = Authority(issuer)
        self.bodies = bodies
        self.helpers = HelperReader(layout.source, register, bodies, self.addressed)
        self.openings = Openings(layout, self.hints, bodies)
        self._in_series = False  # whether the passage that is read has named somebody
        # Rules in articles bind the government that issues them too.
        articles = ARTICLE.finditer(self.text, bodies.start, bodies.end)
        self.in_articles = sum(self.source.starts_line(article.start()) for article in articles) >= MANY_ARTICLES
        # Spans are read more than once: to see where paragraphs begin, what closes a text, and at last for good.
        self._subjects: dict[tuple[int, int], list[Subject]] = {}
        self._lists: dict[tuple[int, int], tuple[list[UnitMention], int] | None] = {}

    def read(self, start: int, end: int) -> list[Subject]:
        """The subjects of orders in the passage, in text order, each body once."""
        if (start, end) not in self._subjects:
            self._subjects[start, end] = self._read(start, end)
        return self._subjects[start, end]

    def opens_with_order(self, start: int, end: int, first: int) -> bool:
        """Whether an order beyond doubt is given to a unit that the passage names before `first`."""
        if (start, end) not in self._subjects:
            near = [subject for subject in self._read(start, end, first) if subject.unit.mention.start < first]
            if not near:
                return False
            if any(subject.strong for subject in near):
                return True
        return any(subject.strong and subject.unit.mention.start < first for subject in self.read(start, end))

    def _read(self, start: int, end: int, until: int | None = None) -> list[Subject]:
        """`until`: read no subject that begins there or later."""
        found: list[Subject] = []
        start = taken = self._below_heading(start, end)
        telling: list[tuple[int, int]] | None = None
        for at, limit, by, acts in self.openings.within(start, end, end if until is None else until):
            if at < taken:
                continue
            self._in_series = bool(found)
            subjects, stop = self._at(at, limit, by, acts)
            if not subjects:
                continue
            telling = self._telling(start, end) if telling is None else telling
            if any(a <= at < b for a, b in telling):
                continue
            found += subjects
            found += map(_helping, self.helpers.of(stop, limit))
            taken = stop
        return self._once(found + self._called(start, end) if found else found)

    def _called(self, start: int, end: int) -> list[Subject]:
        """…。要组织有关部门…: who is called to help in a sentence that leaves out its subject."""
        if self.text.find("。要", start, end) < 0:
            return []
        called = CALLS.finditer(self.text, start, end)
        return [_helping(mention) for match in called for mention in self.helpers.of(match.end(), end)]

    def _below_heading(self, start: int, end: int) -> int:
        """Where the text begins below a heading that fills its line, so that no layout can tell it from the text."""
        for line_start in self.source.starts_within(start + 1, min(end, start + LONGEST_HEADING))[:HEADING_LINES]:
            if LINE_ENDS_SENTENCE.search(self.text, start, line_start):
                break
            if self.text[line_start - 1] in OPEN_END or not self.hints.may_begin(line_start, end):
                continue
            mentions, stop = self._listed_at(line_start, end)
            if not mentions or not orders.STRONG.match(self.text, behind_name(self.text, stop, end), end):
                continue
            if not self._runs_over(start, line_start, end) and not self._breaks_name(start, line_start, stop):
                return line_start
        return start

    def _breaks_name(self, start: int, line_start: int, stop: int) -> bool:
        """Whether a sentence runs into the line and a name over its beginning: …,受理申请的省级生态|环境部门应当."""
        if not WITHIN_SENTENCE.search(self.text, start, line_start):
            return False
        found = find_units(self.source, max(start, line_start - NEAR_NAME), stop, self.register)
        return any(mention.start < line_start < mention.end for mention in found)

    def names(self, start: int, stop: int) -> list[UnitMention]:
        """The units or bodies of a span that is nothing but their names; empty otherwise."""
        listed = list_at(self.source, start, stop, self.register)
        if listed and listed[1] == stop:
            return listed[0]
        return self.bodies.in_span(start, stop)

    def _runs_over(self, start: int, line_start: int, end: int) -> bool:
        """Whether a list of units begins before a line and goes on in it: …、云河经济开发|区管委会."""
        last = max(self.text.rfind(mark, start, line_start) for mark in "、,")
        begins = (start, last + 1) if last >= 0 else (start,)
        return any(self._list_at(begin, end)[1] > line_start for begin in begins)

    def _telling(self, start: int, end: int) -> list[tuple[int, int]]:
        """The sentences that tell what has been done, and the clauses that tell who sits where."""
        found = [match.span() for match in orders.SEATS.finditer(self.text, start, end)]
        if told := orders.BACKGROUND.match(self.text, start, end):
            found.append(told.span())
        found += [match.span(1) for match in orders.TOLD.finditer(self.text, start, end)]
        for match in orders.PAST.finditer(self.text, start, end) if self.text.find("了", start, end) >= 0 else ():
            first = self.text.rfind("。", start, match.start()) + 1
            last = self.text.find("。", match.end(), end)
            found.append((first or start, last if last >= 0 else end))
        return found

    def _at(self, at: int, limit: int, by: bool, acts: bool) -> tuple[list[Subject], int]:
        """The subjects that begin here, and the offset after them.

        `by`: 由 or 请 stands before it. `acts`: a body may have to act here.
        """
        if self.text[at] in YOU_BEGINS and (you := self.addressed.at(self.text, at, limit)):
            return self._ordered([you], you.end, limit, by)
        # places that share their level: the first ends soon
        if self.text.find("、", at, at + LONGEST_PLACE) >= 0 and (places := self._places_at(at, limit)):
            return self._ordered(places, places[-1].end, limit, by)
        if not self.hints.may_begin(at, limit):
            return self._bodies_at(at, limit, by, acts)
        listed, stop = self._listed_at(at, limit)
        if listed:
            stop = self._with_charge(listed, stop, limit)
            binds = self.in_articles and self._binds_above(at, limit, by, stop)
            mentions = listed if binds else [mention for mention in listed if not self.authority.is_above(mention.name)]
            if not mentions or (len(mentions) < len(listed) and self.text.startswith("与", listed[0].end)):
                return [], at
            subjects, after = self._ordered(mentions, stop, limit, by)
            if subjects:
                return subjects, after
        return self._bodies_at(at, limit, by, acts)

    def _places_at(self, at: int, limit: int) -> list[UnitMention]:
        """云河、白石、青川三市人民政府: places that share their level, and the body behind it."""
        if self.text.startswith("省、自治区", at) and (whole := PROVINCES.match(self.text, at, limit)):
            return [UnitMention(self.source.verbatim[at : whole.end()], at, whole.end())]
        match = PLACES.match(self.text, at, limit)
        if match is None:
            return []
        ending = self.source.verbatim[match.start("level") : match.end()]
        parts = list(PLACE_NAME.finditer(self.text, *match.span("names")))
        ends = [part.end() for part in parts[:-1]] + [match.end()]
        return [UnitMention(part.group() + ending, part.start(), end) for part, end in zip(parts, ends, strict=True)]

    def _with_charge(self, listed: list[UnitMention], stop: int, limit: int) -> int:
        """县级以上人民政府|负责安全生产监督管理的部门: what the last of them is in charge of may name its part."""
        part = CHARGED_PART.match(self.text, stop, limit) if self.text.startswith("负", stop) else None
        if part is None or not listed[-1].name.endswith("政府"):
            return stop
        last = listed.pop()
        listed.append(UnitMention(self.source.verbatim[last.start : part.end()], last.start, part.end()))
        return part.end()

    def _binds_above(self, at: int, limit: int, by: bool, stop: int) -> bool:
        """Whether an article orders a government: 市人民政府应当…, 由市人民政府批准, by its full name."""
        charged = by and self.text.endswith("人民政府", at, stop)
        return charged or orders.COMMANDS.match(self.text, behind_name(self.text, stop, limit), limit) is not None

    def _bodies_at(self, at: int, limit: int, by: bool, acts: bool) -> tuple[list[Subject], int]:
        mentions, stop = self.bodies.charged_at(at, limit) if by else ([], at)
        if not mentions and acts:
            mentions, stop = self.bodies.acting_at(at, limit)
        if not mentions and (by or (self._in_series and self.text[at - 1] in ",;")):
            mentions, stop = self.bodies.bare_at(at, limit, anywhere=True)
        if not mentions and self._in_series:
            mentions, stop = self.bodies.doing_at(at, limit)
        subjects, after = self._ordered(mentions, stop, limit, by) if mentions else ([], at)
        if subjects and not subjects[0].strong and self.authority.is_own(subjects[0].unit.mention.name):
            return [], at
        if subjects or self.text[at - 1] != "条":
            return subjects, after
        return self._of_article(at, limit)

    def _of_article(self, at: int, limit: int) -> tuple[list[Subject], int]:
        mentions, stop = self.bodies.article_at(at, limit)
        if (
            not mentions
            or orders.PERMITS.match(self.text, stop, limit)
            or orders.CONDITIONS.match(self.text, stop, limit)
        ):
            return [], at
        return [Subject(AssignedUnit(Role.RESPONSIBLE, mention), strong=False) for mention in mentions], stop

    def _names_at(self, at: int, limit: int) -> tuple[list[UnitMention], int] | None:
        limit = self._sentence_end(at, limit)
        if (at, limit) not in self._lists:
            self._lists[at, limit] = list_at(self.source, at, limit, self.register)
        return self._lists[at, limit]

    def _sentence_end(self, at: int, limit: int) -> int:
        limit = min(limit, at + LONGEST_LIST)
        mark = LINE_ENDS_SENTENCE.search(self.text, at, limit)
        return mark.start() if mark else limit

    def _list_at(self, at: int, limit: int) -> tuple[list[UnitMention], int]:
        """A list of units that begins at `at`, and the offset after it; none: ([], at)."""
        return self._listed_at(at, limit) if self.hints.may_begin(at, limit) else ([], at)

    def _listed_at(self, at: int, limit: int) -> tuple[list[UnitMention], int]:
        """A list of units; it may go on after a comma: 各乡镇、各企业,特别是三个专班要."""
        of_both = self.text[at + 1 : at + 2] == "委" and PARTY_AND_GOVERNMENT.match(self.text, at, limit)
        listed = self._names_at(at + 2 if of_both else at, limit) or (self._names_at(at, limit) if of_both else None)
        if listed is None:
            return [], at
        mentions, stop = self._levels_joined(listed[0]), listed[1]
        if of_both and mentions[0].end > at + SHORTEST_OFFICE:
            mentions[0] = UnitMention(self.source.verbatim[at : mentions[0].end], at, mentions[0].end)
        while self.text.startswith(",", stop):
            emphasis = EMPHASIS.match(self.text, stop + 1, limit)
            more = list_at(self.source, emphasis.end() if emphasis else stop + 1, limit, self.register)
            if more is None or not self._goes_on(more[1], limit):
                break
            mentions, stop = mentions + more[0], more[1]
        separator = JOINER.match(self.text, stop, limit)
        if separator:
            bodies, after = self.bodies.ordered_at(separator.end(), limit)
            if not bodies:
                bodies, after = self.bodies.known_at(separator.end(), limit)
            if not bodies:
                bodies, after = self.bodies.bare_at(separator.end(), limit, anywhere=True)
            if bodies:
                return mentions + bodies, after
        return mentions, stop

    def _levels_joined(self, mentions: list[UnitMention]) -> list[UnitMention]:
        """各市、县公安局: levels that share one 各 and one body are one group, as printed."""
        found: list[UnitMention] = []
        for mention in mentions:
            before = found[-1] if found else None
            if (
                before
                and before.end + 1 == mention.start
                and LEVELS.fullmatch(before.name)
                and mention.name[0] in LEVEL
            ):
                found[-1] = UnitMention(
                    self.source.verbatim[before.start : mention.end], before.start, mention.end, before.known
                )
            else:
                found.append(mention)
        return found

    def _goes_on(self, stop: int, limit: int) -> bool:
        """Whether a list broken by a comma ends in an order, or in a further comma."""
        text = self.text
        in_charge = text[stop : stop + 1] in ("是", "为") and orders.IN_CHARGE.match(text, stop, min(limit, stop + 60))
        return bool(in_charge or orders.STRONG.match(text, stop, limit)) or text.startswith(",", stop)

    def _ordered(self, mentions: list[UnitMention], stop: int, limit: int, by: bool) -> tuple[list[Subject], int]:
        """The subjects with their roles, when a duty follows at `stop`."""
        order = order_behind(self.text, mentions, stop, limit, by)
        if order is None:
            return [], stop
        units = (AssignedUnit(order.role, mention) for mention in mentions)
        return [Subject(unit, order.strong, order.commanded) for unit in units], order.stop

    def _once(self, found: list[Subject]) -> list[Subject]:
        """Each body once, in its first wording and role; a strong reading wins over a weak one."""
        kept: dict[str, Subject] = {}
        for subject in found:
            key = self._body_key(subject.unit.mention.name)
            known = kept.get(key) or next((kept[k] for k in kept if len(key) < 5 and k.endswith(key)), None)
            if known is None:
                kept[key] = subject
            elif subject.strong:
                if known.unit.role is Role.SUPPORT:
                    known.unit.role = subject.unit.role
                known.strong = True
                known.commanded = known.commanded or subject.commanded
        return list(kept.values())

    def _body_key(self, name: str) -> str:
        """One key for the wordings of one body: spellings of a unit, 各县 and 各县人民政府, 各校 and 各学校."""
        unit = self.register.resolve(name)
        if unit is not None and unit.kind != "group":
            return unit.name
        key = spelling_key(name)
        if key.endswith("财政"):
            key = TREASURY.sub(r"\1财政局", key)
        elif key.endswith("政府"):
            key = GOVERNMENT.sub("", key)
        return key.replace("各校", "各学校").removeprefix("各")
