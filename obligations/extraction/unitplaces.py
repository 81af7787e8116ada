"""What stands before the body of a name: a level (市), a place (清源区), a group of places (各县(市、区)), 各, 有关 ….

Place names are open: a place is the run of characters before 市, 县, 区 … as far as the words of the sentence let it
reach. All offsets are those of the squeezed text; windows are short, so a passage costs linear time.
"""

import re
from dataclasses import dataclass
from enum import Enum, auto

from obligations.extraction import unitwords as words
from obligations.extraction.text import SourceText
from obligations.extraction.unitcores import Kind


class Prefix(Enum):
    """What stands before the body of a name: lists share endings only between names of one sort."""

    NONE = auto()
    LEVEL = auto()  # 市, 县级
    PLACE = auto()  # 清源区
    AREA = auto()  # 各县(市、区)


@dataclass(slots=True)
class Name:
    """A name's span. `body` is where the ending begins that places may share, `head` the one that functions may share.

    白石县|人民政府 (body), 市住建|部门 (head). `tail` is the span of an ending that a later name of the list gave back.
    """

    start: int
    end: int
    body: int
    head: int
    kind: Kind
    prefix: Prefix = Prefix.NONE
    tail: tuple[int, int] | None = None


_LISTED = r"(?=人民政府|政府|党委|管委会|街道办|有关|相关|要|应|须|必须|按|对|在|结合|负责|和|及|与|[^一-龥]|$)"
# 各省、自治区、直辖市及计划单列市、新疆生产建设兵团|财政厅: as ministries address their own line.
_PROVINCES = r"省、自治区、直辖市(?:[及和、]计划单列市)?(?:[及和、]新疆生产建设兵团)?(?![及和、一-龥]{0,4}兵团)"
# 各县(市、区)、市政府各部门: the second is no further level of the first, whose bracket has named it.
_NO_ZONE = r"(?!(?:开发区|园区|功能区|管理区|新区)(?:管委会|管理委员会|党工委))"
_NO_GOVERNMENT = rf"{_NO_ZONE}(?!(?<=\)[、,])[省市](?:人民政府|政府|委|级|[^、县区乡镇州(]))"
_NOT_A_WORD = r"(?![属场民容值域别间块段长直道]|政(?!府))"
# 各县(市、区), 各省、自治区、直辖市, 县市区, 乡镇(街道), 各地. Every branch begins with a fixed character, for speed.
GROUP_OF_PLACES = re.compile(
    rf"各(?:有关|相关)?(?:{_PROVINCES}|{words.AREAS}(?:(?:[、,]{_NO_GOVERNMENT}{words.AREAS}){{1,4}}{_LISTED})?"
    rf"|地(?![块区方级类段址点形下质震理铁层])){_NOT_A_WORD}"
    # 各矿(厂): plants and posts of an enterprise, where the sentence shows that the word ends
    r"|各[矿厂站场院校队系](?:\([矿厂站场院所校队、]{1,5}\))?(?=要|应|须|必须|按|对|在|每|于|将|负责|由|\d|[和、及,与])"
    rf"|盟市{_NOT_A_WORD}|旗县(?:\([市区、,]{{1,5}}\)|[市区]{{1,2}})?{_NOT_A_WORD}"
    rf"|县(?:\([市区旗、,]{{1,5}}\)|[市区]区?){_NOT_A_WORD}"
    rf"|市(?:\([州县区、,]{{1,5}}\)|县区?|区县){_NOT_A_WORD}"
    rf"|区(?:\([市县、,]{{1,5}}\)|县){_NOT_A_WORD}"
    r"|州\([市盟]\)|乡(?:\(镇\)|镇(?:\(街道\)|街道)?|\(镇、街道\))|镇\((?:街道|乡、街道|街)\)"
    r"|街道\([乡镇、]{1,3}\)|村\(居\)(?:民委员会|委会)|村\((?:社区|居)\)|各级(?=[、和及]各)|各地方(?![标法性财税政])"
)
QUANTIFIER = re.compile(rf"{words.QUANTIFIER}\Z")
QUANTIFIER_ENDS = frozenset("在上关各级类方个他它属辖地区层直管国省市县州部有体余")
# 全市, 驻市, 设区的市, 设区市: what a level ends as a quantifier; else it is a place or a level alone.
LEVELS_ALONE = frozenset("国省市县区州")
LEVEL_QUANTIFIED = frozenset("全驻的区")
# What alone makes 部门 or 单位 a group that can be charged; 牵头部门, 责任单位 without it are labels.
STRONG = re.compile(
    r"各|每个|全部|所有|全体|其[余他它]|以上|设区|有关|相关|属地|所在地|当地|下属|直属|所属|同级|上级|下级|本级|成员|职能|监管"
    r"|主管|级|[国省市县区州]直|[省市县区]属|全[省市县区州]|驻|\d个"
)
NATIONAL = re.compile(r"(?:中华人民共和国|国家|中国|中央|全国)\Z")
LEAD_IN = re.compile(
    "(?:"
    + "|".join(sorted((word for word in words.LEAD_INS if len(word) > 1), key=len, reverse=True))
    + "|"
    + "|".join(word for word in words.LEAD_INS if len(word) == 1)
    + ")"
)
ITEM_NUMBER = re.compile(r"\([一二三四五六七八九十\d]{1,3}\)|第[一二三四五六七八九十百\d]{1,4}[条章节款项]")
END_OF_DATE = re.compile(r"[年月日号][底初末]?[前后内起间]?")
# 云城区: the name of a district, where an item begins with it; 城区 is a common word.
CITY_DISTRICT = re.compile(r"(?:\A|[^一-龥])(?P<name>[一-龥](?<![主全老新旧古建县市区镇江心])城区)\Z")
LEVEL_CHARS = frozenset("省市县区州盟旗镇乡")
UNIT_END = frozenset("局委办厅部署院府会司团市县区省州)门位级")


class PlaceReader:
    """Reads levels, places and quantifiers in one passage of a text; looks no further than the passage."""

    def __init__(self, source: SourceText, start: int, end: int, areas: bool = True) -> None:
        """`areas`: whether a group of places may stand in the passage at all."""
        self.text = source.text
        self.source = source
        self.lo = start
        self.hi = end
        self.areas: dict[int, int] = {}
        if areas:
            self.areas = {match.end(): match.start() for match in GROUP_OF_PLACES.finditer(self.text, start, end)}

    def area_names(self) -> list[Name]:
        """Groups of places that stand alone: 各县(市、区), 17个县(市、区). A plain 县区 is a common noun."""
        found = []
        for end, first in self.areas.items():
            if end < self.hi and self.text[end] == "级":
                continue
            start = self._quantified(first)
            if start < first or self.text[first] == "各" or self.text[end - 1] in ")会":
                found.append(Name(start, end, end, end, Kind.GROUP, Prefix.AREA))
        return found

    def place_before(self, at: int) -> tuple[int, Prefix] | None:
        """The level or place whose level character (市, 县 …) ends at `at`, and its start; None for a common word."""
        last = at - 1
        if last < self.lo or self.text[last] not in LEVEL_CHARS:
            return None
        if last > self.lo and self.text[last - 1] in words.NOT_A_LEVEL.get(self.text[last], ""):
            named = CITY_DISTRICT.search(self.text, max(self.lo, last - 3), at)
            return (named.start("name"), Prefix.PLACE) if named else None
        if last > self.lo and self.text[last - 1] in "本我你贵该":
            return last, Prefix.LEVEL
        start, clean = self._run_start(last)
        length = last - start
        if length == 0:
            return last, Prefix.LEVEL
        if length == 1:
            # Only counties have a name of one character.
            if self.text[last] == "县" and clean:
                return start, Prefix.PLACE
            return None
        if length > 4 and "自治" not in self.text[start:last]:
            return last - 2, Prefix.PLACE
        if length == 4 and not clean:
            return last - 2, Prefix.PLACE
        return start, Prefix.PLACE

    def prefix_before(self, at: int) -> tuple[int, int, Prefix, bool]:
        """What stands before `at`: start, where the body begins, its sort, whether a word of it charges a group."""
        start, body, sort, strong = at, at, Prefix.NONE, False
        for _ in range(6):
            step = self._step_left(start)
            if step is None:
                break
            begin, found = step
            strong = strong or found is not Prefix.NONE or STRONG.search(self.text, begin, start) is not None
            if found is not Prefix.NONE and sort is Prefix.NONE:
                sort, body = found, start
            start = begin
        return start, body, sort, strong

    def _step_left(self, at: int) -> tuple[int, Prefix] | None:
        if at <= self.lo:
            return None
        if at in self.areas:
            return self.areas[at], Prefix.AREA
        if self.text[at - 1] == "级" and at - 1 in self.areas:
            return self.areas[at - 1], Prefix.AREA
        last = self.text[at - 1]
        beside = self.text[at - 2] if at - 2 >= self.lo else ""
        near = beside in LEVEL_QUANTIFIED if last in LEVELS_ALONE else last in QUANTIFIER_ENDS or beside == "驻"
        match = QUANTIFIER.search(self.text, max(self.lo, at - 12), at) if near else None
        if match:
            level = self.text[at - 1] == "级" and at - match.start() == 2
            return match.start(), Prefix.LEVEL if level else Prefix.NONE
        national = NATIONAL.search(self.text, max(self.lo, at - 7), at) if last in "国家央" else None
        if national:
            return national.start(), Prefix.NONE
        return self.place_before(at) if last in LEVEL_CHARS else None

    def _quantified(self, at: int) -> int:
        """Where the quantifiers before `at` begin."""
        start = at
        for _ in range(4):
            match = QUANTIFIER.search(self.text, max(self.lo, start - 12), start)
            if match is None:
                break
            start = match.start()
        return start

    def _run_start(self, last: int) -> tuple[int, bool]:
        """Where the characters before `last` may begin to be a place's name; whether something marks that beginning."""
        low = max(self.lo, last - 9)
        start = last
        while start > low and "一" <= self.text[start - 1] <= "龥":
            start -= 1
        clean = start > low or start == self.lo
        if start == last:
            return start, clean
        number = ITEM_NUMBER.match(self.text, start, last)
        if number is None and start > self.lo and self.text[start - 1].isdigit():
            number = END_OF_DATE.match(self.text, start, last)
        start = number.end() if number else start
        for match in LEAD_IN.finditer(self.text, start, last):
            if match.end() <= last and self._cuts(match.start(), match.end(), last):
                start, clean = match.end(), True
        # 云河市|白石县: the upper place is read in its own step
        for at in range(last, start, -1):
            if at in self.areas or self.text[at - 1] in "局厅院署委":
                return at, True
            enough = last - at >= 2 or self.text[last] == "县"
            if at < last and self.text[at - 1] in LEVEL_CHARS and enough:
                return at, True
        if last - start > 3:
            for at in (last, *range(last - 2, start, -1)):
                if self.source.starts_line(at):
                    return at, True
        return start, clean

    def _cuts(self, start: int, end: int, last: int) -> bool:
        """Whether a lead-in word here belongs to the sentence; some counties have 和 or the like in their own name."""
        left = last - end
        if end - start > 1:
            return True
        if self.text[start] in words.SELDOM_IN_PLACES:
            return left != 1 or self.text[last] == "县"
        return (left >= 2 or left == 0) and (start <= self.lo or self.text[start - 1] in UNIT_END)

    def stem_before(self, end: int) -> int | None:
        """Where the longest known function begins that ends at `end`."""
        for length in range(min(12, end - self.lo), 1, -1):
            if self.text[end - length : end] in words.STEMS:
                return end - length
        return None
