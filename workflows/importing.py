"""Importing numba quickly, without what it would import along and no kernel wants.

Belongs here: that import. Does not belong here: where compiled code is kept (``kliping.caches``).
"""

from __future__ import annotations

import importlib
import sys


def import_numba_alone() -> None:
    """Import numba without SciPy and coverage, which it asks for where they are installed, and no kernel wants.

    SciPy is to give it a BLAS, an eighth of a second; coverage, of who works on Kliping, half of that. For a command
    that imports nothing on another thread, which might ask for one of them meanwhile.
    """
    if "scipy" in sys.modules or "numba" in sys.modules:
        return
    without = {"scipy", "coverage"} - sys.modules.keys()
    sys.modules.update(dict.fromkeys(without))  # type: ignore[arg-type] # None, Python's word for: not to be had
    try:
        importlib.import_module("numba.np.arraymath")
    finally:
        for name in without:
            del sys.modules[name]
