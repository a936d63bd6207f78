"""langdetect itself, seeded, as the reference engine.

Belongs here: calling langdetect text by text. Does not belong here: the same answers at array speed
(``kliping.language.exact``).
"""

from __future__ import annotations

from functools import cache

import polars as pl
from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

SEED = 0
"""langdetect draws n-grams at random; every text is drawn with this seed."""


@cache
def seeded_factory() -> DetectorFactory:
    """A factory of our own, never langdetect's global one, whose seed anybody may change."""
    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    factory.set_seed(SEED)
    return factory


def langdetect_reference(texts: pl.Series) -> pl.DataFrame:
    """What langdetect says of each text, one call a text.

    Returns:
        ``language`` (String) and ``probability`` (Float64), a row a text: both null where the text is null or
        langdetect raises for want of features; ``unknown`` with a null probability where no language reaches 0.1.
    """
    answers = [_answer(text) for text in texts.to_list()]
    return pl.DataFrame(answers, schema={"language": pl.String, "probability": pl.Float64}, orient="row")


def _answer(text: str | None) -> tuple[str | None, float | None]:
    if text is None:
        return None, None
    detector = seeded_factory().create()
    detector.append(text)
    try:
        ranked = detector.get_probabilities()
    except LangDetectException:
        return None, None
    return (ranked[0].lang, ranked[0].prob) if ranked else ("unknown", None)
