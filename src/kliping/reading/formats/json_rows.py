"""JSON lines become rows of the RAW frame: whole blocks by a columnar parser, what it leaves one by one.

Both ways give the same answer. The columnar parser knows the keys of its schema only: the usual names, and what the
first rows of the file use besides. A row that it cannot parse (``NaN``, raw line breaks in strings, another encoding)
or in which it finds no text is looked at alone, with the standard library's parser.

Belongs here: JSON objects as documents. Does not belong here: cutting a file into lines (``rows``).
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from kliping.reading.encodings import decode
from kliping.reading.formats.columns import TEXT, common_names, named
from kliping.reading.formats.fields import flat
from kliping.reading.formats.json_cells import COMPACT, KEYS_IN_ORDER, SPACED, SURROGATES, cell, in_order, prose, whole
from kliping.reading.formats.json_literals import literal
from kliping.reading.formats.parse import RAW, raw, understood
from kliping.reading.formats.pieces import safe
from kliping.reading.formats.profiles import profile as profile_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kliping.reading.formats.pieces import Lines
    from kliping.reading.formats.profiles import Profile

_FEW = 32
"""Lines that are no longer halved to find the broken one: looking at each costs less."""

_LONGEST_NAME = 100
"""Characters of the path of a key that names a column; longer ones are values used as keys."""

_SAMPLE, _DEEPEST = 200, 4
"""Rows by which a file's names are settled, and levels of objects in which a field is looked for."""


class _Row(NamedTuple):
    """One JSON row looked at alone; ``cells`` are its values as strings, ``text`` is that of a row that is a string."""

    encoding: str | None
    text: str | None
    cells: dict[str, str]
    reason: str | None
    what: str


def lines_frame(uri: str, piece: Lines) -> pl.DataFrame:
    """The RAW rows of JSON lines, in their order."""
    profile = piece.profile
    keys = sorted({*_top(profile), *common_names()})
    found = pl.concat([_parsed(run, profile) for run in _runs(piece, keys, profile)])
    text = found["text"]
    odd = (text.is_null() | text.str.contains(r"^\s*[\[{]")).arg_true().to_list()
    frame = found.with_columns(
        encoding=pl.lit("utf-8"), reason=pl.lit(None, dtype=pl.String), what=pl.lit(None, dtype=pl.String)
    )
    if odd:
        alone = _alone([piece.lines[at] for at in odd], profile).with_columns(pl.Series("at", odd, dtype=pl.UInt32))
        rest = frame.with_row_index("at").filter(~pl.col("at").is_in(odd))
        frame = pl.concat([rest, alone.select(rest.columns)]).sort("at").drop("at")
    own = [line.rstrip(b"\r") for line in piece.lines]
    return raw(
        uri,
        piece.member,
        piece.format,
        piece.numbers,
        frame.with_columns(
            bytes=pl.Series([len(line) for line in own], dtype=pl.Int64),
            sha256=pl.Series([hashlib.sha256(line).hexdigest() for line in own], dtype=pl.String),
        ),
    )


def sampled(lines: list[bytes], chosen: Mapping[str, str]) -> Profile:
    """The profile of JSON lines, from some of them that stand at the beginning of a file."""
    found = [one for line in lines[:: max(1, len(lines) // _SAMPLE)] if (one := _loaded(line)) is not None]
    cells = [leaves(one, chosen) for one in found]
    names = dict.fromkeys(name for one in cells for name in one)
    return profile_of({name: [one.get(name) for one in cells] for name in names}, chosen)


def _loaded(line: bytes) -> dict[str, Any] | None:
    try:
        one = _row_of(line.decode("utf-8", "replace").strip("\ufeff\r\n ,"))
    except (ValueError, RecursionError):
        return None
    return one if isinstance(one, dict) else None


def _row_of(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """The value of a line: of JSON, also of a row that was made a string once more; or of what Python printed.

    Raises:
        ValueError: it is none of these.
    """
    try:
        found = json.loads(text, strict=False, object_pairs_hook=_object)
    except ValueError:
        if not text.startswith("{"):
            raise
        return literal(text)
    if isinstance(found, str) and found.lstrip().startswith("{"):
        try:
            return json.loads(found, strict=False, object_pairs_hook=_object)
        except ValueError:
            return found
    return found


def leaves(found: dict[str, Any], chosen: Mapping[str, str]) -> dict[str, str]:
    """The values of an object as strings: of its keys, and by path of nested objects that hold what means something.

    What stands beside such a value is told by its path as well, and an object in which nothing means anything is kept
    whole: so nothing of a row is lost, and keys that are values themselves become no columns.
    """
    return _gathered(found, "", chosen, 0)[0]


def _gathered(found: dict[str, Any], above: str, chosen: Mapping[str, str], depth: int) -> tuple[dict[str, str], bool]:
    """The cells of an object, and whether one of them means something by its name."""
    cells: dict[str, str] = {}
    telling = False
    for key, value in found.items():
        name = f"{above}{key}"
        if len(name) > _LONGEST_NAME or SURROGATES.search(name) or not key:
            continue
        meant = named(name)
        field = meant.field if meant else ""
        if not field and isinstance(value, str) and value.startswith('{"'):
            value = _object_written(value, below=depth > 0)
        own = name in chosen.values()
        if isinstance(value, dict) and depth < _DEEPEST and not own and not _is_value(field, value):
            inner, says = _gathered(value, f"{name}.", chosen, depth + 1)
            if says:
                cells.update(inner)
                telling = True
                continue
        written = prose(value) if field == TEXT else None
        if written is None and (field != TEXT or isinstance(value, dict)):
            written = cell(value, COMPACT if depth else SPACED)
        if written is not None:
            cells[name] = written
            telling = telling or own or bool(field)
    return cells, telling


def _object_written(value: str, *, below: bool) -> Any:  # noqa: ANN401 - any JSON value
    """The object that a string is the JSON of, as where a scraper kept what else it knew; else the string.

    ``below`` the outermost object only one that holds the text: the columnar parser sees into none there.
    """
    try:
        found = json.loads(value, strict=False)
    except (ValueError, RecursionError):
        return value
    if not isinstance(found, dict):
        return value
    return found if not below or any((meant := named(key)) and meant.field == TEXT for key in found) else value


def _is_value(field: str, value: dict[str, Any]) -> bool:
    """Whether an object is the value of its own name, as {"rendered": …} and {"$date": …} are, and no record."""
    if not field or _holds_record(value):
        return False
    return bool(prose(value) if field == TEXT else flat(field, value))


def _holds_record(value: dict[str, Any]) -> bool:
    """Whether an object holds a whole record, whatever it is named: a text and a title of its own (``_source``)."""
    meanings = {meant.field for key in value if (meant := named(key))}
    return TEXT in meanings and len(meanings & {"title", "url", "published_on", "authors"}) > 0


def _top(profile: Profile) -> set[str]:
    """The keys of the outermost object that the profile's columns stand in; a key may have a point in its own name."""
    columns = [*(verdict.column for verdict in profile.verdicts), *(column for _, column in profile.chosen)]
    return {*columns, *(column.partition(".")[0] for column in columns)}


def _runs(piece: Lines, keys: list[str], profile: Profile) -> list[pl.DataFrame | int]:
    """The lines parsed in runs as long as they parse together; a number stands for that many lines that do not."""
    paths = [(verdict.column, verdict.column.partition(".")) for verdict in profile.verdicts if "." in verdict.column]
    schema = dict.fromkeys(keys, pl.String)
    runs: list[pl.DataFrame | int] = []
    waiting, together = [piece.lines], piece.together
    while waiting:
        part = waiting.pop()
        try:
            frame = pl.read_ndjson(together or b"\n".join(part), schema=schema, ignore_errors=True)
            frame = _with_inner(frame, paths)
            frame = frame.with_columns(_in_order(cells) for cells in frame)
        except pl.exceptions.ComputeError:
            frame = None
        together = None
        if frame is not None and frame.height == len(part):
            runs.append(frame)
        elif len(part) <= _FEW:
            runs.append(len(part))
        else:
            half = len(part) // 2
            waiting += [part[half:], part[:half]]
    return runs


def _in_order(cells: pl.Series) -> pl.Series:
    """Cells in which objects of many keys have them sorted, so that the same file gives the same cells."""
    at = cells.str.contains(r"^[\[{]").fill_null(value=False).arg_true()
    at = at.filter(cells.gather(at).str.count_matches('":', literal=True) > KEYS_IN_ORDER) if at.len() else at
    return cells.scatter(at, [in_order(cell) for cell in cells.gather(at)]) if at.len() else cells


def _with_inner(frame: pl.DataFrame, paths: list[tuple[str, tuple[str, str, str]]]) -> pl.DataFrame:
    """``frame`` with the values inside of objects, by their paths; where a key has a point in its name, by that."""
    inner = [pl.coalesce(name, _inner(top, rest.split("."))).alias(name) for name, (top, _, rest) in paths]
    frame = frame.with_columns(inner)
    empty = {name for name, _ in paths if frame[name].null_count() == frame.height}
    pointed = [(name, top, rest) for name, (top, _, rest) in paths if name in empty and "." in rest]
    return frame.with_columns(_inner(top, [rest]).alias(name) for name, top, rest in pointed)


def _inner(top: str, steps: list[str]) -> pl.Expr:
    path = "".join(f"['{step}']" for step in (step.replace("'", "") for step in steps))
    return pl.when(pl.col(top).str.starts_with("{")).then(pl.col(top)).str.json_path_match(f"${path}")


def _parsed(run: pl.DataFrame | int, profile: Profile) -> pl.DataFrame:
    if isinstance(run, int):
        return pl.DataFrame(schema={"text": pl.String, "fields": RAW["fields"], "extra": pl.String}).clear(run)
    used = [name for name, nulls in zip(run.columns, run.null_count().row(0), strict=True) if nulls < run.height]
    return understood(run, profile.of(used), profile)


def _alone(lines: list[bytes], profile: Profile) -> pl.DataFrame:
    found = [_one(line, profile) for line in lines]
    names = dict.fromkeys(name for one in found for name in one.cells)
    cells = pl.DataFrame(
        {name: pl.Series([one.cells.get(name) for one in found], dtype=pl.String) for name in names}
        or {"": pl.Series([None] * len(found), dtype=pl.String)}
    )
    parsed = _parsed(cells, profile)
    kept = ("encoding", "reason", "what")
    told = pl.DataFrame({name: pl.Series([getattr(one, name) for one in found], dtype=pl.String) for name in kept})
    whole = pl.Series("whole", [one.text for one in found], dtype=pl.String)
    frame = told.with_columns(parsed["fields"], parsed["extra"], text=pl.coalesce(whole, parsed["text"]))
    silent = pl.col("text").is_null() & pl.col("reason").is_null()
    return frame.with_columns(
        reason=pl.when(silent).then(pl.lit("no_text")).otherwise("reason"),
        what=pl.when(silent).then(pl.lit(_silent(profile))).otherwise("what"),
    )


def _silent(profile: Profile) -> str:
    """Why a row has no text, where others of its file have one or none has."""
    if profile.mapping.text:
        return f"its key of texts, {safe(profile.mapping.text[0])}, is missing or holds nothing"
    return "no key with a value is named like a text"


def _one(line: bytes, profile: Profile) -> _Row:
    try:
        decoded = decode(line)
        if decoded is None:
            return _Row(None, None, {}, "encoding_unknown", "")
        found = _row_of(decoded.text.rstrip(" \t\r,"))
        if isinstance(found, str):
            return _Row(decoded.encoding, whole(found), {}, None, "")
        if not isinstance(found, dict):
            return _Row(None, None, {}, "no_text", "the row is no JSON object")
        return _Row(decoded.encoding, None, leaves(found, dict(profile.chosen)), None, "")
    except ValueError:
        return _Row(None, None, {}, "broken_row", "JSON")
    except RecursionError:
        return _Row(None, None, {}, "broken_row", "JSON, it is nested too deep")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which the first of several equal keys counts, as the columnar parser has it."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        found.setdefault(key, value)
    return found
