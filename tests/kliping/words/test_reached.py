"""Every word is reached: each kind is asked for by a step, and each entry does what its kind says."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kliping.cleaning.credits import _opening
from kliping.cleaning.features import match
from kliping.cleaning.phrases import compile_lexicon
from kliping.cleaning.scanning import scan_texts
from kliping.cleaning.sections import MATCHED_KINDS, line_entries
from kliping.metadata import columns, line_facts, statements
from kliping.metadata.dates import bases, clock
from kliping.metadata.outlets.found import with_outlet
from kliping.metadata.people import names, people, signs
from kliping.metadata.titles import never
from kliping.text.buffers import text_buffers
from kliping.words import labels, languages_of, load, phrases
from kliping.words.agencies import outlets_behind_names, picture_agencies
from kliping.words.calendar import calendar

sys.path.insert(0, str(Path(__file__).parents[1] / "metadata"))
import pages

CHECKOUT = Path(__file__).resolve().parents[3]

ON_A_LINE = {"labels": "{}: Contoh", "starts": "{} Contoh Contoh", "equals": "{}", "contains": "Contoh {} Contoh"}


def test_every_phrase_is_found_on_a_line_of_its_kind():
    lexicon, entries = compile_lexicon(), [entry for entry in line_entries(load()) if entry.kind in MATCHED_KINDS]
    found, kinds, _ = match(scan_texts([ON_A_LINE[entry.kind].format(entry.phrase) for entry in entries]), lexicon)
    key = {entry: number for number, entry in enumerate(lexicon.entries)}
    missed = []
    for entry, number, kind in zip(entries, found.tolist(), kinds.tolist(), strict=True):
        # the same words may be of several languages and kinds: the surest of them wins
        alike = number >= 0 and MATCHED_KINDS.index(entry.kind) >= kind
        if number != key[entry] and not alike:
            missed.append(entry)
    assert missed == []


def test_every_month_and_weekday_makes_a_line_look_dated():
    """A name of several words does not: a line is looked at word by word, and Chinese ones have a word a sign."""
    entries = [entry for entry in line_entries(load()) if entry.kind in ("months", "weekdays")]
    scanned = scan_texts([entry.phrase for entry in entries])
    _, _, dated = match(scanned, compile_lexicon())
    missed = [entry for entry, count in zip(entries, dated, strict=True) if count == 0]
    several = {entry for entry, words in zip(entries, np.diff(scanned.first_token), strict=True) if words > 1}
    assert set(missed) <= several - set(load().entries)
    assert len(missed) < len(entries) / 10


def bits_of(word: str) -> int:
    """What the pass over lines finds on a line of nothing but ``word``."""
    return int(line_facts.read_facts(text_buffers(pl.Series([word])), np.full(1, 2026, np.int32)).words[0])


@pytest.mark.parametrize(("kind", "bit"), [("months", line_facts.MONTH), ("weekdays", line_facts.WEEKDAY)])
def test_the_pass_over_lines_knows_every_month_and_weekday(kind, bit):
    """The words that are known are cut as the pass cuts lines, with vowel signs and joiners where a script has them."""
    assert [name for name in sorted(calendar(kind).anywhere) if not bits_of(name) & bit] == []


@pytest.mark.parametrize(
    ("section", "kind", "bit", "part"),
    [
        ("byline", "labels", "AUTHOR_LABEL", "first"),
        ("byline", "value_labels", "AUTHOR_LABEL", "first"),
        ("byline", "middle", "BY", "longest"),
        ("byline", "stated", "STATED", "first"),
        ("byline", "joins", "SEPARATOR", "first"),
        ("editor", "labels", "EDITOR_LABEL", "first"),
        ("source", "labels", "SOURCE_LABEL", "first"),
        ("tags", "labels", "TAG_LABEL", "first"),
        ("published", "labels", "DATE_LABEL", "longest"),
        ("published", "value_labels", "DATE_LABEL", "longest"),
        ("published", "opening", "DATE_LABEL", "longest"),
        ("updated", "labels", "DATE_LABEL", "longest"),
        ("updated", "value_labels", "DATE_LABEL", "longest"),
        ("other_date", "labels", "OTHER_DATE", "longest"),
        ("other_date", "starts", "OTHER_DATE", "longest"),
        ("other_date", "words", "OTHER_DATE", "longest"),
        ("relative", "counted", "UNIT", "first"),
        ("relative", "yesterday", "RELATIVE", "longest"),
        ("relative", "today", "RELATIVE", "longest"),
        ("consent", "rights", "RIGHTS", "first"),
        ("attribution", "verbs", "ATTRIBUTION", "longest"),
        ("outlet", "follow_after", "FOLLOW", "longest"),
        ("outlet", "channels", "FOLLOW", "longest"),
        ("person", "no_name", "NO_NAME", "longest"),
        ("person", "jobs", "JOB", "first"),
        ("title", "furniture", "FURNITURE", "first"),
        ("title", "dated", "STATED", "first"),
        ("reading_time", "phrases", "READING", "longest"),
    ],
)
def test_the_sieve_knows_every_word(section, kind, bit, part):
    """A line is only asked for a pattern if its words allow it: a word that the sieve does not know is never read."""
    pick = {"first": line_facts._first, "longest": line_facts._longest}[part]
    words = [pick(phrase) for phrase in phrases(section, kind)]
    names_too = {pick(word) for word in phrases("person", "given", "abroad")} if kind == "no_name" else set()
    missed = [word for word in words if word and not bits_of(word) & getattr(line_facts, bit) and word not in names_too]
    assert words
    assert missed == []


def test_every_author_label_is_read():
    lines = pl.Series([f"{label}: Jane Doe" for label in labels("byline")])
    assert lines.filter(~lines.str.contains(signs.labelled() + r"\S")).to_list() == []


def test_behind_every_word_for_who_writes_from_elsewhere_the_place_is_passed_over():
    rest = pl.Series([f"{word.title()} Sukamaju, Jane Doe" for word in phrases("byline", "posted")])
    assert set(rest.str.replace(signs.posted(), "${1}")) == {"Jane Doe"}


def test_a_bound_label_counts_in_its_language_only():
    for label, languages in languages_of("byline", "bound").items():
        frame = pl.DataFrame({"label": [label] * 2, "language": [languages[0], "xx"]})
        assert frame.select(people._is_label(pl.col("label"))).to_series().to_list() == [True, False]


def test_what_stands_behind_names_is_taken_off():
    filed = pl.Series([f"Jane Doe {word} Sukamaju" for word in phrases("byline", "filed")])
    assert set(filed.str.replace(signs.filed(), "${1}")) == {"Jane Doe"}
    for word in phrases("person", "apart"):
        assert columns._degree().match(word), word


def test_every_name_of_an_account_is_known():
    for of, word in itertools.product(phrases("person", "accounts_of"), phrases("person", "accounts")):
        named = pl.Series([word, f"{of} {word}", f"{of}-{word}2".title()])
        assert named.str.contains(names.account()).all(), (of, word)


def test_what_begins_the_name_of_a_company_is_known():
    for word in phrases("outlet", "legal_before"):
        page = [pages.TITLE, *pages.BODY, ("boilerplate", f"© 2024 {word.upper()} Contoh Media")]
        found = pages.evidence_of([page]).filter(pl.col("basis") == "copyright")
        assert found["value"].to_list() == [], word


def test_what_stands_behind_an_agency_is_part_of_the_credit():
    words = phrases("caption", "behind_agency")
    pattern = _opening(picture_agencies(), words)
    opened = pl.Series([f"AP {form}/Jane Doe Warga" for word in words for form in (word, word.title(), word.upper())])
    assert opened.filter(~opened.str.contains(pattern)).to_list() == []


def test_every_word_of_names_is_heeded():
    for word in phrases("person", "no_name"):
        assert names.names_in(f"Jane {word.title()}", loose=False) == [], word
    for given in phrases("person", "given"):
        assert names.names_in(f"{given.title()} Wulandari", loose=False) == [f"{given.title()} Wulandari"], given
    for degree in phrases("person", "degrees"):
        assert names.names_in(f"Jane Doe, {degree}", loose=True) == ["Jane Doe"], degree
        assert names.names_in(f"Jane Doe {degree}", loose=True) == ["Jane Doe"], degree
    for job in phrases("person", "jobs", "ends"):
        assert names.names_in(f"Jane Doe {job}", loose=False) == ["Jane Doe"], job
    for particle in phrases("person", "particles"):
        name = f"Jane van {particle} Doe" if particle in names.words().articles else f"Jane {particle} Doe"
        assert names.names_in(name, loose=False) == [name], particle
    for joint in phrases("byline", "joins", "beside"):
        assert names.names_in(f"Jane Doe {joint} Sari Putri", loose=False) == ["Jane Doe", "Sari Putri"], joint
    for title in phrases("person", "titles"):
        longest = f"{title} Jane Anna Mary Sue Doe"  # beside a title a name may have as many words as without
        assert names.names_in(longest, loose=False) == [longest], title
    assert names.names_in("Jane zx Doe", loose=False) == names.names_in("Jane der Doe", loose=False) == []
    assert names.names_in("Zx. Jane Anna Mary Sue Doe", loose=False) == []
    assert names.names_in("Jane Doe, Zx", loose=True) == ["Jane Doe", "Zx"]


def unfound(pattern: str, lines: list[str]) -> list[str]:
    """The lines that a pattern does not find."""
    return [line for line, hit in zip(lines, pl.Series(lines).str.contains(pattern), strict=True) if not hit]


def test_every_word_of_the_newsroom_makes_the_name_above_it_a_byline():
    assert unfound(signs.newsroom(), [f"Senior {word} at Contoh" for word in phrases("person", "newsroom")]) == []
    assert unfound(signs.newsroom(), ["Senior tukang kebun"]) == ["Senior tukang kebun"]


def test_every_outlet_behind_a_name_is_read():
    assert unfound(with_outlet(), [f"Jane Doe, Harian {word}" for word in outlets_behind_names()]) == []
    signed = "|".join(signs.signed())
    assert unfound(signed, [f"김민수 {word}" for word in phrases("byline", "behind")]) == []


@pytest.mark.parametrize(("section", "of"), [("byline", "authors"), ("editor", "editor")])
def test_who_made_something_else_wrote_nothing(section, of):
    labels = [f"{word.title()}:" if section == "editor" else word.title() for word in phrases(section, "others")]
    evidence = pages.evidence_of([[pages.TITLE, f"{label} Jane Doe", "3 Mei 2024", *pages.BODY] for label in labels])
    named = evidence.filter((pl.col("field") == of) & pl.col("chosen"))["document_id"].unique()
    assert [label for number, label in enumerate(labels) if f"{number:016x}" in named] == []


def test_every_word_before_or_behind_a_time_is_passed_over():
    texts = [f" {word} 10:15 WIB" for word in phrases("date", "before_time")]
    texts += [f" 10:15 {word}" for word in phrases("date", "after_time")]
    hits = pl.DataFrame({"rest_before": [""] * len(texts), "rest_after": texts, "start": 0, "end": 10})
    read = clock.with_time(hits.cast({"start": pl.Int32, "end": pl.Int32}))
    assert read["time"].to_list() == ["10:15"] * len(texts)
    assert (read["time_to"] - read["end"]).to_list() == [len(text) for text in texts]


def test_every_part_of_a_date_line_is_known():
    assert unfound(bases._parted(), [f"Kabar {word} " for word in phrases("date", "before_month")]) == []
    credited = [f"(Rina {word} Contoh)" for word in (*phrases("caption", "media"), *picture_agencies())]
    assert unfound(bases._credit(), credited) == []
    times = [f"Selasa 10:15 {word}" for word in (*load().zones, *phrases("date", "after_time"))]
    reading = [f"3 {word}" for word in phrases("reading_time", "contains")]
    for lines in (times, reading):
        assert [line for line in lines if all(unfound(one, [line]) for _, one in never.never_patterns())] == []


@pytest.mark.parametrize(
    ("kind", "line", "basis"),
    [
        ("follow_before", "{} Kabar Contoh di Google News", "follow_us"),
        ("follow_between", "Ikuti {} Kabar Contoh di Google News", "follow_us"),
        ("follow_after", "Ikuti Kabar Contoh {}", "follow_us"),
        ("channels", "{}: Kabar Contoh", "follow_us"),
        ("copyright", "{} © 2024 Kabar Contoh", "copyright"),
        ("owned", "Copyright © 2024 {} Kabar Contoh", "copyright"),
        ("reserved", "© 2024 Kabar Contoh {} reserved", "copyright"),
        ("legal", "© 2024 Kabar Contoh {}", "copyright"),
        ("told", f"{pages.BODY[0][:-1]} {{}} kabarcontoh.com pada Selasa, saat banjir di desa surut.", "reporting"),
    ],
)  # fmt: skip
def test_every_word_around_an_outlet_is_read(kind, line, basis):
    words = phrases("outlet", kind)
    written = [word.upper() if kind == "legal" else word for word in words]
    found = pages.evidence_of([[pages.TITLE, *pages.BODY, line.format(word)] for word in written])
    named = found.filter((pl.col("field") == "publisher") & (pl.col("basis") == basis))
    right = named.filter(
        pl.col("value").str.to_lowercase().str.replace(".com", "").str.replace(" ", "") == "kabarcontoh"
    )
    missed = {word for number, word in enumerate(words) if f"{number:016x}" not in set(right["document_id"])}
    assert missed == set()


def test_what_stands_in_the_owners_place_is_no_owner():
    words = phrases("outlet", "no_owner")
    found = pages.evidence_of([[pages.TITLE, *pages.BODY, f"© 2024 {word.title()} Pihak Contoh"] for word in words])
    assert found.filter(pl.col("basis") == "copyright")["value"].to_list() == []


def test_a_company_that_owns_outlets_is_none():
    words = phrases("outlet", "owners")
    found = pages.evidence_of([[pages.TITLE, *pages.BODY, f"© 2024 {word.title()}, Inc."] for word in words])
    assert found.filter(pl.col("basis") == "copyright")["value"].to_list() == []


def test_every_ending_of_an_outlet_without_spaces_is_heeded():
    for ending in phrases("outlet", "endings"):
        assert names.names_in(f"{ending[0]}{ending}", loose=True) == [], ending


def test_every_section_behind_a_bar_is_cut_off_a_title():
    found = pages.evidence_of(
        [[*pages.MASTHEAD, f"{pages.TITLE} | {word.title()}", "Senin, 3 Juni 2024", *pages.BODY]
         for word in phrases("title", "sections")]
    )  # fmt: skip
    assert set(found.filter(pl.col("chosen") & (pl.col("field") == "title"))["value"]) == {pages.TITLE}


def test_every_broadcaster_opens_an_outlet():
    words = phrases("outlet", "broadcasters")
    opening = [f"Sukamaju, {word} Contoh -- {pages.BODY[0]}" for word in words]
    found = pages.evidence_of([[pages.TITLE, one, *pages.BODY[1:]] for one in opening])
    named = found.filter((pl.col("basis") == "dateline") & (pl.col("field") == "publisher"))
    assert set(named["value"]) == {f"{word} Contoh" for word in words}


def test_what_stays_in_capitals_ends_a_place():
    words = phrases("place", "capitals")
    found = pages.evidence_of([[pages.TITLE, f"SUKAMAJU {word} - {pages.BODY[0]}", *pages.BODY[1:]] for word in words])
    assert set(found.filter(pl.col("field") == "place")["value"]) == {f"Sukamaju {word}" for word in words}


def test_labels_of_markup_are_taken_off_a_name():
    words = (*phrases("byline", "markup_labels"), *labels("byline"))
    named = pl.Series([f"{word}: Jane Doe" for word in words]).str.replace(statements._name_label(), "${1}")
    assert named.filter(named != "Jane Doe").to_list() == []
    days = (*phrases("date", "before_month", "before_time"),)
    bare = pl.Series([f"Jane Doe {word} 3.5.2024" for word in days]).str.replace(statements._behind_name(), "")
    assert bare.filter(bare != "Jane Doe").to_list() == []


ASK = """
import sys
from datetime import UTC, datetime
from pathlib import Path
import kliping.words as words

class Recording(dict):
    def get(self, key, default=None):
        asked.add(key)
        return super().get(key, default)

asked = set()
known = words.load()
object.__setattr__(known, "listed", Recording(known.listed))

import polars as pl
from expectations import facts
from expectations.suites import articles
from kliping.cleaning import clean, page_kinds
from kliping.cleaning.pieces import find_pieces
from kliping.language import detect_languages
from kliping.learning.variants import variants
from kliping.metadata import extract_metadata
from kliping.metadata.columns import people_in
from kliping.reading import stream_documents
from kliping.reading.formats import spoken
from kliping.reading.formats.fields import flat
from kliping.settings import GateSettings, ReadingSettings, Settings
settings = Settings()
(documents,) = stream_documents([str(Path("seeds"))], ReadingSettings(), datetime(2026, 1, 1, tzinfo=UTC))
lines = clean(documents, settings.cleaning)
find_pieces(pl.Series(["Kata dia. Baca juga: Harga"]), pl.Series([True]), {})
page_kinds(documents, lines, settings.cleaning)
extract_metadata(documents, lines, detect_languages(lines, settings.language), settings.metadata)
people_in("Sari Dewi, S.Sos - Kabar Contoh"), flat("authors", {"name": "Sari Dewi", "role": "editor"})
facts.furniture_facts(settings.gate)
facts.article_facts(settings.gate)
articles.suite(settings.gate)
spoken.answers()
spoken.placeholders("nothing"), spoken.placeholders("nobody")
from kliping.cleaning.sections import line_entries
on_lines = {(one.language, one.phrase) for one in line_entries(known)}
asked |= {(entry.section, entry.kind) for entry in known.entries
          if (entry.language, entry.phrase) in on_lines
          and entry.kind in ("labels", "line_labels", "opening", "starts", "equals", "contains", "weekdays", "months")}
print(sorted({(entry.section, entry.kind) for entry in known.entries} - asked))
"""


def test_every_kind_is_asked_for() -> None:
    """A kind that no step takes would be words that nobody reads."""
    done = subprocess.run([sys.executable, "-c", ASK], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.stdout == "[]\n", done.stdout + done.stderr[-2000:]
