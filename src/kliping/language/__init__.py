"""Step 3: the language of every paragraph and document.

Belongs here: naming languages, with evidence. Does not belong here: which languages are allowed (the expectations).
Importing this package imports neither langdetect nor numba.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kliping.language.detection import detect_languages

if TYPE_CHECKING:
    import polars as pl

__all__ = ["detect_languages", "langdetect_exact"]


def langdetect_exact(texts: pl.Series) -> pl.DataFrame:
    """Give langdetect's answers with seed 0: ``language`` and ``probability``, null where langdetect raises."""
    from kliping.language.reference import langdetect_reference

    return langdetect_reference(texts)
