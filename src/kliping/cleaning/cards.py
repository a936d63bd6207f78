"""Cards: small ``<article>`` elements of a page in HTML that link to other articles, with a summary of each.

Belongs here: telling them from the page's own article by the link in their heading. Does not belong here: by how much
what they hold is removed (``witnesses``), links without such an element (``links``).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from kliping.cleaning.visible import parsed, text_of

_ARTICLE = re.compile(r"<article\b", re.IGNORECASE)
"""Pages without one are not parsed for cards."""
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_HERE = "#"
"""Opens the address of a place on the page itself."""
_HEADLINE = 3
"""Words of the shortest headline."""
_CARD = 80
"""Words of the longest card; a blog's whole article may link to its own page from its heading."""
_OWN = 40
"""Words of an article of the page's own, at least, beside its cards: a page of cards alone is an index."""


def card_lines(source: str, article: str) -> str | None:
    """The lines of HTML ``source`` that stand in cards and nowhere else, a line each; null for none.

    Cards are told only on a page whose ``article``, what an extractor takes for it, is more than cards.
    """
    if _ARTICLE.search(source) is None:
        return None
    root, _ = parsed(source)
    cards = [] if root is None else [one for one in root.iter("article") if _is_card(one)]
    found = Counter(line for card in cards for line in text_of(card).split("\n") if line)
    own = sum(len(line.split()) for line in article.split("\n") if " ".join(line.split()) not in found)
    if not found or own < _OWN:
        return None
    elsewhere = Counter(text_of(root).split("\n")) - found
    return "\n".join(line for line in found if line not in elsewhere) or None


def _is_card(one: Any) -> bool:  # noqa: ANN401 - an element of lxml, which has no types
    """Whether an element is short, holds no other, and has a headline that links to a page."""
    if one.find(".//article") is not None:
        return False
    linked = (heading for heading in one.iter(*_HEADINGS) if _links(heading))
    told = any(len(text_of(heading).split()) >= _HEADLINE for heading in linked)
    return told and len(text_of(one).split()) <= _CARD


def _links(heading: Any) -> bool:  # noqa: ANN401 - an element of lxml, which has no types
    """Whether a heading holds a link to a page, or stands in one."""
    around = (*heading.iterdescendants("a"), *heading.iterancestors("a"))
    return any((link.get("href") or _HERE).strip().partition(_HERE)[0] for link in around)
