"""The garbage collector, which rests while much is made and little is dropped."""

from __future__ import annotations

import contextlib
import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def without_collector() -> Iterator[None]:
    """Let garbage lie within: where little is dropped, the collector walks through what imports made for nothing.

    That is an eighth of a second while a command is imported, and a quarter while a single page is looked at.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def rest_while_starting() -> None:
    """Let garbage lie in this process until ``collect_again``: half of what a short run takes is imports.

    The collector would walk through all that they made seven times, a second and more of processor.
    """
    if not gc.get_freeze_count():  # of a process that goes on, the second run finds everything imported
        gc.disable()


def collect_again() -> None:
    """End what ``rest_while_starting`` began; what was imported until now is looked at no more. Else do nothing."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()
