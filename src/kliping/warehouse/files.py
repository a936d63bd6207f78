"""Writing files so that nobody ever reads half of one.

Belongs here: temporary name, flush to disk, rename. Does not belong here: what is in the files.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
from typing import TYPE_CHECKING, Any

from kliping.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TEMPORARY = ".writing-"
"""Prefix of names nobody reads: what a killed process leaves behind is swept by a later run."""

LEFT_BEHIND_SECONDS = 86_400
"""Age at which a temporary file is taken for left behind: no single file takes a day to write."""


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary path beside ``path``; when the block ends well it is flushed and renamed onto ``path`` in one step.

    Raises:
        StoreError: the folder cannot be written, or the disk is full.
    """
    temporary = path.with_name(f"{TEMPORARY}{secrets.token_hex(6)}-{path.name}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield temporary
        _flush(temporary)
        temporary.replace(path)
        _flush(path.parent)
    except OSError as broken:
        raise StoreError(
            f"Cannot write {path}: {broken.strerror or broken}. Make room or name another --home."
        ) from broken
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)


def write_json(path: Path, value: Any) -> None:  # noqa: ANN401 - whatever json can hold
    """``value`` as JSON at ``path``, in one step."""
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def read_json(path: Path) -> Any:  # noqa: ANN401 - whatever json can hold
    """The JSON at ``path``, or None when there is no such file.

    Raises:
        StoreError: the file is there but is not JSON.
    """
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (ValueError, OSError) as broken:
        raise StoreError(f"{path} cannot be read ({broken}). Remove it, then run 'kliping run' again.") from broken


def sweep(folder: Path, now: float) -> None:
    """Remove what killed writers left under ``folder``: files nobody has touched for a day.

    Args:
        folder: where to look, to its depths.
        now: seconds since the epoch.
    """
    for leftover in folder.rglob(f"{TEMPORARY}*"):
        with contextlib.suppress(FileNotFoundError):  # another process may finish or sweep it meanwhile
            if now - leftover.stat().st_mtime > LEFT_BEHIND_SECONDS:
                leftover.unlink()


@contextlib.contextmanager
def locked(path: Path, *, doing: str) -> Iterator[None]:
    """Hold the lock file at ``path`` for the block; the system frees it when the process ends, however it ends.

    Raises:
        StoreError: another process holds it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            raise StoreError(
                f"Another process is {doing} in {path.parent}. Wait for it to end, then try again."
            ) from taken
        yield


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
