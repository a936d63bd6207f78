"""Where a setting is taken from, and what a wrong one says."""

from __future__ import annotations

from pathlib import Path

import pytest

from kliping.errors import SettingsError
from kliping.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory of its own, so that nobody's ``kliping.toml`` takes part."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("toml", "variable", "argument", "home"),
    [
        (None, None, None, "data"),
        ("from_file", None, None, "from_file"),
        ("from_file", "from_variable", None, "from_variable"),
        ("from_file", "from_variable", "from_argument", "from_argument"),
        (None, None, "from_argument", "from_argument"),
    ],
)
def test_the_argument_comes_before_the_variable_before_the_file_before_the_default(
    empty_folder: Path, monkeypatch: pytest.MonkeyPatch, toml, variable, argument, home
) -> None:
    if toml:
        (empty_folder / "kliping.toml").write_text(f'home = "{toml}"\n')
    if variable:
        monkeypatch.setenv("KLIPING_HOME", variable)
    assert load_settings(home=argument).home == Path(home)


@pytest.mark.parametrize("given", ["s3://bucket/home/", Path("s3://bucket/home")])
def test_a_home_at_an_address_is_worked_on_in_a_folder(given) -> None:
    """A path, as the command line gives it, has lost a slash."""
    for folder, known in (("data", load_settings(home=given)), ("w", load_settings(home=given, working_folder="w"))):
        assert (known.home, known.home_address) == (Path(folder), "s3://bucket/home")
    assert load_settings(**known.model_dump()).home_address == "s3://bucket/home"
    assert load_settings(home="x").home_address == ""


@pytest.mark.parametrize("given", ["gs://bucket/home", "s3://key:secret@bucket/home", "https://example.org"])
def test_no_other_address_is_a_home(given) -> None:
    with pytest.raises(SettingsError, match=r"home: a home lies in a folder, or at s3://") as told:
        load_settings(home=given)
    assert "secret" not in str(told.value)


def test_a_variable_reaches_a_setting_of_a_step(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLIPING_READING__BATCH_DOCUMENTS", "7")
    assert load_settings().reading.batch_documents == 7


def test_a_table_of_the_file_reaches_a_setting_of_a_step(empty_folder: Path) -> None:
    (empty_folder / "other.toml").write_text("[reading]\nbatch_documents = 8\n")
    assert load_settings(Path("other.toml")).reading.batch_documents == 8


@pytest.mark.parametrize(
    ("toml", "named"),
    [
        ("colour = 1\n", "colour"),
        ("[reading]\nbatch_document = 5\n", "reading.batch_document"),
        ('[reading]\nbatch_documents = "many"\n', "reading.batch_documents"),
        ("[reading]\nbatch_documents = 0\n", "reading.batch_documents"),
        ("home = \n", "kliping.toml"),
    ],
)
def test_what_cannot_be_used_is_named(empty_folder: Path, toml: str, named: str) -> None:
    (empty_folder / "kliping.toml").write_text(toml)
    with pytest.raises(SettingsError) as fault:
        load_settings()
    assert named in str(fault.value)


def test_the_mark_that_an_editor_puts_before_a_file_is_passed_over(empty_folder: Path) -> None:
    (empty_folder / "kliping.toml").write_bytes('home = "elsewhere"\r\n'.encode("utf-8-sig"))
    assert load_settings().home == Path("elsewhere")


def test_a_file_that_is_no_text_is_told_with_its_line(empty_folder: Path) -> None:
    (empty_folder / "kliping.toml").write_bytes('wait_seconds = 1\nhome = "\xe9"\n'.encode("latin-1"))
    with pytest.raises(SettingsError, match=r"kliping\.toml, line 2, is not UTF-8 text"):
        load_settings()


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(SettingsError, match=r"nowhere\.toml"):
        load_settings(Path("nowhere.toml"))


def test_settings_cannot_be_changed_under_way() -> None:
    settings = Settings()
    with pytest.raises(ValueError, match="frozen"):
        settings.home = Path("elsewhere")


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('[gate]\nbody_words_min = "five"\n', "gate.body_words_min must be a whole number. See"),
        ("[gate]\nbody_words_min = -4\n", "gate.body_words_min must be 0 or more. See"),
        ("[gate]\nbody_word_min = 5\n", "no setting gate.body_word_min; did you mean gate.body_words_min? See"),
        ("gatee = 5\n", "no setting gatee; did you mean gate? See"),
        (
            '[retention]\nmetrics_file = "m"\n',
            "retention.metrics_file; it belongs above the first [section].",
        ),
        ("[gate]\nlines = 5\n", "no setting gate.lines; it belongs to [reading]."),
        ("home = 3\n", "home must be text in quotes, a path. See"),
        ('home = ""\n', "home: it is empty: name a folder."),
        ('[gate]\nlanguages = "id"\n', 'gate.languages must be a list, such as ["one", "two"]. See'),
        ('engine = "spark"\n', "engine must be 'embedded', 'workers' or 'ray'."),
        ('[reading]\ncolumns = { body = "isi" }\n', "reading.columns: 'body' is no field: use text, title,"),
        ('[automation]\ntimezone = "Asia/Jkarta"\n', "automation.timezone: 'Asia/Jkarta' is no time zone"),
        ("[reading]\nbatch_documents = true\n", "reading.batch_documents must be a whole number. See"),
        ("wait_seconds = false\n", "wait_seconds must be a number. See"),
        ("[language]\nthreads = true\n", "language.threads must be a whole number. See"),
        ("[automation]\nretry_minutes = []\n", "automation.retry_minutes must have 1 or more. See"),
        ('[automation]\npath_prefix = "ui/"\n', "automation.path_prefix: it begins with / and does not end with it"),
        ("[duplicates]\nminhash_values = 100\n", "duplicates.minhash_values: it is a power of two: use 64 or 128."),
        ('[alerts]\nsmtp_port = "rahasia"\n', "alerts.smtp_port must be a whole number. See"),
    ],
)
def test_a_fault_is_told_in_plain_words(empty_folder: Path, toml: str, said: str) -> None:
    (empty_folder / "kliping.toml").write_text(toml)
    with pytest.raises(SettingsError) as fault:
        load_settings()
    assert said in str(fault.value)
    assert f"Settings cannot be used: {empty_folder / 'kliping.toml'}: " in str(fault.value)
    assert "rahasia" not in str(fault.value)


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("KLIPING_READNG__LINES", "5", "KLIPING_READNG__LINES names no setting; did you mean KLIPING_READING__LINES?"),
        ("KLIPING_WAIT_SECOND", "5", "KLIPING_WAIT_SECOND names no setting; did you mean KLIPING_WAIT_SECONDS?"),
        ("KLIPING_NOWHERE__LINES", "5", "KLIPING_NOWHERE__LINES names no setting."),
        ("KLIPING_READING__LINE", "5", "no setting reading.line; did you mean reading.lines?"),
        ("KLIPING_GATE__LANGUAGES", "id,en", "gate.languages must be a list"),
        ("KLIPING_READING", "five", "reading must be a table"),
    ],
)
def test_a_variable_that_cannot_be_used_is_told(monkeypatch: pytest.MonkeyPatch, variable, value, said) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as fault:
        load_settings()
    assert said in str(fault.value)


@pytest.mark.parametrize(("value", "source"), [("pages", ("pages",)), ('["a", "b"]', ("a", "b"))])
def test_a_variable_names_a_source_or_a_list_of_them(monkeypatch: pytest.MonkeyPatch, value, source) -> None:
    monkeypatch.setenv("KLIPING_SOURCE", value)
    monkeypatch.setenv("KLIPING_CHAOS_EVERY", "1")  # of a script around this program, and like no setting
    assert load_settings().source == source


def test_of_several_faults_each_is_told_with_where_it_came_from(empty_folder: Path, monkeypatch) -> None:
    (empty_folder / "k.toml").write_text("wait_seconds = -1\n[reading]\nlines = 5\nbatch_documents = 0\n")
    monkeypatch.setenv("KLIPING_READING__LINES", "6")
    monkeypatch.setenv("KLIPING_GATE", '{"sample_rows": -1}')
    with pytest.raises(SettingsError) as fault:
        load_settings(Path("k.toml"), workers=-1)
    file = empty_folder / "k.toml"
    told = str(fault.value).removeprefix("Settings cannot be used: ").split(". See")[0].split("; ")
    assert sorted(told) == sorted(
        [
            f"{file}: wait_seconds must be 0 or more",
            "KLIPING_READING__LINES: reading.lines must be 100 or more",
            f"{file}: reading.batch_documents must be 1 or more",
            "KLIPING_GATE: gate.sample_rows must be 0 or more",
            "workers must be 0 or more",
        ]
    )
