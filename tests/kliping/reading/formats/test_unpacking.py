"""Streams of what is compressed."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma

import pytest
import zstandard

from kliping.reading.formats.pieces import RefusedError
from kliping.reading.formats.streams import Budget, Stream
from kliping.reading.formats.unpacking import COMPRESSIONS, unpacked
from kliping.settings.reading import ReadingSettings

PACK = {
    "gzip": gzip.compress,
    "bzip2": bz2.compress,
    "xz": lzma.compress,
    "zstd": zstandard.ZstdCompressor().compress,
}
TEXT = b"Air surut. Warga pulang.\n" * 500


def content(packed: bytes, kind: str) -> bytes:
    stream = unpacked(Stream(io.BytesIO(packed)), kind, Budget(ReadingSettings(), len(packed)))
    return b"".join(iter(lambda: stream.read(len(TEXT)), b""))


def test_every_compression_is_known() -> None:
    assert set(COMPRESSIONS) == set(PACK)


@pytest.mark.parametrize("kind", PACK)
def test_what_was_packed_is_read_also_several_behind_one_another(kind: str) -> None:
    packed = PACK[kind](TEXT)
    assert content(packed, kind) == TEXT
    assert content(packed * 2, kind) == TEXT * 2


@pytest.mark.parametrize("kind", PACK)
def test_what_ends_too_early_is_refused(kind: str) -> None:
    packed = PACK[kind](TEXT)
    with pytest.raises(RefusedError):
        content(packed[: len(packed) // 2], kind)
