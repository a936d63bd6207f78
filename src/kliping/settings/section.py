"""What the settings of every section have in common.

Belongs here: how values are taken, whatever they are about. Does not belong here: any setting.
"""

from __future__ import annotations

from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError


def numbers_are_numbers() -> Any:  # noqa: ANN401 - pydantic has no public type for it
    """A validator that refuses ``true`` where a setting is a number: Python would take it for 1, without a word."""

    def judged(cls: type[BaseModel], given: object, info: ValidationInfo) -> object:
        annotation = cls.model_fields[str(info.field_name)].annotation
        kinds = {annotation, *get_args(annotation)}
        if isinstance(given, bool) and bool not in kinds:
            for kind in (int, float):
                if kind in kinds:
                    raise PydanticCustomError(f"{kind.__name__}_type", "a number is needed")
        return given

    return field_validator("*", mode="before")(classmethod(judged))


class Section(BaseModel):
    """The settings of one section, which know no other names and are not changed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    _numbers = numbers_are_numbers()
