"""What is contact data in a text: addresses of mail and telephone numbers, as both pattern engines read it.

Belongs here: the patterns, each once. Does not belong here: what becomes of what they find: it is replaced by marks
(``kliping.warehouse.redaction``), and counted in what is published (``expectations.facts``).

The two take different numbers, since they do different harm. A mark in place of a number costs little, so everything
written as one is replaced: with a country's code, with an area's, an Indonesian mobile in one piece. A count holds an
article back, and "0812 3456 7890" may as well be a court's file or what a lottery drew: a number without a country's
code counts only behind a word that announces one.
"""

from __future__ import annotations

_ABROAD = "{7,16}"
"""Figures and signs of a number behind the country's code: E.164 has fifteen figures, and groups have signs
between them."""

_ANNOUNCED = "{6,}"
"""Figures and signs of a number behind the word that announces it, but for its first and last: the shortest that a
household has is of eight."""

E_MAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
ABROAD = rf"\+[0-9][0-9 ().-]{_ABROAD}[0-9]"
"""A number with the country's code."""

TELEPHONE = (
    rf"{ABROAD}"
    r"|\b0[0-9]{2,4}[ )./-]{1,2}[0-9]{3,4}(?:[ .-]?[0-9]{2,4}){1,2}\b"  # with the area's, in groups
    r"|\b08[0-9]{8,11}\b"  # an Indonesian mobile in one piece
)
"""Whatever is written as a number."""

ANNOUNCED = rf"\W{{1,3}}[0-9(+][0-9 ().-]{_ANNOUNCED}[0-9]"
"""A number behind a word that announces it."""

ANNOUNCED_DIGITS = r"[0-9]{3,4}[ .-]?[0-9]{3,4}[ .-]?[0-9]{2,}"
"""What most such numbers hold, cheap to look for before: one of two groups of four is let pass."""
