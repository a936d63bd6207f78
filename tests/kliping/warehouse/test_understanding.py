"""Batches understood on an engine: the frames, stamps and failures that the steps leave in the store by themselves."""

from __future__ import annotations

import pickle
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from kliping import steps
from kliping.engines import Batch, Embedded, Objects
from kliping.errors import SettingsError, StoreError
from kliping.frames import FAILURES, empty
from kliping.isolation import run_step
from kliping.settings import Settings
from kliping.stamps import stamps
from kliping.steps import PAGE_STEPS
from kliping.warehouse.away import beside, on_cluster
from kliping.warehouse.failures import failures_of
from kliping.warehouse.lock import writing
from kliping.warehouse.store import Store
from kliping.warehouse.understanding import Exchange, Understand, understand_batches

PAGE = "Beranda\n\nWarga Bersihkan Sungai {n}\n\nOleh Sari Wulandari\nSenin, 3 Juni 2024\n\n" + "\n\n".join(
    f"Warga desa kembali turun ke sungai pada Sabtu pagi untuk mengangkat sampah bagian {{n}}-{part}."
    for part in range(4)
)

STEPS = [step.name for step in PAGE_STEPS]


@pytest.fixture
def home(tmp_path: Path, documents):
    """A store with three batches that were read, and nothing else."""
    store = Store(tmp_path / "home")
    settings = Settings(home=store.home)
    for batch in ("b1", "b2", "b3"):
        pages = documents({f"{batch}-{n}": PAGE.format(n=f"{batch} {n}") for n in range(3)})
        store.write("raw_documents", batch, pages, recipe=f"read {batch}")
    return store, settings


def understood(store: Store, settings: Settings, names=STEPS, batches=("b1", "b2", "b3")) -> list[str]:
    with writing(store.home, doing="a test"), beside(store) as exchange:
        return list(understand_batches(Embedded(), store, settings, exchange, [(batch, names) for batch in batches]))


def test_the_store_has_what_the_steps_make(home) -> None:
    store, settings = home
    assert understood(store, settings) == ["b1", "b2", "b3"]
    for batch in ("b1", "b2", "b3"):
        frames = {"raw_documents": store.read("raw_documents", batch)}
        for step in PAGE_STEPS:
            frames[step.name] = run_step(step, frames, settings, empty(FAILURES)).frame
            assert frames[step.name].height
            assert_frame_equal(store.read(step.name, batch), frames[step.name])
            assert store.is_there(step.name, batch, stamps(settings))
            assert store.seconds(step.name, batch) >= 0
    assert [path.name for path in store.home.iterdir() if path.name.startswith(".writing")] == []


def test_steps_that_are_there_are_taken_and_not_made(home) -> None:
    store, settings = home
    understood(store, settings)
    before = {step: store.path(step, "b1").stat().st_mtime_ns for step in STEPS}
    understood(store, settings, ["pages", "signatures"], ["b1"])
    changed = {step for step in STEPS if store.path(step, "b1").stat().st_mtime_ns != before[step]}
    assert changed == {"pages", "signatures"}
    assert all(store.is_there(step, "b1", stamps(settings)) for step in STEPS)


def test_a_page_that_breaks_a_step_is_set_aside_by_that_step(home, monkeypatch) -> None:
    store, settings = home
    whole = steps.clean

    def poisoned(pages: pl.DataFrame, given):
        if pages["document_id"].is_in(["b2-1"]).any():
            raise ValueError("words of a page")
        return whole(pages, given)

    monkeypatch.setattr(steps, "clean", poisoned)
    understood(store, settings)
    failed = failures_of(store, "b2")
    assert failed.select("document_id", "stage", "reason").rows() == [("b2-1", "lines", "step_failed")]
    assert "words of a page" not in failed["detail"].item()
    assert "b2-1" not in store.read("signatures", "b2")["document_id"]
    assert failures_of(store, "b1").is_empty()
    understood(store, settings, ["signatures"], ["b2"])  # the failure of an earlier step stands
    assert "b2-1" not in store.read("signatures", "b2")["document_id"]
    monkeypatch.setattr(steps, "clean", whole)
    understood(store, settings, STEPS, ["b2"])
    assert failures_of(store, "b2").is_empty()
    assert "b2-1" in store.read("signatures", "b2")["document_id"]


def test_a_node_with_other_words_says_so(home) -> None:
    _, settings = home
    work = Understand({}, {**stamps(settings), "lines": "another"})
    with pytest.raises(StoreError, match="another version of Kliping"):
        work(Batch("b1", {}, ("lines",)), {})


OTHERWISE = {
    "reading": {"columns": {"text": "isi"}, "document_bytes": 1_000_000},
    "cleaning": {"extractor_weight": 0.125},
    "language": {"minimum_letters": 31},
    "metadata": {"earliest_year": 1991},
    "duplicates": {"exact_words": 13},
}


@pytest.mark.parametrize("section", sorted({section for step in steps.STEPS for section in step.sections}))
def test_a_setting_of_ones_own_is_no_other_version(home, section: str) -> None:
    """What decides how a file is read is not sent, and is in the stamps of all that is made of it."""
    store, settings = home
    own = Settings(home=store.home, **{section: OTHERWISE[section]})
    assert stamps(own) != stamps(settings)
    assert understood(store, own, batches=("b1",)) == ["b1"]
    assert store.is_there("metadata", "b1", stamps(own))


def test_nothing_of_this_machine_is_sent(tmp_path: Path, documents, monkeypatch) -> None:
    """Neither the home nor a source, nor a login in one: what is sent is looked through as it travels."""
    store = Store(tmp_path / "secret-home")
    settings = Settings(
        home=store.home, source=("s3://key:secret-4711@bucket/pages",), language={"cache": str(tmp_path / "cache")}
    )
    store.write("raw_documents", "b1", documents({"d1": PAGE.format(n=1)}))
    sent = []

    class Listening(Embedded):
        def each(self, jobs):
            for job in jobs:
                sent.append(pickle.dumps(job.work) + pickle.dumps(job.batch))
                yield from super().each([job])

    away = Objects(str(tmp_path / "away"))
    with writing(store.home, doing="a test"):
        exchange = Exchange(away.below("in"), away.below("out"))
        assert list(understand_batches(Listening(), store, settings, exchange, [("b1", STEPS)])) == ["b1"]
    assert sent
    for told in sent:
        assert b"secret" not in told
        assert str(tmp_path).encode() not in told


@pytest.mark.parametrize(
    ("exchange", "said"),
    [
        ("s3://key:secret-4711@bucket/x", "no user, password or token"),
        ("s3://bucket/x?X-Amz-Signature=secret-4711", "no user, password or token"),
        ("relative/folder", "from the root"),
        ("https://example.org/x", "an address of s3"),
    ],
)
def test_an_exchange_that_cannot_be_one_is_refused(exchange: str, said: str) -> None:
    from kliping.settings import load_settings

    with pytest.raises(SettingsError, match=said) as refused:
        load_settings(None, exchange=exchange)
    assert "4711" not in str(refused.value)


def test_a_cluster_elsewhere_needs_an_exchange(home) -> None:
    store, settings = home
    elsewhere = settings.model_copy(update={"engine": "ray", "ray_address": "head.example.org:6379"})
    with pytest.raises(SettingsError, match="setting exchange is missing"), on_cluster(store, elsewhere):
        pass
