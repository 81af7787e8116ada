"""Which part of a web page is the document: what is navigation, sharing, related links and page foot is left out."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from obligations.readers.base import Unreadable
from obligations.readers.building import TOO_LONG
from obligations.readers.xml_parts import Element, kind

# What no reader reads.
SILENT = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "audio",
        "video",
        "nav",
        "footer",
        "aside",
        "button",
        "select",
        "option",
        "input",
        "textarea",
        "link",
        "meta",
        "head",
        "map",
        "dialog",
    ]
)
# Names that the builders of such sites give to what surrounds a document, as words of class and id.
AROUND = re.compile(
    r"(?:^|[-_\s])(?:nav|navi?bar|menu|sub-?menu|crumbs?|breadcrumbs?|bread|location|position|dqwz|share|bdshare\w*|jiathis\w*|"
    r"foot|footer|copyright|sidebar|aside|relat\w*|xgwz|xgwj|xgjd|recommend|hot|rank|qr-?code|ewm|erweima|print|printer|"
    r"tool-?bar|tools?|font-?size|log-?in|search\w*|pager?|pagination|prev|next|friend-?links?|links?|comment|feedback|"
    r"banner|ad|ads|skip|accessib\w*|wza|close|back-?top|go-?top|float\w*)(?:$|[-_\s\d])",
    re.IGNORECASE,
)
# What may be a list of links.
LISTED = frozenset(["ul", "ol", "dl", "div", "section", "p", "header", "table"])
HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
SPACE = re.compile(r"\s+")
MARK = re.compile(r"[，。；：、（）]")
SENTENCE = re.compile(r"[。；]|：$")
# What is a paragraph or less can't be all of a document.
INLINE = frozenset(["p", "span", "li", "font", "strong", "b", "a", "h1", "h2"])
FACTS = re.compile(
    r"索\s*引\s*号|发\s*文\s*字\s*号|文\s*号|发\s*文\s*机\s*关|发布机构|成\s*文\s*日\s*期|生成日期|发布日期|主题分类"
)
FACT_KINDS = 3
DEEPEST = 200
MAX_ELEMENTS = 200_000
TOO_DEEP = "网页的结构层次过多，无法识别。请把正文复制到 Word 文档中保存后再上传。"
LONGEST_FACTS = 1500
# The part that holds this share of all running text is the document.
MOST = 0.85
# What surrounds a document is never most of the page, whatever it is called.
SMALL_SHARE = 0.4


def main_parts(body: Element) -> list[Element]:
    """The elements to be read, in order: the table of facts where it stands apart, the title, the document."""
    _check_shape(body)
    _drop_silent(body)
    _drop_around(body)
    main = _densest(body)
    outside = [one for one in _facts(body) if not _is_in(one, main) and not _is_in(main, one)]
    title = _title(body, main)
    return [*outside, *([title] if title is not None else []), main]


def _check_shape(body: Element) -> None:
    """Raises Unreadable for a page of absurdly many elements, or nested too deeply."""
    depth = 0
    for count, (event, _) in enumerate(etree.iterwalk(body, events=("start", "end"))):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST or count > 2 * MAX_ELEMENTS:
            raise Unreadable(TOO_DEEP if depth > DEEPEST else TOO_LONG)


def text_of(element: Element) -> str:
    """All text, without white space."""
    return SPACE.sub("", "".join(element.itertext()))


def _drop_silent(body: Element) -> None:
    for one in list(body.iter()):
        name = kind(one)
        if not name or name in SILENT or one.get("hidden") is not None or HIDDEN.search(one.get("style") or ""):
            _drop(one)


def _drop(element: Element) -> None:
    """Takes an element out; what follows it stays."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def _drop_around(body: Element) -> None:
    """What its name or its links say to be no part of a document."""
    sizes = _sizes(body)
    whole = sizes[body].text or 1
    # Inner elements first: a short document beside a long list of links is no list of links.
    for one in reversed(list(body.iter())):
        if one is body or kind(one) in ("html", "body", "tr", "td", "th", "tbody"):
            continue
        names = f"{one.get('class') or ''} {one.get('id') or ''}"
        named = AROUND.search(names) if names.strip() else None
        size = sizes[one]
        if (named and size.text < SMALL_SHARE * whole) or (kind(one) in LISTED and size.is_links):
            for holder in one.iterancestors():
                if holder in sizes:
                    sizes[holder].take_away(size)
            _drop(one)


@dataclass(slots=True)
class _Size:
    """How much text an element holds, how much of it in links, and how many those are."""

    text: int = 0
    linked: int = 0
    links: int = 0

    def take_away(self, other: "_Size") -> None:
        self.text -= other.text
        self.linked -= other.linked
        self.links -= other.links

    @property
    def is_links(self) -> bool:
        """A list of links: several, and hardly any text beside them. A link to an annex alone is kept."""
        return self.links > 2 and self.linked > 0.7 * self.text


def _sizes(body: Element) -> dict[Element, _Size]:
    """The sizes of all elements, each from its children's."""
    sizes: dict[Element, _Size] = {}
    for _, one in etree.iterwalk(body, events=("end",)):
        size = _Size(len(_own_text(one)))
        for inner in one:
            size.text += sizes[inner].text
            size.linked += sizes[inner].linked
            size.links += sizes[inner].links
        if kind(one) == "a" and one.get("href"):
            size.linked, size.links = size.text, size.links + 1
        sizes[one] = size
    return sizes


def _weights(body: Element) -> tuple[Counter[Element], Counter[Element]]:
    """How much running text stands in each element, and how much of it in whole sentences; links left out."""
    weights: Counter[Element] = Counter()
    sentences: Counter[Element] = Counter()
    for one in body.iter():
        own = _own_text(one)
        weight = len(own) if MARK.search(own) or len(own) > 12 else 0
        if not weight or kind(one) == "a":
            continue
        holder = one
        while holder is not None:
            weights[holder] += weight
            sentences[holder] += weight if SENTENCE.search(own) else 0
            holder = holder.getparent() if holder is not body else None
    return weights, sentences


def _own_text(element: Element) -> str:
    parts = [element.text or "", *(child.tail or "" for child in element)]
    return SPACE.sub("", "".join(parts))


def _densest(body: Element) -> Element:
    """The innermost element that still holds most of the running text, with all sentences before it.

    A notice may be short and its table long: what stands before the longest part is not given up.
    """
    weights, sentences = _weights(body)
    most = MOST * weights[body]
    main = body
    while most:
        inner = next((one for one in main if weights[one] >= most), None)
        if inner is not None and kind(inner) == "table":
            # a cell that holds the document lays out the page; a table of data is part of the document
            inner = next((one for one in inner.iter("td") if weights[one] >= most), None)
        if inner is None or kind(inner) in INLINE or any(sentences[one] for one in inner.itersiblings(preceding=True)):
            break
        main = inner
    return main


def _facts(body: Element) -> Iterator[Element]:
    """The smallest blocks that hold the facts of a document: 索引号, 发文机关, 成文日期."""
    if not _holds_facts(text_of(body)):
        return
    for one in body.iter("table", "ul", "dl", "div"):
        text = text_of(one)
        if len(text) > LONGEST_FACTS or not _holds_facts(text):
            continue
        if not any(_holds_facts(text_of(inner)) for inner in one.iter("table", "ul", "dl", "div") if inner is not one):
            yield one


def _holds_facts(text: str) -> bool:
    return len({SPACE.sub("", found) for found in FACTS.findall(text)}) >= FACT_KINDS


def _title(body: Element, main: Element) -> Element | None:
    """The heading of the document where it stands outside of it, and the document does not begin with it."""
    opening = text_of(main)[:400]
    for one in body.iter("h1", "h2", "h3", "div", "p", "td", "span"):
        heading = kind(one) in ("h1", "h2") or re.search(r"title|biaoti", f"{one.get('class')} {one.get('id')}", re.I)
        text = text_of(one) if heading else ""
        if 6 <= len(text) <= 120 and not _is_in(one, main) and not _is_in(main, one):
            return None if text in opening else one
    return None


def _is_in(inner: Element, outer: Element) -> bool:
    return inner is outer or any(one is outer for one in inner.iterancestors())
