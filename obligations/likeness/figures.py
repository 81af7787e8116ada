"""Numbers with what they count (86个, 4.2万户, 95%), compared by value: 42000户 is 4.2万户."""

import re
from dataclasses import dataclass

from obligations.extraction.measures import SCALE, SHARE, SINGLE

FIGURE = re.compile(
    r"(?<![\d.第])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d{1,4})?|\d{1,12}(?:\.\d{1,4})?)"
    rf"[余多]?(?P<scale>{SCALE}?)[余多]?(?P<unit>{SHARE}|{SINGLE})"
)
# Times are no amounts, they are compared as dates.
TIME = re.compile(
    r"\d{2,4}年|\d{1,2}月(?:份|底|末|[上中下]旬)?|\d{1,2}[日号](?![\u4e00-\u9fff]?线)|\d{1,3}(?:个)?(?:工作日|天|小时|周|星期|分钟|月|季度)"
    r"|[〔\[(【]\d{4}[〕\])】]\d+号"
)
_TENS = {"": 1.0, "十": 1e1, "百": 1e2, "千": 1e3}
SCALES = {
    tens + big: few * many for tens, few in _TENS.items() for big, many in {"": 1.0, "万": 1e4, "亿": 1e8}.items()
}
SCALES["万亿"] = 1e12


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` in single `unit`s; `printed` as it stands; `start`, `end` its place in the text that was searched."""

    value: float
    unit: str
    printed: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """Equal for equal amounts, however printed."""
        return f"{self.value:.10g}{self.unit}"

    @property
    def weight(self) -> float:
        """How much it says that two texts share it: 10070户 hardly by chance, 100% and 1次 in any text."""
        digits = f"{self.value:.10g}".replace(".", "").strip("0")
        if self.unit in ("%", "‰") and self.value % 5 == 0:
            return 0.5
        return (0.4, 0.7, 1.5, 2.2)[min(len(digits), 3)]


def find_figures(text: str) -> list[Figure]:
    """The amounts of a text in one width without white space, in order."""
    times = [match.span() for match in TIME.finditer(text)]
    found = []
    for match in FIGURE.finditer(text):
        if any(start < match.end("number") and match.start() < end for start, end in times):
            continue
        scale = SCALES.get(match["scale"])
        if scale is None:
            continue
        value = float(match["number"].replace(",", "")) * scale
        found.append(Figure(value, match["unit"], match[0], match.start(), match.end()))
    return found
