"""Page furniture: page numbers and running heads, which belong to the page and not to the text.

A line counts only when something beside its own look says so: once alone, the name of a gazette may be a title and a
number the row of a table.
"""

import re
from collections import Counter, defaultdict
from itertools import pairwise

# "—5—", "- 12 -", "·3·", "~7~", "Page 7", "第 5 页 共 9 页": a page number alone on its line.
_PAGE_NUMBER = re.compile(
    r"(?:[-—–·.•~*_|]{1,3}\d{1,4}[-—–·.•~*_|]{1,3}|[Pp]age\d{1,4}(?:of\d{1,4})?|第\d{1,4}页(?:[,、/]?共\d{1,4}页)?)$"
)
# "7/40", behind the address of a page or alone: a browser's page number, when others of as many pages stand above.
_OF_PAGES = re.compile(r"(?:https?://[!-~]{4,200}?)?(\d{1,4})/(\d{1,4})$")
# "7", "(7)", "【7】", "P7": numbers that may count pages.
_COUNT = re.compile(r"(?:[(【\[<]|[Pp]\.?)?(\d{1,4})[)】\]>]?$")
# A rule drawn with dashes, with the star of a red head in it or without.
_RULE = re.compile(r"[—_=~-]{3,}[★☆*]?[—_=~-]*$|[★☆*]$")
_RULE_BEGINS = frozenset("—_=~-★☆*")
_MARK_BEGINS = _RULE_BEGINS | frozenset("-—–·.•~*_|Pp第")  # a rule or a page number
_ISSUE = r"(?:\d{1,4}/\d{4}|\d{4}年第?\d{1,3}[期号]|\d{4}[.·]\d{1,3}|\(?总?第\d{1,4}期\)?)"
_SECTION = r"(?:·[^·]{2,20}·|[^·,。;:]{2,12}(?:文件|任免|选登|公文))"
# "12 / 2023 某市人民政府公报 ·市政府办公室文件·": issue number, name of the gazette, section.
_RUNNING_HEAD = re.compile(
    rf"\d{{0,4}}{_ISSUE}{{0,2}}[|《]?[^,。;:()\d《》|]{{2,24}}(?:公报|政报)》?{_ISSUE}{{0,2}}{_SECTION}?\d{{0,4}}$"
)
_SECTION_HEAD = re.compile(r"·[^·\d]{2,20}·$")
# The head of a table that runs over pages is repeated like a running head, but is wanted.
_TABLE_HEAD = re.compile(r"序号|责任|任务|时限|单位|名称|项目|备注|事项|指标")
_DIGITS = re.compile(r"\d")
# 附件1, 附表二:, alone or before a title: what opens an attachment stands at page tops too, and is wanted.
_ATTACHMENT = re.compile(r"附[件表录图](?![的与和及中所])")

_Groups = defaultdict[str, set[int]]

_HEAD_MAX = 60
_EDGE = 2
_OFTEN = 3
_LONGEST_COUNT = 7
# The lines that a page holds at least and at most; what a page without running heads must hold, and how many of them.
_PAGE_LINES = 15
_PAGE_LINES_MAX = 120
_EVEN_PAGE = 20
_EVEN_RUN = 4


def furniture(lines: list[str], breaks: list[int]) -> set[int]:
    """The numbers of the lines that are furniture.

    `lines`: every line, squeezed and in one width, "" for a blank one. `breaks`: the numbers of the lines that a form
    feed ends.
    """
    filled = [number for number, line in enumerate(lines) if line]
    marked = [number for number in filled if lines[number][0] in _MARK_BEGINS]
    found = {number for number in marked if len(lines[number]) < 20 and _PAGE_NUMBER.match(lines[number])}
    found |= {number for number in marked if lines[number][0] in _RULE_BEGINS and _RULE.match(lines[number])}
    found |= _of_pages(lines, filled)
    found |= _running_heads(lines, filled, found)
    if breaks:
        return found | _at_page_edges(lines, breaks)
    ranks = [rank for rank, number in enumerate(filled) if number in found]
    return found | _beside_page_numbers(lines, filled, ranks) | _counted_pages(lines, filled)


def _of_pages(lines: list[str], filled: list[int]) -> set[int]:
    """Lines that number the pages of one whole: 3/12, 4/12, 5/12."""
    counted: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for number in filled:
        if "/" in lines[number] and "/" in lines[number][-5:] and (match := _OF_PAGES.match(lines[number])):
            counted[match[2]].append((int(match[1]), number))
    whole = [
        pages for total, pages in counted.items() if len(pages) > 1 and _rise(pages) and pages[-1][0] <= int(total)
    ]
    return {number for pages in whole for _, number in pages}


def _rise(pages: list[tuple[int, int]]) -> bool:
    return all(later[0] == earlier[0] + 1 for earlier, later in pairwise(pages))


def _running_heads(lines: list[str], filled: list[int], page_numbers: set[int]) -> set[int]:
    """The heads that name a gazette and come back or stand beside a page number, with bare page numbers beside them."""
    rank, heads = {}, {}
    for i, number in enumerate(filled):
        line = lines[number]
        if len(line) > _HEAD_MAX or not ("报" in line or line[0] == "·"):
            continue
        if _RUNNING_HEAD.match(line) or _SECTION_HEAD.match(line):
            heads[number] = _DIGITS.sub("", line)
            rank[number] = i
    seen = Counter(heads.values())
    found = {
        number
        for number, head in heads.items()
        if seen[head] > 1 or page_numbers.intersection(_neighbours(filled, rank[number]))
    }
    pages = [
        (value, beside)
        for number in sorted(found)
        for beside in _neighbours(filled, rank[number])
        if (value := _page_value(lines[beside])) is not None
    ]
    values = [value for value, _ in pages]
    if len(values) > 1 and all(later > earlier for earlier, later in pairwise(values)):
        found.update(number for _, number in pages)
    return found


def _beside_page_numbers(lines: list[str], filled: list[int], ranks: list[int]) -> set[int]:
    """Lines that stand on the same side of most page numbers, the same but for their digits.

    `ranks`: where the page numbers are among the filled lines.
    """
    page_ranks = set(ranks)
    sides: tuple[_Groups, _Groups] = (defaultdict(set), defaultdict(set))
    for rank in ranks:
        for side, other in zip(sides, (rank - 1, rank + 1), strict=True):
            if 0 <= other < len(filled) and other not in page_ranks:
                _add(side, lines[filled[other]], filled[other])
    return _frequent([group for side in sides for group in side.values()], len(ranks))


def _counted_pages(lines: list[str], filled: list[int]) -> set[int]:
    """Bare numbers that count pages one by one, a page apart, and the running heads beside them.

    The serials of a table count too, but not at the distance of a page, nor beside lines that come back: without such
    lines the distances must be even.
    """
    short = [rank for rank, number in enumerate(filled) if len(lines[number]) <= _LONGEST_COUNT]
    bare = [(rank, value) for rank in short if (value := _page_value(lines[filled[rank]])) is not None]
    beside = Counter(_DIGITS.sub("", lines[other]) for rank, _ in bare for other in _neighbours(filled, rank))
    headed = [
        (rank, value)
        for rank, value in bare
        if any(beside[_DIGITS.sub("", lines[other])] >= _OFTEN for other in _neighbours(filled, rank))
    ]
    found: set[int] = set()
    for run in _runs(headed):
        if heads := _beside_page_numbers(lines, filled, run):
            found |= heads | {filled[rank] for rank in run}
    return found | {filled[rank] for run in _runs(bare) if _is_even(run) for rank in run}


def _is_even(run: list[int]) -> bool:
    """Whether numbers stand as far from each other as those of full pages do."""
    gaps = sorted(later - earlier for earlier, later in pairwise(run))
    middle = gaps[len(gaps) // 2]
    return len(gaps) >= _EVEN_RUN and gaps[0] > _EVEN_PAGE and 3 * gaps[-1] < 4 * middle and 4 * gaps[0] > 3 * middle


def _runs(numbers: list[tuple[int, int]]) -> list[list[int]]:
    """The ranks of numbers that go on by one, each at least a page below the last: only runs of three or more."""
    open_runs: dict[int, list[int]] = {}
    runs: list[list[int]] = []
    for rank, value in numbers:
        run = open_runs.pop(value - 1, None)
        if run is None or not _PAGE_LINES <= rank - run[-1] <= _PAGE_LINES_MAX:
            run = []
            runs.append(run)
        run.append(rank)
        open_runs[value] = run
    return [run for run in runs if len(run) >= _OFTEN]


def _at_page_edges(lines: list[str], breaks: list[int]) -> set[int]:
    """Lines at the top or at the bottom of most pages, and bare numbers there that count the pages."""
    heads: tuple[_Groups, _Groups] = (defaultdict(set), defaultdict(set))
    offsets: defaultdict[int, set[int]] = defaultdict(set)
    starts = [0, *(number + 1 for number in breaks)]
    for page, (start, stop) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True)):
        filled = [number for number in range(start, stop) if lines[number]]
        for side, edge in zip(heads, (filled[:_EDGE], filled[-_EDGE:]), strict=True):
            for number in edge:
                if (value := _page_value(lines[number])) is not None:
                    offsets[value - page].add(number)
                else:
                    _add(side, lines[number], number)
    return _frequent([*(group for side in heads for group in side.values()), *offsets.values()], len(starts))


def _add(groups: _Groups, line: str, number: int) -> None:
    bare = _DIGITS.sub("", line)
    if not 2 <= len(bare) <= 40 or bare == "年月日" or bare[-1] in "。;:,":
        return
    if not _TABLE_HEAD.search(bare) and not _ATTACHMENT.match(bare):
        groups[bare].add(number)


def _frequent(groups: list[set[int]], pages: int) -> set[int]:
    """The members of groups that stand on most pages; left and right pages may differ."""
    often = max(_OFTEN, 2 * pages // 5)
    return {number for group in groups if len(group) >= often for number in group}


def _neighbours(filled: list[int], rank: int) -> list[int]:
    return [filled[i] for i in (rank - 1, rank + 1) if 0 <= i < len(filled)]


def _page_value(line: str) -> int | None:
    """The number of a line that may count pages: 7, (7), 【7】, P7."""
    match = _COUNT.match(line) if len(line) <= _LONGEST_COUNT else None
    return int(match[1]) if match else None
