"""The sample city 云河市: its directives are templates whose dates are made from the day of loading.

`fixtures/README.md` describes the placeholders. Whatever day somebody first runs the demo, what was printed as
"due 12 days after loading" is due 12 days later, and the directives were issued in the weeks and months before.
"""

import re
import shlex
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
SAMPLE_DIRECTIVES = FIXTURES / "directives"
SAMPLE_REGISTER = FIXTURES / "units_yunhe.json"
SAMPLE_ACCOUNTS = FIXTURES / "sample_accounts.json"

COMMAND = re.compile(r"\{\{(name|layout|issue) (.+)\}\}$")
PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
EXPRESSION = re.compile(r"([a-z_]*?)([+-]\d+)?$")

AS_PRINTED = "|"
NUMERALS = "〇一二三四五六七八九"
FULL_WIDTH_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")
# What typesetting programs leave of full-width punctuation in the text layer of a PDF.
HALF_WIDTH = str.maketrans("，：；（）", ",:;()")
NO_LINE_START = frozenset("，。、；：！？）》〉」』”’〕］】,.;:!?)]%")
NO_LINE_END = frozenset("（《〈「『“‘〔［【([")
# A line is never broken inside a number or a Latin word.
UNBROKEN = re.compile(r"[0-9A-Za-z.%]+|.", re.DOTALL)
DECIMAL_POINT = re.compile(r"(?<=\d)\.(?=\d)")
ITEM_NUMBER = re.compile(r"^(\d{1,2}\.)(?=\D)")
BESIDE_NUMBER = re.compile(r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=[\d%])(?=[\u4e00-\u9fff])")
SENTENCE_END = re.compile(r"。(?=[^\s。”’》)])")


class TemplateError(ValueError):
    """A template holds something that is no placeholder."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How a PDF breaks the text: `width` in full-width characters, `spacing` line ends a line, `lines` a page.

    `number` is the page number with {} in its place, `head` the running head; without a number there are no pages.
    """

    width: int
    spacing: int = 1
    lines: int = 34
    number: str = ""
    head: str = ""
    first_page: int = 1


@dataclass(frozen=True, slots=True)
class Moment:
    """The day of loading, and the day on which the directive being rendered was issued."""

    day: date
    issued: date

    def shifted(self, days: int) -> date:
        return self.day + timedelta(days=days)

    def month(self, months: int) -> tuple[int, int]:
        """Year and month so many months after the month of loading."""
        index = self.day.year * 12 + self.day.month - 1 + months
        return index // 12, index % 12 + 1

    def year(self, year: int) -> str:
        """The year where a reader needs it: a date without one is read in the year of issue."""
        return "" if year == self.issued.year else f"{year}年"


def sample_files(day: date) -> list[tuple[str, bytes]]:
    """The sample directives as files of `day`: (file name, UTF-8 text), in the order of their templates."""
    found = []
    for path in sorted(SAMPLE_DIRECTIVES.glob("*.txt")):
        template = path.read_text(encoding="utf-8")
        found.append((f"{template_name(template)}.txt", render(template, day).encode("utf-8")))
    return found


def template_name(template: str) -> str:
    """The name that the template gives its file, without an ending."""
    for line in template.splitlines():
        command = COMMAND.match(line)
        if command and command[1] == "name":
            return command[2]
    raise TemplateError("a template without {{name …}}")


def render(template: str, day: date) -> str:
    """The text of a template as it stands on `day`. Raises TemplateError for an unknown placeholder."""
    moment = Moment(day, day)
    layout: Layout | None = None
    paragraphs: list[str] = []
    for line in template.splitlines():
        command = COMMAND.match(line)
        if command is None:
            paragraphs.append(filled(line, moment))
        elif command[1] == "issue":
            moment = replace(moment, issued=moment.shifted(int(command[2])))
        elif command[1] == "layout":
            layout = parse_layout(filled(command[2], moment))
    if layout is None:
        return "\n".join(line.removeprefix(AS_PRINTED) for line in paragraphs) + "\n"
    return typeset(paragraphs, layout)


def filled(line: str, moment: Moment) -> str:
    """The line with every placeholder replaced."""
    return PLACEHOLDER.sub(lambda match: value(match[1], moment), line)


def value(expression: str, moment: Moment) -> str:
    """What a placeholder prints: a form and a shift in days, or in months, quarters, half-years or years by form."""
    match = EXPRESSION.match(expression)
    if not expression or match is None:
        raise TemplateError(f"not a placeholder: {expression}")
    form, shift = match[1], int(match[2] or 0)
    if form in DATE_FORMS:
        return DATE_FORMS[form](moment, moment.shifted(shift))
    if form in CALENDAR_FORMS:
        return CALENDAR_FORMS[form](moment, shift)
    if form in ISSUE_FORMS and not match[2]:
        return ISSUE_FORMS[form](moment.issued)
    raise TemplateError(f"not a placeholder: {expression}")


def _month_day(moment: Moment, at: date) -> str:
    return f"{moment.year(at.year)}{at.month}月{at.day}日"


def _full_date(_moment: Moment, at: date) -> str:
    return f"{at.year}年{at.month}月{at.day}日"


def _without_day_sign(moment: Moment, at: date) -> str:
    return f"{moment.year(at.year)}{at.month}月{at.day}"


def _spaced_digits(moment: Moment, at: date) -> str:
    return re.sub(r"(?<=\d)(?=[\d年月日])|(?<=[年月])(?=\d)", " ", _month_day(moment, at))


def _wide_digits(moment: Moment, at: date) -> str:
    return _month_day(moment, at).translate(FULL_WIDTH_DIGITS)


def _third_of_month(moment: Moment, at: date) -> str:
    third = "上旬" if at.day <= 10 else "中旬" if at.day <= 20 else "下旬"
    return f"{moment.year(at.year)}{at.month}月{third}"


def _month(moment: Moment, months: int) -> str:
    year, month = moment.month(months)
    return f"{moment.year(year)}{month}月"


def _year_month(moment: Moment, months: int) -> str:
    year, month = moment.month(months)
    return f"{year}年{month}月"


def _quarter(moment: Moment, quarters: int) -> str:
    year, month = moment.month(3 * quarters)
    return f"{moment.year(year)}{'一二三四'[(month - 1) // 3]}季度"


def _half_year(moment: Moment, halves: int) -> str:
    year, month = moment.month(6 * halves)
    return f"{moment.year(year)}{'上' if month <= 6 else '下'}半年"


def _year(moment: Moment, years: int) -> str:
    return str(moment.day.year + years)


def _numeral_date(at: date) -> str:
    year = "".join(NUMERALS[int(digit)] for digit in str(at.year))
    return f"{year}年{_numeral(at.month)}月{_numeral(at.day)}日"


def _numeral(number: int) -> str:
    """A number below 40 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{NUMERALS[tens]}十"
    return head + (NUMERALS[ones] if ones else "")


DATE_FORMS: dict[str, Callable[[Moment, date], str]] = {
    "": _month_day,
    "y": _full_date,
    "bare": _without_day_sign,
    "spaced": _spaced_digits,
    "wide": _wide_digits,
    "xun": _third_of_month,
}
CALENDAR_FORMS: dict[str, Callable[[Moment, int], str]] = {
    "m": _month,
    "ym": _year_month,
    "q": _quarter,
    "half": _half_year,
    "year": _year,
}
ISSUE_FORMS: dict[str, Callable[[date], str]] = {
    "issued": lambda at: f"{at.year}年{at.month}月{at.day}日",
    "issued_cn": _numeral_date,
    "issued_year": lambda at: str(at.year),
    "issued_month": lambda at: str(at.month),
}


def parse_layout(text: str) -> Layout:
    """A layout from `key=value` words, quoted where a value holds spaces."""
    given = dict(word.partition("=")[::2] for word in shlex.split(text))
    try:
        return Layout(
            width=int(given.pop("width")),
            spacing=int(given.pop("spacing", "1")),
            lines=int(given.pop("lines", "34")),
            first_page=int(given.pop("first_page", "1")),
            **given,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise TemplateError(f"not a layout: {text}") from error


def typeset(paragraphs: list[str], layout: Layout) -> str:
    """The paragraphs as the text layer of a PDF gives them: hard lines, half-width punctuation, stray spaces, pages."""
    printed: list[str] = []
    for paragraph in paragraphs:
        if paragraph.startswith(AS_PRINTED):
            printed.append(paragraph.removeprefix(AS_PRINTED).translate(HALF_WIDTH))
        elif paragraph:
            printed.extend(wrapped(loosened(paragraph), layout.width))
        else:
            printed.append("    ")
    return ("\n" * layout.spacing).join(_paged(printed, layout)) + "\n"


def loosened(paragraph: str) -> str:
    """Half-width punctuation, and the spaces that typesetting puts round numbers and after a full stop."""
    text = DECIMAL_POINT.sub(". ", ITEM_NUMBER.sub(r"\1 ", paragraph.translate(HALF_WIDTH)))
    return SENTENCE_END.sub("。 ", BESIDE_NUMBER.sub(" ", text))


def wrapped(text: str, width: int) -> list[str]:
    """Lines of about `width` full-width characters; closing marks hang over the end, opening ones move on."""
    lines = [""]
    for piece in UNBROKEN.findall(text):
        if _cells(lines[-1]) + _cells(piece) <= 2 * width or piece in NO_LINE_START:
            lines[-1] += piece
            continue
        kept = lines[-1].rstrip("".join(NO_LINE_END))
        moved, lines[-1] = lines[-1][len(kept) :], kept
        lines.append(moved + piece.lstrip(" "))
    return [line.rstrip(" ") for line in lines]


def _cells(text: str) -> int:
    """Width in half-width columns."""
    return sum(1 if char.isascii() else 2 for char in text)


def _paged(lines: list[str], layout: Layout) -> list[str]:
    """The lines with page number and running head after every full page, wherever a sentence stands."""
    if not layout.number:
        return lines
    printed: list[str] = []
    number, filled_lines = layout.first_page, 0
    for line in lines:
        # A letterhead printed one character a line is never torn apart.
        if filled_lines >= layout.lines and len(line.strip()) > 1:
            printed += [layout.number.format(number), *([layout.head] if layout.head else [])]
            number, filled_lines = number + 1, 0
        printed.append(line)
        filled_lines += 1
    return printed
