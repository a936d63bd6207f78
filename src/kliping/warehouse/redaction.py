"""Contact data out of published text: e-mail addresses and telephone numbers become a mark and a count.

Belongs here: what is replaced by what. Does not belong here: what contact data is (``kliping.text.contacts``), lines
that are nothing but contact data, which the cleaning removes by their role.
"""

from __future__ import annotations

import polars as pl

from kliping.text.contacts import E_MAIL, TELEPHONE

MARKS = ((E_MAIL, "[e-mail]"), (TELEPHONE, "[telephone]"))


def redacted(text: pl.Expr) -> pl.Expr:
    """``text`` with its contact data replaced by marks; null stays null."""
    for pattern, mark in MARKS:
        text = text.str.replace_all(pattern, mark)
    return text


def contacts(text: pl.Expr) -> pl.Expr:
    """How many e-mail addresses and telephone numbers stand in ``text``."""
    return pl.sum_horizontal(text.str.count_matches(pattern) for pattern, _ in MARKS).cast(pl.Int32)
