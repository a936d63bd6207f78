"""Small files under the home folder that several runs read: written whole or not at all, and appended to line by line.

Belongs here: the writing. Does not belong here: what a verdict or a ruling is.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kliping.errors import StoreError
from kliping.files import replacing, written_by_hand

if TYPE_CHECKING:
    from pathlib import Path


def replace(path: Path, text: str) -> None:
    """Write ``text`` to ``path`` in one step: a reader sees the old file or the new one, never a part.

    Raises:
        StoreError: the folder cannot be written.
    """
    with replacing(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The records of a JSON Lines file, oldest first; none when there is no file.

    Raises:
        StoreError: a line is no JSON object.
    """
    if not path.exists():
        return []
    records = []
    for number, line in enumerate(written_by_hand(path).splitlines(), start=1):
        try:
            record = json.loads(line)
        except json.JSONDecodeError as broken:
            raise StoreError(f"{path}, line {number}, is not JSON. Mend or delete that line.") from broken
        if not isinstance(record, dict):
            raise StoreError(f"{path}, line {number}, is not a JSON object. Mend or delete that line.")
        records.append(record)
    return records


def append(path: Path, record: dict[str, Any]) -> None:
    """Add ``record`` to the JSON Lines file at ``path``, which is replaced in one step."""
    records = [*read_lines(path), record]
    replace(path, "".join(json.dumps(one, ensure_ascii=False, sort_keys=True) + "\n" for one in records))
