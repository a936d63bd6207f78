"""A day of arrivals, hour by hour: every file is accounted for, and what is kept does not grow by itself."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from benchmarks.reliability_pages import PLACES, SUBJECTS
from kliping.settings import Settings, load_settings
from tests.longer import LONGER
from tests.workflows.conftest import rows
from workflows.pruning import prune, prune_runs
from workflows.running import run_everything

pytestmark = [pytest.mark.slow, pytest.mark.chaos, LONGER]

HOURS = 24
KEPT_HOURS = 3
BLOCK = 256 * 1024
"""Bytes by which a file of DuckDB's grows."""
FILES = 5
"""Files of DuckDB's in a home that keeps two editions: candidate, published and passed, and the kept ones."""
LATE = "Judging it"
"""The stage of a run at which a file arrives that this run cannot take any more."""


def story(number: int, turn: int = 0) -> list[str]:
    """Headline and paragraphs of a story; another ``turn`` is what it was changed to."""
    place, (subject, news) = PLACES[number % len(PLACES)], SUBJECTS[number // len(PLACES) % len(SUBJECTS)]
    return [
        f"{subject.capitalize()} {place} {news.split()[0]} {'lagi' * turn}".strip(),
        f"Warga {place} menyambut kabar bahwa {subject} di desa mereka {news} pada hari ke-{number * 3} bulan ini.",
        f"Kepala desa {place} mengatakan urusan {subject} sudah dibahas dalam {number + 2 + turn} musyawarah desa.",
        f"Menurut catatan kecamatan, {subject} itu dipakai sekitar {number * 137 + turn} keluarga di sekitar {place}.",
    ]


@dataclass
class Day:
    """What lies in a source, hour after hour, and all that ever lay in it."""

    source: Path
    written: set[str]
    removed: set[str]

    def write(self, name: str, number: int, turn: int = 0) -> None:
        """A page: new, or changed."""
        (self.source / name).write_text("\n\n".join(story(number, turn)) + "\n")
        self.written.add(name)

    def append(self, number: int) -> None:
        """A row more in a file of rows."""
        title, *paragraphs = story(number)
        with (self.source / "rows.jsonl").open("a") as file:
            file.write(json.dumps({"title": title, "text": "\n\n".join(paragraphs)}) + "\n")

    def goes_on(self, hour: int) -> None:
        """What an hour brings: a page, a page twice, a change, a row more, a removal."""
        self.write(f"{hour}.txt", hour)
        if hour % 3 == 1:
            self.write(f"{hour}-again.txt", hour)
        if hour % 4 == 2:
            self.write(f"{hour - 1}.txt", hour - 1, turn=1)
        if hour % 3 == 0:
            self.append(100 + hour)
        if hour % 5 == 4:
            (self.source / f"{hour - 2}.txt").unlink()
            self.removed.add(f"{hour - 2}.txt")


@dataclass(frozen=True)
class Kept:
    """Bytes on the disk and in memory after an hour."""

    store: int
    record: int  # of Dagster's: runs, events, ticks
    rest: int  # of the home: editions, Data Docs, the published file
    memory: int


def measured(home: Path) -> Kept:
    sizes = {path: path.stat().st_size for path in home.rglob("*") if path.is_file()}

    def below(name: str) -> int:
        return sum(size for path, size in sizes.items() if path.is_relative_to(home / name))

    pages = int(Path("/proc/self/statm").read_text().split()[1])
    whole = sum(sizes.values())
    return Kept(
        below("store"),
        below("dagster"),
        whole - below("store") - below("dagster"),
        pages * os.sysconf("SC_PAGE_SIZE"),
    )


@pytest.fixture
def day(tmp_path: Path) -> Day:
    """An empty source."""
    (tmp_path / "pages").mkdir()
    return Day(tmp_path / "pages", set(), set())


@pytest.fixture
def settings(home: Path, day: Day, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A home that keeps little."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DAGSTER_HOME", "")  # a run that is recorded sets it
    return load_settings(
        None,
        home=home,
        source=(str(day.source),),
        reading={"follow_removals": True},
        publishing={"editions_kept": 2},
        gate={"data_docs_editions": 2},
    )


def run(settings: Settings, during: Callable[[], None] = lambda: None) -> None:
    """A run on record; ``during`` is called while it judges."""
    reached: list[str] = []

    def progress(doing: str, _done: int, _total: int) -> None:
        if doing == LATE and LATE not in reached:
            during()
        reached.append(doing)

    run_everything(settings, progress, recorded=True)


def test_a_day_of_arrivals(day: Day, settings: Settings, home: Path, tmp_path: Path) -> None:
    began, kept = list[datetime](), list[Kept]()
    for hour in range(HOURS):
        began.append(datetime.now(UTC))
        day.goes_on(hour)
        late = f"{hour}-late.txt"
        run(settings, lambda late=late, hour=hour: day.write(late, 200 + hour))
        assert rows(home, f"SELECT count(*) FROM documents WHERE uri LIKE '%/{late}'") == [(0,)]
        prune(settings, None, began[-1])
        with dg.DagsterInstance.from_config(str(home / "dagster")) as instance:
            prune_runs(instance, began[max(hour - KEPT_HOURS, 0)])
        kept.append(measured(home))
        print(hour, kept[-1], flush=True)
    run(settings)
    accounted_for(day, home)
    as_a_fresh_home_has_it(day, settings, home, tmp_path)
    flat(kept)
    idle = measured(home)
    for _ in range(3):
        run(settings)
    assert (measured(home).store, measured(home).rest) == (idle.store, idle.rest), (
        "hours without an arrival cost nothing"
    )
    assert measured(home).record == idle.record


def accounted_for(day: Day, home: Path) -> None:
    """Every file that ever arrived has its documents, each once, and each has a fate."""
    found = rows(home, "SELECT parse_filename(uri), status, count(*) FROM documents GROUP BY ALL")
    assert {name for name, *_ in found} == day.written | {"rows.jsonl"}
    fates = {status for _, status, _ in found}
    assert fates <= {"published", "duplicate", "removed"}
    assert {name for name, status, _ in found if status == "removed"} >= day.removed
    assert rows(home, "SELECT count(*) - count(DISTINCT document_id) FROM documents") == [(0,)]
    appended = len((day.source / "rows.jsonl").read_text().splitlines())
    assert rows(home, "SELECT count(*) FROM documents WHERE uri LIKE '%/rows.jsonl'") == [(appended,)]


def as_a_fresh_home_has_it(day: Day, settings: Settings, home: Path, tmp_path: Path) -> None:
    """What came hour by hour reads as if all of it were read today for the first time."""
    fresh = settings.model_copy(update={"home": tmp_path / "fresh"})
    run_everything(fresh, lambda *_: None)
    query = "SELECT title, body FROM articles ORDER BY ALL"
    assert rows(home, query) == rows(fresh.home, query)


def flat(kept: list[Kept]) -> None:
    """An hour late in the day costs no more than one before: what a page takes, and nothing that adds up."""
    half = len(kept) // 2
    if half < KEPT_HOURS + 2:  # a sample: too few hours to tell
        return

    def growth(name: str, of: list[Kept]) -> float:
        return (getattr(of[-1], name) - getattr(of[0], name)) / (len(of) - 1)

    early, late = kept[KEPT_HOURS:half], kept[half:]
    for name, room in (("store", 20_000), ("record", 20_000), ("rest", FILES * BLOCK / (len(late) - 1))):
        assert growth(name, late) <= 1.3 * growth(name, early) + room, (name, growth(name, early), growth(name, late))
    assert growth("memory", late) < 2_000_000, growth("memory", late)
