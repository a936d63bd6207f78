"""The whole graph, materialised from ``build_defs()`` as the UI would, without the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from assets.checks import key_of
from assets.lineage import MADE_FROM
from assets.pages import GROUPS, UNFOLDED
from assets.partitions import batches
from kliping.errors import StoreError
from kliping.frames import DUPLICATES, TEMPLATES
from kliping.settings import Settings, load_settings
from kliping.steps import STEPS
from kliping.tables.tables import TABLES
from kliping.warehouse.ingest import look
from kliping.warehouse.store import Store
from workflows.definitions import build_defs
from workflows.resources import resources_for

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(None, home=tmp_path / "home", source=(str(SEEDS),))


@pytest.fixture
def definitions(settings: Settings) -> dg.Definitions:
    return build_defs(**resources_for(settings))


def test_everything_from_one_job(settings: Settings, definitions: dg.Definitions) -> None:
    store = Store(settings.home)
    batch = look(store, settings, settings.source, datetime(2026, 1, 1, tzinfo=UTC)).batches[0]
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions(str(batches.name), [batch])
        result = definitions.resolve_job_def("everything").execute_in_process(instance=instance, partition_key=batch)
        made = {event.asset_key.to_user_string() for event in result.get_asset_materialization_events()}
        assert made == {key.to_user_string() for key in definitions.resolve_asset_graph().get_all_asset_keys()}
        for event in result.get_asset_materialization_events():
            assert "dagster/row_count" in event.materialization.metadata, event.asset_key
        evaluations = result.get_asset_check_evaluations()
    assert {(one.asset_key, one.check_name) for one in evaluations} == {
        (key.asset_key, key.name) for key in definitions.resolve_asset_graph().asset_check_keys
    }
    broken = [one for one in evaluations if not one.passed and one.asset_key.path[0] == "published"]
    assert broken
    for one in broken:
        assert one.metadata["what_to_do"].value
        assert one.metadata["title_address_and_value_of_rows"].value == f"/kliping/rows/1/{one.check_name}"
    batch_checks = [one for one in evaluations if one.asset_key.to_user_string() == "raw_documents"]
    assert [one.partition for one in batch_checks] == [batch]
    assert not [one.check_name for one in evaluations if not one.passed and one.severity == dg.AssetCheckSeverity.ERROR]
    assert store.published.is_file()


def test_each_table_has_its_own_asset_with_checks_schema_and_lineage(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    checked = {key.asset_key for key in graph.asset_check_keys}
    for table in TABLES:
        node = graph.get(key_of(table.name))
        schema = node.metadata["dagster/column_schema"]
        assert [(column.name, column.type, column.description) for column in schema.columns] == [
            (column.name, column.type, column.comment) for column in table.columns
        ]
        assert node.description == table.comment
        assert node.metadata["dagster/code_references"].code_references
        assert node.key in checked, f"{table.name} has no check"
    assert dg.AssetKey("published") in checked


def test_the_graph_opens_with_every_group_in_the_order_of_the_flow(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    assert {graph.get(key).group_name for key in graph.get_all_asset_keys()} == set(GROUPS)
    assert UNFOLDED.count("global@global:") == len(GROUPS)


def test_column_lineage_names_columns_that_are_there(definitions: dg.Definitions) -> None:
    frames = {**{step.name: step.gives for step in STEPS}, "duplicates": DUPLICATES, "templates": TEMPLATES}
    for name, columns in MADE_FROM.items():
        (table,) = [one for one in TABLES if one.name == name]
        assert set(columns) <= {column.name for column in table.columns}
        for sources in columns.values():
            for source in sources:
                asset, column = source.split(".")
                assert column in frames[asset], source


def test_no_selection_publishes_what_was_not_judged(settings: Settings, definitions: dg.Definitions) -> None:
    """The publish step judges before it publishes, and needs a candidate; a refusal reads as its sentence."""
    store = Store(settings.home)
    step = dg.AssetSelection.assets("published") | dg.AssetSelection.groups("tables")
    with pytest.raises(dg.Failure, match="Run 'kliping run' first") as caught:
        dg.materialize(definitions.assets, selection=step, resources=resources_for(settings))
    assert isinstance(caught.value.__cause__, StoreError)
    assert not store.published.exists()
