"""Compiled passages: which stretches of words two bodies have in common, in the same order.

Belongs here: unpacking bodies, hashing passages, finding them in another body. Does not belong here: what a pair looks
like (``alignment_kernels``), similarity of sets (``pair_kernels``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kliping.duplicates.token_kernels import KIND
from kliping.text.compiling import kernel, kernel_part
from kliping.text.folding import IDEOGRAPH, UNSPACED
from kliping.text.hash_table import first_place, places_of
from kliping.text.hashing import SPLITMIX_A, finished

if TYPE_CHECKING:
    from kliping.duplicates.pair_features import Array, Texts


_SPAN = 3  # words of a passage at least
_TRIED = 16  # places where a passage stands that are tried: what stands oftener is a refrain
_LETTER_SPAN = 8  # the same where a token is one letter


@kernel
def unpacked(texts: Texts, seat: int) -> tuple[Array, Array]:
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


@kernel_part
def span_of(mark: Any) -> int:  # noqa: ANN401 - a numpy scalar
    """Tokens of a passage that ends in a token with this mark."""
    kind = mark & KIND
    return _LETTER_SPAN if kind in (IDEOGRAPH, UNSPACED) else _SPAN


@kernel_part
def passages(words: Array, marks: Array) -> Array:
    """A hash of the passage that ends at each token; 0 where none does."""
    passages = np.zeros(words.shape[0], np.uint64)
    for position in range(words.shape[0]):
        span = span_of(marks[position])
        if position + 1 >= span:
            passage = np.uint64(span)
            for back in range(position + 1 - span, position + 1):
                passage = passage * SPLITMIX_A + np.uint64(words[back]) + np.uint64(1)
            passages[position] = finished(passage) | np.uint64(1)
    return passages


@kernel_part
def linked(own: Array, others: Array) -> Array:
    """For each position of ``own`` where in ``others`` its passage ends, onwards from the last one where that can be.

    -1 where the passage is not there.
    """
    places = places_of(others)
    links = np.full(own.shape[0], -1, np.int32)
    last = -1
    for position in range(own.shape[0]):
        place = first_place(places, own[position])
        first = place
        steps = 0
        while place >= 0 and place <= last and steps < _TRIED:
            place = places.following[place]
            steps += 1
        if first >= 0:
            links[position] = place if place > last else first
            last = links[position]
    return links


@kernel_part
def covered(links: Array, marks: Array, others: Array) -> tuple[Array, Array]:
    """Which tokens stand in a shared passage: of the body that ``links`` belongs to, and of the other."""
    own_covered = np.zeros(links.shape[0], np.bool_)
    other_covered = np.zeros(others.shape[0], np.bool_)
    for position in range(links.shape[0]):
        if links[position] >= 0:
            span = span_of(marks[position])
            own_covered[position + 1 - span : position + 1] = True
            other_covered[links[position] + 1 - span : links[position] + 1] = True
    return own_covered, other_covered


@kernel_part
def share(flags: Array, start: int, stop: int) -> float:
    """Share of flags that are set from ``start`` to ``stop``; 1 of none."""
    if stop <= start:
        return 1.0
    return float(flags[start:stop].sum()) / (stop - start)
