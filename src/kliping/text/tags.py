"""HTML source made safe to parse in a time that grows with its length, and no faster.

Belongs here: bounds on what a parser meets inside one tag. Does not belong here: what a page says or shows
(``kliping.metadata.markup``, ``kliping.cleaning.markup``).

libxml2 looks through all attributes that a tag has whenever it adds one: 80,000 of them take a minute.
"""

from __future__ import annotations

import re

ATTRIBUTES = 1_000
"""Attributes of one tag that are read; hand-written and generated tags alike have a few dozen."""

_SAFE = 2 * ATTRIBUTES
"""Characters of a tag that cannot hold more attributes than that."""

_VALUE = r"""(?:"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z)|[^\s>"'][^\s>]*+)"""
_ATTRIBUTE = re.compile(rf"[^\s/>=][^\s/>=]*+(?:\s*+=\s*+{_VALUE}?+)?+")
_TAG = re.compile(
    rf"<(?:!--(?:-?>|.*?(?:--!?>|\Z))|(?:script|style)\b.*?(?:</(?:script|style)\b|\Z)"
    rf"|(?P<tag>[a-z][^\s/>]*+(?:[\s/=]++|{_ATTRIBUTE.pattern})*+))",
    re.DOTALL | re.IGNORECASE,
)
"""A comment, a script or a style with all it holds, or a tag up to its end. Every repetition is possessive and every
quotation ends at the end of the source, so nothing is read twice."""


def with_few_attributes(source: str) -> str:
    """``source`` without the attributes of any tag behind its first ``ATTRIBUTES``."""
    if len(source) < _SAFE:
        return source
    cut: list[str] = []
    done = 0
    for tag in _TAG.finditer(source):
        start, end = tag.span("tag")
        if end - start > _SAFE:
            kept = _end_of_attributes(source, start, end)
            cut.append(source[done:kept])
            done = end
    return source if not cut else "".join([*cut, source[done:]])


def _end_of_attributes(source: str, start: int, end: int) -> int:
    """Where the last attribute that is kept of the tag between ``start`` and ``end`` ends."""
    name = re.compile(r"[^\s/>]*+").match(source, start)
    at = start if name is None else name.end()
    for count, attribute in enumerate(_ATTRIBUTE.finditer(source, at, end)):
        if count == ATTRIBUTES:
            return attribute.start()
    return end
