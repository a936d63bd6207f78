import polars as pl
import pytest

from kliping.engines import objects
from kliping.frames import DOCUMENTS, conform
from tests.object_store import environment, faulty_way, object_store


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


@pytest.fixture
def named_in_the_environment(monkeypatch):
    """Names an S3 server in the environment, for file systems that are made from now on."""

    def named(address):
        s3fs = pytest.importorskip("s3fs")
        for name, value in environment(address).items():
            monkeypatch.setenv(name, value)
        s3fs.S3FileSystem.clear_instance_cache()
        objects._system_of.cache_clear()

    return named


@pytest.fixture(scope="module")
def stumbling():
    """The way to an S3 server, and what goes wrong on it."""
    pytest.importorskip("s3fs")
    pytest.importorskip("moto.server")
    with object_store() as address, faulty_way(address) as (way, met):
        yield way, met


@pytest.fixture
def faults(stumbling, named_in_the_environment):
    """What goes wrong on the way to the S3 server of the environment: nothing, until a test says so."""
    way, met = stumbling
    named_in_the_environment(way)
    met.next, met.always, met.met = [], "", 0
    return met
