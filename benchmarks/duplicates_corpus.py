"""A corpus with planted copies: twelve languages, furniture, edited copies, all from one seed.

Belongs here: making text whose copies are known, and how many of them an answer has. Does not belong here: finding
them or timing.

Words are the names of countries, languages, currencies, days and months that Babel's locale data gives, drawn as in
real text: few words often, most words rarely, and standing phrases that many articles use. A copy has five to ten of a
hundred words replaced, dropped, doubled or swapped, and stands between other furniture than its original.
"""

from __future__ import annotations

import hashlib
from datetime import date, timedelta
from functools import lru_cache

import numpy as np
import polars as pl
from babel import Locale

LANGUAGES = ("id", "ms", "en", "de", "fr", "es", "pt", "tr", "vi", "ru", "ar", "zh")

FURNITURE = {
    "id": ("Baca Juga: Harga beras naik lagi", "Ikuti kami di saluran resmi", "Bagikan artikel ini", "Komentar"),
    "ms": ("Baca juga: Berita terkini hari ini", "Ikuti kami di media sosial", "Kongsi artikel ini"),
    "en": ("Read more: What we know so far", "Sign up for our newsletter", "Share this article", "Most read"),
    "de": ("Lesen Sie auch: Was wir wissen", "Newsletter abonnieren", "Artikel teilen", "Meistgelesen"),
    "fr": ("Lire aussi : ce que l'on sait", "S'abonner à la lettre d'information", "Partager cet article"),
    "es": ("Lea también: lo que se sabe", "Suscríbase al boletín", "Compartir este artículo", "Lo más leído"),
    "pt": ("Leia também: o que se sabe", "Assine a newsletter", "Compartilhe esta notícia", "Mais lidas"),
    "tr": ("Bunu da okuyun: bilinenler", "Bültenimize abone olun", "Bu haberi paylaş", "En çok okunanlar"),
    "vi": ("Đọc thêm: những điều đã biết", "Đăng ký nhận bản tin", "Chia sẻ bài viết này", "Đọc nhiều nhất"),
    "ru": ("Читайте также: что известно", "Подпишитесь на рассылку", "Поделиться статьёй", "Самое читаемое"),
    "ar": ("اقرأ أيضا: ما نعرفه حتى الآن", "اشترك في النشرة البريدية", "شارك هذا المقال", "الأكثر قراءة"),
    "zh": ("延伸阅读：目前已知的情况", "订阅我们的新闻邮件", "分享这篇文章", "最多阅读"),
}

_UNSPACED = {"zh"}
_COPIES = (1, 1, 1, 2, 2, 3, 5)  # copies of a story that is copied at all


@lru_cache(maxsize=len(LANGUAGES))
def vocabulary(language: str) -> np.ndarray:
    """Words of ``language``, the frequent ones first, in an order that is the same everywhere."""
    locale = Locale.parse(language)
    names = [*locale.territories.values(), *locale.languages.values(), *locale.currencies.values()]
    names += [*locale.months["format"]["wide"].values(), *locale.days["format"]["wide"].values()]
    if language in _UNSPACED:
        pieces = {name[at : at + 2] for name in names for at in range(0, len(name), 2)}
    else:
        pieces = {piece for name in names for piece in name.split()}
    ranked = sorted(filter(str.isalpha, pieces), key=lambda word: hashlib.sha256(word.encode()).digest())
    return np.array(ranked, dtype=object)


def planted(documents: int, seed: int = 1) -> pl.DataFrame:
    """About ``documents`` documents: document_id, sha256, body, family, original (whether it is the first of it).

    Two fifths of the documents are copies or copied; documents of one family are copies of each other, all others are
    different articles. Rows are shuffled.
    """
    dice = np.random.default_rng(seed)
    bodies: list[str] = []
    families: list[int] = []
    family = 0
    while len(bodies) < documents:
        language = LANGUAGES[family % len(LANGUAGES)]
        words = _story(language, dice)
        copies = int(dice.choice(_COPIES)) if dice.random() < 0.2 else 0
        for copy in range(copies + 1):
            text = words if copy == 0 else _edited(words, vocabulary(language), dice)
            bodies.append(_page(text, language, dice))
            families.append(family)
        family += 1
    frame = pl.DataFrame({"body": bodies[:documents], "family": families[:documents]}).with_columns(
        original=pl.col("family").is_first_distinct()
    )
    shuffled = frame[dice.permutation(frame.height)]
    hashes = [hashlib.sha256(f"{seed} {row}".encode()).hexdigest() for row in range(frame.height)]
    return shuffled.with_columns(
        document_id=pl.Series([value[:16] for value in hashes]), sha256=pl.Series(hashes)
    ).select("document_id", "sha256", "body", "family", "original")


def _drawn(language: str, count: int, dice: np.random.Generator) -> np.ndarray:
    """``count`` words by Zipf's law."""
    words = vocabulary(language)
    return words[(len(words) ** dice.random(count)).astype(np.int64) - 1]


@lru_cache(maxsize=len(LANGUAGES))
def _phrases(language: str) -> list[list[str]]:
    """Standing phrases of four to seven words that the articles of a language share."""
    dice = np.random.default_rng(len(language) + LANGUAGES.index(language))
    return [_drawn(language, int(dice.integers(4, 8)), dice).tolist() for _ in range(300)]


def _story(language: str, dice: np.random.Generator) -> list[str]:
    """The words of an article, a sixth of them in standing phrases, some of them numbers."""
    length = int(np.clip(dice.lognormal(5.5, 0.5), 80, 1500)) * (2 if language in _UNSPACED else 1)
    words: list[str] = []
    phrases = _phrases(language)
    while len(words) < length:
        words += _drawn(language, int(dice.integers(15, 40)), dice).tolist()
        words += phrases[int(dice.integers(len(phrases)))]
        words.append(str(int(dice.integers(1, 3000))))
    return words[:length]


def _edited(words: list[str], vocabulary: np.ndarray, dice: np.random.Generator) -> list[str]:
    """``words`` with five to ten of a hundred replaced, dropped, doubled or swapped with the next."""
    rate = dice.uniform(0.05, 0.10)
    touched = np.flatnonzero(dice.random(len(words)) < rate)
    ways = dice.choice(4, len(touched), p=(0.6, 0.15, 0.15, 0.1))
    strangers = vocabulary[dice.integers(0, len(vocabulary), len(touched))]
    edited: list[str | None] = list(words)
    for position, way, stranger in zip(touched.tolist(), ways.tolist(), strangers.tolist(), strict=True):
        if way == 0:
            edited[position] = stranger
        elif way == 1:
            edited[position] = None
        elif way == 2:
            edited[position] = f"{words[position]} {stranger}"
        elif position + 1 < len(words):
            edited[position], edited[position + 1] = edited[position + 1], edited[position]
    return [word for word in edited if word]


def _page(words: list[str], language: str, dice: np.random.Generator) -> str:
    """``words`` as paragraphs, with one to three lines of furniture that cleaning let through."""
    between = "" if language in _UNSPACED else " "
    lines = []
    at = 0
    while at < len(words):
        step = int(dice.integers(25, 60))
        lines.append(between.join(words[at : at + step]) + ("。" if language in _UNSPACED else "."))
        at += step
    furniture = FURNITURE[language]
    for _ in range(int(dice.integers(1, 4))):
        lines.insert(int(dice.integers(len(lines) + 1)), furniture[int(dice.integers(len(furniture)))])
    return "\n\n".join(lines)


def scores(corpus: pl.DataFrame, ids: pl.Series, canonical: pl.Series, groups: pl.Series) -> dict[str, float]:
    """Precision and recall of groups, against ``family`` and ``original`` of the planted ``corpus``."""
    family = corpus.select("document_id", "family", "original")
    rows = pl.DataFrame({"document_id": ids, "canonical": canonical, "group": groups}).join(family, on="document_id")
    rows = rows.join(family.select(canonical="document_id", canonical_family="family"), on="canonical")
    called = rows.filter(pl.col("document_id") != pl.col("canonical"))
    originals = rows.filter("original").select("family", original_group="group")
    copies = rows.filter(~pl.col("original")).join(originals, on="family")
    return {
        "precision": called.select((pl.col("family") == pl.col("canonical_family")).mean()).item() or 0.0,
        "recall": copies.select((pl.col("group") == pl.col("original_group")).mean()).item(),
    }


def near_copies(copies: int, seed: int = 7) -> list[str]:
    """One Indonesian article, ``copies`` times, each with a few other words replaced."""
    dice = np.random.default_rng(seed)
    words = _story("id", dice)
    strangers = vocabulary("id")
    made = []
    for _ in range(copies):
        edited = list(words)
        for position in dice.integers(0, len(words), 5):
            edited[position] = strangers[dice.integers(len(strangers))]
        made.append(" ".join(edited))
    return made


def template_rows(rows: int) -> list[str]:
    """Forecasts written by one template, each for another place and day: none is a copy of another."""
    names = vocabulary("id")
    days = Locale.parse("id").days["format"]["wide"]
    made = []
    for row in range(rows):
        day, at = row % 364, row // 364
        place = f"{names[at % len(names)]} {names[(at * 7 + 3) % len(names)]}".title()
        other = f"{names[(at * 5 + 11) % len(names)]}".title()
        when = date(2024, 1, 1) + timedelta(day)
        told = f"{days[when.weekday()]} ({when.day}/{when.month}/{when.year})"
        degrees, damp, wind = 20 + row * 7 % 6, 60 + row * 11 % 35, 5 + row * 13 % 30
        made.append(
            f"Prakiraan cuaca {place} {told}\n\nBadan Meteorologi memperkirakan cuaca di {place} pada {told} pagi "
            f"cerah berawan dan siang hujan ringan. Suhu udara di {place} berkisar antara {degrees} dan {degrees + 8} "
            f"derajat Celsius dengan kelembapan {damp} persen. Angin bertiup dari arah tenggara dengan kecepatan "
            f"sampai {wind} kilometer per jam.\n\nWarga di {other} dan sekitarnya diminta mewaspadai hujan disertai "
            "kilat dan angin kencang yang berlangsung singkat pada sore hingga malam hari. Informasi lebih lanjut "
            "dapat dilihat pada laman resmi dan media sosial Badan Meteorologi, yang diperbarui "
            "setiap tiga jam."
        )
    return made
