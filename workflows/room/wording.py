"""The words of the pages in the reader's language, from a file a language beside the templates.

The templates hold English sentences, so the English file only has words for codes such as ``no_date``.

Belongs here: choosing a language and translating our own words. Does not belong here: page text, which stays as it is.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

LANGUAGES = {"en": "English", "id": "Indonesia"}
"""Languages of the pages, each by its own name."""

COOKIE = "kliping_language"


@cache
def _dictionary(language: str) -> dict[str, str]:
    text = files("workflows.room").joinpath("words", f"{language}.toml").read_text(encoding="utf-8")
    return {str(key): str(value) for key, value in tomllib.loads(text).items()}


def wording(language: str) -> Callable[..., str]:
    """A function from an English sentence to the same in ``language``; ``{name}`` in it takes the value of that name.

    A sentence that the file does not have stays English.
    """
    known = _dictionary(language)

    def worded(sentence: object, **values: object) -> str:
        text = known.get(str(sentence), str(sentence))
        return text.format(**values) if values else text

    return worded


def language_of(accepted: str, cookie: str | None) -> str:
    """The language to answer in: the one chosen, else the first that the browser accepts and we have."""
    if cookie in LANGUAGES:
        return str(cookie)
    for part in accepted.split(","):
        name = part.split(";")[0].strip().lower().split("-")[0]
        if name in LANGUAGES:
            return name
    return "en"


def number(language: str) -> Callable[[float], str]:
    """A function that writes a count with the thousands marked as ``language`` marks them."""

    def written(value: float) -> str:
        text = f"{value:,}"
        return text.translate(str.maketrans(",.", ".,")) if language == "id" else text

    return written
