"""Lines scanned: what the one pass over their bytes (``kernels.scan``) found, with room made for it.

Belongs here: calling that pass on a column of lines or a handful of texts. Does not belong here: the pass itself
(``kernels``), or what a number means (``features``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping.cleaning.kernels import OWN, Array, scan
from kliping.text.buffers import text_buffers
from kliping.text.characters import tables

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Scan:
    """What one pass over lines found; see ``kernels.scan`` for the arrays."""

    own: Array
    hashes: Array
    tokens: Array
    follows: Array
    capital: Array
    first_token: Array


def scan_column(text: pl.Series) -> Scan:
    """Scan a column of lines; none is null."""
    data, offsets = text_buffers(text)
    lines = offsets.size - 1
    room = int(offsets[-1] - offsets[0]) // 2 + lines + 1  # a word and what parts it from the next take two bytes
    classes, lower = tables()
    own = np.empty((lines, len(OWN)), np.float32)
    hashes = np.empty(lines, np.uint64)
    tokens = np.empty(room, np.uint64)
    follows = np.empty(room, np.uint8)
    capital = np.empty(room, np.uint8)
    first_token = np.empty(lines + 1, np.int64)
    count = scan(data, offsets, classes, lower, own, hashes, tokens, follows, capital, first_token)
    return Scan(own, hashes, tokens[:count], follows[:count], capital[:count], first_token)


def scan_texts(texts: Iterable[str]) -> Scan:
    """Scan a handful of texts, each as one line."""
    return scan_column(pl.Series("text", list(texts), dtype=pl.String))
