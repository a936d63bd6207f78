"""Gradient-boosted trees: read LightGBM's text format and score lines with a compiled walk.

Belongs here: the trees. Does not belong here: the features, the order of passes (``model``), fitting (``training``).
LightGBM itself is not imported: its predictor converts every row, which costs more than the trees.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numba import njit

from kliping.errors import RuleError

if TYPE_CHECKING:
    from kliping.cleaning.kernels import Array

_BLOCK = 16


@dataclass(frozen=True)
class Forest:
    """Trees side by side; a leaf is a node that leads to itself."""

    feature: Array
    threshold: Array
    children: Array
    value: Array
    roots: Array
    depths: Array


def parse(content: str, name: str) -> Forest:
    """The trees of a model that ``lightgbm.Booster.save_model`` wrote.

    Raises:
        RuleError: the content of the file ``name`` is not such a model.
    """
    features: list[Array] = []
    thresholds: list[Array] = []
    children: list[Array] = []
    values: list[Array] = []
    roots, depths, start = [], [], 0
    try:
        for block in content.split("\nTree=")[1:]:
            field = dict(line.split("=", 1) for line in block.splitlines()[1:] if "=" in line)
            leaves = np.array(field["leaf_value"].split(), np.float64)
            inner = leaves.size - 1
            split = np.array(field.get("split_feature", "").split(), np.int16)
            cut = _no_greater(np.array(field.get("threshold", "").split(), np.float64))
            pairs = np.stack([_child(field.get(side, ""), inner) for side in ("left_child", "right_child")], axis=1)
            itself = np.arange(inner, inner + leaves.size)
            features.append(np.concatenate([split, np.zeros(leaves.size, np.int16)]))
            thresholds.append(np.concatenate([cut, np.full(leaves.size, np.inf, np.float32)]))
            children.append(np.concatenate([pairs, np.stack([itself, itself], axis=1)]) + start)
            values.append(np.concatenate([np.zeros(inner), leaves]).astype(np.float32))
            roots.append(start)
            depths.append(_depth(pairs, inner))
            start += inner + leaves.size
        return Forest(
            np.concatenate(features),
            np.concatenate(thresholds),
            np.concatenate(children).astype(np.int32),
            np.concatenate(values),
            np.array(roots, np.int32),
            np.array(depths, np.int32),
        )
    except (KeyError, ValueError, IndexError) as broken:
        raise RuleError(
            f"{name} is not a model that LightGBM saved as text. Train it again: kliping train."
        ) from broken


def probabilities(forest: Forest, matrix: Array, chosen: Array) -> Array:
    """The probability of each row of ``matrix`` whose index is in ``chosen``, in that order (float32)."""
    out = np.empty(chosen.size, np.float32)
    _walk(
        matrix,
        chosen,
        forest.feature,
        forest.threshold,
        forest.children,
        forest.value,
        forest.roots,
        forest.depths,
        out,
    )
    return out


def _no_greater(cuts: Array) -> Array:
    """The greatest float32 that is not above each cut: a float32 is below one exactly when it is below the other."""
    near = cuts.astype(np.float32)
    return np.where(near > cuts, np.nextafter(near, np.float32(-np.inf)), near).astype(np.float32)


def _child(given: str, inner: int) -> Array:
    child = np.array(given.split(), np.int64)
    return np.where(child < 0, inner + ~child, child)


def _depth(pairs: Array, inner: int) -> int:
    level, depth = [0] if inner else [], 0
    while level:
        depth += 1
        level = [int(child) for node in level for child in pairs[node] if child < inner]
    return depth


@njit(cache=True, nogil=True)
def _walk(
    matrix: Array,
    chosen: Array,
    feature: Array,
    threshold: Array,
    children: Array,
    value: Array,
    roots: Array,
    depths: Array,
    out: Array,
) -> None:
    """Blocks of rows descend a tree together, level by level, so that the processor works on many at once."""
    node = np.empty(_BLOCK, np.int32)
    total = np.empty(_BLOCK, np.float32)
    for first in range(0, chosen.size, _BLOCK):
        size = min(_BLOCK, chosen.size - first)
        total[:] = 0
        for tree in range(roots.size):
            node[:] = roots[tree]
            for _ in range(depths[tree]):
                for row in range(size):
                    at = node[row]
                    right = matrix[chosen[first + row], feature[at]] > threshold[at]
                    node[row] = children[at, 1 if right else 0]
            for row in range(size):
                total[row] += value[node[row]]
        for row in range(size):
            out[first + row] = 1.0 / (1.0 + np.exp(-total[row]))
