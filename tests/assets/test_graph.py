"""The whole graph, materialised from ``build_defs()`` as the UI would, without the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from assets.checks import AS_JUDGED, OF_THE_FILE, key_of
from assets.lineage import MADE_FROM, OTHERWISE, by_name
from assets.pages import GROUPS, NAMED, ROOT, graph_page, links_of
from assets.partitions import batches
from kliping.errors import StoreError
from kliping.settings import Settings, load_settings
from kliping.steps import CORPUS_STEPS, STEPS
from kliping.tables.tables import DUPLICATES, METADATA_EVIDENCE, TABLES, TEMPLATES
from kliping.warehouse.ingest import look
from kliping.warehouse.store import Store
from tests.rules import NOTHING_PASSES
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
    assert graph_page().count("global@global:") == len(GROUPS)


def test_the_graph_opens_with_batches_chosen_as_its_launch_dialog_reads_them() -> None:
    assert graph_page().endswith("&default_range=*")
    assert graph_page(["2026-11-25-001", "2026-11-26-001"]).endswith("&default_range=2026-11-25-001,2026-11-26-001")
    assert graph_page([f"2026-11-25-{number:03}" for number in range(999)]).count("2026-11-25") == NAMED


def test_a_backfill_makes_a_run_of_each_batch(definitions: dg.Definitions) -> None:
    graph = definitions.resolve_asset_graph()
    policies = {graph.get(dg.AssetKey(step.name)).backfill_policy for step in STEPS}
    assert policies == {dg.BackfillPolicy.multi_run(max_partitions_per_run=1)}


def test_a_refusal_leaves_the_checks_of_the_file_that_stands_as_they_are(tmp_path: Path) -> None:
    below = f"/below{ROOT}/"
    settings = load_settings(None, home=tmp_path / "home", source=(str(SEEDS),), automation={"path_prefix": "/below"})
    store = Store(settings.home)
    batch = look(store, settings, settings.source, datetime(2026, 1, 1, tzinfo=UTC)).batches[0]
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions(str(batches.name), [batch])
        jobs = build_defs(**resources_for(settings))
        result = jobs.resolve_job_def("everything").execute_in_process(instance=instance, partition_key=batch)
        told = [event.materialization.metadata for event in result.get_asset_materialization_events()]
        told += [one.metadata for one in result.get_asset_check_evaluations()]
        links = [str(one.value) for all_of in told for one in all_of.values() if isinstance(one, dg.UrlMetadataValue)]
        assert set(links_of(1, "/below").values()) < set(links)
        assert [link for link in links if not link.startswith(below)] == []
        (settings.home / "expectations.toml").write_text(NOTHING_PASSES)
        jobs = build_defs(**resources_for(settings))
        refused = jobs.resolve_job_def("publish").execute_in_process(instance=instance, raise_on_error=False)
    assert not refused.success
    asked = {one.check_name: one for one in refused.get_asset_check_evaluations()}
    assert set(asked) == {
        key.name for key in jobs.resolve_asset_graph().asset_check_keys if key.asset_key.path[0] == "published"
    }
    assert [name for name in OF_THE_FILE if not asked[name].passed] == []
    assert "edition 1 stays published" in str(asked[AS_JUDGED].metadata["found"].value)
    shut = [name for name, one in asked.items() if not one.passed and one.severity == dg.AssetCheckSeverity.ERROR]
    assert shut == ["no_articles"]
    assert str(asked["no_articles"].metadata["failing_rows_shown"].value).startswith("the keys of 5 of ")


def test_column_lineage_names_columns_that_are_there(definitions: dg.Definitions) -> None:
    frames = {step.name: step.gives for step in (*STEPS, *CORPUS_STEPS)}
    for name, columns in MADE_FROM.items():
        (table,) = [one for one in TABLES if one.name == name]
        assert set(columns) <= {column.name for column in table.columns}
        for sources in columns.values():
            for source in sources:
                asset, column = source.split(".")
                assert column in frames[asset], source


def test_lineage_follows_from_steps_and_tables_and_names_only_what_does_not() -> None:
    follows = {table.name: by_name(table) for table in TABLES}
    again = {
        (name, column)
        for name, columns in OTHERWISE.items()
        for column, sources in columns.items()
        if follows[name].get(column) == sources
    }
    assert again == set()
    for table in (METADATA_EVIDENCE, DUPLICATES, TEMPLATES):
        assert list(follows[table.name]) == [column.name for column in table.columns]
    assert MADE_FROM["documents"]["page_kind"] == ("pages.page_kind",)
    assert MADE_FROM["removed_lines"]["reason"] == ("settled_lines.reason",)
    fields = {column for column, sources in MADE_FROM["articles"].items() if sources == ("metadata.value",)}
    assert {"title", "authors", "image_captions"} <= fields


def test_no_selection_publishes_what_was_not_judged(settings: Settings, definitions: dg.Definitions) -> None:
    """The publish step judges before it publishes, and needs a candidate; a refusal reads as its sentence."""
    store = Store(settings.home)
    step = dg.AssetSelection.assets("published") | dg.AssetSelection.groups("tables")
    with pytest.raises(dg.Failure, match="Run 'kliping run' first") as caught:
        dg.materialize(definitions.assets, selection=step, resources=resources_for(settings))
    assert isinstance(caught.value.__cause__, StoreError)
    assert not store.published.exists()
