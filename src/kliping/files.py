"""Writing files so that nobody ever reads half of one.

Belongs here: temporary name, flush to disk, rename, and clearing away what killed writers left. Does not belong here:
what is in the files, or who may write (``warehouse.lock``).

A temporary name carries the machine's boot, the process and the moment that process started, so whoever writes next
knows whether its writer still lives, however the process numbers were given out meanwhile.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import secrets
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kliping.errors import RuleError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator

TEMPORARY = ".writing-"
"""Prefix of names nobody reads: what a killed process leaves behind is swept by the next writer."""

OUTSIDE = "-kliping"
"""Ending of the names of ours that lie in the system's temporary folder."""

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""The system's words for: no room."""

_WRITER = re.compile(r"\.writing-(?P<boot>[0-9a-f]+)-(?P<process>\d+)-(?P<started>\d+)-")


@contextlib.contextmanager
def replacing(path: Path, other: str = "--home") -> Iterator[Path]:
    """A temporary path beside ``path``; when the block ends well it is flushed and renamed onto ``path`` in one step.

    Args:
        path: where it is to lie.
        other: what a user names another one of, where it cannot lie there.

    Raises:
        StoreError: the folder cannot be written, or the disk is full.
    """
    temporary = path.with_name(temporary_name(path.name))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        _flush(temporary)
        temporary.replace(path)
        _flush(path.parent)
    except OSError as broken:
        raise cannot_write(path, broken, other) from broken
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def cannot_write(path: Path, broken: OSError, other: str = "--home") -> StoreError:
    """The sentence for a file that cannot be written, which advises to name another ``other``."""
    why = broken.strerror or str(broken)
    move = "Make room" if broken.errno in FULL else "Make it writable"
    in_the_way = next((one for one in path.parents if os.path.lexists(one) and not one.is_dir()), None)
    if in_the_way is not None:
        why, move = f"{in_the_way} is a file, or a link that leads nowhere, and no folder", "Move that away"
    elif path.is_dir():
        why, move = "it is a folder, and no file", "Move that away"
    return StoreError(f"Cannot write {path}: {why}. {move}, or name another {other}.")


def temporary_name(name: str) -> str:
    """A name for something that becomes ``name`` when it is whole, and that tells who writes it."""
    process = os.getpid()
    return f"{TEMPORARY}{_boot()}-{process}-{_started(process)}-{secrets.token_hex(4)}-{name}"


def write_json(path: Path, value: Any, other: str = "--home") -> None:  # noqa: ANN401 - whatever json can hold
    """``value`` as JSON at ``path``, in one step; ``other`` as ``replacing`` has it."""
    with replacing(path, other) as temporary:
        temporary.write_text(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def read_json(path: Path) -> Any:  # noqa: ANN401 - whatever json can hold
    """The JSON at ``path``; None when there is no such file, or it holds none: what is kept so can be made again."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError):
        return None


def written_by_hand(path: Path) -> str:
    """The text of a file that a person wrote: UTF-8, also with the mark that some editors put before it.

    Raises:
        RuleError: it is no such text; the line at which it ends to be is named.
        OSError: it cannot be read.
    """
    return text_by_hand(path.read_bytes(), path)


def text_by_hand(content: bytes, name: Path | str) -> str:
    """``content`` of the file ``name`` as ``written_by_hand`` reads it.

    Raises:
        RuleError: as there.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as broken:
        line = content.count(b"\n", 0, broken.start) + 1
        raise RuleError(f"{name}, line {line}, is not UTF-8 text. Save the file again as UTF-8.") from broken
    return text.replace("\r\n", "\n").replace("\r", "\n")


def left_behind(folder: Path) -> list[Path]:
    """What writers that live no more left under ``folder``: temporary files and folders, in the order of their names.

    A name that does not tell its writer is taken for left behind.
    """
    found = (path for path in folder.rglob(f"{TEMPORARY}*") if not _lives(path.name))
    return [
        path
        for path in sorted(found)
        if not any(parent.name.startswith(TEMPORARY) for parent in path.relative_to(folder).parents)
    ]


@contextlib.contextmanager
def folder_outside(name: str) -> Iterator[Path]:
    """A folder in the system's temporary folder, for this user alone, that goes with the block or with the next writer.

    Only for what cannot lie below the home.
    """
    folder = Path(tempfile.gettempdir(), temporary_name(f"{name}{OUTSIDE}"))
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        remove(folder)


def _left_outside() -> list[Path]:
    """Folders of ``folder_outside`` that this user's writers left, and that live no more."""
    found = Path(tempfile.gettempdir()).glob(f"{TEMPORARY}*{OUTSIDE}")
    return [path for path in sorted(found) if not _lives(path.name) and path.lstat().st_uid == os.getuid()]


def sweep(folder: Path) -> int:
    """Remove what writers that live no more left under ``folder``, or outside of every home; called under the lock.

    Returns:
        How many files and folders were removed.
    """
    leftovers = [*left_behind(folder), *_left_outside()]
    for leftover in leftovers:
        remove(leftover)
    return len(leftovers)


def remove(path: Path) -> None:
    """Remove a file or a folder with all that is in it, if it is there and the system allows."""
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _lives(name: str) -> bool:
    writer = _WRITER.match(name)
    if writer is None or writer["boot"] != _boot():
        return False
    started = _started(int(writer["process"]))
    return started != 0 and started == int(writer["started"])


@lru_cache(maxsize=1)
def _boot() -> str:
    """The machine's present boot in eight digits; the same for all where the system does not tell."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii")[:8]
    except OSError:
        return "0"


def _started(process: int) -> int:
    """When a process started, in ticks since boot; 0: there is no such process, 1: the system does not tell when."""
    try:
        told = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
        return int(told.rpartition(")")[2].split()[19])
    except OSError:
        pass
    if Path("/proc/self/stat").exists():
        return 0
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return 0
    except PermissionError:
        pass
    return 1


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


ASIDE = "aside"
"""Folder of a home for damaged files of ours; a take-down empties it, since they may hold the words."""


def set_aside(home: Path, path: Path) -> Path | None:
    """Move a damaged file of ours out of the way; an earlier one there is kept as well.

    Returns:
        Where it lies now, or None when there is no such file.
    """
    if not path.exists():
        return None
    folder = home / ASIDE
    folder.mkdir(exist_ok=True)
    number = 1
    name = f"{path.parent.name}-{path.name}" if path.parent != home else path.name
    while (there := folder / f"{name}.{number}").exists():
        number += 1
    path.rename(there)
    return there


def write_ahead_log(path: Path) -> Path:
    """Where DuckDB keeps what another program wrote to the file at ``path`` and did not finish."""
    return path.with_name(f"{path.name}.wal")
