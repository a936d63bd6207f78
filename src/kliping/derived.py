"""Arrays that are made of what is packaged, made once a machine and kept: trees of a model, tables of characters.

Belongs here: keeping them, and making them again where what they are made of is another. Does not belong here: making
them, or arrays with a form of their own on disk (``kliping.language.tables``).
"""

from __future__ import annotations

import hashlib
import zipfile
from typing import TYPE_CHECKING, Any

import numpy as np

from kliping import __version__
from kliping.caches import PACKAGE, digest_of_sources, private_folder, replace_file

if TYPE_CHECKING:
    from collections.abc import Callable

    Arrays = dict[str, np.ndarray[Any, np.dtype[Any]]]


def kept_arrays(module: str, made_of: str, make: Callable[[], Arrays]) -> Arrays:
    """What ``make`` gives, from the user's cache folder where it lies there, else made and left there.

    A missing, broken or unwritable file only costs the time to make it.

    Args:
        module: whose arrays they are; its sources are a part of what they are made of.
        made_of: tells everything else that they are made of.
        make: gives the arrays by name.
    """
    told = hashlib.sha256(f"{digest_of_sources(module, PACKAGE)} {made_of}".encode()).hexdigest()[:16]
    path = private_folder(__version__) / "derived" / f"{module}-{told}.npz"
    try:
        with path.open("rb") as handle, np.load(handle, allow_pickle=False) as kept:
            return {name: kept[name] for name in kept.files}  # checks the archive's checksums
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile):
        arrays = make()
    replace_file(path, lambda handle: np.savez(handle, **arrays))  # type: ignore[arg-type] # no array is an option
    return arrays
