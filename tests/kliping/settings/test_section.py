"""How values of settings are taken, whatever they are about."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ValidationError

from kliping.settings import Settings
from kliping.settings.section import Section


class Sample(Section):
    """A setting of each kind."""

    count: int = 1
    share: float | None = 0.5
    on: bool | None = False
    name: str = ""


@pytest.mark.parametrize("setting", ["count", "share"])
def test_true_is_no_number(setting: str) -> None:
    with pytest.raises(ValidationError):
        Sample(**{setting: True})


def test_all_else_is_taken_as_it_is() -> None:
    assert Sample(count=2, share=1, on=True, name="true").model_dump() == {
        "count": 2,
        "share": 1.0,
        "on": True,
        "name": "true",
    }


def test_every_table_of_settings_is_a_section() -> None:
    tables = [field.annotation for field in Settings.model_fields.values()]
    tables = [one for one in tables if isinstance(one, type) and issubclass(one, BaseModel)]
    assert tables
    assert [one for one in tables if not issubclass(one, Section)] == []
