"""Attributes beyond the bound go, and nothing else does, however a tag is spelt."""

from __future__ import annotations

import pytest

from kliping.text.tags import ATTRIBUTES, with_few_attributes

MANY = 3 * ATTRIBUTES
NAMED = [f"a{number}" for number in range(MANY)]


@pytest.mark.parametrize(
    "spelt",
    [
        "{}",
        "{}=b",
        '{}="b > c"',
        "{}='b \" > c'",
        "{} = b",
        '{}=""',
        "{}/",
    ],
)
@pytest.mark.parametrize(
    "before", ["<html><body>", '<p title="a > b">', "<!-- <p -->", "<script>if (a<b && c='x') {}</script>"]
)
def test_only_what_stands_behind_the_bound_is_cut(spelt, before):
    written = [spelt.format(name) for name in NAMED]
    source = f"{before}<p {' '.join(written)}>text</p><p id=x>more</p>"
    kept = " ".join(written[:ATTRIBUTES])
    assert with_few_attributes(source) == f"{before}<p {kept} >text</p><p id=x>more</p>"


@pytest.mark.parametrize(
    "source",
    [
        "",
        "a < b " * 2_000,
        '<p title="' + "a=b " * 5_000 + '">x</p>',
        "<!--" + " a=b" * 5_000 + "--><p>x</p>",
        "<!--" + " a=b" * 5_000,
        "<script>a<b" + " c=d" * 5_000 + "</script><p>x</p>",
        "<p>" + "word " * 5_000,
        '<p title="never closed' + " a=b" * 5_000,
        "<p>x</p>" * 5_000,
        "</p " + "a=b " * 5_000,
    ],
)
def test_a_page_without_such_a_tag_stays_as_it_is(source):
    assert with_few_attributes(source) == source
