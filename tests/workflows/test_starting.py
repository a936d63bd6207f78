"""The first half hour: a settings file that fits, names that are nearly right, homes that are kept apart."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from kliping.errors import SettingsError, StoreError
from kliping.settings import load_settings
from workflows.command_line import kliping as command_line
from workflows.documentation.settings import setting_names
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
    assert found.lines[0].startswith("1 file, ")
    assert ("berita.csv", "isi", "text") in found.columns
    written = tmp_path / "kliping.toml"
    written.write_text(settings_file(found, Path("corpus")))
    settings = load_settings()
    assert (settings.home, settings.source) == (Path("corpus"), (str(table),))


def test_every_default_in_it_is_right_once_it_is_uncommented(table: Path, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KLIPING_READING__SETTLE_SECONDS", raising=False)
    text = settings_file(looked_at(str(table)), Path("corpus"))
    shown = re.sub(r"^# (\w+ = )", r"\1", text.replace("# [reading.columns]", "[reading.columns]"), flags=re.MULTILINE)
    given = tomllib.loads(shown)
    assert given["reading"].pop("columns") == {"title": "judul", "text": "isi", "published_on": "tanggal"}
    left_out = set(re.findall(r"\w+", " ".join(re.findall("^# without a default: (.*)", text, flags=re.MULTILINE))))
    assert {name.split(".")[-1] for name in setting_names()} == {*_names(given), *left_out, "columns"}
    given = {name: value for name, value in given.items() if name not in ("home", "source")}
    assert load_settings(None, **given).model_dump(exclude={"home", "source"}) == load_settings(None).model_dump(
        exclude={"home", "source"}
    )


def _names(given: dict[str, object]) -> set[str]:
    sections = [value for value in given.values() if isinstance(value, dict)]
    return {name for table in (given, *sections) for name, value in table.items() if not isinstance(value, dict)}


def test_a_table_behind_many_pages_is_looked_at_and_each_field_is_named_once(table: Path, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    for number in range(30):
        (tmp_path / "a" / f"{number}.txt").write_text("Warga desa membersihkan sungai.")
    (tmp_path / "lain.csv").write_text(table.read_text().replace("judul,isi", "headline,body"))
    (tmp_path / "sama.csv").write_text(table.read_text())
    found = looked_at(str(tmp_path))
    assert found.lines[2:] == (
        "  berita.csv: judul is title, isi is text, tanggal is published_on",
        "  lain.csv: headline is title, body is text, tanggal is published_on",
    )
    text = settings_file(found, Path("corpus"))
    assert '\n# text = "isi" # found too: "body"\n' in text


def test_a_second_column_of_a_kind_is_kept_beside_the_first(tmp_path: Path) -> None:
    (tmp_path / "berita.csv").write_text("judul,isi,headline\nBanjir,Warga desa membersihkan sungai.,Banjir Surut\n")
    assert looked_at(str(tmp_path)).lines[2] == "  berita.csv: isi is text, headline is title, kept beside them: judul"


def test_a_source_is_written_from_the_root_without_steps_back(table: Path, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    assert tomllib.loads(settings_file(looked_at("../berita.csv"), Path("corpus")))["source"] == [str(table)]


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


@pytest.mark.parametrize(("word", "said"), [("ediitons", "Did you mean 'editions'?"), ("qqq", "no command 'qqq'.")])
def test_a_mistyped_command_is_answered_with_the_nearest(word: str, said: str) -> None:
    told = CliRunner().invoke(command_line, [word])
    assert (told.exit_code, said in told.output) == (2, True), told.output
