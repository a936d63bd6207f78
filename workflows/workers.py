"""The engine whose jobs are done side by side, in processes of this machine.

Belongs here: how many workers, starting them, handing over jobs, ending with them. Does not belong here: what a job is
(``kliping.engines``), or who may write to a home (``kliping.warehouse.lock``).

Frames never travel through this process: a worker reads the store, and what it writes beside it is moved into it.
Workers are started afresh, since a fork of a process in which Polars has run hangs; each has one thread of Polars, so
that as many workers as processors keep all of them busy. They inherit the descriptor of the home's lock: should this
process be killed, the home stays locked until the last of them is gone, which is when they notice.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any

from kliping.engines import Outcome, Tasks
from kliping.engines.jobs import performed
from kliping.errors import StoreError
from kliping.warehouse.lock import descriptor, take_over
from workflows.collector import collect_again, rest_while_starting
from workflows.ending import before_the_end
from workflows.importing import import_numba_alone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from kliping.engines.jobs import Job

PAYING_BYTES = 16_000_000
"""Bytes of files from which workers pay: some 6,000 pages of text. A worker takes 3 seconds of processor to begin."""

WINDOW = 4
"""Jobs handed over for each worker: the next ones wait there, and not for us."""

BATCHES_EACH = 2
"""Batches that there must be for each worker: the last of them leaves the others idle."""

ORPHAN_SECONDS = 0.5
"""How often a worker looks whether the process that started it still lives."""

INHERITED = {
    "POLARS_MAX_THREADS": "1",
    "RAYON_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "PYTHONWARNINGS": "ignore::UserWarning:multiprocessing.resource_tracker",
}
"""Environment of a worker: one thread for each library that would take as many as there are processors; and no word of
semaphores when a signal ends the command: whoever speaks of them is clearing them away."""


def worker_count(asked: int, batches: int, size_bytes: int) -> int:
    """How many workers understand ``batches`` that hold ``size_bytes`` together; 1: none, this process does it.

    Args:
        asked: the setting ``workers``; 0 leaves it to the number of processors and to what pays.
        batches: how many are to be understood.
        size_bytes: of the files they are read from.
    """
    if asked:
        return max(1, min(asked, batches))
    if size_bytes < PAYING_BYTES:
        return 1
    return max(
        1,
        min(
            len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1,
            batches // BATCHES_EACH,
        ),
    )


class Workers(Tasks):
    """The engine whose jobs are done by processes beside this one, under the lock that this thread holds."""

    def __init__(self, home: Path, count: int) -> None:
        self._count = count
        told = (home, _Lent(descriptor(home)), os.getpid())
        with _in_an_environment_of_workers():
            self._pool = ProcessPoolExecutor(
                count, mp_context=multiprocessing.get_context("spawn"), initializer=_begin, initargs=told
            )

    def each(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """As ``Tasks`` has it."""
        out: set[Future[Outcome]] = set()
        for job in jobs:
            with _in_an_environment_of_workers(), _a_lost_worker_as_a_sentence():
                out.add(self._pool.submit(_done, job))
            yield from self._ended(out, None if len(out) >= WINDOW * self._count else 0)
        while out:
            yield from self._ended(out, None)

    def _ended(self, out: set[Future[Outcome]], seconds: float | None) -> Iterator[Outcome]:
        """What has ended of ``out``, after waiting for the first of it that long; None: as long as it takes."""
        for future in wait(out, seconds, return_when=FIRST_COMPLETED).done:
            out.discard(future)
            with _a_lost_worker_as_a_sentence():
                yield future.result()

    def end(self) -> None:
        """End all of them, whatever they are at: what they write is there whole or not at all."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        _kill_all()


@contextlib.contextmanager
def _a_lost_worker_as_a_sentence() -> Iterator[None]:
    try:
        yield
    except BrokenProcessPool as broken:
        raise StoreError(
            "A worker process ended of itself, as it does when memory runs out. Run the command again with "
            "--workers 1, or make batches smaller (setting reading.batch_documents)."
        ) from broken


@contextlib.contextmanager
def workers(home: Path, count: int) -> Iterator[Workers]:
    """``count`` workers for the block; they end with it, and with this process."""
    made = Workers(home, count)
    before_the_end.append(_kill_all)
    try:
        yield made
    finally:
        made.end()
        before_the_end.remove(_kill_all)


def _kill_all() -> None:
    for child in multiprocessing.active_children():
        child.kill()


@contextlib.contextmanager
def _in_an_environment_of_workers() -> Iterator[None]:
    """What a process that is started inherits: the environment, and that SIGINT is this process's to answer."""
    before = {name: os.environ.get(name) for name in INHERITED}
    os.environ.update(INHERITED)
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


class _Lent:
    """A descriptor that a started process inherits."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __reduce__(self) -> tuple[Any, ...]:
        from multiprocessing.reduction import DupFd

        return _lent, (DupFd(self.number),)


def _lent(inherited: Any) -> _Lent:  # noqa: ANN401 - multiprocessing does not name its type
    return _Lent(inherited.detach())


def _begin(home: Path, lock: _Lent, parent: int) -> None:
    rest_while_starting()
    threading.Thread(target=_end_with, args=(parent,), daemon=True, name="parent").start()
    take_over(home, lock.number)
    import_numba_alone()


def _done(job: Job) -> Outcome:
    """What became of ``job``, in a worker; with the first one everything is imported."""
    try:
        return performed(job)
    finally:
        collect_again()


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(ORPHAN_SECONDS)
    os._exit(1)
