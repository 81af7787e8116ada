"""From the core of a name outwards: which subject stands before it, which body it belongs to, whether it is a unit.

All offsets are those of the squeezed text. Windows are short and patterns bounded, so a passage costs linear time.
"""

import re

from obligations.extraction import unitwords as words
from obligations.extraction.unitcores import Core, Kind, word_goes_on
from obligations.extraction.unitinner import HOUSE
from obligations.extraction.unitplaces import ITEM_NUMBER, LEAD_IN, LEVEL_CHARS, STRONG, Name, PlaceReader, Prefix

INSIDE_STOP = re.compile(words.INSIDE_STOP)
TITLE = re.compile(rf"{words.TITLE}+\Z")
# 市燃气管理部门: what makes any matter a department's.
MANAGING = re.compile(r"主管|管理|监管|执法")
# A part of a body, named after it: 市公安局|交警支队, 市生态环境局|清源|分局.
# 中国联通|云河市分公司, 民盟|云河市委: what stands before the place and is not read as one.
BRAND = re.compile(
    r"(?:中国[一-龥]{2}(?:财险)?|国网|中石[油化]|中海油|[一-龥]{2}银行|人保财险|人寿保险|平安保险|太平洋保险)\Z"
)
# 市政府|政务督查室, 市委|目标考核办: rooms of a government or a committee.
OWN_OFFICES = ("室", "办", "办公室", "办事处")
# 江南|银保监局, 云河|铁路监管局: local offices of the centre are named by a place without its level.
CENTRAL = (
    "监管局",
    "煤监局",
    "监督管理局",
    "银保监局",
    "证监局",
    "海事局",
    "铁路监管局",
    "外汇管理局",
    "通信管理局",
    "邮政管理局",
    "税务局",
    "监管办",
    "监察局",
    "航道局",
    "烟草局",
    "气象局",
    "分局",
)
OF_LEVEL = re.compile("[本同上下各]一?级|所在地|属地")
# 现场|指挥部, 应急|领导小组
SET_UP = re.compile(r"(?:现场|前方|前线|应急|联合|抢险|救援|救灾|专项){1,3}\Z")
BRANCHES = ("分公司", "公司", "分行", "支行")
PARTY = re.compile(r"(?:民革|民盟|民建|民进|农工党|农工民主党|致公党|九三学社|台盟|共青团|中共)\Z")
SUB_HEADS = ("分局", "支队", "大队", "总队", "中队", "执法队", "分公司", "分行", "支行", "派出所", "调查队", "调查总队")
LONGEST_NAME = 28
BRACKET = re.compile("[()]")
# What teams are called after, though the words are verbs elsewhere.
TEAM_WORK = frozenset("考核 检查 督查 督导 督办 指导 评价 审核 监督 监管 服务 协调 联系 保障".split())  # noqa: SIM905
# What a group's mark and a place are told by: cheap to look for.
GROUP_SIGN = re.compile("[各关直属]")
LEVEL_SIGN = re.compile(f"[{''.join(sorted(LEVEL_CHARS))}]")


class NameReader(PlaceReader):
    """Reads the name that ends in a core, or says that it is none."""

    def read(self, start: int, end: int, core: Core, before: Name | None) -> Name | None:
        """The name that ends in this core, or None where the words are no unit. `before` is the name read last."""
        if word_goes_on(self.text, end, self.hi, core):
            return None
        head = end - core.head
        if core.kind is Kind.NAMED:
            return self._named(start, end)
        if core.kind is Kind.OFFICE:
            return self._branch(self._office(start, end, head, core, before), before)
        if core.kind is Kind.INNER:
            return self._inner(start, end, before)
        if core.kind is Kind.DEPARTMENT:
            return self._department(start, end, head)
        if core.kind is Kind.GOVERNMENT:
            return self._government(start, end, core)
        if core.kind is Kind.GROUP:
            return self._group(start, end, core, before)
        opened = self._open(start, end, core, before)
        joined = self._branch(opened, before)
        return joined if joined is not opened else self._branded(opened, core)

    def _branded(self, name: Name | None, core: Core) -> Name | None:
        """中国联通|云河市分公司, 农业银行|云河市分行."""
        if name is None or name.prefix is not Prefix.PLACE or core.text not in BRANCHES:
            return name
        brand = BRAND.search(self.text, max(self.lo, name.start - 6), name.start)
        if brand:
            name.start = brand.start()
        return name

    def _branch(self, name: Name | None, before: Name | None) -> Name | None:
        """国家税务总局|云河市税务局: a national body and its local branch are one name."""
        if name and before and before.end == name.start and name.prefix is Prefix.PLACE:
            part = self.text.endswith(SUB_HEADS, name.start, name.end) and before.kind is Kind.OFFICE
            if part and self.text[before.end - 1] in "局委厅":
                return Name(before.start, name.end, min(before.body, name.start), name.end, before.kind, before.prefix)
            national = before.kind is Kind.NAMED or self.text.endswith(("总局", "中国证监会"), before.start, before.end)
            if national and self.text[before.end - 1] != "委":
                return Name(before.start, name.end, name.end, name.end, name.kind)
        return name

    def _named(self, start: int, end: int) -> Name | None:
        """人民银行, 教育部, 市委: the level of a party committee may end a place's name."""
        if self.text[start] in LEVEL_CHARS:
            place = self.place_before(start + 1)
            if place is None:
                return None
            party = PARTY.search(self.text, max(self.lo, place[0] - 5), place[0])
            return Name(party.start() if party else place[0], end, start + 1, end, Kind.NAMED, place[1])
        return Name(start, end, start, end, Kind.NAMED)

    def _inner(self, start: int, end: int, before: Name | None) -> Name:
        """保卫处, 市人事处, 学校|保卫处, 市财政局|会计科."""
        if before and before.end == start and before.kind not in (Kind.GROUP, Kind.INNER, Kind.GOVERNMENT):
            return Name(before.start, end, min(before.body, start), end, before.kind, before.prefix)
        begin, body, sort, _ = self.prefix_before(start)
        if begin == start and (house := HOUSE.search(self.text, max(self.lo, start - 5), start)):
            begin = body = house.start()
        return Name(begin, end, body if begin < start else end, end, Kind.INNER, sort)

    def _office(self, start: int, end: int, head: int, core: Core, before: Name | None) -> Name | None:
        if before and (self._holds(before, start, core) or self._of_leadership(before, start, core)):
            return Name(before.start, end, min(before.body, start), end, Kind.OFFICE, before.prefix)
        begin, body, sort, _ = self.prefix_before(start)
        if begin == start:
            begin, body, sort = self._joined(start) or self._subject(start, 10, before) or (start, start, Prefix.NONE)
        if begin == start and core.text.endswith(CENTRAL) and (named := self._clean(start, end, core.kind, before, 4)):
            return named
        if begin == start and core.text.endswith(("办", "办公室", "法院", "总队")):
            return None
        return Name(begin, end, body, head, Kind.OFFICE, sort)

    def _holds(self, owner: Name, start: int, core: Core) -> bool:
        """市公安局|交警支队, 市生态环境局|清源分局, 生态环境部|流域监督管理局: a part named after its body."""
        if not 0 <= start - owner.end <= 6 or owner.kind in (Kind.GROUP, Kind.DEPARTMENT):
            return False
        if self.text.endswith(("政府", "党委", "委"), owner.start, owner.end):
            if not core.text.endswith(OWN_OFFICES) or owner.end == start:
                return False
        elif not self._national(owner) and not core.text.endswith(SUB_HEADS):
            return False
        gap = self.text[owner.end : start]
        return (
            "(" not in gap
            and not INSIDE_STOP.search(gap)
            and not LEAD_IN.search(gap)
            and not any(char in LEVEL_CHARS for char in gap)
        )

    def _national(self, owner: Name) -> bool:
        ministry = owner.kind is Kind.NAMED and self.text[owner.end - 1] in "部署"
        return ministry or self.text.startswith(("国家", "中国"), owner.start)

    def _of_leadership(self, owner: Name, start: int, core: Core) -> bool:
        """省委|金融办, 市政府|督考办, 兵团|财政局: an office of a party committee, a government or the Corps."""
        if owner.end != start:
            return False
        led = self.text.endswith(("委", "党委", "政府"), owner.start, owner.end)
        return self.text.endswith("兵团", owner.start, start) or (led and core.text.endswith(("办", "办公室")))

    def _joined(self, start: int) -> tuple[int, int, Prefix] | None:
        """县发展改革和|经济信息化局: one office of two functions, when a level or place stands before the first."""
        if start - 3 < self.lo or self.text[start - 1] not in "和与":
            return None
        first = self.stem_before(start - 1)
        if first is None:
            return None
        begin, body, sort, _ = self.prefix_before(first)
        return (begin, body, sort) if sort is not Prefix.NONE else None

    def _department(self, start: int, end: int, head: int) -> Name:
        base = start
        for government in ("地方人民政府", "人民政府", "政府"):
            if self.text.endswith(government, self.lo, start):
                base = start - len(government)
                break
        begin, body, sort, _ = self.prefix_before(base)
        if begin == base:
            base, begin, body = start, start, start
            if MANAGING.search(self.text, head, end) and (subject := self._subject(start, 6, None)):
                return Name(subject[0], end, subject[1], head, Kind.DEPARTMENT, subject[2])
        return Name(begin, end, body if begin < base else start, head, Kind.DEPARTMENT, sort)

    def _government(self, start: int, end: int, core: Core) -> Name | None:
        people = core.text.endswith("人民政府")
        goes_on = words.PEOPLES_GOVERNMENT_GOES_ON if people else words.GOVERNMENT_GOES_ON
        if core.text.endswith("政府") and goes_on.match(self.text, end, self.hi):
            return None
        begin, body, sort, strong = self.prefix_before(start)
        if begin == start or not (strong or sort is not Prefix.NONE):
            if core.text in ("地方政府", "街道办事处"):
                return self._listed(start, end, Kind.GOVERNMENT) or Name(start, end, end, end, Kind.GOVERNMENT)
            if core.text in ("管委会", "管理委员会", "街道办", "办事处"):
                return self._clean(start, end, Kind.GOVERNMENT, None)
            return None
        return Name(begin, end, body, end, Kind.GOVERNMENT, sort)

    def _group(self, start: int, end: int, core: Core, before: Name | None) -> Name | None:
        title = TITLE.search(self.text, max(self.lo, start - 8), start)
        noun = title.start() if title else start
        if title and before and before.end == noun and before.kind is Kind.GROUP:
            return Name(before.start, end, end, end, Kind.GROUP)
        begin, body, sort, strong = self.prefix_before(noun)
        if not strong:
            run = self._group_run(noun, before)
            if run is None:
                return self._titled(noun, start, end, core, before)
            begin, body, sort, _ = self.prefix_before(run)
        if before and before.end == begin and self._of_owner(before, core):
            return Name(before.start, end, end, end, Kind.GROUP)
        return Name(begin, end, body, end, Kind.GROUP, sort)

    def _of_owner(self, owner: Name, core: Core) -> bool:
        """领导小组|成员单位, 市政府|各部门."""
        if core.text == "单位":
            return owner.kind is not Kind.GROUP
        return owner.kind is Kind.GOVERNMENT or self.text.startswith("国务院", owner.start)

    def _titled(self, noun: int, start: int, end: int, core: Core, before: Name | None) -> Name | None:
        """主管部门, 监管部门, 成员单位 say who it is; 牵头部门, 责任单位 are labels. 企业|主管部门 names the matter."""
        title = self.text[noun:start]
        if core.text == "单位" and title == "成员":
            return Name(before.start if before and before.end == noun else noun, end, end, end, Kind.GROUP)
        if core.text in ("部门", "机关") and MANAGING.search(title) and (named := self._of_matter(noun, end, before)):
            return named
        if core.text != "部门" or not STRONG.search(title):
            return None
        named = self._clean(noun, end, Kind.DEPARTMENT, before, 6) if "主管" in title else None
        return named or Name(noun, end, end, end, Kind.GROUP)

    def _of_matter(self, noun: int, end: int, before: Name | None) -> Name | None:
        """市|燃气|管理部门, 人民政府|河道|主管机关: what it manages may be anything, whose it is must be said."""
        if before and before.kind is Kind.GOVERNMENT and 2 <= noun - before.end <= 6:
            if not INSIDE_STOP.search(self.text, before.end, noun) and not LEAD_IN.search(self.text, before.end, noun):
                return Name(before.start, end, min(before.body, before.end), end, Kind.DEPARTMENT, before.prefix)
            return None
        subject = self._subject(noun, 8, before) or self._of_level(noun, before)
        if subject is None or LEAD_IN.search(self.text, subject[1], noun):
            return None
        return Name(subject[0], end, subject[1], end, Kind.DEPARTMENT, subject[2])

    def _of_level(self, noun: int, before: Name | None) -> tuple[int, int, Prefix] | None:
        """本级|公共数据|主管部门: whose it is may be a level without a place."""
        low = self._floor(noun, 12, before)
        stop = max((match.end() for match in words.GROUP_STOP.finditer(self.text, low, noun)), default=low)
        match = OF_LEVEL.search(self.text, stop, noun - 1)
        return (self.prefix_before(match.end())[0], match.end(), Prefix.NONE) if match else None

    def _group_run(self, at: int, before: Name | None) -> int | None:
        """各|用血|医疗机构: where the words between 各 (有关, 市直 …) and the noun begin."""
        low = self._floor(at, 10, before)
        if GROUP_SIGN.search(self.text, low, at) is None:
            return None
        stop = max((match.end() for match in words.GROUP_STOP.finditer(self.text, low, at)), default=low)
        match = words.GROUP_MARK.search(self.text, stop, at)
        return match.end() if match else None

    def _floor(self, at: int, width: int, before: Name | None) -> int:
        """How far left a name that ends after `at` may reach: not into the name before, not over half a bracket."""
        low = max(self.lo, at - width, before.end if before and before.end <= at else 0)
        if BRACKET.search(self.text, low, at) is None:
            return low
        open_at = -1
        for i in range(low, at):
            if self.text[i] == "(":
                open_at = i
            elif self.text[i] == ")":
                low, open_at = (low, -1) if open_at >= 0 else (i + 1, -1)
        return open_at + 1 if open_at >= 0 else low

    def _open(self, start: int, end: int, core: Core, before: Name | None) -> Name | None:
        if before and (before.end == start or self._holds(before, start, core)):
            return Name(before.start, end, min(before.body, start), end, core.kind, before.prefix)
        begin, body, sort, strong = self.prefix_before(start)
        if sort is not Prefix.NONE and (core.kind is Kind.PREFIXED or core.text not in words.NEEDS_SUBJECT):
            return Name(begin, end, body, end, core.kind, sort)
        if core.kind is Kind.PREFIXED and strong:
            return Name(begin, end, body, end, core.kind, sort)
        subject = self._subject(start, LONGEST_NAME if core.text in words.LONG_SUBJECT else 14, before)
        if subject:
            return Name(subject[0], end, subject[1], end, core.kind, subject[2])
        if core.text in words.STANDING_HEADS:
            listed = self._listed(start, end, core.kind) if core.text in words.VILLAGES else None
            begin = set_up.start() if (set_up := SET_UP.search(self.text, max(self.lo, start - 6), start)) else begin
            return listed or Name(begin, end, end, end, core.kind)
        run = self._group_run(start, before)
        if run is not None and core.text in words.GROUP_NOUNS:
            return Name(self.prefix_before(run)[0], end, end, end, Kind.GROUP)
        if core.text in words.CITY_ZONES and self._opens_item(start):
            return Name(start, end, end, end, core.kind)
        if core.kind is Kind.PREFIXED and core.text.endswith("区管委会") and self._opens_item(start):
            return Name(start, end, end, end, core.kind)
        if core.text in words.CLEAN_HEADS or core.kind is Kind.PREFIXED:
            return self._clean(start, end, core.kind, before)
        return None

    def _listed(self, start: int, end: int, kind: Kind) -> Name | None:
        """东关|街道办事处, 白庙|村委会: a short name, where an item of a list begins with it."""
        name = self._clean(start, end, kind, None, 4)
        if name and (name.start == self.lo or self.text[name.start - 1] in "、,"):
            return name
        return None

    def _opens_item(self, at: int) -> bool:
        """Whether a clause or an item of a list begins here: the only zone of a city is named without the city."""
        return at == self.lo or self.text[at - 1] in "由请和及与" or not "一" <= self.text[at - 1] <= "龥"

    def _subject(self, at: int, limit: int, before: Name | None) -> tuple[int, int, Prefix] | None:
        """An unknown subject before `at`, found by the level or place that it begins with: 市|散煤, 清源区|文化产业."""
        low = self._floor(at, limit, before)
        if not self.areas and LEVEL_SIGN.search(self.text, low, at) is None:
            return None
        stop = max((match.end() for match in INSIDE_STOP.finditer(self.text, low, at)), default=low)
        for last in range(stop, at - 1):
            if last + 1 in self.areas:
                return self.areas[last + 1], last + 1, Prefix.AREA
            if self.text[last] not in LEVEL_CHARS or self.text[last : last + 2] in words.LEVEL_WORDS:
                continue
            place = self.place_before(last + 1)
            if place is None:
                continue
            body = last + 3 if self.text.startswith(("两级", "三级"), last + 1) else last + 1
            begin, _, sort, _ = self.prefix_before(body)
            return begin, body, sort
        return None

    def _clean(self, start: int, end: int, kind: Kind, before: Name | None, longest: int = 12) -> Name | None:
        """A name with neither level nor place that fills the text from the start of its clause or list item."""
        begin = low = self._floor(start, longest + 2, before)
        marked = low == self.lo or low > start - longest - 2
        for match in INSIDE_STOP.finditer(self.text, low, start):
            begin, marked = match.end(), True
        for match in LEAD_IN.finditer(self.text, begin, start):
            opens = match.start() == begin and marked
            if opens and match.end() == start and match.group() in TEAM_WORK:
                continue  # 考核|工作组, 验收|专班
            if opens or self.text[match.start() : match.end()] in words.SELDOM_IN_PLACES + "和":
                begin, marked = match.end(), True
        number = ITEM_NUMBER.match(self.text, begin, start)
        if number:
            begin, marked = number.end(), True
        run = self.text[begin:start]
        if not marked or not 2 <= len(run) <= longest or "(" in run.replace("(集团)", ""):
            return None
        return Name(begin, end, end, end, kind)
