"""What tests of composed pages share: forms filled in by dice, and a short sum of what is found."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping, Sequence


def filling(said: Mapping[str, Sequence[str]]) -> Callable[[random.Random, str], str]:
    """A function that fills in the blanks of a form, ``{kind}``, with one of what is said of a kind."""

    def filled(dice: random.Random, form: str) -> str:
        while "{" in form:
            before, _, rest = form.partition("{")
            name, _, after = rest.partition("}")
            form = before + dice.choice(said[name]) + after
        return form

    return filled


def summed(found: list[list[object]]) -> str:
    """A short sum of what is found, a point for nothing."""
    return hashlib.sha256(repr(found).encode()).hexdigest()[:3] if found else "."
