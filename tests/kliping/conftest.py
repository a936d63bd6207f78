import polars as pl
import pytest

from kliping.frames import DOCUMENTS, conform


@pytest.fixture(scope="session")
def documents():
    """Makes DOCUMENTS of texts; named by their place, or by the keys of a mapping."""

    def made(*texts, markup=False):
        named = texts[0] if texts and isinstance(texts[0], dict) else {f"{n:04d}": text for n, text in enumerate(texts)}
        schema = {"document_id": pl.String, "text": pl.String}
        rows = {"document_id": list(named), "text": list(named.values())}
        frame = pl.DataFrame(rows, schema=schema).with_columns(pl.lit(value=markup).alias("markup"))
        missing = [pl.lit(None).alias(name) for name in DOCUMENTS if name not in frame.columns]
        return frame.with_columns(missing).pipe(conform, DOCUMENTS)

    return made
