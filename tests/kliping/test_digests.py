"""XXH64 is what others compute."""

from __future__ import annotations

import pytest

from kliping.digests import xxh64

REFERENCE = [
    (0, "ef46db3751d8e999"),
    (1, "e934a84adb052768"),
    (3, "e5c7bb4533bc65dd"),
    (4, "ffced8604453cc1e"),
    (7, "14cc643f630c72d2"),
    (8, "884a173614b81b8d"),
    (12, "424af23f1f08dca5"),
    (31, "c346d2b59b4d8ee1"),
    (32, "cbf59c5116ff32b4"),
    (33, "0c535d1acafb8ead"),
    (47, "0d9883a03e7bfbb8"),
    (63, "e26aa9e2a95f8e4f"),
    (64, "f7c67301db6713f0"),
    (100, "6ac1e58032166597"),
    (4_096, "122a8c8d994ad3ec"),
    (100_003, "cbab15ce50b1eb20"),
]
"""Lengths, and what the reference implementation gives for so many bytes that count up to 250, again and again."""


@pytest.mark.parametrize(("size", "digest"), REFERENCE)
def test_it_is_xxh64(size: int, digest: str) -> None:
    assert xxh64(bytes(place % 251 for place in range(size))).hex() == digest


def test_one_bit_makes_another_digest() -> None:
    content = bytearray(1000)
    seen = {xxh64(bytes(content))}
    for bit in range(0, 8000, 7):
        content[bit // 8] ^= 1 << bit % 8
        seen.add(xxh64(bytes(content)))
        content[bit // 8] ^= 1 << bit % 8
    assert len(seen) == 1 + len(range(0, 8000, 7))
