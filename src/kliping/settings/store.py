"""Settings of what the store keeps between runs."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from kliping.settings.section import Section


class StoreSettings(Section):
    """What of the frames between the steps stays once an edition is out."""

    keep: Literal["needed", "all"] = Field(
        "needed",
        description="What stays once an edition is out. `needed`: of the steps' frames what a later run reads; the"
        " rest, and the candidate, is dropped, and made again when a changed setting, a command, the UI or a repair"
        " asks for it. `all`: every frame as it was made, for whoever reads them beside us, and the candidate; the"
        " home takes nearly twice the room then.",
    )
