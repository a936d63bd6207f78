"""Close relatives are told apart by words and pieces of words, and the compiled sums are the plain ones."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from kliping.language import langdetect_exact, relatives
from kliping.language.features import features, fold
from kliping.language.relatives import (
    function_words,
    groups,
    hash_weights,
    score,
    tell_relatives_apart,
    told_in,
    weights_of,
)
from kliping.learning.languages import is_reported, own_words, read_labelled, train, word_list, write_weights
from kliping.packed import read_packed
from kliping.text.characters import small_letters
from kliping.words import languages_of, with_lexicons

SAMPLES = tomllib.loads(Path(__file__).with_name("samples.toml").read_text("utf-8"))
TABLE = small_letters()


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("", " "),
        ("12:30 — !", " "),
        ("Kata Dia", " kata dia "),
        ("  (Rabu, 13/6)  Ž", " rabu ž "),
        ("naïve İstanbul 😀x", " naïve istanbul x "),
    ],
)
def test_folding_keeps_letters_and_one_space(text, folded):
    assert fold(text, TABLE) == folded


@pytest.mark.parametrize(
    ("longest", "expected"),
    [
        (0, {" di ", " di ra ", " ra "}),
        (2, {" d", "d", "di", "i", "i ", " r", "r", "ra", "a", "a ", " di ", " ra ", " di ra "}),
        (
            9,
            {
                " d",
                " di",
                " di ",
                "d",
                "di",
                "di ",
                "i",
                "i ",
                " r",
                " ra",
                " ra ",
                "r",
                "ra",
                "ra ",
                "a",
                "a ",
                " di ra ",
            },
        ),
    ],
)
def test_features_are_pieces_words_and_pairs(longest, expected):
    found = features(" di ra ", longest)
    assert set(found) == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize("longest", [0, 1, 3, 5])
def test_compiled_sums_are_those_of_the_definition(longest):
    texts = ["", "x", " ", *SAMPLES.values(), SAMPLES["id"] * 3]
    names = sorted({name for text in texts for name in features(fold(text, TABLE), longest)})
    weights = {name: [float(at % 7 - 3), 1.0] for at, name in enumerate(names)}
    sums, words = score(pl.Series(texts), hash_weights(weights), longest)
    for text, found, count in zip(texts, sums, words, strict=True):
        folded = fold(text, TABLE)
        wanted = [weights[name] for name in features(folded, longest)]
        np.testing.assert_allclose(found, np.sum(wanted, axis=0) if wanted else [0.0, 0.0])
        assert count == len(folded.split())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (SAMPLES["id"], "id"),
        ("Datuk Bandar berkata jambatan baharu itu akan dibuka kepada penduduk kerana pembinaannya sudah siap.", "ms"),
        ("Polisi mengatakan korban bisa pulang karena kondisinya sudah membaik sejak Jumat pekan lalu.", "id"),
        ("Polis berkata mangsa boleh pulang kerana keadaannya bertambah baik sejak Jumaat minggu lalu.", "ms"),
        (SAMPLES["hr"], "hr"),
        ("Gradonačelnik je juče rekao da će novi most preko reke biti otvoren za građane pre kraja godine.", "sr"),
        ("Saopćeno je da će se o historiji općine narednih sedmica govoriti u evropskim institucijama.", "bs"),
        ("Градоначелник је јуче рекао да ће нови мост преко реке бити отворен пре краја године.", "sr"),
        (SAMPLES["mk"], "mk"),
        (SAMPLES["bg"], "bg"),
        (SAMPLES["cs"], "cs"),
        (SAMPLES["sk"], "sk"),
        (SAMPLES["da"], "da"),
        (SAMPLES["no"], "no"),
        (SAMPLES["sl"], "sl"),
        ("Bupati ngandika yen kreteg anyar ing kali kuwi bakal dibukak kanggo warga sadurunge akhir taun iki.", "jv"),
        ("Pawarta menika sampun dipunwedharaken dening panitia wonten ing pendhapa, lan badhe katindakaken.", "jv"),
        ("Sasak anyar di luhureun walungan éta bakal dibuka pikeun warga saméméh ahir taun, sarta teu mayar.", "su"),
        ("Baliau adolah surang panulih nan alah mambuek babarapo buku tantang adaik jo budayo, sarato guru.", "min"),
        ("Tokoh adat menyebut istilah 'sing penting ora ngapusi' saat rapat dengan warga di kantor kecamatan.", "id"),
    ],
)
def test_sentences_of_relatives(text, language):
    texts = pl.DataFrame({"document_id": ["a"], "text": [text]})
    found = tell_relatives_apart(pl.concat([texts, langdetect_exact(texts["text"])], how="horizontal"))
    assert found["language"].to_list() == [language]


def test_no_other_language_is_touched():
    texts = pl.DataFrame({"document_id": list(SAMPLES), "text": list(SAMPLES.values())})
    found = tell_relatives_apart(pl.concat([texts, langdetect_exact(texts["text"])], how="horizontal"))
    assert found["language"].to_list() == list(SAMPLES)
    assert texts.filter(found["decided_by"] == "relatives")["document_id"].to_list() == ["hr", "id", "zh-tw"]


def test_the_other_paragraphs_decide_one_without_evidence():
    clear = "Polis berkata mangsa boleh pulang kerana keadaannya bertambah baik sejak Jumaat minggu lalu."
    silent = "Hasan Basri Abdullah Nur Aini Fatimah Zahra"
    texts = pl.DataFrame(
        {
            "document_id": ["a", "a", "b"],
            "text": [clear, silent, silent],
            "language": ["id"] * 3,
            "probability": [1.0] * 3,
        }
    )
    found = tell_relatives_apart(texts)
    assert found["language"][1] == "ms"
    assert found["confidence"][2] < found["confidence"][0]


def test_javanese_paragraphs_speak_for_one_with_few_listed_words():
    full = "Bupati ngandika yen kreteg anyar ing kali kuwi bakal dibukak kanggo warga sadurunge akhir taun iki."
    few = "Warga Kampung Gebang nguripake maneh gamelan tuwa sing wis suwe mbisu"
    texts = pl.DataFrame(
        {"document_id": list("aab"), "text": [full, few, few], "language": ["id"] * 3, "probability": [1.0] * 3}
    )
    assert (tell_relatives_apart(texts)["language"] == "jv").to_list() == [True, True, False]


@pytest.mark.parametrize("kind", ["alone", "own"])
def test_every_function_word_counts_for_its_language(kind):
    lists = function_words(kind)
    languages = list(lists)
    for column, words in enumerate(lists.values()):
        hits, counts = score(pl.Series(words), weights_of(kind), 0)
        assert counts.tolist() == [1] * len(words), languages[column]
        assert hits[:, column].tolist() == [1.0] * len(words), languages[column]


@pytest.mark.parametrize("name", ["unlisted", "own_words"])
def test_files_of_data_say_when_words_are_asked_and_hold_none(name):
    thresholds = {"asked_when", "least_words", "least_words_among_others", "least_share", "least_shares", "letters"}
    assert set(told_in(name)) <= thresholds, "words of a language stand in its file of words"


def test_a_language_of_ones_own_is_named_by_its_function_words(tmp_path):
    (tmp_path / "ha.toml").write_text('[function_words]\nalone = ["kuma", "cikin", "wannan", "domin"]\n', "utf-8")
    said = "Ruwa ya yi yawa a cikin kogin, kuma wannan hanya ta rufe domin an ce ya yi yawa."
    texts = pl.DataFrame({"document_id": ["d"], "text": [said], "language": ["so"], "probability": [0.99]})
    before = tell_relatives_apart(texts)["language"].to_list()
    with with_lexicons((tmp_path,)):
        assert tell_relatives_apart(texts)["language"].to_list() == ["ha"]
    assert tell_relatives_apart(texts)["language"].to_list() == before == ["so"]


JAVANESE = "Banyu ing kali iku wis dhuwur, lan wong-wong ora bisa liwat amarga dalan iki ditutup."
INVENTED = "Qorva zelt mub nesh, drim vosk zelt havu qorva nesh pelu tarb."


def heard_as(text: str, answers: list[str]) -> list[str]:
    """The language of a text by each answer of langdetect."""
    texts = pl.DataFrame({"document_id": answers, "text": text, "language": answers, "probability": 0.99})
    return tell_relatives_apart(texts)["language"].to_list()


def test_a_language_says_in_its_own_file_what_it_is_taken_for(tmp_path):
    """Only it is asked there: what others are taken for is nothing that it changes."""
    words, answers = 'alone = ["qorva", "zelt", "nesh", "drim"]\n', ["xa", "xb", "id"]
    for said, expected in (("", ["xa", "xb", "qqq"]), ('taken_for = ["xa"]\n', ["qqq", "xb", "qqq"])):
        (tmp_path / "qqq.toml").write_text(f"[function_words]\n{words}{said}", "utf-8")
        with with_lexicons((tmp_path,)):
            assert heard_as(INVENTED, answers) == expected
            assert heard_as(JAVANESE, ["xa", "nl"]) == ["xa", "jv"]


def test_every_language_told_by_its_words_is_heard_in_what_it_is_taken_for_and_nowhere_else():
    """By the words that no other list has: those of two languages speak for both."""
    lists, own = function_words("alone"), languages_of("function_words", "taken_for")
    listed = [word for words in lists.values() for word in words]
    every = told_in("unlisted")["asked_when"]
    assert {"jv", "su", "min"} <= set(lists)
    for language, words in lists.items():
        text = " ".join(word for word in words if listed.count(word) == 1)
        taken = [*every, *(answer for answer, of in own.items() if language in of)]
        assert heard_as(text, taken) == [language] * len(taken)
        assert heard_as(text, ["xa"]) == ["xa"]


def test_no_texts_have_no_languages():
    none = pl.DataFrame(
        schema={"document_id": pl.String, "text": pl.String, "language": pl.String, "probability": pl.Float64}
    )
    assert tell_relatives_apart(none).height == 0


def test_training_weighs_words_by_language():
    group = groups()["malay"]
    weights = train(
        group, [("id", "rumah itu roboh karena angin"), ("ms", "rumah itu runtuh kerana angin"), ("en", "wind")]
    )
    indonesian, malay = weights[" roboh "]
    assert indonesian > 0 > malay
    assert " rumah " not in weights
    assert " wind " not in weights


@pytest.mark.parametrize("language", ["id", "ms", "hr", "bs", "sr"])
def test_word_lists_tell_something(language):
    (group,) = (group for group in groups().values() if language in group.languages)
    assert len(own_words(group)[language]) > 100
    assert all(word == fold(word, TABLE).strip() for word in word_list(language))


@pytest.mark.exam
@pytest.mark.slow
def test_accuracy_on_sentences_kept_out_of_training(shared):
    """The settings were not chosen on these sentences, and the weights are trained without them here."""
    labelled = read_labelled(shared / "gold" / "languages.jsonl")
    tuning = [(language, text) for language, text in labelled if not is_reported(text)]
    weights = {name: hash_weights(train(group, tuning)) for name, group in groups().items()}
    reported = pl.DataFrame([row for row in labelled if is_reported(row[1])], schema=["wanted", "text"], orient="row")
    texts = reported.with_row_index("document_id")
    found = tell_relatives_apart(pl.concat([texts, langdetect_exact(texts["text"])], how="horizontal"), weights)
    right = texts.with_columns(right=found["language"] == texts["wanted"])
    share = dict(right.group_by("wanted").agg(pl.col("right").mean()).rows())
    assert (share["id"] + share["ms"]) / 2 >= 0.97
    assert (share["bs"] + share["hr"] + share["sr"]) / 3 >= 0.85
    assert min(share[language] for language in ("cs", "sk", "es", "pt")) >= 0.99


def test_weights_are_written_with_their_card(tmp_path, monkeypatch):
    monkeypatch.setattr(relatives, "DATA", tmp_path)
    write_weights(groups()["malay"], {" kata ": [0.5, -0.5]}, "two sentences")
    assert read_packed(tmp_path, "malay.tsv.gz") == "feature\tid\tms\n_kata_\t0.5\t-0.5\n"
    card = (tmp_path / "malay.md").read_text("utf-8")
    assert "two sentences" in card
    assert "  1 features" in card
