"""Batches understood side by side, each in a process of its own.

Belongs here: how many workers, starting them, handing over batches, ending with them. Does not belong here: what is
done with a batch (``executing``), or who may write to a home (``kliping.warehouse.lock``).

Frames never travel: a worker reads and writes the store, by the same job as this process would. Workers are started
afresh, since a fork of a process in which Polars has run hangs; each has one thread of Polars, so that as many workers
as processors keep all of them busy. They inherit the descriptor of the home's lock: should this process be killed, the
home stays locked until the last of them is gone, which is when they notice.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import pickle
import signal
import threading
import time
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any

from kliping.errors import KlipingError, StoreError
from kliping.settings import Settings
from kliping.warehouse.lock import descriptor, take_over
from workflows.ending import before_the_end, of_a_bug, sentence_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

PAYING_BYTES = 16_000_000
"""Bytes of files from which workers pay: some 6,000 pages of text. A worker takes 3 seconds of processor to begin."""

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


class Workers:
    """Processes that understand batches of a home which this thread has locked."""

    def __init__(self, settings: Settings, count: int, *, recorded: bool) -> None:
        told = (pickle.dumps(settings.model_dump()), recorded, _Lent(descriptor(settings.home)), os.getpid())
        with _in_an_environment_of_workers():
            self._pool = ProcessPoolExecutor(
                count, mp_context=multiprocessing.get_context("spawn"), initializer=_begin, initargs=told
            )
        self._batches: set[Future[None]] = set()
        self._begun = 0

    @property
    def done(self) -> int:
        """Batches that have been understood."""
        return self._begun - len(self._batches)

    def understand(self, batch: str, steps: Sequence[str]) -> None:
        """Make ``steps`` of ``batch`` as soon as a worker is free.

        Raises:
            Exception: what a batch before this one ended with.
        """
        with _in_an_environment_of_workers(), _a_lost_worker_as_a_sentence():
            self._batches.add(self._pool.submit(_understand, batch, list(steps)))
        self._begun += 1
        self._settle([future for future in self._batches if future.done()])

    def wait(self, told: Callable[[int], None]) -> None:
        """Return when every batch has been understood; ``told`` is called with how many are.

        Raises:
            Exception: what a batch ended with.
        """
        while self._batches:
            self._settle(wait(self._batches, return_when=FIRST_COMPLETED).done)
            told(self.done)

    def _settle(self, ended: Sequence[Future[None]] | set[Future[None]]) -> None:
        for future in list(ended):
            self._batches.discard(future)
            with _a_lost_worker_as_a_sentence():
                future.result()

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
def workers(settings: Settings, count: int, *, recorded: bool) -> Iterator[Workers]:
    """``count`` workers for the block; they end with it, and with this process."""
    made = Workers(settings, count, recorded=recorded)
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


class _Worker:
    """What a worker holds from its first batch to its last."""

    settings: Settings
    recorded: bool


def _begin(settings: bytes, recorded: bool, lock: _Lent, parent: int) -> None:
    threading.Thread(target=_end_with, args=(parent,), daemon=True, name="parent").start()
    _Worker.settings = Settings(**pickle.loads(settings))  # noqa: S301 - from the process that started this one
    _Worker.recorded = recorded
    take_over(_Worker.settings.home, lock.number)


def _end_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(ORPHAN_SECONDS)
    os._exit(1)


def _understand(batch: str, steps: list[str]) -> None:
    from workflows.executing import run_steps

    try:
        run_steps(_Worker.settings, batch, steps, recorded=_Worker.recorded)
    except (KlipingError, OSError, MemoryError):
        raise  # these can be handed to another process
    except Exception as fault:  # noqa: BLE001 - what other libraries raise may not travel
        known = sentence_of(fault)
        raise StoreError(known[0]) if known else RuntimeError(of_a_bug(fault)) from None
