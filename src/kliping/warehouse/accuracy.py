"""How often this corpus is right: a sample of its pages, a person's word on each, and what follows for the whole.

Belongs here: drawing the sample, keeping the answers, counting them. Does not belong here: how a person is walked
through it (``workflows.room``), or accuracy on labelled pages (``benchmarks``).

The sample is systematic: pages stand in order of kind, confidence, outlet and a hash of their id, and every so-many-th
is taken, from half a step on. So each group of pages has the share of the sample that it has of the corpus, every page
the same chance, and the same edition gives the same sample.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kliping.errors import RuleError
from kliping.files import read_json, write_json
from kliping.warehouse.connections import opened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

FILE = "accuracy.json"

OF_ARTICLES = ("title", "published_on", "authors", "publisher", "body")
OF_HELD = ("page_kind",)
"""What is asked of an article, and of a page that is held back."""

ANSWERS = ("right", "wrong", "missed")
"""right: so it is (also where nothing is stated and nothing is there); wrong: stated otherwise than it is; missed:
nothing stated though it is there."""

SAMPLE = """
WITH pages AS (
    SELECT d.document_id, d.status, d.page_kind,
           floor(5 * coalesce(a.body_confidence, 0)) AS band, coalesce(a.publisher, '') AS publisher
    FROM documents AS d LEFT JOIN articles AS a ON a.document_id = d.document_id
    WHERE d.status IN ('published', 'quarantined')
), placed AS (
    SELECT document_id, status,
           row_number() OVER (ORDER BY status, page_kind, band, publisher, md5(document_id), document_id) - 1 AS place,
           count(*) OVER () AS total
    FROM pages
)
SELECT document_id, status FROM placed
WHERE total <= $wanted OR floor((place + 1) * $wanted / total + 0.5) <> floor(place * $wanted / total + 0.5)
ORDER BY md5(document_id), document_id
"""

SURE = 1.96
"""Standard deviations of an interval that holds the true share in 95 of 100 samples."""


@dataclass(frozen=True)
class Share:
    """Of a field: how many of the answers are right, wrong, missed; and the interval of the share that is right."""

    field: str
    right: int
    wrong: int
    missed: int
    low: float
    high: float

    @property
    def asked(self) -> int:
        """Pages that were answered."""
        return self.right + self.wrong + self.missed


def draw(home: Path, published: Path, wanted: int) -> int:
    """Draw a sample of ``wanted`` pages from the published file, in place of an earlier one; how many there are.

    Answers on pages that are in both samples stay.

    Raises:
        RuleError: there is no page.
        StoreError: nothing is published.
    """
    with opened(published) as connection:
        rows = connection.execute(SAMPLE, {"wanted": wanted}).fetchall()
        edition = connection.execute("SELECT max(edition) FROM editions").fetchall()[0][0]
    if not rows:
        raise RuleError("There is no page to draw a sample from.")
    before = read_sample(home)
    answers = before["answers"] if before else {}
    ids = [document for document, _ in rows]
    write_json(
        home / FILE,
        {
            "edition": edition,
            "pages": [{"document_id": document, "status": status} for document, status in rows],
            "answers": {document: answers[document] for document in ids if document in answers},
        },
    )
    return len(rows)


def read_sample(home: Path) -> dict[str, Any] | None:
    """The sample: edition, pages (document_id, status) and answers by document; None where none was drawn."""
    found = read_json(home / FILE)
    return found if isinstance(found, dict) and "pages" in found else None


def asked_of(sample: dict[str, Any], document: str) -> tuple[str, ...]:
    """What a person is asked of a page; nothing where it is not in the sample."""
    for page in sample["pages"]:
        if page["document_id"] == document:
            return OF_ARTICLES if page["status"] == "published" else OF_HELD
    return ()


def answer(home: Path, document: str, answers: dict[str, str], *, who: str, when: datetime) -> None:
    """Keep a person's answers on one page of the sample, in place of earlier ones.

    Raises:
        RuleError: the page is not in the sample, or an answer is none.
    """
    sample = read_sample(home)
    asked = asked_of(sample, document) if sample else ()
    if sample is None or not asked:
        raise RuleError("That page is in no sample. 'kliping accuracy --sample 50' draws one.")
    if set(answers) != set(asked) or not set(answers.values()) <= set(ANSWERS):
        raise RuleError(f"Each of {', '.join(asked)} is {', '.join(ANSWERS[:-1])} or {ANSWERS[-1]}.")
    sample["answers"][document] = {"answers": answers, "who": who, "at": when.isoformat()}
    write_json(home / FILE, sample)


def next_page(sample: dict[str, Any]) -> str | None:
    """The first page of the sample that has no answer yet; None when all have one."""
    return next((page["document_id"] for page in sample["pages"] if page["document_id"] not in sample["answers"]), None)


def forget_pages(home: Path, gone: Sequence[str]) -> int:
    """Take the pages ``gone``, which a take-down removes, out of the sample; how many there were."""
    sample = read_sample(home)
    if sample is None:
        return 0
    left = [page for page in sample["pages"] if page["document_id"] not in gone]
    count = len(sample["pages"]) - len(left)
    if count:
        answers = {document: one for document, one in sample["answers"].items() if document not in gone}
        write_json(home / FILE, {**sample, "pages": left, "answers": answers})
    return count


def shares(sample: dict[str, Any]) -> list[Share]:
    """What the answers so far come to, field by field."""
    given = [one["answers"] for one in sample["answers"].values()]
    found = []
    for field in (*OF_ARTICLES, *OF_HELD):
        words = [answers[field] for answers in given if field in answers]
        right, wrong, missed = (words.count(word) for word in ANSWERS)
        found.append(Share(field, right, wrong, missed, *interval(right, len(words))))
    return [share for share in found if share.asked]


def interval(right: int, asked: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson, "Probable Inference", 1927), which also holds for few answers."""
    if not asked:
        return 0.0, 1.0
    share, square = right / asked, SURE**2
    middle = share + square / (2 * asked)
    spread = SURE * math.sqrt(share * (1 - share) / asked + square / (4 * asked**2))
    return max(0.0, (middle - spread) / (1 + square / asked)), min(1.0, (middle + spread) / (1 + square / asked))
