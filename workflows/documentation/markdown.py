"""Markdown of what may hold anything.

Belongs here: how a text is put into a page. Does not belong here: the pages.
"""

from __future__ import annotations


def cell(text: str) -> str:
    """``text`` as one cell of a table: on one line, its bars no borders."""
    return " ".join(text.split()).replace("|", "\\|")


def put_between(page: str, begin: str, end: str, text: str, marks: str) -> str:
    """``page`` with ``text`` between two marks, in place of what stood there.

    Raises:
        ValueError: a mark is missing; ``marks`` says of which page and what.
    """
    before, begun, rest = page.partition(begin)
    _, ended, after = rest.partition(end)
    if not begun or not ended:
        raise ValueError(f"{marks} are missing")
    return f"{before}{begin}{text}{end}{after}"
