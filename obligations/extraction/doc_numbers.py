"""Document numbers (发文字号): 云政办发〔2023〕43号 in every bracket style, 公告2024年第5号, 云河市人民政府令第12号.

GB/T 9704-2012 7.2.5: agency code, year in 六角括号, serial without a leading zero or 第. What is printed departs from
it: round, square and no brackets, 第, spaces. All patterns read text in one width (`SourceText.text`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from obligations.extraction.dates import DATE
from obligations.extraction.text import UNIFY

_OPEN, _CLOSE = r"[(\[{<〔【〖〈《]", r"[)\]}>〕】〗〉》]"
_HAN = r"[\u3400-\u9fff]"
_YEAR = r"(?:19|20)\d{2}"
_SERIAL = r"\d{1,5}(?:-\d{1,3})?号"
_ORDER_SERIAL = r"第?[\d一二三四五六七八九十百〇零]{1,6}号"

# 云政办发〔2023〕43号, 国办发明电[2024]6号, 云河市人民政府通告(2024)第3号
BRACKETED = rf"(?:{_HAN}|[A-Za-z、·]){{1,36}}{_OPEN}{_YEAR}年?{_CLOSE}年?(?:字?第)?{_SERIAL}"
# 公告2024年第5号, 云政发2024年12号
DATED = rf"(?:{_HAN}|、){{1,36}}\(?{_YEAR}年?\)?第?{_SERIAL}"
# 云河市人民政府令第12号, 市政府令(第12号), 第12号令
ORDER = rf"(?:{_HAN}|、){{1,40}}(?:令|公告|通告)\(?{_ORDER_SERIAL}\)?|(?:{_HAN}|、){{0,40}}{_ORDER_SERIAL}令"
# The serial alone, under a masthead that names the series: 第12号, 2024年第5号, 〔十五届〕第8号
BARE = (
    rf"{_OPEN}?(?:{_HAN}{{1,4}}届{_CLOSE}?)?(?:{_YEAR}年|{_OPEN}?{_YEAR}{_CLOSE})?"
    rf"第[\d一二三四五六七八九十百〇零]{{1,6}}号{_CLOSE}?|{_OPEN}{_YEAR}年?{_CLOSE}{_SERIAL}"
)

# A bracket that the PDF has lost: 云政发2024〕12号
_TORN = rf"{_HAN}{{1,36}}(?:{_OPEN}{_YEAR}年?|{_YEAR}年?{_CLOSE})(?:字?第)?{_SERIAL}"

_LABEL = r"[•·●▪◆*-]?(?:发文字号|发文文号|文件编号|文件字号|公文字号|文件文号|字号|文号):?"
# Behind the number: the signer, a second number in a register of regulations, the day.
_TRAIL = rf"(?:签发人:?.{{0,20}}|[*※①]|\(?{BRACKETED}\)?(?:[-—].{{2,16}})?|\(?{DATE}\)?)?"
_LINE = re.compile(rf"(?P<label>{_LABEL})?[(\[〔【]?(?P<number>{BRACKETED}|{ORDER}|{DATED}|{_TORN})[)\]〕】]?{_TRAIL}$")
_BARE_LINE = re.compile(rf"(?:{BARE})$")
_LABEL_LINE = re.compile(rf"{_LABEL}$")
_LINE_END = re.compile(rf"\((?P<number>{BRACKETED}|{_YEAR}年第?{_SERIAL})\)$")
# 海关总署公告2024年第3号(关于…的公告): customs and others print the title in brackets behind the number.
_TITLED = re.compile(rf"(?P<number>{DATED})\((?P<title>关于.{{4,160}}的?(?:公告|通告|通知|决定))\)$")
# The issue of the periodical itself, a standard, an address: numbered like documents, but none.
_NO_DOCUMENT = re.compile(r"公报|政报|总第|[路街巷楼]\d+号|许可证|邮发|刊号|登记证|[月日]第?\d+号$|^第\d+号$")

# A number without brackets around its year counts where it stands in brackets behind a title (with the day of an
# order before it: (2001年5月8日某市人民政府令第12号公布)), or begins a clause.
_CITED = re.compile(
    rf"{BRACKETED}|\((?:{DATE}(?:由|以|经)?)?(?P<order>{ORDER}|{DATED}|{_TORN}|{_YEAR}年第{_SERIAL})(?=[)公发,])"
    rf"|(?<=[,;。、:])(?P<series>(?:{_HAN}){{2,30}}(?:公告|通告|令)(?:{_YEAR}年)?第{_SERIAL})"
)
_LEAD = re.compile(r"(?:原|同时|现|将|对)+")
# What may stand between a citation's number and the words around it: the agency code is what follows them.
_BEFORE_CODE = re.compile(
    r".*(?:通知|意见|决定|办法|方案|细则|规定|批复|报告|复函|根据|按照|依据|依照|贯彻|执行|落实|转发|印发的?|关于|"
    r"以及|废止|[、和与及的以即原将对在由据])(?=.)"
)
_NOT_KEY = re.compile(r"[^\u3400-\u9fffA-Za-z0-9]")
_SHARED = re.compile(rf"[、,和及](?:(?P<year>{_OPEN}{_YEAR}{_CLOSE}))?(?P<serial>{_SERIAL})")
_HEAD = re.compile(rf"(?P<code>.*?)(?P<year>{_OPEN}{_YEAR}年?{_CLOSE})")


@dataclass(frozen=True, slots=True)
class DocNumber:
    """A document number at its place; offsets are those of the text that was searched, end exclusive."""

    start: int
    end: int
    text: str
    labelled: bool = False  # 发文字号: stands before it, as in the table of facts above a web page


def number_on_line(line: str) -> DocNumber | None:
    """The number that is all that a printed line holds; None for a line with anything else."""
    if "号" not in line or len(line) > 80:
        return None
    match = _LINE.match(line)
    if not match:
        return None
    number = match["number"]
    if _NO_DOCUMENT.search(number) or not _balanced(number):
        return None
    return DocNumber(match.start("number"), match.end("number"), number, labelled=bool(match["label"]))


def number_at_line_end(line: str) -> DocNumber | None:
    """The bracketed number with which a title line ends: …的通知(云政办发〔2024〕12号)."""
    match = _LINE_END.search(line) if line.endswith("号)") else None
    if not match or match.start() == 0:
        return None
    return DocNumber(match.start("number"), match.end("number"), match["number"])


def number_with_title(line: str) -> tuple[DocNumber, tuple[int, int]] | None:
    """A number and the span of the title in brackets behind it, when they are all that the line holds."""
    match = _TITLED.match(line) if line.endswith(")") and "号(关于" in line else None
    if not match or _NO_DOCUMENT.search(match["number"]):
        return None
    return DocNumber(match.start("number"), match.end("number"), match["number"]), match.span("title")


def is_serial_line(line: str) -> bool:
    """Whether the line holds a serial whose series is named on the line above: 第12号, (2024年第5号)."""
    return "号" in line and _BARE_LINE.match(line) is not None


def is_number_label(line: str) -> bool:
    """Whether the line is the label of a number that stands on the next one."""
    return "号" in line and _LABEL_LINE.match(line) is not None


def cited_numbers(text: str, start: int = 0, end: int | None = None) -> Iterator[DocNumber]:
    """The numbers cited in running text, in text order; 云政发〔2017〕1号、2号 gives both, the second with its code."""
    end = len(text) if end is None else end
    at = start
    while match := _CITED.search(text, at, end):
        group = "order" if match["order"] else "series" if match["series"] else 0
        found = _bare(DocNumber(*match.span(group), match[group]), text, group == 0)
        at = match.end(group)
        if not _NO_DOCUMENT.search(found.text):
            yield found
        head = _HEAD.match(found.text)
        while head and (shared := _SHARED.match(text, at, end)):
            year = shared["year"] or head["year"]
            yield DocNumber(shared.start() + 1, shared.end(), head["code"] + year + shared["serial"])
            at = shared.end()


def agency_code(number: str) -> str:
    """The code in front of the year, 云政函 of 云政函〔2024〕7号; "" when there is none."""
    match = _HEAD.match(number.translate(UNIFY))
    return match["code"] if match else ""


def number_key(number: str) -> str:
    """A document number in one width, without its brackets and spaces, to compare spellings."""
    return _NOT_KEY.sub("", number.translate(UNIFY))


def _bare(number: DocNumber, text: str, bracketed: bool) -> DocNumber:
    """The number without the words of the sentence that its agency code seems to begin with."""
    before = text[number.start - 1 : number.start]
    if before in (",", "、", ";", "。", ":") and (lead := _LEAD.match(number.text)):
        return DocNumber(number.start + lead.end(), number.end, number.text[lead.end() :])
    return _without_lead(number) if bracketed and before not in ("(", "、", ",") else number


def _without_lead(number: DocNumber) -> DocNumber:
    lead = _BEFORE_CODE.match(number.text.split("20")[0].split("19")[0])
    cut = lead.end() if lead else 0
    if cut and number.text[cut] in "([{<〔【〖〈《":
        cut = 0
    return DocNumber(number.start + cut, number.end, number.text[cut:])


def _balanced(number: str) -> bool:
    return number.count("(") == number.count(")")
