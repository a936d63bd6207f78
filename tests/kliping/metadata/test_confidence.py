"""Confidence by field, basis and grade."""

import tomllib

import pytest

from kliping.metadata.confidence import FILE, UNJUDGED, UNLIKELY, WEAK, confidence, graded, keyed, priors, shares
from kliping.metadata.outlets.outlets import PUBLISHER_ORDER

FEW = 20
"""Counted values from which they speak for themselves."""


def test_every_confidence_is_a_share():
    assert keyed()
    assert all(0 < share < 1 for share in keyed().values())


def test_a_basis_that_nobody_judged_is_as_likely_wrong_as_right():
    assert confidence("title", "hearsay") == UNJUDGED


def test_priors_are_those_of_one_field():
    assert priors("editor")["editor_label"] == confidence("editor", "editor_label")
    assert "heading" not in priors("editor")


@pytest.mark.parametrize(("basis", "grade"), [("byline", "byline"), ("byline weak", f"byline{WEAK}")])
def test_a_grade_is_told_by_what_a_value_was_stated_with(basis, grade):
    assert graded("authors", "byline", confidence("authors", basis)) == grade


def test_a_weak_byline_is_stated_with_less():
    assert confidence("authors", f"byline{WEAK}") < confidence("authors", "byline")
    assert confidence("published_on", f"header{WEAK}") < confidence("published_on", "header")


@pytest.mark.parametrize(
    ("counted", "taken_as", "share"),
    [
        ([8, 8], None, 0.9),
        ([0, 0], None, 0.5),
        ([0, 3], None, 0.2),
        (None, "other", 0.9),
        ([0, 10], "other", 0.45),
        ([90, 90], "other", 0.99),
    ],
)
def test_a_confidence_is_counted_and_the_nearest_kind_is_worth_ten_values(counted, taken_as, share):
    told = {"other": [8, 8], "own": counted} if counted else {"other": [8, 8]}
    assert shares(told, {"own": taken_as} if taken_as else {})["own"] == share


def test_what_few_pages_have_is_taken_as_what_many_have():
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    counted, taken_as = told["counted"], told["taken_as"]
    few = {key for key, (_, stated) in counted.items() if stated < FEW}
    assert few <= set(taken_as)
    for key in taken_as:
        while key in taken_as:
            key = taken_as[key]
        assert counted[key][1] >= FEW


@pytest.mark.parametrize("basis", PUBLISHER_ORDER)
def test_every_basis_of_a_publisher_was_counted_or_has_a_kind(basis):
    assert f"publisher {basis}" in keyed()


@pytest.mark.parametrize(("field", "basis"), [("authors", "byline"), ("authors", "byline_label"),
                                              ("published_on", "header"), ("published_on", "published_label"),
                                              ("published_on", "updated_label")])  # fmt: skip
def test_what_is_not_chosen_is_less_likely_right_than_wrong(field, basis):
    assert confidence(field, f"{basis}{UNLIKELY}") < UNJUDGED < confidence(field, basis)
    assert graded(field, basis, confidence(field, f"{basis}{UNLIKELY}")) == f"{basis}{UNLIKELY}"
