"""Where a text has the core of a unit's name: 能源局, 财政部门, 人民政府, …公司. One Aho-Corasick pass finds them all.

A core is what a name ends in: a function and an office (能源|局), a whole body (人民银行), a government, or a head
whose subject may be anything (…|集团). `unitnames` reads what stands before and after it.
"""

from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, MatchKind

from obligations.extraction import unitinner
from obligations.extraction import unitwords as words


class Kind(Enum):
    """How much a core needs around it to be a unit."""

    NAMED = auto()  # whole by itself: 人民银行
    OFFICE = auto()  # a function and an office: 能源局
    DEPARTMENT = auto()  # a function and 部门: 财政部门
    PREFIXED = auto()  # a body that needs a level, a place or another body in front: 总工会
    GOVERNMENT = auto()  # needs a level or a place: 人民政府
    OPEN = auto()  # a head with any subject: 集团
    INNER = auto()  # a department inside one house: 保卫处
    GROUP = auto()  # a noun that 各, 有关, 市直 … make a group: 部门


@dataclass(frozen=True, slots=True)
class Core:
    """`head` is the length of the part that a list may share: 局 of 能源局, 部门 of 财政部门.

    `goes_on`: the characters behind it with which a longer word goes on: 局|部.
    """

    kind: Kind
    text: str
    head: int
    goes_on: str = ""


def find_cores(text: str) -> list[tuple[int, int, Core]]:
    """Start, end and core of every core in the text, left to right, the longest at each place."""
    automaton, cores, lengths = _grammar()
    return [(end - lengths[number], end, cores[number]) for number, _, end in automaton.find_matches_as_indexes(text)]


def word_goes_on(text: str, end: int, limit: int, core: Core) -> bool:
    """Whether the core that ends at `end` is only part of a word: 局|部, 公|办. Nothing is read from `limit` on."""
    if len(core.text) == 1 and text[end - 2 : end] in words.NO_OFFICE:
        return True
    if end >= limit:
        return False
    following = text[end]
    if following == "会" and end + 1 < limit and text[end + 1] in "同商":
        return False
    return following in core.goes_on


@lru_cache(maxsize=1)
def _grammar() -> tuple[AhoCorasick, list[Core], list[int]]:
    """The automaton, the core of each of its patterns, and how many characters of it count."""
    cores: dict[str, Core] = {}
    for stem in unitinner.STEMS:
        for head in unitinner.HEADS:
            cores[stem + head] = _core(Kind.INNER, stem + head, 0)
        # 行政管理|部门, 设备|科室: the longer noun is read for itself
        for noun in ("部门", "科室", "处室"):
            cores[stem + noun] = _core(Kind.GROUP, noun, len(noun))
        cores[stem + "办公室"] = _core(Kind.OPEN, "办公室", 3)
    for head in words.GROUP_HEADS:
        cores[head] = _core(Kind.GROUP, head, len(head))
    for head in words.OPEN_HEADS:
        cores[head] = _core(Kind.OPEN, head, len(head))
    for head in words.GOVERNMENT_HEADS:
        cores[head] = _core(Kind.GOVERNMENT, head, len(head))
    for stem in words.STEMS:
        for head in words.OFFICE_HEADS:
            cores[stem + head] = _core(Kind.OFFICE, stem + head, len(head))
        for head in words.DEPARTMENT_HEADS:
            cores[stem + head] = _core(Kind.DEPARTMENT, stem + head, len(head))
    for stem in words.LAW_STEMS:
        for head in words.LAW_HEADS:
            cores.setdefault(stem + head, _core(Kind.DEPARTMENT, stem + head, len(head)))
    for zone in words.ZONES:
        cores[zone] = _core(Kind.OPEN, zone, len(zone))
        for head in ("管委会", "管理委员会", "党工委"):
            cores[zone + head] = _core(Kind.PREFIXED, zone + head, len(head))
    for body in words.PREFIXED_BODIES:
        cores[body] = _core(Kind.PREFIXED, body, 0)
    for body in words.NAMED_BODIES:
        cores[body] = _core(Kind.NAMED, body, 0)
    for level in "省市县区州盟旗":
        for core in (level + "委", "团" + level + "委"):
            cores[core] = _core(Kind.NAMED, core, 0)
    lengths = [len(core.text) for core in cores.values()]
    return AhoCorasick(list(cores), matchkind=MatchKind.LeftmostLongest), list(cores.values()), lengths


def _core(kind: Kind, text: str, head: int) -> Core:
    return Core(kind, text, head, _goes_on(text))


def _goes_on(core: str) -> str:
    """The characters with which the longest known ending of the core goes on."""
    endings = (core[-length:] for length in (3, 2, 1) if length <= len(core))
    return next((words.GOES_ON[ending] for ending in endings if ending in words.GOES_ON), "")
