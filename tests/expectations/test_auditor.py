"""A candidate is judged: rows that are held, results, and what shuts the gate."""

from datetime import UTC, datetime

from expectations import audit, judge_rows
from kliping import frames
from kliping.settings import Settings

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
