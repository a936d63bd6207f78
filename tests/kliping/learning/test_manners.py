from string import Formatter

import pytest

from kliping.learning.manners import forms, months


def test_months_are_those_of_the_file_of_the_language() -> None:
    assert (months("id")[1], months("en")[8], months("de")[2]) == ("Februari", "September", "März")


@pytest.mark.parametrize(
    ("of", "kind", "filled"),
    [("thread", "ages", "n"), ("list", "ages", "n"), ("list", "dates", "dmh"), ("block", "hours", "hm")],
)
def test_forms_are_filled_in_with_what_is_known(of: str, kind: str, filled: str) -> None:
    for form in forms(of, kind):
        assert {name for _, name, _, _ in Formatter().parse(form) if name} <= set(filled)


def test_every_question_has_its_answer() -> None:
    answers = dict(zip(forms("block", "questions"), forms("block", "answers"), strict=True))
    assert (answers[""], answers["Q: "]) == ("", "A: ")
