"""The verdict: recorded whole, asked by whoever publishes, accepted by a person on record."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from expectations import accept, read_verdict, require_open_gate, write_verdict
from expectations.auditor import Audit, Outcome
from expectations.rulings import read_rulings
from expectations.spec import ExpectationSpec
from kliping.errors import GateClosed, StoreError

NOON = datetime(2024, 5, 3, 12, tzinfo=UTC)


def audit_with(*broken: tuple[str, int]) -> Audit:
    outcomes = tuple(
        Outcome(
            ExpectationSpec(name=name, table="articles", severity="critical", dimension="validity", description="…"),
            success=count == 0,
            observed=f"{count} of 9 rows break it",
            value=count / 9,
            element_count=9,
            unexpected_count=count,
            held=0,
            sample=(),
        )
        for name, count in broken
    )
    return Audit(7, "run-7", NOON, outcomes, read_rulings(None))


def test_a_passed_one_opens_the_gate_for_its_own_tables(tmp_path: Path) -> None:
    written = write_verdict(tmp_path, audit_with(("unique_article_ids", 0)), "abc")
    assert require_open_gate(tmp_path, "abc", edition=7) == written == read_verdict(tmp_path)
    assert written.word == "passed"
    with pytest.raises(GateClosed, match=r"edition 7\) is of another candidate.*kliping check"):
        require_open_gate(tmp_path, "def", edition=7)


@pytest.mark.parametrize("content", [None, "", "{", "[]", '{"edition": 7}', '{"passed": true}', "null"])
def test_none_or_a_broken_one_opens_nothing(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "verdict.json").write_text(content)
    assert read_verdict(tmp_path) is None
    with pytest.raises(GateClosed, match="never audited"):
        require_open_gate(tmp_path, "abc", edition=7)


def test_a_failed_one_says_what_shuts_the_gate_and_how_to_go_on(tmp_path: Path) -> None:
    write_verdict(tmp_path, audit_with(("unique_article_ids", 3), ("known_roles", 0)), "abc")
    with pytest.raises(GateClosed) as refusal:
        require_open_gate(tmp_path, "abc", edition=7)
    assert str(refusal.value) == (
        "edition 7 refused: unique_article_ids (3 broken). See expectation_results; fix, then run 'kliping check', "
        "or publish all the same with '--accept unique_article_ids --why …'."
    )
    assert refusal.value.exit_code == 2


def test_accepting_all_that_is_broken_opens_the_gate_on_record(tmp_path: Path) -> None:
    write_verdict(tmp_path, audit_with(("unique_article_ids", 3), ("known_roles", 1)), "abc")
    assert accept(tmp_path, "known_roles", "peran baru", "Rina", NOON).word == "refused"
    with pytest.raises(GateClosed, match=r"refused: unique_article_ids \(3 broken\)"):
        require_open_gate(tmp_path, "abc", edition=7)
    accept(tmp_path, "unique_article_ids", "diketahui", "Budi", NOON)
    verdict = require_open_gate(tmp_path, "abc", edition=7)
    assert verdict.word == "accepted"
    assert [(one.expectation, one.why, one.who) for one in verdict.accepted] == [
        ("known_roles", "peran baru", "Rina"),
        ("unique_article_ids", "diketahui", "Budi"),
    ]
    kept = [json.loads(line) for line in (tmp_path / "acceptances.jsonl").read_text().splitlines()]
    assert [(one["edition"], one["expectation"]) for one in kept] == [(7, "known_roles"), (7, "unique_article_ids")]


def test_an_acceptance_counts_for_the_same_tables_only(tmp_path: Path) -> None:
    broken = audit_with(("known_roles", 1))
    write_verdict(tmp_path, broken, "abc")
    accept(tmp_path, "known_roles", "peran baru", "Rina", NOON)
    assert write_verdict(tmp_path, broken, "abc").open
    assert not write_verdict(tmp_path, broken, "def").open


@pytest.mark.parametrize(
    ("expectation", "why", "who", "fault"),
    [
        ("body_length", "x", "Rina", "does not shut the gate of edition 7; these do: known_roles"),
        ("known_roles", "", "Rina", "needs a reason"),
        ("known_roles", "x", " ", "needs a reason and a name"),
    ],
)
def test_half_an_acceptance_is_refused(tmp_path: Path, expectation: str, why: str, who: str, fault: str) -> None:
    write_verdict(tmp_path, audit_with(("known_roles", 1)), "abc")
    with pytest.raises(GateClosed, match=fault):
        accept(tmp_path, expectation, why, who, NOON)
    assert not (tmp_path / "acceptances.jsonl").exists()


def test_nothing_to_accept_without_a_verdict(tmp_path: Path) -> None:
    with pytest.raises(GateClosed, match="no verdict"):
        accept(tmp_path, "known_roles", "x", "Rina", NOON)


def test_a_verdict_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    with pytest.raises(StoreError, match="Cannot write"):
        write_verdict(tmp_path / "home", audit_with(), "abc")
