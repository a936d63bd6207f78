"""Settings of what is left out of the published tables."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class PublishingSettings(BaseModel):
    """What is left out of the published tables."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    redact_contacts: bool = Field(
        False,
        description="Replace e-mail addresses and telephone numbers in every published text by [e-mail] and"
        " [telephone]; `documents.redactions` counts them. The pages in the store stay as they came.",
    )
