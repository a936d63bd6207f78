"""What a messenger writes before a message in a text that it exports: when it was sent, and by whom.

Belongs here: the stamp, as patterns. Does not belong here: what becomes of a message (``kliping.reading`` takes the
stamp off the first one, ``kliping.cleaning`` ends an article above the next).
"""

from __future__ import annotations

SENDER = "{1,60}"
"""Characters of who sent a message, as a chat's export names them: a person, or a number of a telephone."""

PLAIN_LETTER, LETTER = r"[^\W\d_]", r"\p{L}"
"""A letter as Python writes it, and as the column engine does."""


def stamp(letter: str) -> str:
    """A pattern of the day and the time of a message: "12/03/24, 10.16 PM".

    Args:
        letter: a pattern of a letter, for the engine that is asked.
    """
    half = rf"(?:\s?{letter}{{2}}|\s?{letter}\.\s?{letter}\.)"
    return rf"\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}},?\s{{1,2}}\d{{1,2}}[.:]\d{{2}}(?:[.:]\d{{2}})?{half}?"


def before_message(letter: str) -> str:
    """A pattern of stamp and sender: "[12/03/24 10.15.22] Budi:", "12/03/24 10.15 - Budi:".

    Args:
        letter: a pattern of a letter, for the engine that is asked.
    """
    sent = stamp(letter)
    return rf"(?:\[{sent}\]\s?|{sent}\s[-–]\s)[^:\n]{SENDER}:"
