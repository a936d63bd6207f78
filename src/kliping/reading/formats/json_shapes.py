"""The shapes in which JSON holds a table: by rows, by columns, keyed, wrapped; and JSON with small faults.

Belongs here: from any JSON value to its rows. Does not belong here: what a row's keys mean (``json_rows``).
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from kliping.reading.formats.columns import TEXT, named
from kliping.reading.formats.json_cells import TEXTS, is_rich
from kliping.reading.formats.json_literals import literal, unwrapped
from kliping.reading.formats.json_rows import leaves
from kliping.reading.formats.sniff import BEFORE_JSON

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_DEEPEST = 6
"""Objects inside of objects to which rows are looked for: deeper ones are parts of a page."""

_LONG = 200
"""Characters from which a value named like a text makes its object a page of its own."""

_ROWS_OF = 0.8
"""Share of an object's values that must be objects for these to be its rows: the rest says something of the whole."""

_GROUP = ""
"""The key that stands for those of a group; none is empty but by a fault."""

_ALIKE = 0.6
"""Share of the keys of groups' first rows that all of these have: articles and comments have fewer in common."""

_FEW = 3
"""Objects of a list up to which lists are looked for inside of them: pages of answers, not rows."""

_SAMPLED_CELLS, _SAMPLED_ROWS = 100, 20
"""Cells and rows by which the others are judged: a table is of one kind from its first row on."""

_PLAIN = 2
"""Keys of an object in a cell up to which it is a value, as {"$date": …} is; more, and it is a row."""

_LOOSE = re.compile(r'("(?:[^"\\]|\\.)*+")|,(?=\s*[\]}])', re.DOTALL)
_COMMENT = re.compile(r'("(?:[^"\\]|\\.)*+")|//[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/', re.DOTALL)
_BEFORE = re.compile(rf"\A(?:{BEFORE_JSON})")
_BEHIND = re.compile(r"(?<=[\]}])\s*+\)?\s*+;?\s*+$")
_ARRAY = re.compile(r'\s*+(?:\{\s*+"[^"]*+"\s*+:\s*+)?\[\s*+(?=\{)')
"""Where an array of objects begins, by itself or as the first value of an object."""
_BETWEEN, _CLOSED = re.compile(r"\s*+,?\s*+(?=\{)"), re.compile(r"[\s,]*+(?:\]|$)")
_BEHIND_BROKEN = re.compile(r"\}\s*+,\s*+(?=\{)")
"""Where the row behind one that cannot be parsed may begin."""
_MOST_BROKEN = 100
"""Rows that may be broken: with more it is no array, and each of them may be searched to its end."""
_PRINTED = re.compile(r"\s*+(?:\[\s*+)?\{\s*+(?:'|\"[^\"]*+\"\s*+:\s*+[A-Z])")
"""How an object begins that Python or the shell of MongoDB printed."""
_ADDRESS = re.compile(r"^https?://\S+$")


def loaded(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """The JSON value of a text: also with commas behind the last item, or of objects or lists one behind another.

    What a program of a web page needs around it is no part of it: comments, a name, a function.

    Raises:
        ValueError: it is none.
    """
    try:
        found = json.loads(text, strict=False)
        # the whole value was made a string once more
        return json.loads(found, strict=False) if isinstance(found, str) and found.lstrip()[:1] in {"{", "["} else found
    except ValueError:
        mended = _LOOSE.sub(_quoted, text)
    for attempt in (_once, _behind_one_another, _printed, _of_a_program):
        try:
            return attempt(mended)
        except ValueError:
            continue
    raise ValueError


def _quoted(found: re.Match[str]) -> str:
    """The string that was found; nothing for anything else."""
    return found[1] or ""


def _of_a_program(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """The value in a piece of a program: behind comments and a name or a function, and with comments within."""
    return _once(_LOOSE.sub(_quoted, _COMMENT.sub(_quoted, _BEHIND.sub("", _BEFORE.sub("", text, count=1)))))


def _once(text: str) -> Any:  # noqa: ANN401 - any JSON value
    return json.loads(text, strict=False)


def _printed(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """What Python or the shell of MongoDB printed: one value, or objects one behind another."""
    if not _PRINTED.match(text):
        raise ValueError
    try:
        return literal(text)
    except ValueError:
        return _behind_one_another(unwrapped(text))


def _behind_one_another(text: str) -> list[Any]:
    decoder, found, at = json.JSONDecoder(strict=False), list[Any](), 0
    while at < len(text):
        if text[at] in " \t\r\n,\x1e":
            at += 1
            continue
        one, at = decoder.raw_decode(text, at)
        found += one if isinstance(one, list) else [one]
    if not found or not all(isinstance(one, dict) for one in found):
        raise ValueError
    return found


def salvaged(text: str) -> list[dict[str, Any] | None]:
    """The rows of an array of objects that was cut off or is broken in places; None for a row that cannot be parsed.

    Empty where no row can be, or the text is no such array.
    """
    decoder, found, broken = json.JSONDecoder(strict=False), list[dict[str, Any] | None](), 0
    begin = _ARRAY.match(text)
    at = begin.end() if begin else len(text)
    while at < len(text) and broken <= _MOST_BROKEN:
        try:
            one, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            one, end = None, at + 1
        following = _BETWEEN.match(text, end) if one is not None else None
        if one is None or not (following or _CLOSED.match(text, end)):
            one, broken, following = None, broken + 1, _BEHIND_BROKEN.search(text, at)
        found.append(one)
        at = following.end() if following else len(text)
    return found if any(found) and broken <= _MOST_BROKEN else []


def records(found: Any, chosen: Mapping[str, str]) -> list[Any]:  # noqa: ANN401 - any JSON value
    """The rows of a JSON value; an object that is no table is a row itself."""
    if isinstance(found, list):
        return _of_rows(found)
    if not isinstance(found, dict):
        return []
    for inner in _objects(found, 0):
        for shape in (_split, _columns, _keyed):
            if rows := shape(inner, chosen):
                return rows
    if len(_own_text(found, chosen)) >= _LONG:
        return [found]
    best = max(_lists(found, chosen), key=lambda rows: (_texts(rows, chosen), len(rows)), default=[])
    if _texts(best, chosen) or (best and not _own_text(found, chosen)):
        return best
    return [found]


def _objects(found: dict[str, Any], depth: int) -> Iterator[dict[str, Any]]:
    """An object and those that it wraps: the only object under one of its keys, as ``{"status": …, "data": {…}}``."""
    yield found
    inside = [value for value in found.values() if isinstance(value, dict) and value]
    if len(inside) == 1 and depth < _DEEPEST:
        yield from _objects(inside[0], depth + 1)


def _of_rows(found: list[Any]) -> list[Any]:
    """The items of a list; of a list of lists the first names the columns where it can."""
    if found and all(isinstance(one, str) and one.lstrip().startswith("{") for one in found):
        return [_unwritten(one) for one in found]
    if not found or not all(isinstance(one, list) for one in found):
        return found
    first = found[0]
    if all(isinstance(one, str) for one in first) and any((meant := named(one)) and meant.field for one in first):
        return [_row(first, row) for row in found[1:]]
    return [_row([f"column_{at}" for at in range(1, len(row) + 1)], row) for row in found]


def _unwritten(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """The row that a string is the JSON of."""
    try:
        return json.loads(text, strict=False)
    except ValueError:
        return text


def _row(names: list[Any], row: list[Any]) -> dict[str, Any]:
    return dict(zip(map(str, names), row, strict=False))


def _split(found: dict[str, Any], _chosen: Mapping[str, str]) -> list[Any]:
    """``{"columns": […], "data": [[…]]}``, as pandas writes it with ``orient="split"``."""
    names, data = found.get("columns"), found.get("data")
    if isinstance(data, list) and "schema" in found and all(isinstance(one, dict) for one in data):
        return data
    if not (isinstance(names, list) and isinstance(data, list) and data):
        return []
    return [_row(names, row) for row in data] if all(isinstance(row, list) for row in data) else []


def _columns(found: dict[str, Any], chosen: Mapping[str, str]) -> list[Any]:
    """``{"judul": […], "isi": […]}``, or the same with an object of numbered cells a column."""
    meant = {key: named(key) for key in found}
    texts = [key for key in found if ((known := meant[key]) and known.field == TEXT) or key == chosen.get(TEXT)]
    for kind in (list, dict):
        columns = {key: value for key, value in found.items() if isinstance(value, kind) and value}
        main = next((key for key in texts if key in columns and _cells(columns[key])), None)
        if main is None:
            continue
        size = len(columns[main])
        beside = [key for key, value in columns.items() if key != main and len(value) == size and _cells(value)]
        if not (size > 1 or kind is dict) or not (any(meant[key] for key in beside) or len(beside) >= 2):
            continue
        if kind is dict:
            keys = list(columns[main])
            if not set(keys).isdisjoint(TEXTS):
                continue  # the text of one page, with what else is said of it
            if any(list(columns[key]) != keys for key in beside):
                continue
            return [{key: columns[key][at] for key in (main, *beside)} for at in keys]
        alike = {key: found[key] for key in found if key in (main, *beside)}
        single = {key: value for key, value in found.items() if isinstance(value, str | int | float)}
        return [single | {key: value[at] for key, value in alike.items()} for at in range(size)]
    return []


def _cells(values: list[Any] | dict[str, Any]) -> bool:
    """Whether these are the cells of a column: strings for the most part, and nothing nested deep."""
    some = list(values.values() if isinstance(values, dict) else values)[:_SAMPLED_CELLS]
    return not any(isinstance(one, dict) and len(one) > _PLAIN for one in some)


def _keyed(found: dict[str, Any], chosen: Mapping[str, str]) -> list[Any]:
    """Objects keyed by number, id or address."""
    rows = {key: value for key, value in found.items() if isinstance(value, dict)}
    if not rows or len(rows) < _ROWS_OF * len(found) or _own_text(found, chosen):
        return []
    numbered = all(key.isdigit() or _ADDRESS.match(key) for key in rows)
    if not numbered and (len(rows) < 2 or any((meant := named(key)) and meant.field for key in rows)):
        return []
    if _texts(list(rows.values()), chosen) < 0.5 * len(rows):
        return []
    return [_with_key(key, value) for key, value in rows.items()]


def _with_key(key: str, value: dict[str, Any]) -> dict[str, Any]:
    if key.isdigit():
        return value
    name = "url" if _ADDRESS.match(key) else "key"
    return value if value.get(name) else {**value, name: key}


def _own_text(found: dict[str, Any], chosen: Mapping[str, str]) -> str:
    """The text that stands under a key of the object itself."""
    own = {
        key: value
        for key, value in found.items()
        if not isinstance(value, list) and (not isinstance(value, dict) or _is_text(key, chosen))
    }
    return max((value for key, value in leaves(own, chosen).items() if _is_text(key, chosen)), key=len, default="")


def _is_text(key: str, chosen: Mapping[str, str]) -> bool:
    meant = named(key)
    return key == chosen.get(TEXT) or (meant is not None and meant.field == TEXT)


def _texts(rows: list[Any], chosen: Mapping[str, str]) -> float:
    """How many of the rows have a text, estimated from the first few."""
    some = [row for row in rows[:_SAMPLED_ROWS] if isinstance(row, dict)]
    if not some:
        return 0.0
    having = sum(
        any(_is_text(key, chosen) and len(value) > 1 for key, value in leaves(row, chosen).items()) for row in some
    )
    return having / len(some) * len(rows)


def _lists(found: dict[str, Any], chosen: Mapping[str, str]) -> list[list[Any]]:
    """All lists of objects inside an object; those that stand at one place of objects without a text are one."""
    together: dict[tuple[str, ...], list[Any]] = {}
    for path, rows in _placed(found, (), chosen):
        together.setdefault(path, []).extend(rows)
    return list(together.values())


def _placed(
    found: dict[str, Any], above: tuple[str, ...], chosen: Mapping[str, str]
) -> Iterator[tuple[tuple[str, ...], list[Any]]]:
    """Each list of objects inside an object, with the keys that lead to it.

    Keys that group the rows of one table, by section or day, count as one key.
    """
    if len(above) > 2 * _DEEPEST:
        return
    groups = _groups(found, chosen)
    for key, value in found.items():
        here = (*above, _GROUP if key in groups else key)
        if isinstance(value, dict):
            yield from _placed(value, here, chosen)
        if not isinstance(value, list) or not any(isinstance(one, dict) for one in value) or is_rich(value):
            continue
        yield here, value
        holders = [one for one in value if isinstance(one, dict)]
        own = _texts(holders, chosen) > 0
        if own and (len(value) > _FEW or any(len(_own_text(one, chosen)) >= _LONG for one in holders)):
            continue  # what stands inside of pages is a part of them: comments, pictures
        for at, inner in enumerate(holders):
            yield from _placed(inner, (*here, str(at) if own else _GROUP), chosen)


def _groups(found: dict[str, Any], chosen: Mapping[str, str]) -> frozenset[str]:
    """The keys of an object that group the rows of one table: below each stand rows with a text, with the same keys."""
    lists = {key: [one for one in value if isinstance(one, dict)] for key, value in found.items() if _is_list(value)}
    rows = {key: set(some[0]) for key, some in lists.items() if some and _texts(some, chosen) > 0}
    if len(rows) < 2 or _own_text(found, chosen):
        return frozenset()
    shared, every = set.intersection(*rows.values()), set.union(*rows.values())
    return frozenset(rows) if len(shared) >= _ALIKE * len(every) else frozenset()


def _is_list(value: Any) -> bool:  # noqa: ANN401 - any JSON value
    return isinstance(value, list) and bool(value)
