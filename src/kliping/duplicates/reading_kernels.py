"""Compiled reading: UTF-8 bytes to words, shingles, MinHash bands, passage keys.

Belongs here: what would be a loop over characters or shingles in Python. Does not belong here: comparing bodies
(``pair_kernels``), frames, settings. Import it only where a step runs: numba takes a second to import.

MinHash in one permutation follows Li, Owen and Zhang (2012), its empty bins are filled as in Shrivastava's optimal
densification (2017); banding is Broder's and Indyk's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kliping.duplicates.token_kernels import (
    GLUED,
    KIND,
    TITLE,
    TITLE_END,
    Words,
    tokenise,
)
from kliping.text.compiling import kernel, kernel_part
from kliping.text.folding import DIGIT, IDEOGRAPH, UNSPACED, WORD
from kliping.text.hashing import FNV_BASIS, FNV_PRIME, SPLITMIX_A, SPLITMIX_B, finished

if TYPE_CHECKING:
    from typing import TypeAlias

    import numpy.typing as npt

    from kliping.text.buffers import Text

    Array: TypeAlias = npt.NDArray[Any]

IDEOGRAPHS_A_WORD = 2
LETTERS_A_WORD = 5  # in scripts without spaces
LETTERS_IN_A_PASSAGE = 3  # tokens for each word of a passage, where a token is one letter

_EMPTY = np.uint32(0xFFFFFFFF)
_ROOM = 4  # times as many values are held as are kept, before they are thinned out: memory against time
_SAMPLED = np.uint64(7)  # one passage in eight is a key
_PACKED = np.uint64(0xFFFFFF)  # packed sets hold 24 bits of a hash


@kernel_part
def _word_count(spaced: int, ideographs: int, letters: int) -> int:
    return spaced + ideographs // IDEOGRAPHS_A_WORD + letters // LETTERS_A_WORD


@kernel_part
def _whole(tokens: Array, kinds: Array, count: int) -> tuple[Any, int]:
    """A hash of all tokens in their order, and how many words they are (at least one, if there is a token)."""
    spaced = ideographs = letters = np.int64(0)
    whole = FNV_BASIS
    for position in range(count):
        kind = kinds[position] & KIND
        spaced += kind in (WORD, DIGIT)
        ideographs += kind == IDEOGRAPH
        letters += kind == UNSPACED
        whole = finished(whole ^ tokens[position]) + np.uint64(1)
    words = _word_count(spaced, ideographs, letters)
    return whole, max(words, min(count, 1))


@kernel_part
def _distinct(values: Array, count: int) -> int:
    """Sorts the first ``count`` values in place, drops repeats, and returns how many are left."""
    if count == 0:
        return 0
    ordered = np.sort(values[:count])
    kept = 1
    values[0] = ordered[0]
    for position in range(1, count):
        if ordered[position] != ordered[position - 1]:
            values[kept] = ordered[position]
            kept += 1
    return kept


@kernel_part
def _sampled(values: Array, count: int, keep: int, scale: int) -> tuple[int, int]:
    """Distinct values, thinned to one in 2**scale with the least scale that leaves at most ``keep`` of them.

    The scale is a property of the set: it grows only when the values seen so far, a part of all, are already too many.
    """
    count = _distinct(values, count)
    while count > keep:
        scale += 1
        mask = np.uint32((1 << scale) - 1)
        kept = 0
        for position in range(count):
            if values[position] & mask == 0:
                values[kept] = values[position]
                kept += 1
        count = kept
    return count, scale


@kernel_part
def _shingle(
    tokens: Array, kinds: Array, count: int, widths: Array, minima: Array, seen: Array, keep: int
) -> tuple[int, int]:
    """The least hash in each bin to ``minima``, the distinct shingles to ``seen``; their number and scale.

    A shingle ends at each token and spans as many tokens as its kind asks for. A text too short for one is one.
    """
    bins = np.uint64(minima.shape[0] - 1)
    minima[:] = _EMPTY
    held = scale = np.int64(0)
    mask = np.uint32(0)
    any_shingle = False
    for position in range(count):
        width = widths[kinds[position] & KIND]
        if position + 1 < width and (position + 1 < count or any_shingle):
            continue
        shingle = np.uint64(width)
        for back in range(max(position + 1 - width, 0), position + 1):
            shingle = shingle * SPLITMIX_A + tokens[back]
        shingle = finished(shingle)
        any_shingle = True
        chosen = shingle & bins
        minima[chosen] = min(minima[chosen], np.uint32(shingle >> np.uint64(32)))
        value = np.uint32((shingle >> np.uint64(8)) & _PACKED)
        if value & mask == 0 and held == seen.shape[0]:
            held, scale = _sampled(seen, held, keep, scale)
            mask = np.uint32((1 << scale) - 1)
        if value & mask == 0:
            seen[held] = value
            held += 1
    held, scale = _sampled(seen, held, keep, scale)
    return held, scale


@kernel_part
def _number_set(tokens: Array, kinds: Array, count: int, seen: Array, keep: int) -> int:
    """The distinct numbers, the ``keep`` least, to ``seen``; how many they are. 5,2 is one number, 5 and 2 are two."""
    held: Any = np.int64(0)
    number = FNV_BASIS
    for position in range(count):
        if kinds[position] & KIND != DIGIT:
            continue
        if kinds[position] & GLUED:
            held -= 1
        else:
            number = FNV_BASIS
        number = finished(number ^ tokens[position])
        if held == seen.shape[0]:
            held = min(_distinct(seen, held), keep)
        seen[held] = np.uint32(number & _PACKED)
        held += 1
    kept: int = min(_distinct(seen, held), keep)
    return kept


@kernel_part
def _passage_set(tokens: Array, kinds: Array, count: int, words: int, seen: Array, keep: int) -> int:
    """Hashes of distinct passages of ``words`` words, an even sample, the ``keep`` least, to ``seen``; their number.

    Which passages are sampled is told by their words alone, so two bodies that share a passage sample it alike.
    """
    held: Any = np.int64(0)
    for position in range(count):
        width = words * (LETTERS_IN_A_PASSAGE if kinds[position] & KIND in (IDEOGRAPH, UNSPACED) else 1)
        if position + 1 < width:
            continue
        passage = np.uint64(width)
        for back in range(position + 1 - width, position + 1):
            passage = passage * SPLITMIX_A + tokens[back]
        passage = finished(passage)
        if passage & _SAMPLED == 0:
            if held == seen.shape[0]:
                held = min(_distinct(seen, held), keep)
            seen[held] = finished(passage)
            held += 1
    kept: int = min(_distinct(seen, held), keep)
    return kept


@kernel_part
def _pack_tokens(tokens: Array, kinds: Array, count: int, out: Array, at: int) -> int:
    """Writes 24 bits of each token's hash and a byte of its marks, and returns the position after them."""
    for position in range(count):
        token = tokens[position]
        out[at] = token & np.uint64(0xFF)
        out[at + 1] = (token >> np.uint64(8)) & np.uint64(0xFF)
        out[at + 2] = (token >> np.uint64(16)) & np.uint64(0xFF)
        out[at + 3] = kinds[position]
        at += 4
    return at


@kernel_part
def _pack(values: Array, count: int, out: Array, at: int) -> int:
    """Writes ``count`` values of 24 bits, low byte first, and returns the position after them."""
    for position in range(count):
        value = values[position]
        out[at] = value & 0xFF
        out[at + 1] = (value >> 8) & 0xFF
        out[at + 2] = (value >> 16) & 0xFF
        at += 3
    return at


@kernel_part
def _fill_bands(minima: Array, rows: int, keys: Array, at: int) -> int:
    """Writes one key a band of ``rows`` minima and returns the position after them; one bin at least is full."""
    bins = minima.shape[0]
    full = minima != _EMPTY
    for empty in range(bins):
        attempt = np.uint64(1)
        while not full[empty]:
            donor = finished(np.uint64(empty) * FNV_PRIME + attempt * SPLITMIX_B) & np.uint64(bins - 1)
            if full[donor]:
                minima[empty] = minima[donor]
                break
            attempt += np.uint64(1)
    for band in range(bins // rows):
        key = np.uint64(band + 1) * SPLITMIX_A
        for row in range(band * rows, band * rows + rows):
            key = finished(key ^ np.uint64(minima[row]))
        keys[at] = key
        at += 1
    return at


class Shape(NamedTuple):
    """How texts are read; all but the first two are named as in the settings."""

    table: Array
    """``kliping.text.folding.character_table``."""
    widths: Array
    """Tokens that a shingle spans, by class."""
    bins: int
    rows: int
    key_words: int
    keep: int
    scale_limit: int
    passage_words: int
    passage_keys: int
    number_keys: int
    tokens_kept: int


class Read(NamedTuple):
    """All that a signature holds; ``*_ends`` are offsets that bound each text's part of what stands before them."""

    folded: Array
    folded_ends: Array
    hashes: Array
    words: Array
    keys: Array
    key_ends: Array
    shingles: Array
    shingle_ends: Array
    scales: Array
    numbers: Array
    number_ends: Array
    sequences: Array
    sequence_ends: Array


@kernel
def read_texts(column: Text, title_bytes: Array, shape: Shape) -> Read:
    """All that a signature holds, for a column of texts.

    The first ``title_bytes`` of a text are its title: it is among the folded words, with an end of its own, and the
    packed tokens, and in nothing else. So equal folded words mean that all the rest is equal. ``hashes`` are of the
    folded words, ``words`` their number; shingles and numbers are packed, as are the first ``tokens_kept`` tokens
    (``sequences``).
    """
    text, offsets = column
    table, widths, bins, rows = shape.table, shape.widths, shape.bins, shape.rows
    keep, tokens_kept = shape.keep, shape.tokens_kept
    passage_keys, number_keys = shape.passage_keys, shape.number_keys
    texts = offsets.shape[0] - 1
    size = offsets[texts] - offsets[0]
    longest = 0
    for body in range(texts):
        longest = max(longest, offsets[body + 1] - offsets[body])
    tokens = np.empty(longest + 1, np.uint64)
    kinds = np.empty(longest + 1, np.uint8)
    minima = np.empty(bins, np.uint32)
    seen = np.empty(_ROOM * keep, np.uint32)
    seen_numbers = np.empty(_ROOM * number_keys, np.uint32)
    seen_passages = np.empty(_ROOM * passage_keys + 1, np.uint64)
    folded = np.empty(2 * size + texts + 2, np.uint8)  # a letter and a space for each letter, and a title's end
    keys = np.empty(texts * (bins // rows + passage_keys), np.uint64)
    shingles = np.empty(2 * size + 3 * texts, np.uint8)  # three bytes for each word of one letter and a space
    numbers = np.empty(texts * number_keys * 3, np.uint8)
    folded_ends = np.zeros(texts + 1, np.int64)
    key_ends = np.zeros(texts + 1, np.int64)
    shingle_ends = np.zeros(texts + 1, np.int64)
    number_ends = np.zeros(texts + 1, np.int64)
    sequences = np.empty((2 * size + 4 * texts) if tokens_kept else 0, np.uint8)  # four bytes a letter and a space
    sequence_ends = np.zeros(texts + 1, np.int64)
    hashes = np.zeros(texts, np.uint64)
    words = np.zeros(texts, np.int32)
    scales = np.zeros(texts, np.int8)
    out = Words(tokens, kinds, folded)
    folded_at = key_at = shingle_at = number_at = sequence_at = np.int64(0)
    for body in range(texts):
        begin = offsets[body] + title_bytes[body]
        count, folded_at = tokenise(text, offsets[body], begin, table, out, folded_at)
        kinds[:count] |= TITLE
        if count > 0:
            folded[folded_at] = TITLE_END
            folded_at += 1
        sequence_at = _pack_tokens(tokens, kinds, min(count, tokens_kept), sequences, sequence_at)
        count, folded_at = tokenise(text, begin, offsets[body + 1], table, out, folded_at)
        hashes[body], words[body] = _whole(tokens, kinds, count)
        held, scale = _shingle(tokens, kinds, count, widths, minima, seen, keep)
        scales[body] = scale
        shingle_at = _pack(seen, held, shingles, shingle_at)
        sequence_at = _pack_tokens(tokens, kinds, min(count, tokens_kept), sequences, sequence_at)
        held = _number_set(tokens, kinds, count, seen_numbers, number_keys)
        number_at = _pack(seen_numbers, held, numbers, number_at)
        if count > 0 and words[body] >= shape.key_words and scale <= shape.scale_limit:
            key_at = _fill_bands(minima, rows, keys, key_at)
            held = _passage_set(tokens, kinds, count, shape.passage_words, seen_passages, passage_keys)
            for passage in range(held):
                keys[key_at] = seen_passages[passage]
                key_at += 1
        folded_ends[body + 1] = folded_at
        key_ends[body + 1] = key_at
        shingle_ends[body + 1] = shingle_at
        number_ends[body + 1] = number_at
        sequence_ends[body + 1] = sequence_at
    return Read(
        folded[:folded_at],
        folded_ends,
        hashes,
        words,
        keys[:key_at],
        key_ends,
        shingles[:shingle_at],
        shingle_ends,
        scales,
        numbers[:number_at],
        number_ends,
        sequences[:sequence_at],
        sequence_ends,
    )
