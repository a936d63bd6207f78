"""Settings of the expectations and the verdict."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class GateSettings(BaseModel):
    """Thresholds of the expectations and the verdict."""

    model_config = ConfigDict(extra="forbid", frozen=True)
