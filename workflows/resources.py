"""What the assets are given: settings, the store, and the way frames rest between steps.

Belongs here: how Dagster's launchpad and environment become our typed objects. Does not belong here: any transform.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl

from assets.figures import SECONDS
from kliping.credentials import without_secrets
from kliping.errors import SettingsError
from kliping.settings import Settings, load_settings
from kliping.stamps import stamps
from kliping.warehouse.lock import writing
from kliping.warehouse.store import CORPUS, Store
from kliping.warehouse.whole import whole
from workflows.launchpad import fields_of, given_in


@dg.resource(
    config_schema={
        "config": dg.Field(
            str, is_required=False, description="Settings file. Default: kliping.toml, if there is one."
        ),
        **fields_of(),
    },
    description="Every threshold: the launchpad before KLIPING_* variables before kliping.toml before the defaults.",
)
def settings(context: dg.InitResourceContext) -> Settings:
    """The typed settings.

    Raises:
        SettingsError: a setting is unknown or of the wrong type, or a secret would be kept with the run.
    """
    given = given_in(context.resource_config)
    file = given.pop("config", None)
    if any(without_secrets(str(one)) != str(one) for one in given.get("source", ())):
        raise SettingsError(
            "A source with a user, password or token in its address stands in the launchpad, which is kept with the "
            "run. Put it into kliping.toml or KLIPING_SOURCE, and delete this run."
        )
    known = load_settings(Path(file) if file else None, **given)
    work_for(known)
    return known


@dg.resource(
    required_resource_keys={"settings"}, description="The Parquet store below the home that the settings name."
)
def store(context: dg.InitResourceContext) -> Store:
    """The store; opens nothing."""
    return Store(context.resources.settings.home)


class FramesInStore(dg.IOManager):
    """Keeps a frame as Parquet under its asset's name and its batch, stamped with what it was made from."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store, self._settings = store, settings
        self._stamps = stamps(settings)  # before a step reads a lexicon: one edited meanwhile is found to be another

    def handle_output(self, context: dg.OutputContext, obj: pl.DataFrame) -> None:
        """Write the frame in one step, into the home that is locked."""
        name = context.asset_key.path[-1]
        with writing(self._store.home, doing=f"the step {name}"):
            if context.has_asset_partitions:
                batch = context.asset_partition_key
                told = context.output_metadata.get(SECONDS)
                seconds = told.value if isinstance(told, dg.FloatMetadataValue) else None
                recipe = self._store.made_stamp(name, batch, self._stamps, obj)
                self._store.write(name, batch, obj, recipe=recipe, seconds=seconds)
            else:
                self._store.write(CORPUS, name, obj)

    def load_input(self, context: dg.InputContext) -> pl.DataFrame:
        """Read one batch's frame, or the corpus frame."""
        name = context.asset_key.path[-1]
        if context.has_asset_partitions:
            self._store.require_batch(context.asset_partition_key)
            return whole(self._store, self._settings, name, context.asset_partition_key)
        return self._store.read(CORPUS, name)


@dg.io_manager(  # type: ignore[arg-type] # Dagster closes what a generator opens; its types do not say so
    required_resource_keys={"settings", "store"},
    description="Keeps the frames of every step in the store, and holds the home's lock while the run lasts.",
)
def frames_in_store(context: dg.InitResourceContext) -> Iterator[FramesInStore]:
    """The IO manager; a run that needs it writes, so it is the home's one writer from its first step to its last.

    Raises:
        HomeBusy: another process writes to the home, and went on longer than ``wait_seconds``.
    """
    known: Settings = context.resources.settings
    doing = f"the Dagster run {context.run_id[:8]}" if context.run_id else "Dagster"
    say = context.log.info if context.log is not None else (lambda _: None)
    with writing(known.home, doing=doing, seconds=known.wait_seconds, say=say):
        yield FramesInStore(context.resources.store, known)


def work_for(known: Settings) -> None:
    """Where the home lies at an address, have its folder work for it.

    Raises:
        KlipingError: the address cannot be used, or the folder works for another.
    """
    if known.home_address:
        from kliping.warehouse.working_copy import bind

        bind(known.home, known.home_address)


def default_resources() -> dict[str, Any]:
    """The resources of the code location, by the names that assets ask for."""
    return {"settings": settings, "store": store, "io_manager": frames_in_store}


def resources_for(known: Settings) -> dict[str, Any]:
    """Resources that hold just ``known``, whatever the environment or a settings file says."""
    work_for(known)
    kept = Store(known.home)
    return {"settings": known, "store": kept, "io_manager": FramesInStore(kept, known)}
