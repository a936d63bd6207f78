"""Where settings come from: the variables of the environment and the file of settings, as they are read.

Belongs here: reading. Does not belong here: any setting, or what is wrong with one (``faults``).
"""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

from pydantic_settings import EnvSettingsSource, TomlConfigSettingsSource

from kliping.files import text_by_hand

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo


class Variables(EnvSettingsSource):
    """The variables of the environment; a value that is no JSON is text, and is judged as that setting's value."""

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:  # noqa: ANN401 - as inherited
        """``value`` as JSON, or as it stands."""
        del field_name, field
        try:
            return json.loads(value)
        except ValueError:
            return value


class File(TomlConfigSettingsSource):
    """The file of settings; one that an editor put a mark before is read as any other."""

    def _read_file(self, file_path: Any) -> dict[str, Any]:  # noqa: ANN401 - as inherited
        return tomllib.loads(text_by_hand(file_path.read_bytes(), file_path))
