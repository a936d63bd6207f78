"""What each reason removes, and how much of it the labels keep: ``python -m benchmarks.reasons``.

Belongs here: reading the reasons of removed lines against labelled bodies, so that a rule that removes articles shows,
however few pages it meets. Does not belong here: accuracy of whole bodies (``benchmarks.accuracy``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from benchmarks.exam import SHARED, documents, exam_scorer, rows
from benchmarks.metadata import ARRIVAL
from kliping.engine import understand
from kliping.frames import BODY_ROLES
from kliping.settings import load_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PORTION = 500
"""Pages that are understood at once: memory alone."""
_LETTERS = 25
"""Letters of a line that counts: shorter ones stand in a body by chance."""
_SHOWN = 1000
"""Letters that a reason has removed, from which the table has a row for it."""


class Page(NamedTuple):
    """A labelled page: where it comes from, its text, and the body that the label gives."""

    source: str
    text: str
    body: str


def labelled() -> Iterator[Page]:
    """All pages with a body: those of the exam, and those that the model learnt from."""
    gold = SHARED / "gold"
    for name in ("pages.jsonl", "id_pages.jsonl"):
        for row in rows(gold / name):
            yield Page("exam", (gold / row["file"]).read_bytes().decode(), row["body"] or "")
    for name in ("train.jsonl.gz", "train_id.jsonl.gz"):
        for row in rows(gold / name):
            yield Page("training", row["text"], row["body"] or "")


def named(reason: str) -> str:
    """``reason`` without the language and the phrase of a lexicon: ``lexicon:id.related.baca juga`` is one of many."""
    kind, _, entry = reason.partition(":")
    return f"{kind}:{entry.split('.')[1]}" if kind == "lexicon" else reason


def lost(lines: list[dict[str, Any]], body: str, flat: Callable[[str], str]) -> Iterator[tuple[str, int, int]]:
    """Of each removed line its reason, its letters, and those of them that the label keeps and nothing else holds."""
    label = f" {flat(body)} "
    kept = f" {flat(' '.join(line['text'] for line in lines if line['role'] in BODY_ROLES))} "
    for line in lines:
        said = flat(line["text"])
        if line["role"] in BODY_ROLES or len(said) < _LETTERS:
            continue
        wrongly = f" {said} " in label and f" {said} " not in kept
        yield named(line["reason"]), len(said), len(said) * wrongly


def table() -> str:
    """A row for each reason: letters that it removed, the share of them that the label keeps, pages that lost some."""
    words = exam_scorer().words
    settings, pages = load_settings(None), list(labelled())
    removed: Counter[tuple[str, str]] = Counter()
    wrongly: Counter[tuple[str, str]] = Counter()
    touched: defaultdict[str, int] = defaultdict(int)
    for at in range(0, len(pages), _PORTION):
        portion = pages[at : at + _PORTION]
        given = documents({f"{number:08d}": page.text for number, page in enumerate(portion)}, markup=False)
        understood = understand(given.with_columns(first_seen_at=pl.lit(ARRIVAL)), settings)
        read = understood.lines.select("document_id", "text", "role", "reason").partition_by(
            "document_id", as_dict=True, include_key=False
        )
        for (name,), lines in read.items():
            page = portion[int(name)]
            found = list(lost(lines.to_dicts(), page.body, lambda text: " ".join(words(text))))
            for reason, letters, wrong in found:
                removed[page.source, reason] += letters
                wrongly[page.source, reason] += wrong
            for reason in {reason for reason, _, wrong in found if wrong}:
                touched[reason] += 1
    told = ["| reason | exam: letters | kept by the label | training: letters | kept by the label | pages |"]
    told.append("|---|---:|---:|---:|---:|---:|")
    whole = {reason: sum(removed[source, reason] for source in ("exam", "training")) for _, reason in removed}
    for reason in sorted(whole, key=lambda one: (-sum(wrongly[s, one] for s in ("exam", "training")), one)):
        if whole[reason] < _SHOWN:
            continue
        cells = [
            f"{removed[source, reason]:,} | {wrongly[source, reason] / max(removed[source, reason], 1):.1%}"
            for source in ("exam", "training")
        ]
        told.append(f"| `{reason}` | {' | '.join(cells)} | {touched[reason]} |")
    return "\n".join(told)


if __name__ == "__main__":
    print(table())
