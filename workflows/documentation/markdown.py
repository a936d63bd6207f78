"""Markdown of what may hold anything.

Belongs here: how a text is put into a page. Does not belong here: the pages.
"""

from __future__ import annotations


def cell(text: str) -> str:
    """``text`` as one cell of a table: on one line, its bars no borders."""
    return " ".join(text.split()).replace("|", "\\|")
