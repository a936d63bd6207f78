import gzip
import json
import random
import sys

import pytest

from kliping.cleaning import clean
from kliping.cleaning.model import HEAD, SECTIONS
from kliping.errors import RuleError
from kliping.learning.lines import train
from kliping.learning.pages import as_columns, read_pages, site_of
from kliping.packed import joined, write_packed
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
    model = tmp_path / "mine.gz"
    train(gold, model)
    card = model.with_suffix(".md").read_text(encoding="utf-8")
    assert "16 labelled pages of\n  16 sites" in card
    assert "| all | 16 |" in card
    assert "| furnished | 32 |" in card
    assert "| told | 32 |" in card
    page = json.loads(gzip.decompress(gold.read_bytes()).decode().split("\n")[0])
    lines = clean(documents(page["text"]), CleaningSettings(model=model))
    kept = lines.filter(lines["role"].is_in(["body", "subheading"])).get_column("text").to_list()
    assert kept == page["body"].split("\n")


def test_training_without_lightgbm_is_refused_with_the_next_move(gold, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "lightgbm", None)
    with pytest.raises(RuleError, match=r"pip install 'kliping\[train\]'"):
        train(gold, tmp_path / "mine.gz")


def test_training_twice_gives_the_same_model(gold, tmp_path):
    for name in ("one.gz", "two.gz"):
        train(gold, tmp_path / name)
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()


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
        (b"\xff", "is not UTF-8 text"),
    ],
)
def test_pages_that_cannot_be_used_are_told(tmp_path, content, complaint):
    path = tmp_path / "gold.jsonl"
    path.write_bytes(content)
    with pytest.raises(RuleError, match=complaint):
        train(path, tmp_path / "model.gz")


PARTS = dict(zip(SECTIONS, ("kata", "1 0", "", "", ""), strict=True))


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "No line model can be read"),
        ("", "not a line model of this version"),
        (joined("kliping line model 1", PARTS), "not a line model of this version"),
        (joined(HEAD, {**PARTS, "weights": "1"}), "not a line model of this version"),
        (joined(HEAD, {**PARTS, "weights": "1 x"}), "not a line model of this version"),
        (joined(HEAD, PARTS), "not a model that LightGBM saved"),
    ],
)
def test_a_model_that_cannot_be_used_is_told(tmp_path, content, complaint, documents):
    path = tmp_path / "model.gz"
    if content is not None:
        write_packed(path, content)
    with pytest.raises(RuleError, match=complaint):
        clean(documents("Satu baris."), CleaningSettings(model=path))


def test_a_model_that_was_changed_is_told(tmp_path, documents):
    path = tmp_path / "model.gz"
    write_packed(path, joined(HEAD, PARTS))
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(RuleError, match=r"checksum in model\.gz\.sha256"):
        clean(documents("Satu baris."), CleaningSettings(model=path))
