import polars as pl
import pytest

from kliping.cleaning.joining import SEAM, close_seams


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (("menyebut kerusak-", "an terjadi"), "menyebut kerusakan terjadi"),
        (("pada anak-", "anak itu"), "pada anak-anak itu"),
        (("para murid-", "muridnya"), "para murid-muridnya"),
        (("ka-", "kak itu"), "kakak itu"),
        (("state-of-the-", "art"), "state-of-the-art"),
        (("dan ibu-", "Jakarta"), "dan ibu- Jakarta"),
        (("dan ibu-", "École"), "dan ibu- École"),
        (("kerusak-", "École"), "kerusak- École"),
        (("tahun 2019-", "2024 naik"), "tahun 2019- 2024 naik"),
        (("kata Budi", ", ketua klub", "."), "kata Budi, ketua klub."),
        (("lahan (", "sawah", ") itu", "?"), "lahan (sawah) itu?"),
        (("harga", ".5 persen"), "harga .5 persen"),
    ],
)
def test_what_was_broken_off_is_at_its_word_again(parts, text):
    joined = pl.DataFrame({"text": parts}).select(pl.col("text").str.join(SEAM).pipe(close_seams))
    assert joined.item() == text
