"""The page of settings, from settings of any type."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest

from workflows.documentation.settings import _default, _kind, setting_names, settings_document


@pytest.mark.parametrize(
    ("annotation", "said"),
    [
        (str, "text"),
        (int, "whole number"),
        (float, "number"),
        (bool, "true or false"),
        (Path, "path"),
        (Path | None, "path or unset"),
        (tuple[str, ...], "list of text"),
        (list[int], "list of whole number"),
        (dict[str, float], "table of number"),
        (Literal["fast", "langdetect"], "`fast` or `langdetect`"),
    ],
)
def test_a_type_is_named_as_a_person_would(annotation: object, said: str) -> None:
    assert _kind(annotation) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (None, "unset"),
        (True, "true"),
        (0.5, "0.5"),
        (("id", "en"), '["id", "en"]'),
        ((), "[]"),
        ((1, 2), "[1, 2]"),
        (Path("data"), "data"),
    ],
)
def test_a_default_is_written_as_a_person_would_set_it(value: object, said: str) -> None:
    assert _default(value) == said


def test_names_are_dotted_and_once() -> None:
    names = list(setting_names())
    assert "home" in names
    assert "reading.batch_documents" in names
    assert len(names) == len(set(names))


def test_every_row_of_the_page_has_four_cells() -> None:
    rows = [line for line in settings_document().splitlines() if line.startswith("| `")]
    assert len(rows) == len(list(setting_names()))
    assert {row.replace("\\|", "").count("|") for row in rows} == {5}
