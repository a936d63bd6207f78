"""``kliping match``: what new pages copy, told without taking them in."""

from __future__ import annotations

import json


def test_a_page_is_matched_with_the_article_it_copies_and_nothing_is_written(run, home, kliping, page, tmp_path):
    run()
    before = {path: path.stat().st_mtime_ns for path in sorted(home.rglob("*.parquet"))}
    copied = page("Warga Sukamaju Bersihkan Sungai", "muara Kali Bening").replace("sejak tahun lalu", "lama")
    (tmp_path / "copy.txt").write_text(copied)
    (tmp_path / "other.txt").write_text(" ".join(f"kata{number} lain{number}" for number in range(80)))
    done = kliping("match", tmp_path / "copy.txt", tmp_path / "other.txt", "--home", home, "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    told = {row["page"].rsplit("/", 1)[-1]: (row["kind"], row["title"]) for row in rows}
    assert told == {"copy.txt": ("near", "Warga Sukamaju Bersihkan Sungai"), "other.txt": (None, None)}
    assert {path: path.stat().st_mtime_ns for path in sorted(home.rglob("*.parquet"))} == before


def test_without_a_corpus_the_next_move_is_named(home, kliping, tmp_path):
    (tmp_path / "page.txt").write_text("satu dua tiga")
    done = kliping("match", tmp_path / "page.txt", "--home", home)
    assert done.returncode != 0
    assert "kliping run" in done.stderr
