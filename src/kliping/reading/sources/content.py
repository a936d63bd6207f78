"""What a file holds, by its hash: taken once when it is found, and asked for again when it is read.

Belongs here: hashing, and opening a file only while it holds what was found. Does not belong here: comparing a listing
with what is known (``ledger``).
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, BinaryIO, NamedTuple, cast

from kliping.reading.sources.opening import opened
from kliping.reading.sources.uris import STDIN, is_local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kliping.reading.sources.files import File

_BLOCK = 1024**2
_HELD = 16 * 1024**2
"""Bytes of a remote file that are kept in memory while it is read; larger ones go to the folder of temporary files."""


class ChangedError(OSError):
    """The file does not hold the bytes that were found."""


class Content(NamedTuple):
    """What a file held when it was hashed."""

    sha256: str | None  # None: it could not be read
    bytes: int | None = None  # None: nobody says
    modified_at: datetime | None = None
    moving: bool = False  # it was written while it was hashed


def content_of(uri: str) -> Content:
    """The content of a file, with the size and time of change that belong to it."""
    if not is_local(uri):
        from kliping.reading.sources.remote import patiently

        with contextlib.suppress(OSError):
            return Content(patiently(lambda: _hash_at(uri)))
        return Content(None)
    try:
        with opened(uri) as file:
            before = os.fstat(file.fileno())
            sha256 = _hash(file)
            after = os.fstat(file.fileno())
    except OSError:
        return Content(None)
    moving = _state(before) != _state(after)
    return Content(sha256, after.st_size, moment(after.st_mtime_ns), moving)


def moment(nanoseconds: int) -> datetime:
    """A time of change, to the microsecond, rounded down as everywhere."""
    seconds, rest = divmod(nanoseconds // 1000, 1_000_000)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest)


@contextlib.contextmanager
def opened_unchanged(file: File) -> Iterator[BinaryIO]:
    """The file, open for reading, if it holds the bytes that were found.

    A part of a file is read without hashing the whole of it as long as size and time of change are those that were
    found: else a file of a thousand parts would be hashed a thousand times.

    Raises:
        ChangedError: it holds other bytes, or was written while it was read.
        OSError: it cannot be opened or read.
    """
    if is_local(file.uri) or file.uri.startswith(STDIN):
        with opened(file.uri) as handle:
            if file.sha256 is None:
                yield handle
                return
            before = os.fstat(handle.fileno())
            as_found = (before.st_size, moment(before.st_mtime_ns)) == (file.bytes, file.modified_at)
            if not (file.part and as_found) and _hash(handle) != file.sha256:
                raise ChangedError
            handle.seek(0)
            yield handle
            if _state(os.fstat(handle.fileno())) != _state(before):
                raise ChangedError
    else:
        with tempfile.SpooledTemporaryFile(max_size=_HELD) as kept:
            from kliping.reading.sources.remote import patiently

            if patiently(lambda: _fetched(file.uri, kept)) != file.sha256 and file.sha256 is not None:
                raise ChangedError
            kept.seek(0)
            yield cast("BinaryIO", kept)


def _fetched(uri: str, kept: IO[bytes]) -> str:
    """The hash of a remote file, all of which is in ``kept`` afterwards."""
    kept.seek(0)
    kept.truncate()
    digest = hashlib.sha256()
    with opened(uri) as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            kept.write(block)
    return digest.hexdigest()


def _hash_at(uri: str) -> str:
    with opened(uri) as file:
        return _hash(file)


def _hash(file: BinaryIO) -> str:
    digest = hashlib.sha256()
    while block := file.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _state(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns
