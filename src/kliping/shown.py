"""Text on its way to a person: page text and a user's own words, made harmless for what will show them.

Belongs here: what a terminal, a Markdown renderer or a JSON reader must not be given as it is. Does not belong here:
where text is shown (``workflows.commands``, ``assets.figures``, ``expectations.data_docs``), nor HTML, which the
templates' own escaping makes text. Nothing of this touches what is stored: tables hold pages as they are.
"""

from __future__ import annotations

import json
import math
import re
from typing import Any

CONTROLS = r"\x00-\x08\x0b-\x1f\x7f-\x9f"
"""C0 and C1 controls but tab and line feed: what drives a terminal (ECMA-48), or hides the text before it."""

REORDERING = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\u206a-\u206f"
"""Directional marks, embeddings, overrides and isolates: they make text read as another (Unicode TR 36, 2.3)."""

INVISIBLE = "\u2028\u2029\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
"""Line separators outside the line, the byte order mark, annotation and tag characters: text nobody sees."""

SURROGATES = r"\ud800-\udfff"
"""No text at all; names of files that are no UTF-8 hold them."""

_HARMFUL = re.compile(f"[{CONTROLS}{REORDERING}{INVISIBLE}{SURROGATES}]")
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~&:@$=\"'/])")


def plain(text: str) -> str:
    """``text`` with every character that drives, reorders or hides what is shown replaced by U+FFFD.

    Tabs, line feeds, no-break spaces and joiners (which Persian, Hindi and emoji are written with) stay: a cell is
    shown as it is.
    """
    return _HARMFUL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def markdown(text: str) -> str:
    """``text`` for a Markdown renderer: on one line, every mark escaped, so that the renderer shows the text itself."""
    return _MARKDOWN.sub(r"\\\1", " ".join(plain(text).split()))


def counted(number: int, one: str, many: str = "") -> str:
    """``1 batch``, ``2,000 batches``: a number with its noun, whose plural is ``one`` with an s unless given."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def json_line(value: Any) -> str:  # noqa: ANN401 - whatever json can hold
    """``value`` as one line of JSON; harmful characters are escaped, so that a reader of JSON gets them back.

    Numbers that JSON has no words for (not a number, infinite) are null, as in what browsers write; keys are text.
    """
    try:
        line = json.dumps(value, ensure_ascii=False, default=str, allow_nan=False)
    except (ValueError, TypeError):  # seldom: so only then it is gone through
        line = json.dumps(_in_json(value), ensure_ascii=False, default=str, allow_nan=False)
    return _HARMFUL.sub(_escaped, line)


def _in_json(value: Any) -> Any:  # noqa: ANN401 - whatever json can hold
    """``value`` with null for every number that is none or infinite, and text for every key."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {name if isinstance(name, str) else str(name): _in_json(inner) for name, inner in value.items()}
    return [_in_json(inner) for inner in value] if isinstance(value, list | tuple) else value


def _escaped(harmful: re.Match[str]) -> str:
    return json.dumps(harmful.group())[1:-1]
