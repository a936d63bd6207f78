"""langdetect's own answers for a column of texts, at array speed.

Belongs here: from a Polars column to the kernel and back. Does not belong here: the rules themselves (``kernel``).
"""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from kliping import __version__
from kliping.caches import private_folder
from kliping.text.buffers import text_buffers

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    from kliping.language.tables import Tables

CHUNKS = 8
"""Pieces a thread gets in turn, so that no thread waits long for the one with the longest texts."""

SURROGATES = "[\ud800-\udfff]"
STRANGER = "\U0010ffff"
"""Stands for a lone surrogate, which fits in no column of strings: langdetect knows neither, and counts both alike."""


def langdetect_exact(texts: pl.Series, cache_folder: Path | None = None, threads: int | None = None) -> pl.DataFrame:
    """What langdetect 1.0.9 with seed 0 says of each text, bit for bit.

    Args:
        texts: strings; a column of Python objects may hold strings with lone surrogates.
        cache_folder: where compiled tables are kept; by default the user's own (``kliping.caches``).
        threads: how many work at once, by default as many as Polars uses. The answers do not depend on it.

    Returns:
        ``language`` (String) and ``probability`` (Float64), a row a text: both null where the text is null or
        langdetect raises for want of features; ``unknown`` with a null probability where no language reaches 0.1.
    """
    from kliping.language.kernel import Detected, Learnt, Marks, detect_block, working_room

    tables = _tables(cache_folder or private_folder(__version__))
    text = text_buffers(_strings(texts))
    count = len(text.offsets) - 1
    detected = Detected(np.empty(count, np.int32), np.zeros(count, np.float64))
    learnt = Learnt(
        tables.characters,
        tables.known,
        tables.keys,
        tables.rows,
        tables.frequencies,
        tables.stream,
        tables.weights,
        Marks(tables.vowels, tables.marks, tables.composed),
        len(tables.languages),
        sys.version_info >= (3, 12),  # langdetect calls sum(), which this version made more exact
    )

    def work(start: int, stop: int) -> None:
        detect_block(text, start, stop, learnt, working_room(longest_text(text.offsets, start, stop)), detected)

    workers = threads or pl.thread_pool_size()
    if workers == 1 or count < workers:
        work(0, count)
    else:
        bounds = np.linspace(0, count, workers * CHUNKS + 1).astype(int).tolist()
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(work, bounds[:-1], bounds[1:]))
    return _named(texts, tables, detected.language, detected.probability)


@cache
def _tables(folder: Path) -> Tables:
    from kliping.language.tables import load_tables

    return load_tables(folder)


def longest_text(offsets: npt.NDArray[np.int64], start: int, stop: int) -> int:
    """Bytes of the longest text from ``start`` to ``stop``."""
    return int(np.diff(offsets[start : stop + 1]).max(initial=0))


def _strings(texts: pl.Series) -> pl.Series:
    if texts.dtype != pl.Object:
        return texts.cast(pl.String)
    import re

    replaced = [None if text is None else re.sub(SURROGATES, STRANGER, text) for text in texts.to_list()]
    return pl.Series(replaced, dtype=pl.String)


def _named(
    texts: pl.Series, tables: Tables, language: npt.NDArray[np.int32], probability: npt.NDArray[np.float64]
) -> pl.DataFrame:
    codes = pl.Series([*tables.languages.tolist(), None, "unknown"], dtype=pl.String)
    at = pl.Series(np.where(language < 0, len(codes) + language, language))
    told = pl.Series(language >= 0) & texts.is_not_null()
    return pl.DataFrame({"language": codes.gather(at), "probability": pl.Series(probability)}).select(
        language=pl.when(texts.is_not_null()).then("language"), probability=pl.when(told).then("probability")
    )
