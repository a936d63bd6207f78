"""Elements that a page in HTML hides from its readers: notes for programs, messages that wait for a fault, templates.

Belongs here: telling them by what the page itself says (``hidden``, ``display: none``), and which lines they hold. Does
not belong here: hidden words inside a line (``visible``), by how much what they hold is removed (``witnesses``).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import Any

from kliping.cleaning.visible import is_undrawn, parsed, text_of
from kliping.text import lengths

_SAID = re.compile(
    rf"<(?:p|div|span|section|aside|h[1-6]|ul|ol|figure|blockquote|article)\b[^<>]{lengths.TAG}"
    r"(?:\shidden|display\s?:\s?none|visibility\s?:\s?hidden)",
    re.IGNORECASE,
)
"""Pages without it are not parsed for hidden elements."""
_NOTE = 400
"""Characters of the longest text that is a note: more, in one element or in its neighbours together, is an article's
second half behind a button."""
_FOLDED = ("tr", "li", "dd", "td")
"""Parts of tables and lists, which a page folds away one by one until somebody asks for more."""
_OWN = 2
"""Words of the article that is seen, at least, for each hidden one: else a program draws the page."""


def hidden_lines(source: str, article: str) -> str | None:
    """The lines of HTML ``source`` that stand in hidden elements and nowhere else, a line each; null for none.

    They are told only on a page whose ``article``, what an extractor takes for it, is seen for the most part.
    """
    if _SAID.search(source) is None:
        return None
    root, _ = parsed(source)
    found = Counter(line for one in _notes(root) for line in text_of(one).split("\n") if line)
    seen = (line for line in article.split("\n") if " ".join(line.split()) not in found)
    if not found or sum(len(line.split()) for line in seen) < _OWN * sum(len(line.split()) for line in found):
        return None
    elsewhere = Counter(text_of(root).split("\n")) - found
    return "\n".join(line for line in found if line not in elsewhere) or None


def _notes(root: Any) -> list[Any]:  # noqa: ANN401 - an element of lxml, which has no types
    """The outermost hidden elements whose text, with that of hidden neighbours, is no more than a note."""
    together = defaultdict[Any, list[Any]](list)
    within = set[Any]()
    for one in [] if root is None else root.iter():
        parent = one.getparent()
        if parent in within:
            within.add(one)
        elif parent is not None and one.tag not in _FOLDED and is_undrawn(one):
            within.add(one)
            together[parent].append(one)
    return [
        one
        for beside in together.values()
        if sum(len(text) for part in beside for text in part.itertext()) <= _NOTE
        for one in beside
    ]
