"""Signatures: what is kept of a body so that its copies can be found and verified without the text.

Belongs here: bodies to SIGNATURES, and packed sets in and out of frames. Does not belong here: comparing them.
"""

from __future__ import annotations

import hashlib
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from kliping.duplicates.schemas import BODIES, SIGNATURES
from kliping.frames import conform
from kliping.text.buffers import read_only, text_buffers

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt

    from kliping.settings import DuplicateSettings

_CHUNK_BYTES = 2 << 20
"""Text read at once: working memory is about ten times this."""

SCALE_LIMIT = 4
"""Bodies thinned more than this (some 260,000 distinct shingles) are books, not news: only equal ones are copies."""

NUMBER_KEYS = 64
"""Distinct numbers kept of a body, by least hash."""


def sign(bodies: pl.DataFrame, settings: DuplicateSettings) -> pl.DataFrame:
    """SIGNATURES of ``bodies`` (columns of BODIES), in the same order.

    A pure function of each row: neither order nor company changes a signature. A null body counts as empty; the
    column title may be left out.
    """
    titles = bodies["title"] if "title" in bodies.columns else None
    bodies = conform(bodies, BODIES)
    shape = Reading(
        settings.minhash_values, settings.band_rows, settings.near_words, settings.passage_keys, identify=True
    )
    signed = pl.concat(
        [
            bodies.select("document_id", "sha256"),
            read_texts(bodies["body"], shape, settings, titles),
        ],
        how="horizontal",
    )
    return conform(signed, SIGNATURES)


class Reading(NamedTuple):
    """How texts are read: how many keys of what kind they get, and from how many words on."""

    minhash_values: int
    band_rows: int
    key_words: int
    """Words a text needs to get keys at all."""
    passage_keys: int
    identify: bool
    """Whether ``body`` is the SHA-256 of the words; else a plain hash, good enough within a document."""


WORDS_ALONE = Reading(minhash_values=16, band_rows=16, key_words=2**31 - 1, passage_keys=0, identify=False)
"""How texts are read of which only words and hash are asked: none is long enough to get keys."""

_READ = pl.Schema({name: kind for name, kind in SIGNATURES.items() if name not in {"document_id", "sha256"}})


def read_texts(
    texts: pl.Series, reading: Reading, settings: DuplicateSettings, titles: pl.Series | None = None
) -> pl.DataFrame:
    """The columns of SIGNATURES that are read from the text itself, a row for each of ``texts``."""
    if texts.is_empty():
        return pl.DataFrame(schema=_READ)
    heads = pl.repeat("", len(texts), eager=True) if titles is None else titles.fill_null("")
    whole = pl.select(heads + texts.fill_null("")).to_series()
    sizes = heads.str.len_bytes().cast(pl.Int64)
    chunks = [_read(whole.slice(*rows), sizes.slice(*rows), reading, settings) for rows in _chunks(whole)]
    return pl.concat(chunks)


def _chunks(texts: pl.Series) -> Iterator[tuple[int, int]]:
    """Start and length of slices of ``texts`` of about ``_CHUNK_BYTES``, at least one row each."""
    import numpy as np

    before = texts.str.len_bytes().cast(pl.Int64).cum_sum().to_numpy() // _CHUNK_BYTES
    starts = np.flatnonzero(np.diff(before, prepend=-1)).tolist()
    for start, stop in zip(starts, [*starts[1:], len(texts)], strict=True):
        yield start, stop - start


def _read(texts: pl.Series, title_bytes: pl.Series, reading: Reading, settings: DuplicateSettings) -> pl.DataFrame:
    import numpy as np

    from kliping.duplicates import reading_kernels
    from kliping.text.folding import DIGIT, IDEOGRAPH, UNSPACED, WORD, character_table

    text = text_buffers(texts)
    widths = np.zeros(6, np.int64)
    widths[[WORD, DIGIT]] = settings.shingle_words
    widths[IDEOGRAPH] = settings.shingle_ideographs
    widths[UNSPACED] = settings.shingle_letters
    shape = reading_kernels.Shape(
        character_table(),
        widths,
        reading.minhash_values,
        reading.band_rows,
        reading.key_words,
        settings.shingles_kept,
        SCALE_LIMIT,
        settings.passage_words,
        reading.passage_keys,
        NUMBER_KEYS,
        settings.tokens_kept if reading.identify else 0,
    )
    read = reading_kernels.read_texts(text, read_only(title_bytes.to_numpy()), shape)
    frame = pl.DataFrame({"words": read.words, "scale": read.scales}).with_columns(
        body=_body_hashes(read.folded, read.folded_ends) if reading.identify else pl.Series(read.hashes),
        keys=_lists(read.keys, read.key_ends),
        shingles=_binaries(read.shingles, read.shingle_ends),
        numbers=_binaries(read.numbers, read.number_ends),
        tokens=_binaries(read.sequences, read.sequence_ends),
    )
    return conform(frame.with_columns(body=pl.when(pl.col("words") > 0).then(pl.col("body"))), _READ)


_TELLING = 128
"""Worth, of 255, from which a word of a title says what it is about: articles, prepositions and years are below."""


def title_words(titles: pl.Series, settings: DuplicateSettings) -> pl.Series:
    """The hashes of the words of each title that say what it is about; an empty list where none does."""
    import numpy as np

    from kliping.duplicates.kinds import common_words

    common = common_words()
    plain = common[(common & 0xFF) < _TELLING] >> 8
    read = read_texts(titles, WORDS_ALONE._replace(identify=True), settings)
    words = (np.frombuffer(tokens, "<u4") & 0xFFFFFF for tokens in read["tokens"])
    return pl.Series(titles.name, [np.setdiff1d(own, plain).tolist() for own in words], dtype=pl.List(pl.UInt32))


def list_values(lists: pl.Series) -> tuple[npt.NDArray[np.uint64], npt.NDArray[np.int64]]:
    """The values of a column of lists of hashes, and the offsets that bound each list."""
    column = lists.to_arrow()
    ends = column.offsets.to_numpy()  # of a slice: not from 0, and the values reach beyond
    return column.values.to_numpy(zero_copy_only=False)[ends[0] : ends[-1]], ends - ends[0]


def _body_hashes(folded: npt.NDArray[np.uint8], offsets: npt.NDArray[np.int64]) -> pl.Series:
    """The first 64 bits of SHA-256 of each body's folded words; null for a body without words."""
    content = memoryview(folded)  # type: ignore[arg-type]
    bounds = offsets.tolist()
    sha256 = hashlib.sha256
    hashes = [
        int.from_bytes(sha256(content[start:stop]).digest()[:8], "big") if stop > start else None
        for start, stop in pairwise(bounds)
    ]
    return pl.Series(hashes, dtype=pl.UInt64)


def _lists(values: npt.NDArray[np.uint64], offsets: npt.NDArray[np.int64]) -> pl.Series:
    import pyarrow as pa

    lists = pa.LargeListArray.from_arrays(pl.Series(offsets).to_arrow(), pl.Series(values).to_arrow())
    return pl.Series(pl.from_arrow(lists))


def _binaries(values: npt.NDArray[np.uint8], offsets: npt.NDArray[np.int64]) -> pl.Series:
    import numpy as np
    import pyarrow as pa

    binaries = pa.LargeBinaryArray.from_buffers(
        pa.large_binary(),
        len(offsets) - 1,
        [None, pa.py_buffer(np.ascontiguousarray(offsets)), pa.py_buffer(np.ascontiguousarray(values))],
    )
    return pl.Series(pl.from_arrow(binaries))
