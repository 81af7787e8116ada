"""Headings that name a unit whose duties follow: (二)市规划和自然资源局。负责… · 领导小组办公室工作职责: · 财政部门负责…"""

import re

from obligations.extraction.findings import UnitMention
from obligations.extraction.layout import Layout
from obligations.extraction.outline import Item, heading_of
from obligations.extraction.register import Register
from obligations.extraction.units import list_at

# What may follow the unit in such a heading.
DUTIES = re.compile(r"(?:的)?(?:主要|工作|具体)?(?:职责|任务|职能|工作)?(?:分工)?(?:是|为)?$")


def heading_units(layout: Layout, item: Item, register: Register) -> list[UnitMention]:
    """The units of a heading that is nothing but their names, empty otherwise."""
    heading = heading_of(layout, item)
    if not heading:
        return []
    end = item.start + len(heading)
    listed = list_at(layout.source, item.start, end, register)
    if not listed:
        return []
    mentions, stop = listed
    return mentions if DUTIES.fullmatch(layout.source.text, stop, end) else []
