"""The first half hour: looking at somebody's pages, and a settings file that fits them.

Belongs here: what the file of ``kliping init`` says, and keeping a stranger's pages out of the sample's home. Does not
belong here: reading pages (``kliping.reading``), or a word about any one setting (``kliping.settings``).
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import BaseModel

from kliping.errors import SettingsError, StoreError
from kliping.settings import Settings
from kliping.settings.reading import ReadingSettings
from kliping.shown import counted, plain
from workflows.documentation.settings import default_of

if TYPE_CHECKING:
    import polars as pl
    from pydantic.fields import FieldInfo

LOOKED_AT = 20
"""Files whose columns are looked at: a heap of tables is written by one hand."""

NO_FIELD = ("extra", "clock")
"""Meanings of a column that no setting gives it."""

HEAD = """\
# Settings of Kliping for {source}
#
# {about}
#
# What is commented out is the default. Every name is explained in docs/settings.md; a mistyped one is answered with the
# nearest. 'kliping run' does everything, 'kliping ui' opens the Dagster UI.

home = {home}
source = [{source_json}]
{common}
"""


@dataclass(frozen=True)
class LookedAt:
    """What a source seems to hold."""

    source: str
    lines: tuple[str, ...]  # sentences for a person
    columns: tuple[tuple[str, str, str], ...]  # of its tables: file (and sheet), column, what it was taken for


def looked_at(source: str) -> LookedAt:
    """List a source, and look at the columns of its first tables.

    Raises:
        SettingsError: nothing is there that could be read.
        SourceError: it cannot be listed.
    """
    from kliping.reading import list_files
    from kliping.reading.explained import explain_columns

    settings = ReadingSettings()
    files = list_files([source], settings)
    if files.is_empty():
        raise SettingsError(f"There is nothing to read in {source}. Name a folder of pages, a table or a glob.")
    kinds = Counter(Path(uri).suffix.lower() or "no ending" for uri in files["uri"])
    about = ", ".join(f"{count:,} {kind}" for kind, count in kinds.most_common(6))
    size = int(files["bytes"].sum() or 0)
    lines = [f"{counted(files.height, 'file')}, {counted(size, 'byte')}: {about}."]
    columns = _columns(explain_columns(_one_of_each(files), settings))
    if columns:
        lines.append("Columns, by what they were taken for ('kliping explain FILE' says why):")
        lines += _told(columns)
        if "text" not in {meaning for _, _, meaning in columns}:
            lines.append("  No column was taken for the text: name it under [reading.columns] in the file.")
    return LookedAt(source, tuple(lines), columns)


def _one_of_each(files: pl.DataFrame) -> list[str]:
    """Addresses of the files to look at: by their endings in turn, so that a thousand pages hide no table."""
    import polars as pl

    ending = pl.col("uri").str.extract(r"(\.[^./]*)$", 1).fill_null("").str.to_lowercase()
    turn = pl.int_range(pl.len()).over(ending)
    return files.sort(turn, "uri", maintain_order=True)["uri"].head(LOOKED_AT).to_list()


def _columns(verdicts: pl.DataFrame) -> tuple[tuple[str, str, str], ...]:
    """File (and sheet), column and meaning; of files with the very same columns, the first."""
    import polars as pl

    told = verdicts.with_columns(
        file=pl.concat_str(
            pl.col("uri").str.extract("([^/]*)$", 1), pl.col("member"), separator=" ", ignore_nulls=True
        ),
        meaning=pl.when(pl.col("behind").is_null()).then("meaning").otherwise(pl.lit("extra")),
    )
    tables: dict[tuple[tuple[str, str], ...], str] = {}
    for (file,), rows in told.group_by(["file"], maintain_order=True):
        tables.setdefault(tuple(rows.select("column", "meaning").iter_rows()), str(file))
    return tuple((file, column, meaning) for columns, file in tables.items() for column, meaning in columns)


def _told(columns: Sequence[tuple[str, str, str]]) -> list[str]:
    """A line a table: what its columns were taken for, then those that are kept beside the fields."""
    lines = []
    for file in dict.fromkeys(file for file, _, _ in columns):
        own = [(column, meaning) for name, column, meaning in columns if name == file]
        fields = [f"{plain(column)} is {meaning}" for column, meaning in own if meaning != "extra"]
        extra = ", ".join(plain(column) for column, meaning in own if meaning == "extra")
        lines.append(f"  {plain(file)}: {', '.join((*fields, *([f'kept beside them: {extra}'] if extra else [])))}")
    return lines


def settings_file(found: LookedAt, home: Path) -> str:
    """A commented ``kliping.toml`` for what was looked at; it can be loaded as it is."""
    path = os.path.abspath(found.source)  # noqa: PTH100 - as a source is read: links stay links
    source = found.source if "://" in found.source else path
    about = "\n# ".join(plain(line) for line in found.lines)
    fields = Settings.model_fields
    sections = {name: type(one.default) for name, one in fields.items() if isinstance(one.default, BaseModel)}
    common = {name: one for name, one in fields.items() if name not in (*sections, "home", "source")}
    parts = [
        HEAD.format(
            source=plain(source),
            about=about,
            home=_toml(str(home)),
            source_json=_toml(source),
            common="\n".join(_defaults(common)),
        ),
        _own_columns(found),
    ]
    for name, model in sections.items():
        title = (model.__doc__ or "").strip().splitlines()[0]
        parts.append("\n".join([f"[{name}] # {title}", *_defaults(model.model_fields), ""]))
    return "\n".join(parts)


def _defaults(fields: Mapping[str, FieldInfo]) -> list[str]:
    """A comment a setting, which is its default once it is uncommented; one without a default is named."""
    none = [name for name, one in fields.items() if one.default is None or isinstance(one.default, dict)]
    rows = [f"# {name} = {_default(default_of(one))}" for name, one in fields.items() if name not in none]
    return rows + ([f"# without a default: {', '.join(none)}"] if none else [])


def _own_columns(found: LookedAt) -> str:
    """What each field was found in, one line a field: a name is given once, for all files."""
    names: dict[str, list[str]] = {}
    for _, column, meaning in found.columns:
        if meaning not in NO_FIELD and column not in names.setdefault(meaning, []):
            names[meaning].append(column)
    if not names:
        return ""
    rows = [
        f"# {meaning} = {_toml(first)}" + (f" # found too: {', '.join(map(_toml, others))}" if others else "")
        for meaning, (first, *others) in names.items()
    ]
    head = "# [reading.columns] # which column holds what, where the guesses above are wrong; one name a field"
    return "\n".join([head, *rows, ""])


def _toml(text: str) -> str:
    """A TOML string: JSON's escapes are TOML's as well."""
    return json.dumps(text, ensure_ascii=False)


def _default(shown: str) -> str:
    """A default as TOML: text in quotes, the rest as it is."""
    if shown in ("true", "false") or shown.startswith("["):
        return shown
    try:
        float(shown)
    except ValueError:
        return _toml("" if shown == "unset" else shown)
    return shown


def keep_apart(settings: Settings, sources: Sequence[str]) -> None:
    """Refuse to put one's own pages into the home that holds the sample's.

    Args:
        settings: with the home that was left as it is by default.
        sources: what the command line names.

    Raises:
        StoreError: the home holds pages of the sample, and the sources are others.
    """
    from kliping.warehouse.store import BATCHES, Store

    store = Store(settings.home)
    if not sources or not store.parts(BATCHES):
        return
    sample = Path("seeds").absolute()
    uris = store.ledger()["uri"]
    if not uris.str.starts_with(f"{sample.as_uri()}/").all():
        return
    if all(Path(one).absolute().is_relative_to(sample) for one in sources if "://" not in one):
        return
    raise StoreError(
        f"{settings.home} holds the pages of the sample, seeds/. Give yours a home of their own: --home corpus, "
        "or home = \"corpus\" in kliping.toml ('kliping init SOURCE' writes one)."
    )
