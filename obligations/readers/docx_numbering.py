"""Automatic numbers of Word: what numbering.xml makes of a paragraph's list and level, as text."""

import re
from dataclasses import dataclass, field

from obligations.readers.xml_parts import Element, child, children, kind, number, value

LEVELS = 9
PLACEHOLDER = re.compile(r"%([1-9])")
PRIVATE = re.compile(r"[\ue000-\uf8ff]")

DIGITS = "〇一二三四五六七八九"
LEGAL = "零壹贰叁肆伍陆柒捌玖"
LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
# The first character of a row of enclosed numbers, and how many there are.
ENCLOSED = {
    "decimalEnclosedCircle": ("①", 20),
    "decimalEnclosedCircleChinese": ("①", 20),
    "decimalEnclosedParen": ("⑴", 20),
    "decimalEnclosedFullstop": ("⒈", 20),
    "ideographEnclosedCircle": ("㊀", 10),
}
COUNTED = {
    "chineseCounting",
    "chineseCountingThousand",
    "japaneseCounting",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "koreanCounting",
}


def in_words(n: int, digits: str = DIGITS, units: str = "十百千") -> str:
    """A number below 10,000 in words: 一百二十三, 一百〇五; 十一 without its 一."""
    if not 0 < n < 10_000:
        return str(n)
    words, gap = "", False
    for power in (3, 2, 1, 0):
        digit = n // 10**power % 10
        if digit == 0:
            gap = bool(words)
            continue
        words += (digits[0] if gap else "") + digits[digit] + (units[power - 1] if power else "")
        gap = False
    return words[1:] if digits is DIGITS and words.startswith("一十") else words


def formatted(n: int, style: str) -> str:
    """A number in one of Word's styles (w:numFmt); an unknown style gives digits."""
    if style in COUNTED:
        return in_words(n)
    if style in ENCLOSED:
        first, size = ENCLOSED[style]
        return chr(ord(first) + n - 1) if 0 < n <= size else str(n)
    match style:
        case "none":
            return ""
        case "ideographDigital" | "taiwaneseDigital" | "japaneseDigitalTenThousand":
            return "".join(DIGITS[int(digit)] for digit in str(n))
        case "chineseLegalSimplified":
            return in_words(n, LEGAL, "拾佰仟")
        case "ideographLegalTraditional" | "japaneseLegal":
            return in_words(n, LEGAL_TRADITIONAL, "拾佰仟")
        case "ideographTraditional":
            return STEMS[n - 1] if 0 < n <= len(STEMS) else str(n)
        case "ideographZodiac":
            return BRANCHES[n - 1] if 0 < n <= len(BRANCHES) else str(n)
        case "ideographZodiacTraditional":
            return STEMS[(n - 1) % 10] + BRANCHES[(n - 1) % 12] if n > 0 else str(n)
        case "decimalZero":
            return f"{n:02d}"
        case "decimalFullWidth" | "decimalFullWidth2":
            return str(n).translate(FULL_WIDTH)
        case "upperLetter" | "lowerLetter":
            return _letters(n, "A" if style == "upperLetter" else "a")
        case "upperRoman" | "lowerRoman":
            return _roman(n) if style == "upperRoman" else _roman(n).lower()
        case _:
            return str(n)


def _letters(n: int, first: str) -> str:
    """A … Z, AA, BB …: Word doubles the letter."""
    if not 0 < n <= 26 * 30:
        return str(n)
    return chr(ord(first) + (n - 1) % 26) * ((n - 1) // 26 + 1)


def _roman(n: int) -> str:
    if not 0 < n < 4000:
        return str(n)
    words = ""
    for amount, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        count, n = divmod(n, amount)
        words += letters * count
    return words


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list counts: `restart` is the number of the level above which restarts it, None for any."""

    start: int
    style: str
    text: str
    restart: int | None
    legal: bool
    blank: bool
    paragraph_style: str


@dataclass(slots=True)
class _List:
    """A list instance (w:num): its levels with overrides, and the counters it shares with lists of the same kind."""

    levels: dict[int, Level]
    counters: list[int | None]
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """The lists of a document. `style_lists` maps a paragraph style to its (numId, level), for links by style."""

    def __init__(self, root: Element | None, style_lists: dict[str, tuple[str, int]]) -> None:
        self._abstract = {value(one, "abstractNumId"): one for one in children(root, "abstractNum")}
        self._nums = {value(one, "numId"): one for one in children(root, "num")}
        self._style_lists = style_lists
        self._lists: dict[str, _List | None] = {}
        self._counters: dict[str, list[int | None]] = {}

    def level_of_style(self, num_id: str, style: str) -> int | None:
        """The level that a style is linked to in a list."""
        found = self._list(num_id)
        return (
            next((at for at, level in found.levels.items() if level.paragraph_style == style), None) if found else None
        )

    def next_label(self, num_id: str, at: int) -> str:
        """Counts a paragraph of a list and returns its number with the blank that follows; "" where none is printed."""
        found = self._list(num_id)
        level = found.levels.get(at) if found else None
        if found is None or level is None:
            return ""
        self._count(found, at)
        if level.style == "bullet":
            return PRIVATE.sub("", level.text)
        words = PLACEHOLDER.sub(lambda match: self._shown(found, level, int(match[1]) - 1), level.text)
        return words + " " if words and level.blank else words

    def _count(self, found: _List, at: int) -> None:
        counters = found.counters
        if at in found.restarts:
            counters[at] = found.restarts.pop(at) - 1
        current = counters[at]
        counters[at] = found.levels[at].start if current is None else current + 1
        for above in range(at):
            if counters[above] is None and above in found.levels:
                counters[above] = found.levels[above].start
        for below in range(at + 1, LEVELS):
            restart = found.levels[below].restart if below in found.levels else None
            if restart is None or (restart and at < restart):
                counters[below] = None

    def _shown(self, found: _List, level: Level, at: int) -> str:
        other = found.levels.get(at)
        if other is None:
            return ""
        counter = found.counters[at]
        n = other.start if counter is None else counter
        return str(n) if level.legal and other.style != "none" else formatted(n, other.style)

    def _list(self, num_id: str) -> _List | None:
        if num_id not in self._lists:
            self._lists[num_id] = self._made(num_id)
        return self._lists[num_id]

    def _made(self, num_id: str) -> _List | None:
        num = self._nums.get(num_id)
        kind_id = value(child(num, "abstractNumId"))
        abstract = self._abstract.get(kind_id)
        if num is None or abstract is None:
            return None
        # A list may borrow its levels from a list style.
        linked = self._style_lists.get(value(child(abstract, "numStyleLink")))
        if linked and linked[0] != num_id and child(abstract, "lvl") is None:
            return self._list(linked[0])
        levels = {number(value(one, "ilvl")): _level(one) for one in children(abstract, "lvl")}
        restarts = {}
        for override in children(num, "lvlOverride"):
            at = number(value(override, "ilvl"))
            if (own := child(override, "lvl")) is not None:
                levels[at] = _level(own)
            if (start := child(override, "startOverride")) is not None:
                restarts[at] = number(value(start), 1)
        levels = {at: level for at, level in levels.items() if 0 <= at < LEVELS}
        counters = self._counters.setdefault(kind_id, [None] * LEVELS)
        return _List(levels, counters, {at: start for at, start in restarts.items() if at in levels})


def _level(element: Element) -> Level:
    restart = child(element, "lvlRestart")
    style = child(element, "numFmt")
    if style is None:
        # Newer Word wraps styles that older ones don't know.
        style = next((one for one in element.iter() if kind(one) == "numFmt"), None)
    legal = child(element, "isLgl")
    return Level(
        start=number(value(child(element, "start")), 1),
        style=value(style, default="decimal"),
        text=value(child(element, "lvlText")),
        restart=None if restart is None else number(value(restart)),
        legal=legal is not None and value(legal) not in ("0", "false"),
        blank=value(child(element, "suff"), default="tab") != "nothing",
        paragraph_style=value(child(element, "pStyle")),
    )
