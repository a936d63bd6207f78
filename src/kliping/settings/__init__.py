"""All settings in one typed object: ``kliping.toml``, ``KLIPING_*`` variables, the command line, the launchpad.

Belongs here: every threshold, named, explained, with its unit and the reason for its default, one module per step.
Does not belong here: words of languages (``kliping.words``).
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError, field_serializer
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from kliping.credentials import without_secrets
from kliping.errors import SettingsError
from kliping.settings.cleaning import CleaningSettings
from kliping.settings.duplicates import DuplicateSettings
from kliping.settings.gate import GateSettings
from kliping.settings.language import LanguageSettings
from kliping.settings.metadata import MetadataSettings
from kliping.settings.publishing import PublishingSettings
from kliping.settings.reading import ReadingSettings

__all__ = [
    "CleaningSettings",
    "DuplicateSettings",
    "GateSettings",
    "LanguageSettings",
    "MetadataSettings",
    "PublishingSettings",
    "ReadingSettings",
    "Settings",
    "digest",
    "load_settings",
]


class Settings(BaseSettings):
    """Everything a user may set. ``KLIPING_READING__BATCH_DOCUMENTS=500`` sets ``reading.batch_documents``."""

    model_config = SettingsConfigDict(
        env_prefix="KLIPING_", env_nested_delimiter="__", extra="forbid", frozen=True, validate_default=True
    )

    home: Path = Field(Path("data"), description="Folder of all state: store, candidate, published file, data docs.")
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
    reading: ReadingSettings = ReadingSettings()
    cleaning: CleaningSettings = CleaningSettings()
    language: LanguageSettings = LanguageSettings()
    metadata: MetadataSettings = MetadataSettings()
    duplicates: DuplicateSettings = DuplicateSettings()
    gate: GateSettings = GateSettings()
    publishing: PublishingSettings = PublishingSettings()

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
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @field_serializer("source")
    def _source_without_secrets(self, source: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(map(without_secrets, source))


def digest(*parts: object) -> str:
    """The first 16 hex digits of SHA-256 over ``parts`` as JSON."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()[:16]


def load_settings(config: Path | None = None, **given: Any) -> Settings:  # noqa: ANN401 - pydantic validates
    """The settings from ``config`` (default: ``kliping.toml`` in the working directory, if any) and ``given`` values.

    Raises:
        SettingsError: the file is missing or broken, or a setting is unknown or of the wrong type.
    """
    if config is not None and not config.is_file():
        raise SettingsError(f"No settings file at {config}. Name an existing file after --config, or leave it out.")

    class Located(Settings):
        model_config = SettingsConfigDict(toml_file=config or Path("kliping.toml"))

    try:
        return Located(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as broken:
        faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in broken.errors())
        raise SettingsError(f"Settings cannot be used: {faults}. See docs/settings.md for every name.") from broken
    except ValueError as broken:  # tomllib's own error
        raise SettingsError(f"{config or 'kliping.toml'} is not TOML: {broken}. Mend that line.") from broken
