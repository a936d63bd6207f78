"""Marks of advertisements that were left between two sentences: "Advertisement", "Scroll to continue with content".

Belongs here: the patterns that find them, and what hints at one. Does not belong here: the words
(``words/*.toml``), lines that are nothing else (``lexicon``), or cutting them out (``pieces``).

A mark in capitals is one before any sentence. In other letters the same words may belong to a sentence ("Iklan rokok
dilarang"): there it is one where several words make it, where it stands in small letters or with a full stop of its own
between sentences, where the line ends or a word follows that opens sentences and is no name, and where it is glued to
the sentences on both sides.
"""

from __future__ import annotations

import re

from kliping.text.patterns import any_of

_LONG = 5
"""Letters of the shortest mark that counts in small letters: "ad" is a syllable, "ilan" a name."""
_END = r"(?<=[.!?\"”’')»…])"
_CAPITAL = r"[\"“‘'«(]?[^\W\d_a-z]"
_SENTENCE = rf"(?=\s+{_CAPITAL}|\s*$)"
"""Before the next sentence, or at the end of the line."""
_OPENED, _CLOSED = r"(?:[\[(*–—-]+\s?)?", r"(?:\s?[\])*–—-]+)?"
_BETWEEN = r"\s?[/|–—-]?\s?"


def hints(marks: tuple[str, ...]) -> tuple[str, ...]:
    """What every line with such a mark holds, in any case."""
    return tuple(mark for mark in marks if len(mark) >= _LONG)


def mark_patterns(marks: tuple[str, ...], opens: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Patterns of a mark inside a line, as the group ``piece``.

    Args:
        marks: the marks, in small letters.
        opens: words that open sentences and are no names, in small letters.
    """
    long = hints(marks)
    # each group takes the longest mark and stays with it: "scroll to continue" begins others
    capitals = f"(?>{any_of(mark.upper() for mark in marks)})"
    one, many = f"(?>(?i:{any_of(long)}))", f"(?>(?i:{any_of(mark for mark in long if ' ' in mark)}))"
    row = rf"(?>(?:{one}(?:{_BETWEEN}{one})+|{many}))"
    small = f"(?>{any_of(long)})"  # in small letters, as the words are written
    framed = rf"[\[(*–—-]+\s?{one}\s?[\])*–—-]+"
    opener = rf"\s+(?:{any_of(word.title() for word in opens)}\b|[\"“])" if opens else r"\s+[\"“]"
    between = "|".join(
        (
            rf"{_OPENED}{row}{_CLOSED}[.!]?{_SENTENCE}",
            rf"{capitals}{_SENTENCE}",
            rf"{_OPENED}{small}{_CLOSED}[.!]?{_SENTENCE}",
            rf"{framed}[.!]?{_SENTENCE}",
            rf"{one}[.!]{_SENTENCE}",
            rf"{one}(?=\s*$|{opener})",
        )
    )
    first = rf"(?:{row}|{capitals}|{one}[.!])(?=\s+[\"“]?[^\W\d_a-z][^\W\d_A-Z])"
    return (
        re.compile(rf"{_END}\s+(?P<piece>{between})"),
        re.compile(rf"^\s*(?P<piece>{first})"),
        re.compile(rf"{_END}(?P<piece>{row}|{one}|{framed})(?=[\"“]?[A-Z][^\W\d_A-Z]|\s*$)"),
    )
