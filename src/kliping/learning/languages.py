"""Train the weights that tell close relatives apart: ``python -m kliping.learning.languages LABELLED.jsonl``.

Belongs here: from labelled sentences and word lists to the weights files in ``data``. Does not belong here: using them
(``relatives``).

Naive Bayes with smoothing, over the features of ``kliping.language.features``: the winners of the DSL shared tasks
("Discriminating between Similar Languages", Zampieri et al. 2014) use these features with an SVM; on a thousand
sentences Naive Bayes was as good, and each of its weights can be read. The word lists in ``data/words`` count as
sentences of one word each, so that a word the sentences lack is known all the same.
"""

from __future__ import annotations

import hashlib
import json
import math
import sys
from collections import Counter
from pathlib import Path

from kliping.language.features import features, fold
from kliping.language.relatives import DATA, Group, groups
from kliping.packed import write_packed
from kliping.text.characters import small_letters

CARD = """\
# Weights of {name}

Say which of {languages} a text is in, where langdetect answers {asked}.

* **Data**: {data}, and the words of `data/words`,
  each of which counts as {word_weight}.
* **Model**: naive Bayes over words, pairs of words and pieces of words of up to {longest} characters (0: none).
  {features} features, of each its log-probability in each language less the mean of these.
* **Made** by `python -m kliping.learning.languages LABELLED.jsonl`; `python -m benchmarks.language` measures on
  sentences left out.
"""

REPORTED = 5
"""Every fifth sentence, by the hash of its text, is for reporting; settings are chosen on the others."""


def is_reported(text: str) -> bool:
    """Whether a labelled sentence is for reporting and not for tuning."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) % REPORTED == 0


def train(group: Group, sentences: list[tuple[str, str]]) -> dict[str, list[float]]:
    """Weights, one a language of the group, of every feature worth keeping.

    Args:
        group: which languages, which features, how much smoothing.
        sentences: (language, text); other languages are left aside.

    Returns:
        The log-probability of a feature in each language, less the mean over the languages: zero says nothing.
    """
    table = small_letters()
    counts: dict[str, Counter[str]] = {language: Counter() for language in group.languages}
    seen: Counter[str] = Counter()
    for language, text in sentences:
        if language in counts:
            present = set(features(fold(text, table), group.longest))
            counts[language].update(present)
            seen.update(present)
    for language, words in own_words(group).items():
        for word in words:
            # the words of a listed pair are not listed by themselves
            found = {
                name for name in features(fold(word, table), group.longest) if " " in name.strip() or " " not in word
            }
            for name in found:
                counts[language][name] += group.word_weight
                seen[name] += group.least_sentences
    known = [name for name, number in seen.items() if number >= group.least_sentences]
    totals = {language: sum(counts[language][name] for name in known) for language in counts}
    weights = {}
    for name in sorted(known):
        logs = [
            math.log((counts[language][name] + group.smoothing) / (totals[language] + group.smoothing * len(known)))
            for language in group.languages
        ]
        centred = [round(value - sum(logs) / len(logs), 2) for value in logs]
        if max(centred) - min(centred) >= group.least_difference:
            weights[name] = centred
    return weights


def own_words(group: Group) -> dict[str, list[str]]:
    """The listed words of each language that not all of the group's languages list."""
    lists = {language: set(word_list(language)) for language in group.languages}
    shared = set.intersection(*lists.values())
    return {language: sorted(words - shared) for language, words in lists.items()}


def word_list(language: str) -> list[str]:
    """The words (or runs of words, joined by ``_``) listed for a language; none where it has no list."""
    path = DATA / "words" / f"{language}.txt"
    lines = path.read_text("utf-8").splitlines() if path.is_file() else []
    return [word.replace("_", " ") for line in lines for word in line.partition("#")[0].split()]


def write_weights(group: Group, weights: dict[str, list[float]], data: str) -> None:
    """Write the group's weights file, a feature a line, ``_`` for a space, then a number a language; and its card.

    Args:
        group: which languages.
        weights: what ``train`` made.
        data: what it was made of, for the card.
    """
    rows = [f"{name.replace(' ', '_')}\t" + "\t".join(f"{value:g}" for value in row) for name, row in weights.items()]
    head = "feature\t" + "\t".join(group.languages)
    write_packed(group.weights_path, "\n".join([head, *rows]) + "\n")
    card = CARD.format(
        name=group.name,
        languages=", ".join(group.languages),
        asked=", ".join(group.asked_when),
        data=data,
        word_weight=group.word_weight,
        longest=group.longest,
        features=f"{len(weights):,}",
    )
    (group.weights_path.parent / f"{group.name}.md").write_text(card, "utf-8")


def read_labelled(path: Path) -> list[tuple[str, str]]:
    """(language, text) of every line of a JSON Lines file with these two fields."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [(row["language"], row["text"]) for row in rows]


def main(arguments: list[str]) -> None:
    """Train every group from all labelled sentences; ``benchmarks/language.py`` measures on those it leaves out."""
    sentences = read_labelled(Path(arguments[0]))
    for group in groups().values():
        weights = train(group, sentences)
        used = sum(language in group.languages for language, _ in sentences)
        write_weights(group, weights, f"{used:,} labelled sentences")
        print(f"{group.name}: {len(weights)} features of {', '.join(group.languages)}")


if __name__ == "__main__":
    main(sys.argv[1:])
