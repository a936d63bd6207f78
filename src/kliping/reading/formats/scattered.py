"""Tables with a paragraph a row: the rows of one text follow each other, under one key and numbered from its start.

Such a table is refused with the query that joins it: each row by itself would be published as an article, or held back
as too short, and either is wrong.

Belongs here: telling such a table. Does not belong here: paragraphs in columns beside each other (``profiles``).
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from kliping.reading.formats.columns import TEXT, bare, listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kliping.reading.formats.columns import Mapped

_ROWS = 4
"""Rows of the smallest sample that can show it."""

_PARAGRAPH = 700
"""Characters of the median text up to which texts may be paragraphs."""

_NEARLY_ALL = 0.9
"""Of neighbouring rows, those that must go on counting, or begin anew where the key changes."""

_FIGURES = 4
"""Figures of the longest number of a paragraph; longer ones are keys or days."""

_KEYS = ("url", "title")
"""Fields of which all rows of one text have one value."""

_LOOK = 40
"""Characters at the beginning of texts that are versions or copies of one another."""


class Scattered(NamedTuple):
    """Columns of a table with a paragraph a row."""

    key: str | None
    """Has one value in all rows of one text; None where only the numbers say where a text begins."""
    text: str
    number: str | None
    """Counts the rows of each text; None where nothing does."""


def scattered(
    sample: Mapping[str, Sequence[str | None]], mapping: Mapped, chosen: Mapping[str, str]
) -> Scattered | None:
    """How a table is scattered that has a paragraph a row; None for any other.

    Args:
        sample: column → its cells in some rows of the table, as they follow each other.
        mapping: what the columns were taken for.
        chosen: the user's own mapping: whoever names the text wants its rows as they are.
    """
    if TEXT in chosen or not mapping.text:
        return None
    text = mapping.text[0]
    at = [number for number, cell in enumerate(sample[text]) if cell and cell.strip()]
    texts = [(sample[text][number] or "").strip() for number in at]
    if len(at) < _ROWS or median(map(len, texts)) > _PARAGRAPH:
        return None
    rows = {
        column: [cells[number] if number < len(cells) else None for number in at] for column, cells in sample.items()
    }
    stated = [column for name in _KEYS for column in mapping.fields.get(name, ())]
    number = next((column for column in rows if column != text and _counts(rows[column])), None)
    if number is None:
        key = next((column for column in stated if _repeats(rows[column], texts)), None)
        return Scattered(key, text, None) if key else None
    begins = [later <= earlier for earlier, later in pairwise(map(int, _plain(rows[number])))]
    others = [column for column in rows if column not in {text, number, *stated} and all(rows[column])]
    key = next((column for column in (*stated, *others) if _parts(rows[column], begins)), None)
    named = any(word in bare(number) for word in listed()["page"]["parts"] if len(word) > 1)
    if stated:
        return Scattered(key, text, number) if key in stated else None
    return Scattered(key, text, number) if named or len(rows) <= 2 + (key is not None) else None


def told(found: Scattered) -> str:
    """What a refusal says of such a table: how its rows belong together, and the query that joins them."""
    key, text, number = found
    order = f' ORDER BY "{number}"' if number else ""
    belongs = f'rows with one "{key}" are one text' if key else "rows from one 1 to the next are one text"
    if number:
        belongs += f', in the order of "{number}"'
    if key is None:
        return belongs
    query = f'SELECT "{key}", string_agg("{text}", chr(10){order}) AS "{text}" FROM the_file GROUP BY "{key}"'  # noqa: S608 - for a person to read
    return f"{belongs}; in DuckDB: {query}"


def _plain(cells: Sequence[str | None]) -> list[str]:
    return [(cell or "").strip() for cell in cells]


def _counts(cells: Sequence[str | None]) -> bool:
    """Whether cells count from 0 or 1, again and again."""
    plain = _plain(cells)
    if not all(cell.isdecimal() and len(cell) <= _FIGURES for cell in plain) or plain[0] not in {"0", "1"}:
        return False
    numbers = [int(cell) for cell in plain]
    steps = [later == earlier + 1 or later == numbers[0] for earlier, later in pairwise(numbers)]
    begun = sum(number == numbers[0] for number in numbers)
    return sum(steps) >= _NEARLY_ALL * len(steps) and 1 < begun <= len(numbers) / 2


def _parts(cells: Sequence[str | None], begins: Sequence[bool]) -> bool:
    """Whether a column changes where the numbers begin anew, and only there."""
    fits = sum((earlier != later) == begun for (earlier, later), begun in zip(pairwise(cells), begins, strict=True))
    return fits >= _NEARLY_ALL * len(begins)


def _repeats(cells: Sequence[str | None], texts: Sequence[str]) -> bool:
    """Whether rows of one key follow each other nearly everywhere, and their texts differ: no versions, no copies."""
    together = [earlier == later and bool(earlier) for earlier, later in pairwise(cells)]
    unlike = {text[:_LOOK] for text in texts}
    runs = 1 + sum(not same for same in together)
    return len(texts) >= 2 * runs and runs > 1 and len(unlike) >= _NEARLY_ALL * len(texts) and len(set(cells)) == runs
