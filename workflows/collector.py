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
