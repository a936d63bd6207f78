"""Which steps of a batch are to be made, by what its parts were made with.

Belongs here: comparing the stamps that parts carry with those they would get now. Does not belong here: reading a
part's stamp (``store``), or what a stamp is made of (``kliping.stamps``).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from kliping.stamps import stamp_of_frame
from kliping.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kliping.steps import Step

AGAIN = "again"
CORRECTED = "corrections"
LOOKED_AT = (*(step.name for step in STEPS), AGAIN, CORRECTED)
"""All that decides whether a step of a batch is to be made."""


def stamp(step: Step, stamps: Mapping[str, str], recipes: Mapping[str, str | None]) -> str:
    """``Store.stamp`` of a batch in which all that is LOOKED_AT was made with ``recipes``."""
    if not step.takes:
        return f"{stamps[step.name]}:{recipes.get(AGAIN) or ''}:"
    corrected = recipes.get(CORRECTED) if step.heeds else None
    return _stamp_of_frame(stamps[step.name], tuple(recipes.get(name) for name in step.takes), corrected)


_stamp_of_frame = lru_cache(maxsize=1 << 16)(stamp_of_frame)


def is_there(step: Step, stamps: Mapping[str, str], recipes: Mapping[str, str | None]) -> bool:
    """``Store.is_there`` of a batch in which all that is LOOKED_AT was made with ``recipes``."""
    recipe, wanted = recipes.get(step.name), stamp(step, stamps, recipes)
    return recipe is not None and (recipe == wanted if step.takes else recipe.startswith(wanted))


def to_make(stamps: Mapping[str, str], recipes: Mapping[str, str | None]) -> list[str]:
    """``Store.outdated`` of a batch in which all that is LOOKED_AT was made with ``recipes``."""
    found: list[str] = []
    for step in STEPS:
        if not is_there(step, stamps, recipes) or set(step.takes) & set(found):
            found.append(step.name)
    return found
