"""What tells the hours of the morning from those of the evening, as a pattern.

Belongs here: words beside a time that any step reads. Does not belong here: times in texts (``kliping.metadata``) and
cells (``kliping.reading``).
"""

from __future__ import annotations

from kliping.text.patterns import any_of
from kliping.words import made_of_words, phrases

HALVES = ("before_noon", "after_noon")
"""Kinds of words, of the section ``date``: of an hour before noon, and of one of the afternoon."""


@made_of_words
def half_of_day(*kinds: str) -> str:
    """A pattern of the words of these ``kinds`` (default: ``HALVES``), with or without full stops."""
    return any_of(phrases("date", *(kinds or HALVES)), between=r"\.?")
