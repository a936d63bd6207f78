"""The component loads from YAML as ``dg`` loads it, and the project of deploy/ is one that Dagster opens."""

from __future__ import annotations

import shutil
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path

import dagster as dg
import pytest
import yaml

from kliping.errors import SettingsError
from workflows.component import KlipingCorpus

EXAMPLE = Path(__file__).resolve().parents[2] / "deploy" / "example"
PACKAGE = "newsroom"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the example project whose corpus has its home below it."""
    folder = tmp_path / "project"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("__pycache__"))
    place(folder / PACKAGE / "defs" / "corpus" / "defs.yaml", tmp_path / "home")
    monkeypatch.syspath_prepend(str(folder))
    yield folder
    for name in [name for name in sys.modules if name.split(".")[0] == PACKAGE]:
        del sys.modules[name]


def place(file: Path, home: Path) -> None:
    given = yaml.safe_load(file.read_text())
    given["attributes"]["home"] = str(home)
    file.write_text(yaml.safe_dump(given))


def loaded(project: Path) -> dg.Definitions:
    return dg.load_from_defs_folder(path_within_project=project)


def test_what_yaml_may_say_is_known_to_dagster() -> None:
    model = KlipingCorpus.get_model_cls()
    assert set(model.model_fields) == {"home", "source", "settings"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of how Dagster uses pydantic
        corpus = KlipingCorpus.resolve_from_yaml("home: a\nsource: [b]\nsettings: {gate: {body_words_min: 30}}")
    assert corpus == KlipingCorpus(home="a", source=["b"], settings={"gate": {"body_words_min": 30}})


@pytest.mark.filterwarnings("ignore::dagster.BetaWarning")
def test_the_example_is_a_project_with_a_corpus(project: Path) -> None:
    definitions = loaded(project)
    (schedule,) = [one for one in definitions.schedules or () if one.name == "daily_publish"]
    assert schedule.execution_timezone == "Asia/Jakarta"
    node = definitions.resolve_asset_graph().get(dg.AssetKey(["published", "articles"]))
    assert node.owners == ["team:korpus"]
    from newsroom.definitions import defs

    assert set(definitions.resolve_all_asset_keys()) == set(defs().resolve_all_asset_keys())


@pytest.mark.filterwarnings("ignore::dagster.BetaWarning")
def test_a_second_corpus_in_one_location_is_answered_with_a_sentence(project: Path, tmp_path: Path) -> None:
    corpora = project / PACKAGE / "defs"
    shutil.copytree(corpora / "corpus", corpora / "other")
    place(corpora / "other" / "defs.yaml", tmp_path / "other")
    with pytest.raises(Exception, match="Error while building definitions") as caught:
        loaded(project)
    assert isinstance(caught.value.__cause__, SettingsError)
    assert "2 corpora stand in one code location" in str(caught.value.__cause__)
    assert "workspace.yaml" in str(caught.value.__cause__)
