"""Sources that change, through the whole run: pages of a web server, texts that were withdrawn, files that leave."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from kliping.errors import SourceError
from kliping.reading.sources import remote
from tests.longer import many, seldom
from tests.web_server import PAGE, Site, publishing

STATUSES = "SELECT status, count(*) FROM documents GROUP BY 1 ORDER BY 1"
WITHDRAWN = "Sumber itu menuduh bendahara desa menggelapkan seluruh uang hasil penjualan sampah plastik."
STANDS = """
    SELECT count(*) FROM (
        SELECT body AS text FROM articles UNION ALL SELECT text FROM paragraphs
    ) WHERE contains(text, '{words}')
"""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """A site with two pages, asked again without a pause after a passing fault."""
    pytest.importorskip("aiohttp")
    monkeypatch.setattr(remote, "PAUSES", (0.0, 0.0))
    with publishing() as running:
        yield running


@pytest.fixture
def look_at(run, site: Site, page):
    """Run over the site."""
    site.pages |= {"museum.txt": PAGE, "sungai.txt": page("Warga Sukamaju Bersihkan Sungai", "muara Kali Bening")}
    return lambda **settings: run(site.address + "*", **settings)


@pytest.mark.network
def test_a_site_that_says_no_time_is_compared_by_content(look_at, site: Site, ask) -> None:
    first = look_at()
    assert (first.edition.verdict, ask(STATUSES)) == ("passed", [("published", 2)])
    again = look_at()
    assert (again.fresh, again.arrivals.fresh) == (False, 0)
    assert set(site.asked) == set(site.pages), "nobody knows when a page changed, so its content is looked at"
    old, new = "three centuries", "seven centuries"
    site.pages["museum.txt"] = PAGE.replace(old, new)  # of the same size
    changed = look_at()
    assert (changed.arrivals.fresh, changed.edition.verdict) == (1, "passed")
    assert [ask(STANDS.format(words=words)) for words in (old, new)] == [[(0,)], [(2,)]]
    assert ask("SELECT count(*) FROM article_versions") == [(2,)]


@pytest.mark.network
def test_a_passing_fault_of_a_server_is_waited_out(look_at, site: Site, ask) -> None:
    site.faults["museum.txt"] = [503, 429]
    look_at()
    assert ask(STATUSES) == [("published", 2)]
    assert site.faults["museum.txt"] == []


@pytest.mark.network
def test_a_page_that_could_not_be_had_is_a_row_until_it_can(look_at, site: Site, ask) -> None:
    site.faults["museum.txt"] = [503] * 100
    assert look_at().edition.verdict == "passed"
    assert ask(STATUSES) == [("published", 1), ("unreadable", 1)]
    assert ask("SELECT stage, reason FROM quarantine") == [("reading", "read_error")]
    assert "503" in str(ask("SELECT detail FROM quarantine"))
    site.faults.clear()
    assert look_at().edition.verdict == "passed"
    assert ask(STATUSES) == [("published", 2)]
    assert ask("SELECT count(*) FROM quarantine") == [(0,)]


@pytest.mark.network
def test_a_site_that_cannot_be_listed_is_a_sentence_and_the_edition_stays(look_at, site: Site, ask) -> None:
    look_at()
    pages, site.pages = site.pages, {}
    with pytest.raises(SourceError, match="Nothing at http://127"):
        look_at()
    site.pages = pages
    site.faults[""] = [503] * 100
    with pytest.raises(SourceError, match="cannot be listed"):
        look_at()
    assert ask(STATUSES) == [("published", 2)]


@pytest.mark.network
@pytest.mark.parametrize("follow", [seldom(False), True])
def test_a_page_that_left_the_site_stays_unless_removals_are_followed(look_at, site: Site, ask, follow) -> None:
    settings = {"reading": {"follow_removals": follow}}
    look_at(**settings)
    del site.pages["museum.txt"]
    assert look_at(**settings).edition.verdict == "passed"
    assert ask(STATUSES) == ([("published", 1), ("removed", 1)] if follow else [("published", 2)])
    assert ask(STANDS.format(words="three centuries")) == [(0 if follow else 2,)]


EDITS = many(2, 3)


@pytest.mark.chaos
@pytest.mark.parametrize("kind", ["file", seldom("row")])
def test_a_withdrawn_sentence_stays_withdrawn_through_every_edit(run, page, tmp_path: Path, ask, kind: str) -> None:
    """The older text is the longer one, and ranks better but for being old."""
    text = page("Warga Sukamaju Bersihkan Sungai", "muara Kali Bening")
    file = tmp_path / ("page.txt" if kind == "file" else "rows.jsonl")

    def write(story: str) -> None:
        rows = ({"url": "https://kabar.example/1", "text": story}, {"url": "https://kabar.example/2", "text": PAGE})
        file.write_text(story if kind == "file" else "\n".join(map(json.dumps, rows)))

    write(text.replace("Bagikan", f"{WITHDRAWN}\n\n{WITHDRAWN.replace('Sumber', 'Warga')}\n\nBagikan"))
    run(file)
    assert ask(STANDS.format(words="menggelapkan"))[0][0] >= 2
    for edit in range(EDITS):
        write(text.replace("sejak tahun lalu", f"sejak {edit + 2} tahun lalu"))
        assert run(file).edition.verdict == "passed"
        assert ask(STANDS.format(words="menggelapkan")) == [(0,)], edit
        assert ask(STANDS.format(words=f"sejak {edit + 2} tahun"))[0][0] >= 2, edit
    assert ask("SELECT count(*) FROM documents") == [(EDITS + (1 if kind == "file" else 2),)]
    assert ask("SELECT count(DISTINCT article_id) FROM articles") == [(1 if kind == "file" else 2,)]


STORIES = [
    {
        "title": "Harga Cabai Turun di Pasar Induk",
        "text": "Pedagang cabai merah menyebut pasokan dari lereng pegunungan kembali lancar setelah hujan deras "
        "berhenti selama dua pekan, sehingga pembeli rumah tangga tidak perlu lagi antre sejak subuh untuk memperoleh "
        "satu kilogram bumbu dapur yang sempat langka menjelang lebaran tahun lalu.",
    },
    {
        "title": "Museum Opens Wing for Maritime History",
        "text": "Visitors can walk through a reconstruction of a trading ship that sank near the harbour three "
        "centuries ago, and the director said its cargo of porcelain had been hidden in storage for decades because "
        "there was no room for anything but paintings in the older building.",
    },
    {
        "title": "Bahnstrecke nach Unwetter wieder frei",
        "text": "Nach dem heftigen Gewitter der vergangenen Nacht rollen die Züge zwischen Oberdorf und Niederwald "
        "seit heute Mittag wieder planmäßig, weil Helfer der Feuerwehr umgestürzte Bäume zersägt und beschädigte "
        "Leitungen gemeinsam mit Technikern binnen zwölf Stunden ersetzt hatten.",
    },
    {
        "title": "Ciclistas recorren la costa norte",
        "text": "Más de doscientos corredores salieron ayer del puerto viejo para pedalear durante cinco jornadas "
        "entre acantilados, pueblos pesqueros y viñedos, una prueba que según sus organizadores reúne cada verano a "
        "familias enteras llegadas desde todas las provincias vecinas.",
    },
]


def test_a_source_that_its_next_dump_writes_over_loses_no_story(run, tmp_path: Path, ask) -> None:
    """Another story at the same place of a table, or under the name of the same file, is no text of the one before."""
    folder = tmp_path / "dumps"
    folder.mkdir()
    for row, page in (STORIES[:2], STORIES[2:]):
        pl.DataFrame([{**row, "date": "2024-06-04", "author": "Sari Dewi"}]).write_csv(folder / "latest.csv")
        (folder / "latest.txt").write_text("\n\n".join(page.values()))
        grown = run(folder)
    assert ask("SELECT count(*) FROM articles") == [(len(STORIES),)]
    assert ask("SELECT count(*) FROM duplicates") == [(0,)]
    again = run(folder, full_refresh=True)
    assert again.edition.tables_sha256 == grown.edition.tables_sha256


@pytest.mark.parametrize("follow", [seldom(False), True])
def test_a_file_that_left_its_folder_and_came_back(run, ran, source: Path, ask, follow: bool) -> None:
    settings = {"reading": {"follow_removals": follow}}
    ran(**settings)
    away = source.parent / "c.txt"
    (source / "c.txt").rename(away)
    run(**settings)
    assert ask("SELECT status FROM documents WHERE uri LIKE '%/c.txt'") == [("removed" if follow else "published",)]
    assert ask("SELECT count(*) FROM articles") == [(2 if follow else 3,)]
    away.rename(source / "c.txt")
    assert run(**settings).edition.verdict == "passed"
    assert ask("SELECT status FROM documents WHERE uri LIKE '%/c.txt'") == [("published",)]


def test_rows_that_come_one_batch_after_the_other_are_related_as_in_one(run, source: Path, ask) -> None:
    """A bucket that is full by now pairs fewer texts than when it had room."""
    recipe = "Menurut panitia pasar, " + " ".join(f"kata{number} warga desa" for number in range(12)) + "."
    names = ("Sari", "Budi", "Dewi", "Agus", "Rina", "Joko", "Tuti", "Andi", "Lina", "Hadi")
    rows = []
    for at, name in enumerate(names):
        own = " ".join(f"{name}{at}{word} pulang ke kampung" for word in range(14))
        rows.append({"title": f"Kabar Pasar {name} Hari Ini", "text": f"{own}.\n\n{recipe}\n\n{own[::-1]} esok."})
    rows = [*rows[2:6], *rows[:2], *rows[6:]]  # what all others are paired with comes late
    few = {"duplicates": {"bucket_anchors": 1}}
    told = "SELECT document_id, other_document_id, kind, shared FROM related_articles ORDER BY ALL"
    for count in (4, len(rows)):
        (source / "rows.jsonl").write_text("\n".join(map(json.dumps, rows[:count])))
        grown = run(**few)
    found = ask(told)
    again = run(full_refresh=True, **few)
    assert found
    assert (ask(told), again.edition.tables_sha256) == (found, grown.edition.tables_sha256)
