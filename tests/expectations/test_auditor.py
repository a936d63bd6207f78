"""A candidate is judged: rows that are held, results, and what shuts the gate."""

from datetime import UTC, datetime

import polars as pl
import pytest

from expectations import audit, judge_rows
from expectations.rulebook import built_in
from kliping import frames
from kliping.errors import RuleError
from kliping.settings import GateSettings, Settings
from kliping.tables.tables import EXPECTATION_RESULTS

NOW = datetime(2024, 5, 3, tzinfo=UTC)


def test_every_failing_row_is_named_with_its_reason(candidate) -> None:
    made = candidate().publish("good").publish("bad", body="tiga kata saja").publish("empty", body=None)
    held = judge_rows(made.path, Settings())
    assert held.schema == frames.QUARANTINE_REASONS
    assert held.rows() == [
        ("d-bad", "body_length", "body_length", "The body has 3 words and 14 characters."),
        ("d-empty", "body_length", "body_length", "The page has no body."),
    ]


def test_a_sound_candidate_passes(candidate) -> None:
    made = candidate().publish("x", "y").copy_of("d-z", "x").hold("d-h").hold("d-u", None, "reading")
    found = audit(made.path, Settings(), edition=6, run_id="run", checked_at=NOW)
    assert found.passed
    assert found.shut_by == {}
    assert {one.spec.name for one in found.outcomes if not one.success} == {"body_length"}


def test_a_broken_critical_expectation_shuts_the_gate(candidate) -> None:
    made = candidate().publish("x", "y").sql("DELETE FROM removed_lines WHERE document_id = 'd-x' AND line = 1")
    found = audit(made.path, Settings(), edition=6, run_id="run", checked_at=NOW)
    assert found.shut_by == {"every_line_accounted_for": 1}
    assert not found.passed


def test_documents_held_back_are_a_warning_and_shut_no_gate(candidate) -> None:
    found = audit(candidate().publish("x").hold("d-h").path, Settings(), edition=6, run_id="run", checked_at=NOW)
    (row,) = found.results.filter(expectation="body_length").rows(named=True)
    assert (row["severity"], row["success"], row["unexpected_count"], row["element_count"]) == ("warning", False, 1, 2)
    assert row["observed"] == "0 of 1 rows break it; 1 documents held back"
    assert found.passed


def test_results_are_rows_of_expectation_results(candidate) -> None:
    found = audit(candidate().publish("x").path, Settings(), edition=6, run_id="run", checked_at=NOW)
    assert found.results.columns == [column.name for column in EXPECTATION_RESULTS.columns]
    assert found.results["expectation"].is_unique().all()
    assert set(found.results["checked_at"]) == {NOW}


def test_neither_results_nor_samples_hold_contact_data_or_page_text(candidate) -> None:
    made = candidate().publish("x", body="Kirim naskah ke redaksi.rahasia@example.org hari ini " * 5)
    found = audit(made.path, Settings(), edition=6, run_id="run", checked_at=NOW)
    assert "no_contact_data" in {one.spec.name for one in found.outcomes if not one.success}
    told = str(found.results.to_dicts()) + str([one.sample for one in found.outcomes])
    assert "rahasia" not in told
    assert "naskah" not in told
    held = judge_rows(made.path, Settings(gate=GateSettings(languages=("en",))))
    assert held["detail"].to_list() == ["The body is in id."]


def test_a_rule_that_fails_while_it_runs_is_named_without_the_data(candidate, tmp_path) -> None:
    (tmp_path / "expectations.toml").write_text(
        '[[rule]]\nname = "numbers_only"\ntable = "articles"\ndescription = "Titles are numbers."\n'
        'sql = "SELECT article_id FROM articles WHERE title::INTEGER > 0"\n'
    )
    made = candidate().publish("x", title="Judul rahasia ini")
    with pytest.raises(RuleError, match=r"numbers_only of .*expectations\.toml cannot be run") as refusal:
        audit(made.path, Settings(), edition=6, run_id="run", checked_at=NOW, home=tmp_path)
    assert "rahasia" not in str(refusal.value)


def test_what_is_judged_alone_looks_at_one_document_at_a_time(candidate) -> None:
    """Each document in a file of its own is judged as it is among all."""
    broken = {
        "short": {"body": "tiga kata saja"},
        "early": {"published_on": "1500-01-01"},
        "foreign": {"language": "sw"},
        "wall": {},
    }
    no_article = "UPDATE documents SET page_kind = 'login' WHERE document_id = 'd-wall'"
    among_all = candidate()
    for name in ("good", "other"):
        among_all.publish(name)
    alone = []
    for name, values in broken.items():
        among_all.publish(name, **values).sql(no_article)
        alone.append(candidate().publish(name, **values).sql(no_article))
    known = Settings(gate=GateSettings(languages=("id",)))
    whole = judge_rows(among_all.path, known).sort("document_id", "expectation")
    assert {name.removeprefix("d-") for name in whole["document_id"]} == set(broken)
    apart = pl.concat([judge_rows(one.path, known) for one in alone]).sort("document_id", "expectation")
    assert apart.equals(whole)
    holding = [spec for spec in built_in(known.gate) if spec.holds]
    assert {spec.scope for spec in holding} == {"document"}
    assert {spec.name for spec in holding} == set(whole["expectation"])
