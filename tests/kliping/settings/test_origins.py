"""Where a setting was taken from."""

from __future__ import annotations

from kliping.settings import Settings
from kliping.settings.origins import File


def test_a_file_is_read_with_the_mark_of_an_editor(tmp_path) -> None:
    class Located(Settings):
        model_config = {"toml_file": tmp_path / "k.toml"}  # noqa: RUF012 - as pydantic wants it

    (tmp_path / "k.toml").write_bytes("wait_seconds = 1\r\n".encode("utf-8-sig"))
    assert File(Located).toml_data == {"wait_seconds": 1}
    (tmp_path / "k.toml").write_bytes("a = '''x\r\ny'''\n".encode("utf-8-sig"))
    assert File(Located).toml_data == {"a": "x\ny"}
