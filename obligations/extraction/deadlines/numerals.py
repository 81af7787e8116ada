"""Numbers as official documents print them: 15, 十五, 二十五, 两, 二〇二五."""

ZEROS = "〇零○"
DIGITS = {**dict.fromkeys(ZEROS, 0), "两": 2, **{c: n for n, c in enumerate("一二三四五六七八九", start=1)}}
HAN = "一二三四五六七八九十百两"

# What a count may look like: at most three digits (years have a pattern of their own) or a short Chinese number.
COUNT = rf"(?:\d{{1,3}}|[{HAN}]{{1,5}})"


def number(text: str) -> int:
    """The value of `text`, below 1000. Raises ValueError for what is no number (百十, 一二)."""
    if text.isascii() and text.isdigit():
        return int(text)
    total = 0
    pending: int | None = None
    for char in text:
        if char in DIGITS:
            if pending is not None and pending != 0:
                raise ValueError(f"no number: {text}")
            pending = DIGITS[char]
        elif char == "十":
            total += 10 * (1 if pending is None else pending)
            pending = None
        elif char == "百":
            total += 100 * (1 if pending is None else pending)
            pending = None
        else:
            raise ValueError(f"no number: {text}")
    return total + (pending or 0)


def year_number(text: str) -> int:
    """The value of a year printed digit by digit: 2025, 二〇二五."""
    return int("".join(c if c.isdecimal() else str(DIGITS[c]) for c in text))
