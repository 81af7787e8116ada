"""Units that are the grammatical subject of an order: 各县(市、区)要于…, 你局要…, 由A会同B…, 购买主体应当…

A unit is a subject when a clause begins with it (or with 由, 请, 责令 before it) and a duty follows. Bodies that no
grammar of names knows (购买主体, 用血医疗机构, 各学校) count only when 应当, 要, 必须 … follows at once.
"""

import re
from dataclasses import dataclass

from obligations.extraction.bodies import EMPHASIS, Bodies
from obligations.extraction.findings import AssignedUnit, Role, UnitMention
from obligations.extraction.layout import Layout
from obligations.extraction.register import Register
from obligations.extraction.text import SourceText
from obligations.extraction.units import list_at

BOUNDARY = frozenset("。;!?:,)”》】」 ")
# Words that put a unit in charge wherever they stand. 经由 and 理由 are other words.
BY = re.compile(r"(?<![经理自事因缘来])由(?!于|此|来|浅|衷|上|下|左|右|东|西|南|北|原)|请(?!示|求|假|教)|责令|责成|委托|授权")
# What a subject's duty begins with, after adverbials.
MODAL = re.compile(
    r"(?:也|均|都|还|则|同时|一律|应|将|主要|具体)?(?:应当|应该|必须|不得|严禁|须|需要?|要(?!求)|应(?!急)|负责|承担|牵头|会同|配合|组织|切实|认真|严格|进一步|"
    r"按照?|根据|结合|加强|做好|做到|抓好|落实|履行|建立|制定|开展|完善|强化|加大|对|在|于|每|依法|依据|及时|定期|主动|积极|具体|分别|统一|全面|通过|督促|指导|"
    r"自行|接到|收到|汇总|审[核批定查]|提出|出具|受理|办理|实施|编制|报送?|上报|向|是|为(?!了)|将|可根据|以|不再|至少|明确|确定|成立|完成|确保|共同|联合|密切|协调|统筹|"
    r"充分|深入|持续|合理|科学|优先|重点|立即|首先|尽快|力争|坚持|把|就|从)"
)
STRONG = re.compile(
    r"(?:也|均|都|还|则|同时|一律|主要)?(?:应当|应该|必须|不得|须|需|要(?!求)|应(?!急|用|对|收|付|届)|负责|牵头|会同|承担(?!的)|配合|具体负责|分别负责)"
)
# 是 and 为 order only when they name the one in charge.
IN_CHARGE = re.compile(r"[是为](?:[^。;,]{0,40}?)(?:责任主体|主管部门|牵头部门|责任单位|牵头单位|实施主体|第一责任人|主管机关|购买主体)")
# A clause that only allows, or tells what has been, or who is punished for what.
PERMITS = re.compile(r"(?:[^,。;、]{1,3}了)|(?:也|均)?可(?:以)?(?!能)|有权|已经?|曾|未(?!成年)|不(?!得|再|断|折不扣)|认为|有下列|存在|发生")
QUALIFIED = frozenset("的、和及与等以《〔之内外下中上所")
# A subject may follow these within a clause: times, conditions, adverbs.
OPENING = re.compile(
    r"(?:.{0,24}?(?:前|后|内|起|间|时|日|月|年|度|期|下|上|中|基础上|原则上|范围内|工作中|过程中)[,]?|同时|其中|此外|另外|原则上|具体|即|并|并且|而|首先|其次|最后|对于?.{1,20}?的|"
    r"[一二三四五六七八九]是(?:要)?|第[一二三四五六七八九],)"
)
# Those who decide and issue are addressed by nobody.
ABOVE = re.compile(r"(?:党中央|国务院|中共中央|省委|省政府|市委|市政府|县委|县政府|省人民政府|市人民政府|国家|全国人大常委会)$")
YOU = re.compile(
    r"(?:你|贵)(?:们)?(?P<head>局|委|县|市|区|办|厅|院|部|中心|公司|单位|校|州|乡|镇|府|处|队|集团|行|会|省|盟|旗)(?![委政域级内长面区])"
)
COMMANDS = re.compile(r"(?:要(?!求|点|素)|应当?(?!急|用|对)|必须|务必|须)")
# What has happened is no order: 履行职责不到位, 检查不力, 是事故原因.
FAULT = re.compile(r"不到位|不力|不严|不足|原因|已经|未能|造成了?|发生了|了[。;,]|失职|缺失")
# 由上级部门梳理的事项: the words after 由 only describe a thing.
DESCRIBES = re.compile(r"(?!负责|牵头|组织|承担|统筹)[^,。;、]{2,6}的(?!监管|工作|原则)")
LEADS = re.compile(r"(?:要|应当?|负责|须|具体)?牵头(?!部门|单位)")
WITH = re.compile(r"(?:要|应当?|须|负责|及时|积极)*,?(?:会同|联合|协同|组织协调|组织(?!实施|开展|编制|制定|领导))")
LATER_WITH = re.compile(r"会同|(?<!部门)联合(?!执法|惩戒|国|会|检查)|协同")
# 水利、住建等部门按职责分工协作。 The whole deed is to help.
HELPS = re.compile(
    r"(?:要|应当?|须)?(?:按照?(?:各自)?职责(?:分工)?)?(?:密切|积极|做好|予以|给予)?(?:协作|配合|协助|支持)(?:工作)?(?=[,。;)])"
)


@dataclass(slots=True)
class Subject:
    unit: AssignedUnit
    strong: bool  # a modal or 由 makes it an order beyond doubt


class SubjectReader:
    """Reads the subjects of one directive. `addressees` is who 你局, 你县 means."""

    def __init__(self, layout: Layout, register: Register, addressees: list[str], bodies: Bodies) -> None:
        self.layout = layout
        self.source = layout.source
        self.text = layout.source.text
        self.register = register
        self.addressees = addressees
        self.bodies = bodies

    def read(self, start: int, end: int) -> list[Subject]:
        """The subjects of orders in the passage, in text order, each name once."""
        found: list[Subject] = []
        taken = start
        for at, by, limit in self._openings(start, end):
            if at < taken:
                continue
            subjects, stop = self._at(at, limit, by)
            found += subjects
            if subjects:
                found += self._helpers(stop, limit)
                taken = stop
        return _once(found)

    def names(self, start: int, stop: int) -> list[UnitMention]:
        """The units or bodies of a span that is nothing but their names; empty otherwise."""
        listed = list_at(self.source, start, stop, self.register)
        if listed and listed[1] == stop:
            return listed[0]
        return self.bodies.in_span(start, stop)

    def _openings(self, start: int, end: int) -> list[tuple[int, bool, int]]:
        """Where a subject can begin: (offset, whether 由 or 请 stands before, the end of its paragraph)."""
        places: dict[int, tuple[bool, int]] = {}
        for p_start, p_end in self.layout.paragraphs(start, end):
            begins = [p_start] + [i + 1 for i in range(p_start, p_end - 1) if self.text[i] in BOUNDARY]
            for at in begins:
                places.setdefault(at, (False, p_end))
                opening = OPENING.match(self.text, at, min(p_end, at + 40))
                if opening:
                    places.setdefault(opening.end(), (False, p_end))
            for match in BY.finditer(self.text, p_start, p_end):
                places[match.end()] = (True, p_end)
        return sorted((at, by, limit) for at, (by, limit) in places.items())

    def _at(self, at: int, limit: int, by: bool) -> tuple[list[Subject], int]:
        """The subjects that begin at this opening, and the offset after them."""
        you = YOU.match(self.text, at, limit)
        if you and self.addressees:
            return self._ordered([UnitMention(self.addressees[0], at, you.end())], you.end(), limit, by)
        mentions, stop = self._list_at(at, limit)
        mentions = [mention for mention in mentions if not ABOVE.search(mention.name)]
        if mentions:
            subjects, after = self._ordered(mentions, stop, limit, by)
            if subjects:
                return subjects, after
        read = self.bodies.charged_at if by else self.bodies.ordered_at
        mentions, stop = read(at, limit)
        if not mentions:
            mentions, stop = self.bodies.known_at(at, limit)
        return self._ordered(mentions, stop, limit, by) if mentions else ([], at)

    def _list_at(self, at: int, limit: int) -> tuple[list[UnitMention], int]:
        """A list of units; it may go on after a comma: 各县市区、各部门,特别是四个工作组要."""
        listed = list_at(self.source, at, limit, self.register)
        if listed is None:
            return [], at
        mentions, stop = listed
        while self.text.startswith(",", stop):
            emphasis = EMPHASIS.match(self.text, stop + 1, limit)
            more = list_at(self.source, emphasis.end() if emphasis else stop + 1, limit, self.register)
            if more is None or not (STRONG.match(self.text, more[1], limit) or self.text.startswith(",", more[1])):
                break
            mentions, stop = mentions + more[0], more[1]
        return mentions, stop

    def _ordered(self, mentions: list[UnitMention], stop: int, limit: int, by: bool) -> tuple[list[Subject], int]:
        """The subjects with their roles, when a duty follows at `stop`."""
        text = self.text
        if text.startswith(",", stop) and COMMANDS.match(text, stop + 1, limit):
            stop += 1  # 各县(市、区)和市直有关部门,要认真做好…
        if stop >= limit or text[stop] in QUALIFIED or PERMITS.match(text, stop, limit):
            return [], stop
        if text[stop] in "是为" and not IN_CHARGE.match(text, stop, min(limit, stop + 60)):
            return [], stop
        if by and DESCRIBES.match(text, stop, limit):
            return [], stop
        strong = by or bool(STRONG.match(text, stop, limit))
        if not strong and not self._is_order(stop, limit):
            return [], stop
        role = self._role(stop, limit)
        return [Subject(AssignedUnit(role, mention), strong) for mention in mentions], stop

    def _is_order(self, stop: int, limit: int) -> bool:
        """A deed without a modal: 市局每年对…进行抽查. What went wrong in the past is none."""
        ends = (self.text.find(mark, stop, limit) for mark in "。,;")
        clause_end = min((at for at in ends if at >= 0), default=limit)
        return bool(MODAL.match(self.text, stop, limit)) and not FAULT.search(self.text, stop, clause_end)

    def _role(self, stop: int, limit: int) -> Role:
        if LEADS.match(self.text, stop, limit):
            return Role.LEAD
        return Role.SUPPORT if HELPS.match(self.text, stop, limit) else Role.RESPONSIBLE

    def _helpers(self, stop: int, limit: int) -> list[Subject]:
        """Who does it together with the subject, up to the end of the sentence: 会同市财政局."""
        sentence_end = self.text.find("。", stop, limit)
        sentence_end = sentence_end if sentence_end >= 0 else limit
        lead = LEADS.match(self.text, stop, limit)
        match = WITH.match(self.text, lead.end() if lead else stop, limit)
        match = match or LATER_WITH.search(self.text, stop, min(sentence_end, stop + 60))
        listed = list_at(self.source, match.end(), limit, self.register) if match else None
        if listed is None:
            return []
        return [Subject(AssignedUnit(Role.SUPPORT, mention), strong=True) for mention in listed[0]]


def _once(found: list[Subject]) -> list[Subject]:
    """Each name once, in its first role; a strong reading wins over a weak one."""
    kept: dict[str, Subject] = {}
    for subject in found:
        known = kept.get(subject.unit.mention.name)
        if known is None:
            kept[subject.unit.mention.name] = subject
        elif subject.strong:
            known.strong = True
    return list(kept.values())
