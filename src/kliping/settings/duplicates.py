"""Settings of finding copies."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class DuplicateSettings(BaseModel):
    """Thresholds of finding copies."""

    model_config = ConfigDict(extra="forbid", frozen=True)
