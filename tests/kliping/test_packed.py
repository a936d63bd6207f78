import re
from pathlib import Path

import pytest

import kliping
from kliping.cleaning import model, pages
from kliping.duplicates import kinds
from kliping.errors import KlipingError, StoreError
from kliping.language import relatives
from kliping.metadata.titles import presence, titles
from kliping.packed import SUFFIX, joined, parts_of, read_packed, write_packed

PACKAGE = Path(kliping.__file__).parent

LOADERS = {
    "line_model.gz": (model, model._built_in.__wrapped__),
    "page_model.gz": (pages, pages._model.__wrapped__),
    "title_model.gz": (titles, titles._model.__wrapped__),
    "title_presence.gz": (presence, presence._model.__wrapped__),
    "pair_model.gz": (kinds, kinds.model_weights.__wrapped__),
    "common_words.gz": (kinds, kinds.common_words.__wrapped__),
    "malay.tsv.gz": (relatives, lambda: relatives.read_weights.__wrapped__("malay")),
    "serbo-croatian.tsv.gz": (relatives, lambda: relatives.read_weights.__wrapped__("serbo-croatian")),
}
"""What loads each packed file: the module, and its function without a memory."""

PACKED = sorted(path.with_name(path.name.removesuffix(SUFFIX)) for path in PACKAGE.rglob(f"*{SUFFIX}"))


def test_what_is_written_is_read(tmp_path):
    write_packed(tmp_path / "words.tsv.gz", "kata\t1\nʻāina\t2\n")
    assert read_packed(tmp_path, "words.tsv.gz") == "kata\t1\nʻāina\t2\n"


def test_the_same_text_gives_the_same_bytes(tmp_path):
    for name in ("one.gz", "two.gz"):
        write_packed(tmp_path / name, "kata\n" * 1000)
    assert (tmp_path / "one.gz").read_bytes() == (tmp_path / "two.gz").read_bytes()
    assert (tmp_path / "one.gz").stat().st_size < 200


@pytest.mark.parametrize("change", [lambda content: content[:-9], lambda content: content[:20] + b"x" + content[21:]])
def test_a_damaged_file_is_told(tmp_path, change):
    path = tmp_path / "words.tsv.gz"
    write_packed(path, "kata\n" * 100)
    path.write_bytes(change(path.read_bytes()))
    with pytest.raises(StoreError, match=r"words\.tsv\.gz.* damaged"):
        read_packed(tmp_path, path.name)


@pytest.mark.parametrize("path", PACKED, ids=lambda path: path.name)
def test_every_packed_file_is_whole(path):
    assert read_packed(path.parent, path.name).endswith("\n")


@pytest.mark.parametrize("name", LOADERS)
def test_what_is_damaged_is_no_model(tmp_path, monkeypatch, name):
    """Whatever loads a model or a list of words says that its file is not the one that was shipped."""
    (path,) = (path for path in PACKED if path.name == name)
    content = path.read_bytes()
    (tmp_path / name).write_bytes(content[:-12] + bytes([content[-12] ^ 1]) + content[-11:])
    (tmp_path / f"{name}{SUFFIX}").write_bytes(path.with_name(f"{name}{SUFFIX}").read_bytes())
    module, load = LOADERS[name]
    monkeypatch.setattr(module, "read_packed", lambda _, asked: read_packed(tmp_path, asked))
    with pytest.raises(KlipingError, match=rf"{re.escape(name)}, a part of Kliping, is damaged\. Install"):
        load()


def test_every_model_and_list_of_words_is_packed_and_can_be_damaged():
    kinds = (".tsv", ".txt", ".toml", ".json")
    large = {path.name for path in PACKAGE.rglob("*") if path.suffix in kinds and path.stat().st_size > 100_000}
    assert large == set()
    assert {path.name for path in PACKED} == {path.name for path in PACKAGE.rglob("*.gz")} == set(LOADERS)
    assert [path.name for path in PACKAGE.rglob("*model*") if path.suffix in kinds] == []


def test_a_text_of_parts_is_taken_apart():
    text = joined("kliping example 1", {"words": "a == b\nc", "weights": "1 2\n"})
    assert parts_of(text, "kliping example 1", ("weights", "words")) == ["1 2\n", "a == b\nc"]


@pytest.mark.parametrize("head", ["kliping example 2", "kliping model 1"])
def test_a_text_of_another_version_or_kind_is_refused(head):
    with pytest.raises(ValueError, match=head):
        parts_of(joined("kliping example 1", {"words": "a"}), head, ("words",))


def test_a_missing_part_is_refused():
    with pytest.raises(ValueError, match="kliping example 1"):
        parts_of(joined("kliping example 1", {"words": "a"}), "kliping example 1", ("words", "weights"))


@pytest.mark.parametrize("path", PACKED, ids=lambda path: path.name)
def test_a_model_has_its_card_beside_it(path):
    card = path.with_name("pair_model.md" if path.name == "common_words.gz" else f"{path.name.split('.')[0]}.md")
    text = card.read_text("utf-8")
    assert all(part in text for part in ("# ", "* **Data**", "* **Model**", "* **Made**"))
    assert path.name != "common_words.gz" or "`common_words.gz`" in text
