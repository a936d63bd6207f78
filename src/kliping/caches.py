"""Where compiled code and compiled tables are kept: a folder that only the user can write.

Belongs here: finding that folder, and pointing numba to it. Does not belong here: what is kept there.

numba keeps what it compiled as machine code in a pickle, and runs what it finds. By default it keeps it beside the
sources or where ``NUMBA_CACHE_DIR`` says, and asks nobody who else can write there; whoever can, can have code run in
our name (CWE-502). So the folder and all above it are looked at as OpenSSH's ``StrictModes`` looks at a home.
"""

from __future__ import annotations

import atexit
import os
import shutil
import stat
import sys
import tempfile
import warnings
from functools import cache
from pathlib import Path

NUMBA = "NUMBA_CACHE_DIR"


@cache
def private_folder(version: str) -> Path:
    """The folder of this version's caches: ``kliping/<version>`` in the user's cache folder, made where it is missing.

    A version has a folder of its own, since numba does not notice when a function that another one calls has changed.
    Where no such folder can be had, a temporary one that goes with the process, and a warning that says what it costs.
    """
    base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")  # noqa: PTH111 - never raises
    folder = Path(base, "kliping", version)
    try:
        if folder.is_absolute():
            folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
            if is_private(folder):
                return folder
    except OSError:
        pass
    warnings.warn(
        f"Compiled code cannot be kept in {folder}: it cannot be made, or others can write there. Each start compiles "
        "anew, which takes some 40 seconds. Make the folder and those above it writable for you alone.",
        RuntimeWarning,
        stacklevel=2,
    )
    made = Path(tempfile.mkdtemp(prefix="kliping-cache-"))
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    return made


def is_private(folder: Path) -> bool:
    """Whether only the user and the administrator can change what is in ``folder``, or put another in its place.

    The folder must be the user's. Those above it must be the user's or the administrator's, and writable for no group
    but the user's own and the administrator's, unless they are sticky, as ``/tmp`` is.
    """
    whole = Path(os.path.realpath(folder))
    try:
        own = whole.stat()
        above = [path.stat() for path in whole.parents]
    except OSError:
        return False
    if own.st_uid != os.getuid() or own.st_mode & 0o022:
        return False
    return all(one.st_uid in (0, os.getuid()) and (one.st_mode & stat.S_ISVTX or _closed(one)) for one in above)


def _closed(status: os.stat_result) -> bool:
    others, group = status.st_mode & 0o002, status.st_mode & 0o020
    return not others and (not group or status.st_gid in (0, os.getegid()))


def keep_compiled_code(version: str) -> None:
    """Have numba keep its machine code in a private folder: the one that is set if it is private, else our own."""
    chosen = os.environ.get(NUMBA)
    if chosen and is_private(Path(chosen)):
        return
    os.environ[NUMBA] = str(private_folder(version) / "numba")
    if "numba" in sys.modules:  # it has read the environment already
        sys.modules["numba"].config.CACHE_DIR = os.environ[NUMBA]
