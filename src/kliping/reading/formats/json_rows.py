"""JSON lines become rows of the RAW frame: whole blocks by a columnar parser, what it leaves one by one.

Both ways give the same answer. The columnar parser knows the keys of its schema only: the usual names, and what the
first rows of the file use besides. A row that it cannot parse (``NaN``, raw line breaks in strings, another encoding)
or in which it finds no text is looked at alone, with the standard library's parser.

Belongs here: JSON objects as documents. Does not belong here: cutting a file into lines (``rows``).
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from kliping.reading.encodings import decode
from kliping.reading.formats.columns import TEXT, common_names, named
from kliping.reading.formats.fields import flat
from kliping.reading.formats.json_literals import literal
from kliping.reading.formats.parse import RAW, raw, understood
from kliping.reading.formats.profiles import profile as profile_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kliping.reading.formats.pieces import Lines
    from kliping.reading.formats.profiles import Profile

_FEW = 32
"""Lines that are no longer halved to find the broken one: looking at each costs less."""

_LONGEST_NAME = 100
"""Characters of the path of a key that names a column; longer ones are values used as keys."""

_SURROGATES = re.compile("[\ud800-\udfff]")
_KEYS_IN_ORDER = 32
"""Keys of an object that the columnar parser gives in the order of the file; those of a larger one come in a random
order, another in each process."""
_SAMPLE, _DEEPEST = 200, 4
"""Rows by which a file's names are settled, and levels of objects in which a field is looked for."""
_STEM = "{0,20}"
"""Characters of a key before the number of its paragraph."""
_PARAGRAPH = re.compile(rf"([^\d\n]{_STEM})(\d{{1,3}})")
"""A key that numbers a paragraph."""
TEXTS = ("rendered", "text", "plaintext", "value", "content", "$t", "html")
"""What an object calls its text that is one."""
_TOKENS = 4
"""Words and signs of the shortest sentence that was cut into them."""
_SIGN = re.compile(r"[.,;:!?\"“”'()…-]+")
_BESIDE_SIGN = re.compile(r"\s([.,;:!?)\]”…%]+)(?=\s|$)|([(\[“])\s")
"""A sign with the blank that belongs to it on no page."""
_QUOTED_TOKENS = re.compile(r'"\s([^"]*?)\s"')
_PARTS = ("summary", "headline", "paragraphs", "sections", "blocks", "data", "items", "children", "body")


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
    """The values of an object as strings: of its keys, and by path of what nested objects hold that means something."""
    cells: dict[str, str] = {}
    _gather(found, "", chosen, cells, 0)
    return cells


def _gather(found: dict[str, Any], above: str, chosen: Mapping[str, str], cells: dict[str, str], depth: int) -> None:
    for key, value in found.items():
        name = f"{above}{key}"
        if len(name) > _LONGEST_NAME or _SURROGATES.search(name) or not key:
            continue
        meant = named(name)
        field = meant.field if meant else ""
        if not field and isinstance(value, str) and value.startswith('{"'):
            value = _object_written(value)
        if isinstance(value, dict) and depth < _DEEPEST and name not in chosen.values() and not _is_value(field, value):
            _gather(value, f"{name}.", chosen, cells, depth + 1)
            if depth == 0 and not any(cell.startswith(f"{name}.") for cell in cells):
                cells[name] = _sorted(_whole(json.dumps(value, ensure_ascii=False)))
            continue
        if depth and not field and name not in chosen.values():
            continue
        written = _prose(value) if field == TEXT else _cell(value)
        if written is not None:
            cells[name] = written


def _object_written(value: str) -> Any:  # noqa: ANN401 - any JSON value
    """The object that a string is the JSON of, as where a scraper kept what else it knew; else the string."""
    try:
        found = json.loads(value, strict=False)
    except (ValueError, RecursionError):
        return value
    return found if isinstance(found, dict) else value


def _is_value(field: str, value: dict[str, Any]) -> bool:
    """Whether an object is the value of its own name, as {"rendered": …} and {"$date": …} are, and no record."""
    if not field or _holds_record(value):
        return False
    return bool(_prose(value) if field == TEXT else flat(field, value))


def _holds_record(value: dict[str, Any]) -> bool:
    """Whether an object holds a whole record, whatever it is named: a text and a title of its own (``_source``)."""
    meanings = {meant.field for key in value if (meant := named(key))}
    return TEXT in meanings and len(meanings & {"title", "url", "published_on", "authors"}) > 0


def _top(profile: Profile) -> set[str]:
    """The keys of the outermost object that the profile's columns stand in."""
    return {verdict.column.partition(".")[0] for verdict in profile.verdicts} | {column for _, column in profile.chosen}


def _runs(piece: Lines, keys: list[str], profile: Profile) -> list[pl.DataFrame | int]:
    """The lines parsed in runs as long as they parse together; a number stands for that many lines that do not."""
    paths = [
        (verdict.column, verdict.column.partition("."))
        for verdict in profile.verdicts
        if "." in verdict.column and verdict.column not in keys
    ]
    schema = dict.fromkeys(keys, pl.String)
    runs: list[pl.DataFrame | int] = []
    waiting, together = [piece.lines], piece.together
    while waiting:
        part = waiting.pop()
        try:
            frame = pl.read_ndjson(together or b"\n".join(part), schema=schema, ignore_errors=True)
            frame = frame.with_columns(_inner(top, rest).alias(name) for name, (top, _, rest) in paths)
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
    at = at.filter(cells.gather(at).str.count_matches('":', literal=True) > _KEYS_IN_ORDER) if at.len() else at
    return cells.scatter(at, [_sorted(cell) for cell in cells.gather(at)]) if at.len() else cells


def _sorted(cell: str) -> str:
    """``cell``, in which objects of more keys than ``_KEYS_IN_ORDER`` have them sorted; what is no JSON stays."""
    if cell.count('":') <= _KEYS_IN_ORDER:
        return cell
    large = False

    def ordered(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal large
        if len(pairs) <= _KEYS_IN_ORDER:
            return dict(pairs)
        large = True
        return dict(sorted(dict(pairs).items()))

    try:
        found = json.loads(cell, object_pairs_hook=ordered)
    except (ValueError, RecursionError):
        return cell
    return _whole(json.dumps(found, ensure_ascii=False)) if large else cell


def _inner(top: str, rest: str) -> pl.Expr:
    steps = "".join(f"['{step}']" for step in rest.replace("'", "").split("."))
    return pl.when(pl.col(top).str.starts_with("{")).then(pl.col(top)).str.json_path_match(f"${steps}")


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
        what=pl.when(silent).then(pl.lit("no key with a value is named like a text")).otherwise("what"),
    )


def _one(line: bytes, profile: Profile) -> _Row:
    try:
        decoded = decode(line)
        if decoded is None:
            return _Row(None, None, {}, "encoding_unknown", "")
        found = _row_of(decoded.text.rstrip(" \t\r,"))
        if isinstance(found, str):
            return _Row(decoded.encoding, _whole(found), {}, None, "")
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


def _cell(value: Any) -> str | None:  # noqa: ANN401 - any JSON value
    """A value as the columnar parser gives it: a string as it is, anything else as JSON."""
    if value is None:
        return None
    return _sorted(_whole(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)))


def _whole(text: str) -> str:
    """``text`` without broken halves of characters beyond the 16-bit plane, which no encoding can hold."""
    return _SURROGATES.sub(" ", text)


def _numbered(value: dict[str, Any]) -> list[Any]:
    """The paragraphs of an object whose keys number them (``{"1": …}``, ``{"p1": …}``), in their order."""
    numbers = [_PARAGRAPH.fullmatch(key) for key in value]
    if not all(numbers) or len({found[1] for found in numbers if found}) > 1:
        return []
    return [one for _, one in sorted((int(found[2]), value[found[0]]) for found in numbers if found)]


def is_rich(value: list[Any]) -> bool:
    """Whether a list is a text and its formatted pieces, as messengers export it: ``["A ", {"type": "bold", …}]``."""
    kinds = {type(one) for one in value}
    return kinds == {str, dict} and all("type" in one for one in value if isinstance(one, dict))


def _sentence(value: list[Any]) -> str | None:
    """The sentence whose words and signs a list holds, as corpora that were cut into tokens have it; else None."""
    if len(value) < _TOKENS or not all(isinstance(one, str) and not re.search(r"\s", one) for one in value):
        return None
    if not any(_SIGN.fullmatch(one) for one in value):
        return None
    signed = _BESIDE_SIGN.sub(lambda found: found[1] or found[2], _whole(" ".join(value)))
    return _QUOTED_TOKENS.sub(r'"\1"', signed)


def _prose(value: Any) -> str | None:  # noqa: ANN401 - any JSON value
    """The text a value holds: itself, the paragraphs of a list, or what an object calls its text or its parts."""
    if isinstance(value, list):
        if said := _sentence(value):
            return said
        parts = [part for one in value if (part := _prose(one))]
        return ("" if is_rich(value) else "\n").join(parts) or None
    if isinstance(value, dict):
        if paragraphs := _numbered(value):
            return _prose(paragraphs)
        text = next((text for name in TEXTS if (text := _prose(value.get(name)))), None)
        return text or _prose([part for name, part in value.items() if name in _PARTS])
    return _cell(value) or None
