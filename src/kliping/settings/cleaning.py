"""Settings of finding the article in flattened text."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class CleaningSettings(BaseModel):
    """Thresholds of finding the article in flattened text."""

    model_config = ConfigDict(extra="forbid", frozen=True)
