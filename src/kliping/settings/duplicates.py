"""Settings of finding copies."""

from __future__ import annotations

from pydantic import Field, field_validator

from kliping.settings.section import Section


class DuplicateSettings(Section):
    """Thresholds of finding copies."""

    exact_words: int = Field(
        default=8,
        ge=1,
        description="Words a body needs before an equal body makes two documents exact copies. What is left of nearly "
        "empty pages (`Share`, `Watch the video`) is equal by accident; such pages are copies only byte for byte.",
    )
    near_words: int = Field(
        default=30,
        ge=1,
        description="Words a body needs before a similar body can make it a near copy. In a shorter text one changed "
        "word is another story (a result, a magnitude), so short texts are copies only when equal.",
    )
    shingle_words: int = Field(default=3, ge=1, le=8, description="Words a shingle spans: the unit of similarity.")
    shingle_ideographs: int = Field(
        default=5, ge=1, le=15, description="Characters a shingle spans in Chinese and Japanese: about three words."
    )
    shingle_letters: int = Field(
        default=10,
        ge=1,
        le=15,
        description="Letters a shingle spans in Thai, Lao, Khmer and Burmese: two to three words.",
    )
    minhash_values: int = Field(
        default=128,
        ge=16,
        le=1024,
        description="MinHash values a body, a power of two. More values find more pairs and cost more time.",
    )
    band_rows: int = Field(
        default=3,
        ge=1,
        le=8,
        description="MinHash values in a band; two bodies are compared when a whole band agrees. With 42 bands of 3, "
        "a pair of similarity 0.57 (one word in ten edited) is missed once in 7,000, of 0.35 once in 6.",
    )
    related_share: float = Field(
        default=0.2,
        gt=0,
        le=1,
        description="Least share of a shorter body's words in passages of another for the two to be related. Of pairs "
        "with half of this in common by every measure nothing more is asked.",
    )
    copy_chance: float = Field(
        default=0.65,
        gt=0,
        lt=1,
        description="Least chance, by the pair model, that two bodies are copies: a wrong merge loses an article, a "
        "missed copy only shows it twice. On labelled pairs that the model had not seen, precision is 0.95 here.",
    )
    canonical_chance: float = Field(
        default=0.45,
        gt=0,
        lt=1,
        description="Least chance that a copy of a copy is one of the canonical document: two copies that were edited "
        "apart share less with each other than with the original.",
    )
    rewrite_days: int = Field(
        default=3,
        ge=0,
        description="Days between two dates that are more likely right than wrong, up to which a text that is alike "
        "and not the same is a rewrite; what comes later is the next of a series, or later news.",
    )
    near_containment: float = Field(
        default=0.8,
        gt=0,
        le=1,
        description="Least share of a shorter body's shingles inside a longer one that begins with it to count as its "
        "near copy, whatever the chance: pages are cut off.",
    )
    contained_share: float = Field(
        default=0.2,
        gt=0,
        le=1,
        description="Least share of the longer body that the shorter one must make up, so that a digest of many "
        "stories does not swallow each of them.",
    )
    numbers_needed: int = Field(
        default=4, ge=1, description="Distinct numbers two bodies must both name before their numbers are compared."
    )
    numbers_shared: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="Least share of the numbers of the body with fewer that the other must name too. Bulletins from "
        "one template (earthquakes, exchange rates, results) share nearly every word and hardly a number.",
    )
    close_similarity: float = Field(
        default=0.6,
        gt=0,
        le=1,
        description="Jaccard similarity from which two bodies are one text, whatever else they resemble.",
    )
    unlike_similarity: float = Field(
        default=0.1,
        ge=0,
        le=1,
        description="Two bodies below this Jaccard similarity have nothing in common; a third that resembles both, "
        "without being close to either, is a compilation and a copy of neither.",
    )
    paragraph_words: int = Field(
        default=12,
        ge=1,
        description="Words a paragraph needs to be reported as shared.",
    )
    passage_words: int = Field(
        default=6,
        ge=4,
        le=64,
        description="Words of a passage that brings two bodies together when both have it. One passage in eight is "
        "looked at, told by its words alone: two bodies that share some twenty words in a row meet.",
    )
    passage_keys: int = Field(
        default=64,
        ge=0,
        le=4096,
        description="Passages of a body that may bring it together with others, by least hash.",
    )
    tokens_kept: int = Field(
        default=4096,
        ge=256,
        le=65536,
        description="Words of a body, from its first, that are kept in their order, to see what differs where two "
        "bodies are alike.",
    )
    repeat_similarity: float = Field(
        default=0.8,
        gt=0,
        le=1,
        description="Least Jaccard similarity of two lines of a document to be one paragraph said twice.",
    )
    bucket_anchors: int = Field(
        default=8,
        ge=1,
        le=1000,
        description="Bodies of a bucket, by least hash, that all others in it are compared with. It bounds the "
        "comparisons in a bucket of n bodies to n times this many.",
    )
    shingles_kept: int = Field(
        default=16384,
        ge=256,
        le=65536,
        description="Distinct shingles a signature holds. Longer bodies are compared on an even sample of this order "
        "(similarity within 0.01).",
    )
    version_title_words: int = Field(
        default=4,
        ge=1,
        description="Words a title needs to tell that two documents of one publisher are versions of an article.",
    )
    version_similarity: float = Field(
        default=0.1,
        ge=0,
        le=1,
        description="Least Jaccard similarity of the shingles of two texts under one title. Different articles of one "
        "column share a few standing phrases, a rewritten article keeps sentences.",
    )
    confidence_step: float = Field(
        default=0.25,
        gt=0,
        le=1,
        description="Width of a bucket of date confidence: differences within a bucket do not decide which copy stays.",
    )

    @field_validator("minhash_values")
    @classmethod
    def _power_of_two(cls, given: int) -> int:
        if given.bit_count() > 1:
            near = 1 << given.bit_length()
            raise ValueError(f"it is a power of two: use {near // 2} or {near}")
        return given
