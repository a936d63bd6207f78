"""Confidence by field, basis and grade."""

import pytest

from kliping.metadata.confidence import UNJUDGED, WEAK, confidence, graded, keyed, priors


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
