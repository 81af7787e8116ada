"""Columns of tables by their heads: number, task, who in which role, by when, target of a year, person, remark."""

import re
from dataclasses import dataclass
from enum import IntEnum, auto

from obligations.extraction.clauses import FIRST_LEADS
from obligations.extraction.findings import Role

Span = tuple[int, int]


class Kind(IntEnum):
    NUMBER = auto()
    HEADING = auto()  # 类别, 领域: what the rows have in common
    TASK = auto()
    UNITS = auto()
    DATE = auto()
    PERIOD = auto()  # 2026年, 一季度: the head is the date, the cell says what is reached by then
    PERSON = auto()
    REMARK = auto()


@dataclass(frozen=True, slots=True)
class Column:
    """`role` only for UNITS; `head` is where a PERIOD prints its date, `when` that date in one width.

    `bare`: its head says 部门 or 单位 without a role; it counts where its cells are bodies (`units_hold`).
    `sections`: its units are sections of one bureau. `first_leads`: the first unit of a cell leads.
    `note`: its head is 备注; what a cell orders or dates belongs to its row.
    """

    kind: Kind
    role: Role | None = None
    head: Span = (0, 0)
    when: str = ""
    sections: bool = False
    first_leads: bool = False
    bare: bool = False
    note: bool = False


BODIES = r"(?:部门|单位|主体|机构|[处科股]室|地区|县(?:\(?市?、?区?\)?)|市区|区县|乡镇|镇街|街道|企业|股室|厅局|局|方$)"
LINK = r"(?:[及和与、/()]|责任|落实|实施|牵头|配合|主要|承办|协办|完成|相关|有关|直接|具体|主体)*"
ROLE_HEAD = re.compile(
    rf"(?:(?P<lead>总?牵头|主办|第一责任|首要责任|主抓)|(?P<support>配合|协助|协办|协同|参与|参加|会办|支持)"
    rf"|(?P<responsible>责任|承办|实施|落实|主责|完成|负责|执行|承担|主管|办理|整改|推进|组织(?!局)|建设(?!局)|具体))"
    rf"{LINK}{BODIES}|^(?:(?P<lead2>总?牵头|主办)|(?P<support2>配合|协办|协助)|(?P<responsible2>责任|承办|主责))$"
)
BOTH_ROLES = re.compile(r"(?:牵头|主办).{0,4}[及和与、/].{0,2}(?:配合|协办|协助|参与|参加|责任)")
SECTIONS = re.compile(r"[处科股]室")
PERSON_HEAD = re.compile(
    r"领导|人员$|(?<!法)人(?:及|和|、|姓名|签字|电话|$)|电话|联系方式|联络员|姓名|职务|签[字名]|班长|组长"
)
DATE_HEAD = re.compile(
    r"时限|(?:时间|日期|期限)(?!段)|时间?节点|时序|工期|(?:进度|阶段)(?:安排|要求|计划|节点)|序时进度|时间进度|何时"
)
PAST_HEAD = re.compile(
    r"发现|发生|成立|印发|批复|登记|出生|公布|填报|交办|受理|收到|现状|目前|当前|实际|已完成|进展|情况|上年|基期|累计"
)
NUMBER_HEAD = re.compile(r"序号?|编号|项次|号|No\.?|NO\.?")
REMARK_HEAD = re.compile(
    r"备注|说明|附注|得分|分值|评分|权重|依据|来源|计量单位|是否.*|(?:联系|咨询)?电话|投资.*|资金.*|金额.*|.*\((?:万?亿?元|%)\)"
)
NOTE_HEAD = re.compile(r"备注(?:说明)?|说明|附注|其他(?:要求|事项)?")
HEADING_HEAD = re.compile(
    r"(?:(?:重点)?(?:工作|任务|项目|事项|问题|措施|整治|行动|建设)|所属|所在|重点|主要)?(?:类[别型]|分类|领域|方面|板块)"
    r"|专项|类|(?:一级|二级)?指标类别|环节|章节"
)
TASK_HEAD = re.compile(
    r"内容|任务|措施|项目|事项|指标|目标|名称|工作|举措|问题|要求|成果|标准|清单|要点|建议|对策|做法|行动|工程|改革|"
    r"区域|地区|对象|数量|规模|部署|意见|^县?\(?市?[、]?区?\)?$"
)
_YEAR = r"(?:(?:19|20)\d\d年?|[今明本当]年)"
_PART = r"(?:第?[一二三四1-4]季度|[上下]半年|\d{1,2}月份?|年[底末])"
PERIOD_HEAD = re.compile(
    rf"(?:到|至|截至)?(?P<when>{_YEAR}(?:度|{_PART})?|{_PART})(?:底|末)?(?:[之以]?前|[之以]?内)?"
    r"(?:(?:年度|阶段|工作|主要|预期|建设|推进|完成|计划|任务|目标|进度|指标|安排|要求|内容|措施|数量?|值)*)(?:\([^()]{1,8}\))?"
)
LONGEST = 24
# 全体责任单位, 各牵头单位: what a cell says.
GROUP = re.compile("全部|所有|全体|其余|各(?!级)")
# A column of bodies without a word of role, and what must be said beside it.
BARE_HEAD = re.compile(r"(?:[省市区县]直|被?考核|相关|有关|成员)?(?:部门|单位)(?:名称)?")
DUTY_HEAD = re.compile(r"任务|内容|措施|职责|举措|事项|要求|工作(?!单位)")


def column_of(labels: list[str], head: Span) -> Column | None:
    """The column under these labels, from the topmost to its own, squeezed and in one width; None for no known head.

    The lowest label decides; what it does not tell (市直, 县区 below 责任单位), the ones above do.
    """
    for at in range(len(labels) - 1, -1, -1):
        column = _read(labels[at], head)
        if column is None:
            continue
        if column.kind is Kind.PERIOD:
            return _with_year(column, labels[:at])
        if column.kind is Kind.TASK and at > 0 and (above := _read(labels[at - 1], head)) and above.kind is Kind.UNITS:
            return above  # 责任单位 over 县(市、区)
        return column
    return None


def with_bare_units(columns: list[Column | None], labels: list[str]) -> list[Column | None]:
    """The columns; where none is for who, the one headed 部门 beside one of duties is. One label a column."""
    if any(column and column.kind is Kind.UNITS for column in columns):
        return columns
    bare = [at for at, label in enumerate(labels) if BARE_HEAD.fullmatch(label)]
    if len(bare) != 1 or not any(DUTY_HEAD.search(label) for label in labels):
        return columns
    unit = Column(Kind.UNITS, Role.RESPONSIBLE, bare=True)
    return [unit if at == bare[0] else column for at, column in enumerate(columns)]


def _read(label: str, head: Span) -> Column | None:
    label = label.strip("*∗★☆")
    if not label or GROUP.match(label) or (len(label) > LONGEST and not FIRST_LEADS.search(label)):
        return None
    role = ROLE_HEAD.search(label)
    if role and not (PERSON_HEAD.search(label) and not re.search("[及和与、/]", label)):
        return Column(
            Kind.UNITS,
            _role(role, label),
            head,
            sections=bool(SECTIONS.search(label)),
            first_leads=bool(FIRST_LEADS.search(label)),
        )
    if NUMBER_HEAD.fullmatch(label):
        return Column(Kind.NUMBER, None, head)
    if PERSON_HEAD.search(label):
        return Column(Kind.PERSON, None, head)
    if PAST_HEAD.search(label) or REMARK_HEAD.fullmatch(label):
        return Column(Kind.REMARK, None, head, note=NOTE_HEAD.fullmatch(label) is not None)
    period = PERIOD_HEAD.fullmatch(label)
    if period:
        return Column(Kind.PERIOD, None, head, period["when"])
    if DATE_HEAD.search(label) and not label[0].isdecimal():
        return Column(Kind.DATE, None, head)
    if HEADING_HEAD.fullmatch(label):
        return Column(Kind.HEADING, None, head)
    return Column(Kind.TASK, None, head) if TASK_HEAD.search(label) else None


def _role(match: re.Match[str], label: str) -> Role:
    if BOTH_ROLES.search(label):
        return Role.RESPONSIBLE
    return Role(next(name.rstrip("2") for name, value in match.groupdict().items() if value))


def _with_year(column: Column, above: list[str]) -> Column:
    """2026年 over 一季度 | 二季度."""
    if re.match("[到至]?(?:19|20)", column.when):
        return column
    year = next((found.group() for label in above if (found := re.search(r"(?:19|20)\d\d年", label))), "")
    return Column(column.kind, None, column.head, year + column.when)
