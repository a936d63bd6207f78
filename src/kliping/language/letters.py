"""How many letters a text has, as evidence of its language.

Belongs here: what counts as a letter and how much, and adding that up over a column of texts. Does not belong here: how
many are enough (``detection``), or the loop over bytes (``scoring``).
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
import polars as pl

from kliping.derived import kept_arrays
from kliping.text.buffers import read_only, text_buffers
from kliping.text.patterns import HAN_AND_KANA

LETTER = r"\p{L}"
DENSE_LETTER = rf"[{HAN_AND_KANA}\p{{Hangul}}]"
"""Letters of scripts that write a syllable or a word with one; each counts three times as evidence."""

_POINTS, _SURROGATES = 0x110000, range(0xD800, 0xE000)


def count_letters(texts: pl.Series) -> pl.DataFrame:
    """``letters``, dense ones counted three times, and ``capitals`` of A to Z, a row a text."""
    from kliping.language.scoring import add_letters

    text = text_buffers(texts)
    letters, capitals = (np.zeros(len(texts), np.uint32) for _ in range(2))
    add_letters(text, weights_of_letters(), letters, capitals)
    return pl.DataFrame({"letters": letters, "capitals": capitals})


@cache
def weights_of_letters() -> npt.NDArray[np.uint8]:
    """What each code point counts as, as Polars' regular expressions tell letters."""
    return read_only(kept_arrays(__name__, pl.__version__, _made)["weights"])


def _made() -> dict[str, npt.NDArray[np.uint8]]:
    points = [point for point in range(_POINTS) if point not in _SURROGATES]
    signs = pl.Series(map(chr, points), dtype=pl.String).str
    weights = np.zeros(_POINTS, np.uint8)
    weights[points] = signs.contains(LETTER).to_numpy() + 2 * signs.contains(DENSE_LETTER).to_numpy()
    return {"weights": weights}
