import gzip
import json
import random

import pytest

from kliping.cleaning import clean
from kliping.cleaning.model import load_model
from kliping.errors import RuleError
from kliping.learning.added import add_pages, mean_f1
from kliping.settings.cleaning import CleaningSettings

WORDS = [
    *("warga", "desa", "menanam", "padi", "sawah", "air", "panen", "jalan"),
    *("kota", "harga", "beras", "pasar", "kapal", "nelayan", "sungai", "hujan"),
]
SLOGAN = "Sahabat setia keluarga Indonesia sejak pagi sampai malam hari, selalu bersama Anda di mana saja kapan saja."


def page(number, sites):
    """A page whose foot the built-in model takes for running text."""
    dice = random.Random(number)
    body = [f"{' '.join(dice.choices(WORDS, k=16)).capitalize()}, kata {dice.choice(WORDS)}." for _ in range(5)]
    foot = [f"{SLOGAN[:-1]}, edisi {dice.choice(WORDS)} {number}." for _ in range(4)]
    text = "\n\n".join(["Beranda", f"{' '.join(dice.choices(WORDS, k=6)).title()}", *body, *foot])
    return {
        "text": text,
        "body": "\n".join(body),
        "url": f"https://s{number % sites}.example{number % sites}.org/{number}",
    }


def written(folder, count, sites):
    path = folder / "pages.jsonl.gz"
    path.write_bytes(gzip.compress("\n".join(json.dumps(page(n, sites)) for n in range(count)).encode()))
    return path


@pytest.mark.parametrize("sites", [2, 24])
def test_pages_that_the_model_reads_wrong_mend_it(tmp_path, documents, sites):
    model = tmp_path / "mine.txt"
    added = add_pages(written(tmp_path, 24, sites), model)
    assert added.kept
    assert mean_f1(added.after) > mean_f1(added.before) + 0.05
    assert "further trees are kept" in str(added)
    card = model.with_suffix(".md").read_text(encoding="utf-8")
    assert "24 labelled pages" in card
    assert f"{mean_f1(added.after):.4f}" in card
    new = page(99, 24)
    lines = clean(documents(new["text"]), CleaningSettings(model=model))
    assert lines.filter(lines["role"].is_in(["body", "subheading"]))["text"].to_list() == new["body"].split("\n")


def test_pages_that_teach_nothing_leave_the_model_as_it_was(tmp_path, monkeypatch):
    monkeypatch.setattr("kliping.learning.added.TREES", 1)
    monkeypatch.setattr("kliping.learning.added.mean_f1", lambda _: 0.5)
    added = add_pages(written(tmp_path, 10, 10), tmp_path / "mine.txt")
    assert not added.kept
    assert load_model(tmp_path / "mine.txt").second_text.strip() == load_model().second_text.strip()


def test_too_few_pages_are_refused(tmp_path):
    with pytest.raises(RuleError, match="10 are the least"):
        add_pages(written(tmp_path, 9, 9), tmp_path / "mine.txt")
