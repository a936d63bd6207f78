"""How the command line ends: by one sentence and an exit code, whatever ends it and at whatever moment.

Belongs here: signals, and faults of the machine put into a sentence. Does not belong here: what a command does, or
anything that takes time to import: this module is loaded before all others.

Everything Kliping writes is written so that a kill at any moment does no harm. So a signal need not be answered by
unwinding: a thread that watches for signals says the sentence and ends the process, also while a native library holds
the main thread.
"""

from __future__ import annotations

import atexit
import contextlib
import errno
import gc
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

STOPPED = "Stopped. Nothing half-written is left; run the command again to go on."
SENTENCES = {
    signal.SIGINT: STOPPED,
    signal.SIGTERM: "Stopped from outside. Nothing half-written is left; run the command again to go on.",
}
"""What is said, by signal; the exit code is 128 and the signal's number: 130 and 143."""

BY_SIGNAL = 128
"""What shells add to the number of the signal that ended a process, in its exit code."""

INTERRUPTED = BY_SIGNAL + signal.SIGINT  # whoever pressed Ctrl-C

SHOW_CURSOR = b"\x1b[?25h"
"""What a terminal is told in case a progress bar hid its cursor."""

_ending, _ending_said = threading.Event(), threading.Event()  # the second is never set: the process is gone by then

_codes: list[int] = []
"""Of ``leave_at_once``: the exit code, or none."""

before_the_end: list[Callable[[], None]] = []
"""Called, the last one first, before a signal ends the process: children to be taken along."""


def watch_signals() -> None:
    """From now on SIGINT and SIGTERM end this process by a sentence, whatever the main thread is in."""
    reading, telling = os.pipe()
    os.set_blocking(telling, False)
    for number in SENTENCES:
        signal.signal(number, _told_elsewhere)
    # the byte is written by the system's own handler, which waits for no Python code in the main thread
    signal.set_wakeup_fd(telling, warn_on_full_buffer=False)
    threading.Thread(target=_watch, args=(reading,), daemon=True, name="signals").start()
    atexit.register(_once_all_is_done)  # registered first, called last


def _once_all_is_done() -> None:
    """Hear no signal, which Python would leave to the system now, without a word; then go, if that is wanted."""
    for number in SENTENCES:
        signal.signal(number, signal.SIG_IGN)
    if not _codes or hasattr(sys, "last_value") or sys.gettrace() or sys.getprofile():
        gc.unfreeze()  # DuckDB's bindings tell on standard error of whatever is not taken down
        return
    with contextlib.suppress(OSError, ValueError):
        for stream in (sys.stdout, sys.stderr):
            if stream is not None:
                stream.flush()
        os._exit(_codes[-1])


def leave_at_once(code: int) -> None:
    """Have this process end with ``code`` as soon as all is done that is registered for its end.

    Python would walk through all that was imported, and take it down piece by piece: a second of processor after a run.
    What raises after this, or is measured by another tool, ends as Python has it.
    """
    _codes.append(code)


def _told_elsewhere(_number: int, _frame: object) -> None:
    """Do nothing: the thread that reads the wakeup descriptor acts."""


def _watch(reading: int) -> None:
    while True:
        for byte in os.read(reading, 64):
            if byte in SENTENCES:
                _end(signal.Signals(byte))


def leave_the_end_to_a_signal() -> None:
    """Return at once, unless a signal is ending this process: then that has the last word."""
    if _ending.is_set():
        _ending_said.wait()


def _end(number: signal.Signals) -> None:
    _ending.set()
    for taking_along in reversed(before_the_end):
        with contextlib.suppress(Exception):
            taking_along()
    with contextlib.suppress(OSError):
        if os.isatty(2):
            os.write(2, SHOW_CURSOR)
        os.write(2, f"\n{SENTENCES[number]}\n".encode())
    os._exit(BY_SIGNAL + number)


def open_standard_streams() -> None:
    """Put the null device where a standard stream is closed, so that no file of ours gets its number.

    Python sets ``sys.stdout`` to None then; so it stays, and whoever prints finds out.
    """
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)


def say_warnings_in_a_sentence() -> None:
    """Have what Kliping itself warns of read like all it says, without the line of the program that says so."""
    usual = warnings.formatwarning

    def formatted(
        message: Warning | str, category: type[Warning], filename: str, lineno: int, line: str | None = None
    ) -> str:
        own = category is RuntimeWarning and Path(filename).parent.name == "kliping"
        return f"kliping: {message}\n" if own else usual(message, category, filename, lineno, line)

    warnings.formatwarning = formatted


FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def sentence_of(fault: BaseException) -> tuple[str, int] | None:
    """A fault of the machine, or one of the family inside another, as sentence and exit code; None if unknown."""
    for one in _chain(fault):
        said = _said(one)
        if said is not None:
            return said
    return None


def _chain(fault: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        yield fault
        fault = fault.__cause__ or fault.__context__


def _said(fault: BaseException) -> tuple[str, int] | None:
    from kliping.errors import KlipingError

    kind = f"{type(fault).__module__}.{type(fault).__name__}"
    text = str(fault)
    if isinstance(fault, KlipingError):
        return str(fault), fault.exit_code
    if isinstance(fault, MemoryError) or "OutOfMemory" in kind:
        return "Not enough memory. Close other programs, or make batches smaller (setting reading.batch_documents).", 1
    if isinstance(fault, OSError):
        return _of_system(fault), 1
    if "No space left on device" in text or "disk is full" in text or "File too large" in text:
        return "No room on the disk. Make some, or name another --home; the next run goes on from here.", 1
    if kind.startswith("sqlite3."):
        return f"Dagster's own storage cannot be used ({text}). Make its folder writable, or move it away.", 1
    if kind.startswith(("_duckdb.IOException", "duckdb.IOException")):
        return "A DuckDB file cannot be read or written. 'kliping doctor' says which and what can be done.", 1
    return None


def _of_system(fault: OSError) -> str:
    where = f" ({fault.filename})" if fault.filename else ""
    said = f"{fault.strerror or type(fault).__name__}{where}."
    if fault.errno in FULL:
        return f"{said} Make room, or name another --home; the next run goes on from here."
    if fault.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return f"{said} Make it writable, or name another --home."
    return f"{said} Run the command again when it is there and can be used; 'kliping doctor' looks through a home."


def of_a_bug(fault: BaseException) -> str:
    """An unknown fault as a sentence: its type and place, and nothing of the data."""
    place = ""
    trace = fault.__traceback__
    while trace is not None:
        name = trace.tb_frame.f_globals.get("__name__", "")
        if name.split(".")[0] in ("kliping", "expectations", "assets", "workflows"):
            place = f" at {name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return (
        f"A fault of this program: {type(fault).__name__}{place}. Nothing half-written is left. "
        "Set KLIPING_TRACEBACK=1 and run the command again to see all of it."
    )


def flush_output() -> None:
    """Hand over what was printed, as long as a fault can still be said.

    Raises:
        OSError: it cannot be written.
    """
    sys.stdout.flush()


def drop_output() -> None:
    """Let go of what could not be printed, or the interpreter would try, and complain, once more at its end."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)


def tell(sentence: str) -> None:
    """A sentence on standard error, without what drives a terminal; silence where it cannot be written."""
    from kliping.shown import plain

    with contextlib.suppress(OSError):
        os.write(2, (plain(sentence) + "\n").encode("utf-8", "backslashreplace"))
