"""What stands behind the last numbered item and is no part of it: closing paragraphs, signature, the next text's title.

A document ends in paragraphs without number (你局要…, 本措施自…起施行, 此复) and its signature; the outline gives them
to the last item, as it gives everything up to the next number. `cut_closings` takes them off again.
"""

import re
from collections.abc import Callable

from obligations.extraction.layout import Layout
from obligations.extraction.lines import dated, is_attachment, is_contact, is_issuer, is_release
from obligations.extraction.outline import DIVIDERS, Item, Marker
from obligations.extraction.titles import kind_of

FORMULA = re.compile(
    r"此复|特此|专此|联系(?:人|电话|方式)[:及和]|(?:出席|列席|参会|参加(?:会议)?|记录|整理|分送|抄送)(?:人员?|单位)?:|(?:本|此)(?:通知|方案|办法|意见|细则|规定|措施|通告|公告|决定|批复|复函|计划|规划|制度|要点|预案|规则|条例|标准)"
    r"[^。,;]{0,16}(?:自|由|从|有效期|适用|执行|施行|实施|未尽|下发|印发|如有)|以上(?:各项|工作|任务|措施|意见|政策|事项|目标)|(?:此前|原有|已有)[^。]{0,30}不一致"
)
# 云河市…, 县“十四五”…: no sentence, and what it is about is named in front.
PLACED = re.compile(r"[\u3400-\u9fff]{0,8}[省市县区州盟旗镇乡局厅委部][^。;:!?,]*$")
NOTE = re.compile(r"\([^()。]{2,20}\)$")
# 本意见自2024年8月1日起施行: begins a line for nothing else.
COMMENCES = re.compile(r"本[^,。;:自]{1,12}自[^,。;]{1,24}起[^,。;]{0,6}(?:施行|实施|执行|生效)")
SENTENCE_ENDS = re.compile(r"[。;]")
LONGEST_TITLE = 60
LONGEST_FURNITURE = 120
LONGEST_SIGNATURE = 240

Opens = Callable[[int, int], bool]


def cut_closings(layout: Layout, root: Item, opens_with_order: Opens) -> list[Item]:
    """Cuts the closing parts off the leaves of the tree and returns them as items without number, in text order.

    `opens_with_order` tells whether a paragraph begins with a unit and its order.
    """
    return [closing for leaf in list(root.leaves()) if (closing := _cut(layout, leaf, opens_with_order)) is not None]


def is_furniture(text: str) -> bool:
    """Whether a paragraph is only a signature, a date, a release mark, a title, the heading of an annex."""
    if is_attachment(text) or is_contact(text):
        return True
    return len(text) <= LONGEST_FURNITURE and bool(
        is_issuer(text) or dated(text) or is_release(text) or _is_title(text)
    )


def _is_title(text: str) -> bool:
    """The title of an attached text: 云河市2024年工作要点, or the note under it: (2024—2026年)."""
    if NOTE.match(text):
        return True
    return len(text) <= LONGEST_TITLE and PLACED.match(text) is not None and bool(kind_of(text))


def _cut(layout: Layout, leaf: Item, opens_with_order: Opens) -> Item | None:
    if leaf.marker is Marker.ROOT or leaf.marker in DIVIDERS:
        return None
    plain = _plainly_closed(layout, leaf)
    paragraphs = layout.paragraphs(leaf.start, leaf.end)[1:]
    first = SENTENCE_ENDS.search(layout.source.text, leaf.start, leaf.end)
    for start, end in paragraphs:
        if plain is not None and start >= plain:
            break
        if first is None or first.start() >= start:
            continue  # only a heading stands above
        if _closes(layout, start, end):
            return _split(leaf, start)
        article = leaf.parent is not None and leaf.parent.marker is Marker.ARTICLE
        complete = layout.source.text[start - 1] in "。;:!?)”》"
        if (
            complete
            and not article
            and _is_last(leaf)
            and opens_with_order(start, end)
            and not _is_divided(layout, leaf, opens_with_order)
        ):
            return _split(leaf, start)
    return None if plain is None else _split(leaf, plain)


def _plainly_closed(layout: Layout, leaf: Item) -> int | None:
    """Where a signature, a contact or the commencement begins a line, though no gap sets it off from the text above."""
    source = layout.source
    for line_start in source.starts_within(leaf.start + 1, leaf.end):
        if source.text[line_start - 1] != "。":
            continue
        line = source.text[line_start : min(source.line_span(line_start)[1], leaf.end)]
        signed = len(line) <= LONGEST_TITLE and (dated(line) or (is_issuer(line) and _is_signed(layout, line_start)))
        if signed or is_contact(line) or (line[0] == "本" and COMMENCES.match(source.text, line_start, leaf.end)):
            return line_start
    return None


def _closes(layout: Layout, start: int, end: int) -> bool:
    text = layout.source.text
    first_line = text[start : layout.source.line_span(start)[1]]
    if FORMULA.match(text, start, end) or is_release(text[start:end]) or dated(first_line) or is_contact(first_line):
        return True
    if is_issuer(first_line):
        return _is_signed(layout, start)
    return end - start <= LONGEST_TITLE and text[end - 1] not in "。;:," and kind_of(text[start:end]) in TITLED


def _is_signed(layout: Layout, start: int) -> bool:
    """Whether a day follows the line that begins here, below it or below further names."""
    source = layout.source
    for line_start, line_end in source.lines(start, min(len(source), start + LONGEST_SIGNATURE)):
        line = source.text[line_start:line_end]
        if dated(line):
            return True
        if not is_issuer(line):
            return False
    return False


# A line of its own that ends so is the title of an attached text.
TITLED = frozenset({"方案", "办法", "细则", "规定", "意见", "规划", "措施", "制度", "预案", "条例"})


def _is_last(leaf: Item) -> bool:
    return leaf.parent is not None and leaf.parent.children[-1] is leaf and len(leaf.parent.children) > 1


def _is_divided(layout: Layout, leaf: Item, opens_with_order: Opens) -> bool:
    """Whether the items before this one hold such paragraphs too: then they are a way of writing, no closing."""
    elders = leaf.parent.children[:-1] if leaf.parent else []
    return any(opens_with_order(*span) for elder in elders for span in layout.paragraphs(elder.start, elder.end)[1:])


def _split(leaf: Item, at: int) -> Item:
    closing = Item(Marker.ROOT, 0, at, at, leaf.end, leaf.end)
    end = leaf.end
    item: Item | None = leaf
    while item is not None and item.end == end and item.marker is not Marker.ROOT:
        item.end = at
        item.own_end = min(item.own_end, at)
        item = item.parent
    return closing
