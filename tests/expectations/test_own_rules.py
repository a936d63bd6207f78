# ruff: noqa: E501 - a case is a row
"""Users' own rules: read, checked before they run, shown like the built-in ones."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from expectations import audit, catalogue, judge_rows
from expectations.rulebook import built_in
from kliping.errors import RuleError
from kliping.settings import GateSettings, Settings

RULE = """
[[rule]]
name = "place_present"
table = "articles"
level = "row"
severity = "{severity}"
description = "An article says where it was written."
sql = "{sql}"
"""
BUILTIN = """
[[rule]]
name = "known_outlets"
table = "articles"
severity = "info"
description = "Only outlets we follow."
builtin = "expect_column_values_to_not_be_null"
kwargs = {{ {} }}
"""
NO_PLACE = "SELECT document_id FROM articles WHERE place IS NULL"


def write(home: Path, text: str, name: str = "expectations.toml") -> Path:
    path = home / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return home


def named(home: Path, name: str):
    return next(spec for spec in catalogue(Settings(), home) if spec.name == name)


def test_without_files_the_catalogue_is_the_built_in_one(tmp_path: Path) -> None:
    assert catalogue(Settings(), tmp_path) == catalogue(Settings()) == built_in(GateSettings())


def test_a_critical_row_rule_holds_documents_back(candidate, tmp_path: Path) -> None:
    home = write(tmp_path, RULE.format(severity="critical", sql=NO_PLACE))
    made = candidate().publish("a").publish("b", place="Sukamaju")
    held = judge_rows(made.path, Settings(), home)
    assert held.rows() == [("d-a", "place_present", "place_present", "An article says where it was written.")]


def test_it_is_judged_and_recorded_like_the_others(candidate, tmp_path: Path) -> None:
    home = write(tmp_path, RULE.format(severity="warning", sql=NO_PLACE.replace("document_id", "article_id")))
    made = candidate().publish("a").publish("b", place="Sukamaju")
    found = audit(made.path, Settings(), edition=1, run_id="r", checked_at=datetime(2024, 5, 3, tzinfo=UTC), home=home)
    (row,) = found.results.filter(expectation="place_present").rows(named=True)
    assert (row["severity"], row["success"], row["unexpected_count"], row["element_count"]) == ("warning", False, 1, 2)
    assert found.outcomes[-1].sample == ({"document_id": "d-a"},)


def test_great_expectations_own_can_be_used(candidate, tmp_path: Path) -> None:
    home = write(
        tmp_path,
        "rule:\n- {name: known_outlets, table: articles, severity: critical, description: Outlets we follow.,\n"
        "   builtin: expect_column_values_to_be_in_set, kwargs: {column: publisher, value_set: [Kabar Sukamaju]}}\n",
        "expectations.yaml",
    )
    made = candidate().publish("a", "b").publish("c", publisher="Lain")
    found = audit(made.path, Settings(), edition=1, run_id="r", checked_at=datetime(2024, 5, 3, tzinfo=UTC), home=home)
    assert found.shut_by == {"known_outlets": 1}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("expectations.toml", RULE.format(severity="info", sql=NO_PLACE)),
        (
            "expectations.yaml",
            f"rule:\n- {{name: place_present, table: articles, severity: info, description: A place., sql: {NO_PLACE}}}\n",
        ),
    ],
)
def test_the_mark_that_an_editor_puts_before_a_file_is_passed_over(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_bytes(text.encode("utf-8-sig"))
    assert named(tmp_path, "place_present").own
    (tmp_path / name).write_bytes(text.replace("place.", "\xe9.").encode("latin-1") + b"\n# \xe9\n")
    with pytest.raises(RuleError, match=r"expectations\.\w+, line \d+, is not UTF-8 text"):
        catalogue(Settings(), tmp_path)


def test_one_that_cannot_be_run_is_told_with_its_file(candidate, tmp_path: Path) -> None:
    text = BUILTIN.format("column = 'publisher'").replace("values_to_not_be_null", "values_to_be_dateutil_parseable")
    home = write(tmp_path, text.replace("values_to_be_dateutil_parseable", "mean_to_be_between"))
    with pytest.raises(RuleError, match=r"Expectation known_outlets of .*expectations\.toml"):
        audit(
            candidate().publish("a").path,
            Settings(),
            edition=1,
            run_id="r",
            checked_at=datetime(2024, 5, 3, tzinfo=UTC),
            home=home,
        )


def test_a_python_file_brings_specs(tmp_path: Path) -> None:
    write(
        tmp_path,
        "from expectations import ExpectationSpec\n"
        "EXPECTATIONS = [ExpectationSpec(name='few_pages', table='documents', severity='info', dimension='validity',\n"
        "  description='Few.', sql='SELECT document_id FROM documents WHERE bytes > 10')]\n",
        "expectations/few.py",
    )
    spec = named(tmp_path, "few_pages")
    assert spec.own
    assert spec.key == ("document_id",)


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("expectations.toml", "[[rule]\n", r"expectations\.toml is not TOML.*line 1"),
        ("expectations.yaml", "rule:\n- {name: [\n", r"expectations\.yaml, line \d, is not YAML"),
        ("expectations.toml", "[[rules]]\nname = 'x'\n", "rules: Extra inputs are not permitted"),
        ("expectations.toml", RULE.format(severity="fatal", sql=NO_PLACE), "rule place_present severity: .*critical"),
        (
            "expectations.toml",
            RULE.format(severity="info", sql=NO_PLACE).replace('sql = "', 'sq = "'),
            "place_present sq",
        ),
        (
            "expectations.toml",
            RULE.format(severity="info", sql="SELECT document_id FROM article"),
            "place_present.*article",
        ),
        (
            "expectations.toml",
            RULE.format(severity="info", sql="SELECT doc FROM articles"),
            "place_present cannot be used",
        ),
        (
            "expectations.toml",
            RULE.format(severity="info", sql="SELECT title FROM articles"),
            "neither document_id nor",
        ),
        ("expectations.toml", RULE.format(severity="info", sql="DROP TABLE articles"), "not one SELECT"),
        ("expectations.toml", RULE.format(severity="info", sql="SELECT 1; SELECT 2"), "not one SELECT"),
        ("expectations.toml", RULE.format(severity="info", sql="FROM read_text('/etc/hostname')"), "cannot be used"),
        ("expectations.toml", RULE.format(severity="info", sql=NO_PLACE) * 2, "called place_present already"),
        (
            "expectations.toml",
            RULE.format(severity="info", sql=NO_PLACE).replace("place_present", "body_length"),
            "already",
        ),
        ("expectations.toml", RULE.format(severity="info", sql=NO_PLACE).replace("sql =", "builtin ="), "builtin"),
        ("expectations.toml", "[[change]]\nexpectation = 'body_lenght'\n", "no expectation called body_lenght"),
        ("expectations.toml", "[[change]]\nseverity = 'info'\n", "names either an expectation or a table"),
        (
            "expectations.toml",
            "[[change]]\nexpectation = 'body_length'\nthresholds = { body_words = 3 }\n",
            "body_words: Extra inputs are not permitted",
        ),
        (
            "expectations.toml",
            "[[change]]\nexpectation = 'known_roles'\nlanguage = 'id'\nseverity = 'info'\n",
            "known_roles judges a whole table",
        ),
        (
            "expectations.toml",
            RULE.format(severity="info", sql=NO_PLACE).replace("place_present", "Place-Present"),
            r"rule Place-Present name: that is no name: use lower-case letters, digits and _, a letter first, 3 to 80",
        ),
        (
            "expectations.toml",
            RULE.format(severity="info", sql="no_such").replace("sql =", "builtin ="),
            "builtin: that is no expectation of Great Expectations",
        ),
        (
            "expectations.toml",
            BUILTIN.format("column = 'publishr'"),
            "asks for the column 'publishr', .* mean publisher?",
        ),
        (
            "expectations.toml",
            BUILTIN.format("column_list = ['title', 'x']"),
            "the column 'x', which articles does not",
        ),
        ("expectations/own.py", "raise SystemExit(3)\n", r"own\.py cannot be run: SystemExit"),
        ("expectations/own.py", "1 / 0\n", r"own\.py cannot be run: ZeroDivisionError"),
        ("expectations/own.py", "EXPECTATIONS = ['x']\n", "no list EXPECTATIONS"),
    ],
)
def test_what_cannot_be_used_is_refused_in_a_sentence(tmp_path: Path, name: str, text: str, fault: str) -> None:
    with pytest.raises(RuleError, match=fault) as refusal:
        catalogue(Settings(), write(tmp_path, text, name))
    assert name in str(refusal.value)


def test_severity_and_thresholds_change_everywhere(candidate, tmp_path: Path) -> None:
    home = write(
        tmp_path,
        "[[change]]\nexpectation = 'body_length'\nthresholds = { body_words_min = 2 }\n"
        "[[change]]\ntable = 'duplicates'\nseverity = 'info'\n",
    )
    assert judge_rows(candidate().publish("short", body="tiga kata saja").path, Settings(), home).is_empty()
    assert {spec.severity for spec in catalogue(Settings(), home) if spec.table == "duplicates"} == {"info"}
    assert named(home, "body_length").severity == "critical"


def test_they_change_for_one_language_or_outlet(candidate, tmp_path: Path) -> None:
    home = write(
        tmp_path,
        "[[change]]\nexpectation = 'body_length'\nlanguage = 'jv'\nseverity = 'warning'\n"
        "[[change]]\nexpectation = 'body_length'\noutlet = 'Kilas \\'24'\nthresholds = { body_words_min = 2 }\n".replace(
            "\\'24'", "24'"
        ),
    )
    made = candidate()
    made.publish("a", body="tiga kata saja")
    made.publish("b", body="tiga kata saja", language="jv")
    made.publish("c", body="tiga kata saja", publisher="Kilas 24")
    made.publish("d", body="satu", publisher="Kilas 24")
    assert judge_rows(made.path, Settings(), home).select("document_id", "reason").rows() == [
        ("d-a", "body_length"),
        ("d-d", "body_length__kilas_24"),
    ]
    assert named(home, "body_length__jv").severity == "warning"


ESCAPES = [
    "SELECT document_id, content FROM read_text('{secret}'), documents",
    "SELECT * FROM read_csv('{secret}')",
    "SELECT * FROM '{secret}'",
    "SELECT * FROM glob('{folder}/*')",
    "COPY documents TO '{folder}/out.csv'",
    "ATTACH '{folder}/out.duckdb'",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "SELECT document_id FROM documents); COPY documents TO '{folder}/out.csv'; SELECT * FROM (SELECT 1",
    "SELECT document_id FROM documents) AS x; DETACH candidate; --",
    "SELECT document_id FROM documents -- ) AS x",
    "SELECT document_id FROM documents /*",
    "DELETE FROM documents",
    "SELECT document_id FROM documents; DELETE FROM documents",
    "SELECT document_id, (SELECT count(*) FROM query('COPY documents TO ''{folder}/out.csv''')) FROM documents",
    "PRAGMA enable_profiling",
    "CALL enable_logging(storage = 'file', storage_config = {{'path': '{folder}/out.log'}})",
    "EXPORT DATABASE '{folder}/out'",
    "SELECT * FROM parquet_metadata('{secret}')",
]


@pytest.mark.parametrize("sql", ESCAPES)
def test_a_rule_reads_and_writes_nothing_but_the_candidate(candidate, tmp_path: Path, sql: str) -> None:
    """Most are refused when they are read; one that is not stays inside the candidate when it runs."""
    folder = tmp_path / "beside"
    folder.mkdir()
    (folder / "secret.csv").write_text("document_id\nrahasia-7141\n")
    written = sql.format(secret=folder / "secret.csv", folder=folder)
    home = write(tmp_path / "home", RULE.format(severity="critical", sql=written))
    made = candidate().publish("a")
    before = made.path.read_bytes()
    try:
        told = str(judge_rows(made.path, Settings(), home).rows())
    except RuleError as refusal:
        told = str(refusal)
    assert "rahasia-7141" not in told
    assert made.path.read_bytes() == before
    assert [path.name for path in folder.iterdir()] == ["secret.csv"]


def test_a_description_reaches_the_catalogue_as_it_is_written(tmp_path: Path) -> None:
    text = "<img src=x onerror=alert(1)> [klik](javascript:alert(1)) **tebal**"
    home = write(tmp_path, RULE.format(severity="info", sql=NO_PLACE).replace("An article says where", text))
    assert named(home, "place_present").description.startswith(text)


def test_a_rule_may_speak_of_a_column_that_settings_add(tmp_path: Path) -> None:
    rule = """
[[rule]]
name = "every_label_known"
table = "articles"
description = "Only labels we use."
sql = "SELECT document_id FROM articles WHERE label NOT IN ('Daerah')"
"""
    (tmp_path / "expectations.toml").write_text(rule)
    with pytest.raises(RuleError, match="every_label_known"):
        catalogue(Settings(), tmp_path)
    specs = catalogue(Settings(publishing={"article_columns": {"label": "VARCHAR"}}), tmp_path)
    assert [spec.name for spec in specs[-3:]] == ["added_label_is_there", "added_label_fits", "every_label_known"]
