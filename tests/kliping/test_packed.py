from pathlib import Path

import pytest

import kliping
from kliping.errors import StoreError
from kliping.packed import SUFFIX, read_packed, write_packed

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
    large = {path.name for path in PACKAGE.rglob("*.tsv") if path.stat().st_size > 100_000}
    assert large == set()
    assert PACKED
