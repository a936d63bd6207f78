"""``docs/settings.md``: every setting, from the settings themselves.

Belongs here: how the settings are shown to a reader. Does not belong here: a word about any one setting; that is the
description at its field.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_origin

from pydantic import BaseModel

from kliping.settings import Settings
from workflows.documentation.markdown import cell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic.fields import FieldInfo

INTRODUCTION = """\
# Settings

Every threshold, with its default and the reason for it. `make docs` writes this page.

A setting is taken from the first of these that has it:

1. the command line (`--home`), or the launchpad of the Dagster UI;
2. the environment: `KLIPING_` and the name in capitals, with two underscores for a dot, such as
   `KLIPING_READING__BATCH_DOCUMENTS=500`; a list is JSON, such as `KLIPING_GATE__LANGUAGES='["id"]'`;
3. `kliping.toml` in the working directory, or the file after `--config`: a table for each step;
4. the default.

```toml
home = "data"

[reading]
batch_documents = 500
```

An unknown name or a value of the wrong type stops the command with a sentence that names it, and the file or variable
that it came from; so does a variable that looks like a setting's and is none's.
"""


def settings_document() -> str:
    """The page that documents every setting, in Markdown."""
    sections: list[str] = [INTRODUCTION]
    top = {name: field for name, field in Settings.model_fields.items() if _step(field) is None}
    sections.append("## Common\n\n" + _table("", top))
    for name, field in Settings.model_fields.items():
        step = _step(field)
        if step is not None:
            about = (step.__doc__ or "").strip().splitlines()[0]
            sections.append(f"## `[{name}]`\n\n{about}\n\n" + _table(f"{name}.", step.model_fields))
    return "\n".join(sections)


def setting_names() -> Iterator[str]:
    """The dotted name of every setting, in the order of the page."""
    for name, field in Settings.model_fields.items():
        step = _step(field)
        if step is None:
            yield name
        else:
            yield from (f"{name}.{inner}" for inner in step.model_fields)


def _step(field: FieldInfo) -> type[BaseModel] | None:
    kind = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _table(prefix: str, fields: dict[str, FieldInfo]) -> str:
    if not fields:
        return "Nothing to set yet.\n"
    rows = ["| setting | type | default | what it does, and why the default |", "|---|---|---|---|"]
    for name, field in fields.items():
        about = cell(field.description or "")
        rows.append(f"| `{prefix}{name}` | {_kind(field.annotation)} | `{_default(field.default)}` | {about} |")
    return "\n".join(rows) + "\n"


def _kind(annotation: Any) -> str:  # noqa: ANN401 - an annotation can be anything
    """A short name of a type, as a user of TOML would say it."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if annotation is type(None):
        return "unset"
    if origin in (tuple, list, frozenset, set):
        return f"list of {_kind(inner[0])}"
    if origin is dict:
        return f"table of {_kind(inner[1])}"
    if inner and origin is not None and getattr(origin, "__name__", "") == "Literal":
        return " or ".join(f"`{value}`" for value in inner)
    if inner:
        return " or ".join(_kind(part) for part in inner)
    names = {str: "text", int: "whole number", float: "number", bool: "true or false", Path: "path"}
    return names.get(annotation, getattr(annotation, "__name__", str(annotation)))


def _default(value: object) -> str:
    if value is None:
        return "unset"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (tuple, list, set, frozenset)):
        return "[" + ", ".join(f'"{part}"' if isinstance(part, str) else _default(part) for part in value) + "]"
    return str(value)


def default_of(field: FieldInfo) -> str:
    """The default of a setting, as a user of TOML would write it."""
    return _default(field.default)
