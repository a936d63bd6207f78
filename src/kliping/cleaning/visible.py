"""HTML as a reader sees it: the visible page, or a part of it, line by line.

Belongs here: parsing, and what is seen of which element. Does not belong here: which of it is the article
(``markup``, ``stated``, ``classify``).
"""

from __future__ import annotations

import re
from typing import Any

from kliping.cleaning.pieces import link_labels
from kliping.text.patterns import any_of
from kliping.words import made_of_words

_BREAK, _BLANK = "\x0c", "\x0b"  # a line ends; a blank line follows. White space in the source never ends a line
_BREAKS = re.compile(r"[\x0c\x0b][\s\x0c\x0b]*")
TAG = re.compile(r"<[^<>]*>")
"""A tag in source that no parser is asked about."""
_UNSEEN = {
    "script", "style", "noscript", "template", "svg", "head", "iframe", "object", "select", "textarea", "title",
    "rt", "rp",  # how a word above it is read: inside the word it would break it
}  # fmt: skip
_INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "q", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr", "img",
}  # fmt: skip
_LAYOUT = ("table", "p", "h1", "h2", "h3", "form", "script", "style", "noscript", "iframe", "br")
"""What stands in a row of a table that lays out a page, or whose cells are more than a line."""
_BEFORE, _HEADLINE = 4, 3
"""Pieces of text before a link in which its label stands, and words of the shortest headline."""
_ROW = 300
"""Characters of the longest row that is one line."""
_HIDDEN = str.maketrans(dict.fromkeys("\u00ad\u200b\u2060\ufeff"))
"""Marks without width where a word may break: a word with one in it is found by nobody."""
_NOSCRIPT, _NOSCRIPT_END = re.compile(r"<noscript\b[^>]*>", re.IGNORECASE), re.compile(r"</noscript\b", re.IGNORECASE)
_UNDRAWN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
_ASIDE = re.compile(r"(?:^|\s)(?:sr-only|visually-?hidden|screen-reader-text)(?:\s|$)", re.IGNORECASE)
"""Classes of words that are spoken to those who cannot see the page, as style sheets in common use call them."""
_RUNNING = 80
"""Characters of the paragraph, at least, whose hidden words are left out: less may be a date with its label."""
_SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "figure", "pre", "table"}


def visible_text(source: str) -> str:
    """The flattened visible page of HTML ``source``: a line a block, a blank line around paragraphs and lists.

    A row of a table of figures is one line, its cells apart by bars. Never raises: what no parser understands gives the
    empty page; elements nested too deep for the parser, which would drop them, are read by breaking the source at its
    tags.
    """
    root, whole = parsed(source)
    if not whole:
        return TAG.sub("\n", source)
    return "" if root is None else text_of(root)


def parsed(source: str) -> tuple[Any, bool]:
    """The root of HTML ``source``, None where no parser understands it; and whether it holds all of it."""
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    if len(_NOSCRIPT.findall(source)) > len(_NOSCRIPT_END.findall(source)):  # an open one would hold all that follows
        source = _NOSCRIPT.sub("", source)
    parser = HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8", no_network=True)
    try:
        root = document_fromstring(source.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError):
        return None, True
    return root, not any(fault.type_name == "ERR_RESOURCE_LIMIT" for fault in parser.error_log)


def text_of(root: Any) -> str:  # noqa: ANN401 - an element of lxml, which has no types
    """The visible text of the element ``root``."""
    from lxml import etree

    pieces: list[str] = []
    links: set[Any] = set()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, node in walker:
        row = _row(node) if node.tag == "tr" and event == "start" else ""
        aside = event == "start" and node is not root and _is_aside(node)
        if row or aside or (event == "start" and node.tag in _UNSEEN):
            walker.skip_subtree()
        if event == "start" and node.tag == "a" and _is_announced(node, pieces):
            links.add(node)
        elif event == "end" and node in links:
            pieces.append(_BREAK)
        if not aside:
            pieces.append(_BREAK + row if row else _piece(event, node.tag, _beside(event, node, root)))
    text = _BREAKS.sub(_ended, "".join(pieces).translate(_HIDDEN))
    return "\n".join(" ".join(line.split()) for line in text.split(_BREAK)).strip("\n")


def is_undrawn(node: Any) -> bool:  # noqa: ANN401 - an element of lxml, which has no types
    """Whether the page itself says that an element is not shown: by ``hidden``, or by its own style."""
    told = node.attrib
    return bool(told) and ("hidden" in told or _UNDRAWN.search(told.get("style", "")) is not None)


def _is_aside(node: Any) -> bool:  # noqa: ANN401 - an element of lxml, which has no types
    """Whether an element holds words inside a running paragraph that its readers do not see."""
    if node.tag not in _INLINE or not node.attrib:
        return False
    if not is_undrawn(node) and _ASIDE.search(node.get("class", "")) is None:
        return False
    around = next(node.iterancestors("p"), None)
    return around is not None and sum(map(len, around.itertext())) - sum(map(len, node.itertext())) >= _RUNNING


def _is_announced(link: Any, pieces: list[str]) -> bool:  # noqa: ANN401 - an element of lxml, which has no types
    """Whether a label stands right before a link to another article ("Baca juga:"): it begins a line of its own then.

    Where the headline ends, which only the element tells, the line ends: the next sentence goes on with the paragraph.
    """
    before = "".join(pieces[-_BEFORE:])
    label = _label().search(before) if ":" in before[-3:] else None
    if label is None or len(text_of(link).split()) < _HEADLINE:
        return False
    pieces[-_BEFORE:] = [before[: label.start()] + _BREAK + label.group()]
    return True


@made_of_words
def _label() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){any_of(link_labels(()))}\s?:\s*$", re.IGNORECASE)


def _beside(event: str, node: Any, root: Any) -> str:  # noqa: ANN401 - elements of lxml, which has no types
    """The text behind the start or the end of an element; none behind ``root``, which it is not part of."""
    return (node.text if event == "start" else None if node is root else node.tail) or ""


def _row(node: Any) -> str:  # noqa: ANN401 - an element of lxml, which has no types
    """A row of a table of figures as one line, cells apart by bars; "" for a row that lays out a page."""
    if any(node.find(f".//{tag}") is not None for tag in _LAYOUT):
        return ""
    cells = [" ".join(text_of(cell).split()) for cell in node if cell.tag in ("td", "th")]
    told = [cell for cell in cells if cell]
    return " | ".join(told) if len(told) > 1 and sum(map(len, told)) <= _ROW else ""


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
