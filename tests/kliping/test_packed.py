from pathlib import Path

import pytest

import kliping
from kliping.errors import StoreError
from kliping.packed import SUFFIX, joined, parts_of, read_packed, write_packed

PACKAGE = Path(kliping.__file__).parent
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


def test_no_large_text_file_comes_unpacked():
    kinds = (".tsv", ".txt", ".toml")
    large = {path.name for path in PACKAGE.rglob("*") if path.suffix in kinds and path.stat().st_size > 100_000}
    assert large == set()
    assert PACKED


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


def test_every_model_has_its_card_beside_it():
    models = [path for path in PACKED if "model" in path.name or "presence" in path.name]
    assert len(models) == 3
    assert [path.name for path in models if not path.with_suffix(".md").is_file()] == []
