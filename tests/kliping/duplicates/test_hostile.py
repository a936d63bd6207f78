"""Corpora made to hurt: bounded work, right answer."""

from __future__ import annotations

import polars as pl

from kliping.duplicates import find_duplicates, sign
from kliping.duplicates.candidates import all_candidate_pairs
from kliping.settings import DuplicateSettings


def grouped(texts, bodies: list[str]) -> pl.DataFrame:
    named = texts.bodies({f"d{number:05}": body for number, body in enumerate(bodies)})
    return find_duplicates(sign(named, texts.settings), texts.ranking(), texts.settings)


def test_ten_thousand_equal_articles_are_one_group(texts):
    found = grouped(texts, [texts.page(1)] * 10_000)
    assert found["group_id"].n_unique() == 1
    assert found["kind"].value_counts().sort("kind").rows() == [("canonical", 1), ("exact", 9_999)]


def test_near_copies_of_one_article_are_one_group_found_without_comparing_all(texts):
    words = texts.story(1, 200)
    bodies = [" ".join([*words[: row % 200], f"sisip{row}", *words[row % 200 :]]) for row in range(3_000)]
    found = grouped(texts, bodies)
    assert found["group_id"].n_unique() == 1
    named = texts.bodies({f"d{number:05}": body for number, body in enumerate(bodies)})
    candidates = all_candidate_pairs(sign(named, texts.settings), texts.settings)
    assert candidates.pairs.height < 3_000 * 3_000 / 2 / 4
    assert candidates.full_buckets["bodies"].max() > 1_000


def forecast(place: str, other: str, day: int) -> str:
    """A bulletin of one template: nearly every word is every row's."""
    return (
        f"Badan Meteorologi memperkirakan cuaca di {place} pada hari ke-{day} pagi cerah berawan dan siang hujan "
        f"ringan. Suhu udara di {place} antara {20 + day % 7} dan {28 + day % 5} derajat dengan kelembapan "
        f"{60 + day % 31} persen. Warga di {other} dan sekitarnya diminta mewaspadai hujan disertai kilat dan angin "
        f"kencang yang berlangsung singkat pada sore hingga malam hari di {place}, {other} dan kawasan di antaranya."
    )


def test_rows_of_one_template_stay_apart_and_are_not_all_compared(texts):
    names = [word.capitalize() for word in texts.story(3, 60)]
    bodies = [forecast(names[row % 60], names[(row * 7 + 3) % 60], row // 3) for row in range(1_200)]
    assert len(set(bodies)) == 1_200
    named = texts.bodies({f"d{number:05}": body for number, body in enumerate(bodies)})
    signatures = sign(named, texts.settings)
    candidates = all_candidate_pairs(signatures, texts.settings)
    assert 1_200 < candidates.pairs.height < 1_200 * 1_200 / 2 / 4
    found = find_duplicates(signatures, texts.ranking(), texts.settings)
    assert found["group_id"].n_unique() == 1_200


def test_nearly_empty_pages_are_not_copies_of_each_other(texts):
    found = grouped(texts, ["", "Bagikan", "Tonton videonya", f"Halaman {1}"] * 2_500)
    assert found["group_id"].n_unique() == 10_000


def test_different_articles_between_the_same_furniture_stay_apart(texts):
    furniture = "\n\n".join(texts.page(seed, 15) for seed in range(900, 904))
    found = grouped(texts, [f"{texts.page(row, 150)}\n\n{furniture}" for row in range(1_000)])
    assert found["group_id"].n_unique() == 1_000


def test_one_huge_document_is_read_and_grouped(texts):
    huge = " ".join(f"kata{number}" for number in range(1_000_000))
    found = grouped(texts, [huge, huge.upper(), texts.page(1)])
    assert sorted(found["kind"]) == ["canonical", "canonical", "exact"]


def test_a_document_of_one_sentence_said_a_million_times(texts):
    said = texts.page(1, 40) + ". "
    found = grouped(texts, [said * 20_000, said * 20_001])
    assert found["group_id"].n_unique() == 1


def test_settings_change_what_is_a_copy(texts):
    bodies = texts.bodies({"a": texts.page(1), "b": texts.edited(1, 12)})
    strict = DuplicateSettings(copy_chance=0.99999)
    assert find_duplicates(sign(bodies, strict), texts.ranking(), strict)["group_id"].n_unique() == 2
