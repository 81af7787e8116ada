"""Numbers with what they count (86个, 4.2万户, 95%), compared by value: 42000户 is 4.2万户."""

import re
from dataclasses import dataclass

MEASURES = (
    "个百分点|平方公里|平方千米|平方米|立方米|公里|千米|公顷|公斤|千瓦时|兆瓦|千瓦|人次|课时|学时|床位|学位|标方|%|‰"
    "|[个户所座处家项条件亩吨人名台套辆部间张床元度批期起例宗艘株头只米次场篇份支孔眼盏栋幢片类种门对]"
)
FIGURE = re.compile(
    r"(?<![\d.第])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d{1,4})?|\d{1,12}(?:\.\d{1,4})?)"
    rf"[余多]?(?P<scale>[百千万亿]{{0,2}})[余多]?(?P<unit>{MEASURES})"
)
# Times are no amounts, they are compared as dates.
TIME = re.compile(
    r"\d{2,4}年|\d{1,2}月(?:份|底|末|[上中下]旬)?|\d{1,2}[日号](?![\u4e00-\u9fff]?线)|\d{1,3}(?:个)?(?:工作日|天|小时|周|星期|分钟|月|季度)"
    r"|[〔\[(【]\d{4}[〕\])】]\d+号"
)
SCALES = {"": 1.0, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8, "百万": 1e6, "千万": 1e7, "百亿": 1e10, "千亿": 1e11}


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
