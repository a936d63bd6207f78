"""What corrections teach: pages that a person put right, as labelled pages; lines removed by hand again and again.

Belongs here: gathering both from a home. Does not belong here: learning (``kliping.learning``), or the log
(``corrections``).
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

import polars as pl

from kliping.files import replacing
from kliping.frames import BODY_ROLES, LINES
from kliping.warehouse.accuracy import read_sample
from kliping.warehouse.corrections import in_force
from kliping.warehouse.store import BATCHES

if TYPE_CHECKING:
    from pathlib import Path

    from kliping.warehouse.store import Store

OFTEN = 3
"""Pages on which a line was removed by hand before it is suggested as a word of a lexicon."""


def taught(store: Store) -> list[str]:
    """Ids of the documents whose lines a person put right, or whose body a person found right in a sample."""
    lines = {entry["document_id"] for entry in in_force(store.home) if entry["kind"] == "role"}
    sample = read_sample(store.home) or {"answers": {}}
    right = {name for name, one in sample["answers"].items() if one["answers"].get("body") == "right"}
    return sorted(lines | right)


def write_gold(store: Store, file: Path) -> int:
    """Write the pages of ``taught`` as labelled pages, as ``kliping train`` reads them; how many there are.

    The text is the page's lines at their numbers, the body its lines of the body, as the last run left them.
    """
    parts = store.parts(BATCHES)
    wanted = pl.col("document_id").is_in(taught(store))
    lines = store.scan("settled_lines", parts, LINES).filter(wanted).collect().sort("document_id", "line")
    with replacing(file, "file") as temporary:
        rows = [_page(mine) for _, mine in lines.group_by("document_id", maintain_order=True)]
        temporary.write_text("".join(json.dumps(row, sort_keys=True) + "\n" for row in rows), encoding="utf-8")
    return len(rows)


def _page(lines: pl.DataFrame) -> dict[str, str]:
    page = [""] * max(lines["line"])
    for number, text in lines.select("line", "text").iter_rows():
        page[number - 1] = text
    kept = lines.filter(pl.col("role").is_in(BODY_ROLES))["text"].to_list()
    return {"id": lines["document_id"][0], "text": "\n".join(page), "body": "\n\n".join(kept)}


def removed_by_hand(home: Path) -> list[tuple[str, int]]:
    """Lines that were removed by hand on ``OFTEN`` pages or more, with the number of these, the commonest first."""
    seen = {
        (entry["text"], entry["document_id"])
        for entry in in_force(home)
        if entry["kind"] == "role" and entry["value"] not in BODY_ROLES
    }
    counted = Counter(text for text, _ in seen)
    return sorted(
        ((text, pages) for text, pages in counted.items() if pages >= OFTEN), key=lambda one: (-one[1], one[0])
    )
