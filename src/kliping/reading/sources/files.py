"""From one file to its pieces: opening it, and saying why it cannot be opened.

Belongs here: the errors of the operating system and the quick way for small files. Does not belong here: formats.
"""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from kliping.reading.formats.pieces import Page, Piece, Refusal
from kliping.reading.formats.sniff import HEAD, is_plain, sniff
from kliping.reading.formats.streams import Budget, Stream
from kliping.reading.formats.walk import Context, pieces
from kliping.reading.known import PAGES
from kliping.reading.sources.content import ChangedError, opened_unchanged
from kliping.reading.sources.opening import NotAFileError
from kliping.reading.sources.parts import Part, within
from kliping.reading.sources.uris import file_name, is_local, local_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from kliping.settings.reading import ReadingSettings

_SMALL = 1024**2  # bytes of a file that is read whole
_FLAGS = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
_PAGE_NAMES = (".txt", ".html", ".htm")
_REMOTE_PAGE = 256 * 1024  # bytes of a remote file that may be a single page


class File(NamedTuple):
    """A file that is to be read, and what was known of it when it was found."""

    uri: str
    bytes: int
    sha256: str | None = None  # it is read only while its bytes are these; None: whatever it holds
    modified_at: datetime | None = None
    part: str | None = None


def pieces_of(file: File, settings: ReadingSettings) -> Iterator[Piece]:
    """The pieces of one file, or of a part of it. At least one, and never an error.

    What is hashed and what is read are the same bytes: a small file is held, a larger one is hashed through the handle
    it is then read by.
    """
    try:
        if is_local(file.uri):
            small = _small(file.uri)
            if small is not None:
                if file.sha256 is not None and hashlib.sha256(small).hexdigest() != file.sha256:
                    raise ChangedError
                name = file_name(file.uri)
                if is_plain(small[:HEAD], name) and len(small) <= settings.document_bytes:
                    yield Page(None, "text", small, markup=False)
                else:
                    yield from _read(BytesIO(small), name, len(small), settings, file.part)
                return
        with opened_unchanged(file) as handle:
            yield from _read(handle, file_name(file.uri), file.bytes, settings, file.part)
    except OSError as broken:
        yield refusal(broken)


def _read(
    file: BytesIO | object, name: str, length: int, settings: ReadingSettings, part: str | None
) -> Iterator[Piece]:
    context = Context(settings, Budget(settings, length))
    if part is None:
        yield from pieces(Stream.of_file(file), name, None, context)  # type: ignore[arg-type]
        return
    cut = Part.parse(part)
    stream = Stream.of_file(file, cut.place if cut.format else None)  # type: ignore[arg-type]
    yield from within(pieces(stream, name, None, context, cut.format), cut)


def _small(uri: str) -> bytes | None:
    """All bytes of a small local file with as few system calls as can be; None when it is large."""
    descriptor = os.open(local_bytes(uri), _FLAGS)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise NotAFileError
        size = status.st_size
        if size > _SMALL:
            return None
        data = os.read(descriptor, size + 1)
        while 0 < len(data) < size:  # a signal, or a slow file system
            more = os.read(descriptor, size + 1 - len(data))
            if not more:
                break
            data += more
        return data
    finally:
        os.close(descriptor)


def refusal(broken: OSError) -> Refusal:
    """Why a file cannot be opened or read."""
    if isinstance(broken, ChangedError):
        return Refusal(None, "unknown", "changed")
    if isinstance(broken, NotAFileError | IsADirectoryError) or broken.errno in {errno.ENXIO, errno.ELOOP}:
        return Refusal(None, "unknown", "vanished" if broken.errno == errno.ELOOP else "not_a_file")
    if isinstance(broken, PermissionError):
        return Refusal(None, "unknown", "no_permission")
    if isinstance(broken, FileNotFoundError | NotADirectoryError):
        return Refusal(None, "unknown", "vanished")
    return Refusal(None, "unknown", "read_error", broken.strerror or "no reason given")


def is_one_page(uri: str, length: int) -> bool:
    """Whether a file is a single page beyond doubt, or cannot be opened, so that it need not be gone through."""
    name = file_name(uri)
    if not is_local(uri):
        return length <= _REMOTE_PAGE and name.lower().endswith(_PAGE_NAMES)
    try:
        descriptor = os.open(local_bytes(uri), _FLAGS)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                return True
            head = os.read(descriptor, HEAD)
        finally:
            os.close(descriptor)
    except OSError:
        return True
    return is_plain(head, name) or sniff(head, name).partition(":")[0] in {*PAGES, "binary", "foreign"}
