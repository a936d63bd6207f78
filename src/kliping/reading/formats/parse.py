"""From rows to documents: tables become rows of the RAW frame, a block of rows at a time.

Belongs here: what a row's columns mean. Does not belong here: cutting a file into rows (``rows``, ``csvs``,
``tables``), JSON (``json_rows``) or the names of columns (``columns.toml``).
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING

import polars as pl

from kliping.frames import DOCUMENTS
from kliping.reading.encodings import decode
from kliping.reading.formats.cells import is_placeholder, listed_values, unescaped, unwritten
from kliping.reading.formats.chats import unforwarded
from kliping.reading.formats.fields import fields_column
from kliping.reading.formats.json_literals import python_value
from kliping.reading.formats.leads import with_leads
from kliping.reading.formats.pieces import Lines, Refusal, Table, row, safe, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kliping.reading.formats.columns import Mapped
    from kliping.reading.formats.profiles import Profile

RAW = pl.Schema(
    {name: dtype for name, dtype in DOCUMENTS.items() if name not in {"document_id", "uri", "first_seen_at"}}
)
"""Rows of one file before they get an identity."""

_TAGS = r"(?i)</(?:p|div|body|html|article|section|span|li|h[1-6]|a|td|strong|em|b)\s*>|<br\s*/?>|<p[ >]"
_TAGS_IN_TEXT = re.compile(_TAGS)


_SHORT = 40
"""Bytes of a cell that may be a placeholder; longer ones are text."""

_LISTED = r"^\s*\[\s*['\"](?s:.)*['\"]\s*,?\s*\]\s*$"
"""A cell that is a list of strings."""

_BYTES = r"^\s*b(?:'(?s:.)*'|\"(?s:.)*\")\s*$"
"""A cell that is bytes as Python prints them: a scraper wrote what it fetched without decoding it."""

_EXTRA = 20_000
"""Bytes of a cell beyond the fields that are kept."""

_OBJECT, _KEY, _KIND = r"^\s*\[?\s*\{", r"[\"']\s*:", r"[\"']@\w+[\"']\s*:"
"""How an object or a list of them begins, a key of one, and a key of JSON-LD, which says what kind of thing it is."""


_BREAK, _TAB = r"_x000[dD]_(?:\r?\n)?|_x000[aA]_", "_x0009_"
"""How spreadsheets write a line break and a tab in a cell (ECMA-376, ST_Xstring): what copies a cell without reading it
leaves them so."""


def has_tags(text: pl.Series) -> pl.Series:
    """Which texts are HTML source: they close an element, or break a line, as HTML does."""
    return text.str.contains("<", literal=True) & text.str.contains(_TAGS)


def has_markup(text: str) -> bool:
    """Whether one text is HTML source, by the same sign."""
    return _TAGS_IN_TEXT.search(text) is not None


def table_frame(uri: str, piece: Table) -> pl.DataFrame:
    """The RAW rows of a table whose cells are strings. A row's own bytes are those of its mapped cells, in UTF-8."""
    mapping = piece.profile.of(piece.frame.columns)
    cells = [*mapping.columns, *([piece.profile.lead] if piece.profile.lead in piece.frame.columns else [])]
    joined = piece.frame.select(
        pl.concat_str(*(pl.col(name).fill_null("") for name in cells), separator="\x1f").alias("own")
        if cells
        else pl.lit("").repeat_by(1).list.first().alias("own")
    )["own"]
    own = joined.cast(pl.Binary).to_list()
    found = understood(piece.frame, mapping, piece.profile)
    frame = found.with_columns(
        encoding=pl.lit(piece.encoding),
        reason=pl.when(pl.col("text").is_null()).then(pl.lit("no_text")),
        what=_silent(piece.frame, mapping.text),
        bytes=pl.Series([len(data) for data in own], dtype=pl.Int64),
        sha256=pl.Series([hashlib.sha256(data).hexdigest() for data in own], dtype=pl.String),
    )
    return raw(uri, piece.member, piece.format, range(piece.first, piece.first + len(own)), frame)


def _silent(frame: pl.DataFrame, texts: tuple[str, ...]) -> pl.Expr:
    """Why a row has no text: what stands in the first of the columns that hold it."""
    if not texts:
        return pl.lit("no column is named like a text")
    shown = safe(texts[0])[:_SHORT]
    cell = frame[texts[0]].fill_null("").str.strip_chars()
    told = pl.lit(f"its cell in the column of texts, {shown}, is ")
    held = pl.lit("“") + pl.lit(cell.str.slice(0, _SHORT)) + "”, which stands for no text"
    return told + pl.when(pl.lit(cell.str.len_bytes() == 0)).then(pl.lit("empty")).otherwise(held)


def refused_rows(piece: Lines | Table, fault: str) -> list[Refusal]:
    """Every row of a block that the parser failed on, as a refusal."""
    count = range(piece.first, piece.first + piece.frame.height) if isinstance(piece, Table) else piece.numbers
    return [Refusal(row(piece.member, number), piece.format, "reader_failed", fault) for number in count]


def raw(uri: str, member: str | None, format_: str, numbers: Sequence[int], frame: pl.DataFrame) -> pl.DataFrame:
    """The RAW rows of a block: ``frame`` has the columns of RAW but members, and ``what`` for the sentences."""
    members = (row(member, 0)[:-1] + pl.Series(numbers, dtype=pl.Int64).cast(pl.String)).alias("member")
    details: list[str | None] = [None] * frame.height
    for at in frame["reason"].is_not_null().arg_true():
        refusal = Refusal(members[at], format_, frame["reason"][at], frame["what"][at] or "")
        details[at] = sentence(uri, refusal)
    return frame.select(
        members,
        pl.lit(format_).alias("format"),
        pl.when(pl.col("reason").is_null()).then("encoding").alias("encoding"),
        "bytes",
        "sha256",
        has_tags(frame["text"]).fill_null(value=False).alias("markup"),
        pl.when(pl.col("reason").is_null()).then("text").alias("text"),
        "fields",
        "extra",
        "reason",
        pl.Series("detail", details, dtype=pl.String),
    )


def understood(frame: pl.DataFrame, mapping: Mapped, profile: Profile) -> pl.DataFrame:
    """``text``, ``fields`` and ``extra`` of a table whose columns are strings."""
    frame = _with_breaks(frame, mapping.columns)
    texts = [_text(frame[name], name, profile) for name in mapping.text]
    if profile.parts:
        texts = _joined(texts, profile.parts)
    text = (
        pl.DataFrame(texts).select(pl.coalesce(pl.all()).alias("text"))
        if texts
        else pl.DataFrame({"text": pl.Series([None] * frame.height, dtype=pl.String)})
    )
    if profile.lead in frame.columns:
        text = text.with_columns(with_leads(text["text"], frame[profile.lead]))
    return text.with_columns(fields_column(frame, mapping, profile), _extra(frame, mapping, profile))


def _with_breaks(frame: pl.DataFrame, names: list[str]) -> pl.DataFrame:
    """``frame`` with the breaks and tabs of spreadsheets as such in these columns."""
    shown = frame.select(pl.col(names).str.contains("_x000", literal=True).any()).row(0) if names else ()
    odd = pl.col([name for name, has in zip(names, shown, strict=True) if has])
    return frame.with_columns(odd.str.replace_all(_BREAK, "\n").str.replace_all(_TAB, "\t", literal=True))


def _joined(texts: list[pl.Series], parts: tuple[str, ...]) -> list[pl.Series]:
    """``texts`` with those columns that hold a paragraph each as one, a line a paragraph."""
    paragraphs = {cells.name: cells for cells in texts if cells.name in parts}
    if not paragraphs:
        return texts
    names = [name for name in parts if name in paragraphs]
    filled = [pl.when(pl.col(name).str.len_bytes() > 0).then(name) for name in names]
    whole = pl.concat_str(filled, separator="\n", ignore_nulls=True).alias(names[0])
    joined = pl.DataFrame(list(paragraphs.values())).select(pl.when(whole != "").then(whole)).to_series()
    return [joined, *(cells for cells in texts if cells.name not in paragraphs)]


def _text(cells: pl.Series, name: str, profile: Profile) -> pl.Series:
    """The texts of a column: null where a cell is empty or says that there is none, escapes undone."""
    printed = cells.str.contains(_BYTES).fill_null(value=False).arg_true()
    if printed.len():
        cells = cells.scatter(printed, [_of_bytes(value) for value in cells.gather(printed)])
    listed = cells.str.contains(_LISTED).fill_null(value=False).arg_true()
    if listed.len():
        cells = cells.scatter(listed, [_paragraphs(value) for value in cells.gather(listed)])
    small = cells.str.len_bytes() <= _SHORT
    if small.any():
        at = small.arg_true()
        held = [None if value is None or is_placeholder(value) else value for value in cells.gather(at)]
        cells = cells.scatter(at, held)
    undone = (
        (profile.written, "\\", unwritten),
        (profile.entities, "&", unescaped),
        (profile.forwarded, "", unforwarded),
    )
    for shown, sign, undo in undone:
        if name in shown and (at := cells.str.contains(sign, literal=True).fill_null(value=False).arg_true()).len():
            cells = cells.scatter(at, [undo(value) for value in cells.gather(at)])
    return cells


def _of_bytes(value: str) -> str:
    """The text of bytes that a cell holds as Python prints them; else the cell as it is."""
    try:
        found = python_value(value)
    except ValueError:
        return value
    decoded = decode(found) if isinstance(found, bytes) else None
    return decoded.text if decoded else value


def _paragraphs(value: str) -> str:
    """The paragraphs of a list that a cell holds as Python or JSON writes it, a line each; else the cell as it is."""
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        found = listed_values(value.strip())
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        return value
    return "\n".join(found)


def _extra(frame: pl.DataFrame, mapping: Mapped, profile: Profile) -> pl.Series:
    """What no field and no text was taken from, a JSON object a row; null where there is nothing.

    That is what the columns beyond the fields hold, those behind another of their kind where that one is filled, and
    objects of which a field took one of several values.
    """
    beyond = [name for name in profile.extra if name in frame.columns and name not in mapping.columns]
    behind = mapping.behind(profile.parts)
    objects = _columns_of_objects(frame, mapping)
    if not beyond and not behind and not objects:
        return pl.Series("extra", [None], dtype=pl.String).new_from_index(0, frame.height)
    kept = {name: pl.col(name).str.len_bytes().is_between(1, _EXTRA) for name in (*beyond, *behind)}
    for name, before in behind.items():
        filled = pl.any_horizontal(pl.col(before).str.len_bytes() > 0)
        kept[name] &= filled & pl.all_horizontal(pl.col(before).ne_missing(pl.col(name)))
    for name in objects:
        cell = pl.col(name)
        keys = cell.str.count_matches(_KEY) - cell.str.count_matches(_KIND)
        more = cell.str.contains(_OBJECT) & (keys > cell.str.count_matches("{", literal=True))
        more &= cell.str.len_bytes() <= _EXTRA
        kept[name] = kept[name] | more if name in kept else more
    pairs = [
        pl.when(told).then(pl.struct(pl.col(name)).struct.json_encode().str.strip_prefix("{").str.strip_suffix("}"))
        for name, told in kept.items()
    ]
    joined = frame.select(pl.concat_str(pairs, separator=",", ignore_nulls=True).alias("extra"))["extra"]
    return ("{" + joined + "}").set(joined.str.len_bytes() == 0, None).alias("extra")


def _columns_of_objects(frame: pl.DataFrame, mapping: Mapped) -> list[str]:
    """The columns of fields in which objects stand."""
    names = [name for some in mapping.fields.values() for name in some]
    told = frame.select(pl.col(names).str.contains(_OBJECT).any()).row(0) if names else ()
    return [name for name, has in zip(names, told, strict=True) if has]
