"""The first half hour: looking at somebody's pages, and a settings file that fits them.

Belongs here: what the file of ``kliping init`` says, and keeping a stranger's pages out of the sample's home. Does not
belong here: reading pages (``kliping.reading``), or a word about any one setting (``kliping.settings``).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kliping.errors import SettingsError, StoreError
from kliping.settings import Settings
from kliping.settings.document import default_of
from kliping.settings.reading import ReadingSettings
from kliping.shown import plain

if TYPE_CHECKING:
    import polars as pl

LOOKED_AT = 20
"""Files whose columns are looked at: a heap of tables is written by one hand."""

SHOWN = ("reading", "language", "gate", "publishing", "automation", "alerts", "retention")
"""Sections that the file shows, all settings of them as comments."""

HEAD = """\
# Settings of Kliping for {source}
#
# {about}
#
# What is commented out is the default. Every name is explained in docs/settings.md; a mistyped one is answered with the
# nearest. 'kliping run' does everything, 'kliping ui' opens the Dagster UI.

home = {home}
source = [{source_json}]
"""


@dataclass(frozen=True)
class LookedAt:
    """What a source seems to hold."""

    source: str
    lines: tuple[str, ...]  # sentences for a person
    columns: tuple[tuple[str, str, str], ...]  # of its tables: column, what it was taken for, why


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
    counted = ", ".join(f"{count:,} {kind}" for kind, count in kinds.most_common(6))
    lines = [f"{files.height:,} files, {int(files['bytes'].sum() or 0):,} bytes: {counted}."]
    columns = _columns(explain_columns(_paths(files), settings))
    if columns:
        lines.append("Columns, by what they were taken for ('kliping explain FILE' says why):")
        lines += [f"  {plain(name)}: {meaning}" for name, meaning, _ in columns]
        if "text" not in {meaning for _, meaning, _ in columns}:
            lines.append("  No column was taken for the text: name it under [reading.columns] in the file.")
    return LookedAt(source, tuple(lines), columns)


def _paths(files: pl.DataFrame) -> list[str]:
    return files["uri"].head(LOOKED_AT).to_list()


def _columns(verdicts: pl.DataFrame) -> tuple[tuple[str, str, str], ...]:
    first = verdicts.unique(["column", "meaning"], keep="first", maintain_order=True)
    return tuple(first.select("column", "meaning", "why").iter_rows())


def settings_file(found: LookedAt, home: Path) -> str:
    """A commented ``kliping.toml`` for what was looked at; it can be loaded as it is."""
    source = found.source if "://" in found.source else str(Path(found.source).absolute())
    about = "\n# ".join(plain(line) for line in found.lines)
    parts = [
        HEAD.format(source=plain(source), about=about, home=_toml(str(home)), source_json=_toml(source)),
        _own_columns(found),
    ]
    for name in SHOWN:
        model = type(getattr(Settings(), name))
        rows = [
            f"# {field} = {_default(default_of(one))}"
            for field, one in model.model_fields.items()
            if one.default is not None and not str(one.annotation).startswith("dict")
        ]
        parts.append(f"[{name}] # {(model.__doc__ or '').strip().splitlines()[0]}\n" + "\n".join(rows) + "\n")
    return "\n".join(parts)


def _own_columns(found: LookedAt) -> str:
    if not found.columns:
        return ""
    known = [(name, meaning) for name, meaning, _ in found.columns if meaning not in ("extra", "clock")]
    rows = [f"# {meaning} = {_toml(name)}" for name, meaning in known]
    return "# [reading.columns] # which column holds what, where the guesses above are wrong\n" + "\n".join(rows) + "\n"


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
