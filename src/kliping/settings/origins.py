"""Where settings come from: the variables of the environment and the file of settings, as they are read.

Belongs here: reading, and which of them a setting was taken from. Does not belong here: any setting, or what is wrong
with one (``faults``).
"""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

from pydantic_settings import EnvSettingsSource, TomlConfigSettingsSource

from kliping.files import text_by_hand
from kliping.settings.faults import PREFIX

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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


def origin_of(
    place: Sequence[int | str],
    given: Mapping[str, Any],
    variables: Mapping[str, str],
    file: tuple[str, Mapping[str, Any]],
) -> str:
    """The name of the variable, or the path of the file, that the setting at ``place`` was taken from.

    Args:
        place: names of tables and of the setting in them, as pydantic tells of a fault.
        given: settings of the command line, which come first; what they hold has no other origin.
        variables: of the environment.
        file: path of the file of settings, and what it holds.

    Returns:
        Nothing where the command line gave it, or nobody.
    """
    named = {variable.upper(): variable for variable in variables}
    found = [(_depth(given, place), "")]
    for names in range(len(place), 0, -1):
        variable = named.get(PREFIX + "__".join(map(str, place[:names])).upper())
        if variable is not None:
            found.append((names + _depth(_as_json(variables[variable]), place[names:]), variable))
    found.append((_depth(file[1], place), file[0]))
    deepest = max(depth for depth, _ in found)
    return next(origin for depth, origin in found if depth == deepest) if deepest else ""


def _depth(held: object, place: Sequence[int | str]) -> int:
    """How many names of ``place`` lead into ``held``."""
    for depth, name in enumerate(place):
        if not isinstance(held, dict) or name not in held:
            return depth
        held = held[name]
    return len(place)


def _as_json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return None
