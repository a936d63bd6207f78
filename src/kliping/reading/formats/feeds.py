"""RSS and Atom: every entry that carries text is a document.

The XML parser resolves no entity and fetches nothing, so a hostile feed can neither read files nor grow without bound.
Belongs here: feeds. Does not belong here: other XML.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from kliping.reading.formats.pieces import Page, Piece, Refusal, RefusedError, row
from kliping.reading.formats.walk import Context, whole
from kliping.text import lengths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kliping.reading.formats.streams import Stream

_TEXTS = ("encoded", "content", "description", "summary", "subtitle")
_FIELDS = {
    "title": "title",
    "link": "url",
    "pubDate": "published_on",
    "published": "published_on",
    "issued": "published_on",
    "date": "published_on",
    "updated": "updated_on",
    "modified": "updated_on",
    "author": "authors",
    "creator": "authors",
    "category": "tags",
    "source": "source",
}
_LONGEST = 20_000
_WORDED = frozenset({"title", "author", "creator", "category"})
"""Elements that hold words, which may be escaped twice: "Bread &amp;amp; tea"."""
_TAG = re.compile(rf"</?[a-z][^<>]{lengths.TAG}>", re.IGNORECASE)
_NO_PAGES = frozenset({"comment", "settings", "template", "layout", "attachment", "revision", "nav_menu_item"})
"""What entries of a blog's export are, that are no pages: of Blogger and of WordPress."""
_KIND = "#kind"
"""How the name of the categories ends by which Blogger says what an entry is."""


def entries(stream: Stream, _name: str, member: str | None, context: Context, format_: str) -> Iterator[Piece]:
    """The entries of a feed; of a broken one those before the break, and a refusal."""
    from lxml import etree

    data = whole(stream, context.settings.table_bytes)
    broken = False
    options: dict[str, Any] = {"resolve_entities": False, "no_network": True, "huge_tree": False}
    try:
        root = etree.fromstring(data, etree.XMLParser(**options))
    except (etree.XMLSyntaxError, ValueError):
        broken = True
        root = etree.fromstring(data, etree.XMLParser(recover=True, **options))
    if root is None:
        raise RefusedError("broken_file", "a feed")
    for number, element in enumerate(root.iter("{*}item", "{*}entry"), 1):
        if _kind(element) in _NO_PAGES:
            continue
        yield _entry(element, row(member, number), format_)
    if broken:
        yield Refusal(member, format_, "truncated", "its XML is broken")


def _kind(element: Any) -> str:  # noqa: ANN401 - lxml carries no types
    """What a blog's export says an entry is; empty in any other feed."""
    for child in element:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name in ("type", "post_type"):
            return (child.text or "").strip().lower()
        if name == "category" and (child.get("scheme") or "").endswith(_KIND):
            return str(child.get("term") or "").rpartition("#")[2].lower()
    return ""


def _entry(element: Any, at: str, format_: str) -> Piece:  # noqa: ANN401 - lxml carries no types
    texts: dict[str, str] = {}
    fields: list[tuple[str, str]] = []
    for child in element:
        if not isinstance(child.tag, str):
            continue
        name = child.tag.rpartition("}")[2]
        if name in _TEXTS:
            texts.setdefault(name, _content(child))
        elif field := _FIELDS.get(name):
            value = _value(child, name)
            if value and (field not in {"url", "title"} or all(known != field for known, _ in fields)):
                fields.append((field, value[:_LONGEST]))
    text = next((texts[name] for name in _TEXTS if texts.get(name, "").strip()), "")
    if not text:
        return Refusal(at, format_, "no_text", "the entry has neither content nor description")
    from kliping.reading.formats.parse import has_markup

    return Page(at, format_, text.encode(), has_markup(text), "utf-8", tuple(fields))


def _content(element: Any) -> str:  # noqa: ANN401 - lxml carries no types
    """What an element holds: its text, or its markup where it is XHTML."""
    from lxml import etree

    if len(element) and element.get("type") in {"xhtml", "application/xhtml+xml", None}:
        inner = "".join(etree.tostring(child, encoding="unicode", method="html") for child in element)
        return (element.text or "") + inner
    return "".join(element.itertext())


def _value(element: Any, name: str) -> str:  # noqa: ANN401 - lxml carries no types
    if name == "link" and element.get("href"):
        return str(element.get("href")).strip() if element.get("rel", "alternate") == "alternate" else ""
    if name == "category" and (element.get("scheme") or "").endswith(_KIND):
        return ""
    if name == "category" and element.get("term"):
        return str(element.get("term")).strip()
    if name == "author":
        inner = element.find("{*}name")
        if inner is not None:
            element = inner
    said = "".join(element.itertext())
    if name in _WORDED:  # HTML in XML: what was escaped for the one was escaped again for the other
        said = html.unescape(_TAG.sub("", said) if element.get("type") == "html" else said)
    return " ".join(said.split())
