"""Contact data out of published text: e-mail addresses and telephone numbers become a mark and a count.

Belongs here: what is replaced by what. Does not belong here: lines that are nothing but contact data, which the
cleaning removes by their role.
"""

from __future__ import annotations

import polars as pl

_TELEPHONE = "{7,16}"
"""Figures and signs of a number behind the country's code: E.164 has fifteen figures, and groups have signs
between them."""

E_MAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
TELEPHONE = (
    rf"\+[0-9][0-9 ().-]{_TELEPHONE}[0-9]"  # with the country's code
    r"|\b0[0-9]{2,4}[ )./-]{1,2}[0-9]{3,4}(?:[ .-]?[0-9]{2,4}){1,2}\b"  # with the area's, in groups
    r"|\b08[0-9]{8,11}\b"  # an Indonesian mobile in one piece
)
MARKS = ((E_MAIL, "[e-mail]"), (TELEPHONE, "[telephone]"))


def redacted(text: pl.Expr) -> pl.Expr:
    """``text`` with its contact data replaced by marks; null stays null."""
    for pattern, mark in MARKS:
        text = text.str.replace_all(pattern, mark)
    return text


def contacts(text: pl.Expr) -> pl.Expr:
    """How many e-mail addresses and telephone numbers stand in ``text``."""
    return pl.sum_horizontal(text.str.count_matches(pattern) for pattern, _ in MARKS).cast(pl.Int32)
