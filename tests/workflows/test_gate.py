"""A broken critical expectation shuts the gate, wherever one tries to get through."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import dagster as dg
import pytest

from kliping.errors import GateClosed, RuleError
from kliping.settings import load_settings
from kliping.warehouse.store import Store
from tests.workflows.conftest import NO_CHILLI
from workflows.definitions import build_defs
from workflows.resources import resources_for
from workflows.sensors import enter_batches


@pytest.fixture
def refused(ran, source: Path, home: Path) -> Callable[[], str]:
    """An edition without chilli is published; then a page about it arrives, and a rule that forbids it is in force.

    Gives the digest of the published file.
    """
    ran(source / "a.txt")
    (home / "expectations.toml").write_text(NO_CHILLI)

    def digest() -> str:
        return hashlib.sha256((home / "kliping.duckdb").read_bytes()).hexdigest()

    before = digest()
    with pytest.raises(GateClosed, match="no_chilli"):
        ran(source / "b.txt")
    assert digest() == before
    return digest


def test_refused_in_the_same_run_and_on_record(refused, run, source, home, ask):
    before = refused()
    with pytest.raises(GateClosed, match=r"Edition 2 refused: no_chilli"):
        run(source / "b.txt")
    assert refused() == before
    assert json.loads((home / "edition.json").read_text())["verdict"] == "refused"


def test_refused_on_the_command_line_and_after_a_restart(refused, home, source, kliping, command):
    before = refused()
    for called, *words in ((command, "check"), (kliping, "run", source / "b.txt"), (command, "check")):
        told = called(*words, "--home", home)
        assert told.returncode == 2, told.stderr
        assert "no_chilli" in told.stderr
        assert "Traceback" not in told.stderr
    assert refused() == before


def test_an_acceptance_publishes_and_stays_on_record(refused, home, command, ask):
    told = command("check", "--accept", "no_chilli", "--why", "The market desk asked for it", "--home", home)
    assert told.returncode == 0, told.stderr
    assert ask("SELECT verdict FROM editions ORDER BY edition DESC LIMIT 1") == [("accepted",)]
    assert ask("SELECT count(*) FROM articles WHERE title LIKE '%Cabai%'") == [(1,)]
    assert "The market desk asked for it" in (home / "acceptances.jsonl").read_text()


def test_an_acceptance_of_tables_that_are_out_already_is_an_edition_of_its_own(run, ran, source, home, command, ask):
    ran(source / "b.txt")
    (home / "expectations.toml").write_text(NO_CHILLI)
    with pytest.raises(GateClosed, match="Edition 2 refused: no_chilli"):
        run()
    told = command("check", "--accept", "no_chilli", "--why", "The rule is wrong", "--home", home)
    assert (told.returncode, "Edition 2 accepted" in told.stderr) == (0, True), told.stderr
    assert ask("SELECT edition, verdict FROM editions ORDER BY 1") == [(1, "passed"), (2, "accepted")]
    assert run().edition.verdict == "accepted"


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_bytes(b"no database")])
def test_a_published_file_that_was_lost_comes_back_while_the_last_edition_is_refused(
    refused, run, source, home, ask, damage
):
    before = refused()
    damage(home / "kliping.duckdb")
    with pytest.raises(GateClosed, match=r"The previous edition stays\."):
        run(source / "b.txt")
    assert refused() == before
    (home / "kliping.duckdb").unlink()
    (home / "passed.duckdb").unlink()
    with pytest.raises(GateClosed, match=r"kliping\.duckdb is lost and only a backup brings it back"):
        run(source / "b.txt")
    (home / "expectations.toml").unlink()
    run(source / "b.txt")
    assert ask("SELECT edition, verdict FROM editions") == [(1, "passed"), (2, "refused"), (3, "passed")]
    assert not (home / "passed.duckdb").exists()


def test_a_mended_rule_opens_the_gate(refused, run, source, home, ask):
    (home / "expectations.toml").unlink()
    assert run(source / "b.txt").edition.verdict == "passed"
    assert ask("SELECT count(*) FROM articles") == [(2,)]
    assert ask("SELECT verdict FROM editions ORDER BY edition") == [("passed",), ("refused",), ("passed",)]


def test_a_held_document_is_quarantined_and_comes_out_when_released(run, ran, command, home, ask):
    ran()
    ((document, article),) = ask("SELECT document_id, article_id FROM articles WHERE language = 'en'")
    assert command("hold", document, "--why", "legal asked", "--home", home).returncode == 0
    run()
    assert ask(f"SELECT status FROM documents WHERE document_id = '{document}'") == [("quarantined",)]
    assert ask(f"SELECT count(*) FROM articles WHERE article_id = '{article}'") == [(0,)]
    assert command("release", document, "--why", "legal agrees", "--home", home).returncode == 0
    run()
    assert ask(f"SELECT document_id FROM articles WHERE article_id = '{article}'") == [(document,)]


def test_when_the_canonical_is_held_a_copy_takes_its_place(run, ran, command, home, ask):
    ran()
    query = "SELECT document_id, canonical_document_id FROM duplicates"
    ((copy, canonical),) = ask(query)
    assert command("hold", canonical, "--why", "wrong upload", "--home", home).returncode == 0
    run()
    assert ask(f"SELECT status FROM documents WHERE document_id = '{copy}'") == [("published",)]
    assert ask(f"SELECT status FROM documents WHERE document_id = '{canonical}'") == [("quarantined",)]


def test_a_rule_that_cannot_be_used_is_a_sentence(run, home):
    home.mkdir()
    (home / "expectations.toml").write_text("[[rule]\n")
    with pytest.raises(RuleError, match=r"expectations\.toml is not TOML"):
        run()


def test_a_rule_that_cannot_be_used_stops_the_publish_with_its_sentence_and_nothing_else(
    ran, home: Path, source: Path
) -> None:
    ran(source / "a.txt")
    (home / "expectations.toml").write_text('[[rule]]\nname = "no_rule"\ntable = "articles"\nkey = ["x"]\n')
    settings = load_settings(None, home=home, source=(str(source),))
    definitions = build_defs(**resources_for(settings))
    with dg.DagsterInstance.ephemeral() as instance:
        enter_batches(instance, Store(home).parts("batches"))
        (batch,) = Store(home).parts("batches")
        assert definitions.resolve_job_def("ingest").execute_in_process(instance=instance, partition_key=batch).success
        with pytest.raises(dg.Failure, match="rule no_rule"):
            definitions.resolve_job_def("publish").execute_in_process(instance=instance)
