"""To whom a directive is sent (主送机关): the line that ends with a colon under the title, as a list of names."""

import re

from obligations.extraction.lines import Line, is_attachment

_MAX_LINES = 12
_MAX_CHARS = 500
_SENTENCE = re.compile(
    r"[。!?《]|^(?:为|根据|按照|依据|现将|经|近年|近日|目前|当前|附|联系|一、|第|特此|关于|[\d(])|如下$|通知$|以下$|事项|要求$|决定$|是$"
)
_NAME_END = re.compile(
    r"(?:政府|局|委|办|厅|部|会|院|校|所|处|站|室|司|行|署|社|团|组|县|市|区|州|盟|旗|镇|乡|街道|省|单位|部门|机构|企业|公司|集团|"
    r"机关|团体|学校|中心|同志|科室|院校|幼儿园|医院|高校|银行|队|人|户|者|分局|工区|园区|开发区|新区|处室|办事处|各)"
    r"(?:\([^()]{1,20}\))?$"
)
# A place without a body: what follows the last place of the list is given back to it.
_PLACE = re.compile(r"[\u3400-\u9fff]{1,12}(?:县|市|区|旗|州|盟|镇|乡|街道|开发区|新区|园区)$")
_PLACE_AND_BODY = re.compile(
    r"[\u3400-\u9fff]{1,10}?(?:开发区|新区|园区|县|市|区|旗|州|盟|镇|乡|街道)(?P<body>[\u3400-\u9fff]{1,14})$"
)
# 各县、市、区人民政府: levels share one 各 and one body, so the group is one name.
_LEVEL = r"(?:省|自治县|自治州|自治区|直辖市|县|市|区|旗|州|盟|镇|乡|室|委|办|局|科|处|部|厅)"
_GROUP_HEAD = re.compile(rf"(?:[\u3400-\u9fff]{{0,8}}各|有关|相关){_LEVEL}$")
_GROUP_MIDDLE = re.compile(rf"(?:{_LEVEL}|计划单列市|新疆生产建设兵团|副省级城市)$")
_GROUP_TAIL = re.compile(rf"(?:{_LEVEL}(?!直)|直属|计划单列市|新疆生产建设兵团|副省级城市)[\u3400-\u9fff()、]+$")
_GENERIC = re.compile(r"各|有关|相关")
_PLACES = re.compile(r"各(?:县|市|区|旗|、|\((?:县|市|区|旗|、)+\))+(?=[\u3400-\u9fff]{1,12}(?:局|委|办|厅|委员会)$)")
_BARE_BODY = re.compile(r"(?![省市县区州盟旗各]|有关|委直)[\u3400-\u9fff]{1,14}(?:局|委|办|厅|委员会)$")


def find_addressees(lines: list[Line], first: int, stop: int, verbatim: str) -> tuple[list[str], int]:
    """The names on the lines from number `first` on, and the squeezed offset just after their colon.

    Without addressees: no names, and the offset of the first line. `stop`: no line from this number on is read.
    """
    if first >= min(stop, len(lines)):
        return [], lines[-1].end if lines else 0
    start = lines[first].start
    joined = ""
    for line in lines[first : min(stop, first + _MAX_LINES)]:
        if is_attachment(line.text) or len(joined) > _MAX_CHARS:
            break
        before, colon, _ = line.text.partition(":")
        joined += before
        if _SENTENCE.search(joined):
            break
        if colon:
            names = split_names(verbatim[start : start + len(joined)], joined)
            if names and all(_NAME_END.search(name.replace("（", "(").replace("）", ")")) for name in names):
                return names, start + len(joined) + 1
            break
    return [], start


def split_names(printed: str, text: str) -> list[str]:
    """The names of a list, as printed, a shared ending given back: 清源区、白石县人民政府 → two governments.

    `text`: the same characters in one width. A group (各县、市、区人民政府) stays whole.
    """
    names: list[str] = []
    for start, end in _parts(text.replace(";", ","), ","):
        spans = [(start + a, start + b) for a, b in _parts(text[start:end], "、")]
        pieces = _grouped([(printed[a:b], text[a:b]) for a, b in spans])
        names += _with_shared_ending(_with_shared_beginning(pieces))
    return [name for name in names if name]


def _with_shared_ending(pieces: list[tuple[str, str]]) -> list[str]:
    """清源区、白石县人民政府: the places without a body take the body that follows."""
    names: list[str] = []
    body = ""
    for printed, text in reversed(pieces):
        if body and _PLACE.match(text) and not _GENERIC.match(text):
            names.append(printed + body)
            continue
        match = _PLACE_AND_BODY.match(text)
        body = printed[match.start("body") :] if match else ""
        names.append(printed)
    return names[::-1]


def _with_shared_beginning(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """各县(市、区)财政局、审计局: bare names of departments are those of the places before them."""
    found: list[tuple[str, str]] = []
    lead = ("", "")
    for printed, text in pieces:
        if match := _PLACES.match(text):
            lead = (printed[: match.end()], match[0])
        elif not _BARE_BODY.match(text):
            lead = ("", "")
        found.append((printed, text) if match else (lead[0] + printed, lead[1] + text))
    return found


def _grouped(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The pieces, those of one group (各县、市、区人民政府) put together again."""
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(pieces):
        end = at + 1
        if _GROUP_HEAD.match(pieces[at][1]):
            while end < len(pieces) and _GROUP_MIDDLE.match(pieces[end][1]):
                end += 1
            if end < len(pieces) and _GROUP_TAIL.match(pieces[end][1]):
                end += 1
        group = pieces[at:end]
        found.append(("、".join(printed for printed, _ in group), "、".join(text for _, text in group)))
        at = end
    return found


def _parts(text: str, mark: str) -> list[tuple[int, int]]:
    """The spans between the marks that stand outside brackets."""
    spans, depth, start = [], 0, 0
    for at, sign in enumerate(text):
        if sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
        elif sign == mark and depth <= 0:
            spans.append((start, at))
            start = at + 1
    return [*spans, (start, len(text))]
