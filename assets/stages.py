"""What a run in this process is at, for whoever waits for it.

Belongs here: the names of the stages after the batches, and who listens. Does not belong here: how it is shown
(``workflows``). Steps of a run that the daemon started are heard by nobody: the UI shows them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from enum import StrEnum

Progress = Callable[[str, int, int], None]
"""Called with what is going on, how much of it is done, and how much there is."""


class Stage(StrEnum):
    """The stages after the batches, in their order, as they are told."""

    COMPARING = "Comparing pages"
    LEARNING = "Learning furniture"
    BUILDING = "Building the candidate"
    JUDGING = "Judging it"
    PUBLISHING = "Publishing"


_listener: ContextVar[Progress | None] = ContextVar("listener", default=None)


@contextlib.contextmanager
def reported(progress: Progress) -> Iterator[None]:
    """Have every stage within the block told to ``progress``."""
    token = _listener.set(progress)
    try:
        yield
    finally:
        _listener.reset(token)


def begins(stage: Stage) -> None:
    """Say that a stage begins."""
    listener = _listener.get()
    if listener is not None:
        listener(stage.value, 0, 1)
