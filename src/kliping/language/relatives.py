"""The second step: telling apart close relatives that langdetect takes for one.

Belongs here: which languages are confusable, and weighing the evidence between them. Does not belong here: how the
weights came about (``kliping.learning``), and how paragraphs of one document bear on each other (``detection``).
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from kliping.language.exact import longest_text
from kliping.language.features import fold
from kliping.packed import read_packed
from kliping.text.buffers import text_buffers
from kliping.text.characters import small_letters
from kliping.words import languages_of, made_of_words, phrases

if TYPE_CHECKING:
    import numpy.typing as npt

DATA = Path(__file__).parent / "data"

MOST_CHANCE = 0.95
"""As sure as word lists get: of a text with twice the least share of such words. A judgement and no count: no labelled
texts in languages without a profile are at hand. Short of certain, for a list is short and shares words with others."""


@dataclass(frozen=True)
class Group:
    """Languages that are told apart by words and pieces of words; ``data/groups.toml`` explains the fields."""

    name: str
    languages: list[str]
    asked_when: list[str]
    longest: int
    smoothing: float
    word_weight: int
    least_sentences: int
    least_difference: float
    temperature: float

    @property
    def weights_path(self) -> Path:
        """The file of trained weights: tab-separated, packed."""
        return DATA / f"{self.name}.tsv.gz"


@dataclass(frozen=True)
class Weights:
    """Weights of features in a hash table (``kliping.text.hash_table``) of their hashes."""

    keys: npt.NDArray[np.uint64]
    rows: npt.NDArray[np.int32]
    weights: npt.NDArray[np.float64]


@cache
def groups() -> dict[str, Group]:
    """The groups of close relatives, by name."""
    return {name: Group(name=name, **fields) for name, fields in told_in("groups")["groups"].items()}


@cache
def told_in(name: str) -> dict[str, Any]:
    """What a file of ``data`` tells of its languages."""
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


def hash_weights(weights: dict[str, list[float]]) -> Weights:
    """Put weights by feature into a hash table."""
    return _hashed(pl.Series(weights.keys(), dtype=pl.String), np.array(list(weights.values()), np.float64))


def _hashed(names: pl.Series, weights: npt.NDArray[np.float64]) -> Weights:
    from kliping.language.scoring import hash_features
    from kliping.text.hash_table import put_keys, slots_for

    size = slots_for(len(names))
    hashes, keys, rows = np.empty(len(names), np.uint64), np.zeros(size, np.uint64), np.full(size, -1, np.int32)
    hash_features(text_buffers(names), hashes)
    rows[put_keys(keys, hashes)] = np.arange(len(names))
    return Weights(keys, rows, weights)


@cache
def read_weights(name: str) -> Weights:
    """The trained weights of a group."""
    path = groups()[name].weights_path
    table = pl.read_csv(
        read_packed(path.parent, path.name).encode(), separator="\t", quote_char=None, infer_schema=False
    )
    features, *languages = table.columns
    names = table[features].str.replace_all("_", " ", literal=True)
    return _hashed(names, table.select(pl.col(languages).cast(pl.Float64)).to_numpy(order="c"))


def score(texts: pl.Series, weights: Weights, longest: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int32]]:
    """Sums of weights, a row a text and a column a language, and the number of words of each text."""
    from kliping.language.kernel import SPARE
    from kliping.language.scoring import Features, score_block

    text = text_buffers(texts)
    count = len(text.offsets) - 1
    scores = np.zeros((count, weights.weights.shape[1]))
    words = np.zeros(count, np.int32)
    places = longest_text(text.offsets, 0, count) + SPARE
    known = Features(weights.keys, weights.rows, weights.weights, longest)
    score_block(text, small_letters(), known, scores, words, np.empty(places, np.uint32), np.empty(places, np.uint64))
    return scores, words


CONTEXT_LIMIT = 2.0
"""How far the other paragraphs of a document may move a paragraph, in natural log odds for each language: enough to
decide a paragraph without evidence, too little to overrule one that speaks clearly."""


def tell_relatives_apart(texts: pl.DataFrame, weights: dict[str, Weights] | None = None) -> pl.DataFrame:
    """Ask the second step about every text whose language langdetect cannot know for sure.

    Args:
        texts: ``document_id``, ``text``, and langdetect's ``language`` and ``probability``.
        weights: by group, in place of the trained ones.

    Returns:
        ``language``, ``confidence`` and ``decided_by`` (``langdetect`` or ``relatives``), a row a text.
    """
    language = texts["language"].to_list()
    confidence = texts["probability"].fill_null(0.0).to_numpy().copy()
    decided_by = ["langdetect"] * len(language)
    for group in groups().values():
        at = texts["language"].is_in(group.asked_when).arg_true().to_numpy()
        if not len(at):
            continue
        trained = weights[group.name] if weights else read_weights(group.name)
        chances = _chances(group, trained, texts["text"].gather(at), texts["document_id"].gather(at))
        for row, best, chance in zip(at.tolist(), chances.argmax(axis=1), chances.max(axis=1), strict=True):
            language[row] = group.languages[best]
            confidence[row] *= chance
            decided_by[row] = "relatives"
    for rule in told_in("groups")["letters"].values():
        asked = texts["language"].is_in(rule["asked_when"]).arg_true()
        some = texts["text"].gather(asked)
        for row in asked.filter(some.str.contains(rule["letters"]) & ~some.str.contains(rule["not_letters"])):
            language[row], decided_by[row] = rule["language"], "relatives"
    for row, name, share in _unlisted(texts):
        language[row], confidence[row], decided_by[row] = name, share, "relatives"
    return pl.DataFrame(
        {"language": language, "confidence": confidence, "decided_by": decided_by},
        schema={"language": pl.String, "confidence": pl.Float64, "decided_by": pl.String},
    )


def _chances(group: Group, weights: Weights, texts: pl.Series, documents: pl.Series) -> npt.NDArray[np.float64]:
    """The probability of each language of the group, a row a text, the rest of its document considered."""
    sums, _ = score(texts, weights, group.longest)
    own = sums / group.temperature
    _, inverse = np.unique(documents.to_numpy(), return_inverse=True)
    whole = np.zeros((int(inverse.max()) + 1, own.shape[1]))
    np.add.at(whole, inverse, own)
    others = whole[inverse] - own
    odds = own + np.clip(others, -CONTEXT_LIMIT, CONTEXT_LIMIT)
    likely = np.exp(odds - odds.max(axis=1, keepdims=True))
    return np.asarray(likely / likely.sum(axis=1, keepdims=True))


def _unlisted(texts: pl.DataFrame) -> list[tuple[int, str, float]]:
    """Texts full of the function words of a language without a profile: row, language, confidence.

    Of two that a text has as many words of it is the one with the shorter code.
    """
    told = told_in("unlisted")
    answers = taken_for()
    at = texts["language"].is_in(list(answers)).arg_true().to_numpy()
    if not len(at):
        return []
    names = list(function_words("alone"))
    hits, words = score(texts["text"].gather(at), weights_of("alone"), 0)
    # a list says nothing of a text whose answer its language is not taken for
    asked = np.array([[name in languages for name in names] for languages in answers.values()])
    hits *= asked[texts["language"].gather(at).replace_strict(list(answers), range(len(answers))).to_numpy()]
    _, document = np.unique(texts["document_id"].gather(at).to_numpy(), return_inverse=True)
    whole_hits, whole_words = np.zeros((int(document.max()) + 1, len(names))), np.zeros(int(document.max()) + 1)
    np.add.at(whole_hits, document, hits)
    np.add.at(whole_words, document, words)
    share = hits / np.maximum(words, 1)[:, None]
    whole_share = (whole_hits / np.maximum(whole_words, 1)[:, None])[document]
    best = hits.argmax(axis=1)
    rows = np.arange(len(at))
    alone = (hits[rows, best] >= told["least_words"]) & (share[rows, best] >= told["least_share"])
    # in a document that is full of them, fewer words will do
    together = (hits[rows, best] >= told["least_words_among_others"]) & (whole_share[rows, best] >= told["least_share"])
    together &= (whole_hits[document] >= told["least_words"])[rows, best]
    chance = np.minimum(MOST_CHANCE, np.maximum(share, whole_share)[rows, best] / (2 * told["least_share"]))
    return [(int(at[row]), names[best[row]], float(chance[row])) for row in np.flatnonzero(alone | together)]


@made_of_words
def taken_for() -> dict[str, frozenset[str]]:
    """By answer of langdetect the languages that it may be in truth: those with ``alone`` words, as their files say."""
    alone, said = function_words("alone"), languages_of("function_words", "taken_for")
    found = dict.fromkeys(told_in("unlisted")["asked_when"], frozenset(alone))
    for answer, languages in said.items():
        found[answer] = found.get(answer, frozenset()) | (frozenset(languages) & alone.keys())
    return found


@made_of_words
def function_words(kind: str) -> dict[str, tuple[str, ...]]:
    """The function words of each language that has some of this kind, by its code, the shorter ones first."""
    spoken = {language for languages in languages_of("function_words", kind).values() for language in languages}
    ordered = sorted(spoken, key=lambda language: (len(language), language))
    return {language: phrases("function_words", kind, languages=[language]) for language in ordered}


@made_of_words
def weights_of(kind: str) -> Weights:
    """One for every function word of a kind in the column of its language, in their order: the sums are counts."""
    weights: dict[str, list[float]] = {}
    lists = function_words(kind).values()
    for column, words in enumerate(lists):
        for word in words:
            weights.setdefault(fold(word, small_letters()), [0.0] * len(lists))[column] = 1.0
    return hash_weights(weights)
