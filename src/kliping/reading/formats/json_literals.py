"""Rows that are no JSON, but as Python prints its values, or MongoDB's shell its own, made values of JSON.

Belongs here: one value from what a program printed. Does not belong here: JSON (``json_shapes``, ``json_rows``).
"""

from __future__ import annotations

import ast
import json
import re
import warnings
from typing import Any

_LONGEST = 32 * 1024**2
"""Characters of a value that is parsed as Python's: its tree takes many times as much."""

_STRING = r"\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'"
_CALLS = re.compile(
    rf"({_STRING})|\b(?:new\s)?(datetime\.date(?:time)?|ObjectId|ISODate|Date|Number(?:Int|Long|Decimal)|Decimal(?:128)?"
    rf"|UUID|Timestamp)\(\s*({_STRING}|[^()'\"]*+)\s*\)"
)
"""Strings, which stay, and what a program writes around a value that it has no sign for."""

_MOMENT = 3, 6
"""Numbers of a day, and of a day with its clock."""


def literal(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """The value that a program printed, as JSON has it: days and moments in ISO 8601, tuples as lists.

    Raises:
        ValueError: it is none.
    """
    plain = unwrapped(text)
    try:
        return json.loads(plain, strict=False)
    except ValueError:
        pass
    if len(plain) > _LONGEST:
        raise ValueError
    return json.loads(json.dumps(python_value(plain), default=_written))


def python_value(text: str) -> Any:  # noqa: ANN401 - any value of Python
    """The value that Python printed; it runs nothing, and nothing in a page makes it warn.

    Raises:
        ValueError: it is none.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.literal_eval(text.strip())
        except (SyntaxError, MemoryError, RecursionError, TypeError) as none:
            raise ValueError from none


def unwrapped(text: str) -> str:
    """``text`` with ``ObjectId("…")``, ``NumberInt(3)`` or ``datetime.datetime(2024, 5, 1)`` as the value they hold."""
    return _CALLS.sub(lambda found: found[1] or _value(found[2], found[3].strip()), text)


def _value(name: str, inside: str) -> str:
    if not name.startswith("datetime."):
        return inside or "null"
    numbers = [int(one) for one in re.findall(r"(?<![\w.=])\d{1,6}(?=\s*(?:,|$))", inside)]
    day, clock = _MOMENT
    if len(numbers) < day:
        return "null"
    year, month, of_month = numbers[:day]
    rest = [*numbers[day:clock], 0, 0, 0][: clock - day]
    written = f"{year:04}-{month:02}-{of_month:02}"
    return f'"{written}"' if len(numbers) == day else f'"{written}T{rest[0]:02}:{rest[1]:02}:{rest[2]:02}"'


def _written(value: Any) -> Any:  # noqa: ANN401 - any value of Python
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return sorted(map(str, value)) if isinstance(value, set) else str(value)
