"""A person's correction is in the next edition, survives another reading, and is gone when it is taken back."""

from __future__ import annotations

import pytest


def correct(command, home, *words: str) -> str:
    done = command("correct", *words, "--home", home, "--why", "dilihat di halaman")
    assert done.returncode == 0, done.stderr
    return done.stdout.split("correction ")[1].split(".")[0].split()[0] if "correction" in done.stdout else ""


@pytest.mark.slow
def test_corrections_are_in_the_next_edition_and_can_be_undone(run, ran, command, home, ask) -> None:
    ran()
    ((document, body),) = ask("SELECT document_id, body FROM articles WHERE title LIKE 'Harga Cabai%'")
    ((line,),) = ask(f"SELECT max(line_from) FROM where_from WHERE document_id = '{document}'")
    ((copy, canonical),) = ask("SELECT document_id, canonical_document_id FROM duplicates")
    ((tables,),) = ask("SELECT tables_sha256 FROM editions")
    ids = [
        correct(command, home, "field", document, "title", "Cabai Lebih Murah"),
        correct(command, home, "field", document, "published_on", "2024-05-30"),
        correct(command, home, "field", document, "authors", ""),
        correct(command, home, "line", document, str(line), "related"),
        correct(command, home, "copy", copy, canonical, "--not"),
    ]
    run()
    told = (
        "SELECT title, published_on::VARCHAR, published_basis, authors, body "
        f"FROM articles WHERE document_id = '{document}'"
    )
    ((title, day, basis, authors, cut),) = ask(told)
    assert (title, day, basis, authors) == ("Cabai Lebih Murah", "2024-05-30", "person", [])
    assert body.startswith(cut)
    assert len(cut) < len(body)
    assert ask(f"SELECT role FROM removed_lines WHERE document_id = '{document}' AND reason = 'person'") == [
        ("related",)
    ]
    assert ask("SELECT count(*) FROM duplicates") == [(0,)]
    assert ask("SELECT corrections_more FROM edition_changes ORDER BY edition") == [(0,), (5,)]
    run(full_refresh=True)
    assert ask(told)[0][:2] == ("Cabai Lebih Murah", "2024-05-30")
    assert not run().fresh
    for identity in ids:
        correct(command, home, "undo", identity)
    run()
    assert ask("SELECT tables_sha256 FROM editions ORDER BY edition DESC LIMIT 1") == [(tables,)]


@pytest.mark.slow
def test_a_kind_that_a_person_gave_decides_whether_a_page_is_held_back(run, ran, command, home, ask) -> None:
    ran()
    ((document,),) = ask("SELECT document_id FROM articles WHERE language = 'en'")
    correct(command, home, "kind", document, "index")
    run()
    assert ask(f"SELECT reason FROM quarantine WHERE document_id = '{document}'") == [("page_is_an_article",)]
    assert ask(f"SELECT page_kind_reason FROM documents WHERE document_id = '{document}'") == [("person",)]


def test_what_cannot_be_corrected_is_a_sentence(command, home) -> None:
    for words in (("field", "nobody", "title", "Judul"), ("line", "nobody", "3", "body"), ("undo", "nobody")):
        done = command("correct", *words, "--home", home, "--why", "coba")
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert done.stderr.startswith("kliping: ")
