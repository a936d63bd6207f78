"""True similarity: the shingles and the words of two bodies compared, never estimated from their MinHash values.

Belongs here: from CANDIDATES to PAIRS with their kind. Does not belong here: choosing pairs, forming groups.

Alike is not yet a copy. A follow-up shares paragraphs, a bulletin of another day nearly every word, a digest whole
stories. So the words of the two are aligned, and what stands where they differ speaks against a copy: other names and
numbers in the same sentences, a lead that the other has not, titles of one template. A model fitted on labelled pairs
weighs it; numbers also have a say of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import polars as pl

from kliping.duplicates.kinds import KINDS
from kliping.duplicates.schemas import PAIRS
from kliping.frames import conform, empty
from kliping.text.buffers import read_only, text_buffers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    import numpy.typing as npt

    from kliping.duplicates.judgement_kernels import Judge
    from kliping.duplicates.pair_kernels import Limits
    from kliping.settings import DuplicateSettings


Texts: TypeAlias = "pl.DataFrame | pl.LazyFrame | Callable[[pl.Series, Sequence[str]], pl.DataFrame]"
"""SIGNATURES; or what looks up those of the bodies it is given, with the columns it is asked for, in any order."""

_BLOCK = 1 << 14
"""Pairs verified at once: their shingles, and the words of those that are alike, are all the memory it takes."""


class Measurable(NamedTuple):
    """Bodies that can be measured: their hashes, rising, and where among the sets each one's shingles lie."""

    bodies: npt.NDArray[np.uint64]
    places: npt.NDArray[np.int64]
    judge: Judge

    def seats(self, bodies: pl.Series) -> npt.NDArray[np.int64]:
        """Where each of ``bodies`` stands; all must be here."""
        import numpy as np

        return self.places[np.searchsorted(self.bodies, bodies.to_numpy())]


def measurable(texts: Texts, bodies: pl.Series, settings: DuplicateSettings, *, words: bool) -> Measurable:
    """Those of ``bodies`` that ``texts`` knows, with their ``words`` or only with their shingles.

    Only what is asked for leaves the file it may lie in. Of documents with one body any will do: what is read here is
    the same for all.
    """
    import numpy as np

    from kliping.duplicates.kinds import model_weights

    columns = ["body", "shingles", "scale", "numbers", *(["tokens"] if words else [])]
    if isinstance(texts, (pl.DataFrame, pl.LazyFrame)):
        wanted = pl.col("body").is_in(bodies.unique().implode())  # unlike a join, it is tested before shingles are read
        rows = texts.lazy().select(columns).filter(wanted).collect()
    else:
        rows = texts(bodies, columns)
    known, places = np.unique(rows["body"].to_numpy(), return_index=True)
    weights = model_weights() if words else read_only(np.zeros(0, np.float64))
    return Measurable(known, places.astype(np.int64), judge_of(rows, limits_of(settings), weights))


def judge_of(rows: pl.DataFrame, limits: Limits, weights: npt.NDArray[np.float64]) -> Judge:
    """The columns shingles, scale, numbers and tokens (where it is there) of SIGNATURES as the kernels take them."""
    import numpy as np

    from kliping.duplicates.calendar_words import calendar_words
    from kliping.duplicates.judgement_kernels import Judge
    from kliping.duplicates.kinds import common_words
    from kliping.duplicates.pair_features import Texts
    from kliping.duplicates.pair_kernels import Sets

    sets = Sets(*text_buffers(rows["shingles"]), read_only(rows["scale"].to_numpy()), *text_buffers(rows["numbers"]))
    nothing = (read_only(np.zeros(1, np.uint8)), read_only(np.zeros(rows.height + 1, np.int64)))
    tokens, ends = text_buffers(rows["tokens"]) if "tokens" in rows.columns else nothing
    texts = Texts(tokens, ends, common_words(), calendar_words())
    return Judge(sets, texts, weights, limits)


def limits_of(settings: DuplicateSettings, similarity: float = 1.0) -> Limits:
    """The thresholds of a copy as the kernels take them; ``similarity`` is the Jaccard similarity of two lines."""
    from kliping.duplicates.pair_kernels import Limits

    return Limits(
        similarity,
        settings.copy_chance,
        settings.canonical_chance,
        settings.near_containment,
        settings.contained_share,
        settings.numbers_needed,
        settings.numbers_shared,
        settings.close_similarity,
        settings.unlike_similarity,
        settings.related_share,
        settings.rewrite_days,
    )


def verified_pairs(candidates: pl.DataFrame, texts: Texts, settings: DuplicateSettings) -> pl.DataFrame:
    """PAIRS: those ``candidates`` that have enough in common to be copies or related, with their kind.

    Candidates with a body that has no signature any more are left out.
    """
    if candidates.is_empty():
        return empty(PAIRS)
    return pl.concat([_verified(block, texts, settings) for block in candidates.iter_slices(_BLOCK)])


def _verified(candidates: pl.DataFrame, texts: Texts, settings: DuplicateSettings) -> pl.DataFrame:
    from kliping.duplicates import judgement_kernels

    alike = _alike(candidates, texts, settings)
    if alike.is_empty():
        return empty(PAIRS)
    known = measurable(texts, pl.concat([alike["left"], alike["right"]]), settings, words=True)
    told = judgement_kernels.judge_pairs(known.judge, known.seats(alike["left"]), known.seats(alike["right"]))
    columns = ("jaccard", "left_copies", "right_copies", "shared", "left_holds", "right_holds")
    pairs = alike.with_columns(
        *(pl.Series(name, getattr(told, name)) for name in columns),
        kind=pl.Series([KINDS[kind] for kind in told.kinds.tolist()], dtype=pl.String),
        otherwise=pl.Series([KINDS[kind] or None for kind in told.otherwise.tolist()], dtype=pl.String),
    )
    return conform(pairs.filter(pl.col("kind") != ""), PAIRS)


def _alike(candidates: pl.DataFrame, texts: Texts, settings: DuplicateSettings) -> pl.DataFrame:
    """Those ``candidates`` whose shingles have something in common: most are not worth reading."""
    known = measurable(texts, pl.concat([candidates["left"], candidates["right"]]), settings, words=False)
    bodies = pl.LazyFrame({"body": known.bodies})
    present = (
        candidates.lazy()
        .join(bodies, left_on="left", right_on="body", how="semi")
        .join(bodies, left_on="right", right_on="body", how="semi")
        .collect()
    )
    found = measured(present, known)
    most = pl.max_horizontal("jaccard", "left_in_right", "right_in_left")
    return present.filter(found.select(most >= settings.related_share / 2).to_series())


def measured(pairs: pl.DataFrame, known: Measurable) -> pl.DataFrame:
    """``pairs`` (columns left and right) with jaccard, left_in_right and right_in_left."""
    from kliping.duplicates import judgement_kernels

    found = judgement_kernels.measure_pairs(known.judge.sets, known.seats(pairs["left"]), known.seats(pairs["right"]))
    return pairs.with_columns(pl.Series(name, values) for name, values in found._asdict().items())
