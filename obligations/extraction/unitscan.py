"""Reads a passage's names left to right: cores, groups of places and spellings of the register, made one list.

A shared ending is given back to each name of a list: 清源区、白石县人民政府 are two governments, 住建、城管等部门 two
departments.
"""

import re
from collections.abc import Iterable
from operator import itemgetter

from obligations.extraction.findings import UnitMention
from obligations.extraction.register import Register
from obligations.extraction.text import SourceText
from obligations.extraction.unitcores import Core, Kind
from obligations.extraction.unithints import NameHints, hints_of
from obligations.extraction.unitnames import INSIDE_STOP, NameReader
from obligations.extraction.unitplaces import LEAD_IN, LEVEL_CHARS, Name, Prefix
from obligations.extraction.unitwords import GROUP_NOUNS, ZONES

_BEGIN, _END = itemgetter(0), itemgetter(1)
# Between two names of a list, printed.
SEPARATOR = re.compile(
    r"、|及其(?=(?:有关|相关|所属|成员|工作|职能|下属|直属)(?:工作)?(?:部门|单位|机构))|,?(?:以及|及|和|与|或者|或)|[,;]"
)
# 市国资委|监管企业: those below a body are not the body.
BELOW = re.compile(r"(?:监管|所属|下属|直属)(?:的)?(?:各)?(?:国有)?(?:企业|单位|学校|医院|机构)(?![主法负])")
HOUSES = (Kind.OFFICE, Kind.PREFIXED, Kind.NAMED)
SEPARATOR_ENDS = frozenset("、及和与者或")
INNER_SEPARATOR_BEFORE = re.compile(r"(?:、|以及|及|和|与|或者|或)\Z")
# 等部门, 等有关单位: the noun is the ending of functions that stand bare before 等.
CLOSING_BEFORE = re.compile(
    r"等[\d一二三四五六七八九十]{0,2}[个家]?(?:市直|省直|县直|区直|各)?(?:有关|相关|成员|责任|职能|监管|涉[一-龥])?(?P<title>(?:行政)?主管|行政|行政管理|监督管理|管理)?\Z"
)
# A county named as the one who acts, with no government behind it.
# How many names back an ending is shared: bounds the work on endless lists.
LONGEST_CHAIN = 30
# 各地人民政府、|行政公署
BARE_GOVERNMENTS = frozenset(("行政公署", "管委会", "管理委员会", "街道办", "街道办事处"))
ACTING_PLACE = re.compile(
    r"[一-龥]{1,4}(?:[县市区旗州盟镇乡]|街道)(?=要(?!求)|应|须|必须|负责|牵头|抓紧|尽快|做好|组织|落实|配合|开展|完成|制定)"
)
LOCALITY_END = re.compile(r"(?:[^一-龥]|[要应须必可将和在与及负按对由结会]|有关|相关|$)")
# 市生态环境局|大气环境科: a section, where the sentence shows that the word ends there.
SECTION = re.compile(r"[一-龥]{2,5}[科处股](?=负责|牵头|要|应|须|按|会同|组织|[、,。;:)和及与]|$)")
# (含…), 财政厅(局), 教育厅(教委): what belongs to the name behind it.
# 人民政府(管委会), 部门(单位): the like of it where the place or the matter has no such body.
BRACKET_NOTE = re.compile(
    r"\((?:含|不含|包括)(?![国省市县区各])[^()]{1,12}\)|(?<=[局厅委])\([一-龥]{0,3}[局委厅办](?:、[一-龥]{0,3}[局委厅办])?\)"
    r"|(?<=办公[室厅])\([厅室]\)|(?<=[部处科办院系])\([部处科办院系所]\)"
    r"|(?<=政府)\((?:管委会|管理委员会|街道办|(?:街道)?办事处|街道|党工委)\)|(?<=部门)\((?:单位|机构)\)"
)
# 领导小组办公室(市能源局): the bracket behind the office of a body set up says who houses it.
SET_UP = re.compile(r"(?:组|专班|指挥部|委员会|会议|安委会|食安委|防指)(?:办公室|办)\Z")
# 各有关部门和|单位, 各部门、|单位: a second noun without a word of its own is part of the same group.
GROUP_GOES_ON = re.compile(
    r"(?:[和及与、](?:有关)?(?:(?<=部门.)单位|(?<=单位.)部门)|(?<=部门)及(?:其)?所属单位)(?![间产面时内预决])"
)


def mentions(source: SourceText, names: Iterable[Name], register: Register) -> list[UnitMention]:
    """Names as mentions: verbatim, with the ending that a list gave back."""
    result = []
    for name in names:
        printed, key = source.verbatim[name.start : name.end], source.text[name.start : name.end]
        if name.tail:
            printed += source.verbatim[slice(*name.tail)]
            key += source.text[slice(*name.tail)]
        result.append(UnitMention(printed, name.start, name.end, register.spells(key)))
    return result


def read_names(source: SourceText, start: int, end: int, register: Register, until: int | None = None) -> list[Name]:
    """The names of a passage, left to right, none over another. `until`: only what begins before it is looked at."""
    text = source.text
    hints = hints_of(source, register)
    reader = NameReader(source, start, end, hints.holds_area(start, end))
    names: list[Name] = []
    for begin, stop, core in _cores(reader, hints, end if until is None else until):
        if isinstance(core, Name):
            if _push(names, core) and core.prefix is Prefix.PLACE:
                _give_back(names, reader, core)
            continue
        if core.kind is Kind.GROUP and _give_back_closing(names, reader, begin, stop):
            continue
        before = names[-1] if names else None
        name = reader.read(begin, stop, core, before) or _bare_in_list(text, begin, stop, core, before)
        if name is None:
            continue
        name.end = _with_additions(text, name, end)
        if _is_bracket_alias(names, name, text, end):
            if SET_UP.search(text, names[-1].start, names[-1].end):
                continue
            names[-1].end = name.end + 1
            continue
        if _push(names, name):
            _give_back(names, reader, name)
    return names


def _cores(reader: NameReader, hints: NameHints, until: int) -> list[tuple[int, int, Core | Name]]:
    """What names are read from, in the order of their ends: cores, groups of places, spellings of the register."""
    start, end = reader.lo, reader.hi
    found: list[tuple[int, int, Core | Name]] = [*hints.cores.within(start, end, until)]
    extra = reader.area_names() if reader.areas else []
    if hints.holds_acting(start, end):
        extra += _acting_places(reader.text, start, end, reader)
    if hints.spellings.found:
        extra += _registered(hints.spellings.within(start, end, until), reader)
    if not extra:
        return found
    found += [(name.start, name.end, name) for name in extra if name.start < until]
    found.sort(key=_BEGIN, reverse=True)
    found.sort(key=_END)
    return found


def _acting_places(text: str, start: int, end: int, reader: NameReader) -> list[Name]:
    found = []
    for match in ACTING_PLACE.finditer(text, start, end):
        place = _street(text, match) if match.group().endswith("街道") else reader.place_before(match.end())
        if place is None or place[1] is not Prefix.PLACE:
            continue
        opens = place[0] == start or text[place[0] - 1] in "由请和" or not "一" <= text[place[0] - 1] <= "龥"
        if opens:
            found.append(Name(place[0], match.end(), match.end(), match.end(), Kind.NAMED, Prefix.PLACE))
    return found


def _street(text: str, match: re.Match[str]) -> tuple[int, Prefix] | None:
    return None if text[match.start()] in "各该本" else (match.start(), Prefix.PLACE)


def _registered(spellings: Iterable[tuple[int, int, str]], reader: NameReader) -> list[Name]:
    text = reader.text
    found = []
    for first, last, kind in spellings:
        if kind == "locality" and not LOCALITY_END.match(text, last, reader.hi):
            continue
        if text[first] in "省市县区州旗盟":
            place = reader.place_before(first + 1)
            if place is None:
                continue
            first = place[0]
        bare = kind == "locality" and text[last - 1] in LEVEL_CHARS
        found.append(Name(first, last, last, last, Kind.NAMED, Prefix.PLACE if bare else Prefix.NONE))
    return found


def _push(names: list[Name], name: Name) -> bool:
    """Adds a name; of two that overlap the longer stays. A name of the same span that says less gives way."""
    start, end = name.start, name.end
    while names and names[-1].end > start:
        last = names[-1]
        if last.start == start and last.end == end:
            if name.body < end:
                names[-1] = name
            return True
        if last.start < start or last.end > end:
            break
        names.pop()
    else:
        names.append(name)
        return True
    if last.end >= end or last.end - last.start >= end - start:
        return False
    names[-1] = name
    return True


def _bare_in_list(text: str, begin: int, stop: int, core: Core, before: Name | None) -> Name | None:
    """After a name and a separator, what else needs a level: 市总工会、|妇联, 市能源局、|云河西高速公司."""
    if before is None or (core.kind not in (Kind.PREFIXED, Kind.OPEN) and core.text not in BARE_GOVERNMENTS):
        return None
    separator = SEPARATOR.match(text, before.end, begin)
    if separator is None:
        return None
    run = text[separator.end() : begin]
    if (
        len(run) > 12
        or run.count("(") != run.count(")")
        or INSIDE_STOP.search(run)
        or LEAD_IN.search(run)
        or (not run and core.kind is Kind.OPEN and not (core.text in GROUP_NOUNS and before.kind is Kind.GROUP))
    ):
        return None
    return Name(separator.end(), stop, stop, stop, core.kind)


def _with_additions(text: str, name: Name, end: int) -> int:
    """Where the name ends with its bracket (含…) or the section of an office that it goes on to name."""
    note = BRACKET_NOTE.match(text, name.end, end) if text.startswith("(", name.end) else None
    if note:
        return note.end()
    if name.kind is Kind.GROUP:
        more = GROUP_GOES_ON.match(text, name.end, end)
        return more.end() if more else name.end
    if name.kind in HOUSES and (houses := BELOW.match(text, name.end, end)):
        return houses.end()
    if name.kind is Kind.OFFICE:
        section = SECTION.match(text, name.end, end)
        if section and not INSIDE_STOP.search(section.group()):
            return section.end()
    return name.end


def _is_bracket_alias(names: list[Name], name: Name, text: str, end: int) -> bool:
    """市商务局(市贸促会): the second name of one body, in brackets."""
    return (
        bool(names)
        and name.start > 0
        and names[-1].end == name.start - 1
        and text[name.start - 1] == "("
        and name.end < end
        and text[name.end] == ")"
    )


def _give_back(names: list[Name], reader: NameReader, name: Name) -> None:
    """Puts the bare items of the list that this name ends before it: 清源区、|白石县人民政府, 住建、|城管部门."""
    _insert_before(names, reader, name.start, name)


def _give_back_closing(names: list[Name], reader: NameReader, begin: int, stop: int) -> bool:
    """发展改革、财政等|部门: the closing noun is the ending of every bare function before it."""
    low = max(reader.lo, begin - 12)
    closing = CLOSING_BEFORE.search(reader.text, low, begin) if reader.text.find("等", low, begin) >= 0 else None
    if closing is None:
        return False
    at = closing.start()
    begin = closing.start("title") if closing["title"] else begin
    ending = Name(begin, stop, stop, begin, Kind.DEPARTMENT)
    first = reader.stem_before(at)
    if first is not None and not (names and names[-1].end > first):
        item = _item(reader, first, at, ending)
        while names and item.start <= names[-1].start:
            names.pop()
        names.append(item)
        at = item.start
    elif names and names[-1].end == at:
        at = names[-1].start
    else:
        return True
    _insert_before(names, reader, at, ending)
    return True


def _insert_before(names: list[Name], reader: NameReader, at: int, ending: Name) -> None:
    if at <= reader.lo or reader.text[at - 1] not in SEPARATOR_ENDS:
        return
    place = len(names)
    while place and names[place - 1].start >= at:
        place -= 1
    for _ in range(LONGEST_CHAIN):
        if at <= reader.lo or reader.text[at - 1] not in SEPARATOR_ENDS:
            return
        separator = INNER_SEPARATOR_BEFORE.search(reader.text, max(reader.lo, at - 2), at)
        if separator is None:
            return
        item_end = separator.start()
        if place and names[place - 1].end == item_end:
            place -= 1
            _complete(reader, names[place], ending)
            at = names[place].start
            continue
        if place and names[place - 1].end > item_end:
            return
        item = _bare_item(reader, item_end, ending)
        if item is None:
            return
        while place and item.start <= names[place - 1].start:
            place -= 1
            names.pop(place)
        names.insert(place, item)
        at = item.start


def _complete(reader: NameReader, item: Name, ending: Name) -> None:
    """A place that was read alone (清源区、) takes the ending that a later place has."""
    if item.tail and item.tail[0] == ending.body and item.tail[1] < ending.end:
        item.tail = (ending.body, ending.end)
    bare = item.body == item.end and item.tail is None
    if bare and _shares_place(reader, item, ending) and ending.body < ending.end:
        item.tail = (ending.body, ending.end)


def _shares_place(reader: NameReader, item: Name, ending: Name) -> bool:
    """清源区、白石县人民政府; 各区县、开发区教育局, as a zone beside the counties has an office as they have."""
    if ending.prefix is not Prefix.PLACE:
        return False
    if item.prefix is Prefix.AREA:
        return ending.kind is Kind.OFFICE and reader.text[ending.start : ending.body] in ZONES
    return item.prefix is Prefix.PLACE


def _bare_item(reader: NameReader, end: int, ending: Name) -> Name | None:
    """An item without ending before a name with one: a function before a department, a place before a place's body."""
    if ending.kind in (Kind.DEPARTMENT, Kind.OFFICE) and ending.head < ending.end:
        first = reader.stem_before(end)
        if first is not None:
            return _item(reader, first, end, ending)
    if ending.prefix is Prefix.NONE:
        return None
    level_end = end - 1 if reader.text[end - 1] == "级" else end
    place = reader.place_before(level_end)
    if ending.prefix is Prefix.AREA and end in reader.areas:
        place = reader.areas[end], _shared_with(reader, ending)
    if place and reader.text.endswith("设区的", reader.lo, place[0]):
        place = place[0] - len("设区的"), _shared_with(reader, ending)
    if place is None or place[1] is not _shared_with(reader, ending):
        return None
    tail = (ending.body, ending.end) if ending.body < ending.end else None
    return Name(place[0], end, end, end, Kind.NAMED, place[1], tail)


def _shared_with(reader: NameReader, ending: Name) -> Prefix:
    """市、县(区)人民政府: a group without 各 shares its ending with a level."""
    if ending.prefix is Prefix.AREA and reader.text[ending.start] != "各":
        return Prefix.LEVEL
    return ending.prefix


def _item(reader: NameReader, first: int, end: int, ending: Name) -> Name:
    begin, _, sort, _ = reader.prefix_before(first)
    return Name(begin, end, end, end, Kind.DEPARTMENT, sort, (ending.head, ending.end))
