"""Gradient-boosted trees: read LightGBM's text format and score lines with a compiled walk.

Belongs here: the trees. Does not belong here: the features, the order of passes (``model``), fitting
(``kliping.learning``).
LightGBM itself is not imported: its predictor converts every row, which costs more than the trees.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kliping.derived import kept_arrays
from kliping.errors import RuleError
from kliping.text.compiling import kernel

if TYPE_CHECKING:
    from kliping.cleaning.kernels import Array

_READ = ("leaf_value=", "internal_value=", "split_feature=", "threshold=", "left_child=", "right_child=")
"""Lines of a tree that are read; LightGBM writes some ten more."""

_BLOCK = 16
"""Rows that descend a tree together: their features stay in the processor's first cache."""

_EXPLAINED = 256
"""Rows whose contributions are counted together: a row holds a place in every tree."""


class Forest(NamedTuple):
    """Trees side by side, each in order of levels, siblings next to each other.

    A row goes from a node to ``first_child``, or to the node after it when its ``feature`` is above ``threshold``; a
    leaf is its own first child and is never left. The ``value`` of an inner node is the mean of what was learnt
    below it.
    """

    feature: Array
    threshold: Array
    first_child: Array
    value: Array
    roots: Array
    depths: Array


class Tree(NamedTuple):
    """One tree, as ``Forest`` has many: its nodes in order of levels, counted from its root."""

    feature: Array
    threshold: Array
    first_child: Array
    value: Array
    depth: int


def parse(content: str, name: str) -> Forest:
    """The trees of a model that ``lightgbm.Booster.save_model`` wrote.

    Raises:
        RuleError: the content of the file ``name`` is not such a model.
    """
    trees: list[Tree] = []
    try:
        for block in content.split("\nTree=")[1:]:
            field = dict(line.split("=", 1) for line in block.split("\n") if line.startswith(_READ))
            trees.append(_tree(field))
        sizes = np.array([tree.feature.size for tree in trees])
        roots = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        children = [tree.first_child + root for tree, root in zip(trees, roots, strict=True)]
        return Forest(
            np.concatenate([tree.feature for tree in trees]).astype(np.uint32),
            np.concatenate([tree.threshold for tree in trees]).astype(np.float32),
            np.concatenate(children).astype(np.uint32),
            np.concatenate([tree.value for tree in trees]).astype(np.float32),
            roots.astype(np.uint32),
            np.array([tree.depth for tree in trees], np.int32),
        )
    except (KeyError, ValueError, IndexError) as broken:
        raise RuleError(
            f"{name} is not a model that LightGBM saved as text. Train it again: kliping train."
        ) from broken


def packaged(content: str, name: str) -> Forest:
    """The trees of a model that is a part of Kliping: taken apart once a machine.

    Raises:
        RuleError: as ``parse``.
    """
    made_of = hashlib.sha256(content.encode()).hexdigest()
    return Forest(**kept_arrays(__name__, made_of, lambda: parse(content, name)._asdict()))


def probabilities(forest: Forest, matrix: Array, chosen: Array) -> Array:
    """The probability of each row of ``matrix`` whose index is in ``chosen``, in that order (float32)."""
    out = np.empty(chosen.size, np.float32)
    _walk(matrix, chosen, forest, out)
    return out


def contributions(forest: Forest, matrix: Array) -> Array:
    """What each feature moved the score of each row by, in log-odds (float64, the shape of ``matrix``).

    A split moves a row from the mean of its node to the mean of the child, and its feature is given the difference
    (Saabas, Interpreting random forests, 2014). A row's contributions and the means of all roots add up to its score.
    """
    width = matrix.shape[1]
    out = np.zeros(matrix.shape)
    for first in range(0, matrix.shape[0], _EXPLAINED):
        rows = matrix[first : first + _EXPLAINED]
        of_row = np.arange(rows.shape[0])[:, None]
        node = np.broadcast_to(forest.roots, (rows.shape[0], forest.roots.size))
        for _ in range(forest.depths.max(initial=0)):
            feature = forest.feature[node]
            child = forest.first_child[node] + (rows[of_row, feature] > forest.threshold[node])
            moved = np.bincount((of_row * width + feature).ravel(), (forest.value[child] - forest.value[node]).ravel())
            out[first : first + _EXPLAINED].ravel()[: moved.size] += moved
            node = child
    return out


def _tree(field: dict[str, str]) -> Tree:
    """One tree from the lines of the file that tell it.

    LightGBM numbers inner nodes from 0 and leaves from -1 downwards.
    """
    leaf_value = [float(number) for number in field["leaf_value"].split()]
    mean = [float(number) for number in field.get("internal_value", "").split()]
    split = [int(number) for number in field.get("split_feature", "").split()]
    cut = _no_greater(np.array([float(number) for number in field.get("threshold", "").split()], np.float64)).tolist()
    left, right = ([int(number) for number in field.get(side, "").split()] for side in ("left_child", "right_child"))
    count = len(split) + len(leaf_value)
    feature, first_child = [0] * count, list(range(count))
    threshold, value = [float("inf")] * count, [0.0] * count
    level, free, depth = [(0, 0 if split else -1)], 1, 0
    while level:
        following = []
        for place, node in level:
            if node < 0:
                value[place] = leaf_value[~node]
                continue
            feature[place], threshold[place], first_child[place] = split[node], cut[node], free
            value[place] = mean[node]
            following += [(free, left[node]), (free + 1, right[node])]
            free += 2
        depth += bool(following)
        level = following
    return Tree(np.array(feature), np.array(threshold, np.float32), np.array(first_child), np.array(value), depth)


def _no_greater(cuts: Array) -> Array:
    """The greatest float32 that is not above each cut: a float32 is below one exactly when it is below the other."""
    near = cuts.astype(np.float32)
    return np.where(near > cuts, np.nextafter(near, np.float32(-np.inf)), near).astype(np.float32)


@kernel
def _walk(matrix: Array, chosen: Array, forest: Forest, out: Array) -> None:
    """Rows descend a tree together, level by level, so that no row waits for another's memory."""
    feature, threshold, first_child, value, roots, depths = forest
    node = np.empty(_BLOCK, np.uint32)
    total = np.empty(_BLOCK, np.float32)
    rows = np.empty((_BLOCK, matrix.shape[1]), np.float32)
    for first in range(0, chosen.size, _BLOCK):
        size = min(_BLOCK, chosen.size - first)
        for row in range(_BLOCK):
            line = chosen[min(first + row, chosen.size - 1)]
            for column in range(matrix.shape[1]):
                rows[row, column] = matrix[line, column]
        total[:] = 0
        for tree in range(roots.size):
            node[:] = roots[tree]
            for _ in range(depths[tree]):
                for row in range(_BLOCK):
                    at = node[row]
                    node[row] = first_child[at] + np.uint32(rows[row, feature[at]] > threshold[at])
            for row in range(_BLOCK):
                total[row] += value[node[row]]
        for row in range(size):
            out[first + row] = 1.0 / (1.0 + np.exp(-total[row]))
