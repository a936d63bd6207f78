"""The whole graph, materialised from ``build_defs()`` as the UI would, without the command line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import dagster as dg
import pytest

from assets.partitions import batches
from kliping.errors import GateClosed, StoreError
from kliping.settings import Settings, load_settings
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
    assert {one.check_name for one in evaluations} == {
        key.name for key in definitions.resolve_asset_graph().asset_check_keys
    }
    assert not [one.check_name for one in evaluations if not one.passed and one.severity == dg.AssetCheckSeverity.ERROR]
    assert store.published.is_file()


def test_published_alone_asks_for_the_verdict(settings: Settings, definitions: dg.Definitions) -> None:
    """A later run that materialises only the published asset meets the same gate."""
    store = Store(settings.home)
    with pytest.raises(StoreError, match="Run 'kliping run' first"):
        dg.materialize(definitions.assets, selection="published", resources=resources_for(settings))
    batch = look(store, settings, settings.source, datetime(2026, 1, 1, tzinfo=UTC)).batches[0]
    with dg.DagsterInstance.ephemeral() as instance:
        instance.add_dynamic_partitions(str(batches.name), [batch])
        definitions.resolve_job_def("ingest").execute_in_process(instance=instance, partition_key=batch)
    unchecked = dg.AssetSelection.assets("duplicates", "templates", "candidate").without_checks()
    dg.materialize(definitions.assets, selection=unchecked, resources=resources_for(settings))
    with pytest.raises(GateClosed, match="not on record"):
        dg.materialize(definitions.assets, selection="published", resources=resources_for(settings))
    assert not store.published.exists()
