"""Modules that are imported once somebody asks something of them, for libraries that import more than they use.

Belongs here: such a module. Does not belong here: which are worth it (``expectations.auditor``).

``importlib.util.LazyLoader`` is not enough: its modules are loaded when they are imported a second time.
"""

from __future__ import annotations

import importlib
import sys
import threading
from types import ModuleType
from typing import Any

_one_at_a_time = threading.RLock()


class _Later(ModuleType):
    """A module of which nothing is there but the name."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever is in the module
        if name.startswith("__") and name != "__path__":  # asked by who looks through all modules
            raise AttributeError(name)
        with _one_at_a_time:
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
            return getattr(importlib.import_module(self.__name__), name)


def import_later(*names: str) -> None:
    """Have each module of these names imported when something in it is first asked for, unless it is imported."""
    for name in names:
        sys.modules.setdefault(name, _Later(name))
