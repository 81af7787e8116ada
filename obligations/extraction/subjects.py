"""Units that are the grammatical subject of an order: 各县(市、区)要于…, 你局要…, 由A会同B…, 购买主体应当…

A unit is a subject when a clause begins with it (or with 由, 请, 责令 before it) and a duty follows. Bodies that no
grammar of names knows (购买主体, 用血医疗机构, 各学校) count only when 应当, 要, 必须 … follows at once.
"""

import re
from dataclasses import dataclass

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
# Bodies by the head of their name, for subjects whose name no grammar knows.
BODY_HEAD = (
    "政府|企业|主体|公司|机构|学校|院校|单位|组织|医院|部门|机关|小组|工作组|专班|中心|园区|协会|商会|银行|中小学|幼儿园|各校|小学|中学|"
    "指挥部|队|站|所|经营者|业主|村委会|居委会|集团|支队|各地|地方|市局|省局|分局|本局|科|处|室|股|运营商|供应商|开发商|承包方|建设方|组织方|责任方"
)
GENERIC = re.compile(
    r"(?P<names>[^。;!?:,()“”《》的了]{2,40}?)(?=(?:也|均|都|还)?(?:应当|必须|不得|应(?!急|用|对|收|付|届)|要(?!求|点|素)|须(?!知)|需要|负责))"
)
BODY = re.compile(rf"(?:{BODY_HEAD})$")
NO_BODY = re.compile(r"[对经向在以按将为并从于把因被让给就其该此本未已]|任何|上述|根据|按照|通过|涉及|没有|如果|如|凡|符合|具有|取得|申请")
EMPHASIS = re.compile(r"(?:特别是|尤其是|包括|以及|同时|其中|即)")
# A subject may follow these within a clause: times, conditions, adverbs.
OPENING = re.compile(
    r"(?:.{0,24}?(?:前|后|内|起|间|时|日|月|年|度|期|下|上|中|基础上|原则上|范围内|工作中|过程中)[,]?|同时|其中|此外|另外|原则上|具体|即|并|并且|而|首先|其次|最后|对于?.{1,20}?的|"
    r"[一二三四五六七八九]是(?:要)?|第[一二三四五六七八九],)"
)
# The issuer's own superiors and organs of decision are addressed by nobody.
ABOVE = re.compile(r"(?:党中央|国务院|中共中央|省委|省政府|市委|市政府|县委|县政府|省人民政府|市人民政府|国家|全国人大常委会)$")
YOU = re.compile(r"(?:你|贵)(?:们)?(?P<head>局|委|县|市|区|办|厅|院|部|中心|公司|单位|校|州|乡|镇|府|处|队|集团|行|会|省|盟|旗)(?![委政域级内长面区])")
MOST_BEFORE = 26


@dataclass(slots=True)
class Subject:
    unit: AssignedUnit
    strong: bool  # a modal or 由 makes it an order beyond doubt


def find_subjects(
    layout: Layout, start: int, end: int, register: Register, addressees: list[str]
) -> list[Subject]:
    """The subjects of orders in the passage, in text order, each name once."""
    source = layout.source
    found: list[Subject] = []
    taken = start
    for at, by in _openings(layout, start, end):
        if at < taken:
            continue
        for subject, stop in _subjects_at(source, at, end, by, register, addressees):
            found.append(subject)
            taken = max(taken, stop)
    return _once(found)


def _openings(layout: Layout, start: int, end: int) -> list[tuple[int, bool]]:
    """Where a subject can begin: (offset, whether 由 or 请 stands before)."""
    text = layout.source.text
    places = {at: False for at, _ in layout.paragraphs(start, end)}
    for i in range(start, end - 1):
        if text[i] in BOUNDARY:
            places.setdefault(i + 1, False)
    for at in list(places):
        opening = OPENING.match(text, at, min(end, at + 40))
        if opening:
            places.setdefault(opening.end(), False)
    for match in BY.finditer(text, start, end):
        places[match.end()] = True
    return sorted(places.items())


def _subjects_at(
    source: SourceText, at: int, end: int, by: bool, register: Register, addressees: list[str]
) -> list[tuple[Subject, int]]:
    text = source.text
    you = YOU.match(text, at, end)
    if you and addressees:
        mention = UnitMention(addressees[0], at, you.end())
        return _ordered(source, [mention], you.end(), end, by, register)
    listed = list_at(source, at, end, register)
    if listed:
        mentions, stop = listed
        mentions = [m for m in mentions if not ABOVE.search(m.name)]
        found = _ordered(source, mentions, stop, end, by, register) if mentions else []
        if found:
            return found
    if by:
        return []
    bodies, stop = _bodies_at(source, at, end)
    return _ordered(source, bodies, stop, end, by, register) if bodies else []


def _bodies_at(source: SourceText, at: int, end: int) -> tuple[list[UnitMention], int]:
    """Bodies that no grammar of names knows, when an order follows at once: 购买主体及用血医疗机构应当."""
    generic = GENERIC.match(source.text, at, min(end, at + 60))
    if not generic:
        return [], at
    start, stop = generic.span("names")
    inner = source.text.rfind("由", start, stop) + 1
    start = max(start, inner)
    emphasis = EMPHASIS.match(source.text, start, stop)
    start = emphasis.end() if emphasis else start
    bodies = _bodies(source, start, stop)
    return (bodies, stop) if bodies else ([], at)


def _bodies(source: SourceText, start: int, stop: int) -> list[UnitMention]:
    """The span as a list of bodies; empty when one of its parts is none."""
    mentions = []
    for part in re.finditer(r"[^、和及与或]+", source.text[start:stop]):
        name = source.verbatim[start + part.start() : start + part.end()]
        if not BODY.search(name) or len(name) < 2 or NO_BODY.match(name):
            return []
        mentions.append(UnitMention(name, start + part.start(), start + part.end()))
    return mentions


def units_or_bodies(source: SourceText, start: int, stop: int, register: Register) -> list[UnitMention]:
    """The units of a span that is nothing but their names; empty otherwise."""
    listed = list_at(source, start, stop, register)
    if listed and listed[1] == stop:
        return listed[0]
    return _bodies(source, start, stop)


def _ordered(
    source: SourceText, mentions: list[UnitMention], stop: int, end: int, by: bool, register: Register
) -> list[tuple[Subject, int]]:
    """The subjects with their roles, when a duty follows at `stop`."""
    text = source.text
    if text.startswith(",", stop) and COMMANDS.match(text, stop + 1, end):
        stop += 1  # 各县(市、区)和市直有关部门,要认真做好…
    if stop >= end or text[stop] in QUALIFIED or PERMITS.match(text, stop, end):
        return []
    if text[stop] in "是为" and not IN_CHARGE.match(text, stop, min(end, stop + 60)):
        return []
    strong = by or bool(STRONG.match(text, stop, end))
    if not strong and (not MODAL.match(text, stop, end) or FAULT.search(text, stop, _clause_end(text, stop, end))):
        return []
    role, helpers, stop = _role_after(source, stop, end, by, register)
    found = [(Subject(AssignedUnit(role, mention), strong), stop) for mention in mentions]
    found += [(Subject(AssignedUnit(Role.SUPPORT, helper), strong), stop) for helper in helpers]
    return found


COMMANDS = re.compile(r"(?:要(?!求|点|素)|应当?(?!急|用|对)|必须|务必|须)")
# What has happened is no order: 履行职责不到位, 检查不力, 是事故原因.
FAULT = re.compile(r"不到位|不力|不严|不足|原因|已经|未能|造成了?|发生了|了[。;,]|失职|缺失")


def _clause_end(text: str, start: int, end: int) -> int:
    ends = (text.find(mark, start, end) for mark in "。,;")
    return min((at for at in ends if at >= 0), default=end)


LEADS = re.compile(r"(?:要|应当?|负责|须|具体)?牵头(?!部门|单位)")
WITH = re.compile(r"(?:要|应当?|须|负责|及时|积极)*,?(?:会同|联合|协同|组织协调|组织(?!实施|开展|编制|制定|领导))")


def _role_after(
    source: SourceText, stop: int, end: int, by: bool, register: Register
) -> tuple[Role, list[UnitMention], int]:
    """牵头 → lead; 会同 B → B supports; else responsible."""
    text = source.text
    lead = LEADS.match(text, stop, end)
    after = lead.end() if lead else stop
    helpers: list[UnitMention] = []
    together = WITH.match(text, after, end)
    if together:
        listed = list_at(source, together.end(), end, register)
        if listed:
            helpers, stop = listed
    return (Role.LEAD if lead else Role.RESPONSIBLE), helpers, max(stop, after)


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
