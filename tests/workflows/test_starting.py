"""The first half hour: a settings file that fits, names that are nearly right, homes that are kept apart."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from kliping.errors import SettingsError, StoreError
from kliping.settings import load_settings
from workflows.starting import keep_apart, looked_at, settings_file


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "berita.csv"
    body = "Isi berita nomor {0} yang cukup panjang untuk dibaca."
    line = f'"Judul panjang nomor {{0}} tentang desa","{body}",2024-05-{{0:02d}}'
    rows = "\n".join(line.format(number) for number in range(1, 20))
    file.write_text(f"judul,isi,tanggal\n{rows}\n")
    return file


def test_the_file_loads_as_it_is_and_names_what_was_found(table: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = looked_at(str(table))
    assert found.lines[0].startswith("1 files,")
    assert ("isi", "text") in {(name, meaning) for name, meaning, _ in found.columns}
    written = tmp_path / "kliping.toml"
    written.write_text(settings_file(found, Path("corpus")))
    settings = load_settings()
    assert (settings.home, settings.source) == (Path("corpus"), (str(table),))


def test_every_default_in_it_is_right_once_it_is_uncommented(table: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KLIPING_READING__SETTLE_SECONDS", raising=False)
    text = settings_file(looked_at(str(table)), Path("corpus"))
    shown = re.sub(r"^# (\w+ = )", r"\1", text.split("[reading] #")[1], flags=re.MULTILINE)
    given = tomllib.loads("[reading] #" + shown)
    assert load_settings(None, **given).model_dump(exclude={"home", "source"}) == load_settings(None).model_dump(
        exclude={"home", "source"}
    )


def test_nothing_to_read_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="nothing to read"):
        looked_at(str(tmp_path))


@pytest.mark.parametrize(
    ("written", "answer"),
    [
        (
            "[reading]\nbatch_docments = 5",
            r"no setting reading\.batch_docments; did you mean reading\.batch_documents\?",
        ),
        ("hom = 'x'", r"no setting hom; did you mean home\?"),
        ("[gate]\nbatch_documents = 5", r"no setting gate\.batch_documents; it belongs to \[reading\]"),
        ("[reading]\nzzz = 5", r"there is no setting reading\.zzz\. See"),
        ("[automation]\ntimezone = 'Asia/Jakrta'", r"automation\.timezone: .*no time zone"),
        ("[automation]\ningest_cron = 'at three'", r"automation\.ingest_cron: .*no cron"),
    ],
)
def test_a_mistyped_setting_is_answered_with_the_nearest(written: str, answer: str, tmp_path: Path) -> None:
    file = tmp_path / "kliping.toml"
    file.write_text(written)
    with pytest.raises(SettingsError, match=answer):
        load_settings(file)


def test_the_variable_names_the_file_for_processes_without_a_command_line(tmp_path: Path, monkeypatch) -> None:
    file = tmp_path / "own.toml"
    file.write_text("[reading]\nbatch_documents = 7\n")
    monkeypatch.setenv("KLIPING_CONFIG", str(file))
    assert load_settings().reading.batch_documents == 7


def test_ones_own_pages_do_not_land_in_the_samples_home(
    run, home: Path, source: Path, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds" / "a.txt").write_text((source / "a.txt").read_text())
    run(tmp_path / "seeds")
    settings = load_settings(None, home=home)
    with pytest.raises(StoreError, match="--home corpus"):
        keep_apart(settings, [str(source)])
    keep_apart(settings, [])
    keep_apart(settings, ["seeds/a.txt"])
    run(source / "b.txt")
    keep_apart(settings, [str(source)])  # it is one's own home by now
