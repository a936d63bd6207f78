"""XXH64 of bytes: a quick digest by which damage is told, of files too large for a slow one at every edition.

Belongs here: the compiled digest. Does not belong here: which files are summed by it (``kliping.warehouse.sums``).
Importing this module imports numba.

Yann Collet's XXH64 (https://xxhash.com, with seed 0) reads eight bytes a step, six times as fast as SHA-256 is with the
processor's own instructions. Bytes that were damaged by chance have another digest but once in 2 to the 64th times. It
is no seal: whoever may write a home can write its sums as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from kliping.text.compiling import inlined_part, kernel

if TYPE_CHECKING:
    from kliping.text.buffers import Array

_P1, _P2, _P3, _P4, _P5 = (
    np.uint64(prime)
    for prime in (
        0x9E3779B185EBCA87,
        0xC2B2AE3D27D4EB4F,
        0x165667B19E3779F9,
        0x85EBCA77C2B2AE63,
        0x27D4EB2F165667C5,
    )
)
"""The primes of the definition, which also says by how many places numbers are turned and shifted below."""

_EIGHT = 8
"""Bytes of a word."""


@inlined_part
def _turned(value: Any, places: Any) -> Any:  # noqa: ANN401 - numbers of numba's
    return (value << np.uint64(places)) | (value >> np.uint64(64 - places))


@inlined_part
def _round(lane: Any, word: Any) -> Any:  # noqa: ANN401
    return _turned(lane + word * _P2, 31) * _P1


@inlined_part
def _merged(whole: Any, lane: Any) -> Any:  # noqa: ANN401
    return (whole ^ _round(np.uint64(0), lane)) * _P1 + _P4


@kernel
def _xxh64(words: Array, rest: Array) -> int:
    """The digest of whole words and of the up to seven bytes behind them."""
    stripes = words.size // 4 * 4
    if stripes:
        one, two, three, four = _P1 + _P2, _P2, np.uint64(0), np.uint64(0) - _P1
        for at in range(0, stripes, 4):
            one = _round(one, words[at])
            two = _round(two, words[at + 1])
            three = _round(three, words[at + 2])
            four = _round(four, words[at + 3])
        whole = _turned(one, 1) + _turned(two, 7) + _turned(three, 12) + _turned(four, 18)
        whole = _merged(_merged(_merged(_merged(whole, one), two), three), four)
    else:
        whole = _P5
    whole += np.uint64(words.size * 8 + rest.size)
    for at in range(stripes, words.size):
        whole = _turned(whole ^ _round(np.uint64(0), words[at]), 27) * _P1 + _P4
    at = 0
    if rest.size >= 4:
        half = np.uint64(0)
        for place in range(4):
            half |= np.uint64(rest[place]) << np.uint64(8 * place)
        whole = _turned(whole ^ (half * _P1), 23) * _P2 + _P3
        at = 4
    for place in range(at, rest.size):
        whole = _turned(whole ^ (np.uint64(rest[place]) * _P5), 11) * _P1
    whole = (whole ^ (whole >> np.uint64(33))) * _P2
    whole = (whole ^ (whole >> np.uint64(29))) * _P3
    return whole ^ (whole >> np.uint64(32))  # type: ignore[no-any-return]


def xxh64(content: bytes) -> bytes:
    """The eight bytes of the digest, as the definition writes them."""
    words = np.frombuffer(content, np.dtype("<u8"), len(content) // _EIGHT)
    rest = np.frombuffer(content, np.uint8, len(content) % _EIGHT, len(content) - len(content) % _EIGHT)
    return int(_xxh64(words, rest)).to_bytes(_EIGHT, "big")
