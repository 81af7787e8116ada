"""Passages: the spans of obligations, with their path and title, and what kind of text an item holds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum, auto

from obligations.extraction.findings import AssignedUnit, Basis
from obligations.extraction.layout import Layout
from obligations.extraction.outline import Item, Marker, heading_of, marker_text
from obligations.extraction.rows import Row

# Sections that tell why and for what. An order among them must be plain (各县要…) to be one.
AIMS = re.compile(r"指导思想|基本原则|工作原则|总体思路|总体要求$|重要意义|重要性|工作依据|编制依据|适用范围|现状|形势")
# 到2025年,…达到…: a goal wherever it stands.
DATED_GOAL = re.compile(
    r"(?:到20\d\d年|20\d\d年(?:年?[底末]|\d{1,2}月[底末])?之?前)(?!以前)[^。;]{0,60}?"
    r"(?:达到|达\d|实现|建成|完成|形成|覆盖|提[高升]|降[低至到]|消除|基本|全面|显著|明显|不低于|以[上内])"
)
# Sections that tell who sits where, what happened, or what follows from neglect: nobody is given a task there.
SILENT = re.compile(r"组成人员|人员组成|成员名单|经过|原因|基本情况|概况|调查报告|(?:处理|处置|救援)情况")
LONGEST_TOLD = 24
LONGEST_SILENT = 16  # longer headings are sentences: 同意调查报告中提出的措施建议
# What follows from neglect. An order to a unit may stand there, a sanction is none.
LIABILITY = re.compile("法律责任|责任追究|罚则|处罚")
OVERSIGHT = re.compile("监督|检查|考核|管理")
SANCTION = re.compile(r"处分|处罚|追究|罚款|给予|通报批评|移送")
# The measures of an investigation's report are tasks again.
MEASURES = re.compile(r"措施|建议|要求")
GOALS = re.compile(r"目标|任务|指标")
MEMBERS = re.compile(r"(?:组长|主任|成员|成员单位|总指挥)[:]")
ROSTER_LINE = re.compile(
    r"(?:第一|常务)?副?(?:组长|主任|总指挥|指挥长?|召集人|成员(?:单位)?)(?::|[\u4e00-\u9fff]{2,4}(?=[省市县区局委办厅部]|$))"
)
ROSTER_BEGINS = frozenset("第常副组主总指召成")
# A blank form, a register, a specimen in an annex.
FORM = re.compile(r"签字|盖章|年月日|公章")
FORM_TITLE = re.compile(
    r"(?:申请|登记|审批|备案|报名|推荐|审核|评分|统计|调查|信息|申报|反馈|测评|验收)表|承诺书|协议书|责任书|名单|通讯录|样式|模板|格式|流程图|示意图"
)
# Why a directive is issued, and definitions: no order is given in these sentences.
PREAMBLE = re.compile(
    # each alternative begins with a character, so that a search is fast
    r"现(?:将|就|印发|予以?|转发)|请(?:认真|结合|遵照|各地|你们)[^。]{0,12}(?:执行|落实|实施)|"
    r"望(?:认真|结合|遵照|各地|你们)[^。]{0,12}(?:执行|落实|实施)|"
    r"如下(?<=(?:通知|批复|公告|通告|决定|函复|意见)如下)|收悉|"
    r"制定本(?:方案|办法|细则|规定|意见|规划|制度|计划|实施|通知)|"
    r"编制本(?:方案|办法|细则|规定|意见|规划|制度|计划|实施|通知)|所称[^。]{1,30}是指"
)
TITLE_END = re.compile(r"[。;,:]")
LONGEST_TITLE = 30


class Sure(Enum):
    """How surely the units of a passage answer for it."""

    FULLY = auto()  # a label, a column, a heading; all subjects with a modal
    PARTLY = auto()  # a statement in brackets; some subjects with a modal
    HARDLY = auto()  # subjects with bare deeds, orders among aims, what is handed down from above


@dataclass(slots=True)
class Passage:
    """The span of one obligation, with the units that answer for it."""

    start: int
    end: int
    path: list[str]
    title: str
    basis: Basis = Basis.NONE
    units: list[AssignedUnit] = field(default_factory=list)
    sure: Sure = Sure.HARDLY
    aim: bool = False  # tells why, what happened or who sits where: no date in it binds anybody
    row: Row | None = None  # the row of a table that the passage is


class ItemReader:
    """What the outline and the headings say of an item."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.source = layout.source
        self.text = layout.source.text
        # Items are asked for once a passage; nothing of them changes while passages are read.
        self._aims: dict[Item, bool] = {}
        self._tales: dict[Item, tuple[bool, bool, bool]] = {}
        self._paths: dict[Item, list[str]] = {}

    def path(self, item: Item) -> list[str]:
        """Marker and heading of the item and all above it, outermost first."""
        if item not in self._paths:
            above = self.path(item.parent) if item.parent is not None else []
            own = [] if item.marker is Marker.ROOT else [marker_text(self.source, item) + heading_of(self.layout, item)]
            self._paths[item] = above + own
        return list(self._paths[item])

    def title(self, item: Item, start: int, end: int) -> str:
        """The item's heading, the line that heads a passage, or the passage's first words."""
        if start == item.start and item.marker is not Marker.ROOT:
            return heading_of(self.layout, item)
        headings = self._headings_above(start, end)
        if headings:
            return self.source.verbatim[slice(*headings[-1])]
        match = TITLE_END.search(self.text, start + 4, start + 40)
        return self.source.verbatim[start : match.start() if match else start + LONGEST_TITLE]

    def _headings_above(self, start: int, end: int) -> list[tuple[int, int]]:
        """The lines before the first sentence of a passage that are paragraphs of their own."""
        found = []
        for p_start, p_end in self.layout.paragraphs(start, end):
            if p_end == end or p_end - p_start > LONGEST_TITLE or TITLE_END.search(self.text, p_start, p_end):
                break
            found.append((p_start, p_end))
        return found

    def is_aim(self, item: Item) -> bool:
        """Whether the item or a section above it tells why and for what, or what follows from neglect."""
        if item.marker is not Marker.ROOT and GOALS.search(self._heading(item)):
            return False
        return self._below_aims(item)

    def _below_aims(self, item: Item) -> bool:
        known = self._aims.get(item)
        if known is None:
            heading = self._heading(item)
            known = bool(AIMS.search(heading) or (LIABILITY.search(heading) and not OVERSIGHT.search(heading)))
            if not known and item.parent is not None:
                known = self._below_aims(item.parent)
            self._aims[item] = known
        return known

    def has_dated_goal(self, start: int, end: int) -> bool:
        """Whether a day is set among the aims by which something shall be reached."""
        return bool(DATED_GOAL.search(self.text, start, end))

    def is_silent(self, item: Item) -> bool:
        """Whether nobody is given a task in the item: members, liability, what happened, a form."""
        form, measures, silent = self._told(item)
        return form or (silent and not measures)

    def _told(self, item: Item) -> tuple[bool, bool, bool]:
        """Of the item and the sections above: whether one is a form, one names measures, one tells of the past."""
        known = self._tales.get(item)
        if known is None:
            heading = self._heading(item)
            annexed = item.marker is Marker.ATTACHMENT
            form = annexed and bool(FORM_TITLE.search(self.text, item.start, min(item.own_end, item.start + 60)))
            silent = len(heading) <= LONGEST_SILENT and SILENT.search(heading) is not None
            known = form, MEASURES.search(heading) is not None, silent
            if item.parent is not None:
                above = self._told(item.parent)
                known = known[0] or above[0], known[1] or above[1], known[2] or above[2]
            self._tales[item] = known
        return known

    def is_roster(self, item: Item, start: int, end: int) -> bool:
        """A list of members, or a blank form."""
        if self.text.find(":", start, end) >= 0 and MEMBERS.search(self.text, start, end):
            return True
        return is_annexed(item) and bool(FORM.search(self.text, start, end))

    def is_no_order(self, at: int, start: int, end: int) -> bool:
        """Whether the sentence at this offset says why the directive is issued, defines a word or names a sanction."""
        first = self.text.rfind("。", start, at) + 1 or start
        last = self.text.find("。", at, end)
        last = last + 1 if last >= 0 else end
        return bool(PREAMBLE.search(self.text, first, last) or SANCTION.search(self.text, first, last))

    def _heading(self, item: Item) -> str:
        """The first words of the item's heading; none of the root."""
        return "" if item.marker is Marker.ROOT else heading_of(self.layout, item)[:LONGEST_TOLD]


def is_annexed(item: Item | None) -> bool:
    """Whether the item is an annex or stands in one."""
    while item is not None and item.marker is not Marker.ATTACHMENT:
        item = item.parent
    return item is not None


def chain(item: Item) -> Iterator[Item]:
    """The item and all above it, nearest first, the root left out."""
    if item.marker is not Marker.ROOT:
        yield item
        yield from item.ancestors()
