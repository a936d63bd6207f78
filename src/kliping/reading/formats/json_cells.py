"""One value of JSON as a cell: a string as it is, the text that a list or an object holds, anything else as JSON.

Belongs here: strings from values. Does not belong here: which values a row has (``json_rows``), what their names mean
(``columns``).
"""

from __future__ import annotations

import json
import re
from typing import Any

SPACED, COMPACT = (", ", ": "), (",", ":")
"""How the columnar parser parts items and keys of the outermost object's values, and of those inside of them."""
SURROGATES = re.compile("[\ud800-\udfff]")
KEYS_IN_ORDER = 32
"""Keys of an object that the columnar parser gives in the order of the file; those of a larger one come in a random
order, another in each process."""
_STEM = "{0,20}"
"""Characters of a key before the number of its paragraph."""
_PARAGRAPH = re.compile(rf"([^\d\n]{_STEM})(\d{{1,3}})")
"""A key that numbers a paragraph."""
TEXTS = ("rendered", "text", "plaintext", "value", "content", "$t", "html")
"""What an object calls its text that is one."""
_TOKENS = 4
"""Words and signs of the shortest sentence that was cut into them."""
_SIGN = re.compile(r"[.,;:!?\"“”'()…-]+")
_BESIDE_SIGN = re.compile(r"\s([.,;:!?)\]”…%]+)(?=\s|$)|([(\[“])\s")
"""A sign with the blank that belongs to it on no page."""
_QUOTED_TOKENS = re.compile(r'"\s([^"]*?)\s"')
_PARTS = ("summary", "headline", "paragraphs", "sections", "blocks", "data", "items", "children", "body")


def cell(value: Any, signs: tuple[str, str] = SPACED) -> str | None:  # noqa: ANN401 - any JSON value
    """A value as the columnar parser gives it: a string as it is, anything else as JSON."""
    if value is None:
        return None
    written = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=signs)
    return in_order(whole(written))


def whole(text: str) -> str:
    """``text`` without broken halves of characters beyond the 16-bit plane, which no encoding can hold."""
    return SURROGATES.sub(" ", text)


def _numbered(value: dict[str, Any]) -> list[Any]:
    """The paragraphs of an object whose keys number them (``{"1": …}``, ``{"p1": …}``), in their order."""
    numbers = [_PARAGRAPH.fullmatch(key) for key in value]
    if not all(numbers) or len({found[1] for found in numbers if found}) > 1:
        return []
    return [one for _, one in sorted((int(found[2]), value[found[0]]) for found in numbers if found)]


def is_rich(value: list[Any]) -> bool:
    """Whether a list is a text and its formatted pieces, as messengers export it: ``["A ", {"type": "bold", …}]``."""
    kinds = {type(one) for one in value}
    return kinds == {str, dict} and all("type" in one for one in value if isinstance(one, dict))


def _sentence(value: list[Any]) -> str | None:
    """The sentence whose words and signs a list holds, as corpora that were cut into tokens have it; else None."""
    if len(value) < _TOKENS or not all(isinstance(one, str) and not re.search(r"\s", one) for one in value):
        return None
    if not any(_SIGN.fullmatch(one) for one in value):
        return None
    signed = _BESIDE_SIGN.sub(lambda found: found[1] or found[2], whole(" ".join(value)))
    return _QUOTED_TOKENS.sub(r'"\1"', signed)


def prose(value: Any) -> str | None:  # noqa: ANN401 - any JSON value
    """The text a value holds: itself, the paragraphs of a list, or what an object calls its text or its parts."""
    if isinstance(value, list):
        if said := _sentence(value):
            return said
        parts = [part for one in value if (part := prose(one))]
        return ("" if is_rich(value) else "\n").join(parts) or None
    if isinstance(value, dict):
        if paragraphs := _numbered(value):
            return prose(paragraphs)
        text = next((text for name in TEXTS if (text := prose(value.get(name)))), None)
        return text or prose([part for name, part in value.items() if name in _PARTS])
    return cell(value) or None


def in_order(cell: str) -> str:
    """``cell``, in which objects of more keys than ``KEYS_IN_ORDER`` have them sorted; what is no JSON stays."""
    if cell.count('":') <= KEYS_IN_ORDER:
        return cell
    large = False

    def ordered(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal large
        if len(pairs) <= KEYS_IN_ORDER:
            return dict(pairs)
        large = True
        return dict(sorted(dict(pairs).items()))

    try:
        found = json.loads(cell, object_pairs_hook=ordered)
    except (ValueError, RecursionError):
        return cell
    return whole(json.dumps(found, ensure_ascii=False)) if large else cell
