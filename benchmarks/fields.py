"""Every field of labelled pages, right, wrong and silent: ``python -m benchmarks.fields`` prints the table of the docs.

Belongs here: the pages whose every field a reader labelled (``gold/id_pages`` and the five seeds of the development
exam). Does not belong here: bodies and peers (``accuracy``), confidence (``calibration``), speed (``metadata``).
"""

from __future__ import annotations

import collections
import sys
from typing import TYPE_CHECKING, Any

from benchmarks.exam import SHARED, rows
from benchmarks.metadata import read, words

if TYPE_CHECKING:
    from pathlib import Path

FIELDS = ("title", "published_on", "authors", "editor", "publisher", "source", "place")
SETS = {"50 Indonesian and Malay pages": "gold/id_pages.jsonl", "the five seeds": "gold/seeds.jsonl"}


def outcome(field: str, gold: Any, found: Any) -> str:  # noqa: ANN401 - a label of any field
    """``right``, ``wrong`` or ``silent``; to say nothing where there is nothing is right."""
    if not found:
        return "silent" if gold else "right"
    if field == "authors":
        return "right" if {" ".join(words(one)) for one in gold} == {" ".join(words(one)) for one in found} else "wrong"
    return "right" if gold and words(str(gold)) == words(str(found)) else "wrong"


def count(path: Path) -> dict[str, collections.Counter[str]]:
    """The outcomes of each field on the pages that ``path`` labels."""
    labels = rows(path)
    folders = (path.parent, path.parent.parent / "seeds")
    files = [next(file for folder in folders if (file := folder / label["file"]).is_file()) for label in labels]
    found = read([file.read_text(encoding="utf-8") for file in files], markup=False)
    counts: dict[str, collections.Counter[str]] = {field: collections.Counter() for field in FIELDS}
    for label, values in zip(labels, found, strict=True):
        for field in FIELDS:
            counts[field][outcome(field, label[field], values[field])] += 1
    return counts


def table() -> str:
    """A row a field: how many pages are right, wrong and silent in each set."""
    rows = ["| field | " + " | ".join(f"{name}: right | wrong | silent" for name in SETS) + " |"]
    rows.append("|---|" + "---:|" * (3 * len(SETS)))
    counted = [count(SHARED / name) for name in SETS.values()]
    for field in FIELDS:
        cells = [str(counts[field][kind]) for counts in counted for kind in ("right", "wrong", "silent")]
        rows.append(f"| `{field}` | {' | '.join(cells)} |")
    return "\n".join(rows)


def main() -> int:
    if not SHARED.is_dir():
        print(f"There is no development exam at {SHARED}. Put it beside the checkout.", file=sys.stderr)
        return 1
    print(table())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
