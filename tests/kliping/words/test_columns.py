"""Labels name columns and open lines of blocks: a word of a language stands in its file alone."""

from __future__ import annotations

import itertools
import re
import tomllib
from importlib.resources import files

import pytest

from kliping.cleaning.phrases import compile_lexicon
from kliping.fields import METADATA_FIELDS
from kliping.metadata.columns import OF_LINES
from kliping.metadata.elements import articles_named, authors_named, dates_named, shy_dates_named
from kliping.reading.formats.columns import TEXT, bare, common_names, mapped, named, vocabulary
from kliping.reading.formats.fields import flat
from kliping.reading.formats.preambles import opened
from kliping.text.folding import bare as folded
from kliping.words import load, phrases, with_lexicons
from kliping.words.columns import LABELS
from kliping.words.columns import named as spoken
from kliping.words.sections import LISTS

OF_PROGRAMS = tomllib.loads(files("kliping.reading.formats").joinpath("columns.toml").read_text(encoding="utf-8"))
OF_MARKUP = tomllib.loads(files("kliping.metadata").joinpath("fields.toml").read_text(encoding="utf-8"))
WITHIN = ("name", "role", "no_author")
"""Kinds of words within a cell's object."""

ALONE = [
    kind for kind in LISTS["column"] if kind not in ("article", "summary", "lead", "part", "time", "filler", *WITHIN)
]
"""Kinds of words that are of one thing alone."""


def labelled(field: str) -> set[str]:
    """The names of columns that labels of a field are, as names are compared."""
    also = ("newsroom", "by") if field == "authors" else ()
    return {folded(name) for what in ("labels", *also) for name in spoken(what, field)}


def test_what_a_label_says_is_no_name_of_programs_as_well():
    again = {field: labelled(field) & set(OF_PROGRAMS["fields"][field]) for field in LABELS}
    assert not any(again.values()), again


def test_no_word_of_a_column_is_a_label_of_its_field_as_well():
    again = {field: labelled(field) & set(map(folded, spoken(field, field))) for field in LABELS}
    assert not any(again.values()), again


def test_programs_have_no_names_in_words_of_languages():
    """Of those that stand in files of words for columns; what both write stands with the programs' names."""
    words = {folded(entry.phrase) for entry in load().entries if entry.section == "column"}
    sections = [*OF_PROGRAMS["page"].values(), *OF_PROGRAMS["fields"].values(), *OF_PROGRAMS["other"].values()]
    assert words & {name for names in sections for name in names if not name.startswith("@")} == set()


def test_a_word_before_any_date_is_no_other_word_of_its_language():
    """It names the column, opens the line and is part of names in markup, from one entry."""
    neutral = [entry for entry in load().entries if (entry.section, entry.kind) == ("date", "neutral")]
    of_dates = [("date", "labels"), ("column", "published_on")]
    again = [one for one in neutral for section, kind in of_dates
             if one._replace(section=section, kind=kind) in load().entries]  # fmt: skip
    assert again == []
    assert {"datum", "waktu", "дата"} <= {one.phrase for one in neutral}
    assert [one.phrase for one in neutral if vocabulary()[folded(one.phrase)].field != "published_on"] == []
    assert {f"{one.language}.date.{one.phrase}" for one in neutral} <= set(compile_lexicon().names)
    assert {"datum", "petsa", "waktu"} <= dates_named()


@pytest.mark.parametrize("field", [field for field in METADATA_FIELDS if field not in OF_LINES])
def test_a_language_names_the_column_of_any_field_in_its_file_alone(field, tmp_path):
    (tmp_path / "min.toml").write_text(f'[column]\n{field} = ["kapalo kolom"]\n', encoding="utf-8")
    with with_lexicons((tmp_path,)):
        assert named("Kapalo_Kolom").field == field
    assert named("Kapalo_Kolom") is None


def data_names(*tables: dict) -> set[str]:
    """What is listed in files of names that programs give, however deep."""
    found: set[str] = set()
    rest: list = list(tables)
    while rest:
        one = rest.pop()
        rest += one.values() if isinstance(one, dict) else one if isinstance(one, list) else []
        found |= {one} if isinstance(one, str) and not one.startswith("@") else set()
    return found


ENGLISH = {
    "application", "person", "info", "crawl", "scrape", "scraping", "upload", "posting", "reportage", "portal", "lang",
    "standfirst", "keyword", "word", "count", "para", "par", "dek", "na", "nav", "og",
}  # fmt: skip
"""English words, short forms and prefixes of programs that no list of English has, and some other language does."""


def words_of_others(names: set[str]) -> set[str]:
    """Names that are a word of a language other than English, or one glued to a word that is known."""
    spoken: dict[str, set[str]] = {}
    for entry in load().entries:
        for word in re.findall(r"[^\W\d_]+", entry.phrase.lower()):
            spoken.setdefault(word, set()).add(entry.language)
    others = {word for word, of in spoken.items() if not of & {"en", "und"} and (len(word) > 1 or word > "z")} - ENGLISH
    known = {*spoken, *data_names(OF_PROGRAMS)}

    def foreign(name: str) -> bool:
        glued = ((name[:at], name[at:]) for at in range(GLUED, len(name) - GLUED + 1))
        return name in others or any(
            (one in known and other in others) or (one in others and other in known) for one, other in glued
        )

    parts = {name: set(re.findall(r"[^\W\d_]+", name.lower())) - ENGLISH for name in names}
    return {name for name in names if any(map(foreign, parts[name]))}


GLUED = 4
"""Letters from which a part of a name is a word: of shorter ones chance makes many."""


def test_files_of_names_that_programs_give_hold_no_word_of_a_language():
    """It stands in its language's file, from which columns, elements and keys have it."""
    assert words_of_others(data_names(OF_PROGRAMS, OF_MARKUP)) == set()
    put = {"artikel", "zeit", "stand", "keywordsumber", "tanggal_muat", "judulberita", "подпись", "дата"}
    assert words_of_others(put) == put - {"подпись"}


def test_what_languages_call_an_article_or_a_time_names_elements_as_well():
    assert {"artikel", "berita", "news"} <= articles_named()
    assert {"zeit", "stand", "jam", "time"} <= shy_dates_named()
    assert not {"date", "created", "datum"} & shy_dates_named()


@pytest.mark.parametrize("field", LABELS)
def test_a_label_of_a_value_names_its_column(field):
    meant = {name: vocabulary()[name].field for name in labelled(field)}
    own = {"published_on": "updated_on", "authors": "editor"}.get(field)
    assert {name for name, other in meant.items() if other not in (field, own, TEXT)} == set()
    assert sum(other == field for other in meant.values()) > len(meant) * 0.9


@pytest.mark.parametrize("kind", ALONE)
def test_every_word_of_a_column_is_read_as_its_kind(kind):
    field = {"text": TEXT, "other": "", "fetched": None}.get(kind, kind)
    if field is not None:
        assert {name for name in spoken(kind, kind) if vocabulary()[bare(name)].field != field} == set()
    else:
        assert set(map(folded, spoken(kind, kind))) >= {"tanggalscrape", "waktuambil"}


def test_every_word_of_a_person_in_a_cell_is_read():
    for name, role in itertools.product(phrases("column", "name"), phrases("column", "role")):
        assert flat("authors", {name: "Sari Dewi", role: "editor"}) == ["editor: Sari Dewi"], (name, role)
    for part in phrases("column", "no_author"):
        assert flat("authors", {"name": "Sari Dewi", "role": part.title()}) == [], part


def test_a_plain_word_of_other_languages_names_no_column():
    assert named("by").field == named("oleh").field == "authors"
    assert (named("di"), named("af"), named("nga")) == (None, None, None)


def test_what_stands_first_in_a_file_is_believed_first():
    assert mapped(["kontributor", "oleh", "penulis"], {}).fields["authors"] == ("penulis", "kontributor", "oleh")
    assert mapped(["jam", "timestamp", "tgl", "tanggal"], {}).fields["published_on"][:3] == (
        "tanggal",
        "tgl",
        "timestamp",
    )
    assert common_names()[7:12] == ("title", "headline", "subtitle", "author", "authors")


def test_a_label_is_added_in_one_file(tmp_path):
    words = '[byline]\nlabels = ["qorvatulih"]\n[published]\nlabels = ["dikabarkan"]\n[column]\ntitle = ["kapalo"]\n'
    page = "Kapalo: Jambatan rusak\nQorvatulih: Sari Wulandari\nDikabarkan: 3 Juni 2024\n\nAir naik."
    (tmp_path / "min.toml").write_text(words, encoding="utf-8")
    told = (
        ("title", "Jambatan rusak", "Kapalo"),
        ("authors", "Sari Wulandari", "Qorvatulih"),
        ("published_on", "3 Juni 2024", "Dikabarkan"),
    )
    assert opened(page, markdown=False)[1] == ()
    with with_lexicons((tmp_path,)):
        assert opened(page, markdown=False)[1] == told
        found = mapped(["qorvatulih", "kapalo", "dikabarkan"], {}).fields
        assert found == {"authors": ("qorvatulih",), "title": ("kapalo",), "published_on": ("dikabarkan",)}
        assert "qorvatulih" in authors_named()
    assert named("qorvatulih") is None
    assert "qorvatulih" not in authors_named()


def test_names_in_markup_have_no_labels_either():
    lists = {section: set(OF_MARKUP[section]["authors"]) for section in ("elements", "addresses", "state")}
    labels = set(map(folded, spoken("labels", "authors")))
    assert {section: names & labels for section, names in lists.items() if names & labels} == {}
    assert {"autor", "penulis"} <= authors_named()
    assert not {"text", "byline", "by", "von", "laporan", "editor"} & authors_named()
