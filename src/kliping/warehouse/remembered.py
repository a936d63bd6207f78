"""What was read of a DuckDB file, remembered for as long as the file is the same.

Belongs here: telling that a file is the one that was read. Does not belong here: what is read of it.

A run asks the published file a dozen times which edition it holds, and to open a file costs more than a small answer.
Files are put in place whole (``files.replacing``), so another edition is another file; a log beside it counts as well,
since DuckDB reads both.
"""

from __future__ import annotations

from collections import OrderedDict
from functools import wraps
from typing import TYPE_CHECKING, TypeVar

from kliping.files import write_ahead_log

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Answer = TypeVar("Answer")

KEPT = 32
"""Answers of a reader that are kept; a test's process opens hundreds of homes."""

_State = tuple[int, ...]


def remembered(read: Callable[[Path], Answer | None]) -> Callable[[Path], Answer | None]:
    """``read``, which is not called again for a file that is the same; None is no answer, and asked for again."""
    known: OrderedDict[tuple[str, _State], Answer] = OrderedDict()

    @wraps(read)
    def remembering(path: Path) -> Answer | None:
        state = _state(path)
        if state is None:
            return read(path)
        if (str(path), state) in known:
            return known[str(path), state]
        answer = read(path)
        if answer is not None and _state(path) == state:
            known[str(path), state] = answer
            if len(known) > KEPT:
                known.popitem(last=False)
        return answer

    return remembering


def _state(path: Path) -> _State | None:
    """What differs once the file, or its log, is another or was written to; None where there is no file."""
    state: _State = ()
    for file in (path, write_ahead_log(path)):
        try:
            found = file.stat()
        except OSError:
            if file == path:
                return None
            continue
        state += (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
    return state
