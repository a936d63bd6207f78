"""Settings of what is published, and how."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class PublishingSettings(BaseModel):
    """What is left out of the published tables, which editions are kept, and what exports say of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    redact_contacts: bool = Field(
        False,
        description="Replace e-mail addresses and telephone numbers in every published text by [e-mail] and"
        " [telephone]; `documents.redactions` counts them. The pages in the store stay as they came.",
    )
    licence: str = Field(
        "",
        description="Licence or terms that the card of an export states. Default: none; the texts belong to their"
        " publishers.",
    )
    editions_kept: int = Field(
        5,
        ge=1,
        description="Published editions that are kept as files in `<home>/editions`, to compare with and to go back to."
        " The newest is another name of the published file and takes no room. Five: a week's work days.",
    )
    editions_bytes: int = Field(
        5_000_000_000,
        ge=0,
        description="Bytes that the kept editions before the published one may take together; the oldest go first. The"
        " default is some forty editions of 20,000 pages, or one of 800,000.",
    )
    storage_version: Literal["v1.0.0", "v1.2.0", "v1.3.0", "v1.4.0", "v1.5.0", "v2.0.0"] = Field(
        "v1.0.0",
        description="DuckDB's storage format of the published file: the oldest client that is to open it. Every client"
        " from 1.1.3 on opens the default, which takes twice the room of `v1.5.0`, since it keeps long text as it is.",
    )
