from dataclasses import replace

import pytest

from kliping.learning.genre_variants import genre_variants
from kliping.learning.pages import Page
from kliping.learning.variants import variants

BARE = {"alone", "titled", "credited", "headless", "footless"}
MENU = ("Beranda", "Nasional", "Masuk")
NAMES = ("Wira Tani", "Karang Sela", "Rina Kusuma", "Desa Lereng", "Pasar Kidul", "Kali Semut", "Budi Contoh")
BODY = tuple(f"Petugas {name} datang ke balai warga sejak pagi hari {n}." for n, name in enumerate(NAMES))
FOOT = ("Bagikan", "Tentang Kami")
LINES = (*MENU, "Judul berita hari ini", *BODY, *FOOT)
PAGES = [
    Page(
        name=str(number),
        site=f"example{number}.org",
        group="all",
        language="id",
        body="\n".join(BODY),
        numbers=tuple(range(1, 2 * len(LINES), 2)),
        lines=LINES,
        belongs=tuple(line in BODY for line in LINES),
        words=tuple(len(line.split()) for line in LINES),
        title="Judul berita hari ini",
        authors=("Rina Kusuma",),
        published_on="2021-05-03",
    )
    for number in range(80)
]
SPREAD = {"furnished": 80, "bare": 80, "told": 160, "continued": 40, "index": 14}


@pytest.fixture(scope="module")
def made():
    return genre_variants(PAGES)


def of(made, shape):
    return [one for one in made if (one.shape in BARE if shape == "bare" else one.shape == shape)]


def article(one):
    return [text for text, belongs in zip(one.lines, one.belongs, strict=True) if belongs]


@pytest.mark.parametrize("shape", SPREAD)
def test_every_shape_has_its_share(made, shape):
    assert len(of(made, shape)) == SPREAD[shape]


def test_variants_are_whole_pages_with_names_of_their_own_in_the_part_of_their_page(made):
    names = [one.name for one in (*made, *variants(PAGES))]
    assert len(set(names)) == len(names)
    parts = {one.name: one.fold for one in PAGES}
    for one in made:
        assert list(one.numbers) == sorted(set(one.numbers))
        assert min(one.numbers) >= 1
        assert len(one.lines) == len(one.belongs) == len(one.words) == len(one.numbers)
        assert one.fold == parts[one.name.split()[0]]
        assert one.blocks_only


def test_a_furnished_or_continued_variant_keeps_the_article_once(made):
    for one in (*of(made, "furnished"), *of(made, "continued")):
        assert article(one) == list(BODY)


def test_some_variants_have_a_block_of_another_page_beside_the_article(made):
    beside = [set(one.lines) - set(LINES) for one in of(made, "furnished")]
    assert sum(len(block) > 3 for block in beside) > len(beside) / 8


def test_a_bare_variant_has_the_article_or_its_end_however_its_lines_are_broken(made):
    whole = "".join(BODY).replace(" ", "")
    begun = 0
    for one in of(made, "bare"):
        text = "".join(article(one)).replace(" ", "")
        assert whole.endswith(text)
        begun += text != whole
    assert 0 < begun < len(of(made, "bare")) / 2


def test_a_told_variant_is_no_longer_in_the_paragraphs_of_its_page(made):
    told = [set(article(one)) for one in of(made, "told")]
    assert all(lines - set(BODY) for lines in told)


def test_a_continued_variant_holds_other_pages_words_that_are_no_article(made):
    grown = [one for one in of(made, "continued") if len(one.lines) > len(LINES)]
    assert grown
    for one in grown:
        last = len(one.belongs) - 1 - one.belongs[::-1].index(True)
        assert last + 1 < len(one.lines)


def test_an_index_page_has_no_article(made):
    assert not any(any(one.belongs) for one in of(made, "index"))
    assert any("Judul berita hari ini" in one.lines for one in of(made, "index"))


def test_a_variant_counts_less_than_its_page(made):
    halved = genre_variants([replace(one, weight=0.5) for one in PAGES])
    assert [one.weight for one in halved] == [one.weight / 2 for one in made]
    assert max(one.weight for one in made if one.shape != "furnished") == 0.4
    doubted = genre_variants([replace(one, weight=0.1) for one in PAGES])
    assert {one.weight for one in doubted if one.shape == "told"} == {0.2}


def test_the_same_pages_give_the_same_variants(made):
    assert genre_variants(PAGES) == made
