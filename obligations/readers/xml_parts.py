"""XML as office packages hold it: read without entities, documents of their own type or the network."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lxml import etree

from obligations.readers.base import Unreadable
from obligations.readers.zips import BROKEN, Package, resolved

Element = Any  # lxml tells no types


def parsed(content: bytes) -> Element:
    """The root element. Raises Unreadable for broken XML and for a document type, which packages must not have."""
    # huge_tree=False keeps libxml2's own bounds on depth, text size and the growth of entities.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(BROKEN) from error
    if root.getroottree().docinfo.doctype:
        raise Unreadable(BROKEN)
    return root


@lru_cache(maxsize=4096)
def _without_namespace(tag: str) -> str:
    return tag.rpartition("}")[2]


def kind(element: Element) -> str:
    """The element's name without its namespace: transitional and strict files differ in that only."""
    tag = element.tag
    return _without_namespace(tag) if isinstance(tag, str) else ""


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The child elements of a name."""
    if element is not None:
        yield from (child for child in element if kind(child) == name)


def child(element: Element | None, *path: str) -> Element | None:
    """The first child of the first name, its first child of the second, and so on; None where one is missing."""
    for name in path:
        element = next(children(element, name), None)
    return element


def value(element: Element | None, name: str = "val", default: str = "") -> str:
    """An attribute with the namespace of its element, or without one."""
    if element is None:
        return default
    tag = element.tag
    qualified = tag[: tag.rfind("}") + 1] + name
    return str(element.get(qualified, element.get(name, default)))


def number(text: str, default: int = 0) -> int:
    """A whole number as an attribute writes it; `default` for anything else."""
    try:
        return int(text)
    except ValueError:
        return default


def relations(package: Package, part: str) -> list[tuple[str, str, str]]:
    """What a part points at: (id, the last word of the type, name of the part), parts outside left out."""
    folder, _, name = part.rpartition("/")
    content = package.read_if_there(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
    if content is None:
        return []
    return [
        (one.get("Id", ""), one.get("Type", "").rpartition("/")[2], resolved(one.get("Target", ""), part))
        for one in parsed(content)
        if kind(one) == "Relationship" and one.get("TargetMode") != "External"
    ]


def related(package: Package, part: str, kind_of_part: str) -> Element | None:
    """The root of the first part of a kind that `part` points at."""
    for _, found, name in relations(package, part):
        if found == kind_of_part and name in package:
            return parsed(package.read(name))
    return None


def office_part(package: Package) -> str:
    """The name of the main part of an office package: what the package says, else where Office puts it; "" for none."""
    named = [name for _, found, name in relations(package, "") if found == "officeDocument"]
    usual = ["word/document.xml", "xl/workbook.xml", "ppt/presentation.xml"]
    return next((name for name in [*named, *usual] if name in package), "")
