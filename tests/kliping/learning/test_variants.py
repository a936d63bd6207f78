import json
import random
from dataclasses import replace

import pytest

from kliping.learning.genre_variants import genre_variants
from kliping.learning.pages import Page, as_columns, read_pages
from kliping.learning.variants import variants

BARE = {"alone", "titled", "credited", "headless", "footless"}
MENU = ("Beranda", "Nasional", "Masuk")
BODY = tuple(f"Warga desa ke-{number} menanam padi di sawah yang baru selesai diairi pekan ini." for number in range(5))
FOOT = ("Bagikan", "Tentang Kami")


def page(number, **given):
    lines = (*MENU, "Judul berita hari ini", *BODY, *FOOT)
    belongs = tuple(line in BODY for line in lines)
    given = {"title": "Judul berita hari ini", "authors": ("Rina Kusuma",), "published_on": "2021-05-03"} | given
    return Page(
        name=str(number),
        site=f"example{number}.org",
        group="all",
        language="id",
        body="\n".join(BODY),
        numbers=tuple(range(1, 2 * len(lines), 2)),
        lines=lines,
        belongs=belongs,
        words=tuple(len(line.split()) for line in lines),
        **given,
    )


PAGES = [page(number) for number in range(80)]


def test_each_page_has_a_variant_with_furniture_and_a_bare_one():
    made = variants(PAGES)
    assert [one.shape for one in made[:80]] == ["furnished"] * 80
    assert {one.shape for one in made[80:]} == BARE
    assert len({one.name for one in made}) == len(made)


def test_variants_keep_the_article_once_and_the_part_of_their_page():
    for origin, variant in zip([*PAGES, *PAGES], variants(PAGES), strict=True):
        kept = [text for text, belongs in zip(variant.lines, variant.belongs, strict=True) if belongs]
        assert kept == list(BODY)
        assert list(variant.numbers) == sorted(set(variant.numbers))
        assert len(variant.lines) == len(variant.belongs) == len(variant.words) == len(variant.numbers)
        assert variant.fold == origin.fold


@pytest.mark.parametrize("made", [variants, genre_variants])
def test_bare_variants_have_what_their_shape_says(made):
    bare = [one for one in made(PAGES) if one.shape in BARE]
    assert len(bare) == 80
    for one in bare:
        above = one.lines[: one.belongs.index(True)]
        if one.shape in ("alone", "headless"):
            assert above == ()
        if one.shape == "titled":
            assert above == ("Judul berita hari ini",)
        if one.shape == "credited":
            assert "Rina Kusuma" in above[-2]
            assert "2021" in above[-1]
        if one.shape == "footless":
            assert above[: len(MENU)] == MENU
        assert one.belongs[-1] == (one.shape != "headless")


def test_a_bare_variant_counts_less_than_a_page_and_a_page_what_its_row_says(tmp_path):
    rows = [
        {"text": "\n".join(one.lines), "body": one.body, "url": f"https://{one.site}/a", "weight": 0.5}
        for one in PAGES[:20]
    ]
    path = tmp_path / "pages.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    pages = read_pages(path)
    assert {one.weight for one in pages} == {0.5}
    assert {one.weight for one in variants(pages)} == {0.25, 0.125}
    whole = [replace(one, weight=1.0) for one in pages]
    assert as_columns(pages).importance == pytest.approx(as_columns(whole).importance / 2)


@pytest.mark.parametrize("given", [{"published_on": "kemarin"}, {"authors": ()}, {"title": ""}])
def test_credits_are_made_of_what_the_page_tells(given):
    made = variants([page(number, **given) for number in range(40)])
    assert {one.shape for one in made} >= BARE


def test_the_same_pages_give_the_same_variants():
    random.seed(2)
    assert variants(PAGES) == variants(PAGES)
