"""Digests of what decides an outcome: equal contents count as equal, wherever they lie."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kliping.contents import packaged_data, plain_setting

if TYPE_CHECKING:
    from pathlib import Path


def test_a_path_is_told_by_what_lies_there_and_a_set_in_one_order(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name / "inner").mkdir(parents=True)
        (tmp_path / name / "inner" / "own.toml").write_text("[title]\n")
    one, other = plain_setting((tmp_path / "a",)), plain_setting([tmp_path / "b"])
    assert one == other
    (tmp_path / "b" / "inner" / "own.toml").rename(tmp_path / "b" / "own.toml")
    assert one != plain_setting((tmp_path / "b",))
    assert plain_setting(tmp_path / "nothing") == plain_setting(tmp_path / "nothing either")
    assert (plain_setting(frozenset("ba")), plain_setting(0.5)) == (["a", "b"], 0.5)


def test_a_package_is_told_by_its_data_and_not_by_its_code(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    told = []
    for name, code, data in (("own_a", "1", "x"), ("own_b", "2", "x"), ("own_c", "1", "y")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(f"N = {code}\n")
        (tmp_path / name / "words.toml").write_text(data)
        told.append(packaged_data(name))
    assert told[0] == told[1] != told[2]
