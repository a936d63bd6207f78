"""What is wrong with a setting, in words for a person, and variables of the environment that name none.

Belongs here: telling. Does not belong here: any setting, or what a setting may be.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from pydantic import BaseModel

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pydantic_core import ErrorDetails

PREFIX = "KLIPING_"
"""What the variables of the environment that are settings begin with."""

_LIKE = 0.8
"""How like a name that nothing has must be to one that something has to be taken for a slip (``difflib``'s ratio)."""

_WANTED = (
    ("int_", "must be a whole number"),
    ("float_", "must be a number"),
    ("finite_number", "must be a number"),
    ("bool_", "must be true or false"),
    ("string_type", "must be text in quotes"),
    ("path_", "must be text in quotes, a path"),
    ("tuple_", 'must be a list, such as ["one", "two"]'),
    ("list_", 'must be a list, such as ["one", "two"]'),
    ("dict_", "must be a table: names, each with its value"),
    ("model_", "must be a table: names, each with its value"),
    ("date_", "must be a day, such as 2024-06-03"),
    ("greater_than_equal", "must be {ge} or more"),
    ("greater_than", "must be more than {gt}"),
    ("less_than_equal", "must be {le} or less"),
    ("less_than", "must be less than {lt}"),
    ("literal_error", "must be {expected}"),
    ("missing", "is missing"),
    ("too_short", "must have {min_length} or more"),
)
"""Pydantic's kinds of faults, by how they begin, and what each asks for."""


def in_plain_words(model: type[BaseModel], fault: ErrorDetails, origin: str = "") -> str:
    """A fault of ``model``: the setting and what it must be; of an unknown name, the one that is nearest to it.

    The value is never told: it may be a password.

    Args:
        model: whose setting it is.
        fault: what pydantic says.
        origin: the file or the variable that it came from.
    """
    told = _in_plain_words(model, fault)
    return f"{origin}: {told}" if origin else told


def _in_plain_words(model: type[BaseModel], fault: ErrorDetails) -> str:
    place, kind = fault["loc"], fault["type"]
    name = ".".join(map(str, place))
    if kind == "extra_forbidden":
        return f"there is no setting {name}{_hint(model, place)}"
    if kind == "value_error":
        return f"{name}: {fault['ctx']['error']}"
    for begins, wanted in _WANTED:
        if kind.startswith(begins):
            bounds = {
                key: f"{bound:g}" if isinstance(bound, float) else bound for key, bound in fault.get("ctx", {}).items()
            }
            return f"{name} {wanted.format(**bounds)}"
    return f"{name}: {fault['msg']}"


def sentence(faults: Sequence[str]) -> str:
    """That settings cannot be used, why, and where their names stand."""
    told = "; ".join(faults)
    return f"Settings cannot be used: {told}{'' if told.endswith('?') else '.'} See docs/settings.md for every name."


def unknown_variables(model: type[BaseModel], names: Iterable[str]) -> list[str]:
    """What is wrong with variables that begin as settings do and name none.

    One of another kind (``KLIPING_CONFIG``, one of a script around this program) passes, as it looks like no setting.
    """
    told = []
    for variable in sorted(names):
        bare = variable.upper().removeprefix(PREFIX)
        if bare == variable.upper():
            continue
        section, inside, rest = bare.lower().partition("__")
        if section in model.model_fields:
            continue
        near = get_close_matches(section, model.model_fields, n=1, cutoff=_LIKE)
        if near:
            told.append(f"{variable} names no setting; did you mean {PREFIX}{(near[0] + inside + rest).upper()}?")
        elif inside:
            told.append(f"{variable} names no setting")
    return told


def _hint(model: type[BaseModel], place: tuple[int | str, ...]) -> str:
    sections = {name: inner for name, field in model.model_fields.items() if (inner := _table(field.annotation))}
    here: type[BaseModel] | None = model
    for step in place[:-1]:
        field = here.model_fields.get(str(step)) if here is not None else None
        here = _table(field.annotation) if field is not None else None
    name = str(place[-1])
    if here is not model and name in model.model_fields:
        return "; it belongs above the first [section]"
    for section, inner in sections.items():
        if name in inner.model_fields:
            return f"; it belongs to [{section}]"
    near = get_close_matches(name, here.model_fields, n=1, cutoff=0.5) if here is not None else []
    return f"; did you mean {'.'.join(map(str, (*place[:-1], *near)))}?" if near else ""


def _table(annotation: object) -> type[BaseModel] | None:
    """The model that a setting is a table of; None for a single value."""
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None
