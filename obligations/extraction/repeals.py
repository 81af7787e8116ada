"""Which document numbers a directive repeals (废止, 停止执行, 失效), as against those it only cites."""

import re

from obligations.extraction.doc_numbers import cited_numbers, number_key

_VERB = re.compile(r"废止|停止执行|停止施行|停止实施|不再执行|终止执行|失效|作废")
_NOT_NOW = re.compile(
    r"(?:未|已|已经|被|已被|已于.{4,16}|是否|拟|需要?|应当?|建议|提出|另行)(?:予以|宣布|明确|同时|自行|自动)?$"
)
_CONDITION = re.compile(r"(?:的(?!决定|通知|公告|文件)|前|后的|或者?|、修改|和修改|了|工作|程序|情形|标准|手续)")
_FORWARD = re.compile(
    r"原?(?:\d{4}年[^《。;]{0,50})?(?:下列|以下|如下|[一二三四五六七八九十百\d]{1,4}[件个]|[\u3400-\u9fff]{0,30}?《)"
)
_BASIS = re.compile(r"(?:(?:现)?(?:根据|按照|依据|依照|遵照)|为|按|参照|与|经研究|凡|此前|经)")
_PARTIAL = re.compile(
    r"\)?》?\)?(?:中|里|附[件表](?!\d{0,2}[^,。;:《]{0,20}(?:目录|清单|名单|废止|失效|有效))|部分|有关|相关|[^《]{0,6}第[\d一二三四五六七八九十百、至和]+[条款项章])"
)
# 下列文件同时废止:(一)…;(二)…
_LISTED = re.compile(r"(?:下列|以下|如下)[^。;]{0,30}$")
# 附件所列文件同时废止: the numbers stand in an annex that says so.
_ANNEXED = re.compile(r"附[件表]\d{0,2}[^。,;:《]{0,16}$")
_ANNEX = re.compile(r"附[件表]\d{0,2}[:.]?[^。,;:《》]{0,30}?(?:废止|失效)[^。,;:《》]{0,24}?(?:目录|清单|名单|一览表)")
_REPEALING_TITLE = re.compile(r"废止|失效|清理(?:结果|意见)")
_MAX = 900


def find_repeals(text: str, verbatim: str, start: int, end: int, title: str, own_number: str) -> list[str]:
    """The repealed numbers, as printed, in text order, each once.

    A directive whose title says that it repeals (关于废止…的决定) repeals the numbers of its lists, any other only
    those of the sentence that says so.
    """
    found: dict[str, None] = {}
    own = number_key(own_number)
    listing = _REPEALING_TITLE.search(title) is not None
    annexed = False
    verbs = list(_VERB.finditer(text, start, end))
    bounds = [start, *(verb.end() for verb in verbs)]
    for previous, verb, following in zip(bounds, verbs, [*verbs[1:], None], strict=False):
        if _NOT_NOW.search(text, max(start, verb.start() - 24), verb.start()):
            continue
        if _CONDITION.match(text, verb.end(), end):
            continue
        if _FORWARD.match(text, verb.end(), end):
            stop = end if listing else _until(text, verb.end(), following.start() if following else end)
            spans = [(verb.end(), stop)]
        elif text.startswith(":", verb.end()) and _LISTED.search(text, max(start, verb.start() - 40), verb.start()):
            stop = _until(text, verb.end(), following.start() if following else end)
            spans = [(verb.end(), stop)]
        elif _ANNEXED.search(text, max(start, verb.start() - 24), verb.start()):
            # one annex for all the sentences that point to it
            spans = [] if annexed else _annex(text, verb.end(), end)
            annexed = True
        else:
            spans = _clauses_before(text, previous, verb.start())
        for a, b in spans:
            for number in cited_numbers(text, a, b):
                printed = verbatim[number.start : number.end]
                name = number.text if len(number.text) > len(printed) else printed
                if number_key(name) != own and not _PARTIAL.match(text, number.end, b):
                    found.setdefault(name)
        if listing and spans[:1] == [(verb.end(), end)]:
            break
    return _each_once(found)


def _clauses_before(text: str, start: int, at: int) -> list[tuple[int, int]]:
    """The clauses of the sentence before a verb, without those that only name the basis."""
    begin = max(start, at - _MAX)
    begin = max(begin, text.rfind("。", begin, at) + 1)
    if text.find("号", begin, at) < 0:
        return []
    return [(a, b) for a, b in _clauses(text, begin, at) if not _BASIS.match(text, a, b) and b > a]


def _annex(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The annex that lists what is repealed, from its heading on."""
    headings = list(_ANNEX.finditer(text, start, end))
    return [(headings[-1].end(), end)] if headings else []


def _until(text: str, start: int, end: int) -> int:
    end = min(end, start + _MAX)
    stop = text.find("。", start, end)
    return stop if stop >= 0 else end


def _clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts between commas and semicolons that stand outside titles and brackets."""
    spans, depth, begin = [], 0, start
    for at in range(start, end):
        sign = text[at]
        if sign in "《(〈":
            depth += 1
        elif sign in "》)〉":
            depth = max(0, depth - 1)
        elif sign in ",;" and depth == 0:
            spans.append((begin, at))
            begin = at + 1
    return [*spans, (begin, end)]


def _each_once(names: dict[str, None]) -> list[str]:
    keyed: dict[str, str] = {}
    for name in names:
        keyed.setdefault(number_key(name), name)
    return list(keyed.values())
