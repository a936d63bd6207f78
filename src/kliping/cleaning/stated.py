"""What a page's own data call the article: ``articleBody`` in JSON-LD or in microdata.

Belongs here: finding it in HTML source. Does not belong here: what it is worth beside other witnesses (``classify``),
fields of metadata in the same data (``kliping.metadata.markup``).
"""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

from kliping.cleaning.visible import TAG, parsed, text_of
from kliping.text import lengths

if TYPE_CHECKING:
    from collections.abc import Iterator

LEAST = 200
"""Characters of the shortest ``articleBody`` that is more than a summary."""

_OPENED = re.compile(rf"<script\b[^>]{lengths.TAG}?ld\+json[^>]{lengths.TAG}>", re.IGNORECASE)
_CLOSED = re.compile(r"</script", re.IGNORECASE)
_SPACED = rf"\s{lengths.BLANKS}"
_MARKED = re.compile(rf"itemprop{_SPACED}={_SPACED}[\"']?{_SPACED}articlebody", re.IGNORECASE)


def stated_text(source: str) -> str | None:
    """The longest ``articleBody`` that HTML ``source`` states; null for none. Never raises."""
    found = [*_linked(source), *(_marked(source) if _MARKED.search(source) else ())]
    longest = max(found, key=len, default="")
    return longest if len(longest) >= LEAST else None


def _linked(source: str) -> Iterator[str]:
    """Each ``articleBody`` in the JSON-LD of ``source``, its own tags taken for breaks."""
    done = 0
    for opened in _OPENED.finditer(source):
        if opened.start() < done:
            continue
        closed = _CLOSED.search(source, opened.end())
        if closed is None:
            return
        done = closed.start()
        try:
            waiting = [json.loads(source[opened.end() : done], strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            one = waiting.pop()
            if isinstance(one, dict):
                if isinstance(one.get("articleBody"), str):
                    said = html.unescape(TAG.sub("\n", one["articleBody"]))
                    yield TAG.sub("\n", said) if "</" in said else said  # many state the tags as text
                waiting += one.values()
            elif isinstance(one, list):
                waiting += one


def _marked(source: str) -> Iterator[str]:
    """The visible text of each element of ``source`` that microdata calls ``articleBody``."""
    from lxml import etree

    root, _ = parsed(source)
    if root is None:
        return
    for node in root.iter(etree.Element):
        if "articlebody" in (node.get("itemprop") or "").lower():
            yield text_of(node)
