"""Headings that name a unit whose duties follow: (二)市规划和自然资源局。负责… · 领导小组办公室工作职责: …"""

import re

from obligations.extraction import orders
from obligations.extraction.bodyforms import is_body, may_be_body
from obligations.extraction.findings import UnitMention
from obligations.extraction.layout import Layout
from obligations.extraction.outline import Item, Marker, heading_of
from obligations.extraction.register import Register
from obligations.extraction.units import list_at

# What may follow the unit in such a heading.
DUTIES = re.compile(r"(?:的)?(?:主要|工作|具体)?(?:职责|任务|职能|工作)?(?:分工)?(?:是|为)?$")
# A section that says who does what.
DIVIDES_DUTIES = re.compile(r"职责|分工|任务")
# 负责…, 会同…: an item that begins with the deed belongs to the body that its heading names.
BARE_DEED = re.compile(
    r"(?:主要|具体)?(?:负责|承担|会同|做好|组织|协调|指导|研究|统筹|督促|贯彻|落实|拟[订定]|完成|审议|推进|加强|参与|配合|提出|制定|监督|检查|开展|建立)"
)
# 执法监督科。负责… · 岗位职责:负责…
OWN_DUTY = re.compile(r"[。:]?(?:(?:岗位|主要|工作|具体)?职责(?:分工)?[:。])?(?:主要)?(?:负责(?!人)|承担)")
# 云河市财政局关于…的通知: a document's title, whose first line holds the issuer.
TITLE_GOES_ON = re.compile(
    r"[^。;,]{0,40}?关于[^。;]{2,80}?的(?:通知|意见|批复|函|决定|公告|通告|报告|办法)|印发|转发|文件"
)
LONGEST_BODY = 20
SHORTEST_DUTY = 6


class HeadingReader:
    """The units that the headings of one directive name."""

    def __init__(self, layout: Layout, register: Register) -> None:
        self.layout = layout
        self.register = register
        self._known: dict[tuple[int, int, int], list[UnitMention]] = {}

    def units(self, item: Item) -> list[UnitMention]:
        """The units of the item's heading; closings that are cut off an item may change it."""
        key = (item.start, item.own_end, item.end)
        if key not in self._known:
            self._known[key] = heading_units(self.layout, item, self.register)
        return self._known[key]


def heading_units(layout: Layout, item: Item, register: Register) -> list[UnitMention]:
    """The units of a heading that is nothing but their names, empty otherwise.

    A name that no grammar knows counts when its duty follows, or the items below begin with their deeds (负责…). What
    stands above the first item of a text is a letterhead, no heading.
    """
    if item.marker is Marker.ROOT and item.children:
        return []
    heading = heading_of(layout, item)
    text = layout.source.text
    end = item.start + len(heading)
    if not heading or item.end - end < SHORTEST_DUTY:
        return []
    listed = list_at(layout.source, item.start, end, register)
    if listed and DUTIES.fullmatch(text, listed[1], end):
        return [] if TITLE_GOES_ON.match(text, end) else listed[0]
    if len(heading) > LONGEST_BODY or not (lists_deeds(layout, item) or OWN_DUTY.match(text, end, item.own_end)):
        return []
    duties = DUTIES.search(text, item.start, end)
    name_end = duties.start() if duties else end
    name = layout.source.verbatim[item.start : name_end]
    return [UnitMention(name, item.start, name_end)] if is_body(name) and may_be_body(name) else []


def lists_deeds(layout: Layout, item: Item) -> bool:
    """Whether what stands below the item is a list of deeds without subjects. Below 职责分工 any deed will do."""
    text = layout.source.text
    above = item.parent
    divides = above is not None and DIVIDES_DUTIES.search(text, above.mark_start, above.start + 20) is not None
    deed = orders.WEAK if divides else BARE_DEED
    deeds = [deed.match(text, child.start) for child in item.children]
    return len(deeds) > 1 and 2 * sum(map(bool, deeds)) > len(deeds)
