"""Which words are looked up on lines, and what role their section makes."""

from __future__ import annotations

from kliping.cleaning.phrases import LONGEST_PHRASE, compile_lexicon
from kliping.cleaning.scanning import scan_texts
from kliping.cleaning.sections import INDEXED_KINDS, SECTION_ROLES, line_entries
from kliping.frames import REMOVED_ROLES
from kliping.words import Entry, load


def test_every_section_names_a_role():
    assert set(SECTION_ROLES.values()) <= set(REMOVED_ROLES)
    assert {entry.section for entry in line_entries(load())} == set(SECTION_ROLES)
    assert {entry.kind for entry in line_entries(load())} == set(INDEXED_KINDS)


def test_a_label_before_a_date_tells_a_line_with_a_date():
    assert Entry("id", "date", "labels", "diterbitkan") in line_entries(load())
    assert Entry("id", "date", "labels", "tayang") in line_entries(load())
    assert Entry("id", "byline", "labels", "tim redaksi") in line_entries(load())
    assert Entry("id", "byline", "labels", "koresponden") not in line_entries(load())


def test_every_phrase_can_be_matched():
    entries = line_entries(load())
    scanned = scan_texts([entry.phrase for entry in entries])
    sizes = scanned.first_token[1:] - scanned.first_token[:-1]
    unmatched = [entry.name for entry, size in zip(entries, sizes, strict=True) if not 0 < size <= LONGEST_PHRASE]
    assert unmatched == []


def test_a_user_adds_phrases(tmp_path):
    (tmp_path / "min.toml").write_text('[related]\nstarts = ["baco juo"]\n', encoding="utf-8")
    lexicon = compile_lexicon((tmp_path,))
    assert "min.related.baco juo" in lexicon.names
    assert len(lexicon.entries) == len(compile_lexicon().entries) + 1
