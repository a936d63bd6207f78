"""One home, one writer at a time: the lock that everything takes before it writes below a home.

Belongs here: taking it, waiting for it, saying who holds it. Does not belong here: what is written. Readers never wait.

The lock is an advisory lock of the system on ``<home>/.lock``, so it goes when its process ends, however it ends. What
the file says is for people: who holds it and since when.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import socket
import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TextIO

from kliping.errors import HomeBusy, StoreError
from kliping.files import cannot_write, read_json, sweep
from kliping.warehouse.layout import LOCK, WORKING, require_known_layout

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

POLL_SECONDS = 0.1  # between two tries to take the lock

_held: dict[tuple[int, str], TextIO] = {}
"""The threads of this process that hold a home's lock: what is called under the lock may ask for it again."""


def _silent(_: str) -> None:
    """Tell nobody."""


@contextlib.contextmanager
def writing(home: Path, *, doing: str, seconds: float = 0, say: Callable[[str], None] = _silent) -> Iterator[None]:
    """Hold the lock of ``home`` for the block; whoever holds it already in this thread goes straight on.

    It does so only in the folder that it locked: a home that was moved away or unmounted meanwhile leaves a place where
    a part of the corpus would be taken for the whole.

    What killed writers left is cleared away first: the next writer after a kill finds a clean home.

    Args:
        home: made where it does not exist.
        doing: what goes on, for whoever has to wait: ``kliping run``.
        seconds: how long to wait for another writer.
        say: told once, with a sentence, when there is something to wait for.

    Raises:
        HomeBusy: another process still holds it after ``seconds``.
        StoreError: the home cannot be written, a newer version wrote to it, or it is not any more the folder that this
            thread locked.
    """
    mine = (threading.get_ident(), str(home.absolute()))
    if mine in _held:
        if not _is_still(home / LOCK, _held[mine]):
            raise _moved(home)
        yield
        return
    try:
        handle = _taken(home, seconds, say)
    except OSError as broken:
        raise cannot_write(home / LOCK, broken) from broken
    with handle:
        require_known_layout(home)
        _held[mine] = handle
        try:
            _sign(handle, doing)
            sweep(home)
            with _written_back(home, doing, seconds, say):
                yield
        except Exception as fault:
            if not _is_still(home / LOCK, handle):  # whatever was missed then: this is why
                raise _moved(home) from fault
            raise
        finally:
            del _held[mine]


@contextlib.contextmanager
def _written_back(home: Path, doing: str, seconds: float, say: Callable[[str], None]) -> Iterator[None]:
    """For the block a working copy is what counts at its address, and is put there afterwards."""
    if not (home / WORKING).exists():
        yield
        return
    from kliping.warehouse.working_copy import written_back

    with written_back(home, doing, seconds, say):
        require_known_layout(home)
        yield


def catch_up(home: Path) -> None:
    """Bring a working copy up to what counts at its address, for reading; who writes to it meanwhile does so anyway.

    Raises:
        StoreError: the address cannot be reached, or what is there is damaged.
    """
    if not (home / WORKING).exists():
        return
    from kliping.warehouse.working_copy import taken_up

    try:
        handle = _taken(home, 0, _silent)
    except HomeBusy:
        return
    except OSError as broken:
        raise cannot_write(home / LOCK, broken) from broken
    with handle:
        _sign(handle, "taking up what counts")
        taken_up(home)


def descriptor(home: Path) -> int:
    """The open file by which this thread holds the lock of ``home``; a process that inherits it holds the lock as well.

    Raises:
        KeyError: this thread does not hold it.
    """
    return _held[threading.get_ident(), str(home.absolute())].fileno()


def take_over(home: Path, descriptor: int) -> None:
    """Let this thread, to its end, write to ``home`` under the lock that came with an inherited ``descriptor``."""
    _held[threading.get_ident(), str(home.absolute())] = os.fdopen(descriptor, "a")


def holder(home: Path) -> str | None:
    """Who writes to ``home`` at this moment, in words; None when nobody does."""
    path = home / LOCK
    try:
        with path.open("r") as handle:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _in_words(path)
    except OSError:
        return None
    return None


def _taken(home: Path, seconds: float, say: Callable[[str], None]) -> TextIO:
    home.mkdir(parents=True, exist_ok=True)
    path = home / LOCK
    until = time.monotonic() + seconds
    told = False
    while True:
        handle = path.open("a")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _is_still(path, handle):
                return handle
            handle.close()  # somebody removed the file meanwhile: the lock on it keeps nobody out
            continue
        except BlockingIOError:
            handle.close()
        except OSError:
            handle.close()
            raise
        who = _in_words(path)
        if time.monotonic() >= until:
            waited = f" Waited {seconds:g} seconds." if seconds else ""
            raise HomeBusy(
                f"{home} is being written to by {who}.{waited} Try again when it has ended, "
                "or let commands wait longer (setting wait_seconds)."
            )
        if not told:
            say(f"{home} is being written to by {who}. Waiting for up to {seconds:g} seconds.")
            told = True
        time.sleep(POLL_SECONDS)


def _moved(home: Path) -> StoreError:
    return StoreError(
        f"{home} is not any more the folder in which this began: it was moved, removed or unmounted. "
        "Put it back and run the command again."
    )


def _is_still(path: Path, handle: TextIO) -> bool:
    try:
        return os.path.samestat(os.fstat(handle.fileno()), path.stat())
    except FileNotFoundError:
        return False


def _sign(handle: TextIO, doing: str) -> None:
    told = {
        "doing": doing,
        "process": os.getpid(),
        "machine": socket.gethostname(),
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    with contextlib.suppress(OSError):  # on a full disk the lock holds all the same
        handle.truncate(0)
        handle.write(json.dumps(told))
        handle.flush()


def _in_words(path: Path) -> str:
    told = read_json(path)
    if not isinstance(told, dict):
        return "another process"
    return "{doing} (process {process} on {machine}, since {since})".format_map(
        {name: str(told.get(name, "?"))[:80] for name in ("doing", "process", "machine", "since")}
    )
