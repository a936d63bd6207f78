"""Settings of naming the language."""

from __future__ import annotations

from pathlib import Path  # noqa: TC003 - pydantic reads the annotation
from typing import Literal

from pydantic import Field

from kliping.settings.section import Section


class LanguageSettings(Section):
    """Thresholds of naming the language."""

    engine: Literal["fast", "langdetect"] = Field(
        "fast",
        description="Which program answers: `fast` gives langdetect's own seeded answers at array speed, "
        "`langdetect` is the reference, about a hundred times slower.",
    )
    minimum_letters: int = Field(
        40,
        ge=1,
        description="Letters a paragraph must have before its language is named; below, it is `und`. A letter of a "
        "script that writes syllables or words counts three times. Of news cut to 40 characters langdetect names 6 in "
        "100 wrongly, of news cut to 20 characters 20.",
    )
    minimum_probability: float = Field(
        0.8,
        ge=0,
        le=1,
        description="Probability, 0 to 1, that langdetect must reach before its answer counts; below, a text is `und`. "
        "It halves the wrong answers on 40 characters and costs 5 answers in 100.",
    )
    mixed_share: float = Field(
        0.2,
        gt=0,
        le=0.5,
        description="Share of a body's letters, 0 to 0.5, from which on a second language is named in the evidence.",
    )
    cache: Path | None = Field(
        None,
        description="Folder for the tables compiled from langdetect's profiles; unset: `kliping/` in the user's cache "
        "folder (`XDG_CACHE_HOME`, else `~/.cache`), where numba's compiled code is kept too.",
    )
    threads: int | None = Field(
        None,
        ge=1,
        description="Threads that judge texts at once; unset: as many as Polars uses. No answer depends on it.",
    )
