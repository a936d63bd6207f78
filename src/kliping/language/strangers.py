"""The third step: text of a language that langdetect has no profile for, which it gives a relative's name.

Belongs here: when such a name is taken back. Does not belong here: naming relatives (``relatives``), the words
(``kliping.words``).

langdetect must name one of its 55 languages, and is as sure of it in a text of another as in one of its own: Zulu is
Swahili at .99. A language's own function words make up a good part of its texts, and hardly any of a relative's.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from kliping.language.relatives import function_words, score, told_in, weights_of


def unknown(texts: pl.DataFrame) -> pl.Series:
    """Whether each text is of another language than it was given, one that langdetect does not know.

    Args:
        texts: ``document_id``, ``text`` and the ``language`` that langdetect or the
            relatives gave it; the texts of a document are asked together.
    """
    told = told_in("own_words")
    strange = np.zeros(texts.height, np.bool_)
    for rule in told["letters"].values():
        asked = texts["language"].is_in(rule["asked_when"]).arg_true()
        odd = texts["text"].gather(asked).str.contains(rule["letters"])
        strange[asked.filter(odd).to_numpy()] = True
    names = list(function_words("own"))
    at = texts["language"].is_in(names).arg_true().to_numpy()
    if not len(at):
        return pl.Series(strange)
    hits, words = score(texts["text"].gather(at), weights_of("own"), 0)
    columns = texts["language"].gather(at).replace_strict(names, range(len(names)), return_dtype=pl.Int64).to_numpy()
    own = hits[np.arange(len(at)), columns]
    _, document = np.unique(texts["document_id"].gather(at).to_numpy(), return_inverse=True)
    counted, all_words = (np.bincount(document, weights=column)[document] for column in (own, words))
    least = np.array([told["least_shares"].get(name, told["least_share"]) for name in names])[columns]
    strange[at] |= (all_words >= told["least_words"]) & (counted < least * all_words)
    return pl.Series(strange)
