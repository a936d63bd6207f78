"""How an article opens that says where it was written: a place, an outlet, a dash: "JAKARTA, KABAR.com – Banjir …".

Belongs here: the shape, as a pattern for either engine. Does not belong here: what stands in it
(``kliping.metadata.outlets``).
"""

from __future__ import annotations

from kliping.text import lengths

_ENDINGS = "{1,3}"
"""Parts of an address behind the name: news.kabar.co.id has three."""


def dateline(first: str, ending: str, start: str) -> str:
    """A pattern of a dateline and the first sign behind it.

    Args:
        first: a pattern of the sign that it begins with.
        ending: a pattern of a sign of an address's ending in it.
        start: a pattern of the sign with which the article begins.
    """
    place = rf"{first}[^.!?:;“”\"]{lengths.DATELINE_PLACE}(?:\.{ending}{{2,4}}){{0,3}}\)?"
    return rf"{place} *(?: [-‐‑‒–—―]+|[–—―]) *{start}"


def addressed(start: str) -> str:
    """A pattern of a dateline that opens with the outlet's own address: "KABAR.CO.ID, JAKARTA - Banjir …".

    Args:
        start: a pattern of the sign with which the article begins.
    """
    place = rf"(?:, ?[^.!?:;“”\"]{lengths.OUTLET})?"
    return rf"[\p{{L}}\d-]{lengths.SITE}(?:\.\p{{L}}{{2,4}}){_ENDINGS}{place} ?[-‐‑‒–—―]+ *{start}"
