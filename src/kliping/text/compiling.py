"""How kernels are compiled: the decorators of compiled functions, and which of them are kept as machine code.

Belongs here: what holds for every compiled function, whatever it does. Does not belong here: the functions, or which
folder is private (``kliping.caches``). Importing this module imports numba.

Compiling costs a machine's first run some seconds (``kliping.first_run``), and many of them went into what no answer
hangs on: a way in from Python for each function, and machine code of each on its own.
"""

from __future__ import annotations

import threading
from functools import partial
from typing import TYPE_CHECKING, Any

import numba
from numba import njit
from numba.core.caching import UserProvidedCacheLocator
from numba.core.runtime import rtsys

from kliping.caches import compiled_code_folder

if TYPE_CHECKING:
    from collections.abc import Callable

_kept = threading.Lock()


class Place(UserProvidedCacheLocator):  # type: ignore[misc] # numba is untyped
    """Where machine code of a kernel is kept: its folder says which sources it is of, wherever they lie.

    numba would keep it apart for each folder that the same sources lie in, and compile all of it again for another
    environment or checkout of them.
    """

    @classmethod
    def get_suitable_cache_subpath(cls, _: str) -> str:
        """The folder below that of ``compiled_code_folder``, the same for all places of a source."""
        return "code"


def kernel(function: Callable[..., Any]) -> Any:  # noqa: ANN401 - numba is untyped
    """A compiled function that Python calls: without the interpreter's lock, its machine code kept on disk."""
    return _kernel(function)


def kernel_of_floats(function: Callable[..., Any]) -> Any:  # noqa: ANN401 - numba is untyped
    """A ``kernel`` in which, as in NumPy, a division by zero gives no number instead of raising."""
    return _kernel(function, error_model="numpy")


def kernel_part(function: Callable[..., Any]) -> Any:  # noqa: ANN401 - numba is untyped
    """A compiled function that kernels alone call: it becomes a part of their machine code and has none of its own.

    It is compiled once more for an argument that is a literal in one of its calls: ``np.int64(0)`` is none.
    """
    return njit(no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)


def inlined_part(function: Callable[..., Any]) -> Any:  # noqa: ANN401 - numba is untyped
    """A ``kernel_part`` that is put in place of each call, for the few lines of an inmost loop."""
    return njit(inline="always")(function)


def _kernel(function: Callable[..., Any], **options: Any) -> Any:  # noqa: ANN401 - options of numba
    with _kept:  # numba reads where to keep it from its settings while it decorates
        before = numba.config.CACHE_DIR, numba.config.CACHE_LOCATOR_CLASSES
        numba.config.CACHE_DIR = str(compiled_code_folder(function.__module__))
        numba.config.CACHE_LOCATOR_CLASSES = f"{__name__}.{Place.__name__}"
        try:
            made = njit(cache=True, nogil=True, no_cfunc_wrapper=True, **options)(function)
        finally:
            numba.config.CACHE_DIR, numba.config.CACHE_LOCATOR_CLASSES = before
    kept: Any = getattr(made, "_cache", None)
    if hasattr(kept, "_load_overload"):
        kept.load_overload = partial(_loaded, kept)
    return made


def _loaded(kept: Any, signature: Any, context: Any) -> Any:  # noqa: ANN401 - numba is untyped
    """What is ``kept`` of a kernel, loaded without what only compiling looks at.

    numba would make ready all that it can compile before it loads what is compiled already, a tenth of a second for
    the first kernel; where there is nothing to load, compiling makes it ready by itself.
    """
    rtsys.initialize(context)
    return kept._load_overload(signature, context)  # what it calls itself next
