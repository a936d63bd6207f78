"""A small source of pages, and running Kliping over it in this process or in one of its own."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from click.testing import CliRunner

from kliping.errors import KlipingError
from kliping.settings import load_settings
from workflows.command_line import kliping as command_line
from workflows.running import Outcome, run_everything

SENTENCES = (
    "Warga Desa Sukamaju kembali turun ke sungai pada Sabtu pagi untuk mengangkat sampah plastik dari {place}.",
    "Kepala desa mengatakan kegiatan itu sudah berjalan sejak tahun lalu dan diikuti hampir seluruh warga {place}.",
    "Hasil pengumpulan dijual ke bank sampah, lalu uangnya dipakai untuk membeli bibit pohon bagi {place}.",
    "Menurut dinas lingkungan, kualitas air di {place} membaik dibandingkan dengan tiga tahun yang lalu.",
    "Para pemuda berencana memasang jaring di hulu agar sampah tidak lagi hanyut sampai ke {place}.",
)

NO_CHILLI = """
[[rule]]
name = "no_chilli"
table = "articles"
severity = "critical"
level = "table"
dimension = "validity"
description = "Nothing about chilli."
sql = "SELECT article_id FROM articles WHERE title LIKE '%Cabai%'"
"""


HOSTILE = """Beranda

<script>alert('judul')</script> Warga "Resah" <img src=x onerror=alert(1)>

Oleh <b onmouseover=alert(2)>Sari Wulandari</b>
Senin, 3 Juni 2024

Warga desa berkumpul di balai pada Senin pagi untuk membahas </script><script>alert(3)</script> rencana baru itu.

Tautan javascript:alert(4) dan data:text/html,<script>alert(5)</script> dibacakan oleh kepala desa di hadapan warga.

Nama berkas itu \u202egpj.exe\u202c dan \u2066isolasi\u2069 membuat pembaca bingung, kata petugas yang memeriksanya.

{{ 7 * 7 }} dan {% raw %} serta &lt;b&gt; bukan perintah, hanya teks yang ditulis orang lalu dibaca oleh warga desa itu.

"""


def flattened(title: str, place: str, date: str = "Senin, 3 Juni 2024") -> str:
    """A flattened page about ``place``: menu, title, byline, date, five paragraphs, furniture."""
    body = "\n\n".join(sentence.format(place=place) for sentence in SENTENCES)
    return f"Beranda\nNasional\n\n{title}\n\nOleh Sari Wulandari\n{date}\n\n{body}\n\nBagikan artikel ini\nBaca Juga\n"


@pytest.fixture
def page() -> Callable[..., str]:
    """Makes a flattened page of a title and a place."""
    return flattened


@pytest.fixture(scope="session")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the source and the home of every test of this worker lie: both are known by where they are."""
    return tmp_path_factory.mktemp("standing")


@pytest.fixture
def stand(standing: Path) -> Path:
    """The same, with nothing of another test."""
    shutil.rmtree(standing)
    standing.mkdir()
    return standing


@pytest.fixture
def source(stand: Path) -> Path:
    """A folder with three different pages and a copy of the first under another name."""
    folder = stand / "pages"
    folder.mkdir()
    (folder / "a.txt").write_text(flattened("Warga Sukamaju Bersihkan Sungai", "muara Kali Bening"))
    (folder / "a_lagi.txt").write_text(flattened("Warga Sukamaju Bersihkan Sungai", "muara Kali Bening"))
    (folder / "b.txt").write_text(
        "Harga Cabai Turun di Pasar Induk\n\nOleh Rahmat Hidayat\nSelasa, 4 Juni 2024\n\n"
        "Harga cabai merah di pasar induk turun menjadi tiga puluh ribu rupiah per kilogram pada pekan ini.\n\n"
        "Pedagang menyebut pasokan dari daerah pegunungan kembali lancar setelah hujan berhenti selama dua minggu.\n\n"
        "Pembeli rumah tangga menyambut baik penurunan itu karena harga sempat naik tiga kali lipat bulan lalu.\n"
    )
    (folder / "c.txt").write_text(
        "Museum Opens New Wing for Maritime History\n\nBy Jane Porter\n5 June 2024\n\n"
        "The city museum opened a new wing on Wednesday that tells the story of three centuries of seafaring.\n\n"
        "Visitors can walk through a full-size reconstruction of a trading ship that sank near the harbour.\n\n"
        "The director said the collection had been hidden in storage for decades because there was no room for it.\n"
    )
    return folder


@pytest.fixture
def home(stand: Path) -> Path:
    """A home folder that does not exist yet."""
    return stand / "home"


Runner = Callable[..., Outcome]


GIVEN = ("KLIPING_HOME", "KLIPING_SOURCE")
"""Variables that no run of ``run`` hangs on."""


class Made:
    """Homes that runs left, with the pages they were made of, by all that a run hangs on."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ended: dict[str, Outcome | KlipingError] = {}

    def once(self, asked: object, source: Path, home: Path, make: Callable[[], Outcome]) -> Outcome:
        """What ``make`` gives or raises; ``source`` and ``home`` are as it left them."""
        named = sorted(one for one in os.environ.items() if one[0].startswith("KLIPING_") and one[0] not in GIVEN)
        held = hashlib.sha256(repr((asked, named)).encode())
        for folder in (source, home):
            for path in sorted(folder.rglob("*")):
                held.update(f"{path.relative_to(folder)} {path.is_file()} ".encode())
                held.update(path.read_bytes() if path.is_file() else b"")
        kept = self.folder / held.hexdigest()
        if not kept.exists():
            try:
                self.ended[kept.name] = make()
            except KlipingError as fault:
                self.ended[kept.name] = fault
            shutil.copytree(source, kept / "pages")
            shutil.copytree(home, kept / "home")
        else:
            for folder, copied in ((source, "pages"), (home, "home")):
                shutil.rmtree(folder, ignore_errors=True)
                shutil.copytree(kept / copied, folder)
        ended = self.ended[kept.name]
        if isinstance(ended, KlipingError):
            raise ended
        return ended


@pytest.fixture
def run(home: Path, source: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Runner:
    """Run everything over ``source`` (or other sources) into ``home`` (or another), in this process."""
    monkeypatch.chdir(tmp_path)

    def runner(*sources: Path, into: Path = home, full_refresh: bool = False, **settings: object) -> Outcome:
        named = tuple(str(one) for one in sources) or (str(source),)
        loaded = load_settings(None, home=into, source=named, **settings)
        return run_everything(loaded, lambda *_: None, full_refresh=full_refresh)

    return runner


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """What runs of this worker came to."""
    return Made(tmp_path_factory.mktemp("made"))


@pytest.fixture
def ran(run: Runner, home: Path, source: Path, made: Made) -> Runner:
    """What ``run`` does, copied where a test of this worker had the same pages, home and settings before.

    For the state that a test begins with; what is under test is run. Not for tests that replace a part of the program.
    """

    def runner(*sources: Path, into: Path = home, **settings: Any) -> Outcome:
        asked = ([str(one.relative_to(source)) for one in sources or (source,)], sorted(settings.items()))
        return made.once(asked, source, into, lambda: run(*sources, into=into, **settings))

    return runner


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command line in this process: for what a command answers, not for how a process begins and ends."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "160")

    def call(*words: str | Path) -> subprocess.CompletedProcess[str]:
        answer = CliRunner().invoke(command_line, [*map(str, words)])
        code, said = answer.exit_code, answer.stderr
        if answer.exception is not None and not isinstance(answer.exception, SystemExit):
            if not isinstance(answer.exception, KlipingError):
                raise answer.exception
            code, said = answer.exception.exit_code, f"{said}kliping: {answer.exception}\n"
        return subprocess.CompletedProcess(words, code, answer.stdout, said)

    return call


@pytest.fixture
def kliping(tmp_path: Path) -> Callable[..., subprocess.CompletedProcess[str]]:
    """The command line in a process of its own, away from the checkout."""

    def call(*words: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
        program = [sys.executable, "-c", "from workflows.cli import main; main()", *map(str, words)]
        environment = {**os.environ, "COLUMNS": "160"}
        return subprocess.run(
            program, capture_output=True, text=True, cwd=tmp_path, env=environment, timeout=300, **options
        )

    return call


def rows(home: Path, query: str) -> list[tuple[object, ...]]:
    """What a query on the published file answers."""
    with duckdb.connect(home / "kliping.duckdb", read_only=True) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def ask(home: Path) -> Callable[..., list[tuple[object, ...]]]:
    """Query the published file of ``home`` (or of another)."""
    return lambda query, of=home: rows(of, query)


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A published home: hostile pages, a copy, a near copy, an error page, an undated page, a page of one huge line."""
    folder = tmp_path_factory.mktemp("room")
    pages = folder / "pages"
    pages.mkdir()
    river = flattened("Warga Sukamaju Bersihkan Sungai", "muara Kali Bening")
    (pages / "sungai.txt").write_text(river)
    (pages / "sungai_lagi.txt").write_text(river.replace("Bagikan artikel ini", "Bagikan"))
    (pages / "sungai_disunting.txt").write_text(river.replace("seluruh warga", "semua penduduk"))
    (pages / "jahat<script>.txt").write_text(HOSTILE)
    (pages / "panjang.txt").write_text(
        flattened("Kalimat Terpanjang di Dunia", "Bukit Panjang").replace("Beranda\n", "kata" * 30_000 + "\n")
    )
    (pages / "hilang.txt").write_text("404\n\nHalaman tidak ditemukan\n\nKembali ke beranda\n")
    (pages / "museum.txt").write_text(
        "Museum Opens New Wing for Maritime History\n\nBy Jane Porter\n\n"
        "The city museum opened a new wing that tells the story of three centuries of seafaring in the region.\n\n"
        "Visitors can walk through a full-size reconstruction of a trading ship that sank near the harbour.\n\n"
        "The director said the collection had been hidden in storage for decades because there was no room for it.\n"
    )
    home = folder / "home"
    run_everything(load_settings(None, home=home, source=(str(pages),)), lambda *_: None)
    return home
