"""Where a setting was taken from."""

from __future__ import annotations

import pytest

from kliping.settings import Settings
from kliping.settings.origins import File, origin_of

FILE = ("k.toml", {"home": "a", "gate": {"languages": "id"}, "reading": {"columns": {"text": 3}}})


@pytest.mark.parametrize(
    ("place", "origin"),
    [
        (("home",), "k.toml"),
        (("gate", "languages", 0), "k.toml"),
        (("reading", "columns", "text"), "k.toml"),
        (("reading", "lines"), "kliping_reading__lines"),
        (("gate", "sample_rows"), "KLIPING_GATE"),
        (("workers",), ""),
        (("engine",), ""),
        ((), ""),
    ],
)
def test_the_first_that_holds_a_setting_is_its_origin(place: tuple[int | str, ...], origin: str) -> None:
    variables = {"kliping_reading__lines": "5", "KLIPING_GATE": '{"sample_rows": 5}', "KLIPING_WORKERS": "7", "X": "1"}
    assert origin_of(place, {"workers": 2}, variables, FILE) == origin


def test_a_file_is_read_with_the_mark_of_an_editor(tmp_path) -> None:
    class Located(Settings):
        model_config = {"toml_file": tmp_path / "k.toml"}  # noqa: RUF012 - as pydantic wants it

    (tmp_path / "k.toml").write_bytes("wait_seconds = 1\r\n".encode("utf-8-sig"))
    assert File(Located).toml_data == {"wait_seconds": 1}
    (tmp_path / "k.toml").write_bytes("a = '''x\r\ny'''\n".encode("utf-8-sig"))
    assert File(Located).toml_data == {"a": "x\ny"}
