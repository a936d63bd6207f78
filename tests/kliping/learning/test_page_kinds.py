import numpy as np
import pytest

from kliping.cleaning.page_facts import FACTS
from kliping.cleaning.pages import probability
from kliping.learning.notices import briefs, notices
from kliping.learning.page_kinds import BODY_FACTS, fit_curves, held_out, reliability
from kliping.learning.pages import Page
from kliping.words.sections import PAGE_KINDS

BODY = ("Warga menanam padi di sawah kering.", "Air datang dari sungai lama.")


def pages(count):
    lines = ("Beranda", "Padi Ditanam", *BODY, "Redaksi")
    return [
        Page(
            name=f"{at}", site=f"s{at}", group="all", language="id", body="\n".join(BODY), numbers=(1, 3, 5, 7, 9),
            lines=lines, belongs=(False, False, True, True, False), words=tuple(len(line.split()) for line in lines),
            title=f"Padi Ditanam Lagi {at}",
        )
        for at in range(count)
    ]  # fmt: skip


def test_pages_that_are_none_hold_no_line_of_an_article_and_name_their_kind():
    made = notices(pages(60))
    kinds = {page.shape for page in made}
    assert kinds == set(PAGE_KINDS) - {"article"}
    assert all(not any(page.belongs) and len(page.numbers) == len(page.lines) == len(page.words) for page in made)
    assert all(list(page.numbers) == sorted(set(page.numbers)) for page in made)
    whole = [page for page in made if page.shape not in ("paywall", "index")]
    assert not any(line in BODY for page in whole for line in page.lines)
    assert made == notices(pages(60))


def test_short_articles_are_made_of_each_page_and_some_quote_a_notice():
    made = briefs(pages(60))
    assert made == briefs(pages(60))
    assert all(any(page.belongs) and len(page.belongs) == len(page.lines) for page in made)
    told = [line for page in made for line, belongs in zip(page.lines, page.belongs, strict=True) if belongs]
    assert {line in BODY or line in " ".join(BODY) for line in told} == {True, False}


def test_no_sample_is_judged_by_what_was_learnt_from_it():
    folds = {}
    for page in notices(pages(60)):
        if page.shape not in ("index", "empty", "paywall"):
            folds.setdefault(page.lines[len(page.lines) // 2], set()).add(page.fold)
    assert folds
    assert all(len(one) == 1 for one in folds.values())


def test_curves_say_the_truth_of_what_they_were_fitted_to():
    dice = np.random.default_rng(1)
    facts = np.zeros((4000, len(FACTS)), np.float32)
    name = BODY_FACTS[0]
    facts[:, FACTS.index(name)] = dice.uniform(0, 1, 4000)
    chance = 0.2 + 0.6 * facts[:, FACTS.index(name)]
    right = dice.uniform(size=4000) < chance
    told = held_out(facts, (name,), right, np.ones(4000), np.arange(4000) % 5)
    rows = reliability(told, right)
    assert sum(count for _, _, count, _, _ in rows) == 4000
    assert all(abs(said - true) < 0.08 for _, _, count, said, true in rows if count > 200)
    ends = probability(
        facts[np.argsort(facts[:, FACTS.index(name)])[[0, -1]]], fit_curves(facts, (name,), right, np.ones(4000))
    )
    assert ends == pytest.approx([0.2, 0.8], abs=0.1)
