"""All settings in one typed object: ``kliping.toml``, ``KLIPING_*`` variables, the command line, the launchpad.

Belongs here: every threshold, named, explained, with its unit and the reason for its default, one module per step.
Does not belong here: words of languages (``kliping.words``).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError, field_serializer, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from kliping.credentials import without_secrets
from kliping.errors import RuleError, SettingsError
from kliping.settings.alerts import AlertSettings
from kliping.settings.automation import AutomationSettings
from kliping.settings.cleaning import CleaningSettings
from kliping.settings.duplicates import DuplicateSettings
from kliping.settings.faults import PREFIX, in_plain_words, sentence, unknown_variables
from kliping.settings.gate import GateSettings
from kliping.settings.language import LanguageSettings
from kliping.settings.metadata import MetadataSettings
from kliping.settings.origins import File, Variables, origin_of
from kliping.settings.publishing import PublishingSettings
from kliping.settings.reading import ReadingSettings
from kliping.settings.retention import RetentionSettings
from kliping.settings.section import numbers_are_numbers
from kliping.settings.store import StoreSettings

__all__ = [
    "AlertSettings",
    "AutomationSettings",
    "CleaningSettings",
    "DuplicateSettings",
    "GateSettings",
    "LanguageSettings",
    "MetadataSettings",
    "PublishingSettings",
    "ReadingSettings",
    "RetentionSettings",
    "Settings",
    "StoreSettings",
    "digest",
    "load_settings",
]


OBJECT_STORES = ("s3", "s3a", "gs", "gcs", "az", "abfs", "abfss")
"""Schemes of object stores that frames can be exchanged through."""

_ADDRESS = re.compile(r"(?P<scheme>s3a?):/+(?P<place>[^/].*)")

CONFIG = "KLIPING_CONFIG"
"""Variable that names the settings file, for processes that nobody gives a command line."""


class Settings(BaseSettings):
    """Everything a user may set. ``KLIPING_READING__BATCH_DOCUMENTS=500`` sets ``reading.batch_documents``."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True, validate_default=True
    )

    home: Path = Field(
        Path("data"),
        description="Folder of all state: store, candidate, published file, data docs. Or an address `s3://bucket/name`"
        " where all of it lies; it is worked on in `working_folder` then (docs/scale.md).",
    )
    working_folder: Path = Field(
        Path("data"), description="Folder of this machine that a home at an address is worked on in."
    )
    home_address: str = Field("", description="Where a home at an address lies: filled in from `home`.")
    source: tuple[str, ...] = Field(
        ("seeds",),
        repr=False,
        description="Where pages come from when the command names no SOURCE: files, folders, globs, URLs. A user, a "
        "password or a token in a URL is used and never stored, shown or logged.",
    )
    wait_seconds: float = Field(
        60.0,
        ge=0,
        description="Seconds that whatever writes waits for another writer of the same home, before it says who that "
        "is and ends: long enough for a publish, short enough for a person. 0: not at all.",
    )
    metrics_file: str = Field(
        "",
        description="File that numbers for Prometheus are written to, for its node exporter (`….prom`): documents by"
        " fate, gate, age of the edition, bytes, memory. Default: none.",
    )
    engine: Literal["embedded", "workers", "ray"] = Field(
        "workers",
        description="Where batches are understood: `embedded`, in the process that runs; `workers`, in as many"
        " processes of this machine as `workers` says; `ray`, on a Ray cluster (`pip install 'kliping[ray]'`, see"
        " docs/scale.md). The tables are the same. Runs of the UI know no workers: they go one at a time.",
    )
    ray_address: str = Field(
        "",
        description="Head of the Ray cluster that the engine `ray` joins: `host:6379`, or `ray://host:10001`. Default:"
        " one is started on this machine for the run, with `workers` processors where that is above 1, else all.",
    )
    exchange: str = Field(
        "",
        description="Where frames lie on their way to the nodes of a Ray cluster and back: an address that each of"
        " them reaches (`s3://bucket/prefix`, `gs://`, `az://`), or a folder that each mounts at this path. It is"
        " emptied after the run. Needed with `ray_address`. Credentials come from each node's environment alone.",
    )
    workers: int = Field(
        1,
        ge=0,
        description="Processes in which `kliping run` understands batches side by side, each some 400 MB large. 1: the "
        "command does it by itself. 0: as many as processors, where there are pages enough (16 MB of files) for their "
        "start to pay.",
    )
    pairs_in_memory: int = Field(
        10_000_000,
        ge=0,
        description="Pairs of copies up to which a corpus is grouped anew in one place, where each takes some 60 bytes"
        " of memory: the default 600 MB. Beyond, documents that hang together are found and grouped a range at a time,"
        " on the cluster with the engine `ray`, else in this process over files of the home; the groups are the same.",
    )
    reading: ReadingSettings = ReadingSettings()
    cleaning: CleaningSettings = CleaningSettings()
    language: LanguageSettings = LanguageSettings()
    metadata: MetadataSettings = MetadataSettings()
    duplicates: DuplicateSettings = DuplicateSettings()
    gate: GateSettings = GateSettings()
    publishing: PublishingSettings = PublishingSettings()
    automation: AutomationSettings = AutomationSettings()
    alerts: AlertSettings = AlertSettings()
    retention: RetentionSettings = RetentionSettings()
    store: StoreSettings = StoreSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Argument before environment before ``kliping.toml`` before default."""
        return init_settings, Variables(settings_cls), File(settings_cls)

    _numbers = numbers_are_numbers()

    @field_validator("source", mode="before")
    @classmethod
    def _one_source(cls, given: object) -> object:
        """``KLIPING_SOURCE=~/scraped`` and ``source = "~/scraped"`` name one."""
        return (given,) if isinstance(given, str) else given

    @field_validator("home", mode="before")
    @classmethod
    def _some_home(cls, given: object) -> object:
        if given == "":
            raise ValueError("it is empty: name a folder")
        if "://" in str(given):
            raise ValueError("a home lies in a folder, or at s3://bucket/name without a user, password or token in it")
        return given

    @model_validator(mode="before")
    @classmethod
    def _home_at_an_address(cls, given: Any) -> Any:  # noqa: ANN401 - whatever the sources gave
        """``home = "s3://bucket/name"`` is worked on in ``working_folder``; a path has lost one of the slashes."""
        named = _ADDRESS.fullmatch(str(given.get("home", ""))) if isinstance(given, dict) else None
        address = f"{named['scheme']}://{named['place'].rstrip('/')}" if named else ""
        if not address or without_secrets(address) != address:
            return given
        return {**given, "home": given.get("working_folder", "data"), "home_address": address}

    @field_validator("exchange")
    @classmethod
    def _exchange_without_secrets(cls, given: str) -> str:
        if without_secrets(given) != given:
            raise ValueError("no user, password or token may stand in it: give them to each node's environment")
        if given and "://" not in given and not Path(given).is_absolute():
            raise ValueError("a folder has to be named from the root, since each node looks for it there")
        if "://" in given and given.partition("://")[0].lower() not in OBJECT_STORES:
            raise ValueError(f"use a folder, or an address of {', '.join(OBJECT_STORES)}")
        return given

    @field_serializer("source")
    def _source_without_secrets(self, source: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(without_secrets, source))


def digest(*parts: object) -> str:
    """The first 16 hex digits of SHA-256 over ``parts`` as JSON."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:16]


def load_settings(config: Path | None = None, **given: Any) -> Settings:  # noqa: ANN401 - pydantic validates
    """The settings from a file and ``given`` values.

    The file is ``config``, or what the variable ``KLIPING_CONFIG`` names, or ``kliping.toml`` in the working directory
    where there is one.

    Raises:
        SettingsError: the file is missing or broken, or a setting is unknown or of the wrong type.
    """
    named = config or (Path(os.environ[CONFIG]) if os.environ.get(CONFIG) else None)
    if named is not None and not named.is_file():
        raise SettingsError(f"No settings file at {named}. Name an existing file after --config, or leave it out.")

    unknown = unknown_variables(Settings, os.environ)
    if unknown:
        raise SettingsError(sentence(unknown))

    path = named or Path("kliping.toml")

    class Located(Settings):
        model_config = SettingsConfigDict(toml_file=path)

    arguments = {name: value for name, value in given.items() if value is not None}
    try:
        return Located(**arguments)
    except ValidationError as broken:
        held = (str(path.absolute()), File(Located).toml_data)
        faults = [
            in_plain_words(Settings, fault, origin_of(fault["loc"], arguments, os.environ, held))
            for fault in broken.errors()
        ]
        raise SettingsError(sentence(faults)) from broken
    except RuleError as broken:  # no text
        raise SettingsError(str(broken)) from broken
    except ValueError as broken:  # tomllib's own error
        raise SettingsError(f"{path.absolute()} is not TOML: {broken}. Mend that line.") from broken
