"""What is contact data in a text: addresses of mail and telephone numbers, as both pattern engines read it.

Belongs here: the patterns, each once. Does not belong here: what becomes of what they find: it is replaced by marks
(``kliping.warehouse.redaction``), and counted in what is published (``expectations.facts``).

The two take different numbers, since they do different harm. A mark in place of a number costs little, so everything
written as one is replaced: with a country's code, with an area's, an Indonesian mobile in one piece. A count holds an
article back, and "0812 3456 7890" may as well be a court's file or what a lottery drew: a number without a country's
code counts only behind a word that announces one, and there in whatever groups it stands.
"""

from __future__ import annotations

_ABROAD = "{7,16}"
"""Figures and signs of a number behind the country's code: E.164 has fifteen figures, and groups have signs
between them."""

_MORE_FIGURES = "{6}"
"""Figures of the shortest number behind its first: a household's has seven where there is no area's code."""

_BETWEEN = r"[ ().-]{0,3}"
"""Signs between two figures of a number."""

E_MAIL = r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}"
ABROAD = rf"\+[0-9][0-9 ().-]{_ABROAD}[0-9]"
"""A number with the country's code."""

TELEPHONE = (
    rf"{ABROAD}"
    r"|\b0[0-9]{2,4}[ )./-]{1,2}[0-9]{3,4}(?:[ .-]?[0-9]{2,4}){1,2}\b"  # with the area's, in groups
    r"|\b08[0-9]{8,11}\b"  # an Indonesian mobile in one piece
)
"""Whatever is written as a number."""

DIGITS = rf"[0-9](?:{_BETWEEN}[0-9]){_MORE_FIGURES}"
"""As many figures as a number has, cheap to look for before."""

ANNOUNCED = rf"\W{{1,3}}([(+]{{0,2}}{DIGITS}(?:{_BETWEEN}[0-9])*)"
"""Behind a word that announces a number, in whatever groups: the number is the group."""

_YEAR, _MONTH, _DAY = "(?:19|20)[0-9]{2}", "(?:0?[1-9]|1[0-2])", "(?:0?[1-9]|[12][0-9]|3[01])"
_APART = "[ .-]{1,3}"
_PRICE = r"[1-9][0-9]{0,2}(?:\.[0-9]{3})*\.[0-9]00"
_TIME = r"(?:[01]?[0-9]|2[0-4])\.[0-5][0-9]"
_SCORE = "[0-9]{1,2}-[0-9]{1,2}"
NO_NUMBER = (
    "^(?:"
    rf"{_YEAR}(?:{_APART}{_YEAR})+$"
    rf"|{_DAY}{_APART}{_MONTH}{_APART}{_YEAR}(?:\D|$)|{_YEAR}{_APART}{_MONTH}{_APART}{_DAY}(?:\D|$)"
    rf"|{_PRICE}(?:{_APART}{_PRICE})*$"
    rf"|{_TIME}{_APART}{_TIME}$"
    rf"|{_SCORE}(?:[ ()]{{1,3}}{_SCORE})+$"
    ")"
)
"""What is none though it stands there: years, a day, prices, hours, the sets of a match. "HP" is a ware as well, and
who answers to "WA" may have hours."""
