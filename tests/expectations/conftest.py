"""Tiny candidates, built from the tables' own DDL."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from expectations import Audit, Outcome, audit
from expectations.rulebook import built_in
from kliping.settings import GateSettings, Settings
from kliping.tables.tables import TABLES

ARRIVAL = datetime(2024, 5, 2, 8, tzinfo=UTC)
CHECKED = datetime(2024, 5, 3, tzinfo=UTC)
SENTENCE = (
    "Warga Desa Sukamaju menggelar kerja bakti membersihkan saluran air pada akhir pekan lalu bersama perangkat desa"
)


def words(count: int, start: int = 0) -> str:
    """A body of ``count`` different words."""
    return " ".join(f"kata{number}" for number in range(start, start + count))


def article(name: str, **given: Any) -> dict[str, Any]:
    """A good article called ``name``: its document is ``d-name``, its article ``a-name``, its group ``g-name``."""
    seed = sum(map(ord, name)) * 1000
    body = given.pop("body", words(60, seed) + "\n\n" + words(40, seed + 60))
    return {
        "article_id": f"a-{name}",
        "title": f"Kerja bakti kata{seed} di Desa Sukamaju",
        "body": body,
        "body_confidence": 0.93,
        "language": "id",
        "language_confidence": 0.99,
        "authors": ["Rina Hapsari"],
        "publisher": "Kabar Sukamaju",
        "published_on": "2024-05-01",
        "published_precision": "day",
        "published_basis": "header",
        "published_confidence": 0.95,
        "published_evidence": "Rabu, 1 Mei 2024",
        "published_line": 2,
        "word_count": len((body or "").split()),
        "paragraph_count": len((body or "").split("\n\n")) if body else 0,
        "reading_minutes": 1,
        "image_captions": [],
        "tags": [],
        "group_id": f"g-{name}",
        "copies": 0,
        "first_seen_at": ARRIVAL,
        "document_id": f"d-{name}",
        "since_edition": 6,
        **given,
    }


class Candidate:
    """A candidate under construction: good articles in, then broken on purpose by SQL."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with duckdb.connect(str(path)) as database:
            for table in TABLES:
                database.execute(table.ddl())

    @classmethod
    def at(cls, path: Path) -> "Candidate":
        """One that is there already."""
        made = cls.__new__(cls)
        made.path = path
        return made

    def insert(self, table: str, *rows: dict[str, Any]) -> "Candidate":
        with duckdb.connect(str(self.path)) as database:
            for row in rows:
                names = ", ".join(f'"{name}"' for name in row)
                marks = ", ".join("?" for _ in row)
                database.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))
        return self

    def sql(self, *statements: str) -> "Candidate":
        with duckdb.connect(str(self.path)) as database:
            for statement in statements:
                database.execute(statement)
        return self

    def publish(self, *names: str, **given: Any) -> "Candidate":
        """Good articles with all that belongs to them: document, paragraphs, title and date lines, evidence."""
        for name in names:
            made = article(name, **given)
            paragraphs = made["body"].split("\n\n") if made["body"] else []
            self.insert("articles", made)
            for number, text in enumerate(paragraphs, start=1):
                self.insert(
                    "paragraphs",
                    {
                        "article_id": made["article_id"],
                        "paragraph": number,
                        "text": text,
                        "role": "body",
                        "language": made["language"],
                        "language_confidence": made["language_confidence"],
                        "word_count": len(text.split()),
                        "line_from": 2 + number,
                        "line_to": 2 + number,
                    },
                )
            self.document(made["document_id"], "published", kept=len(paragraphs), removed=2, article=made)
            self.insert(
                "metadata_evidence",
                {
                    "document_id": made["document_id"],
                    "field": "title",
                    "value": made["title"],
                    "basis": "first_line",
                    "confidence": 0.9,
                    "line": 1,
                    "start": 0,
                    "end": 10,
                    "evidence": made["title"],
                    "chosen": made["title"] is not None,
                },
                {
                    "document_id": made["document_id"],
                    "field": "published_on",
                    "value": made["published_on"] and str(made["published_on"]),
                    "basis": made["published_basis"],
                    "confidence": made["published_confidence"],
                    "line": 2,
                    "start": 0,
                    "end": 16,
                    "evidence": made["published_evidence"],
                    "chosen": made["published_on"] is not None,
                },
            )
        return self

    def document(
        self, document_id: str, status: str, *, kept: int = 0, removed: int = 2, article: dict[str, Any] | None = None
    ) -> "Candidate":
        """A row of documents and its removed lines."""
        self.insert(
            "documents",
            {
                "document_id": document_id,
                "uri": f"file:///pages/{document_id}.txt",
                "format": "text",
                "encoding": None if status == "unreadable" else "utf-8",
                "bytes": 1000,
                "sha256": document_id.rjust(64, "0"),
                "batch": "b1",
                "first_seen_at": ARRIVAL,
                "status": status,
                "page_kind": None if status == "unreadable" else "article",
                "page_kind_confidence": None if status == "unreadable" else 0.99,
                "page_kind_reason": None if status == "unreadable" else "text",
                "article_id": article and article["article_id"],
                "group_id": article["group_id"] if article else None if status == "unreadable" else f"g-{document_id}",
                "raw_lines": kept + removed,
                "kept_lines": kept,
                "removed_lines": removed,
                "duplicate_paragraph_ratio": 0.0,
                "boilerplate_ratio": 0.0,
            },
        )
        for line in range(1, removed + 1):
            self.insert(
                "removed_lines",
                {
                    "document_id": document_id,
                    "line": line if line <= 2 else line + kept,
                    "text": f"Baris {line} dari halaman",
                    "role": ("title", "date")[line - 1] if line <= 2 else "boilerplate",
                    "reason": "metadata:title" if line == 1 else "lexicon:menu",
                },
            )
        return self

    def copy_of(self, document_id: str, name: str) -> "Candidate":
        """A document that is a near copy of the article called ``name``."""
        made = article(name)
        self.document(document_id, "duplicate", removed=4, article=made)
        self.insert(
            "duplicates",
            {
                "document_id": document_id,
                "canonical_document_id": made["document_id"],
                "group_id": made["group_id"],
                "kind": "near",
                "similarity": 0.93,
            },
        )
        return self.sql(f"UPDATE articles SET copies = copies + 1 WHERE article_id = '{made['article_id']}'")

    def hold(
        self, document_id: str, expectation: str | None = "body_length", stage: str = "expectations"
    ) -> "Candidate":
        """A document in quarantine, or one that could not be read."""
        self.document(
            document_id,
            "quarantined" if stage == "expectations" else "unreadable",
            removed=3 if stage == "expectations" else 0,
        )
        return self.insert(
            "quarantine",
            {
                "document_id": document_id,
                "uri": f"file:///pages/{document_id}.txt",
                "stage": stage,
                "expectation": expectation,
                "reason": expectation or "encoding_unknown",
                "detail": "The body has 3 words.",
                "batch": "b1",
                "since_edition": 1,
            },
        )


@pytest.fixture
def candidate(tmp_path: Path) -> Callable[[], Candidate]:
    """Makes empty candidates, each in a file of its own."""
    made: list[Candidate] = []

    def make() -> Candidate:
        made.append(Candidate(tmp_path / f"candidate{len(made)}.duckdb"))
        return made[-1]

    return make


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A candidate that breaks nothing: three articles, a copy, a document held by a person, one that is unreadable, and
    five editions before it that came to the same.
    """
    made = Candidate(tmp_path_factory.mktemp("sound") / "candidate.duckdb")
    made.publish("a", "b", "c").copy_of("d-copy", "a").hold("d-held", "ruling").hold("d-dark", None, "reading")
    observed = {one.spec.name: one.observed for one in judged(made.path).outcomes}
    for edition in range(1, 6):
        made.insert(
            "editions",
            {"edition": edition, "run_id": f"r{edition}", "verdict": "passed", "documents": edition, "articles": 3},
        )
        made.insert(
            "expectation_results",
            *(
                {
                    "edition": edition,
                    "table_name": "editions",
                    "expectation": name,
                    "observed": value,
                    "success": True,
                }
                for name, value in observed.items()
                if name.startswith("steady_")
            ),
        )
    return made.path


def judged(path: Path, **thresholds: Any) -> Audit:
    """The audit of the candidate at ``path`` as edition 6, every failing row in the samples."""
    settings = Settings(gate=GateSettings(sample_rows=200, **thresholds))
    return audit(path, settings, edition=6, run_id="run", checked_at=CHECKED)


@pytest.fixture(scope="session")
def judge() -> Callable[..., Audit]:
    """Audits a candidate as edition 6."""
    return judged


@pytest.fixture
def outcome_of(sound: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Outcome]:
    """Breaks a copy of the sound candidate by SQL, and asks one expectation."""

    def look(name: str, *statements: str, **thresholds: Any) -> Outcome:
        path = tmp_path / "candidate.duckdb"
        shutil.copy(sound, path)
        Candidate.at(path).sql(*statements)
        chosen = [spec for spec in built_in(GateSettings(**thresholds)) if spec.name == name]
        monkeypatch.setattr("expectations.auditor.catalogue", lambda *_: chosen)
        (one,) = judged(path, **thresholds).outcomes
        assert one.success == (one.unexpected_count == 0)
        return one

    return look


@pytest.fixture
def broken_rows(outcome_of: Callable[..., Outcome]) -> Callable[..., set[Any]]:
    """Tells the keys of the rows that one expectation names in a broken candidate."""

    def look(name: str, *statements: str, **thresholds: Any) -> set[Any]:
        one = outcome_of(name, *statements, **thresholds)
        rows = [tuple(row.values()) for row in one.sample]
        assert len(rows) == one.unexpected_count
        return {row[0] if len(row) == 1 else row for row in rows}

    return look
