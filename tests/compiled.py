"""Pieces of kernels, to be called by a test: they have no way in from Python of their own."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from numba import njit


@cache
def from_python(part: Any) -> Callable[..., Any]:
    """``part``, a ``kliping.text.compiling.kernel_part``, compiled with a way in from Python."""
    return njit(getattr(part, "py_func", part))  # as it is where nothing is compiled
