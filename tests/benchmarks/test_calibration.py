"""What is counted of labelled pages: whose name a site's is, and how much of one site counts."""

from __future__ import annotations

import pytest

pytest.importorskip("benchmarks.calibration")
from benchmarks.calibration import A_SITE, Told, counts, evidence_of, fair, outcomes
from benchmarks.calibration import _names as names
from benchmarks.calibration_sets import Labelled, site_of


@pytest.mark.parametrize(
    ("name", "url", "same"),
    [
        ("Kabar Contoh", "https://www.kabar-contoh.example/a", True),
        ("Köln am Abend", "https://koeln-abend.example/a", True),
        ("The Daily Example Times", "https://det.example/a", True),
        ("XYZ News", "https://www.xyz.example/a", True),
        ("Opinion", "https://kabar.example/opinion", False),
        ("Berita News", "https://news.kabar.example/a", False),
    ],
)
def test_a_name_is_the_sites_where_they_share_a_word_or_the_first_letters(name, url, same):
    assert names(name, url) is same


@pytest.mark.parametrize(
    ("url", "site"),
    [("https://a.kabar.co.id/x", "kabar.co.id"), ("http://www.example.org:80/", "example.org"), ("kabar", "kabar")],
)
def test_a_site_is_the_registered_part_of_the_host(url, site):
    assert site_of(url) == site


def test_of_one_site_no_more_counts_than_its_share():
    told = [Told("title", "heading", 0.9, right, "example.org") for right in [True] * A_SITE + [False]]
    assert counts(fair([*told, Told("title", "heading", 0.9, False, "example.net")])) == {
        "title heading": (A_SITE, A_SITE + 1)
    }


def test_values_are_asked_where_their_truth_is_known():
    text = "Jembatan Baru Dibuka\n\nOleh: Sari Dewi\n4 Mei 2024, 09:15 WIB\n\n" + "Warga menyeberang sejak pagi. " * 12
    truth = {"authors": frozenset(["Budi"]), "published_on": frozenset(["2024-05-04"])}
    page = Labelled(text, markup=False, site="", truth=truth)
    found = counts(outcomes([page], evidence_of([page])))
    assert found == {
        "authors byline_label": (0, 1),
        "published_at header": (1, 1),
        "published_on header": (1, 1),
    }
