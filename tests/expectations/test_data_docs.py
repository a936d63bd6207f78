"""Data Docs: one page an edition, offline, escaped, kept for a while."""

import re
from dataclasses import replace
from pathlib import Path

from expectations import build_data_docs, hold
from expectations.rulings import read_rulings


def test_the_page_tells_everything_and_fetches_nothing(sound: Path, judge, tmp_path: Path) -> None:
    found = judge(sound)
    page = build_data_docs(found, tmp_path / "docs" / "00000006").read_text()
    for one in found.outcomes:
        assert one.spec.name in page
    assert "Edition 6" in page
    assert not re.search(r"https?://|<script|<link|@import|url\(", page)


def test_it_is_escaped(sound: Path, judge, tmp_path: Path) -> None:
    hold(tmp_path, "d-aaaa", who="<b>Rina</b>", why="<script>alert(1)</script>", when=judge(sound).checked_at)
    found = judge(sound)
    hostile = replace(found.outcomes[0], sample=({"document_id": "<img src=x onerror=alert(1)>"},), success=False)
    found = replace(found, outcomes=(hostile,), rulings=read_rulings(tmp_path))
    page = build_data_docs(found, tmp_path / "docs" / "6").read_text()
    assert "<script" not in page
    assert "<img" not in page
    assert "&lt;b&gt;Rina" in page


def test_no_character_reorders_or_hides_what_it_says(sound: Path, judge, tmp_path: Path) -> None:
    found = judge(sound)
    spec = replace(found.outcomes[0].spec, description="laporan\u202efdp \x1b[1m", own=True)
    hostile = replace(found.outcomes[0], spec=spec, observed="\u2066tersembunyi")
    page = build_data_docs(replace(found, outcomes=(hostile,)), tmp_path / "docs" / "6").read_text()
    assert "laporan\N{REPLACEMENT CHARACTER}fdp \N{REPLACEMENT CHARACTER}[1m" in page
    assert "\N{REPLACEMENT CHARACTER}tersembunyi" in page


def test_old_pages_go_and_the_list_follows(sound: Path, judge, tmp_path: Path) -> None:
    found = judge(sound)
    (tmp_path / "notes").mkdir()
    for edition in range(8, 13):
        build_data_docs(replace(found, edition=edition), tmp_path / f"{edition:08d}", keep=3)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir()) == [
        "00000010",
        "00000011",
        "00000012",
        "notes",
    ]
    assert re.findall(r"Edition (\d+)", (tmp_path / "index.html").read_text()) == ["12", "11", "10"]
