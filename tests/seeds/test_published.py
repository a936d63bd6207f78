"""The seeds all the way: what became of each document in the published file, against what a careful reader says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pytest

from workflows.documentation.questions import QUESTIONS, with_answers

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
EXPECTED = [json.loads(row) for row in (SEEDS / "expected.jsonl").read_text(encoding="utf-8").splitlines()]

pytestmark = pytest.mark.slow


def name_of(document: dict[str, Any]) -> str:
    return document["file"] + (document["member"] or "")


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The published file of one run over the seeds, by the command line."""
    home = tmp_path_factory.mktemp("seeds") / "home"
    program = "from workflows.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "run", str(SEEDS), "--home", str(home), "--json"],
        cwd=home.parent,
        env={name: value for name, value in os.environ.items() if name != "DAGSTER_HOME"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert json.loads(done.stdout)["verdict"] == "passed"
    return home / "kliping.duckdb"


def asked(published: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(published), read_only=True) as connection:
        return connection.execute(query).fetchall()


NAME = "parse_filename(uri) || coalesce(member, '')"


def test_every_document_has_the_status_a_reader_gives_it(published: Path) -> None:
    found = dict(asked(published, f"SELECT {NAME}, status FROM documents"))
    assert found == {name_of(document): document["status"] for document in EXPECTED}


def test_every_copy_points_at_the_canonical_a_reader_names(published: Path) -> None:
    named = f"(SELECT document_id, {NAME} AS name FROM documents)"
    found = asked(
        published,
        f"SELECT copy.name, canonical.name, kind FROM duplicates JOIN {named} AS copy USING (document_id)"
        f" JOIN {named} AS canonical ON canonical.document_id = canonical_document_id",
    )
    assert sorted(found) == sorted(
        (name_of(document), document["canonical"] + document.get("canonical_member", ""), document["kind"])
        for document in EXPECTED
        if document["status"] == "duplicate"
    )


def test_every_article_says_how_many_copies_it_has(published: Path) -> None:
    found = dict(asked(published, f"SELECT {NAME}, copies FROM articles JOIN documents USING (document_id)"))
    groups = [document.get("group") for document in EXPECTED]
    assert found == {
        name_of(document): groups.count(document["group"]) - 1 if "group" in document else 0
        for document in EXPECTED
        if document["status"] == "published"
    }


def test_what_is_held_back_says_why(published: Path) -> None:
    found = asked(
        published, f"SELECT DISTINCT {NAME} FROM quarantine JOIN documents USING (document_id, uri) WHERE detail <> ''"
    )
    held = {name_of(row) for row in EXPECTED if row["status"] in ("quarantined", "unreadable")}
    assert {name for (name,) in found} == held


def test_every_line_of_every_page_is_accounted_for(published: Path) -> None:
    found = dict(asked(published, f"SELECT {NAME}, raw_lines FROM documents WHERE status <> 'unreadable'"))
    assert {name_of(row): len(row["line_roles"]) for row in EXPECTED if "line_roles" in row}.items() <= found.items()
    assert asked(published, "SELECT count(*) FROM documents WHERE raw_lines <> kept_lines + removed_lines") == [(0,)]


def test_the_twelve_questions_are_answered_as_the_page_says(published: Path) -> None:
    page = (SEEDS.parent / "docs" / "sql.md").read_text(encoding="utf-8")
    assert len(QUESTIONS) == 12
    assert with_answers(page, published) == page, "make docs"
