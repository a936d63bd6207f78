import pytest

from kliping.cleaning.lexicons import SECTION_ROLES, load, phrases
from kliping.cleaning.phrases import LONGEST_PHRASE, compile_lexicon
from kliping.cleaning.scanning import scan_texts
from kliping.errors import RuleError
from kliping.frames import REMOVED_ROLES

LANGUAGES = {
    "id",
    "ms",
    "en",
    "de",
    "es",
    "fr",
    "pt",
    "it",
    "nl",
    "tr",
    "vi",
    "tl",
    "ar",
    "ru",
    "ja",
    "jv",
    "su",
    "und",
}


def test_every_language_is_there_and_every_section_names_a_role():
    assert {entry.language for entry in load()} == LANGUAGES
    assert set(SECTION_ROLES.values()) <= set(REMOVED_ROLES)


def test_every_phrase_can_be_matched():
    entries = load()
    scanned = scan_texts([entry.phrase for entry in entries])
    sizes = scanned.first_token[1:] - scanned.first_token[:-1]
    unmatched = [entry.name for entry, size in zip(entries, sizes, strict=True) if not 0 < size <= LONGEST_PHRASE]
    assert unmatched == []


def test_phrases_are_chosen_by_section_kind_and_language():
    assert "oleh" in phrases("byline", "labels", languages=["id"])
    assert "oleh" not in phrases("byline", "labels", languages=["de"])
    assert "maret" in phrases("date", "months", languages=["id"])
    assert "maret" not in phrases("date", languages=["id"])


def test_a_user_adds_phrases(tmp_path):
    (tmp_path / "min.toml").write_text('[related]\nstarts = ["baco juo"]\n', encoding="utf-8")
    lexicon = compile_lexicon((tmp_path,))
    assert "min.related.baco juo" in lexicon.names
    assert len(lexicon.entries) == len(compile_lexicon().entries) + 1


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("[related\n", "is not TOML"),
        ('[unknown]\nstarts = ["a"]\n', "no section"),
        ('[related]\nwhole = ["a"]\n', "list of phrases"),
        ("[related]\nstarts = [1]\n", "list of phrases"),
        ("related = 1\n", "no section"),
    ],
)
def test_a_broken_lexicon_is_told(tmp_path, content, complaint):
    (tmp_path / "xx.toml").write_text(content, encoding="utf-8")
    with pytest.raises(RuleError, match=complaint):
        load((tmp_path,))


def test_a_missing_folder_is_told(tmp_path):
    with pytest.raises(RuleError, match="No folder"):
        load((tmp_path / "none",))
