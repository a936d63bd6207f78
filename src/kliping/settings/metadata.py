"""Settings of reading metadata."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class MetadataSettings(BaseModel):
    """Thresholds of reading metadata."""

    model_config = ConfigDict(extra="forbid", frozen=True)
