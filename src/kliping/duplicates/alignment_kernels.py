"""Compiled alignment: where two bodies have the same words in the same order, and what stands where they differ.

Belongs here: the features of a pair that the judgement of its kind looks at. Does not belong here: their names
(``pair_features``), finding passages (``passage_kernels``), the judgement (``judgement_kernels``), frames.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kliping.duplicates.day_kernels import write_days
from kliping.duplicates.pair_features import FEATURES, LONGER, SHORTER
from kliping.duplicates.passage_kernels import (
    covered,
    linked,
    passages,
    share,
    span_of,
    unpacked,
)
from kliping.duplicates.sentence_kernels import write_sentences
from kliping.duplicates.token_kernels import CAPITAL, KIND, TITLE
from kliping.text.compiling import kernel, kernel_part
from kliping.text.folding import DIGIT, WORD
from kliping.text.hash_table import first_place, places_of
from kliping.text.hashing import SPLITMIX_A, finished

if TYPE_CHECKING:
    from kliping.duplicates.pair_features import Array, Texts


_LEAD = 48  # words at either end of a body that are looked at apart
_OPENING = 80  # words that say what a body is about
_SENTENCE = 20.0  # words of a sentence of news, about: swaps are counted by so many shared words
_GAP = 8  # words between two shared passages that may stand for each other
_GROUPS = 3  # of tokens
_PLAIN, _NAME, _NUMBER = range(_GROUPS)  # what a token is: neither seems to be a name, nor is a number

_UNTITLED_TOLD, _UNTITLED_SHARE = 0.35, 0.2
"""What stands for the share of a title that the other page tells, and for the share of words that two titles have in
common, where one page has no title: between what copies show and what others do. The pair model was fitted to these."""


class Stretch(NamedTuple):
    """Some tokens of a body."""

    start: int
    stop: int


@kernel_part
def _telling(mark: Any) -> bool:  # noqa: ANN401 - a numpy scalar
    """Whether a token is a number or seems to be a name."""
    return bool(mark & KIND == DIGIT or mark & CAPITAL != 0)


@kernel_part
def _present(words: Array, marks: Array, other_words: Array, row: Array, side: int) -> None:
    """Writes the shares of distinct words, names and numbers, and of what is new in the lead, to ``row``."""
    places = places_of(other_words.astype(np.uint64) + np.uint64(1))
    own = words.astype(np.uint64) + np.uint64(1)
    own_places = places_of(own)
    seen = np.zeros(_GROUPS, np.int64)
    shared = np.zeros(_GROUPS, np.int64)
    new_lead = lead = 0
    for position in range(words.shape[0]):
        there = first_place(places, own[position]) >= 0
        kind = marks[position] & KIND
        if position < _LEAD and _telling(marks[position]):
            lead += 1
            new_lead += not there
        if first_place(own_places, own[position]) != position:
            continue
        group = _NUMBER if kind == DIGIT else _NAME if marks[position] & CAPITAL != 0 else _PLAIN
        seen[group] += 1
        shared[group] += there
        if group > _PLAIN and kind == WORD:
            seen[_PLAIN] += 1
            shared[_PLAIN] += there
    for group in range(_GROUPS):
        row[FEATURES.words_shorter + 2 * group + side] = (shared[group] + 1.0) / (seen[group] + 1.0)
    row[FEATURES.new_lead_shorter + side] = new_lead / (lead + 2.0)


@kernel_part
def _differ(
    words: Array, marks: Array, gap: Stretch, other_words: Array, other_marks: Array, other_gap: Stretch
) -> int:
    """What two gaps that stand for each other differ in: numbers, names, or neither."""
    told = theirs = _PLAIN
    for position in range(other_gap.start, other_gap.stop):
        mark = other_marks[position]
        theirs = max(theirs, _NUMBER if mark & KIND == DIGIT else _NAME if _telling(mark) else _PLAIN)
    for position in range(gap.start, gap.stop):
        if not _telling(marks[position]):
            continue
        same = False
        for other in range(other_gap.start, other_gap.stop):
            same |= other_words[other] == words[position]
        if not same:
            told = max(told, _NUMBER if marks[position] & KIND == DIGIT else _NAME)
    return min(told, theirs)


@kernel_part
def _repeated(values: Array) -> int:
    """Values that are not the only one of their kind; none is 0."""
    places = places_of(values)
    count = 0
    for at in range(values.shape[0]):
        count += places.following[at] >= 0 or first_place(places, values[at]) != at
    return count


@kernel_part
def _swaps(words: Array, marks: Array, links: Array, other_words: Array, other_marks: Array, row: Array) -> None:
    """Writes how often a name or number stands for another between shared passages, and their length, to ``row``."""
    passages = swaps = numbers = longest = 0
    covered = kept = 0
    run = 0
    before = -1
    pairs = np.zeros(links.shape[0], np.uint64)
    swapped = 0
    for position in range(links.shape[0]):
        link = links[position]
        if link < 0:
            continue
        if before >= 0 and position == before + 1 and link == links[before] + 1:
            run += 1
        else:
            span = span_of(marks[position])
            if before >= 0:
                gap = Stretch(before + 1, position + 1 - span)
                other_gap = Stretch(links[before] + 1, link + 1 - span)
                size, other_size = gap.stop - gap.start, other_gap.stop - other_gap.start
                if size <= _GAP and other_size <= _GAP:
                    told = _differ(words, marks, gap, other_words, other_marks, other_gap)
                    if size == other_size:
                        for at in range(size):
                            here, there = gap.start + at, other_gap.start + at
                            if words[here] != other_words[there] and (
                                _telling(marks[here]) or _telling(other_marks[there])
                            ):
                                pair = finished(np.uint64(words[here]) * SPLITMIX_A + np.uint64(other_words[there]))
                                pairs[swapped] = pair | np.uint64(1)
                                swapped += 1
                    swaps += told > _PLAIN
                    numbers += told == _NUMBER
            passages += 1
            run = span
        covered += 1
        kept += _telling(marks[position])
        longest = max(longest, run)
        before = position
    repeated = _repeated(pairs[:swapped])
    row[FEATURES.renamed] = np.log(1.0 + repeated)
    row[FEATURES.renamed_share] = repeated / (1.0 + kept + swapped)
    row[FEATURES.kept] = np.log(1.0 + kept)
    shared = covered / _SENTENCE + 1.0
    row[FEATURES.swaps] = swaps / shared
    row[FEATURES.swapped_numbers] = numbers / shared
    row[FEATURES.passage] = np.log((covered + 2.0 * passages + 1.0) / (passages + 1.0))
    row[FEATURES.longest] = longest / max(links.shape[0], 1)


@kernel_part
def _has(words: Array, word: Any) -> bool:  # noqa: ANN401 - a numpy scalar
    for other in words:  # noqa: SIM110 - numba has no any()
        if other == word:
            return True
    return False


@kernel_part
def _titled(title: Array, other: Array, body: Array, other_body: Array, row: Array) -> None:
    """Writes how two titles, each above a body, go together to ``row``; what stands for it where one has none.

    A title says what the news is, and a body that tells the same news says so in its title or opening. Below other news
    it may well come too, as what came before.
    """
    row[FEATURES.told_title], row[FEATURES.titles], row[FEATURES.template] = _UNTITLED_TOLD, _UNTITLED_SHARE, 0.0
    if title.shape[0] == 0 or other.shape[0] == 0:
        return
    own, distinct = np.zeros(2, np.int64), np.zeros(2, np.int64)
    both = 0
    least = 1.0
    for side in range(2):
        mine, theirs, mine_body, their_body = (
            (title, other, body, other_body) if side == SHORTER else (other, title, other_body, body)
        )
        there = 0
        for at in range(mine.shape[0]):
            word = mine[at]
            if _has(mine[:at], word):
                continue
            distinct[side] += 1
            titled = _has(theirs, word)
            opens = titled or _has(their_body[:_OPENING], word)
            both += titled and side == SHORTER
            there += opens
            own[side] += not opens and not _has(their_body, word) and _has(mine_body, word)
        least = min(least, there / distinct[side])
    row[FEATURES.told_title] = least
    row[FEATURES.titles] = both / (distinct[SHORTER] + distinct[LONGER] - both)
    row[FEATURES.template] = row[FEATURES.titles] if own[SHORTER] and own[LONGER] else 0.0


@kernel_part
def _later(texts: Texts, left: int, right: int) -> bool:
    """Whether ``left`` is the longer of two, or, equally long, has the greater byte where they first differ."""
    a, b = texts.ends[left], texts.ends[right]
    size, other_size = texts.ends[left + 1] - a, texts.ends[right + 1] - b
    if size != other_size:
        return bool(size > other_size)
    for at in range(size):
        if texts.tokens[a + at] != texts.tokens[b + at]:
            return bool(texts.tokens[a + at] > texts.tokens[b + at])
    return False


@kernel_part
def pair_features(texts: Texts, left: int, right: int, row: Array) -> None:
    """Writes FEATURES of two bodies to ``row``; the same whichever is named first."""
    if _later(texts, left, right):
        left, right = right, left
    all_words, all_marks = unpacked(texts, left)
    all_others, all_other_marks = unpacked(texts, right)
    titled, other_titled = (all_marks & TITLE).sum() // TITLE, (all_other_marks & TITLE).sum() // TITLE
    words, marks = all_words[titled:], all_marks[titled:]
    other_words, other_marks = all_others[other_titled:], all_other_marks[other_titled:]
    links = linked(passages(words, marks), passages(other_words, other_marks))
    own_covered, other_covered = covered(links, marks, other_words)
    count, others = words.shape[0], other_words.shape[0]
    row[FEATURES.covered_shorter], row[FEATURES.covered_longer] = (
        share(own_covered, 0, count),
        share(other_covered, 0, others),
    )
    row[FEATURES.lead_shorter], row[FEATURES.lead_longer] = (
        share(own_covered, 0, min(_LEAD, count)),
        share(other_covered, 0, min(_LEAD, others)),
    )
    row[FEATURES.tail_shorter] = share(own_covered, max(0, count - _LEAD), count)
    row[FEATURES.tail_longer] = share(other_covered, max(0, others - _LEAD), others)
    _present(words, marks, other_words, row, SHORTER)
    _present(other_words, other_marks, words, row, LONGER)
    _swaps(words, marks, links, other_words, other_marks, row)
    row[FEATURES.length] = count / max(others, 1)
    row[FEATURES.size] = np.log(count + 1.0)
    _titled(all_words[:titled], all_others[:other_titled], words, other_words, row)
    write_sentences(words, marks, other_words, other_marks, texts.common, row)
    write_days(words, marks, other_words, other_marks, texts.calendar, row)


@kernel
def features(texts: Texts, left: Array, right: Array) -> Array:
    """FEATURES of each pair of bodies, a row a pair."""
    found = np.zeros((left.shape[0], len(FEATURES)), np.float64)
    for pair in range(left.shape[0]):
        pair_features(texts, left[pair], right[pair], found[pair])
    return found
