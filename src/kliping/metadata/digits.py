"""Digits as scripts write them, and the plain ones that stand for them, character for character.

Belongs here: what dates, outlets and the pass over the lines share of digits. Does not belong here: what numbers say.
"""

from __future__ import annotations

import polars as pl

OTHER_DIGITS = {
    digit: str(value)
    for digits in (
        "٠١٢٣٤٥٦٧٨٩",
        "۰۱۲۳۴۵۶۷۸۹",
        "०१२३४५६७८९",
        "০১২৩৪৫৬৭৮৯",
        "๐๑๒๓๔๕๖๗๘๙",
        "௦௧௨௩௪௫௬௭௮௯",
        "౦౧౨౩౪౫౬౭౮౯",
        "０１２３４５６７８９",
    )
    for value, digit in enumerate(digits)
} | {"\u00a0": " ", "\u202f": " ", "\u2009": " ", "／": "/"}
"""Digits of other scripts and hard spaces, one character for one, so that offsets stay."""

HAS_OTHER_DIGITS = "[" + "".join(OTHER_DIGITS).replace("/", "") + "]"


def with_plain_digits(text: pl.Expr) -> pl.Expr:
    """``text`` with digits and spaces of other scripts replaced, character for character."""
    return (
        pl.when(text.str.contains(HAS_OTHER_DIGITS))
        .then(text.str.replace_many(list(OTHER_DIGITS), list(OTHER_DIGITS.values())))
        .otherwise(text)
    )
