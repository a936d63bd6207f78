"""Compiled alignment: where two bodies have the same words in the same order, and what stands where they differ.

Belongs here: the features of a pair that the judgement of its kind looks at. Does not belong here: the judgement
(``kinds``), similarity of sets (``pair_kernels``), frames.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numba as nb
import numpy as np

from kliping.duplicates.token_kernels import CAPITAL, KIND, MIX_A, TITLE, mixed
from kliping.duplicates.words import DIGIT, IDEOGRAPH, UNSPACED, WORD

if TYPE_CHECKING:
    from typing import TypeAlias

    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[Any]

FEATURES = (
    "covered_shorter",  # share of the shorter body's words that stand in passages of the longer one
    "covered_longer",
    "lead_shorter",  # the same of its first words
    "lead_longer",
    "tail_shorter",  # the same of its last words
    "tail_longer",
    "words_shorter",  # share of its distinct words that the other has anywhere
    "words_longer",
    "names_shorter",  # share of its distinct capitalised words that the other has anywhere
    "names_longer",
    "numbers_shorter",  # share of its distinct numbers that the other has anywhere
    "numbers_longer",
    "new_lead_shorter",  # names and numbers among its first words that the other has nowhere, a share
    "new_lead_longer",
    "swaps",  # places between shared passages where one name or number stands for another, for each 20 shared words
    "swapped_numbers",  # the same for numbers only
    "passage",  # logarithm of the mean words of a shared passage
    "longest",  # the longest shared passage, as a share of the shorter body
    "length",  # words of the shorter body for one of the longer
    "size",  # logarithm of the words of the shorter body
    "renamed",  # logarithm of the places where one name or number stands for another that it stands for elsewhere
    "title_shorter",  # share of its title's words that the other has in title or body; 0.6 without a title
    "title_longer",
    "titles",  # Jaccard similarity of the words of the titles; 0.2 where one has none
    "template",  # titles alike, and each with a word that its own page has and the other has not
)
"""What ``features`` gives for a pair, in this order; shares are of 1."""

MODEL_FEATURES = (
    "words_shorter",
    "swapped_numbers",
    "title_longer",
    "covered_shorter_by_numbers",
    "longest",
    "covered_longer_by_numbers",
    "tail_longer",
    "numbers_either",
    "swaps_logarithm",
    "names_either",
    "renamed",
    "template",
    "covered_longer_by_lead",
    "covered_shorter",
)
"""What the pair model looks at, in this order: features, and products and the lesser of two of them."""

_LEAD = 48  # words at either end of a body that are looked at apart
_GAP = 8  # words between two shared passages that may stand for each other
_SPAN = 3  # words of a passage at least
_LETTER_SPAN = 8  # the same where a token is one letter


class Texts(NamedTuple):
    """Token sequences of bodies, packed one after the other: four bytes a token."""

    tokens: Array
    ends: Array


@nb.njit(cache=True, nogil=True)
def _unpacked(texts: Texts, seat: int) -> tuple[Array, Array]:
    """Hashes and marks of the tokens of a body."""
    at = texts.ends[seat]
    count = (texts.ends[seat + 1] - at) // 4
    words = np.empty(count, np.uint32)
    marks = np.empty(count, np.uint8)
    for position in range(count):
        words[position] = (
            np.uint32(texts.tokens[at])
            | (np.uint32(texts.tokens[at + 1]) << np.uint32(8))
            | (np.uint32(texts.tokens[at + 2]) << np.uint32(16))
        )
        marks[position] = texts.tokens[at + 3]
        at += 4
    return words, marks


@nb.njit(cache=True, nogil=True)
def _span(mark: Any) -> int:  # noqa: ANN401 - a numpy scalar
    kind = mark & KIND
    return _LETTER_SPAN if kind in (IDEOGRAPH, UNSPACED) else _SPAN


@nb.njit(cache=True, nogil=True)
def _passages(words: Array, marks: Array) -> Array:
    """A hash of the passage that ends at each token; 0 where none does."""
    passages = np.zeros(words.shape[0], np.uint64)
    for position in range(words.shape[0]):
        span = _span(marks[position])
        if position + 1 >= span:
            passage = np.uint64(span)
            for back in range(position + 1 - span, position + 1):
                passage = passage * MIX_A + np.uint64(words[back]) + np.uint64(1)
            passages[position] = mixed(passage) | np.uint64(1)
    return passages


@nb.njit(cache=True, nogil=True)
def _table(keys: Array) -> tuple[Array, Array, int]:
    """A hash table from key to its first position, and for each position the next with the same key (-1: none)."""
    size = 16
    while size < 2 * keys.shape[0]:
        size *= 2
    slots = np.full(size, -1, np.int32)
    following = np.full(keys.shape[0], -1, np.int32)
    for position in range(keys.shape[0] - 1, -1, -1):
        key = keys[position]
        if key == 0:
            continue
        slot = int(key >> np.uint64(20)) & (size - 1)
        while slots[slot] >= 0 and keys[slots[slot]] != key:
            slot = (slot + 1) & (size - 1)
        following[position] = slots[slot]
        slots[slot] = position
    return slots, following, size


@nb.njit(cache=True, nogil=True)
def _found(keys: Array, slots: Array, size: int, key: Any) -> int:  # noqa: ANN401 - a numpy scalar
    slot = int(key >> np.uint64(20)) & (size - 1)
    while slots[slot] >= 0:
        if keys[slots[slot]] == key:
            return int(slots[slot])
        slot = (slot + 1) & (size - 1)
    return -1


@nb.njit(cache=True, nogil=True)
def _linked(own: Array, others: Array) -> Array:
    """For each position of ``own`` where in ``others`` its passage ends, onwards from the last one where that can be.

    -1 where the passage is not there.
    """
    slots, following, size = _table(others)
    links = np.full(own.shape[0], -1, np.int32)
    last = -1
    for position in range(own.shape[0]):
        if own[position] == 0:
            continue
        place = _found(others, slots, size, own[position])
        first = place
        steps = 0
        while place >= 0 and place <= last and steps < 16:
            place = following[place]
            steps += 1
        if first >= 0:
            links[position] = place if place > last else first
            last = links[position]
    return links


@nb.njit(cache=True, nogil=True)
def _covered(links: Array, marks: Array, others: Array) -> tuple[Array, Array]:
    """Which tokens stand in a shared passage: of the body that ``links`` belongs to, and of the other."""
    own_covered = np.zeros(links.shape[0], np.bool_)
    other_covered = np.zeros(others.shape[0], np.bool_)
    for position in range(links.shape[0]):
        if links[position] >= 0:
            span = _span(marks[position])
            own_covered[position + 1 - span : position + 1] = True
            other_covered[links[position] + 1 - span : links[position] + 1] = True
    return own_covered, other_covered


@nb.njit(cache=True, nogil=True)
def _share(flags: Array, start: int, stop: int) -> float:
    if stop <= start:
        return 1.0
    return float(flags[start:stop].sum()) / (stop - start)


@nb.njit(cache=True, nogil=True)
def _telling(mark: Any) -> bool:  # noqa: ANN401 - a numpy scalar
    """Whether a token is a number or seems to be a name."""
    return bool(mark & KIND == DIGIT or mark & CAPITAL != 0)


@nb.njit(cache=True, nogil=True)
def _present(words: Array, marks: Array, other_words: Array, row: Array, side: int) -> None:
    """Writes the shares of distinct words, names and numbers, and of what is new in the lead, to ``row``."""
    keys = (other_words.astype(np.uint64) + np.uint64(1)) << np.uint64(20)
    slots, _, size = _table(keys)
    own = (words.astype(np.uint64) + np.uint64(1)) << np.uint64(20)
    own_slots, _, own_size = _table(own)
    seen = np.zeros(3, np.int64)
    shared = np.zeros(3, np.int64)
    new_lead = lead = 0
    for position in range(words.shape[0]):
        there = _found(keys, slots, size, own[position]) >= 0
        kind = marks[position] & KIND
        if position < _LEAD and _telling(marks[position]):
            lead += 1
            new_lead += not there
        if _found(own, own_slots, own_size, own[position]) != position:
            continue
        group = 2 if kind == DIGIT else 1 if marks[position] & CAPITAL != 0 else 0
        seen[group] += 1
        shared[group] += there
        if group > 0 and kind == WORD:
            seen[0] += 1
            shared[0] += there
    for group in range(3):
        row[6 + 2 * group + side] = (shared[group] + 1.0) / (seen[group] + 1.0)
    row[12 + side] = new_lead / (lead + 2.0)


@nb.njit(cache=True, nogil=True)
def _differ(
    words: Array, marks: Array, start: int, stop: int, other_words: Array, other_marks: Array, gap: Array
) -> int:
    """What two gaps that stand for each other differ in: 2 numbers, 1 names, 0 neither. ``gap`` bounds the other."""
    told = 0
    theirs = 0
    for position in range(gap[0], gap[1]):
        theirs = max(
            theirs, 2 if other_marks[position] & KIND == DIGIT else 1 if _telling(other_marks[position]) else 0
        )
    for position in range(start, stop):
        if not _telling(marks[position]):
            continue
        same = False
        for other in range(gap[0], gap[1]):
            same |= other_words[other] == words[position]
        if not same:
            told = max(told, 2 if marks[position] & KIND == DIGIT else 1)
    return min(told, theirs) if told != theirs else told


@nb.njit(cache=True, nogil=True)
def _repeated(values: Array) -> int:
    """Values that are not the only one of their kind."""
    ordered = np.sort(values)
    count = 0
    for at in range(ordered.shape[0]):
        count += (at > 0 and ordered[at] == ordered[at - 1]) or (
            at + 1 < ordered.shape[0] and ordered[at] == ordered[at + 1]
        )
    return count


@nb.njit(cache=True, nogil=True)
def _swaps(words: Array, marks: Array, links: Array, other_words: Array, other_marks: Array, row: Array) -> None:
    """Writes how often a name or number stands for another between shared passages, and their length, to ``row``."""
    passages = swaps = numbers = longest = 0
    covered = 0
    run = 0
    before = -1
    gap = np.zeros(2, np.int64)
    pairs = np.zeros(links.shape[0], np.uint64)
    swapped = 0
    for position in range(links.shape[0]):
        link = links[position]
        if link < 0:
            continue
        if before >= 0 and position == before + 1 and link == links[before] + 1:
            run += 1
        else:
            span = _span(marks[position])
            if before >= 0:
                start, stop = before + 1, position + 1 - span
                gap[0], gap[1] = links[before] + 1, link + 1 - span
                if 0 < stop - start <= _GAP and 0 < gap[1] - gap[0] <= _GAP:
                    told = _differ(words, marks, start, stop, other_words, other_marks, gap)
                    if stop - start == gap[1] - gap[0]:
                        for at in range(stop - start):
                            here, there = start + at, gap[0] + at
                            if words[here] != other_words[there] and (
                                _telling(marks[here]) or _telling(other_marks[there])
                            ):
                                pairs[swapped] = mixed(np.uint64(words[here]) * MIX_A + np.uint64(other_words[there]))
                                swapped += 1
                    swaps += told > 0
                    numbers += told == 2
            passages += 1
            run = span
        covered += 1
        longest = max(longest, run)
        before = position
    row[20] = np.log(1.0 + _repeated(pairs[:swapped]))
    shared = covered / 20.0 + 1.0
    row[14] = swaps / shared
    row[15] = numbers / shared
    row[16] = np.log((covered + 2.0 * passages + 1.0) / (passages + 1.0))
    row[17] = longest / max(links.shape[0], 1)


@nb.njit(cache=True, nogil=True)
def _has(words: Array, word: Any) -> bool:  # noqa: ANN401 - a numpy scalar
    for other in words:  # noqa: SIM110 - numba has no any()
        if other == word:
            return True
    return False


@nb.njit(cache=True, nogil=True)
def _titled(title: Array, other: Array, body: Array, other_body: Array, row: Array) -> None:
    """Writes how two titles, each above a body, go together to ``row``."""
    row[21], row[22], row[23], row[24] = 0.6, 0.6, 0.2, 0.0
    own = np.zeros(2, np.int64)
    for side in range(2):
        mine, theirs, mine_body, their_body = (
            (title, other, body, other_body) if side == 0 else (other, title, other_body, body)
        )
        there = 0
        for word in mine:
            on_other = _has(theirs, word) or _has(their_body, word)
            there += on_other
            own[side] += not on_other and _has(mine_body, word)
        if mine.shape[0]:
            row[21 + side] = there / mine.shape[0]
    if title.shape[0] and other.shape[0]:
        words, others = np.unique(title), np.unique(other)
        both = 0
        for word in words:
            both += _has(others, word)
        row[23] = both / (words.shape[0] + others.shape[0] - both)
        row[24] = row[23] if own[0] and own[1] else 0.0


@nb.njit(cache=True, nogil=True)
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


@nb.njit(cache=True, nogil=True)
def pair_features(texts: Texts, left: int, right: int, row: Array) -> None:
    """Writes FEATURES of two bodies to ``row``; the same whichever is named first."""
    if _later(texts, left, right):
        left, right = right, left
    all_words, all_marks = _unpacked(texts, left)
    all_others, all_other_marks = _unpacked(texts, right)
    titled, other_titled = (all_marks & TITLE).sum() // TITLE, (all_other_marks & TITLE).sum() // TITLE
    words, marks = all_words[titled:], all_marks[titled:]
    other_words, other_marks = all_others[other_titled:], all_other_marks[other_titled:]
    links = _linked(_passages(words, marks), _passages(other_words, other_marks))
    own_covered, other_covered = _covered(links, marks, other_words)
    count, others = words.shape[0], other_words.shape[0]
    row[0], row[1] = _share(own_covered, 0, count), _share(other_covered, 0, others)
    row[2], row[3] = _share(own_covered, 0, min(_LEAD, count)), _share(other_covered, 0, min(_LEAD, others))
    row[4] = _share(own_covered, max(0, count - _LEAD), count)
    row[5] = _share(other_covered, max(0, others - _LEAD), others)
    _present(words, marks, other_words, row, 0)
    _present(other_words, other_marks, words, row, 1)
    _swaps(words, marks, links, other_words, other_marks, row)
    row[18] = count / max(others, 1)
    row[19] = np.log(count + 1.0)
    _titled(all_words[:titled], all_others[:other_titled], words, other_words, row)


@nb.njit(cache=True, nogil=True)
def model_row(row: Array, derived: Array) -> None:
    """Writes to ``derived`` what the pair model looks at, in the order of MODEL_FEATURES, from FEATURES in ``row``."""
    derived[0] = row[6]
    derived[1] = row[15]
    derived[2] = row[22]
    derived[3] = row[0] * row[10]
    derived[4] = row[17]
    derived[5] = row[1] * row[11]
    derived[6] = row[5]
    derived[7] = min(row[10], row[11])
    derived[8] = np.log(1.0 + 5.0 * row[14])
    derived[9] = min(row[8], row[9])
    derived[10] = row[20]
    derived[11] = row[24]
    derived[12] = row[1] * row[3]
    derived[13] = row[0]


@nb.njit(cache=True, nogil=True)
def copy_chance(row: Array, weights: Array) -> float:
    """The chance that a pair with FEATURES ``row`` is one of copies; ``weights``: the model's, constant first."""
    derived = np.empty(weights.shape[0] - 1, np.float64)
    model_row(row, derived)
    logit = weights[0]
    for at in range(derived.shape[0]):
        logit += weights[at + 1] * derived[at]
    return float(1.0 / (1.0 + np.exp(-logit)))


@nb.njit(cache=True, nogil=True)
def model_rows(found: Array) -> Array:
    """``model_row`` of many pairs."""
    rows = np.empty((found.shape[0], len(MODEL_FEATURES)), np.float64)
    for pair in range(found.shape[0]):
        model_row(found[pair], rows[pair])
    return rows


@nb.njit(cache=True, nogil=True)
def features(texts: Texts, left: Array, right: Array) -> Array:
    """FEATURES of each pair of bodies, a row a pair."""
    found = np.zeros((left.shape[0], len(FEATURES)), np.float64)
    for pair in range(left.shape[0]):
        pair_features(texts, left[pair], right[pair], found[pair])
    return found
