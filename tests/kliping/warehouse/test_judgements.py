"""Rules are asked of a group again where its frames, its places or who of it is held are other than they were."""

from __future__ import annotations

import polars as pl
import pytest

from kliping.frames import DUPLICATES, QUARANTINE_REASONS
from kliping.warehouse.candidate import Corpus
from kliping.warehouse.judgements import Judgements, members_of

NOTHING = pl.Series("document_id", [], pl.String)


def corpus(*rows: tuple[str, str, str], held: tuple[str, ...] = ()) -> Corpus:
    """Documents with their canonical and their group."""
    told = [(one, of, group, "canonical" if one == of else "near", 1.0) for one, of, group in rows]
    duplicates = pl.DataFrame(told, schema=DUPLICATES, orient="row")
    return Corpus.of((), duplicates, held=reasons(*held))


def reasons(*documents: str) -> pl.DataFrame:
    return pl.DataFrame([(one, "rule", "rule", "Its words.") for one in documents], QUARANTINE_REASONS, orient="row")


FIRST = (("d1", "d1", "g1"), ("d2", "d1", "g1"), ("d3", "d3", "g3"))


@pytest.fixture
def before() -> Judgements:
    """What was said of two groups, and of a document that is in none."""
    said = Judgements.none()
    said.keep(members_of(corpus(*FIRST)), reasons("d2", "d9"))
    return said


@pytest.mark.parametrize(
    ("now", "changed", "known", "found"),
    [
        (corpus(*FIRST), (), {"d1", "d2", "d3"}, ["d2"]),
        (corpus(*FIRST), ("d2",), {"d3"}, []),  # its own frames
        (corpus(*FIRST, ("d4", "d3", "g3")), (), {"d1", "d2"}, ["d2"]),  # one copy more
        (corpus(("d1", "d2", "g1"), ("d2", "d2", "g1"), FIRST[2]), (), {"d3"}, []),  # another canonical
        (corpus(*FIRST, held=("d1",)), (), {"d3"}, []),
    ],
)
def test_what_was_said_of_a_group_holds_while_it_stands_as_it_stood(before, now, changed, known, found) -> None:
    groups, told = before.of(members_of(now), pl.Series("document_id", changed, pl.String))
    assert set(groups["document_id"]) == known
    assert told["document_id"].to_list() == found


def test_only_the_groups_that_are_asked_for_are_told() -> None:
    members = members_of(corpus(*FIRST), pl.Series("document_id", ["d1"]))
    assert set(members["document_id"]) == {"d1", "d2"}
    assert members["place"].n_unique() == 1
    assert members_of(corpus(*FIRST[::-1])).sort("document_id").equals(members_of(corpus(*FIRST)).sort("document_id"))


def test_what_was_found_outside_of_groups_holds_until_the_document_changes_or_has_a_group(before: Judgements) -> None:
    assert before.outside(corpus(*FIRST), NOTHING)["document_id"].to_list() == ["d9"]
    assert before.outside(corpus(*FIRST), pl.Series("document_id", ["d9"])).is_empty()
    assert before.outside(corpus(*FIRST, ("d9", "d9", "g9")), NOTHING).is_empty()
