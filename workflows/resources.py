"""What the assets are given: settings, the store, and the way frames rest between steps.

Belongs here: how Dagster's launchpad and environment become our typed objects. Does not belong here: any transform.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl
from pydantic import Field

from kliping.settings import Settings, load_settings
from kliping.warehouse.store import CORPUS, Store


class SettingsResource(dg.ConfigurableResourceFactory[Settings]):
    """The settings: the launchpad before ``KLIPING_*`` variables before ``kliping.toml`` before the defaults."""

    home: str = Field("", description="Folder of all state; empty: as the settings say.")
    config: str = Field("", description="Path of a settings file; empty: kliping.toml in the working directory.")
    overrides: dict[str, Any] = Field(
        {}, description="Settings by name, such as {'reading': {'batch_documents': 500}}."
    )

    def create_resource(self, context: dg.InitResourceContext) -> Settings:
        """The typed settings.

        Raises:
            SettingsError: a setting is unknown or of the wrong type.
        """
        given = {**self.overrides, **({"home": self.home} if self.home else {})}
        return load_settings(Path(self.config) if self.config else None, **given)


class StoreResource(dg.ConfigurableResourceFactory[Store]):
    """The store below the home that the settings name."""

    settings: dg.ResourceDependency[Settings]

    def create_resource(self, context: dg.InitResourceContext) -> Store:
        """The store; opens nothing."""
        return Store(self.settings.home)


class FramesInStore(dg.IOManager):
    """Keeps a frame as Parquet under its asset's name and its batch, stamped with the recipe it was made with."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings

    def handle_output(self, context: dg.OutputContext, obj: pl.DataFrame) -> None:
        """Write the frame in one step."""
        name = context.asset_key.path[-1]
        if context.has_asset_partitions:
            recipe = self._settings.reading_recipe if name == "raw_documents" else self._settings.recipe
            self._store.write(name, context.asset_partition_key, obj, recipe=recipe)
        else:
            self._store.write(CORPUS, name, obj)

    def load_input(self, context: dg.InputContext) -> pl.DataFrame:
        """Read one batch's frame, or the corpus frame."""
        name = context.asset_key.path[-1]
        if context.has_asset_partitions:
            return self._store.read(name, context.asset_partition_key)
        return self._store.read(CORPUS, name)


class FramesInStoreResource(dg.ConfigurableIOManagerFactory[FramesInStore]):
    """Makes the IO manager for the home that the settings name."""

    store: dg.ResourceDependency[Store]
    settings: dg.ResourceDependency[Settings]

    def create_io_manager(self, context: dg.InitResourceContext) -> FramesInStore:
        """The IO manager; opens nothing."""
        return FramesInStore(self.store, self.settings)


def default_resources() -> dict[str, Any]:
    """The resources of the code location, by the names that assets ask for."""
    settings = SettingsResource()
    store = StoreResource(settings=settings)
    return {
        "settings": settings,
        "store": store,
        "io_manager": FramesInStoreResource(store=store, settings=settings),
    }


def resources_for(settings: Settings) -> dict[str, Any]:
    """Resources that hold just ``settings``, whatever the environment or a settings file says."""
    store = Store(settings.home)
    return {"settings": settings, "store": store, "io_manager": FramesInStore(store, settings)}
