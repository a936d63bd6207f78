"""The stamp of each step: a digest of all that decides what it gives.

Belongs here: what a stamp is made of. Does not belong here: what a step reads (``kliping.steps``), comparing the stamps
that parts carry with those they would get now (``kliping.warehouse.stamping``).
"""

from __future__ import annotations

import hashlib
import json
from importlib.metadata import version
from typing import TYPE_CHECKING

from kliping import __version__
from kliping.contents import packaged_data, plain_setting
from kliping.settings import digest
from kliping.steps import STEPS, WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from pydantic import BaseModel

    from kliping.settings import Settings
    from kliping.steps import Step


def stamps(settings: Settings, elsewhere: Mapping[str, str] | None = None) -> dict[str, str]:
    """A digest for each step of all that decides its outcome, by name: equal stamps over equal files, equal frames.

    It is made of the program's version, the contents of its settings and of the data files it reads (whatever their
    paths), the versions of the packages it hashes with, and the stamps of the steps it takes.

    Args:
        settings: every threshold.
        elsewhere: the stamps of steps that are not made here, whose settings need not be known.
    """
    made = dict(elsewhere or {})
    for step in STEPS:
        if step.name in made:
            continue
        parts = [
            __version__,
            step.name,
            json.dumps(_settings_of(step, settings), sort_keys=True, default=str),
            *(packaged_data(package) for package in step.data),
            *(f"{package} {version(package)}" for package in step.hashed_by),
            *(made[taken] for taken in step.takes),
        ]
        made[step.name] = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
    return made


def stamp_of_frame(stamp: str, made: Sequence[str | None], corrected: str | None) -> str:
    """What the frame of a pure step is stamped with.

    Args:
        stamp: of ``stamps``, the step's.
        made: the stamps of the frames it takes, in the order of its ``takes``.
        corrected: of the corrections of the batch; None where there are none, or the step does not heed them.
    """
    return digest(stamp, list(made)) if corrected is None else digest(stamp, list(made), corrected)


def _settings_of(step: Step, settings: Settings) -> dict[str, object]:
    """The settings that decide ``step``; a path is told by what lies there."""
    told: dict[str, object] = {}
    if WORDS in step.data:
        told["cleaning.lexicons"] = plain_setting(settings.cleaning.lexicons)
    for section in step.sections:
        values: BaseModel = getattr(settings, section)
        for name, value in values:
            if name not in step.immaterial:
                told[f"{section}.{name}"] = plain_setting(value)
    return told
