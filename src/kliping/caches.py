"""Where compiled code and compiled tables are kept: a folder that only the user can write.

Belongs here: finding that folder, and pointing numba to it. Does not belong here: what is kept there.

numba keeps what it compiled as machine code in a pickle, and runs what it finds. By default it keeps it beside the
sources or where ``NUMBA_CACHE_DIR`` says, and asks nobody who else can write there; whoever can, can have code run in
our name (CWE-502). So the folder and all above it are looked at as OpenSSH's ``StrictModes`` looks at a home.
"""

from __future__ import annotations

import atexit
import contextlib
import hashlib
import os
import re
import shutil
import stat
import tempfile
import warnings
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_IMPORT = re.compile(rb"^\s*from (kliping[\w.]*) import (\w[\w, ]*|\([\w\s,]*\))", re.MULTILINE)

_KEPT = 8
"""Folders of machine code that are kept: several checkouts may take turns."""

NUMBA = "NUMBA_CACHE_DIR"


@cache
def private_folder(version: str) -> Path:
    """The folder of this version's caches: ``kliping/<version>`` in the user's cache folder, made where it is missing.

    A version has a folder of its own.
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
    """Have numba keep its machine code in a private folder: the one that is set if it is private, else our own.

    Ours is named after the sources that code was compiled from: numba looks at the file of a function alone, and runs
    on with what it compiled before when a function or a number it takes from another file has changed.
    """
    chosen = os.environ.get(NUMBA)
    if chosen and is_private(Path(chosen)):
        return
    own = private_folder(version) / f"numba-{compiled_sources(Path(__file__).parent)}"
    os.environ[NUMBA] = str(own)
    _make_room(own)


def compiled_sources(package: Path) -> str:
    """A digest of the modules of ``package`` that hold compiled functions, and of all that these take from it."""
    sources = {_module(path, package): path.read_bytes() for path in package.rglob("*.py")}
    reached = {name for name, source in sources.items() if b"njit" in source}
    fresh = reached
    while fresh:
        found = {name for module in fresh for name in _imported(sources[module])} & sources.keys()
        fresh = found - reached
        reached = reached | fresh
    digest = hashlib.sha256()
    for name in sorted(reached):
        digest.update(name.encode() + hashlib.sha256(sources[name]).digest())
    return digest.hexdigest()[:12]


def _module(path: Path, package: Path) -> str:
    return ".".join(path.relative_to(package.parent).with_suffix("").parts).removesuffix(".__init__")


def _imported(source: bytes) -> Iterator[str]:
    """What ``source`` may take from modules of this package: the modules, and their names, which may be modules."""
    for module, names in _IMPORT.findall(source):
        yield module.decode()
        yield from (f"{module.decode()}.{name.decode()}" for name in re.findall(rb"\w+", names))


def _make_room(own: Path) -> None:
    """Keep the folders of machine code that were asked for last, ``own`` the newest of them; remove the others."""
    with contextlib.suppress(OSError):  # another process may be at it
        own.mkdir(mode=0o700, exist_ok=True)
        os.utime(own)  # numba writes into folders below it, which leaves its own time as it was
        kept = sorted(own.parent.glob("numba-*"), key=lambda path: path.stat().st_mtime_ns)
        for path in kept[:-_KEPT]:
            shutil.rmtree(path, ignore_errors=True)
