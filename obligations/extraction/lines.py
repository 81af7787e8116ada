"""Printed lines and what each is at a glance: a date, a release mark, an attachment's heading, a name alone.

Title, number, addressees and signature of a document stand on lines of their own (GB/T 9704-2012 7.2, 7.3): the
gazette is split by reading lines, the text inside them by reading sentences.
"""

import re
from bisect import bisect_left
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from obligations.extraction.dates import DATE, NUMERIC_DATE
from obligations.extraction.doc_numbers import number_at_line_end
from obligations.extraction.pagefacts import LABEL_ENDS, cuts_of, is_fact, is_label
from obligations.extraction.text import SourceText


class Line(NamedTuple):
    """A printed line: squeezed offsets, end exclusive, and its text in one width."""

    start: int
    end: int
    text: str


_BODY_KIND = (
    "人民政府|政府|办公室|办公厅|委员会|委|办|局|厅|部|院|署|行署|公署|管委会|党组|小组|指挥部|总指挥部|专班|中心|"
    "总队|支队|大队|银行|支行|分行|公司|集团|联合会|总工会|工会|协会|学会|处|所|站|会|社|馆|校|学校|大学|学院|医院|"
    "督查室|研究室|参事室|检察院|法院|调查组|工作组|武装部|军分区|警备区|海关|税务总局"
)
# A body's name alone: it ends as bodies' names end and holds no sentence.
_ISSUER = re.compile(rf"[\u3400-\u9fff()、“”·\d-]{{2,60}}(?:{_BODY_KIND})$")
_ISSUER_ENDS = frozenset(kind[-1] for kind in _BODY_KIND.split("|"))
_NO_ISSUER = re.compile(
    r"^(?:附|抄送|主送|联系|单位|部门|成员|组长|责任|牵头|配合|序号|[\d(、])|[:。;]|负责|[与及和、的]$"
)
_SIGNER = re.compile(
    r"(?:代?(?:省|市|县|区|州|盟|旗)长|自治区主席|主席|主任|部长|局长|厅长|署长|行长|总理|会长|委员长)[:]?[\u3400-\u9fff·]{2,12}$"
)
_DATE_LINE = re.compile(
    rf"(?P<issuer>[^,。;:\d《》]{{0,60}}?)\(?(?P<date>{DATE}|{NUMERIC_DATE})\)?(?:\(此件.{{0,20}}\))?$"
)
_RELEASE = re.compile(
    r"\(?(?:此[件文].{0,16}(?:公开|发布|发至.{0,8}|删减.{0,8})|[^,。]{0,8}公开(?:方式|属性|选项):.{2,8})\)?$"
)
_IMPRINT = re.compile(
    rf"(?:抄[送报]|主送机关|分送|印发范围|编辑|主办|主管|责任校对|本刊地址):|.{{0,40}}{DATE}印(?:发|制)$|.*共印\d+份"
)
_ATTACHMENT = re.compile(r"附(?:件|表|录|图)[\d一二三四五六七八九十]{0,3}(?:$|[:.、]|-\d)|\(附(?:件|表)|附:")
_NUMBERED = re.compile(
    r"第[\d一二三四五六七八九十百]{1,5}[章节条编]|[一二三四五六七八九十]{1,3}[、.]|\([\d一二三四五六七八九十]{1,3}\)|\d{1,2}[、.](?!\d)|[①-⑳]"
)
_SENTENCE = re.compile(r"。|[;:!?]$")
_REGISTER = re.compile(r"[A-Z]{2,10}[-—]?(?:\d{2,4}[-—]?)?\d[A-Z\d—-]{2,16}$|(?:登记|备案)号:?.{4,30}$")
_SECTION = re.compile(
    r"(?:\d{1,3}[./])?(?:关于)?(?:《[^《》]{4,80}》的?|[\u3400-\u9fff\d]{0,24})"
    r"(?:大事记|政务纪事|政策解读|文件解读|解读材料|(?<=》)解读|(?<=》的)解读)(?:\([^()]{2,30}\)|[\d年月—-]{4,20})?$"
)
# A row of a contents page: a title, dots that lead the eye, a page.
_LEADER = re.compile(r".{0,80}?(?:…{2,}|[.·．]{4,}|/)\(?\d{0,3}\)?$|目录$")
# 云政办发 / 〔2024〕12号, 云政办发〔2024〕 / 12号: a document's number broken over two lines.
_NUMBER_BEGINS = re.compile(
    r"\(?[\u3400-\u9fff]{2,16}(?<!纪要)(?<!公告)(?<!通告)(?<!令)(?:[(\[{<〔【〖〈《](?:19|20)\d{2}[)\]}>〕】〗〉》])?$"
)
_NUMBER_ENDS = re.compile(r"(?:[(\[{<〔【〖〈《](?:19|20)\d{2}[)\]}>〕】〗〉》])?第?\d{1,5}号\)?$")
_YEAR_IN_NUMBER = re.compile(r"[(\[{<〔【〖〈《](?:19|20)\d{2}[)\]}>〕】〗〉》]")
_COLON = re.compile(":")
_OPENED = {")": "(", "》": "《", "]": "[", "〕": "〔", "】": "【"}
_LEADER_ENDS = ("录", "…", ".", "·", ")", *"0123456789")
_DAY_ENDS = frozenset("日)0123456789")
_PAGE = re.compile(r"[-—·(]*\d{1,4}[-—·)]*$")
_MASTHEAD = re.compile(r"[\u3400-\u9fff()]{2,40}(?:文件|发电)$")
_CONTACT = re.compile(
    r"\(?(?:\W?(?:编者)?注|联系(?:人|电话|方式|单位)|咨询电话|监督电话|举报电话|出席|列席|参加|请假|记录|抄送|报送|主送)(?:人员)?:"
)
_CONTACT_COLON = 12  # no such label is longer
_RANK = re.compile(r"(?:特急|加急|特提|平急|急件|机密|秘密|绝密)|[★☆].*|000\d{3}$|签发人:?[\u3400-\u9fff·、]{2,30}$")


def printed_lines(source: SourceText) -> list[Line]:
    """All printed lines, in order; a number broken over two lines is one line, a grid's row of facts several."""
    text = source.text
    spans = _cut_at_facts(source)
    lines = list(map(_line, [(start, end, text[start:end]) for start, end in spans]))
    joined: list[Line] = []
    done = 0
    for at in [at for at, (start, end) in enumerate(spans) if text[end - 1] in "号)" or end - start == 1]:
        joined += lines[done:at]
        done = at
        if joined and _completes(joined[-1].text, lines[at].text):
            above = joined.pop()
            joined.append(Line(above.start, lines[at].end, above.text + lines[at].text))
            done = at + 1
    return joined + lines[done:]


# Thousands are made: a named tuple from a plain one, without a call of Python's.
_line = partial(tuple.__new__, Line)


def _cut_at_facts(source: SourceText) -> list[tuple[int, int]]:
    """The spans of all printed lines, a grid's row of facts cut into them."""
    printed = source.lines(0, len(source))
    spans: list[tuple[int, int]] = []
    done = 0
    for start in sorted(_labelled(source)):
        at = bisect_left(printed, (start,))
        spans += printed[done:at]
        spans += _facts(source, *printed[at])
        done = at + 1
    return spans + printed[done:]


def _labelled(source: SourceText) -> set[int]:
    """The starts of the lines that may hold a label: what it ends in, and a colon or a gap behind it."""
    text = source.text
    ends = [*source.run_starts(), *(colon.start() for colon in _COLON.finditer(text)), len(text)]
    return {source.line_span(end - 1)[0] for end in ends if text[end - 2 : end] in LABEL_ENDS and end > 1}


def _facts(source: SourceText, start: int, end: int) -> list[tuple[int, int]]:
    if source.text.find(":", start, end) < 0 and not source.holds_gap(start, end):
        return [(start, end)]
    cuts = cuts_of(source.text[start:end], lambda at: bool(source.raw_gap(start + at)))
    return list(pairwise([start, *(start + cut for cut in cuts), end])) if cuts else [(start, end)]


def _completes(above: str, line: str) -> bool:
    """Whether a line is the rest of the one above: the end of a document's number, or a bracket alone."""
    if len(line) == 1:
        return line in ")》]〕】" and _OPENED[line] in above
    if not line.endswith(("号", "号)")) or len(line) > 24:
        return False
    if line.endswith(")") and above.count("(") > above.count(")"):
        return number_at_line_end(above + line) is not None
    return bool(_NUMBER_BEGINS.match(above) and _NUMBER_ENDS.match(line) and _YEAR_IN_NUMBER.search(above + line))


def dated(line: str) -> re.Match[str] | None:
    """A line that holds a day (group `date`) and at most a body's name before it (group `issuer`)."""
    return _DATE_LINE.match(line) if line[-1:] in _DAY_ENDS else None


def is_issuer(line: str) -> bool:
    """Whether the line is the name of a body, or of several, and nothing else."""
    return line[-1:] in _ISSUER_ENDS and _ISSUER.match(line) is not None and _NO_ISSUER.search(line) is None


def is_signer(line: str) -> bool:
    """Whether the line is an office and a person's name: 市长 张三."""
    return _SIGNER.match(line) is not None


def is_release(line: str) -> bool:
    """(此件公开发布), 公开属性:主动公开."""
    return ("此" in line or "公开" in line) and _RELEASE.match(line) is not None


def is_imprint(line: str) -> bool:
    """A line of the 版记 or the colophon: 抄送:…, …2023年12月16日印发."""
    return _IMPRINT.match(line) is not None


def is_contact(line: str) -> bool:
    """A line below the text: whom to call, who was present, the editor's note (联系人:…, 出席:…, 编者注:…)."""
    return line.find(":", 0, _CONTACT_COLON) >= 0 and _CONTACT.match(line) is not None


def is_attachment(line: str) -> bool:
    """The heading of an attachment or of their list: 附件1, 附件:…"""
    return line.startswith(("附", "(附")) and _ATTACHMENT.match(line) is not None


def is_masthead(line: str) -> bool:
    """The red head of a document: 云河市人民政府办公室文件."""
    return _MASTHEAD.match(line) is not None


def is_beside_number(line: str) -> bool:
    """What may stand between a title and its number: a register number, a rank, a date in brackets, a page's facts."""
    return bool(
        _REGISTER.match(line) or _RANK.match(line) or (line.startswith("(") and _DATE_LINE.match(line)) or is_fact(line)
    )


def is_other_section(line: str) -> bool:
    """The heading of a gazette's section without directives: 云河市人民政府大事记(2024年3月)."""
    return ("事" in line or "解读" in line) and _SECTION.match(line) is not None


def names_other_section(source: SourceText) -> bool:
    """Whether the text may hold a line for which `is_other_section` is true at all: a look at the whole is cheaper."""
    return any(word in source.text for word in ("大事记", "政务纪事", "解读"))


def is_contents_row(line: str) -> bool:
    """A row of a contents page, …的通知……(12), or the word 目录 above it."""
    return line.endswith(_LEADER_ENDS) and _LEADER.match(line) is not None


def is_page_number(line: str) -> bool:
    return _PAGE.match(line) is not None


def closes_text(line: str) -> bool:
    """Whether no title can run through this line: it ends or holds a sentence, or is a mark between two texts."""
    return (
        len(line) == 1
        or len(line) > 80
        or _SENTENCE.search(line) is not None
        or _NUMBERED.match(line) is not None
        or is_release(line)
        or is_imprint(line)
        or is_attachment(line)
        or dated(line) is not None
        or is_page_number(line)
        or is_contents_row(line)
        or is_fact(line)
        or is_label(line)
        or is_contact(line)
    )
