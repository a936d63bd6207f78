"""Compiled reading: UTF-8 bytes to words, shingles, MinHash bands, paragraph keys.

Belongs here: what would be a loop over characters or shingles in Python. Does not belong here: comparing bodies
(``pair_kernels``), frames, settings. Import it only where a step runs: numba takes a second to import.

MinHash in one permutation follows Li, Owen and Zhang (2012), its empty bins are filled as in Shrivastava's optimal
densification (2017); banding is Broder's and Indyk's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numba as nb
import numpy as np

from kliping.duplicates.words import DIGIT, IDEOGRAPH, SKIP, UNSPACED, WORD

if TYPE_CHECKING:
    from typing import TypeAlias

    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[Any]

IDEOGRAPHS_A_WORD = 2
LETTERS_A_WORD = 5  # in scripts without spaces

_MIX_A = np.uint64(0xBF58476D1CE4E5B9)
_MIX_B = np.uint64(0x94D049BB133111EB)
_PRIME = np.uint64(0x100000001B3)
_BASIS = np.uint64(0xCBF29CE484222325)
_EMPTY = np.uint32(0xFFFFFFFF)
_PACKED = np.uint64(0xFFFFFF)  # packed sets hold 24 bits of a hash
_PARAGRAPH_END = np.uint8(0x80)
_GLUED = np.uint8(0x40)  # one sign and no space stand between this number and the one before: 5,2 or 13/06/2024
_KIND = np.uint8(0x3F)


@nb.njit(cache=True, nogil=True)
def _mixed(value: Any) -> Any:  # noqa: ANN401 - a numpy scalar
    """SplitMix64's finaliser: every bit of the input moves every bit of the output."""
    value ^= value >> np.uint64(30)
    value *= _MIX_A
    value ^= value >> np.uint64(27)
    value *= _MIX_B
    return value ^ (value >> np.uint64(31))


@nb.njit(cache=True, nogil=True)
def _decoded(text: Array, at: int, end: int) -> tuple[Any, int]:
    """The code point at ``at`` and the position after it; what is cut off counts as one unknown character."""
    first = np.uint32(text[at])
    if first < 0x80:
        return first, at + 1
    size = 2 if first < 0xE0 else 3 if first < 0xF0 else 4
    if at + size > end:
        return np.uint32(0xFFFD), end
    code = first & np.uint32(0xFF >> (size + 1))
    for following in range(at + 1, at + size):
        code = (code << np.uint32(6)) | np.uint32(text[following] & 0x3F)
    return code, at + size


@nb.njit(cache=True, nogil=True)
def _classified(code: Any, table: Array) -> tuple[Any, Any]:  # noqa: ANN401 - a numpy scalar
    """Class and folded form of a code point; beyond the basic plane Han and letters are words, symbols are none."""
    if code < 0x10000:
        entry = table[code]
        return entry >> np.uint32(24), entry & np.uint32(0xFFFFFF)
    if 0x20000 <= code < 0x40000:
        return np.uint32(IDEOGRAPH), code
    if code < 0x1D000 or 0x1E000 <= code < 0x1F000:
        return np.uint32(WORD), code
    return np.uint32(0), code


@nb.njit(cache=True, nogil=True)
def _write(out: Array, at: int, code: Any) -> int:  # noqa: ANN401 - a numpy scalar
    """Writes ``code`` as UTF-8 and returns the position after it."""
    if code < 0x80:
        out[at] = code
        return at + 1
    if code < 0x800:
        out[at] = 0xC0 | (code >> 6)
        out[at + 1] = 0x80 | (code & 0x3F)
        return at + 2
    if code < 0x10000:
        out[at] = 0xE0 | (code >> 12)
        out[at + 1] = 0x80 | ((code >> 6) & 0x3F)
        out[at + 2] = 0x80 | (code & 0x3F)
        return at + 3
    out[at] = 0xF0 | (code >> 18)
    out[at + 1] = 0x80 | ((code >> 12) & 0x3F)
    out[at + 2] = 0x80 | ((code >> 6) & 0x3F)
    out[at + 3] = 0x80 | (code & 0x3F)
    return at + 4


@nb.njit(cache=True, nogil=True)
def _tokenise(
    text: Array, at: int, end: int, table: Array, tokens: Array, kinds: Array, folded: Array, folded_at: int
) -> tuple[int, int]:
    """Hash and kind of each token between two positions, its folded form and a space written to ``folded``.

    A token is a word, or one letter of a script without spaces. ``kinds`` marks the last token of a paragraph. Returns
    the number of tokens and the position after what was written.
    """
    count = 0
    number_end = -1
    while at < end:
        code, after = _decoded(text, at, end)
        kind, plain = _classified(code, table)
        if kind in (WORD, DIGIT):
            glued = at == number_end + 1 and text[number_end] > 0x20
            token = _BASIS
            found = np.uint32(WORD)
            while kind in (WORD, DIGIT, SKIP):
                if kind != SKIP:
                    token = (token ^ np.uint64(plain)) * _PRIME
                    folded_at = _write(folded, folded_at, plain)
                    if kind == DIGIT:
                        found = np.uint32(DIGIT)
                at = after
                if at >= end:
                    break
                code, after = _decoded(text, at, end)
                kind, plain = _classified(code, table)
            kinds[count] = found
            if found == DIGIT:
                number_end = at
                if glued:
                    kinds[count] |= _GLUED
        elif kind in (IDEOGRAPH, UNSPACED):
            token = (_BASIS ^ np.uint64(plain)) * _PRIME
            folded_at = _write(folded, folded_at, plain)
            kinds[count] = kind
            at = after
        else:
            if code == 0x0A and count > 0:
                kinds[count - 1] |= _PARAGRAPH_END
            at = after
            continue
        tokens[count] = _mixed(token)
        folded[folded_at] = 0x20
        folded_at += 1
        count += 1
    if count > 0:
        kinds[count - 1] |= _PARAGRAPH_END
    return count, folded_at


@nb.njit(cache=True, nogil=True)
def _word_count(spaced: int, ideographs: int, letters: int) -> int:
    return spaced + ideographs // IDEOGRAPHS_A_WORD + letters // LETTERS_A_WORD


@nb.njit(cache=True, nogil=True)
def _whole(tokens: Array, kinds: Array, count: int) -> tuple[Any, int]:
    """A hash of all tokens in their order, and how many words they are (at least one, if there is a token)."""
    spaced = ideographs = letters = 0
    whole = _BASIS
    for position in range(count):
        kind = kinds[position] & _KIND
        spaced += kind in (WORD, DIGIT)
        ideographs += kind == IDEOGRAPH
        letters += kind == UNSPACED
        whole = _mixed(whole ^ tokens[position]) + np.uint64(1)
    words = _word_count(spaced, ideographs, letters)
    return whole, max(words, min(count, 1))


@nb.njit(cache=True, nogil=True)
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


@nb.njit(cache=True, nogil=True)
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


@nb.njit(cache=True, nogil=True)
def _shingle(
    tokens: Array, kinds: Array, count: int, widths: Array, minima: Array, seen: Array, keep: int
) -> tuple[int, int]:
    """The least hash in each bin to ``minima``, the distinct shingles to ``seen``; their number and scale.

    A shingle ends at each token and spans as many tokens as its kind asks for. A text too short for one is one.
    """
    bins = np.uint64(minima.shape[0] - 1)
    minima[:] = _EMPTY
    held = scale = 0
    mask = np.uint32(0)
    any_shingle = False
    for position in range(count):
        width = widths[kinds[position] & _KIND]
        if position + 1 < width and (position + 1 < count or any_shingle):
            continue
        shingle = np.uint64(width)
        for back in range(max(position + 1 - width, 0), position + 1):
            shingle = shingle * _MIX_A + tokens[back]
        shingle = _mixed(shingle)
        any_shingle = True
        chosen = shingle & bins
        minima[chosen] = min(minima[chosen], np.uint32(shingle >> np.uint64(32)))
        value = np.uint32((shingle >> np.uint64(8)) & _PACKED)
        if value & mask == 0:
            if held == seen.shape[0]:
                held, scale = _sampled(seen, held, keep, scale)
                mask = np.uint32((1 << scale) - 1)
            seen[held] = value
            held += 1
    held, scale = _sampled(seen, held, keep, scale)
    return held, scale


@nb.njit(cache=True, nogil=True)
def _number_set(tokens: Array, kinds: Array, count: int, seen: Array, keep: int) -> int:
    """The distinct numbers, the ``keep`` least, to ``seen``; how many they are. 5,2 is one number, 5 and 2 are two."""
    held = 0
    number = _BASIS
    for position in range(count):
        if kinds[position] & _KIND != DIGIT:
            continue
        if kinds[position] & _GLUED:
            held -= 1
        else:
            number = _BASIS
        number = _mixed(number ^ tokens[position])
        if held == seen.shape[0]:
            held = min(_distinct(seen, held), keep)
        seen[held] = np.uint32(number & _PACKED)
        held += 1
    kept: int = min(_distinct(seen, held), keep)
    return kept


@nb.njit(cache=True, nogil=True)
def _paragraph_set(tokens: Array, kinds: Array, count: int, least_words: int, seen: Array, keep: int) -> int:
    """Hashes of the distinct paragraphs of ``least_words`` words, the ``keep`` least, to ``seen``; their number."""
    held = 0
    start = 0
    for position in range(count):
        if not kinds[position] & _PARAGRAPH_END:
            continue
        whole, words = _whole(tokens[start : position + 1], kinds[start : position + 1], position + 1 - start)
        start = position + 1
        if words >= least_words:
            if held == seen.shape[0]:
                held = min(_distinct(seen, held), keep)
            seen[held] = _mixed(whole)
            held += 1
    kept: int = min(_distinct(seen, held), keep)
    return kept


@nb.njit(cache=True, nogil=True)
def _pack(values: Array, count: int, out: Array, at: int) -> int:
    """Writes ``count`` values of 24 bits, low byte first, and returns the position after them."""
    for position in range(count):
        value = values[position]
        out[at] = value & 0xFF
        out[at + 1] = (value >> 8) & 0xFF
        out[at + 2] = (value >> 16) & 0xFF
        at += 3
    return at


@nb.njit(cache=True, nogil=True)
def _fill_bands(minima: Array, rows: int, keys: Array, at: int) -> int:
    """Writes one key a band of ``rows`` minima and returns the position after them; one bin at least is full."""
    bins = minima.shape[0]
    full = minima != _EMPTY
    for empty in range(bins):
        attempt = np.uint64(1)
        while not full[empty]:
            donor = _mixed(np.uint64(empty) * _PRIME + attempt * _MIX_B) & np.uint64(bins - 1)
            if full[donor]:
                minima[empty] = minima[donor]
                break
            attempt += np.uint64(1)
    for band in range(bins // rows):
        key = np.uint64(band + 1) * _MIX_A
        for row in range(band * rows, band * rows + rows):
            key = _mixed(key ^ np.uint64(minima[row]))
        keys[at] = key
        at += 1
    return at


@nb.njit(cache=True, nogil=True)
def read_texts(
    text: Array,
    offsets: Array,
    table: Array,
    widths: Array,
    bins: int,
    rows: int,
    key_words: int,
    keep: int,
    scale_limit: int,
    paragraph_words: int,
    paragraph_keys: int,
    number_keys: int,
) -> tuple[Array, ...]:
    """All that a signature holds, for texts that ``offsets`` bound in the UTF-8 bytes ``text``.

    ``widths`` are the tokens a shingle spans by class; the other arguments are named as in the settings. Returns the
    folded words and their offsets, a hash of them and their number a text, keys and offsets, packed shingles and
    offsets, the scale a text, packed numbers and offsets.
    """
    texts = offsets.shape[0] - 1
    size = offsets[texts] - offsets[0]
    longest = 0
    for body in range(texts):
        longest = max(longest, offsets[body + 1] - offsets[body])
    tokens = np.empty(longest + 1, np.uint64)
    kinds = np.empty(longest + 1, np.uint8)
    minima = np.empty(bins, np.uint32)
    seen = np.empty(4 * keep, np.uint32)
    seen_numbers = np.empty(4 * number_keys, np.uint32)
    seen_paragraphs = np.empty(4 * paragraph_keys + 1, np.uint64)
    folded = np.empty(2 * size + 2, np.uint8)  # a letter and a space for each letter, at the most
    keys = np.empty(texts * (bins // rows + paragraph_keys), np.uint64)
    shingles = np.empty(2 * size + 3 * texts, np.uint8)  # three bytes for each word of one letter and a space
    numbers = np.empty(texts * number_keys * 3, np.uint8)
    folded_ends = np.zeros(texts + 1, np.int64)
    key_ends = np.zeros(texts + 1, np.int64)
    shingle_ends = np.zeros(texts + 1, np.int64)
    number_ends = np.zeros(texts + 1, np.int64)
    hashes = np.zeros(texts, np.uint64)
    words = np.zeros(texts, np.int32)
    scales = np.zeros(texts, np.int8)
    folded_at = key_at = shingle_at = number_at = 0
    for body in range(texts):
        count, folded_at = _tokenise(text, offsets[body], offsets[body + 1], table, tokens, kinds, folded, folded_at)
        hashes[body], words[body] = _whole(tokens, kinds, count)
        held, scale = _shingle(tokens, kinds, count, widths, minima, seen, keep)
        scales[body] = scale
        shingle_at = _pack(seen, held, shingles, shingle_at)
        held = _number_set(tokens, kinds, count, seen_numbers, number_keys)
        number_at = _pack(seen_numbers, held, numbers, number_at)
        if count > 0 and words[body] >= key_words and scale <= scale_limit:
            key_at = _fill_bands(minima, rows, keys, key_at)
            held = _paragraph_set(tokens, kinds, count, paragraph_words, seen_paragraphs, paragraph_keys)
            keys[key_at : key_at + held] = seen_paragraphs[:held]
            key_at += held
        folded_ends[body + 1] = folded_at
        key_ends[body + 1] = key_at
        shingle_ends[body + 1] = shingle_at
        number_ends[body + 1] = number_at
    return (
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
    )
