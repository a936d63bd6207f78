"""What every asset carries beside what it makes: schema, lineage, owners, tags, code, freshness.

Belongs here: descriptions that follow from the table description, the steps and the settings. Does not belong here:
what an asset makes (its own module), or figures of a materialisation (``figures``).
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import dagster as dg

from assets import lineage, schemas
from assets.partitions import ONE_BY_ONE
from kliping import __version__
from kliping.settings import Settings
from kliping.stamps import stamps
from kliping.steps import BY_NAME, CORPUS_BY_NAME, CorpusStep, Step
from kliping.tables import tables
from kliping.warehouse import candidate, copies, furniture, publish

TABLES = {table.name: table for table in tables.TABLES}
STEPS: Mapping[str, Step | CorpusStep] = {**BY_NAME, **CORPUS_BY_NAME}
CORPUS_CODE: dict[str, Any] = {
    "duplicates": copies.find_copies,
    "templates": furniture.learn_furniture,
    "candidate": candidate,
    "published": publish.publish,
}


def described(assets: Sequence[dg.AssetsDefinition], settings: Settings) -> list[dg.AssetsDefinition]:
    """``assets`` with all that can be said of them under ``settings``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", dg.BetaWarning)  # of references to code, and of how a backfill goes on
        told = dg.map_asset_specs(_described_by(settings, stamps(settings)), assets)
        return [
            one.with_attributes(backfill_policy=_policy(one)) for one in told if isinstance(one, dg.AssetsDefinition)
        ]


def _policy(asset: dg.AssetsDefinition) -> dg.BackfillPolicy | None:
    """How what is made batch by batch is made for many batches; None for what has no partitions."""
    return ONE_BY_ONE if asset.partitions_def is not None else None


def _described_by(settings: Settings, made: dict[str, str]) -> Callable[[dg.AssetSpec], dg.AssetSpec]:
    def tell(spec: dg.AssetSpec) -> dg.AssetSpec:
        told = spec.replace_attributes(
            # a batch made by another recipe is shown as not in sync, and is what the UI offers to make again
            code_version=made.get(_name(spec), __version__),
            owners=list(settings.automation.owners),
            tags={**spec.tags, "kliping/layer": _layer(spec)},
        ).merge_attributes(metadata=_metadata(spec, settings))
        return told.replace_attributes(freshness_policy=_freshness(settings)) if _layer(spec) == "published" else told

    return tell


def _name(spec: dg.AssetSpec) -> str:
    return spec.key.path[-1] if len(spec.key.path) == 1 else ""


def _layer(spec: dg.AssetSpec) -> str:
    """Whether it is made batch by batch, of the whole corpus, or is what readers query."""
    if spec.key.path[0] == "published":
        return "published"
    return "batch" if _name(spec) in BY_NAME else "corpus"


def _freshness(settings: Settings) -> dg.FreshnessPolicy:
    late = timedelta(hours=settings.automation.fresh_hours)
    return dg.FreshnessPolicy.time_window(fail_window=2 * late, warn_window=late)


def _metadata(spec: dg.AssetSpec, settings: Settings) -> dict[str, Any]:
    code = dg.CodeReferencesMetadataValue(code_references=_code_of(spec))
    told: dict[str, Any] = {"dagster/code_references": code}
    table = TABLES.get(spec.key.path[-1]) if len(spec.key.path) > 1 else None
    if table is not None:
        told["dagster/column_schema"] = schemas.of_table(table, settings.publishing.article_columns)
        told["sql"] = dg.MetadataValue.md(f'`kliping sql "FROM {table.name} LIMIT 20"`')
        from_columns = lineage.of_table(table.name)
        if from_columns is not None:
            told["dagster/column_lineage"] = from_columns
    step = STEPS.get(_name(spec))
    if step is not None and step.gives is not None:
        told["dagster/column_schema"] = schemas.of_frame(step.gives, step.told_by)
    return told


def _code_of(spec: dg.AssetSpec) -> list[dg.LocalFileCodeReference]:
    """Where to read how it is made: the step's own function, or the table's description and its expectations."""
    name = spec.key.path[-1]
    if len(spec.key.path) > 1:
        place = inspect.getsource(tables).split(f"\n{name.upper()} = Table(")[0].count("\n") + 2
        rules = Path(__file__).parents[1] / "expectations" / "suites" / f"{name}.py"
        found = [_reference(Path(tables.__file__), place, "its columns")]
        return [*found, _reference(rules, 1, "its expectations")] if rules.is_file() else found
    step = BY_NAME.get(name)
    code = step.make if step is not None else CORPUS_CODE.get(name)
    if code is None:
        return []
    return [_reference(Path(str(inspect.getsourcefile(code))), inspect.getsourcelines(code)[1] or 1, "how it is made")]


def _reference(file: Path, line: int, label: str) -> dg.LocalFileCodeReference:
    return dg.LocalFileCodeReference(file_path=str(file), line_number=line, label=label)
