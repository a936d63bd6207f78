"""Answers that may take longer than a tick: begun now, handed over by the tick that finds them ready.

Belongs here: waiting a little for work that goes on in this process. Does not belong here: the work (``sensors``).

A tick of a sensor holds up every other one, and is ended by Dagster after a minute. A look through a million files
takes longer than that; so it goes on in a thread of the code server, and a tick asks for what it came to.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as Late
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Background(Generic[Answer]):
    """Work under way, by what it is about; each is done once at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._begun: dict[Hashable, tuple[float, Future[Answer]]] = {}

    def answer(self, about: Hashable, work: Callable[[], Answer], seconds: float) -> Answer | float:
        """What ``work`` came to, if it is ready within ``seconds``; else for how many seconds it has been going on.

        Args:
            about: what the work is about: the same is not begun twice.
            work: called in a thread of its own; not at all while the same is under way.
            seconds: how long to wait.

        Raises:
            Exception: whatever ``work`` raised.
        """
        with self._lock:
            since, future = self._begun.get(about) or self._begin(about, work)
        try:
            answer = future.result(seconds)
        except Late:
            if not future.done():
                return time.monotonic() - since
            self._forget(about)
            raise  # the work itself gave up waiting for something
        except BaseException:
            self._forget(about)
            raise
        self._forget(about)
        return answer

    def under_way(self, about: Hashable) -> bool:
        """Whether work about this was begun and has not come to its end."""
        with self._lock:
            begun = self._begun.get(about)
        return begun is not None and not begun[1].done()

    def _begin(self, about: Hashable, work: Callable[[], Answer]) -> tuple[float, Future[Answer]]:
        future: Future[Answer] = Future()

        def run() -> None:
            try:
                future.set_result(work())
            except Exception as fault:  # noqa: BLE001 - handed to whoever asks
                future.set_exception(fault)

        self._begun[about] = (time.monotonic(), future)
        threading.Thread(target=run, daemon=True, name="look").start()
        return self._begun[about]

    def _forget(self, about: Hashable) -> None:
        with self._lock:
            self._begun.pop(about, None)
