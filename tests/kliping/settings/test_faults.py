"""Faults of settings in plain words, and variables that name none."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ValidationError

from kliping.settings import Settings
from kliping.settings.faults import in_plain_words, sentence, unknown_variables


class Sample(BaseModel):
    """One setting of a kind that has no words of its own."""

    size: complex = 0j


def test_a_kind_without_words_of_its_own_says_what_pydantic_says() -> None:
    with pytest.raises(ValidationError) as fault:
        Sample(size="?")  # type: ignore[arg-type]
    (found,) = fault.value.errors()
    assert in_plain_words(Sample, found) == f"size: {found['msg']}"


@pytest.mark.parametrize(
    ("variable", "told"),
    [
        ("KLIPING_HOME", []),
        ("kliping_gate__languages", []),
        ("KLIPING_CONFIG", []),
        ("KLIPING_TRACEBACK", []),
        ("KLIPING_IMAGE_TAG", []),
        ("PATH", []),
        ("KLIPING_HOM", ["KLIPING_HOM names no setting; did you mean KLIPING_HOME?"]),
        ("KLIPING_GATES__X", ["KLIPING_GATES__X names no setting; did you mean KLIPING_GATE__X?"]),
    ],
)
def test_a_variable_that_looks_like_a_setting_and_is_none(variable: str, told: list[str]) -> None:
    assert unknown_variables(Settings, [variable]) == told


def test_a_sentence_ends_once() -> None:
    assert sentence(["there is no setting hme; did you mean home?"]).endswith(
        "home? See docs/settings.md for every name."
    )
    assert sentence(["one", "two"]) == "Settings cannot be used: one; two. See docs/settings.md for every name."
