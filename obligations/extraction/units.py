"""Units named in running text: every mention of a passage, and lists that begin or end at a known place.

Names are those of the register and of the grammar (`unitcores`, `unitnames`). A shared ending is given back to each
name of a list: 清源区、白石县人民政府 are two governments, 住建、城管等部门 two departments.
"""

import re
from collections.abc import Iterable

from obligations.extraction.findings import UnitMention
from obligations.extraction.register import Register
from obligations.extraction.text import SourceText
from obligations.extraction.unitcores import Core, Kind, find_cores
from obligations.extraction.unitnames import INSIDE_STOP, Name, NameReader, Prefix

# Between two names of a list, printed.
SEPARATOR = re.compile(r"、|,?(?:以及|及|和|与|或者|或)|[,;]")
SEPARATOR_BEFORE = re.compile(r"(?:、|,?(?:以及|及|和|与|或者|或)|[,;])\Z")
INNER_SEPARATOR_BEFORE = re.compile(r"(?:、|以及|及|和|与|或者|或)\Z")
# 等部门, 等有关单位: closes a list; its noun is the ending of functions that stand bare before it.
CLOSING = re.compile(
    r"(?:等\d{0,2}[个家]?|等[一二三四五六七八九十]{0,2}[个家]?)(?:市直|省直|县直|区直|各)?(?:有关|相关|成员|责任|职能|监管|涉[一-龥])?"
    r"(?:部门|单位|机关|机构|企业|地区|成员单位)?"
)
CLOSING_BEFORE = re.compile(
    r"等[\d一二三四五六七八九十]{0,2}[个家]?(?:市直|省直|县直|区直|各)?(?:有关|相关|成员|责任|职能|监管|涉[一-龥])?\Z"
)
SENTENCE_END = re.compile(r"[。;!?:]")
LONGEST_LIST = 400
# A county named as the one who acts, with no government behind it.
ACTING_PLACE = re.compile(r"[一-龥]{1,4}[县市区旗](?=要|应|须|必须|负责|牵头)")
LOCALITY_END = re.compile(r"(?:[^一-龥]|[要应须必可将和在与及负按对由结会]|有关|相关|$)")
# 市生态环境局|大气环境科: a section, where the sentence shows that the word ends there.
SECTION = re.compile(r"[一-龥]{2,5}[科处股](?=负责|牵头|要|应|须|按|会同|组织|[、,。;:)和及与]|$)")
BRACKET_NOTE = re.compile(r"\((?:含|不含|包括)[^()]{1,12}\)")


def find_units(source: SourceText, start: int, end: int, register: Register) -> list[UnitMention]:
    """Every unit named in [start, end), left to right, none over another, shared endings given back."""
    return mentions(source, read_names(source, start, end, register), register)


def list_at(source: SourceText, pos: int, end: int, register: Register) -> tuple[list[UnitMention], int] | None:
    """A list of units that begins exactly at `pos`: its mentions and the offset after it, 等部门 included."""
    stop = SENTENCE_END.search(source.text, pos, min(end, pos + LONGEST_LIST))
    limit = stop.start() if stop else min(end, pos + LONGEST_LIST)
    found: list[Name] = []
    at = next_at = pos
    for name in read_names(source, pos, limit, register):
        if name.start < next_at:
            continue
        if name.start > next_at:
            break
        found.append(name)
        at = _after_closing(source.text, name.end, limit)
        separator = SEPARATOR.match(source.text, at, limit)
        if separator is None:
            break
        next_at = separator.end()
    return (mentions(source, found, register), at) if found else None


def list_before(source: SourceText, pos: int, start: int, register: Register) -> tuple[list[UnitMention], int] | None:
    """A list of units that ends exactly at `pos` and begins at or after `start`: its mentions and where it begins."""
    low = max(start, pos - LONGEST_LIST)
    for match in SENTENCE_END.finditer(source.text, low, pos):
        low = match.end()
    names = read_names(source, low, pos, register)
    at = _before_closing(source.text, pos, low)
    found: list[Name] = []
    for name in reversed(names):
        if name.end > at:
            continue
        if name.end < at:
            break
        found.append(name)
        separator = SEPARATOR_BEFORE.search(source.text, max(low, name.start - 3), name.start)
        if separator is None:
            break
        at = separator.start()
    if not found:
        return None
    found.reverse()
    return mentions(source, found, register), found[0].start


def mentions(source: SourceText, names: Iterable[Name], register: Register) -> list[UnitMention]:
    """Names as mentions: verbatim, with the ending that a list gave back."""
    result = []
    for name in names:
        printed = source.verbatim[name.start : name.end]
        if name.tail:
            printed += source.verbatim[name.tail[0] : name.tail[1]]
        result.append(UnitMention(printed, name.start, name.end, printed in register))
    return result


def read_names(source: SourceText, start: int, end: int, register: Register) -> list[Name]:
    """The names of a passage, left to right, none over another."""
    text = source.text
    reader = NameReader(source, start, end)
    names: list[Name] = []
    for begin, stop, core in _cores(text, start, end, reader, register):
        if isinstance(core, Name):
            _push(names, core)
            continue
        if core.kind is Kind.GROUP and _give_back_closing(names, reader, begin, stop):
            continue
        before = names[-1] if names else None
        name = reader.read(begin, stop, core, before) or _bare_in_list(text, begin, stop, core, before)
        if name is None:
            continue
        name.end = _with_additions(text, name, end)
        if _is_bracket_alias(names, name, text, end):
            names[-1].end = name.end + 1
            continue
        if _push(names, name):
            _give_back(names, reader, name)
    return names


def _cores(
    text: str, start: int, end: int, reader: NameReader, register: Register
) -> list[tuple[int, int, Core | Name]]:
    """What names are read from, in the order of their ends: cores, groups of places, spellings of the register."""
    passage = text[start:end]
    found: list[tuple[int, int, Core | Name]] = [
        (start + begin, start + stop, core) for begin, stop, core in find_cores(passage)
    ]
    extra: list[Name] = reader.area_names() + _acting_places(text, start, end, reader)
    extra += _registered(passage, start, end, text, reader, register)
    if extra:
        found += [(name.start, name.end, name) for name in extra]
        found.sort(key=lambda item: (item[1], -item[0]))
    return found


def _acting_places(text: str, start: int, end: int, reader: NameReader) -> list[Name]:
    found = []
    for match in ACTING_PLACE.finditer(text, start, end):
        place = reader.place_before(match.end())
        if place and place[1] is Prefix.PLACE and (place[0] == start or not "一" <= text[place[0] - 1] <= "龥"):
            found.append(Name(place[0], match.end(), match.end(), match.end(), Kind.NAMED, Prefix.PLACE))
    return found


def _registered(passage: str, start: int, end: int, text: str, reader: NameReader, register: Register) -> list[Name]:
    found = []
    for begin, stop, kind in register.spelled(passage):
        first, last = start + begin, start + stop
        if kind == "locality" and not LOCALITY_END.match(text, last, end):
            continue
        if text[first] in "省市县区州旗盟":
            place = reader.place_before(first + 1)
            if place is None:
                continue
            first = place[0]
        found.append(Name(first, last, last, last, Kind.NAMED, Prefix.NONE))
    return found


def _push(names: list[Name], name: Name) -> bool:
    """Adds a name; of two that overlap the longer stays. A name of the same span that says less gives way."""
    while names and names[-1].start >= name.start and (names[-1].start, names[-1].end) != (name.start, name.end):
        names.pop()
    if not names or names[-1].end <= name.start:
        names.append(name)
        return True
    last = names[-1]
    if (last.start, last.end) == (name.start, name.end):
        if name.body < name.end:
            names[-1] = name
        return True
    if last.end >= name.end or last.end - last.start >= name.end - name.start:
        return False
    names[-1] = name
    return True


def _bare_in_list(text: str, begin: int, stop: int, core: Core, before: Name | None) -> Name | None:
    """市总工会、|妇联: a body that needs a level or place shares that of the name before it in the list."""
    if core.kind is not Kind.PREFIXED or before is None or begin - before.end > 2:
        return None
    return Name(begin, stop, stop, stop, core.kind) if SEPARATOR.fullmatch(text, before.end, begin) else None


def _with_additions(text: str, name: Name, end: int) -> int:
    """Where the name ends with its bracket (含…) or the section of an office that it goes on to name."""
    note = BRACKET_NOTE.match(text, name.end, end)
    if note:
        return note.end()
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
    closing = CLOSING_BEFORE.search(reader.text, max(reader.lo, begin - 8), begin)
    if closing is None:
        return False
    at = closing.start()
    ending = Name(begin, stop, stop, begin, Kind.DEPARTMENT)
    first = reader.stem_before(at)
    if first is not None and not (names and names[-1].end > first):
        item = _item(reader, first, at, ending)
        names.append(item)
        at = item.start
    elif names and names[-1].end == at:
        at = names[-1].start
    else:
        return True
    _insert_before(names, reader, at, ending)
    return True


def _insert_before(names: list[Name], reader: NameReader, at: int, ending: Name) -> None:
    place = len(names)
    while place and names[place - 1].start >= at:
        place -= 1
    while True:
        separator = INNER_SEPARATOR_BEFORE.search(reader.text, max(reader.lo, at - 2), at)
        if separator is None:
            return
        item_end = separator.start()
        if place and names[place - 1].end == item_end:
            place -= 1
            at = names[place].start
            continue
        if place and names[place - 1].end > item_end:
            return
        item = _bare_item(reader, item_end, ending)
        if item is None:
            return
        names.insert(place, item)
        at = item.start


def _bare_item(reader: NameReader, end: int, ending: Name) -> Name | None:
    """An item without ending before a name with one: a function before a department, a place before a place's body."""
    if ending.kind in (Kind.DEPARTMENT, Kind.OFFICE) and ending.head < ending.end:
        first = reader.stem_before(end)
        if first is not None:
            return _item(reader, first, end, ending)
    if ending.body >= ending.end or ending.prefix in (Prefix.NONE, Prefix.AREA):
        return None
    level_end = end - 1 if reader.text[end - 1] == "级" else end
    place = reader.place_before(level_end)
    if place is None or place[1] is not ending.prefix:
        return None
    return Name(place[0], end, end, end, Kind.NAMED, place[1], (ending.body, ending.end))


def _item(reader: NameReader, first: int, end: int, ending: Name) -> Name:
    begin, _, sort, _ = reader.prefix_before(first)
    return Name(begin, end, end, end, Kind.DEPARTMENT, sort, (ending.head, ending.end))


def _after_closing(text: str, at: int, end: int) -> int:
    closing = CLOSING.match(text, at, end)
    return closing.end() if closing else at


def _before_closing(text: str, pos: int, low: int) -> int:
    for match in CLOSING.finditer(text, max(low, pos - 14), pos):
        if match.end() == pos:
            return match.start()
    return pos
