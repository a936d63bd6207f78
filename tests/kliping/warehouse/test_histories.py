"""Random histories of a source: whatever arrives, grows, changes, goes back or leaves, no document is held twice, no
old text stands on top, and what is published is what one run over the final state publishes."""

from __future__ import annotations

import json
import os
import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from kliping.cleaning import bodies
from kliping.duplicates import sign
from kliping.frames import LINES, METADATA_EVIDENCE, QUARANTINE_REASONS, empty
from kliping.settings import Settings
from kliping.stamps import stamps
from kliping.steps import BY_NAME
from kliping.warehouse.copies import find_copies
from kliping.warehouse.ingest import look, read_batch
from kliping.warehouse.store import BATCH_STEPS, Store
from kliping.warehouse.takedown import take_down
from tests.longer import LONGER

BEGINNING = datetime(2026, 1, 2, tzinfo=UTC)


@dataclass
class Source:
    """A folder whose files change, a home that follows it, and what ought to be published."""

    folder: Path
    home: Path
    dice: random.Random
    follow: bool
    files: dict[str, list[str]] = field(default_factory=dict)  # name: texts, one for a page
    earlier: dict[str, list[list[str]]] = field(default_factory=dict)
    withdrawn: set[str] = field(default_factory=set)  # replaced by another text of the same page
    forgotten: set[str] = field(default_factory=set)
    shut: set[str] = field(default_factory=set)  # names that a take-down forgot
    away: dict[str, list[str]] = field(default_factory=dict)  # files that left, and lie elsewhere
    scraped: dict[str, int] = field(default_factory=dict)  # when a scraper wrote the rows of a file
    moment: int = 0
    made: int = 0

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True)
        self.settings = Settings(home=self.home, reading={"follow_removals": self.follow, "settle_seconds": 0})
        self.store = Store(self.home)
        self.write("anchor.txt", [self.text()])

    def text(self) -> str:
        """Words that stand in no other text."""
        self.made += 1
        dice = random.Random(f"{self.made} {self.folder}")
        words = ("".join(dice.choice("bdfgklmnprst") + dice.choice("aeiou") for _ in range(3)) for _ in range(40))
        return " ".join(words)

    def write(self, name: str, texts: list[str]) -> None:
        self.moment += 1
        if name in self.files:
            self.earlier.setdefault(name, []).append(self.files[name])
        self.files[name] = texts
        path = self.folder / name
        scraped = {"scraped": self.scraped[name]} if name in self.scraped else {}
        lines = texts if name.endswith(".txt") else [json.dumps({"text": text, **scraped}) for text in texts]
        path.write_text("\n".join(lines) + "\n")
        os.utime(path, (1_700_000_000 + self.moment, 1_700_000_000 + self.moment))
        self.withdrawn -= set(texts)

    def some(self, ending: str = "") -> str | None:
        names = [name for name in sorted(self.files) if name.endswith(ending) and name != "anchor.txt"]
        return self.dice.choice(names) if names else None

    def arrive(self) -> None:
        if self.dice.random() < 0.5:
            self.write(f"p{self.made}.txt", [self.text()])
        else:
            self.write(f"r{self.made}.jsonl", [self.text() for _ in range(self.dice.randint(1, 4))])

    def append(self) -> None:
        if name := self.some(".jsonl"):
            self.write(name, [*self.files[name], self.text()])

    def insert(self) -> None:
        if name := self.some(".jsonl"):
            at = self.dice.randrange(len(self.files[name]))
            self.write(name, [*self.files[name][:at], self.text(), *self.files[name][at:]])

    def change(self) -> None:
        if name := self.some():
            texts = list(self.files[name])
            at = self.dice.randrange(len(texts))
            self.withdrawn.add(texts[at])
            texts[at] = self.text()
            self.write(name, texts)

    def drop_row(self) -> None:
        name = self.some(".jsonl")
        if name and len(self.files[name]) > 1:
            at = self.dice.randrange(len(self.files[name]))
            self.write(name, [*self.files[name][:at], *self.files[name][at + 1 :]])

    def change_back(self) -> None:
        name = self.some(".txt")
        if name and self.earlier.get(name):
            before = self.dice.choice(self.earlier[name])
            self.withdrawn |= set(self.files[name]) - set(before)
            self.write(name, before)

    def scrape(self) -> None:
        """The file is written anew: another time in every row, a new row on top, perhaps the last one gone."""
        if name := self.some(".jsonl"):
            self.scraped[name] = self.moment
            kept = self.files[name] if self.dice.random() < 0.5 else self.files[name][:-1]
            self.write(name, [self.text(), *kept])

    def move(self) -> None:
        if name := self.some(".jsonl"):
            self.write(name, self.dice.sample(self.files[name], len(self.files[name])))

    def rename(self) -> None:
        if name := self.some():
            self.made += 1
            to = f"n{self.made}{Path(name).suffix}"
            (self.folder / name).rename(self.folder / to)
            self.files[to] = self.files.pop(name)

    def remove(self) -> None:
        if name := self.some():
            (self.folder / name).rename(self.folder.parent / name)
            self.away[name] = self.files.pop(name)

    def bring_back(self) -> None:
        """A file that was moved away comes back, with the time of change it had."""
        if self.away:
            name = self.dice.choice(sorted(self.away))
            (self.folder.parent / name).rename(self.folder / name)
            self.files[name] = self.away.pop(name)
            self.withdrawn -= set(self.files[name])

    def touch(self) -> None:
        if name := self.some():
            self.moment += 1
            os.utime(self.folder / name, (1_700_000_000 + self.moment, 1_700_000_000 + self.moment))

    def forget(self) -> None:
        known = self.documents().filter(pl.col("text").is_not_null())
        current = {text for name, texts in self.files.items() if name != "anchor.txt" for text in texts}
        here = known.filter(pl.col("text").str.strip_chars().is_in(sorted(current)))
        if here.height:
            row = here.sort("document_id").row(self.dice.randrange(here.height), named=True)
            for document in known.filter(pl.col("sha256") == row["sha256"])["document_id"]:
                if document in self.documents()["document_id"]:
                    take_down(self.store, document, BEGINNING)
            self.forgotten.add(row["text"].strip())
            pages = known.filter((pl.col("sha256") == row["sha256"]) & pl.col("member").is_null())
            self.shut |= {uri.rpartition("/")[2] for uri in pages["uri"]}

    def look(self) -> None:
        self.moment += 1
        look(self.store, self.settings, [str(self.folder)], BEGINNING + timedelta(hours=self.moment))

    def refresh(self) -> None:
        self.understand(self.store.parts("batches"))

    def backfill(self) -> None:
        names = self.store.parts("batches")
        self.understand(self.dice.sample(names, self.dice.randint(0, len(names))))

    def understand(self, batches: list[str]) -> None:
        """The steps of these batches, in small: only what the search for copies looks at."""
        known = stamps(self.settings)
        for batch in batches:
            documents = read_batch(self.store, batch, self.settings)
            readable = documents.filter(pl.col("text").is_not_null())
            lines = readable.select(
                "document_id",
                line=pl.lit(1, pl.Int32),
                text=pl.col("text").str.strip_chars(),
                role=pl.lit("body"),
                reason=pl.lit("model"),
                score=None,
                same_as_line=None,
                paragraph=pl.lit(1, pl.Int32),
                cuts=None,
            ).select(pl.col(name).cast(kind) for name, kind in LINES.items())
            paragraphs = lines.select("document_id", "paragraph", "text")
            frames = {name: documents.select("document_id") for name in BATCH_STEPS} | {
                "raw_documents": documents,
                "settled_lines": lines,
                "metadata": empty(METADATA_EVIDENCE),
                "signatures": sign(bodies(documents, paragraphs), self.settings.duplicates),
            }
            for step in BATCH_STEPS:
                make = BY_NAME[step].make
                if step in ("line_keys", "ranks") and make is not None:
                    frames[step] = make(frames, self.settings)
                frame = frames[step]
                self.store.write(step, batch, frame, recipe=self.store.made_stamp(step, batch, known, frame))

    def documents(self) -> pl.DataFrame:
        parts = self.store.parts("raw_documents")
        return pl.concat([self.store.read("raw_documents", part) for part in parts])

    def run(self) -> None:
        """All that is pending, as a run does it."""
        self.look()
        self.understand(self.store.pending(stamps(self.settings)))

    def published(self) -> set[str]:
        finished = self.store.finished(stamps(self.settings))
        found = find_copies(self.store, self.settings, finished, empty(QUARANTINE_REASONS))
        assert found["group_id"].n_unique() == found["canonical_document_id"].n_unique()
        canonical = found.select(document_id="canonical_document_id").unique()
        assert canonical.join(found.filter(kind="canonical"), on="document_id", how="anti").is_empty()
        return set(self.documents().join(canonical, on="document_id")["text"].str.strip_chars())


STEPS = (
    *("arrive", "arrive", "append", "append", "insert", "change", "change", "change_back", "drop_row"),
    *("scrape", "move", "rename", "remove", "bring_back", "touch", "refresh", "backfill", "forget"),
)


def play(folder: Path, seed: int, steps: int = 12) -> None:
    """One history, held against what it ought to come to after every run."""
    source = Source(folder / "source", folder / "home", random.Random(seed), follow=seed % 2 == 0)
    told: list[str] = []
    source.run()
    for _ in range(steps):
        told.append(source.dice.choice(STEPS))
        getattr(source, told[-1])()
        if told[-1] not in ("refresh", "backfill", "forget") and source.dice.random() < 0.2:
            source.look()  # found, and perhaps changed again before it is read
            told.append("look")
            continue
        source.run()
        held = source.documents()
        assert held["document_id"].is_unique().all(), told
        published = source.published()
        current = {text for name, texts in source.files.items() if name not in source.shut for text in texts}
        assert current - source.forgotten <= published, told
        assert not published & source.forgotten, told
        if "look" not in told and not source.forgotten:
            assert not published & (source.withdrawn - current), told
    if source.follow and not source.forgotten:
        source.run()
        fresh = Source(folder / "unused", folder / "fresh", random.Random(0), follow=True)
        fresh.folder = source.folder
        fresh.run()
        assert source.published() == fresh.published(), told


@pytest.mark.parametrize("seed", range(12))
def test_a_sample_of_histories(tmp_path: Path, seed: int) -> None:
    play(tmp_path, seed)


@pytest.mark.slow
@pytest.mark.chaos
@LONGER
@pytest.mark.parametrize("hundred", range(5))
def test_five_hundred_histories(tmp_path: Path, hundred: int) -> None:
    for seed in range(hundred * 100, hundred * 100 + 100):
        play(tmp_path / str(seed), seed)
