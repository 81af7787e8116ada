"""Numbers and dates of a workbook as Excel displays them: number formats, the usual ones of Chinese offices."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from obligations.readers.docx_numbering import DIGITS, in_words

YEAR_MONTH, MONTH_DAY, FULL_DAY = 'yyyy"年"m"月"', 'm"月"d"日"', 'yyyy"年"m"月"d"日"'
BUILT_IN = {
    **dict.fromkeys((1, 37, 38), "0"),
    **dict.fromkeys((2, 39, 40), "0.00"),
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "yyyy/m/d",
    15: "d-m-yy",
    16: "m-d",
    17: "yyyy-m",
    18: "h:mm",
    19: "h:mm:ss",
    20: "h:mm",
    21: "h:mm:ss",
    22: "yyyy/m/d h:mm",
    **dict.fromkeys((27, 36, 50, 52, 57), YEAR_MONTH),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), MONTH_DAY),
    30: "m-d-yy",
    31: FULL_DAY,
    **dict.fromkeys((32, 55), 'h"时"mm"分"'),
    **dict.fromkeys((33, 56), 'h"时"mm"分"ss"秒"'),
    **dict.fromkeys((34, 35), 'h"时"mm"分"'),
    45: "mm:ss",
    46: "h:mm:ss",
    47: "mm:ss",
    49: "@",
}
# Quoted text, an escaped character, a blank as wide as a character, a fill, brackets, a run of one letter, the rest.
TOKEN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[([^\]]*)\]|(AM/PM|A/P|上午/下午)|([yYmMdDhHsSaA])\5*|[0#?]+|.')
DIGIT_PLACES = re.compile(r"[0#?]")
EPOCH, EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)
LAST_SERIAL = 2_958_465
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class _Token:
    """`letter`: y, m, d, h, s, a for a run of it; "" for literal `text`; "0" for digit places."""

    letter: str
    text: str


def displayed(value: float, code: str, since_1904: bool = False) -> str:
    """A number in a number format, as a cell shows it. A format beyond what is known here gives the plain number."""
    section = _section(code, value)
    tokens, in_chinese = _tokens(section)
    if any(token.letter in "ymdhsa" and token.letter for token in tokens):
        return _date(value, tokens, in_chinese, since_1904) or plain(value)
    if not DIGIT_PLACES.search(section) or "General" in section or "e+" in section.lower():
        return plain(value)
    several = len(_sections(code)) > 1
    return _number(abs(value) if several and value < 0 else value, section, tokens)


def plain(value: float) -> str:
    """A number in the format General: at most 11 digits, no needless zeros."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    text = f"{value:.11g}"
    return text if "e" not in text else f"{value:.15f}".rstrip("0").rstrip(".") if abs(value) < 1 else text


def _section(code: str, value: float) -> str:
    parts = _sections(code)
    if value < 0 and len(parts) > 1:
        return parts[1]
    if value == 0 and len(parts) > 2:
        return parts[2]
    return parts[0]


@lru_cache(maxsize=512)
def _sections(code: str) -> list[str]:
    parts = [""]
    quoted = False
    for char in code:
        quoted ^= char == '"'
        if char == ";" and not quoted:
            parts.append("")
        else:
            parts[-1] += char
    return parts


@lru_cache(maxsize=512)
def _tokens(section: str) -> tuple[tuple[_Token, ...], bool]:
    """The section's tokens, and whether it writes numbers in Chinese."""
    found: list[_Token] = []
    for match in TOKEN.finditer(section):
        quoted, escaped, bracket, half_day, letter = match.groups()
        whole = match[0]
        if quoted is not None or escaped is not None:
            found.append(_Token("", quoted or escaped or ""))
        elif bracket is not None:
            # [h] counts hours beyond a day; [$¥-804] holds a currency; the rest are colours and conditions.
            if bracket.lower() in ("h", "hh", "m", "mm", "s", "ss"):
                found.append(_Token(bracket[0].lower(), bracket.lower()))
            elif bracket.startswith("$"):
                found.append(_Token("", bracket[1:].partition("-")[0]))
        elif half_day:
            found.append(_Token("", ""))
        elif letter:
            found.append(_Token(letter.lower(), whole.lower()))
        elif whole[0] in "_*":
            continue
        else:
            found.append(_Token("0" if DIGIT_PLACES.match(whole) else "", whole))
    return tuple(found), "[DBNum1]" in section


def _date(value: float, tokens: tuple[_Token, ...], in_chinese: bool, since_1904: bool) -> str:
    if not 0 <= value <= LAST_SERIAL:
        return ""
    moment = (EPOCH_1904 if since_1904 else EPOCH) + timedelta(days=value, microseconds=500_000)
    dated = [token for token in tokens if token.letter in "ymdhsa" and token.letter]
    minutes = {
        id(token)
        for at, token in enumerate(dated)
        if token.letter == "m"
        and ((at and dated[at - 1].letter == "h") or (at + 1 < len(dated) and dated[at + 1].letter == "s"))
    }
    parts = (
        _date_part(token, moment, id(token) in minutes, in_chinese) if token.letter else token.text for token in tokens
    )
    return "".join(parts).strip()


def _date_part(token: _Token, moment: datetime, is_minute: bool, in_chinese: bool) -> str:
    size = len(token.text)
    match token.letter:
        case "y":
            year = f"{moment.year}" if size > 2 else f"{moment.year % 100:02d}"
            return "".join(DIGITS[int(digit)] for digit in year) if in_chinese else year
        case "a":
            return ("星期" if size > 3 else "") + WEEKDAYS[moment.weekday()] if size > 2 else ""
        case "m" if not is_minute:
            number = moment.month
        case "m":
            number = moment.minute
        case "d":
            number = moment.day
        case "h":
            number = moment.hour
        case "s":
            number = moment.second
        case _:
            return token.text
    if in_chinese:
        return in_words(number) if number else DIGITS[0]
    return f"{number:02d}" if size > 1 else str(number)


def _number(value: float, section: str, tokens: tuple[_Token, ...]) -> str:
    places = "".join(token.text for token in tokens if token.letter == "0" or token.text in (".", ","))
    whole, _, fraction = places.partition(".")
    if "%" in section:
        value *= 100
    decimals = sum(fraction.count(place) for place in "0#?")
    text = f"{value:{',' if ',' in whole.rstrip(',') else ''}.{min(decimals, 15)}f}"
    optional = len(fraction) - len(fraction.rstrip("#?"))
    for _ in range(optional):
        if not text.endswith("0"):
            break
        text = text[:-1]
    text = text.rstrip(".")
    first = next((at for at, token in enumerate(tokens) if token.letter == "0"), 0)
    last = max((at for at, token in enumerate(tokens) if token.letter == "0"), default=first)
    before = "".join(token.text for token in tokens[:first] if token.text not in (".", ","))
    behind = "".join(token.text for token in tokens[last + 1 :] if token.text not in (".", ","))
    return f"{before}{text}{behind}".strip()
