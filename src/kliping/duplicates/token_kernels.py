"""Compiled tokenising: UTF-8 bytes to hashed words and what each one looks like.

Belongs here: characters to tokens, their kinds and marks. Does not belong here: shingles and keys
(``reading_kernels``), comparing (``pair_kernels``, ``alignment_kernels``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kliping.text.compiling import kernel_part
from kliping.text.folding import DIGIT, IDEOGRAPH, SKIP, UNSPACED, WORD
from kliping.text.hashing import FNV_BASIS, finished, fnv
from kliping.text.utf8 import decode_whole, encode

if TYPE_CHECKING:
    from typing import TypeAlias

    import numpy.typing as npt

    Array: TypeAlias = npt.NDArray[Any]

KIND = np.uint8(0x07)
TITLE = np.uint8(0x08)  # it stands in the title
TITLE_END = np.uint8(0x0A)  # in no folded word: a title in its own field is not one that the text begins with
SENTENCE_END = np.uint8(0x10)
CAPITAL = np.uint8(0x20)  # of a word: its first letter changes when folded, and no sentence begins with it
GLUED = np.uint8(0x40)  # one sign and no space stand between this number and the one before: 5,2 or 13/06/2024
PARAGRAPH_END = np.uint8(0x80)


class Words(NamedTuple):
    """Where ``tokenise`` writes: the hash and the kind of each token, and all folded forms as bytes."""

    tokens: Array
    kinds: Array
    folded: Array


@kernel_part
def _decoded(text: Array, at: int) -> tuple[Any, int]:
    """The code point at ``at`` and the position after it."""
    code, size = decode_whole(text, at)
    return np.uint32(code), at + size


@kernel_part
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


_STOPS = (0x2E, 0x21, 0x3F, 0x3002, 0xFF01, 0xFF1F, 0x0964, 0x061F)  # what ends a sentence


@kernel_part
def _sentence_end(code: Any, text: Array, after: int, end: int) -> Any:  # noqa: ANN401 - a numpy scalar
    """The mark of a sentence's end when ``code`` ends one, else nothing: the stop of 1.5 or of a host does not."""
    closes = code in _STOPS and (after >= end or text[after] <= 0x20 or text[after] >= 0x80)
    return SENTENCE_END if closes else np.uint8(0)


@kernel_part
def _begins(kinds: Array, count: int) -> bool:
    """Whether the next token is the first of a sentence or paragraph, where a capital tells nothing."""
    return bool(count == 0 or kinds[count - 1] & (PARAGRAPH_END | SENTENCE_END) != 0)


@kernel_part
def tokenise(text: Array, at: int, end: int, table: Array, words: Words, folded_at: int) -> tuple[int, int]:
    """Hash and kind of each token between two positions, its folded form and a space written to ``words``.

    A token is a word, or one letter of a script without spaces. ``kinds`` marks the last token of a paragraph. Returns
    the number of tokens and the position after what was written.
    """
    tokens, kinds, folded = words
    count: Any = np.int64(0)
    number_end = -2  # before the first there is none, wherever the text begins in its column
    while at < end:
        code, after = _decoded(text, at)
        kind, plain = _classified(code, table)
        if kind in (WORD, DIGIT):
            glued = at == number_end + 1 and text[number_end] > 0x20
            token = FNV_BASIS
            found = np.uint32(WORD)
            capital = code != plain and not _begins(kinds, count)
            while kind in (WORD, DIGIT, SKIP):
                if kind != SKIP:
                    token = fnv(token, np.uint64(plain))
                    folded_at = encode(folded, folded_at, plain)
                    found = max(found, kind)  # a digit makes it a number
                at = after
                if at >= end:
                    break
                code, after = _decoded(text, at)
                kind, plain = _classified(code, table)
            kinds[count] = found | CAPITAL if capital and found == WORD else found
            if found == DIGIT:
                number_end = at
                if glued:
                    kinds[count] |= GLUED
        elif kind in (IDEOGRAPH, UNSPACED):
            token = fnv(FNV_BASIS, np.uint64(plain))
            folded_at = encode(folded, folded_at, plain)
            kinds[count] = kind
            at = after
        else:
            if code == 0x0A and count > 0:
                kinds[count - 1] |= PARAGRAPH_END
            elif count > 0:
                kinds[count - 1] |= _sentence_end(code, text, after, end)
            at = after
            continue
        tokens[count] = finished(token)
        folded[folded_at] = 0x20
        folded_at += 1
        count += 1
    if count > 0:
        kinds[count - 1] |= PARAGRAPH_END
    return count, folded_at
