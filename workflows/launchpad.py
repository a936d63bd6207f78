"""The launchpad: every setting with its type, unit and reason, from the one settings model.

Belongs here: the settings model as a config schema of Dagster's, and back. Does not belong here: a word about any one
setting (``kliping.settings``), or what a run does with it (``resources``).

No field has a default here: what is left out comes from ``KLIPING_*``, ``kliping.toml`` or the model, as everywhere.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import dagster as dg
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from kliping.settings import Settings
from workflows.documentation.settings import default_of

SCALARS: Mapping[Any, Any] = {bool: bool, int: int, float: float}


def fields_of(model: type[BaseModel] = Settings) -> dict[str, dg.Field]:
    """A field for each setting of ``model``; a section is a shape of its own."""
    return {name: _field(field) for name, field in model.model_fields.items()}


def _field(field: FieldInfo) -> dg.Field:
    kind = field.annotation
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        about = (kind.__doc__ or "").strip().splitlines()[0]
        return dg.Field(fields_of(kind), is_required=False, description=about)
    about = f"{field.description} Default: {default_of(field)}."
    return dg.Field(_type(kind), is_required=False, description=about)


def _type(kind: Any) -> Any:  # noqa: ANN401 - an annotation, and what Dagster takes for a type
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        known = [one for one in inner if one is not NoneType]
        return dg.Noneable(_type(known[0])) if len(known) == 1 else dg.Any
    if origin is Literal and all(isinstance(one, str) for one in inner):
        return dg.Enum(f"One_of_{'_'.join(map(_identifier, inner))}", [dg.EnumValue(one) for one in inner])
    if origin in (tuple, list, set, frozenset):
        return [_type(inner[0])]
    if origin is dict:
        return dict
    return SCALARS.get(kind, str)


def _identifier(text: str) -> str:
    return "".join(letter if letter.isalnum() else "_" for letter in text)


def given_in(config: Mapping[str, Any]) -> dict[str, Any]:
    """What a launchpad holds, as ``load_settings`` takes it: nothing that was left out."""
    return {name: json.loads(json.dumps(value)) for name, value in config.items() if value not in (None, {})}
