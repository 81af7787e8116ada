"""Units that are the grammatical subject of an order: 各县(市、区)要于…, 你局要…, 由A会同B…, 购买主体应当…

A unit is a subject when a clause begins with it (or with 由, 请, 责令 before it) and a duty follows. Bodies that no
grammar of names knows (购买主体, 用血医疗机构, 各学校) count only when 应当, 要, 必须 … follows at once.
"""

import re
from dataclasses import dataclass

from obligations.extraction import orders
from obligations.extraction.bodies import EMPHASIS, Bodies
from obligations.extraction.deadlines.engine import read_all
from obligations.extraction.findings import AssignedUnit, Role, UnitMention
from obligations.extraction.layout import Layout
from obligations.extraction.openings import Openings
from obligations.extraction.register import Register, spelling_key
from obligations.extraction.text import SourceText
from obligations.extraction.unithints import hints_of
from obligations.extraction.units import find_units, list_at

# Those who decide and issue are addressed by nobody.
ABOVE = re.compile(
    r"党中央|国务院|中共中央|国家|全国人大常委会|中央|(?:省|自治区|市)(?:委|(?:人民)?政府)|(?:省|市)委(?:、|和)?(?:省|市)政府"
)
# A province orders the governments of its cities, a ministry those of provinces too.
CENTRE = re.compile(r"国务院|国家|中国|全国|中共中央|[\u4e00-\u9fff]{2,12}(?:部|总局|总署)(?:办公厅)?$")
PROVINCE = re.compile(r"[\u4e00-\u9fff]{2,4}(?:省|自治区)(?!.*[市州县区盟旗镇])")
OF_CITY = re.compile(r"市(?:人民)?政府")
OF_PROVINCE = re.compile(r"(?:省|自治区)(?:人民)?政府")
ABOVE_IN_COUNTY = re.compile(r"[县区旗](?:委|(?:人民)?政府)")
COUNTY = re.compile(r"[县区旗](?:人民政府|委员会|委|政府)?(?:办公室)?$")
YOU = re.compile(
    r"(?:你|贵)(?:们)?(?P<head>局|委|县|市|区|办|厅|院|部|中心|公司|单位|校|州|乡|镇|府|处|队|集团|行|会|省|盟|旗)(?![委政域级内长面区])"
)
# A name may be followed by what it is short for or includes: (以下简称…), (含…); and by 等新闻媒体.
ASIDE = re.compile(r"\((?:以下|下)?(?:统|简|并|合|含|包括|即|不含)?[^()]{1,40}\)")
# 企业和驾驶员, 单位及其工作人员: persons beside a body are no units.
PERSONS = re.compile(r"(?:和|及|与|、)(?:其)?[\u4e00-\u9fff]{0,6}?(?:人员|[员人者师生]|个人|群众)(?=[\u4e00-\u9fff])")
# 市城投公司作为业主单位,要倒排工期
AS_WHAT = re.compile(r"作为[^。;,:的]{2,20},(?=要|应|必须|须|负责|不得)")
# 各县(市、区)如需调整,须报…
IN_CASE = re.compile(r"(?:如|若|因|确)[^。;,:]{2,20},(?=要(?!求)|应当?(?!急|用)|必须|须|不得)")
# 各部门,特别是汛期任务重的,要…: who is meant above all stands between the subject and its order.
EMPHASISED = re.compile(r",(?:特别是|尤其是)[^。;,:]{2,30}?,?(?=要(?!求|点|素)|应当?(?!急|用)|必须|务必|须)")
# 领导小组办公室设在市能源局,负责日常工作
SEATED = re.compile(r"设(?:立)?[在于][^。;,:]{2,24},(?=(?:具体|主要)?(?:负责|承担|统筹|牵头|定期)|每[周月日季年])")
PLACE_NAME = re.compile(r"[^、和及与]+")
CHARGE = re.compile(r"(?:主要|具体)?负责")
# The first name of a list ends, and the first item of a list of bare items is shorter, than so many characters.
NEAR_NAME = 44
NEAR_ITEM = 14
ARTICLE = re.compile(r"第[一二三四五六七八九十百]{1,5}条")
MANY_ARTICLES = 3
# What may stand between a name and its order begins with one of these.
GOES_ON_BEHIND = frozenset("(之双,等和及与、作如若因确设")
LONGEST_LIST = 400
LONGEST_REACH = 120  # characters from a subject to its 会同
LONGEST_TIME = 30
FULL_STOP = re.compile("。")
JOINER = re.compile(r"、|以及|[和及与或]")
AND_OTHERS = re.compile(r"等[\u4e00-\u9fff]{2,8}?(?=要(?!求|点|素)|应(?!急|用)|必须|须|负责)")
# 各县(市、区)人民政府 and 各县(市、区): the government acts for its place.
GOVERNMENT = re.compile(r"(?<=[县市区旗州)镇道])(?:人民)?政府$")
# 市级财政 pays, 市财政局 is who does it.
TREASURY = re.compile(r"^([省市县区])级?财政$")
# 组织各县(市、区)开展: those called to do it are below, not beside the subject.
SUBORDINATE = re.compile(r"(?:[县市区旗州镇乡)]|政府|街道|企业|学校|医院|公司|机构)$")
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
        self.addressees = addressees
        self.bodies = bodies
        self.openings = Openings(layout, self.hints, bodies)
        self.government = GOVERNMENT.sub("", issuer) if issuer.endswith("政府") else ""
        self._in_series = False  # whether the passage that is read has named somebody
        self.in_centre = CENTRE.match(issuer) is not None
        self.in_province = PROVINCE.match(issuer) is not None
        self.in_county = COUNTY.search(issuer) is not None
        # Rules in articles bind the government that issues them too.
        self.in_articles = (
            sum(self.text[at] == "第" and ARTICLE.match(self.text, at) is not None for at in layout.starts)
            >= MANY_ARTICLES
        )
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
            near = self._read(start, end, first)
            if not any(subject.unit.mention.start < first for subject in near):
                return False
        return any(subject.strong and subject.unit.mention.start < first for subject in self.read(start, end))

    def _read(self, start: int, end: int, until: int | None = None) -> list[Subject]:
        """`until`: read no subject that begins there or later."""
        found: list[Subject] = []
        start = taken = self._below_heading(start, end)
        telling: list[tuple[int, int]] | None = None
        for at, limit, by in self.openings.within(start, end, end if until is None else until):
            if at < taken:
                continue
            self._in_series = bool(found)
            subjects, stop = self._at(at, limit, by)
            if not subjects:
                continue
            telling = self._telling(start, end) if telling is None else telling
            if any(a <= at < b for a, b in telling):
                continue
            found += subjects
            found += self._helpers(stop, limit)
            taken = stop
        return self._once(found)

    def _below_heading(self, start: int, end: int) -> int:
        """Where the text begins below a heading that fills its line, so that no layout can tell it from the text."""
        for line_start in self.source.starts_within(start + 1, min(end, start + LONGEST_HEADING))[:HEADING_LINES]:
            if LINE_ENDS_SENTENCE.search(self.text, start, line_start):
                break
            if self.text[line_start - 1] in OPEN_END:
                continue
            mentions, stop = self._list_at(line_start, end)
            if not mentions or not orders.STRONG.match(self.text, self._behind_name(stop, end), end):
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

    def helpers_at(self, start: int, end: int) -> list[Subject]:
        """会同市财政局…, 负责会同…: who helps the one that a heading names."""
        charge = CHARGE.match(self.text, start, end)
        return self._helpers(charge.end() if charge else start, end)

    def _telling(self, start: int, end: int) -> list[tuple[int, int]]:
        """The sentences that tell what has been done, and the clauses that tell who sits where."""
        found = [match.span() for match in orders.SEATS.finditer(self.text, start, end)]
        sentences = [start, *(match.end() for match in FULL_STOP.finditer(self.text, start, end))]
        told = (orders.BACKGROUND.match(self.text, at, end) for at in sentences)
        found += [match.span() for match in told if match]
        for match in orders.PAST.finditer(self.text, start, end):
            first = self.text.rfind("。", start, match.start()) + 1
            last = self.text.find("。", match.end(), end)
            found.append((first or start, last if last >= 0 else end))
        return found

    def _at(self, at: int, limit: int, by: bool) -> tuple[list[Subject], int]:
        """The subjects that begin here, and the offset after them. `by`: 由 or 请 stands before it."""
        if self.addressees and self.text[at] in "你贵" and (you := YOU.match(self.text, at, limit)):
            return self._ordered([self._addressed(at, you.end())], you.end(), limit, by)
        if not self.hints.may_begin(at, limit):
            return self._bodies_at(at, limit, by)
        listed, stop = self._listed_at(at, limit)
        if listed:
            binds = self.in_articles and self._binds_above(at, limit, by, stop)
            mentions = listed if binds else [mention for mention in listed if not self._is_above(mention.name)]
            if not mentions or (len(mentions) < len(listed) and self.text.startswith("与", listed[0].end)):
                return [], at
            subjects, after = self._ordered(mentions, stop, limit, by)
            if subjects:
                return subjects, after
        return self._bodies_at(at, limit, by)

    def _binds_above(self, at: int, limit: int, by: bool, stop: int) -> bool:
        """Whether an article orders a government: 市人民政府应当…, 由市人民政府批准, by its full name."""
        charged = by and self.text.endswith("人民政府", at, stop)
        return charged or orders.COMMANDS.match(self.text, self._behind_name(stop, limit), limit) is not None

    def _bodies_at(self, at: int, limit: int, by: bool) -> tuple[list[Subject], int]:
        mentions, stop = self.bodies.charged_at(at, limit) if by else ([], at)
        if not mentions:
            mentions, stop = self.bodies.acting_at(at, limit)
        if not mentions and self._in_series:
            mentions, stop = self.bodies.doing_at(at, limit)
        subjects, after = self._ordered(mentions, stop, limit, by) if mentions else ([], at)
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

    def _is_above(self, name: str) -> bool:
        """Whether the name is the issuing government, or one above it."""
        if self.government and GOVERNMENT.sub("", name) == self.government:
            return True
        if (self.in_centre or self.in_province) and OF_CITY.fullmatch(name):
            return False
        if self.in_centre and OF_PROVINCE.fullmatch(name):
            return False
        return bool(ABOVE.fullmatch(name) or (self.in_county and ABOVE_IN_COUNTY.fullmatch(name)))

    def _names_at(self, at: int, limit: int) -> tuple[list[UnitMention], int] | None:
        limit = self._sentence_end(at, limit)
        if (at, limit) not in self._lists:
            self._lists[at, limit] = self._read_names(at, limit)
        return self._lists[at, limit]

    def _read_names(self, at: int, limit: int) -> tuple[list[UnitMention], int] | None:
        """A short look first: most clauses begin with no name, and no name is long."""
        near = at + NEAR_NAME
        if near < limit and self.text.find("、", at, at + NEAR_ITEM) < 0:
            listed = list_at(self.source, at, near, self.register)
            if listed is None or listed[1] < near - NEAR_ITEM:
                return listed
        return list_at(self.source, at, limit, self.register)

    def _sentence_end(self, at: int, limit: int) -> int:
        limit = min(limit, at + LONGEST_LIST)
        mark = LINE_ENDS_SENTENCE.search(self.text, at, limit)
        return mark.start() if mark else limit

    def _list_at(self, at: int, limit: int) -> tuple[list[UnitMention], int]:
        """A list of units that begins at `at`, and the offset after it; none: ([], at)."""
        return self._listed_at(at, limit) if self.hints.may_begin(at, limit) else ([], at)

    def _listed_at(self, at: int, limit: int) -> tuple[list[UnitMention], int]:
        """A list of units; it may go on after a comma: 各乡镇、各企业,特别是三个专班要."""
        listed = self._names_at(at, limit)
        if listed is None:
            return [], at
        mentions, stop = listed
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
            if bodies:
                return mentions + bodies, after
        return mentions, stop

    def _goes_on(self, stop: int, limit: int) -> bool:
        """Whether a list broken by a comma ends in an order, or in a further comma."""
        text = self.text
        in_charge = text[stop : stop + 1] in ("是", "为") and orders.IN_CHARGE.match(text, stop, min(limit, stop + 60))
        return bool(in_charge or orders.STRONG.match(text, stop, limit)) or text.startswith(",", stop)

    def _ordered(self, mentions: list[UnitMention], stop: int, limit: int, by: bool) -> tuple[list[Subject], int]:
        """The subjects with their roles, when a duty follows at `stop`."""
        text = self.text
        if "等" in text[mentions[-1].end : stop] and text.startswith(",", stop):
            stop += 1 if orders.WEAK.match(text, stop + 1, limit) else 0  # …、财政等部门,建立联动机制
        stop = self._behind_name(stop, limit)
        if stop >= limit or self._is_qualified(stop, limit) or orders.CONDITIONS.match(text, stop, limit):
            return [], stop
        if by and (orders.DESCRIBES.match(text, stop, limit) or orders.POSTS.match(text, stop, limit)):
            return [], stop
        if text[stop] in "是为":
            return self._in_charge(mentions, stop, limit)
        conditional = orders.CONDITIONAL.match(text, stop, min(limit, stop + 60))
        if not conditional and orders.PERMITS.match(text, stop, limit):
            return [], stop
        if text[stop] == "将" and orders.ANNOUNCED.match(mentions[0].name + "将 "):
            return [], stop
        strong = by or bool(orders.STRONG.match(text, stop, limit))
        if not strong and not (conditional or self._is_order(stop, limit)):
            return [], stop
        role, commanded = self._role(stop, limit), bool(orders.COMMANDS.match(text, stop, limit))
        return [Subject(AssignedUnit(role, mention), strong, commanded) for mention in mentions], stop

    def _is_qualified(self, stop: int, limit: int) -> bool:
        """Whether the name goes on (市财政局的…); 上报 and 下达 begin with such a character too."""
        if self.text.startswith("及时", stop) or orders.BY_MEANS.match(self.text, stop, limit):
            return False
        return self.text[stop] in orders.QUALIFIED and not orders.DEED.match(self.text, stop, limit)

    def _behind_name(self, stop: int, limit: int) -> int:
        """The offset where the order must stand: behind (以下简称…), 等新闻媒体, and a comma before 要."""
        text = self.text
        if text[stop : stop + 1] not in GOES_ON_BEHIND:
            return stop
        aside = ASIDE.match(text, stop, min(limit, stop + 46))
        if aside and (orders.WEAK.match(text, aside.end(), limit) or text.startswith(",", aside.end())):
            stop = aside.end()
        if self.text.startswith(("之间", "双方"), stop):
            stop += 2
        emphasised = EMPHASISED.match(text, stop, limit)
        stop = emphasised.end() if emphasised else stop
        others = AND_OTHERS.match(text, stop, limit) or PERSONS.match(text, stop, limit)
        stop = others.end() if others else stop
        role = AS_WHAT.match(text, stop, limit) or IN_CASE.match(text, stop, limit) or SEATED.match(text, stop, limit)
        stop = role.end() - 1 if role else stop
        if text.startswith(",", stop) and (role or orders.COMMANDS.match(text, stop + 1, limit)):
            return stop + 1  # 各县(市、区)和市直有关部门,要认真做好…
        return stop

    def _in_charge(self, mentions: list[UnitMention], stop: int, limit: int) -> tuple[list[Subject], int]:
        """市能源局是主管部门, 市行政审批局为牵头协调机构."""
        match = orders.IN_CHARGE.match(self.text, stop, min(limit, stop + 60))
        if match is None:
            return [], stop
        role = Role.LEAD if match["what"].startswith("牵头") else Role.RESPONSIBLE
        return [Subject(AssignedUnit(role, mention), strong=True) for mention in mentions], stop

    def _is_order(self, stop: int, limit: int) -> bool:
        """A deed without a modal: 市局每年对…进行抽查. What went wrong in the past is none."""
        ends = (self.text.find(mark, stop, limit) for mark in "。,;")
        clause_end = min((at for at in ends if at >= 0), default=limit)
        if orders.FAULT.search(self.text, stop, clause_end):
            return False
        return bool(orders.WEAK.match(self.text, stop, limit)) or self._is_dated_order(stop, limit)

    def _is_dated_order(self, stop: int, limit: int) -> bool:
        """市统计局次月5日前报送, 环保部门接报后应立即核实: a time or an event, and then the order."""
        event = orders.EVENT.match(self.text, stop, limit)
        if event:
            return bool(orders.WEAK.match(self.text, event.end(), limit))
        time = next(read_all(self.text, stop, min(limit, stop + LONGEST_TIME)), None)
        if time is None or time.start != stop:
            return False
        # 可研批复,市发展改革委3个工作日内; the matter stands before the unit
        alone = time.end == limit or self.text[time.end] in ";。"
        return alone or orders.WEAK.match(self.text, time.end, limit) is not None

    def _role(self, stop: int, limit: int) -> Role:
        if orders.LEADS.match(self.text, stop, limit):
            return Role.LEAD
        return Role.SUPPORT if orders.HELPS.match(self.text, stop, limit) else Role.RESPONSIBLE

    def _helpers(self, stop: int, limit: int) -> list[Subject]:
        """Who does it together with the subject, up to the end of the sentence: 会同市财政局."""
        sentence_end = self.text.find("。", stop, limit)
        sentence_end = sentence_end if sentence_end >= 0 else limit
        lead = orders.LEADS.match(self.text, stop, limit)
        first = orders.WITH.match(self.text, lead.end() if lead else stop, limit)
        later = first.end() if first else stop
        matches = [first] if first else []
        more = list(orders.LATER_WITH.finditer(self.text, later, min(sentence_end, stop + LONGEST_REACH)))
        matches += [match for match in more if match.group() == "会同" or (match is more[0] and not first)]
        return [
            Subject(AssignedUnit(Role.SUPPORT, mention), strong=True)
            for match in matches
            for mention in self._helping(match, sentence_end)
        ]

    def _helping(self, match: re.Match[str], limit: int) -> list[UnitMention]:
        """The names behind 会同 or 组织: units, you, bodies, or places alone."""
        at = match.end()
        listed = list_at(self.source, at, limit, self.register)
        mentions = listed[0] if listed else self.bodies.known_at(at, limit)[0]
        if match.groupdict().get("calls"):
            return [mention for mention in mentions if not SUBORDINATE.search(mention.name)]
        if mentions:
            return mentions
        if self.addressees and (you := YOU.match(self.text, at, limit)):
            return [self._addressed(at, you.end())]
        places = orders.WITH_PLACES.match(self.text, at, limit)
        return self._places(*places.span("names")) if places else self.bodies.charged_at(at, limit)[0]

    def _places(self, start: int, stop: int) -> list[UnitMention]:
        return [
            UnitMention(self.source.verbatim[slice(*part.span())], *part.span())
            for part in PLACE_NAME.finditer(self.text, start, stop)
        ]

    def _addressed(self, start: int, stop: int) -> UnitMention:
        """你局: the first addressee."""
        name = self.addressees[0]
        return UnitMention(name, start, stop, name in self.register)

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
        key = TREASURY.sub(r"\1财政局", spelling_key(name))
        return GOVERNMENT.sub("", key).replace("各校", "各学校").removeprefix("各")
