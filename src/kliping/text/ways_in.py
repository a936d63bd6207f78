"""Machine code for ways in alone: what numba would make of pieces that only become parts of others is left out.

Belongs here: what holds for a process that does nothing but compile (``kliping.first_run``). Does not belong here: how
a function is compiled (``kliping.text.compiling``). Importing this module imports numba.

numba optimises every function with all that it calls, and makes machine code of it, before it puts it into the one
that calls it, where all of this is done again: the deeper the calls, the more often. Here that is done once, where
Python comes in; what is made is kept, and found by processes that know nothing of this. Where numba is built
otherwise than it was, nothing is left out.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from numba.core import codegen

_WRAPPER = "_ZN7cpython"
"""How the names of the functions begin by which Python comes in."""


def compile_ways_in_alone() -> None:
    """Leave out in this process, from now on, what is optimised and made of functions that Python does not call."""
    with suppress(AttributeError):
        _leave_out(codegen.JITCodeLibrary, codegen.JITCPUCodegen)


def _leave_out(library: Any, generator: Any) -> None:  # noqa: ANN401 - numba is untyped
    finalize, optimise, add = library.finalize, library._optimize_final_module, library._finalize_final_module
    pointer, set_environment = library.get_pointer_to_function, generator.set_env

    def finalized(self: Any) -> None:  # noqa: ANN401
        self.is_part = not any(one.name.startswith(_WRAPPER) for one in self._final_module.functions)
        finalize(self)

    def optimised(self: Any) -> None:  # noqa: ANN401
        if not _is_part(self):
            optimise(self)

    def added(self: Any) -> None:  # noqa: ANN401
        if not _is_part(self):
            add(self)
            return
        self._finalize_dynamic_globals()
        self._finalized = True

    def pointed(self: Any, name: str) -> int:  # noqa: ANN401
        self._ensure_finalized()
        if _is_part(self) and any(one.name == name for one in self._final_module.functions if not one.is_declaration):
            self.is_part = False  # numba itself calls it
            optimise(self)
            add(self)
        found: int = pointer(self, name)
        return found

    def with_environment(self: Any, name: str, environment: object) -> None:  # noqa: ANN401
        if self._engine.is_symbol_defined(name):
            set_environment(self, name, environment)

    library.finalize, library._optimize_final_module, library._finalize_final_module = finalized, optimised, added
    library.get_pointer_to_function, generator.set_env = pointed, with_environment


def _is_part(library: Any) -> bool:  # noqa: ANN401
    return getattr(library, "is_part", False)
