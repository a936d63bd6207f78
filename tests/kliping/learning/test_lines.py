import gzip
import json
import random
import sys

import pytest

from kliping.cleaning import clean
from kliping.errors import RuleError
from kliping.learning.lines import train
from kliping.learning.pages import as_columns, read_pages, site_of
from kliping.settings.cleaning import CleaningSettings

MENU = ["Beranda", "Nasional", "Ekonomi", "Masuk", "Cari"]
FOOT = ["Bagikan", "Komentar", "Baca Juga : Judul lain yang tidak penting", "Tentang Kami"]


def sentence(dice):
    words = ["warga", "desa", "menanam", "padi", "sawah", "air", "panen", "jalan", "kota", "harga", "beras", "pasar"]
    return " ".join(dice.choices(words, k=14)).capitalize() + "."


@pytest.fixture(scope="module")
def gold(tmp_path_factory):
    dice = random.Random(1)
    path = tmp_path_factory.mktemp("gold") / "pages.jsonl.gz"
    rows = []
    for number in range(16):
        body = [f"{sentence(dice)} {sentence(dice)}" for _ in range(6)]
        text = "\n".join([*MENU, "Judul berita hari ini", "", "\n\n".join(body), "", *FOOT])
        url = f"https://site{number}.example.org/a"
        rows.append(
            {"text": text, "body": "\n".join(body), "url": f"https://s{number}.example{number}.org/", "id": url}
        )
    path.write_bytes(gzip.compress("\n".join(map(json.dumps, rows)).encode()))
    return path


def test_a_model_is_trained_described_and_used(gold, tmp_path, documents):
    model = tmp_path / "mine.txt"
    train(gold, model)
    card = model.with_suffix(".md").read_text(encoding="utf-8")
    assert "16 labelled pages of\n  16 sites" in card
    assert "| all | 16 |" in card
    assert "| furnished | 16 |" in card
    page = json.loads(gzip.decompress(gold.read_bytes()).decode().split("\n")[0])
    lines = clean(documents(page["text"]), CleaningSettings(model=model))
    kept = lines.filter(lines["role"].is_in(["body", "subheading"])).get_column("text").to_list()
    assert kept == page["body"].split("\n")


def test_training_without_lightgbm_is_refused_with_the_next_move(gold, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "lightgbm", None)
    with pytest.raises(RuleError, match=r"pip install 'kliping\[train\]'"):
        train(gold, tmp_path / "mine.txt")


def test_training_twice_gives_the_same_model(gold, tmp_path):
    for name in ("one.txt", "two.txt"):
        train(gold, tmp_path / name)
    assert (tmp_path / "one.txt").read_bytes() == (tmp_path / "two.txt").read_bytes()


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://news.example.co.id/1", "example.co.id"),
        ("https://www.example.com/1", "example.com"),
        ("https://desa.example.id", "example.id"),
        ("https://example.org:8080/a", "example.org"),
        ("", ""),
    ],
)
def test_the_site_of_an_address_is_the_name_that_was_given_out(url, site):
    assert site_of(url) == site


def test_columns_have_a_row_a_line(gold):
    labelled = as_columns(read_pages(gold))
    sizes = {
        labelled.lines.height,
        *(getattr(labelled, name).size for name in ("belongs", "importance", "fold", "page")),
    }
    assert sizes == {sum(len(page.lines) for page in labelled.pages)}


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"{", "is not JSON"),
        (b'{"text": "a"}', "needs the strings"),
        (b"[]", "needs the strings"),
        (b"", "too few sites"),
        (b'{"text": "a", "body": "b"}', "too few sites"),
        (b"\xff", "cannot be read"),
    ],
)
def test_pages_that_cannot_be_used_are_told(tmp_path, content, complaint):
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)
    with pytest.raises(RuleError, match=complaint):
        train(path, tmp_path / "model.txt")


@pytest.mark.parametrize(
    "content", [None, "", "== words ==\n", "== words ==\n\t0\n== first pass ==\n== second pass ==\n"]
)
def test_a_model_that_cannot_be_used_is_told(tmp_path, content, documents):
    path = tmp_path / "model.txt"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(RuleError):
        clean(documents("Satu baris."), CleaningSettings(model=path))
