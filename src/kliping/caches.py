"""Where compiled code and compiled tables are kept: a folder that only the user can write.

Belongs here: finding that folder, and the one of a module's machine code; files in it that appear whole or not at all.
Does not belong here: what is kept there.

numba keeps what it compiled as machine code in a pickle, and runs what it finds. By default it keeps it beside the
sources or where ``NUMBA_CACHE_DIR`` says, and asks nobody who else can write there; whoever can, can have code run in
our name (CWE-502). So the folder and all above it are looked at as OpenSSH's ``StrictModes`` looks at a home.

numba looks at the file of a function alone, and runs on with what it compiled before when a function or a number it
takes from another file has changed. So the machine code of a module has a folder named after all sources it is made of:
an update compiles what it changed, and nothing else.
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

from kliping import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO

_IMPORT = re.compile(rb"^\s*from (kliping[\w.]*) import (\w[\w, ]*|\([\w\s,]*\))", re.MULTILINE)

_MAKES = {"kliping.text.compiling.kernel", "kliping.text.compiling.kernel_of_floats"}
"""What a module takes that makes functions which Python calls as machine code."""

_KEPT = 8
"""Folders of a module's machine code that are kept: several checkouts may take turns."""

MARK = ".compiled"
"""How the names of files end that tell what was compiled, beside the folders of machine code."""

NUMBA = "NUMBA_CACHE_DIR"

PACKAGE = Path(__file__).parent
"""Where the sources of ``kliping`` lie."""


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
        "anew, which takes some 20 seconds. Make the folder and those above it writable for you alone.",
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


def kernels_folder() -> Path:
    """Where all machine code is kept: in the folder of ``NUMBA_CACHE_DIR`` if it is private, else in our own."""
    chosen = os.environ.get(NUMBA)
    if chosen and is_private(Path(chosen)):
        return Path(chosen)
    own = private_folder(__version__) / "kernels"
    with contextlib.suppress(OSError):  # numba says what there is to say
        own.mkdir(mode=0o700, exist_ok=True)
    return own


def compiled_code_folder(module: str) -> Path:
    """Where machine code of the kernels of ``module`` is kept, as its sources are now; made where it is missing."""
    own = kernels_folder() / module / digest_of_sources(module, PACKAGE)
    _make_room(own)
    return own


def digest_of_sources(module: str, package: Path) -> str:
    """A digest of ``module`` of ``package`` and of all modules there that it takes something from, near or far.

    Those count as well that it names for types alone: where the fields of a named tuple stand is in the machine code.
    """
    reached = _reached(module, package)
    whole = hashlib.sha256()
    for name in sorted(reached):
        whole.update(name.encode() + reached[name][0])
    return whole.hexdigest()[:12]


def modules_of_kernels(module: str, package: Path) -> list[str]:
    """The modules of ``package`` that make kernels, of those that ``module`` takes something from, near or far."""
    return sorted(name for name, (_, taken) in _reached(module, package).items() if _MAKES.intersection(taken))


def _reached(module: str, package: Path) -> dict[str, tuple[bytes, tuple[str, ...]]]:
    """``module`` and all that it takes something from, by name: what ``_read`` says of each."""
    reached = {}
    fresh = [module]
    while fresh:
        name = fresh.pop()
        found = _read(name, package)
        if name not in reached and found is not None:
            reached[name] = found
            fresh += found[1]
    return reached


@cache
def _read(module: str, package: Path) -> tuple[bytes, tuple[str, ...]] | None:
    """A digest of a module's source and what it may take from others; None where there is no such module."""
    place = package.parent.joinpath(*module.split("."))
    for path in (place.with_suffix(".py"), place / "__init__.py"):
        with contextlib.suppress(OSError):
            source = path.read_bytes()
            return hashlib.sha256(source).digest(), tuple(_imported(source))
    return None


def _imported(source: bytes) -> Iterator[str]:
    """What ``source`` may take from modules of this package: the modules, and their names, which may be modules."""
    for module, names in _IMPORT.findall(source):
        yield module.decode()
        yield from (f"{module.decode()}.{name.decode()}" for name in re.findall(rb"\w+", names))


def _make_room(own: Path) -> None:
    """Keep the folders of a module that were asked for last, ``own`` the newest of them; remove the others.

    With one of them goes what tells that a part was compiled (``kliping.first_run``): it may be of those sources.
    """
    with contextlib.suppress(OSError):  # another process may be at it
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.utime(own)  # numba writes into folders below it, which leaves its own time as it was
        kept = sorted(own.parent.iterdir(), key=lambda path: path.stat().st_mtime_ns)
        for path in kept[:-_KEPT]:
            for mark in own.parent.parent.glob(f"*{MARK}"):
                mark.unlink(missing_ok=True)
            shutil.rmtree(path, ignore_errors=True)


def replace_file(path: Path, write: Callable[[IO[bytes]], object]) -> bool:
    """Write ``path`` in one step; False, and no file, where the folder cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=path.name, delete=False) as handle:
            write(handle)
        os.replace(handle.name, path)  # noqa: PTH105 - the handle's name is a string
    except OSError:
        return False
    return True
