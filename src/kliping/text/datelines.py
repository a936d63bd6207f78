"""How an article opens that says where it was written: a place, an outlet, a dash: "JAKARTA, KABAR.com – Banjir …".

Belongs here: the shape, as a pattern for either engine. Does not belong here: what stands in it
(``kliping.metadata.outlets``).
"""

from __future__ import annotations

from kliping.text import lengths


def dateline(first: str, ending: str, start: str) -> str:
    """A pattern of a dateline and the first sign behind it.

    Args:
        first: a pattern of the sign that it begins with.
        ending: a pattern of a sign of an address's ending in it.
        start: a pattern of the sign with which the article begins.
    """
    place = rf"{first}[^.!?:;“”\"]{lengths.DATELINE_PLACE}(?:\.{ending}{{2,4}}){{0,3}}\)?"
    return rf"{place} *(?: [-‐‑‒–—―]+|[–—―]) *{start}"
