"""ZIP and tar: members, each read as a file of its own, none ever written anywhere.

Belongs here: archives of several members. Does not belong here: compression of one stream (``streams``).
"""

from __future__ import annotations

import struct
import tarfile
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, cast

from kliping.reading.formats import sheets
from kliping.reading.formats.grids import Place
from kliping.reading.formats.pieces import Page, Piece, Refusal, RefusedError, inside
from kliping.reading.formats.streams import Stream, seekable
from kliping.reading.formats.walk import Context, entered, pieces
from kliping.reading.listed import ignored

if TYPE_CHECKING:
    from collections.abc import Iterator

_DAMAGE = (OSError, EOFError, ValueError, zlib.error, zipfile.BadZipFile, tarfile.TarError, struct.error, KeyError)
_LOCKED = 0x1
_SYMLINK = 0o12
_OFFICE = ("[Content_Types].xml", "mimetype")


class _Member:
    """A member's content, its damage told as a refusal and its bytes counted."""

    def __init__(self, file: IO[bytes], context: Context) -> None:
        self._file, self._budget = file, context.budget

    def read(self, size: int) -> bytes:
        try:
            data = self._file.read(size)
        except _DAMAGE as broken:
            raise RefusedError("truncated", "its data is damaged") from broken
        self._budget.spend(len(data))
        return data


class _Names:
    """Members' names, each once: a second member of the same name gets a number."""

    def __init__(self, member: str | None) -> None:
        self._member = member
        self._seen: dict[str, int] = {}

    def __call__(self, name: str) -> str:
        count = self._seen[name] = self._seen.get(name, 0) + 1
        return inside(self._member, name if count == 1 else f"{name} ({count})")


def unsafe(name: str) -> bool:
    """Whether a member's name leads out of its archive: absolute, with a drive, or climbing."""
    parts = name.replace("\\", "/").split("/")
    return not parts[0] or ".." in parts or (len(parts[0]) == 2 and parts[0][1] == ":")


def _passed_over(name: str, context: Context) -> bool:
    return any(ignored(part, context.settings) for part in name.split("/") if part not in {"", ".", ".."})


def zip_members(stream: Stream, _name: str, member: str | None, context: Context, _format: str) -> Iterator[Piece]:
    """Every member of a ZIP archive, in the order of its table of contents."""
    deeper, names = entered(context), _Names(member)
    file = seekable(stream)
    try:
        with zipfile.ZipFile(file) as archive:
            listed = archive.infolist()
            if any(info.filename in _OFFICE for info in listed):
                kind = sheets.kind_of(archive)
                if kind is None:
                    yield Refusal(member, "binary", "binary", "an office document or e-book")
                else:
                    yield from sheets.workbook_rows(file, archive, Place(member, kind), context)
                return
            for info in listed:
                if info.filename.endswith("/") or _passed_over(info.filename, context):
                    continue
                context.budget.member()
                yield from _zip_member(archive, info, names(info.filename), deeper)
    except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError) as broken:
        raise RefusedError("broken_file", "a ZIP archive") from broken
    finally:
        if file is not stream.base:
            file.close()


def _zip_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, member: str, context: Context) -> Iterator[Piece]:
    if unsafe(info.filename) or info.external_attr >> 28 == _SYMLINK:
        yield Refusal(member, "archive", "unsafe_member")
    elif info.flag_bits & _LOCKED:
        yield Refusal(member, "archive", "encrypted")
    else:
        try:
            content = archive.open(info)
        except NotImplementedError:
            yield Refusal(member, "archive", "unsupported", "a ZIP member of a rare compression")
            return
        except _DAMAGE:
            yield Refusal(member, "archive", "damaged", "its entry in the archive is damaged")
            return
        with content:
            yield from pieces(Stream(_Member(content, context)), info.filename, member, context)


def tar_members(stream: Stream, _name: str, member: str | None, context: Context, _format: str) -> Iterator[Piece]:
    """Every file of a tar archive, in the order it lies there; what is only named .tar is read as what it is."""
    deeper, names = entered(context), _Names(member)
    head = stream.peek(tarfile.BLOCKSIZE)
    try:
        archive = tarfile.open(fileobj=cast("IO[bytes]", _Source(stream)), mode="r|", errorlevel=2)  # noqa: SIM115 - below
    except _DAMAGE as broken:
        if b"\0" in head:
            raise RefusedError("broken_file", "a tar archive") from broken
        stream.unread(head)
        yield Page(member, "text", stream.read(context.settings.document_bytes), markup=False)
        return
    with archive:
        while (info := _next(archive)) is not None:
            if info.isdir() or _passed_over(info.name, context):
                continue
            context.budget.member()
            place = names(info.name)
            if unsafe(info.name) or not info.isfile():
                yield Refusal(place, "archive", "unsafe_member")
                continue
            content = archive.extractfile(info)
            assert content is not None  # it is a file
            yield from pieces(Stream(_Member(content, context)), info.name, place, deeper)
    if stream.fault is not None:
        raise stream.fault


def _next(archive: tarfile.TarFile) -> tarfile.TarInfo | None:
    try:
        return archive.next()
    except _DAMAGE as broken:
        raise RefusedError("truncated", "a member's header is damaged") from broken


class _Source:
    """A stream as tarfile wants it: damage behind the last good byte is the end."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        try:
            return self._stream.read(size)
        except RefusedError as refused:
            if refused.whole_file:
                raise
            return b""
