"""Finding the files behind a source: files, folders, globs, standard input and addresses that fsspec knows.

Belongs here: listing and opening. Does not belong here: what a file holds.
"""

from __future__ import annotations

import glob
import os
import re
import stat
from heapq import heappop, heappush
from typing import TYPE_CHECKING

import polars as pl

from kliping.errors import SourceError
from kliping.frames import FILES
from kliping.reading.listed import Listed, ignored
from kliping.reading.sources.uris import file_uri

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kliping.settings.reading import ReadingSettings


def list_files(sources: Sequence[str], settings: ReadingSettings) -> pl.DataFrame:
    """Every file behind ``sources``, once, ordered by address: the FILES frame with ``sha256`` null.

    A source is a file, a folder (read with all folders in it), a glob, ``-`` (standard input) or an address that fsspec
    knows. Files and folders whose own name fits a glob of ``settings.ignore`` are passed over, unless named themselves.
    An empty folder gives no row. What cannot be opened later (no permission, a pipe, a link to nothing) is listed all
    the same: reading reports it.

    Raises:
        SourceError: a path does not exist, a glob finds nothing, or an address cannot be listed.
    """
    # columns and no object a file: among a million of those the collector of garbage would stop all threads for seconds
    uris, sizes, times = list[str](), list[int](), list[int | None]()
    for source in sources:
        for uri, size, modified_ns in _found(source, settings):
            uris.append(uri)
            sizes.append(size)
            times.append(None if modified_ns is None else modified_ns // 1000)
    frame = pl.DataFrame(
        {
            "uri": pl.Series(uris, dtype=pl.String),
            "bytes": pl.Series(sizes, dtype=pl.Int64),
            "modified_at": pl.Series(times, dtype=pl.Int64).cast(FILES["modified_at"]),
            "sha256": pl.repeat(None, len(uris), dtype=pl.String, eager=True),
        }
    )
    return frame.unique("uri", keep="first", maintain_order=True).sort("uri")


def _found(source: str, settings: ReadingSettings) -> Iterator[Listed]:
    if source == "-":
        from kliping.reading.sources import stdin

        yield Listed(*stdin.spool(), modified_ns=None)
    elif _is_remote(source):
        from kliping.reading.sources import remote

        yield from remote.listed(source, settings)
    else:
        yield from _local(source, settings)


def require_source(source: str) -> None:
    """Refuse a local source at which nothing is; what a pattern or a remote address holds is found out by listing it.

    Raises:
        SourceError: no file or folder is there.
    """
    if source == "-" or _is_remote(source) or glob.has_magic(source):
        return
    if not os.path.lexists(_absolute(source)):
        raise _nothing_at(source)


def taken_in(source: str) -> str | None:
    """The path of a local source that takes in whatever lies in it or fits it, a folder or a glob; None of others."""
    if source == "-" or _is_remote(source):
        return None
    path = _absolute(source)
    if os.path.isdir(path):  # noqa: PTH112
        return path
    return path if glob.has_magic(path) and not os.path.lexists(path) else None


def _is_remote(source: str) -> bool:
    return "://" in source and not source.startswith("file://")


def _absolute(source: str) -> str:
    if source.startswith("file://"):
        from kliping.reading.sources.uris import local_bytes

        source = os.fsdecode(local_bytes(source))
    return os.path.abspath(os.path.expanduser(source))  # noqa: PTH100, PTH111 - links stay links: two names, two files


def _nothing_at(source: str) -> SourceError:
    return SourceError(f"No file or folder at {source}. Name an existing file, folder, glob or address.")


def _local(source: str, settings: ReadingSettings) -> Iterator[Listed]:
    path = _absolute(source)
    if os.path.isdir(path):  # noqa: PTH112
        yield from _walk(path, settings)
    elif os.path.lexists(path):
        yield _file(path)
    elif glob.has_magic(source):
        matches = sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - absolute pattern, str paths
        if not matches:
            raise SourceError(f"No file fits {source}. Put the pattern in quotes and check the folder it starts from.")
        for match in matches:
            if ignored(os.path.basename(match), settings):  # noqa: PTH119
                continue
            yield from _walk(match, settings) if os.path.isdir(match) else (_file(match),)  # noqa: PTH112
    else:
        raise _nothing_at(source)


def covered_by(sources: Sequence[str]) -> str:
    """A pattern (of Polars) of the addresses that lie in ``sources``: what fits it and is not listed has left them."""
    return "|".join(f"^(?:{_covered(source)})(?:/.*)?$" for source in sources if source != "-") or "^$"


def _covered(source: str) -> str:
    if "://" not in source:
        top, address = "file://", os.path.abspath(os.path.expanduser(source))  # noqa: PTH100, PTH111 - as in ``_local``
    elif source.startswith("file://"):
        return pl.escape_regex(source.rstrip("/"))
    else:
        from kliping.reading.sources import remote

        top, address = "", remote.full_address(source)
    if os.path.lexists(address) or not glob.has_magic(address):
        return pl.escape_regex(file_uri(address) if top else address.rstrip("/"))
    pieces = re.split(r"(\*\*/|\*\*|\*|\?|\[!?\]?[^\]]*\])", address)
    return top + "".join(_MARKS.get(piece) or _literal(piece, local=bool(top)) for piece in pieces)


_MARKS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


def _literal(piece: str, *, local: bool) -> str:
    if len(piece) > 2 and piece.startswith("[") and piece.endswith("]"):
        return f"[^{piece[2:-1]}]" if piece[1] == "!" else piece
    return pl.escape_regex(file_uri(piece)[len("file://") :] if local else piece)


def _walk(top: str, settings: ReadingSettings) -> Iterator[Listed]:
    """Every file below ``top``. A folder reached by several links is walked once, so a loop of links ends.

    Real folders come before links, and links in the order of their paths: which of two names a file gets does not
    depend on the order in which the system lists them.
    """
    seen: set[tuple[int, int]] = set()
    waiting, linked = [top], list[str]()
    while waiting or linked:
        folder = waiting.pop() if waiting else heappop(linked)
        try:
            status = os.stat(folder)  # noqa: PTH116
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            with os.scandir(folder) as entries:
                for entry in entries:
                    if ignored(entry.name, settings):
                        continue
                    if not _is_folder(entry):
                        yield _entry(entry)
                    elif entry.is_symlink():
                        heappush(linked, entry.path)
                    else:
                        waiting.append(entry.path)
        except OSError:  # no permission, or gone: the folder itself is listed, and reading says why
            yield _file(folder)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link to itself
        return False


def _entry(entry: os.DirEntry[str]) -> Listed:
    try:
        status = entry.stat()
    except OSError:
        return _file(entry.path)
    return Listed(file_uri(entry.path), status.st_size if stat.S_ISREG(status.st_mode) else 0, status.st_mtime_ns)


def _file(path: str) -> Listed:
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError:
        return Listed(file_uri(path), 0, None)
    return Listed(file_uri(path), status.st_size if stat.S_ISREG(status.st_mode) else 0, status.st_mtime_ns)
