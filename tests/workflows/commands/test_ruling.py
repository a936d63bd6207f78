"""Commands by which a person decides: what is missing is said before anything changes, and who and why go on record."""

from __future__ import annotations

import json
import os
from pathlib import Path

import click
import pytest

from workflows.commands import check, hold, init, preview, prune, release, rollback, train


@pytest.fixture
def whose(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("getpass.getuser", lambda: "rina")
    return "rina"


def test_an_edition_is_published_again_with_the_reason_and_the_name(said, published: Path, whose: str) -> None:
    blank = said(rollback, "1", "--home", published, "--why", "  ")
    assert (blank.exit_code, "--why needs a reason" in blank.stderr) == (click.UsageError.exit_code, True)
    told = said(rollback, "1", "--home", published, "--why", " salah ukur ").stdout
    assert told.startswith("Edition 3 passed: the tables of edition 1. Published: ")
    from workflows.commands import editions

    newest = json.loads(said(editions, "--home", published, "--json").stdout.splitlines()[0])
    assert (newest["edition"], newest["articles"], newest["why"]) == (3, 1, f"salah ukur ({whose})")


@pytest.mark.parametrize(("command", "word"), [(hold, "hold"), (release, "release")])
def test_a_ruling_goes_on_record_with_its_word_and_of_what_is_known_alone(
    said, published: Path, whose: str, command: object, word: str
) -> None:
    import duckdb

    with duckdb.connect(published / "kliping.duckdb", read_only=True) as connection:
        ((document,),) = connection.execute("SELECT document_id FROM articles LIMIT 1").fetchall()
    assert said(command, "nobody", "--home", published, "--why", "x").exception is not None
    assert said(command, document, "--home", published, "--why", "permintaan narasumber").stdout.startswith(
        f"On record: {word} {document}."
    )
    last = json.loads((published / "rulings.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert {word, document, whose, "permintaan narasumber"} <= set(map(str, last.values()))


def test_accepting_needs_both_what_and_why_and_a_candidate(said, published: Path, tmp_path: Path) -> None:
    for words in (("--accept", "no_chilli"), ("--why", "diketahui")):
        half = said(check, "--home", published, *words)
        assert (half.exit_code, "go together" in half.stderr) == (click.UsageError.exit_code, True)
    assert "Run 'kliping run' first" in str(said(check, "--home", tmp_path / "new").exception)


def test_a_settings_file_is_written_once_and_over_another_by_force_alone(said, tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    pages.mkdir()
    (pages / "a.txt").write_text("Warga turun ke sungai.\n")
    first = said(init, pages)
    assert first.stdout.endswith("Written: kliping.toml. Next: kliping run, then kliping ui\n")
    written = (tmp_path / "kliping.toml").read_text(encoding="utf-8")
    (tmp_path / "kliping.toml").write_text("# mine\n")
    assert "--force" in str(said(init, pages).exception)
    assert (tmp_path / "kliping.toml").read_text(encoding="utf-8") == "# mine\n"
    assert said(init, pages, "--force").exit_code == 0
    assert (tmp_path / "kliping.toml").read_text(encoding="utf-8") == written
    named = said(init, pages, "--into", "other.toml").stdout
    assert named.endswith("Next: kliping run --config other.toml, then kliping ui --config other.toml\n")


def test_what_was_pruned_is_said_in_words_and_for_machines(said, tmp_path: Path) -> None:
    home = tmp_path / "home"

    def set_aside() -> None:
        (home / "aside").mkdir(parents=True, exist_ok=True)
        old = home / "aside" / "old.parquet.1"
        old.write_bytes(b"x" * 1000)
        os.utime(old, (0, 0))

    set_aside()
    lines = said(prune, "--home", home).stdout.splitlines()
    assert "files set aside: 1 removed, 1,000 bytes" in lines
    assert lines[-1] == "Freed 1,000 bytes."
    set_aside()
    told = [json.loads(line) for line in said(prune, "--home", home, "--json").stdout.splitlines()]
    assert {"what": "files set aside", "count": 1, "bytes": 1000} in told
    assert sum(one["bytes"] for one in told) == 1000


def test_a_preview_under_another_setting_says_what_it_comes_to_and_publishes_nothing(said, published: Path) -> None:
    before = (published / "kliping.duckdb").read_bytes()
    told = said(preview, "--home", published, "--set", "gate.body_words_min=9000", "--json")
    assert told.exit_code == 0, told.output
    assert {"verdict", "shut_by", "understood", "expectations", "difference"} <= json.loads(told.stdout).keys()
    assert (published / "kliping.duckdb").read_bytes() == before


def test_labelled_pages_are_added_to_a_model_or_make_one_of_their_own(
    said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr("kliping.learning.added.add_pages", lambda *words: asked.append(words) or "better by much")
    monkeypatch.setattr("kliping.learning.lines.train", lambda *words: asked.append(words))
    gold, base = tmp_path / "gold.jsonl", tmp_path / "base.gz"
    gold.write_text("{}\n")
    base.write_bytes(b"")
    added = said(train, gold, "--base", base)
    assert added.stdout.startswith("better by much\nModel: line_model.gz. ")
    said(train, gold, "--anew", "--into", "own.gz")
    assert asked == [(gold, Path("line_model.gz"), base), (gold, Path("own.gz"))]
