"""Duplicates: copies within a page and across the corpus, verified, explained, and the same in any order.

Belongs here: signatures of bodies, candidates, true similarity, groups and their names, repeats within a page, and
what the groups tell (shared paragraphs, syndication, versions). Does not belong here: files, tables, cleaning.

Flow: ``sign`` a batch → ``band_keys`` for the index → ``candidate_pairs`` against the index → ``verified_pairs`` →
``find_duplicates`` over all pairs of all batches. Called without pairs, ``find_duplicates`` does the middle itself.
"""

from kliping.duplicates.candidates import Candidates, band_keys, candidate_pairs
from kliping.duplicates.changes import canonical_changes
from kliping.duplicates.newest import find_duplicates
from kliping.duplicates.ranks import own_ranks
from kliping.duplicates.repeats import duplicate_paragraph_ratio, repeated_lines
from kliping.duplicates.sharing import related_articles, shared_paragraphs, syndication
from kliping.duplicates.signatures import sign
from kliping.duplicates.similarity import verified_pairs
from kliping.duplicates.versions import article_versions, linked_with

__all__ = [
    "Candidates",
    "article_versions",
    "band_keys",
    "candidate_pairs",
    "canonical_changes",
    "duplicate_paragraph_ratio",
    "find_duplicates",
    "linked_with",
    "own_ranks",
    "related_articles",
    "repeated_lines",
    "shared_paragraphs",
    "sign",
    "syndication",
    "verified_pairs",
]
