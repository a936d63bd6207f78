"""Kills before any change that the disk sees: a file renamed, removed, linked or flushed."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import pytest

CHANGES = ((Path, "replace"), (Path, "rename"), (Path, "unlink"), (os, "link"), (os, "fsync"), (os, "rmdir"))


class Killed(BaseException):
    """Nothing of ours catches it."""


@contextlib.contextmanager
def kill_before(monkeypatch: pytest.MonkeyPatch, moment: int) -> Iterator[Callable[[], bool]]:
    """A block that is killed before its change number ``moment``; the value says whether it was."""
    left, killed = moment, False

    def counted(real):
        def called(*given, **named):
            nonlocal left
            if left == 0:
                raise Killed
            left -= 1
            return real(*given, **named)

        return called

    with monkeypatch.context() as killing:
        for owner, name in CHANGES:
            killing.setattr(owner, name, counted(getattr(owner, name)))
        try:
            yield lambda: killed
        except Killed:
            killed = True
