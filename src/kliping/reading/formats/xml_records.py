"""XML that lists records: every element of the list is a row, and what it holds are the row's cells.

The XML parser resolves no entity and fetches nothing. Belongs here: from elements to rows. Does not belong here: feeds
(``feeds``), web pages written as XML (``sniff`` tells them), what rows mean (``grids``).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from kliping.reading.formats.grids import Place, tables
from kliping.reading.formats.nitf import NITF, nitf_cells
from kliping.reading.formats.pieces import Page, Piece, RefusedError
from kliping.reading.formats.sniff import HEAD, is_html
from kliping.reading.formats.walk import whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kliping.reading.formats.streams import Stream
    from kliping.reading.formats.walk import Context

_DEEPEST = 4
"""Levels of wrappers below the root in which the list is looked for."""
_ALIKE = 0.5
"""Share of an element's children that have one name, from which they are the records of a list."""
_DECLARED = b"<?xml"
_FIRST = re.compile(rb"\s*<([A-Za-z][\w.-]*)[\s>]")
_SEVERAL = 2
"""Elements of one name, at least, that may stand without a root."""
_LISTS_OF_ADDRESSES = {"urlset": "a sitemap", "sitemapindex": "a list of sitemaps", "opml": "a list of feeds"}
"""Roots of files that say where pages are, and hold none."""
_OWN = "text"
"""The column of what a record holds beside elements."""
_MARKUP = frozenset(
    {"p", "br", "div", "b", "i", "em", "strong", "a", "ul", "ol", "li", "h1", "h2", "h3", "h4", "img", "span", "figure"}
)
"""Elements that make what holds them a piece of a web page."""
_NAMES = ("name", "key")
"""Attributes by which exports name the cell that an element is."""


def records(stream: Stream, _name: str, member: str | None, context: Context, format_: str) -> Iterator[Piece]:
    """The records of an XML file as rows; one in which no record holds a text is a page.

    Raises:
        RefusedError: it says that it is XML, is no web page, and cannot be parsed: it may be cut off; or it lists
            addresses of pages and no page.
    """
    from lxml import etree

    data = whole(stream, context.settings.table_bytes)
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True)
        root = etree.fromstring(data, parser)
        rows = [nitf_cells(root)] if _local(root) == NITF else [_cells(one) for one in _listed(root, 0)]
    except (etree.XMLSyntaxError, ValueError) as broken:
        if data.lstrip().startswith(_DECLARED) and not is_html(data[:HEAD]):
            raise RefusedError("broken_file", "XML") from broken
        root, rows = None, [_cells(one) for one in _rootless(data)]
    if root is not None and (listed := _LISTS_OF_ADDRESSES.get(_local(root))):
        raise RefusedError("no_page", listed)
    header = list(dict.fromkeys(name for row in rows for name in row))
    try:
        if not header:
            raise RefusedError("no_text")
        grid = ([row.get(name, "") for name in header] for row in rows)
        yield from tables(grid, header, Place(member, format_), context)
    except RefusedError as refused:
        if refused.reason != "no_text":
            raise
        markup = is_html(data[:HEAD])
        yield Page(member, "html" if markup else "text", data, markup=markup or (root is not None and len(root) > 0))


def _rootless(data: bytes) -> list[Any]:
    """The elements of one name that stand one behind another without a root, as corpora of newswires have them."""
    from lxml import etree

    first = _FIRST.match(data)
    opened = len(re.findall(rb"<%s[\s>]" % re.escape(first[1]), data)) if first else 0
    if first is None or opened < _SEVERAL or opened != data.count(b"</%s>" % first[1]):
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    root = etree.fromstring(b"<all>%s</all>" % data, parser)
    found = [] if root is None else _elements(root)
    own = all(_local(one) == first[1].decode() and not (one.tail or "").strip() for one in found)
    return found if own and len(found) == opened else []  # else what stands beside them would be lost


def _elements(element: Any) -> list[Any]:  # noqa: ANN401 - lxml carries no types
    return [child for child in element if isinstance(child.tag, str)]


def _local(element: Any) -> str:  # noqa: ANN401 - lxml carries no types
    return str(element.tag).rpartition("}")[2]


def _listed(element: Any, depth: int) -> list[Any]:  # noqa: ANN401 - lxml carries no types
    """The records below an element: its children of one name, or those of the child that holds most text."""
    children = _elements(element)
    if not children or depth > _DEEPEST:
        return []
    name, count = Counter(map(_local, children)).most_common(1)[0]
    alike = [child for child in children if _local(child) == name]
    full = sum(bool(_elements(child)) or len(child.attrib) > 0 for child in alike)
    if count > 1 and 2 * full > count and count >= _ALIKE * len(children):
        return alike
    longest = max(children, key=lambda child: sum(map(len, child.itertext())))
    inner = _elements(longest)
    if not inner or any(_local(one) in _MARKUP for one in inner):
        return [element]
    if all(not _elements(one) for one in inner) and len(inner) > 1:
        return [longest]
    return _listed(longest, depth + 1)


def _cells(record: Any) -> dict[str, str]:  # noqa: ANN401 - lxml carries no types
    """The cells of a record by name; of elements of one name each is a paragraph."""
    cells: dict[str, str] = {str(name).rpartition("}")[2]: str(value) for name, value in record.attrib.items()}
    if not _elements(record):
        cells[_OWN] = record.text or ""
        return cells
    for child in _elements(record):
        named = next((child.get(name) for name in _NAMES if child.get(name)), None)
        name, value = named or _local(child), _content(child)
        cells[name] = f"{cells[name]}\n{value}" if cells.get(name) else value
    return cells


def _content(element: Any) -> str:  # noqa: ANN401 - lxml carries no types
    """What an element holds: its markup where that is of web pages, else its text, a line an element."""
    from lxml import etree

    children = _elements(element)
    if any(_local(child).lower() in _MARKUP for child in children):
        inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in element)
        return (element.text or "") + inner
    if children:
        return "\n".join(part for child in children if (part := " ".join("".join(child.itertext()).split())))
    return (element.text or "").strip()
