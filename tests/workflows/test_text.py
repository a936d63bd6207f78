"""What a page says is shown as text by every command, and a home may have any name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.workflows.conftest import flattened

TITLE = "[bold]Banjir[/bold] di :smile: [/] Kota <img src=x onerror=alert(1)> [klik](javascript:alert(2))"
HOSTILE = "\x1b[31m\u202e"


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """Pages whose title holds brackets, emoji codes, ANSI, bidi, Markdown and HTML, as text and as a JSON field."""
    folder = tmp_path / "pages [2026]"
    folder.mkdir()
    (folder / "a?.txt").write_text(flattened(TITLE + HOSTILE, "muara [/red muda] Bening :skull: 10:100:20"))
    record = {
        "title": HOSTILE + TITLE + " Lagi",
        "text": flattened("x", "hulu Kali Jernih").split("Nasional\n\nx\n\n")[1],
    }
    (folder / "b*.jsonl").write_text(json.dumps(record) + "\n")
    return folder


@pytest.mark.slow
def test_every_command_shows_it_as_text(command, pages: Path, tmp_path: Path) -> None:
    home = tmp_path / '[2026] it\'s "q" ?*\\'
    said = {}
    for words in (
        ("run", pages, "--home", home),
        ("sql", "SELECT title, body FROM articles", "--home", home),
        ("report", "--home", home),
        ("check", "--home", home),
        ("explain", pages / "a?.txt"),
        ("clean", pages),
    ):
        done = command(*words)
        assert done.returncode == 0, done.stderr
        assert "Traceback" not in done.stderr
        assert "\x1b" not in done.stdout + done.stderr
        assert "\u202e" not in done.stdout + done.stderr
        said[words[0]] = " ".join(done.stdout.split())
    assert "[bold]Banjir[/bold] di :smile: [/] Kota <img src=x" in said["run"]
    assert TITLE in said["clean"]
    for word in ("sql", "explain", "clean"):
        assert "[/red muda]" in said[word]
        assert ":skull:" in said[word]
    assert not list(tmp_path.rglob(".writing-*"))
