"""A candidate that is made from the published file holds the rows of one that is filled from nothing."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
from copy import deepcopy
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest

from kliping.errors import RuleError
from kliping.frames import QUARANTINE_REASONS, empty
from kliping.isolation import run_step
from kliping.settings import Settings
from kliping.stamps import stamps
from kliping.steps import PAGE_STEPS, before
from kliping.tables.tables import EXPECTATION_RESULTS, TABLES
from kliping.warehouse import corpus as judging
from kliping.warehouse.basis import FOLDER, GROWTH_MAX, basis_of
from kliping.warehouse.candidate import Corpus
from kliping.warehouse.connections import fetch, opened
from kliping.warehouse.copies import find_copies
from kliping.warehouse.corpus import Judge, build_judged_candidate
from kliping.warehouse.correcting import copy_correction, line_correction
from kliping.warehouse.corrections import corrections_of, in_force, record, settle, undo
from kliping.warehouse.dropped import drop_frames
from kliping.warehouse.failures import failures_of, keep_failures
from kliping.warehouse.filling import Filling
from kliping.warehouse.fingerprints import tables_sha256
from kliping.warehouse.furniture import learn_furniture
from kliping.warehouse.gathered import gather
from kliping.warehouse.ingest import read_batch
from kliping.warehouse.kept import keep_editions
from kliping.warehouse.numbers import Birth, next_number
from kliping.warehouse.publish import Edition, publish
from kliping.warehouse.rollback import roll_back
from kliping.warehouse.store import CORPUS
from kliping.warehouse.sums import tables_noted
from tests.kliping.warehouse.test_histories import BEGINNING, STEPS, Source
from tests.longer import seldom

if TYPE_CHECKING:
    from collections.abc import Callable

CHANGES = (*STEPS, *("correct", "correct", "correct", "harm"))

FURNITURE = [f"Berita ini dimuat di halaman {name} setiap pagi." for name in ("utama", "kota", "desa", "laut")]


class Home(Source):
    """A source whose pages are understood by the steps themselves, and published."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.settings = Settings(
            home=self.home,
            reading={"follow_removals": self.follow, "settle_seconds": 0},
            cleaning={"template_groups": 3, "template_share": 0},
        )

    def text(self) -> str:
        """A page, or an edited copy of another one; some hold a line that recurs."""
        self.made += 1
        dice = random.Random(f"{self.made} {self.folder.name}")
        texts = self.__dict__.setdefault("texts", [])
        if texts and dice.random() < 0.3:
            lines = dice.choice(texts).split("\n")
            lines[-2] = lines[-2].replace(" dan ", f" serta {self.made} ")
            text = "\n".join(lines)
        else:
            title, paragraphs = _sentence(dice, 6).rstrip("."), [_sentence(dice, 25) for _ in range(4)]
            text = "\n".join([title, *paragraphs, f"Akhir {self.made}."])
        if dice.random() < 0.5:
            text += "\n" + dice.choice(FURNITURE)
        texts.append(text)
        return text

    def understand(self, batches: list[str]) -> None:
        known = stamps(self.settings)
        for batch in batches:
            documents = read_batch(self.store, batch, self.settings)
            settle(self.store, [batch], documents)
            recipe = self.store.made_stamp("raw_documents", batch, known, documents)
            self.store.write("raw_documents", batch, documents, recipe=recipe)
            for step in PAGE_STEPS:
                frames = {name: self.store.read(name, batch) for name in step.takes}
                frames["corrections"] = corrections_of(self.store, batch)
                done = run_step(step, frames, self.settings, failures_of(self.store, batch, before(step.name)))
                keep_failures(self.store, step.name, batch, done.failures)
                recipe = self.store.made_stamp(step.name, batch, known, done.frame)
                self.store.write(step.name, batch, done.frame, recipe=recipe)

    def correct(self) -> None:
        """A person corrects what was read of a page, or takes a correction back."""
        told = {"who": "Sari", "why": "seen", "when": BEGINNING + timedelta(hours=self.moment)}
        known = in_force(self.home)
        if known and self.dice.random() < 0.3:
            undo(self.store, self.dice.choice(known)["id"], **told)
            return
        ids = sorted(self.documents().filter(pl.col("text").is_not_null())["document_id"])
        one, other = self.dice.choice(ids), self.dice.choice(ids)
        kind = self.dice.choice(("page_kind", "field", "line", "copy", "apart"))
        with contextlib.suppress(RuleError):  # of what has no body nobody says that it is a copy
            if kind == "line":
                found = line_correction(self.store, one, 1, self.dice.choice(("body", "boilerplate")))
            elif kind in ("copy", "apart"):
                found = copy_correction(self.store, one, other, apart=kind == "apart")
            else:
                found = {"kind": kind, "document_id": one}
                found |= {"value": "list"} if kind == "page_kind" else {"field": "title", "value": f"Judul {self.made}"}
            record(self.store, found, **told)

    def harm(self) -> None:
        """Half of a file of what the edition was filled from, or of what is kept of the corpus, is lost."""
        names = [(kept, name) for kept in (FOLDER, CORPUS) for name in self.store.parts(kept)]
        if names:
            path = self.store.path(*self.dice.choice(names))
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    def build(self) -> None:
        self.build_by(judge)

    def build_by(
        self, rows: Callable[[Path], pl.DataFrame], whole: Callable[[Path], pl.DataFrame] | None = None
    ) -> None:
        finished = self.store.finished(stamps(self.settings))
        gather(self.store, finished)
        duplicates = find_copies(self.store, self.settings, finished, empty(QUARANTINE_REASONS))
        templates = learn_furniture(self.store, self.settings, finished, duplicates)
        born = Birth(next_number(self.store), f"inputs {self.moment}")
        corpus = Corpus.of(finished, duplicates, templates)
        asked = Judge(rows, lambda held: held, alone=True, whole=whole)
        build_judged_candidate(Filling(self.store, self.settings, born, "rules"), corpus, asked)

    def publish(self) -> None:
        number = next_number(self.store)

        def admit(fingerprint: str) -> Edition:
            return Edition(number, "passed", f"inputs {self.moment}", fingerprint)

        results = pl.DataFrame(schema={column.name: pl.String for column in EXPECTATION_RESULTS.columns})
        publish(self.store, self.settings, admit, results, run_id="run", at=BEGINNING)
        keep_editions(self.store, self.settings.publishing)
        drop_frames(self.store, self.settings)


def _sentence(dice: random.Random, count: int) -> str:
    words = ("".join(dice.choice("bdgklmnprst") + dice.choice("aeiou") for _ in range(3)) for _ in range(count))
    return " dan ".join(words).capitalize() + "."


def judge(file: Path) -> pl.DataFrame:
    """Holds three bodies in sixteen, by their words alone."""
    with opened(file) as connection:
        return fetch(
            connection,
            "SELECT document_id, 'rule' AS expectation, 'rule' AS reason, 'Its words.' AS detail FROM articles "
            "WHERE md5(coalesce(body, '')) < '3' ORDER BY 1",
        )


INDEXED = {
    "search_articles": "SELECT article_id, words FROM {0}.search_articles",
    "search_terms": "SELECT term, df FROM {0}.search_terms",
    "search_postings": "SELECT t.term, a.article_id, p.tf FROM {0}.search_postings AS p "
    "JOIN {0}.search_terms AS t ON t.id = p.term JOIN {0}.search_articles AS a USING (article)",
}
"""What the index of the search says, whatever numbers it gave to articles and words."""


def otherwise(one: Path, other: Path) -> list[str]:
    """Tables, the index of the search among them, of which the two files hold different rows in any column."""
    queries = {table.name: f"FROM {{0}}.{table.name}" for table in TABLES} | INDEXED
    with duckdb.connect(":memory:") as connection:
        for path, name in ((one, "a"), (other, "b")):
            connection.execute(f"ATTACH '{path}' AS {name} (READ_ONLY)")
        return [
            name
            for name, query in queries.items()
            for left, right in (("a", "b"), ("b", "a"))
            if connection.execute(f"({query.format(left)}) EXCEPT ALL ({query.format(right)})").fetchall()
        ]


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Homes of a few batches gather them as large ones do."""
    monkeypatch.setattr("kliping.warehouse.gathered.FAN", 2)


@pytest.fixture
def swapped(monkeypatch: pytest.MonkeyPatch) -> list[int | None]:
    """Of each build, how many documents were swapped; None where the tables were filled from nothing."""
    told: list[int | None] = []

    def counting(name):
        fill = getattr(judging, name)

        def counted(*given):
            found = fill(*given)
            told.append(None if name == "_from_nothing" else len(found[1].swapped[1]))
            return found

        monkeypatch.setattr(judging, name, counted)

    counting("_from_nothing")
    counting("_from_published")
    return told


@pytest.mark.parametrize(("seed", "turns"), [(4, 5), *(seldom(seed, 7) for seed in range(1, 5))])
def test_a_delta_comes_to_the_same_tables(tmp_path: Path, seed: int, turns: int, swapped, monkeypatch) -> None:
    home = Home(tmp_path / "source", tmp_path / "home", random.Random(seed), follow=seed % 2 == 0)
    for _ in range(6):
        home.arrive()
    told: list[str] = []
    for turn in range(turns):
        home.run()
        home.build()
        delta = tmp_path / "delta.duckdb"
        shutil.copy(home.store.candidate, delta)
        with opened(delta) as connection:
            assert tables_noted(home.home, home.store.candidate) == tables_sha256(connection), told
        if turn:
            with monkeypatch.context() as whole:
                whole.setattr(judging, "basis_of", lambda _: None)
                home.build()
            assert otherwise(delta, home.store.candidate) == [], told
            shutil.copy(delta, home.store.candidate)
        home.publish()
        told.append(home.dice.choice(CHANGES))
        getattr(home, told[-1])()
    deltas = [count for count in swapped[1::2] if count is not None]
    assert len(deltas) >= 3, (swapped, told)


def test_whatever_is_in_doubt_makes_it_whole(tmp_path: Path, swapped, monkeypatch) -> None:
    home = first_edition(tmp_path, seed=5, files=8)

    def filling(**values: object) -> Filling:
        known = Settings(**{**home.settings.model_dump(), **values})
        return Filling(home.store, known, Birth(2, "now"), "rules")

    assert basis_of(filling()) is not None
    assert basis_of(filling(wait_seconds=1)) is not None
    for section, value in (("gate", {"body_words_min": 3}), ("cleaning", {"template_groups": 4})):
        assert basis_of(filling(**{section: value})) is None, section
    assert basis_of(Filling(home.store, home.settings, Birth(2, "now"), "other rules")) is None
    with monkeypatch.context() as grown:
        grown.setattr("kliping.warehouse.basis.GROWTH_MAX", GROWTH_MAX / 100)
        assert basis_of(filling()) is None

    home.arrive()
    home.run()
    home.build()
    home.publish()
    assert swapped[0] is None
    assert swapped[1] is not None
    known = Settings(home=home.home)
    roll_back(home.store, known, 1, "why", inputs_sha256="as now", run_id="back", at=BEGINNING)
    assert basis_of(filling()) is None, "a rollback is filled from what was, and no basis"
    with opened(home.store.published) as connection:
        assert tables_sha256(connection)
    assert home.store.parts(FOLDER)


def first_edition(folder: Path, seed: int, files: int) -> Home:
    """A home of so many files, published once."""
    home = Home(folder / "source", folder / "home", random.Random(seed), follow=False)
    for _ in range(files):
        home.arrive()
    home.run()
    home.build()
    home.publish()
    return home


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Home]:
    """A home of many files, published once, which two tests get a copy of at the same place."""
    folder = tmp_path_factory.mktemp("many")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("kliping.warehouse.gathered.FAN", 2)
        home = first_edition(folder / "place", seed=8, files=25)
    shutil.copytree(folder / "place", folder / "kept")
    return folder, home


@pytest.fixture
def home(made: tuple[Path, Home]) -> Home:
    """A home of many files, published once, and one more file."""
    folder, known = made
    shutil.rmtree(folder / "place")
    shutil.copytree(folder / "kept", folder / "place")
    home = deepcopy(known)
    home.write("fresh.txt", ["\n".join(["Judul baru", *(_sentence(random.Random(9), 25) for _ in range(4))])])
    home.run()
    return home


def test_a_published_file_that_is_not_what_was_published_is_no_basis(tmp_path: Path, swapped) -> None:
    home = first_edition(tmp_path, seed=7, files=8)
    there = home.store.published.stat()
    with duckdb.connect(str(home.store.published)) as database:
        database.execute("UPDATE paragraphs SET text = 'Kata orang lain.'")
    os.utime(home.store.published, ns=(there.st_atime_ns, there.st_mtime_ns))  # it does not show
    home.arrive()
    home.run()
    home.build()
    assert swapped == [None, None]
    with opened(home.store.candidate) as connection:
        assert fetch(connection, "SELECT 1 FROM paragraphs WHERE text = 'Kata orang lain.'").is_empty()


def test_rules_are_asked_again_only_where_something_changed(home: Home, swapped) -> None:
    asked: list[int] = []

    def counted(file: Path) -> pl.DataFrame:
        with opened(file) as connection:
            asked.append(fetch(connection, "SELECT count(*) AS n FROM documents")["n"][0])
        return judge(file)

    home.build_by(counted)
    held = home.store.read(FOLDER, f"{next_number(home.store):08d}.held")
    assert held.height > 0, "documents held before stay held"
    assert len(swapped) == 1
    assert swapped[0] is not None
    assert sum(asked) == 1


def test_rows_that_were_judged_are_not_made_again(home: Home, swapped, monkeypatch) -> None:
    made: list[object] = []
    monkeypatch.setattr("kliping.warehouse.filling.fill", lambda *given: made.append(given))
    home.build()
    assert swapped == [1]
    assert made == []
    with opened(home.store.candidate) as connection:
        assert tables_noted(home.home, home.store.candidate) == tables_sha256(connection)
        assert fetch(connection, "SELECT status FROM documents WHERE uri LIKE '%fresh.txt'").rows() == [("published",)]
