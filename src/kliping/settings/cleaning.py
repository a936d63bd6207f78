"""Settings of finding the article in flattened text."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class CleaningSettings(BaseModel):
    """Thresholds of finding the article in flattened text."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    long_line: int = Field(60, ge=1, description="Characters from which a line that ends like a sentence may be body.")
    template_groups: int = Field(
        8,
        ge=2,
        description="Distinct groups in which a line must stand to be a template: below this, chance and agencies' stock"
        " sentences are as likely as furniture.",
    )
    template_share: float = Field(
        0.002,
        ge=0,
        le=1,
        description="Share of all groups in which a line must stand to be a template, so that the threshold grows with"
        " the corpus.",
    )
