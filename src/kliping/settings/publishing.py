"""Settings of what is published, and how."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class PublishingSettings(BaseModel):
    """What is left out of the published tables, and what exports say of them."""

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
