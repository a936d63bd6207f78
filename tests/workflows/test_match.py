"""``kliping match``: what new pages copy, told without taking them in."""

from __future__ import annotations

import json


def test_a_page_is_matched_with_the_article_it_copies_and_nothing_is_written(ran, home, command, page, tmp_path):
    ran()
    before = {path: path.stat().st_mtime_ns for path in sorted(home.rglob("*.parquet"))}
    copied = page("Warga Sukamaju Bersihkan Sungai", "muara Kali Bening").replace("sejak tahun lalu", "lama")
    (tmp_path / "copy.txt").write_text(copied)
    (tmp_path / "other.txt").write_text(" ".join(f"kata{number} lain{number}" for number in range(80)))
    done = command("match", tmp_path / "copy.txt", tmp_path / "other.txt", "--home", home, "--json")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    told = {row["page"].rsplit("/", 1)[-1]: (row["kind"], row["title"]) for row in rows}
    assert told == {"copy.txt": ("near", "Warga Sukamaju Bersihkan Sungai"), "other.txt": (None, None)}
    assert {path: path.stat().st_mtime_ns for path in sorted(home.rglob("*.parquet"))} == before


def test_a_page_that_cannot_be_read_is_told_and_ends_it_with_a_code(ran, home, command, tmp_path):
    ran()
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "other.txt").write_text(" ".join(f"kata{number} lain{number}" for number in range(80)))
    (tmp_path / "folder").mkdir()
    done = command("match", tmp_path / "empty.txt", tmp_path / "other.txt", "--home", home)
    assert done.returncode == 1
    assert "empty.txt holds no character that could be read" in done.stdout
    assert "other.txt: nothing like it" in done.stdout, "what can be read is matched all the same"
    told = [
        json.loads(line)
        for line in command("match", tmp_path / "empty.txt", "--home", home, "--json").stdout.splitlines()
    ]
    assert [(row["page"].rsplit("/", 1)[-1], row["reason"]) for row in told] == [("empty.txt", "empty")]
    nothing = command("match", tmp_path / "folder", "--home", home)
    assert (nothing.returncode, nothing.stderr) == (
        1,
        "kliping: There is no page to read here. Name a file, or a folder that holds some.\n",
    )


def test_without_a_corpus_the_next_move_is_named(home, command, tmp_path):
    (tmp_path / "page.txt").write_text("satu dua tiga")
    done = command("match", tmp_path / "page.txt", "--home", home)
    assert done.returncode != 0
    assert "kliping run" in done.stderr
