"""Numbers as official documents print them: 15, 十五, 二十五, 一百零五, 两, 二〇二五."""

from itertools import pairwise

ZEROS = "〇零○"
DIGITS = {**dict.fromkeys(ZEROS, 0), "两": 2, **{c: n for n, c in enumerate("一二三四五六七八九", start=1)}}
CENTURY = 2000
TENS = {"十": 10, "百": 100, "千": 1000}
HAN = "一二三四五六七八九十百两"

# What a count may look like: at most three digits (years have a pattern of their own) or a short Chinese number.
COUNT = rf"(?:\d{{1,3}}|[{HAN}]{{1,5}})"


def chinese_number(text: str) -> int | None:
    """The value of 二十三, 一百零五 or digit by digit 二〇二五; None when it is no number."""
    if not text:
        return None
    if len(text) == 1:
        return DIGITS.get(text, TENS.get(text))
    if all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total = digit = 0
    for c in text:
        if c in DIGITS:
            digit = DIGITS[c]
        elif c in TENS:
            total += (digit or 1) * TENS[c]
            digit = 0
        else:
            return None
    return total + digit


def number(text: str) -> int:
    """The value of a count as `COUNT` matches it. Raises ValueError for what is no number (一二, 十二三)."""
    if text.isascii() and text.isdigit():
        return int(text)
    value = chinese_number(text)
    if value is None or any(a in DIGITS and b in DIGITS and DIGITS[a] for a, b in pairwise(text)):
        raise ValueError(f"no number: {text}")
    return value


def year_number(text: str) -> int:
    """The value of a year printed digit by digit: 2025, 二〇二五; 25 is given its century."""
    year = int(text) if text.isdecimal() else int("".join(c if c.isdecimal() else str(DIGITS[c]) for c in text))
    return year + CENTURY if year < 100 else year
