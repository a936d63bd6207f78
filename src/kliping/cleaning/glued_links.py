"""Where the headline of a link ends that was glued into running text: "Baca juga: Harga Emas Naik Menurut dia, …".

Belongs here: the end of such a headline, where it is clear. Does not belong here: finding the labels of links, or
cutting them out (``pieces``).

A headline whose words are capitalised ends where a word begins that opens sentences and is no name ("Namun", "It"),
with small letters behind it; before a quotation or behind a question mark that goes on in small letters; or inside a
word, where a scraper left no space. It ends before an advertising mark in capitals, and before the label of the next
link. A name opens many a sentence, and whether its first word is the headline's last is told by the rest of the line
alone: where the same name opens another sentence there, and stands behind no other name or office. Else no end is
clear, and the link is left, for a sentence cut out with it would be worse.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from kliping.text.patterns import any_of

_REACH = 700
"""Characters behind a label that are read: the longest headline, and the first words of what follows."""
_MOST = 28
"""Words of the longest headline. The longest of 2,986 real ones has 21."""
_LEAST = 3
"""Words of the shortest headline in front of what is told by a word: fewer are a name."""
_GLUED_LEAST = 2
"""The same in front of a word that is glued to it."""
_AHEAD = 6
"""Words behind the first of a sentence that are looked at."""
_SMALL_AHEAD = 2
"""How many of these are in small letters in a sentence, and not in a headline, whose small words are known."""
_SURE_AHEAD = 3
"""The same where less speaks for a sentence: a comma behind its first word, a question before it."""
_LEFT = 6
"""Words of the sentence behind a headline, at least: with fewer it is the rest of the headline."""
_SIGNS = "\"'“”‘’(),.:;!?…"
_OPENING = "\"'“‘(«["
_ENDS = (".", "!", "?", '"', "”", "’", "'", ")", "»", "…")
"""What stands before a label in running text: the end of a sentence."""
_QUOTE = ('"', "“")
_GOES_ON = (",", ":", ";", "-", "–", "—", "|")
"""Behind a word that is not the last of its headline."""
_WORD = re.compile(r"\S+")
_NO_SPACE = re.compile(r"(?<=[^\W\d_A-Z])(?=[\"“]?[A-Z])|(?<=[0-9?!%)+])(?=[\"“]?[A-Z])")
"""Inside a word: a small letter, digit or mark, and a capital right behind it."""
_SENTENCE_END = re.compile(r"[.!?:][\"”’')]?(?:\s|$|[\"“]?[A-Z])")
_NAME_WORDS = 4
"""Words of the longest name that opens a sentence."""
_WORD_ALONE = re.compile(r"(?:^|\s)[^\W\d_a-z][\w-]*$")
"""A capitalised word at the end of what stands before a name."""


class Links(NamedTuple):
    """The words that links are told by."""

    labels: re.Pattern[str]
    opens: frozenset[str]
    small: frozenset[str]
    marks: re.Pattern[str]


class _Words(NamedTuple):
    """A headline and what follows it, word by word."""

    written: list[str]
    starts: list[int]
    told: Links
    beside: str = ""
    """The rest of the line: what stands before the label, and behind what is read."""

    def runs(self, at: int) -> bool:
        """Whether a word is in small letters, and none of the small words of headlines."""
        return _is_small(self.written[at]) and self.written[at].strip(_SIGNS).lower() not in self.told.small

    def goes_on(self, at: int, least: int = _SMALL_AHEAD) -> bool:
        """Whether a sentence's small letters follow the word."""
        return sum(self.runs(i) for i in range(at + 1, min(at + 1 + _AHEAD, len(self.written)))) >= least

    def opener(self, word: str) -> bool:
        """Whether a capitalised word opens sentences and is no name."""
        bare = word.strip(_SIGNS)
        return bare.istitle() and bare.lower() in self.told.opens

    def names(self, first: int, stop: int) -> str:
        """The words [first, stop) if they are a name: capitalised, and with nothing between them; else nothing."""
        words = [
            word.lstrip(_OPENING) if at == first else word for at, word in enumerate(self.written[first:stop], first)
        ]
        return " ".join(words) if all(word[:1].isupper() and word[-1:].isalnum() for word in words) else ""

    def tells_of(self, name: str) -> bool:
        """Whether the rest of the line opens a sentence with the name, and has nothing capitalised right before it."""
        places = [match.start() for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", self.beside)]
        before = [self.beside[:at].rstrip(' "“(') for at in places]
        opened = any(not said or said.endswith(_ENDS) for said in before)
        return opened and not any(_WORD_ALONE.search(said) for said in before)


@functools.lru_cache(maxsize=8)
def links(labels: tuple[str, ...], opens: tuple[str, ...], small: tuple[str, ...], marks: tuple[str, ...]) -> Links:
    """Links by their labels, by what opens sentences, by what is small in headlines, and by marks of advertisements."""
    pattern = re.compile(rf"{any_of(labels)}\s?[:：]\s*", re.IGNORECASE)
    capitals = re.compile(rf"\s(?:{any_of(mark.upper() for mark in marks)})(?!\w)")
    return Links(pattern, frozenset(opens), frozenset(small), capitals)


def glued_links(line: str, told: Links) -> list[tuple[int, int]]:
    """The links inside running text whose end is clear, as characters [start, end) of the line."""
    labels = [(match.start(), match.end()) for match in told.labels.finditer(line)]
    stops = [start for start, _ in (*labels[1:], (len(line), len(line)))][: len(labels)]
    glued = any(not line[start - 1].isspace() or not line[behind - 1].isspace() for start, behind in labels if start)
    ends: list[tuple[int, int]] = []
    for (start, behind), stop in zip(labels, stops, strict=True):
        text = line[:start].rstrip()
        if text.endswith(_ENDS) or (ends and len(text) == ends[-1][1]):
            reach = line[behind : min(stop, behind + _REACH)]
            words = _words(reach, told, line[:start] + "." + line[behind + len(reach) :])
            end = _end_of_headline(reach, words, glued=glued) or _all_of_it(reach, words, last=stop == len(line))
            if end:
                ends.append((start, behind + end))
    return ends


def _words(reach: str, told: Links, beside: str) -> _Words:
    mark, beside = told.marks.search(reach), told.marks.sub(".", beside)
    found = [(match.group(), match.start()) for match in _WORD.finditer(reach[: mark.start()] if mark else reach)]
    return _Words([word for word, _ in found], [at for _, at in found], told, beside)


def _end_of_headline(reach: str, words: _Words, *, glued: bool) -> int:
    """How many characters of the text behind a label are its headline; 0 where that is not clear.

    Args:
        reach: the text, up to the next label.
        words: its words, up to the next advertising mark.
        glued: a label of the line is glued to the text before it or to its headline: so is what follows headlines.
    """
    end = _end(words, glued=glued)
    if not end or len(reach[end:].split()) < _LEFT or not _SENTENCE_END.search(reach, end):
        return 0
    return len(reach[:end].rstrip())


def _all_of_it(reach: str, words: _Words, *, last: bool) -> int:
    """How many characters stand up to the next label or advertising mark, if they are a headline; else 0."""
    written = words.written
    ended = not last or len(written) < len(_WORD.findall(reach))
    if not ended or not _LEAST <= len(written) <= _MOST or any(words.runs(at) for at in range(len(written))):
        return 0
    if any(word.endswith(".") for word in written[:-1]) or written[-1].endswith((".", *_GOES_ON)):
        return 0
    return words.starts[-1] + len(written[-1])


def _end(words: _Words, *, glued: bool) -> int:
    written = words.written
    for at in range(min(_MOST, len(written))):
        if at + 1 >= len(written):
            return 0
        inside = _inside(words, at, glued=glued) if at >= _GLUED_LEAST else 0
        if inside:
            return words.starts[at] + inside
        if at >= _LEAST:
            before = written[at - 1]
            if before.endswith("."):  # no headline holds the end of a sentence
                return 0
            if _opens(words, at):
                return words.starts[at]
        if words.runs(at):
            return _before_name(words, at)
    return 0


def _before_name(words: _Words, at: int) -> int:
    """Where the headline ends before a name that opens the sentence which goes on with a word; 0 where none does."""
    if not words.goes_on(at - 1):
        return 0
    for first in range(max(_LEAST, at - _NAME_WORDS), at):  # the longest name that is known
        name = words.names(first, at)
        if name and name in words.beside:
            ended = not words.written[first - 1].endswith(_GOES_ON)
            return words.starts[first] if ended and words.tells_of(name) else 0
    return 0


def _inside(words: _Words, at: int, *, glued: bool) -> int:
    """Where inside a word the headline ends; 0 for nowhere. Names like "YouTube" only count where labels are glued."""
    word = words.written[at]
    breaks = [match.start() for match in _NO_SPACE.finditer(word) if match.start()]
    if len(breaks) != 1:
        return 0
    head, tail = word[: breaks[0]], word[breaks[0] :]
    if glued and len(head) > 1 and _goes_on_known(words, at, tail):
        return breaks[0]
    if not words.goes_on(at):
        return 0
    opener = words.opener(tail)
    marked = tail.startswith(_QUOTE) or head[-1] in "?!"
    plain = len(tail.strip(_SIGNS)) > 1 and (not head[-1].isdigit() or tail[1:].islower() or marked)
    if words.runs(at + 1) and plain and (marked or opener or (glued and len(head) > 1)):
        return breaks[0]
    return breaks[0] if glued and opener else 0


def _goes_on_known(words: _Words, at: int, tail: str) -> bool:
    """Whether the end of a word begins a quotation, the headline having none, or a name that is known."""
    if tail.startswith(_QUOTE):
        return not any(quote in word for word in words.written[:at] for quote in _QUOTE)
    stop = next((i for i in range(at + 1, min(at + 1 + _NAME_WORDS, len(words.written))) if words.runs(i)), 0)
    name = " ".join([tail, *words.written[at + 1 : stop]])
    return stop > at + 1 and words.names(at + 1, stop) != "" and name in words.beside and words.goes_on(stop - 1)


def _opens(words: _Words, at: int) -> bool:
    """Whether a sentence begins with the word, and the headline ends before it."""
    word, before = words.written[at], words.written[at - 1]
    on = words.runs(at + 1)
    ended = not before.endswith(_GOES_ON)
    if words.opener(word) and word[0].isupper() and not word.endswith((".", "?", "!", ":")):
        behind = words.goes_on(at) and (on or _is_small(words.written[at + 1]))
        if (
            ended
            and before.lower() not in words.told.small
            and (behind or (word.endswith(",") and words.goes_on(at, _SURE_AHEAD)))
        ):
            return True
    if word.startswith(_QUOTE) and word[1:2].isupper():
        return ended and on and words.goes_on(at)
    return before[-1] in "?!" and word[0].isupper() and on and words.goes_on(at, _SURE_AHEAD)


def _is_small(word: str) -> bool:
    return word.lstrip(_OPENING)[:1].islower()
