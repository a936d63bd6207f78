"""The launchpad shows every setting, typed, and gives it to the run."""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import pytest

from kliping.errors import SettingsError
from workflows.documentation.settings import setting_names
from workflows.launchpad import fields_of
from workflows.resources import settings as settings_resource


def paths(fields: dict[str, dg.Field], before: str = "") -> dict[str, dg.Field]:
    found = {}
    for name, field in fields.items():
        inner = getattr(field.config_type, "fields", None)
        known = inner and type(field.config_type).__name__ == "Shape"
        found |= paths(inner, f"{before}{name}.") if known else {f"{before}{name}": field}
    return found


def test_every_setting_is_a_field_with_its_words_and_default() -> None:
    fields = paths(fields_of())
    assert set(fields) == set(setting_names())
    for name, field in fields.items():
        assert not field.is_required, name
        assert "Default" in str(field.description), name


def given(config: dict[str, object]) -> object:
    return settings_resource(dg.build_init_resource_context(config=config))


def test_what_is_given_counts_and_the_rest_is_as_everywhere(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KLIPING_READING__BATCH_DOCUMENTS", "700")
    found = given(
        {
            "home": "elsewhere",
            "gate": {"body_words_min": 5, "languages": ["id"]},
            "publishing": {"redact_contacts": True},
        }
    )
    assert (found.home, found.gate.body_words_min, found.gate.languages) == (Path("elsewhere"), 5, ("id",))
    assert (found.publishing.redact_contacts, found.reading.batch_documents) == (True, 700)


@pytest.mark.parametrize("config", [{"gate": {"body_words_min": "five"}}, {"gate": {"body_word_min": 5}}, {"gat": {}}])
def test_a_wrong_type_or_an_unknown_name_is_refused_before_the_run(config) -> None:
    with pytest.raises(dg.DagsterInvalidConfigError):
        given(config)


def test_an_address_with_a_secret_is_refused(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises((SettingsError, dg.DagsterError), match="kept with the") as caught:
        given({"source": ["https://user:secret@example.org/pages"]})
    assert "user:secret" not in str(caught.value)
