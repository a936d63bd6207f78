"""HTML: the visible page as flattened lines.

Belongs here: what a reader of the page would see, line by line, and an extractor's opinion of it. Does not belong here:
judging lines (``classify``).
"""

from __future__ import annotations

import logging
import re
from itertools import islice

import polars as pl

from kliping.text.tags import with_few_attributes

_BREAK, _BLANK = "\x0c", "\x0b"  # a line ends; a blank line follows. White space in the source never ends a line
_BREAKS = re.compile(r"[\x0c\x0b][\s\x0c\x0b]*")
_TAG = re.compile(r"<[^<>]*>")
_UNSEEN = {"script", "style", "noscript", "template", "svg", "head", "iframe", "object", "select", "textarea", "title"}
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr", "img",
}  # fmt: skip
_SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "figure", "pre", "table"}


_BLOCK = re.compile(
    r"<(?:p|div|br|li|d[dt]|t[dhr]|h[1-6]|option|pre|blockquote|center|legend|optgroup)\b", re.IGNORECASE
)

BLOCKS = 3_000
"""Blocks of a page from which trafilatura is not to ask jusText as well: that looks, for every short block, through all
short ones beside it (20,000 take 46 seconds, 3,000 one). News pages have some hundreds."""


def flatten_pages(documents: pl.DataFrame) -> pl.DataFrame:
    """``DOCUMENTS`` as flattened text: ``document_id``, ``text``, ``extracted``.

    The text of a page in HTML is its visible page; ``extracted`` is what trafilatura takes for its article, null for
    plain text and where trafilatura finds none.
    """
    pages = documents.select("document_id", "markup", "text")
    if not pages.get_column("markup").any():
        return pages.select("document_id", "text", pl.lit(None, pl.String).alias("extracted"))
    rows = [
        (name, *_read(with_few_attributes(source))) if markup and source is not None else (name, source, None)
        for name, markup, source in pages.iter_rows()
    ]
    schema = {"document_id": pl.String, "text": pl.String, "extracted": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _read(source: str) -> tuple[str, str | None]:
    return visible_text(source), extracted_text(source)


def extracted_text(source: str) -> str | None:
    """What trafilatura takes for the article of HTML ``source``; null for none. Never raises."""
    import trafilatura

    # it tells of every page without an article, and what it tells may hold the page's words
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    try:
        found = trafilatura.extract(source, include_comments=False, fast=_is_long(source))
    except Exception:  # noqa: BLE001 - hostile pages meet several parsers in there; without it the model decides alone
        return None
    return str(found) if found else None


def _is_long(source: str) -> bool:
    """Whether ``source`` has more than ``BLOCKS`` blocks."""
    blocks = _BLOCK.finditer(source)
    return next(islice(blocks, BLOCKS, None), None) is not None


def visible_text(source: str) -> str:
    """The flattened visible page of HTML ``source``: a line a block, a blank line around paragraphs and lists.

    Never raises: what no parser understands gives the empty page; elements nested too deep for the parser, which would
    drop them, are read by breaking the source at its tags.
    """
    from lxml import etree, html

    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8", no_network=True)
    try:
        root = html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return ""
    if any(fault.type_name == "ERR_RESOURCE_LIMIT" for fault in parser.error_log):
        return _TAG.sub("\n", source)
    pieces: list[str] = []
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, node in walker:
        if event == "start" and node.tag in _UNSEEN:
            walker.skip_subtree()
        pieces.append(_piece(event, node.tag, (node.text if event == "start" else node.tail) or ""))
    lines = (" ".join(line.split()) for line in _BREAKS.sub(_ended, "".join(pieces)).split(_BREAK))
    return "\n".join(lines).strip("\n")


def _ended(breaks: re.Match[str]) -> str:
    return _BREAK + _BREAK if _BLANK in breaks.group() else _BREAK


def _piece(event: str, tag: object, text: str) -> str:
    """What the start or the end of an element adds: its breaks, and the text after it."""
    if tag in _UNSEEN:
        return text if event == "end" else ""
    if tag == "br":
        return _BREAK + text if event == "end" else ""
    if tag in _INLINE:
        return text
    return (_BLANK if tag in _SPACED else _BREAK) + text
