"""Limits without a date (长期坚持, 立即启动, 汛期前): kept as printed, so that a person can set one.

They stand where a limit stands: behind a label, alone in a bracket or a cell, or bound to an event whose day no
calendar knows. 及时 and 定期 in running text say how, not by when, and are left alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from obligations.extraction.deadlines.deeds import deed_at
from obligations.extraction.deadlines.moments import CLOCK
from obligations.extraction.deadlines.scene import in_book_title, sentence_start
from obligations.extraction.deadlines.seasons import AFTER_EVENT, BEFORE_EVENT, DURING_EVENT, END_OF_TERM, EVENT_HINT
from obligations.extraction.findings import DeadlineFinding, VagueTime
from obligations.extraction.orders import DEED
from obligations.extraction.text import SourceText

Span = tuple[int, int]

_DEED = (
    r"(?:(?:坚持|推进|推动|实施|开展|启动|整改|落实|执行|完成|加强|抓好|深化|巩固|提升|优化|办理|更新|报送|到位|保持|组织"
    r"|用力|长效|管理|任务|工作|见效|发力|改进|治理|监管|关注)(?!措施|目标|单位|部门|责任|要求:))"
)
SEASON = (
    r"今冬明春|本世纪中叶|本届(?:市|县|区|省)?(?:政府|党委)?(?:任期)?(?:末|内|届满前?|结束前?)"
    r"|[寒暑](?:假|期)(?:期间)?(?=[,集开组进实完对])"
    r"|岁末年初|分[两二三四五2-6](?:年|个?年度|批次?|期)(?:分步|逐步|有序)?(?:实施|完成|推进|建设|改造|落实|到位|建成)(?![的、和])"
)
# A deed that is done once: a supervisor would want to know by when.
_ONCE = r"(?:完成|启动|出台|制定|印发|召开|开工|建成|报送|上报|办结|投[入用产运]|销号|拿出|到位)"
SOON = rf"(?:(?<![远中长和及、])近期内?|尽快|尽早)(?=[^,。;:、的]{{0,12}}?{_ONCE}(?![^,。;]{{0,4}}的))"
# What fills a label's value, a bracket or a cell.
WORD = (
    r"(?:(?:立即|马上|长期|持续|常态化?|常年|全年|经常性|同步|随时|实时|逐步|适时|尽快|及时|近期|即时|稳步|有序|不间断|一直)"
    rf"(?:性|地|并)?{_DEED}{{0,2}}|即知即改|立行立改|即查即改|边[查学]边改|立知立改|立整立改|立即|长效机制"
    rf"|分(?:阶段|步骤?|期|批次?|年度?|[二两三四五2-5]年)(?:分步)?{_DEED}?"
    rf"|按(?:照)?(?:序时|时序|工程|时间|计划|要求|上级|国家|省|市|合同|实际|相关)[^,。;:()、]{{0,8}}?(?:进度|节点|要求|安排|计划|部署|规定|约定)"
    rf"{_DEED}?|根据[^,。;:()、]{{2,10}}(?:确定|安排|需要|要求|{_DEED})|待定|另行(?:通知|确定)|无|{BEFORE_EVENT}{_DEED}?|{SEASON})"
)
WORDS = rf"{WORD}(?:[,、;]?{WORD}){{0,3}}"
LABEL = re.compile(r"(?:时限|期限|时间|节点)(?:要求|安排)?[为是]?:")
VALUE = re.compile(WORDS)
# What may stand before such words in a bracket, and the words with the bracket's end.
OPENS = re.compile(r"[(,;、]")
BRACKET = re.compile(rf"{WORDS}(?=\))")
# What the words begin with that name no event; those that do hold 前.
WORD_BEGINS = frozenset("立马长持常全经同随实逐适尽及近即稳有不一边分按根待另无今本寒暑岁")
# A cell says something; 无, — and numbers do not.
SAYS = re.compile(r"[\u4e00-\u9fff]{2}")
LONGEST_CELL = 30
# What every limit in running text holds: looked for first, since that is fast.
# An hour of a day that nothing names: 下午5时前, 今日17:00前. What stands before it in the sentence may name every day.
OF_DAY = rf"(?:(?:[当今明次即]日|[今明当]天)的?)?{CLOCK}[之以]?前(?!不得|禁止|后)"
EVERY_DAY = re.compile(r"每|逐|日报|期间")
HINT = re.compile(
    rf"{EVENT_HINT}|前(?<=[时点整半分班之以\d]前)(?<!\d[日号]前)|近期|尽快|尽早|今冬|世纪|本届|寒|暑|岁末|分[两二三四五2-6]"
)
# 水利工程汛前检查 is the name of a check: before a limit stands a mark, a preposition, a modal or a unit.
STANDS_FREE = r"(?:\A|(?<=[,。;:、()”》\d在于到至要应须当需将前并每保争局委办厅府处市区县镇乡年部院校位业司心]))"
RUNNING = re.compile(
    rf"{STANDS_FREE}(?:{BEFORE_EVENT}|{AFTER_EVENT}|{DURING_EVENT}|{END_OF_TERM}|(?P<hour>{OF_DAY}))|{SEASON}|{SOON}"
)
# How far before its end a limit in running text may begin.
LONGEST_LIMIT = 32
# What may stand between a label and the words, and between two dates of one limit.
NEAR = 2
STATE = re.compile(r"^[^,。;:]{0,12}(?:已|完毕的)|^的")
# 分三年实施 holds its deed itself.
IN_PARTS = re.compile("分")
UNMET = re.compile(r"(?:未|没有|逾期|不能|拒不|尚未)[^,。;:]{0,8}$")
REACH = 40


def find_vague(
    source: SourceText, start: int, end: int, found: Sequence[DeadlineFinding], title: str
) -> list[VagueTime]:
    """The limits without a date of the passage [start, end), in text order, clear of the deadlines `found` in it.

    `title` is what a limit is about that stands apart from its deed.
    """
    text = source.text
    taken: list[Span] = [(one.start, one.end) for one in found]
    kept: list[VagueTime] = []
    for first, last, stands_apart in sorted(_candidates(text, start, end)):
        if any(first < b + NEAR and last > a - NEAR for a, b in taken):
            continue
        what = title if stands_apart else deed_at(source, first, last, end, sentence_start(text, start, first))
        kept.append(VagueTime(first, last, source.verbatim[first:last], what))
        taken.append((first, last))
    return kept


def labelled_limits(source: SourceText, start: int, end: int) -> list[VagueTime]:
    """The limits without a date that stand apart from any deed, behind a label or alone in a bracket."""
    apart = sorted({*_behind_labels(source.text, start, end), *_in_brackets(source.text, start, end)})
    return [VagueTime(first, last, source.verbatim[first:last], "") for first, last, _ in apart]


def vague_cells(
    source: SourceText, cells: Iterable[Span], found: Sequence[DeadlineFinding], title: str
) -> list[VagueTime]:
    """The cells of a column for limits that hold words and no deadline of `found`, whatever the words are."""
    kept = []
    for start, end in cells:
        dated = any(start <= one.start < end for one in found)
        if not dated and end - start <= LONGEST_CELL and SAYS.search(source.text, start, end):
            kept.append(VagueTime(start, end, source.verbatim[start:end], title))
    return kept


def _candidates(text: str, start: int, end: int) -> list[tuple[int, int, bool]]:
    """Start, end, and whether the words stand apart from their deed."""
    found: list[tuple[int, int, bool]] = []
    if text.find(":", start, end) >= 0:
        found += _behind_labels(text, start, end)
    if text.find(")", start, end) >= 0:
        found += _in_brackets(text, start, end)
    floor = start
    for hint in HINT.finditer(text, start, end):
        if hint.start() < floor:
            continue
        match = RUNNING.search(text, max(floor, hint.start() - LONGEST_LIMIT), min(end, hint.end() + LONGEST_LIMIT))
        if match and match.start() <= hint.start():
            floor = match.end()
            daily = match["hour"] and EVERY_DAY.search(text, sentence_start(text, start, match.start()), match.start())
            if not daily and _binds(text, start, end, match.start(), match.end()):
                found.append((match.start(), match.end(), False))
    return found


def _behind_labels(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    for label in LABEL.finditer(text, start, end):
        value = VALUE.match(text, label.end(), end)
        if value and value.group() != "无":
            yield value.start(), value.end(), True


def _in_brackets(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    floor = start
    close = text.find(")", start, end)
    while close >= 0:
        # no such words hold a bracket: what stands before the last one is passed over
        for mark in OPENS.finditer(text, max(floor, text.rfind("(", floor, close)), close):
            begin = mark.end()
            if begin < floor or not (text[begin] in WORD_BEGINS or text.find("前", begin, close) >= 0):
                continue
            words = BRACKET.match(text, begin, end)
            if words and words.group() != "无":
                floor = words.end()
                yield words.start(), words.end(), True
        floor = max(floor, close)
        close = text.find(")", close + 1, end)


def _binds(text: str, low: int, high: int, start: int, end: int) -> bool:
    """Whether a deed is to be done by then: 汛期前完成加固, not 汛期前的降雨 nor 汛期前已完成."""
    after = text[end : min(high, end + REACH)]
    if STATE.match(after) or UNMET.search(text, max(low, start - 12), start) or in_book_title(text, start):
        return False
    clause = re.split(r"[。;]", after, maxsplit=1)[0]
    ordered = start > low and text[start - 1] in "要应须于在" and len(clause) > 1
    return ordered or bool(DEED.search(clause)) or bool(IN_PARTS.match(text, start, end))
