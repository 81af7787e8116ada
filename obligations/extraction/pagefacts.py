"""The table of facts above a document on a web page: 索引号, 发文机关, 成文日期, 标题, 发文字号 …

Sites print it as a grid: two facts on a line, a label and its value on two lines, with and without colons.
"""

import re
from collections.abc import Callable

from obligations.extraction.dates import DATE, NUMERIC_DATE

_DAYS = r"(?:成文|发文|制发|签发|印发|生成|发布|公布|公开|更新|实施|施行|生效|失效|废止)(?:日期|时间)"
_BODIES = r"(?:发文|制发|发布|公开|制定)(?:机关|机构|单位|部门)"
_NUMBERS = r"(?:发文字号|发文文号|文件编号|文件字号|公文字号|文件文号|文号)"
_NAMES = r"(?:文件|信息|公文)?(?:标题|名称)"
_OTHERS = (
    r"(?:信息)?索[引取]号|(?:主题|信息|体裁|公文|组配|主题词)分类|公文种类|文种|(?:信息)?来源|统一(?:登记|编)号|规范性文件编号|"
    r"(?:是否)?有效性?|效力状态|文件状态|时效性?|主题词|关键词|(?:信息)?公开(?:方式|形式|属性|范围|选项|类别)|服务对象|"
    r"(?:浏览|访问|阅读|点击)(?:次数|数|量)?|字体(?:大小)?|作者|(?:责任)?编辑|审核|分享(?:到)?|打印"
)
# What any of them begins with is looked at first, for speed.
_FIRSTS = "主体作信公关分制印发名失字实审废成打效文施时是更有服来标浏点生签索组统编规访责阅"
_LABEL = re.compile(rf"(?=[{_FIRSTS}])(?:{_DAYS}|{_BODIES}|{_NUMBERS}|{_NAMES}|{_OTHERS})(?P<colon>:)?")
_OTHER = re.compile(_OTHERS)
_ALONE = re.compile(rf"\W?(?:{_DAYS}|{_BODIES}|{_NUMBERS}|{_NAMES}|{_OTHERS}):?$")
_FACT = re.compile(rf"[^。,:]{{0,12}}?(?:{_DAYS}|{_OTHERS}):|【?字[体号]:|【?(?:打印|关闭)|分享到?:?$")
_FACT_COLON = 24  # no such label is longer, with what may stand before it
_FACT_BEGINS = frozenset("【打关分")  # those without a colon
_NAME_LABEL = re.compile(rf"\W?{_NAMES}:?$")
_DAY = re.compile(rf"(?:成文|发文|制发|签发|印发|生成|发布)日期:?(?P<day>{DATE}|{NUMERIC_DATE})")
_BODY = re.compile(r"\W?(?:发文|制发|发布)(?:机关|机构|单位):?(?P<issuer>[\u3400-\u9fff()、]{2,60})$")
_BARE = re.compile(r"\W?(?:(?:成文|发文|制发|签发|印发|生成|发布)日期|(?:发文|制发|发布)(?:机关|机构|单位)):?$")
# What labels end in: looked for first, since that is fast.
LABEL_ENDS = frozenset(
    """
    日期 时间 机关 机构 单位 部门 字号 文号 编号 引号 取号 标题 名称 分类 种类 来源 有效 时效 效性 状态 题词 键词 方式
    形式 属性 范围 选项 类别 对象 次数 览数 览量 问数 问量 读数 读量 击数 击量 浏览 访问 阅读 点击 字体 大小 作者 编辑
    审核 分享 享到 打印
    """.split()  # noqa: SIM905 - a word list reads better in lines
)


def is_fact(line: str) -> bool:
    """Whether a line holds facts about a page, and no text of the document: 发布时间:…, 来源:…, 【字体:大中小】."""
    if len(line) > 120 or (line.find(":", 0, _FACT_COLON) < 0 and line[:1] not in _FACT_BEGINS):
        return False
    return _FACT.match(line) is not None


def is_label(line: str) -> bool:
    """Whether a label is all that the line holds: its value stands on the next one."""
    return len(line) <= 10 and _ALONE.match(line) is not None


def is_name_label(line: str) -> bool:
    """Whether the line is the label of the title: 标题."""
    return len(line) <= 8 and _NAME_LABEL.match(line) is not None


def cuts_of(line: str, set_off: Callable[[int], bool]) -> list[int]:
    """The offsets at which a grid's line falls into facts: before each label, and behind that of the title.

    `set_off` tells whether a gap is printed before an offset of the line; a label without a colon needs one on both
    sides.
    """
    if len(line) > 240:
        return []
    cuts: list[int] = []
    for match in _LABEL.finditer(line):
        start, end = match.span()
        if not match["colon"] and not ((start == 0 or set_off(start)) and set_off(end)):
            continue
        cuts.append(start)
        if is_name_label(match.group()) or (not match["colon"] and _OTHER.fullmatch(match.group())):
            cuts.append(end)
    return [cut for cut in dict.fromkeys(cuts) if 0 < cut < len(line)]


def labelled_day(text: str) -> re.Match[str] | None:
    """成文日期:2024年3月8日 anywhere in the text (group `day`)."""
    return _DAY.search(text)


def labelled_issuer(text: str) -> re.Match[str] | None:
    """发文机关:云河市人民政府 as the whole text (group `issuer`)."""
    return _BODY.match(text)


def is_bare_label(text: str) -> bool:
    """Whether the value of a day's or an issuer's label stands on the next line."""
    return _BARE.match(text) is not None
