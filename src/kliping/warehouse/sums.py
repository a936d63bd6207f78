"""The sums of what we wrote: by them a file that was damaged since is told from a sound one.

Belongs here: noting a file's sum when it is written, and comparing. Does not belong here: what is done about a damaged
file (``mending``).

``sums.jsonl`` gets one line a write, before the file is put in place; the last line on a file counts. A line that was
lost or broken makes nothing unsound: such a file is read whole instead.

The sum of a large file, which is read three times an edition, is that of quick digests of its blocks
(``kliping.digests``).
"""

from __future__ import annotations

import hashlib
import json
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

import polars as pl

from kliping.files import cannot_write, replacing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FILE = "sums.jsonl"
LINES_MIN = 1_000
"""Lines below which the file is not made shorter."""
LARGE = 128 << 20
"""Bytes from which on a file is summed by its blocks: reading less three times costs no more than importing numba."""
BLOCK = 1 << 20
"""Bytes of a block, which stay in the processor's cache from being read until they are summed."""
_OF_BLOCKS, _BEFORE = "xxh64-", "blocks-"
"""What the sum of a large file begins with, and what it began with when the blocks' digests were SHA-256; others are
SHA-256 of all bytes."""


class Sum(NamedTuple):
    """What a file was like when it was written."""

    bytes: int
    modified_ns: int
    sha256: str
    tables_sha256: str = ""  # of a file of tables, where it was known when the file was written
    before: Sum | None = None  # the one on record before it: that of the file where a kill kept it in its place


def note(home: Path, temporary: Path, path: Path, *, tables: str = "") -> None:
    """Put on record what is about to become ``path``, and its ``tables_sha256``; it is whole in ``temporary``.

    Args:
        home: the home.
        temporary: the file.
        path: where it will be.
        tables: its ``tables_sha256``, where that is known.

    Raises:
        StoreError: the home cannot be written.
    """
    large = temporary.stat().st_size >= LARGE
    _note(home, temporary, path, _sum_of(temporary, _OF_BLOCKS if large else ""), tables)


def note_alike(home: Path, source: Path, temporary: Path, path: Path) -> None:
    """``note`` of a file that holds the bytes of ``source``, which need not be read again where its sum is on record.

    Raises:
        StoreError: the home cannot be written.
    """
    known = noted(home).get(source.relative_to(home).as_posix())
    status = source.stat()
    same = known is not None and (known.bytes, known.modified_ns) == (status.st_size, status.st_mtime_ns)
    if known is not None and same:
        _note(home, temporary, path, known.sha256, known.tables_sha256)
    else:
        note(home, temporary, path)


def tables_noted(home: Path, path: Path, copy: Path | None = None) -> str | None:
    """The ``tables_sha256`` on record of the file at ``path``, if it is still what was written there; else None.

    Args:
        home: the home.
        path: a file of tables below it.
        copy: a copy of it that is read from end to end; None: size and time of change of the file itself count.
    """
    name = path.relative_to(home).as_posix()
    known = noted(home, name).get(name)
    if known is None or not known.tables_sha256:
        return None
    if copy is None:
        status = path.stat()
        same = (status.st_size, status.st_mtime_ns) == (known.bytes, known.modified_ns)
    else:
        same = _has_sum(copy, known.sha256)
    return known.tables_sha256 if same else None


_placed: dict[Path, tuple[int, ...]] = {}
"""What tells the files apart that this process put in place."""


def placed(path: Path) -> None:
    """Remember the file at ``path``, which this process has just put in place: see ``is_as_placed``."""
    _placed[path] = _identity(path)


def is_as_placed(path: Path) -> bool:
    """Whether the file at ``path`` is the one that this process put there last, and nobody wrote to it since.

    That is told by the time of change of its inode too, which no program can set back; it is as fine as the clock of
    the file system, some milliseconds. Another process cannot know it.
    """
    return _placed.get(path) == _identity(path)


def _identity(path: Path) -> tuple[int, ...]:
    status = path.stat()
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns


def _note(home: Path, temporary: Path, path: Path, sha256: str, tables: str = "") -> None:
    status = temporary.stat()
    line = _line(path.relative_to(home).as_posix(), Sum(status.st_size, status.st_mtime_ns, sha256, tables))
    try:
        with (home / FILE).open("a", encoding="utf-8") as log:
            log.write(line)
    except OSError as broken:
        raise cannot_write(home / FILE, broken) from broken


def noted(home: Path, only: str = "") -> dict[str, Sum]:
    """The last sum on record of every file, by its path below ``home``, with the one before it; or of ``only`` one.

    A sum is noted before its file is put in place, so a kill may leave the file before it there, which is whole.
    """
    sums: dict[str, Sum] = {}
    try:
        lines = (home / FILE).read_bytes().splitlines()
    except OSError:
        return sums
    part = json.dumps(only)[1:-1].encode()  # as it stands in a line
    for line in lines:
        if part not in line:
            continue
        try:
            told = json.loads(line)
            last = sums.get(told["file"])
            before = None if last is None else last._replace(before=None)
            tables = told.get("tables_sha256", "")
            sums[told["file"]] = Sum(told["bytes"], told["modified_ns"], told["sha256"], tables, before)
        except (ValueError, KeyError, TypeError):
            continue
    return sums


def keep_up(home: Path, files: Iterable[Path]) -> None:
    """Put on record what is not, or was copied since, and make the record shorter when it is long.

    Called by the lock's holder, once every one of ``files`` that is there is sound.
    """
    sums = noted(home)
    for path in files:
        known = sums.get(path.relative_to(home).as_posix())
        if path.is_file() and (known is None or known.modified_ns != path.stat().st_mtime_ns):
            note(home, path, path)
    sums = {name: one for name, one in noted(home).items() if (home / name).is_file()}
    try:
        lines = (home / FILE).read_bytes().count(b"\n")
    except OSError:
        return
    if lines > max(2 * len(sums), LINES_MIN):
        with replacing(home / FILE) as temporary:
            text = "".join(_line(name, one) for name, one in sums.items())
            temporary.write_text(text, encoding="utf-8")


def _line(name: str, one: Sum) -> str:
    told = {key: value for key, value in one._asdict().items() if key != "before" and value != ""}
    return json.dumps({"file": name, **told}) + "\n"


def is_sound(home: Path, path: Path, sums: dict[str, Sum], *, thorough: bool) -> bool:
    """Whether ``path`` is what was written there.

    Args:
        home: the home.
        path: a file below it.
        sums: ``noted``.
        thorough: read it in any case; otherwise it is read only when its size or time of change differs.
    """
    known = sums.get(path.relative_to(home).as_posix())
    try:
        status = path.stat()
        if known is None:
            return path.suffix != ".parquet" or _reads(path)
        written = [one for one in (known, known.before) if one is not None and one.bytes == status.st_size]
        if not thorough and any(one.modified_ns == status.st_mtime_ns for one in written):
            return True
        return any(_has_sum(path, one) for one in {one.sha256 for one in written})
    except OSError:
        return False


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _has_sum(path: Path, known: str) -> bool:
    """Whether ``known`` is the sum of the file at ``path``."""
    kind = next((kind for kind in (_OF_BLOCKS, _BEFORE) if known.startswith(kind)), "")
    return _sum_of(path, kind) == known


def _sum_of(path: Path, kind: str) -> str:
    """The sum of the file at ``path``: of its blocks, or, where ``kind`` is none, ``digest_of`` it."""
    if not kind:
        return digest_of(path)
    from kliping.digests import xxh64  # imports numba, which small homes do without

    digest = xxh64 if kind == _OF_BLOCKS else lambda block: hashlib.sha256(block).digest()
    whole = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(partial(file.read, BLOCK), b""):
            whole.update(digest(block))
    return kind + whole.hexdigest()


def _reads(path: Path) -> bool:
    try:
        pl.read_parquet(path, glob=False)
    except (OSError, pl.exceptions.PolarsError):
        return False
    except BaseException as panic:
        if type(panic).__name__ != "PanicException":
            raise
        return False
    return True
