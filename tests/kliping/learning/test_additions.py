import random
from dataclasses import replace

import pytest

from kliping.learning.additions import block_aside, comments, index_page, second_article, with_a_block
from kliping.learning.pages import Page
from kliping.learning.reshaping import line
from kliping.words import phrases

NAMES = ("Wira Tani", "Karang Sela", "Rina Kusuma", "Desa Lereng", "Pasar Kidul", "Kali Semut", "Budi Contoh")
BODY = tuple(f"Petugas {name} datang ke balai warga sejak pagi hari {n}." for n, name in enumerate(NAMES))
FOOT = ("Bagikan", "Tentang Kami")
LINES = ("Beranda", "Judul berita hari ini", *BODY, "Bagikan")
OTHER = Page(
    name="1",
    site="example.org",
    group="all",
    language="id",
    body="\n".join(BODY),
    numbers=tuple(range(1, len(LINES) + 1)),
    lines=LINES,
    belongs=tuple(line in BODY for line in LINES),
    words=tuple(len(line.split()) for line in LINES),
    title="Judul berita hari ini",
    authors=("Sari Wulandari",),
)
MAKERS = {
    "block": lambda other, chance: block_aside(other, [other], chance),
    "second article": second_article,
    "comments": lambda other, chance: comments([other, other], "id", chance),
    "index": lambda other, chance: index_page([other, other], chance),
}


@pytest.mark.parametrize("maker", MAKERS)
def test_what_is_added_is_no_part_of_the_article_and_comes_of_the_same_dice(maker):
    for seed in range(40):
        made = MAKERS[maker](OTHER, random.Random(seed))
        assert not any(one.belongs for one in made)
        assert all(one.text.strip() and one.words == len(one.text.split()) for one in made)
        assert made == MAKERS[maker](OTHER, random.Random(seed))


def test_blocks_beside_an_article_are_of_many_kinds():
    texts = [one.text for seed in range(80) for one in block_aside(OTHER, [OTHER], random.Random(seed))]
    assert any(text.endswith(")") for text in texts)
    assert any("Rp" in text or "$" in text for text in texts)
    assert any(text.split()[0].strip(".)").isdigit() for text in texts)


def test_a_page_without_names_has_no_block_to_give_but_a_feed():
    plain = replace(OTHER, lines=("tanpa nama siapa pun.",) * len(LINES))
    made = [block_aside(plain, [OTHER], random.Random(seed)) for seed in range(40)]
    assert [] in made
    assert all(OTHER.title in [one.text for one in block] for block in made if block)


def test_a_block_stands_above_the_title_or_below_the_article_and_some_right_below():
    above, below = [line(text, belongs=False) for text in LINES[:2] * 2], [line(text, belongs=False) for text in FOOT]
    page = replace(OTHER, site="example.com")
    grown = [with_a_block(above, below, page, [OTHER], random.Random(seed)) for seed in range(80)]
    assert any(len(one) > len(above) and one[-2:] == above[-2:] for one, _ in grown)
    assert any(len(one) > len(below) and one[0] == below[0] for _, one in grown)
    assert any(len(one) > len(below) and one[-len(below) :] == below for _, one in grown)
    assert (above, below) in grown
    assert with_a_block(above, below, page, [page], random.Random(1)) == (above, below)


def test_a_second_article_has_its_title_and_its_words():
    made = [one.text for one in second_article(OTHER, random.Random(2))]
    assert made[0] == OTHER.title
    assert set(made) & set(BODY)


def test_a_thread_of_comments_begins_with_a_heading_and_names_who_speaks():
    made = [one.text for one in comments([OTHER, OTHER], "id", random.Random(2))]
    assert made[0].lower() in {phrase.lower() for phrase in phrases("comments", "labels", "equals", "starts")}
    assert made.count("Sari Wulandari") == 2


def test_an_index_lists_the_titles():
    assert next(one.text for one in index_page([OTHER], random.Random(3))) == OTHER.title
