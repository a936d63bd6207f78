"""An audit that takes what was measured before finds what one that measures everything finds."""

from __future__ import annotations

import random
import shutil
from copy import deepcopy
from typing import TYPE_CHECKING

import duckdb
import polars as pl
import pytest

from expectations.auditor import audit, judge_rows
from expectations.kept_facts import KEPT, KeptFacts, looks_at_lists
from expectations.kept_rows import NAME
from kliping.warehouse.basis import FOLDER, SWAPPED, part
from kliping.warehouse.numbers import own_number
from tests.kliping.warehouse.test_delta import BEGINNING, Home, judge

if TYPE_CHECKING:
    from pathlib import Path


def audited(home: Home, *, kept: bool) -> list[tuple[object, ...]]:
    """What every expectation found in the candidate."""
    number = own_number(home.store.candidate)
    found = audit(
        home.store.candidate,
        home.settings,
        edition=number,
        run_id="run",
        checked_at=BEGINNING,
        home=home.home,
        kept=KeptFacts.of(home.store, number) if kept else None,
    )
    return [
        (one.spec.name, one.success, one.observed, one.value, one.element_count, one.unexpected_count, one.held)
        for one in found.outcomes
    ]


@pytest.fixture
def completed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The measures that were made of what was kept."""
    names: list[str] = []
    complete = KeptFacts.complete

    def counted(self, database, name, query, readers):
        done = complete(self, database, name, query, readers)
        if done:
            names.append(name)
        return done

    monkeypatch.setattr(KeptFacts, "complete", counted)
    return names


def grown(tmp_path: Path) -> Home:
    """A home with a published edition, and a candidate that was made from it."""
    home = Home(tmp_path / "source", tmp_path / "home", random.Random(6), follow=True)
    for _ in range(6):
        home.arrive()
    home.run()
    home.build()
    audited(home, kept=True)
    home.publish()
    for step in ("arrive", "arrive", "change"):
        getattr(home, step)()
    home.run()
    home.build()
    return home


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Home]:
    """A home that grew, which each test gets a copy of at the same place, and where what it is copied from lies."""
    folder = tmp_path_factory.mktemp("grown")
    home = grown(folder / "place")
    shutil.copytree(folder / "place", folder / "kept")
    return folder, home


@pytest.fixture
def home(made: tuple[Path, Home]) -> Home:
    """A home that grew, as nobody touched it."""
    folder, home = made
    shutil.rmtree(folder / "place")
    shutil.copytree(folder / "kept", folder / "place")
    return deepcopy(home)


def test_it_finds_what_an_audit_of_everything_finds(tmp_path, completed):
    rules = (f"[[rule]]\nname = 'looks_at_{name}'\ntable = 'documents'\ndescription = 'Looks at {name}.'\n"
             f"sql = 'SELECT {KEPT[name]} FROM {name} WHERE {KEPT[name]} IS NULL'\n" for name in KEPT)  # fmt: skip
    (tmp_path / "home").mkdir()
    (tmp_path / "home/expectations.toml").write_text("\n".join(rules))
    home = grown(tmp_path)
    assert completed == []
    assert audited(home, kept=True) == audited(home, kept=False)
    assert set(completed) >= set(KEPT) - {"furniture_facts"}
    # and leaves behind what an audit of everything leaves
    kept = {name: home.store.read(FOLDER, part(own_number(home.store.candidate), name)) for name in KEPT}
    home.store.path(FOLDER, part(own_number(home.store.candidate), SWAPPED)).unlink()
    audited(home, kept=True)
    for name, frame in kept.items():  # whatever rules look at all rows of
        anew = home.store.read(FOLDER, part(own_number(home.store.candidate), name))
        assert frame.sort(KEPT[name]).equals(anew.sort(KEPT[name])), name


def test_only_what_rules_over_all_rows_look_at_is_measured_of_all(home, completed):
    assert audited(home, kept=True) == audited(home, kept=False)
    assert completed == ["article_facts", "paragraph_facts"]
    number = own_number(home.store.candidate)
    broken = home.store.read(FOLDER, part(number, NAME))
    assert broken["rule"].n_unique() > 2
    home.store.path(FOLDER, part(number, SWAPPED)).unlink()
    audited(home, kept=True)
    assert home.store.read(FOLDER, part(number, NAME)).sort(pl.all()).equals(broken.sort(pl.all()))


def test_columns_that_no_rule_over_all_rows_names_go_and_are_measured_anew_when_one_does(home, completed):
    audited(home, kept=True)
    kept = home.store.read(FOLDER, part(own_number(home.store.candidate), "paragraph_facts"))
    assert {"article_id", "least"} <= set(kept.columns) <= {"article_id", "least", "paragraphs"}  # a table's name too
    home.publish()
    rule = "SELECT article_id FROM article_facts WHERE title_chars > 30"
    text = f"[[rule]]\nname = 'long_titles'\ntable = 'articles'\ndescription = 'Long titles.'\nsql = '{rule}'\n"
    (home.home / "expectations.toml").write_text(text)
    home.arrive()
    home.run()
    home.build()
    completed.clear()
    assert audited(home, kept=True) == audited(home, kept=False)
    assert completed == ["paragraph_facts"]


def test_lines_are_counted_of_all_where_what_was_found_is_lost(home, completed):
    for name in (NAME, "lost_lines"):
        home.store.path(FOLDER, part(own_number(home.store.candidate) - 1, name)).unlink()
    assert audited(home, kept=True) == audited(home, kept=False)
    assert "article_facts" in completed
    assert {"lost_lines", "line_facts", "paragraph_facts"}.isdisjoint(completed)


def test_what_was_measured_while_all_were_judged_is_taken_for_the_audit(tmp_path, completed):
    home = Home(tmp_path / "source", tmp_path / "home", random.Random(7), follow=True)
    for _ in range(6):
        home.arrive()
    home.run()

    def whole(file: Path) -> pl.DataFrame:
        judge_rows(file, home.settings, home.home, kept=KeptFacts.of_nothing(home.store, 1))
        return judge(file)

    home.build_by(judge, whole)
    with duckdb.connect(str(home.store.candidate), read_only=True) as database:
        held = database.execute("SELECT count(*) FROM quarantine WHERE expectation = 'rule'").fetchall()[0][0]
    assert held > 0, "rows that were judged are no more in the candidate"
    assert audited(home, kept=True) == audited(home, kept=False)
    assert "article_facts" in completed
    completed.clear()
    home.build_by(judge)
    assert audited(home, kept=True) == audited(home, kept=False)
    assert completed == [], "measures of an earlier candidate of that number are gone"


def test_a_candidate_that_is_not_what_was_built_is_measured_anew(home, completed):
    with duckdb.connect(str(home.store.candidate)) as database:
        database.execute("UPDATE articles SET word_count = word_count + 1 WHERE since_edition = 1")
    broken = {name for name, success, *_ in audited(home, kept=True) if not success}
    assert "bodies_made_of_paragraphs" in broken
    assert completed == []


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ("SELECT 1 FROM paragraph_facts WHERE len(hashes) > 3", True),
        ("SELECT raw_lines FROM documents", False),
    ],
)
def test_a_rule_that_looks_at_what_is_not_kept(sql, expected):
    assert looks_at_lists(sql) == expected
