"""Lines of many scripts and shapes, and pages: what is told of them stands in ``told_lines.json``."""

from __future__ import annotations

LINES = [
    "", " ", "3 Juni 2024", "Kamis, 14 November 2024 14:56 WIB", "12/6/24", "06. 01. 2026", "12.6", "12 6",
    "Rp20245", "in 1824", "pada 1900", "pada 1899", "pada 2099", "pada 2100", "tahun2020", "2020tahun", "_2021",
    "2022_", "x1999 2001", "sejak 2019, 2023 dan 2031", "tahun 2567", "2 jam lalu", "2  jam lalu", "3hours ago",
    "10 Januari", "Januari", "1st of the 12 May", "1 of that very long Mei", "Mei tgl 3", "Mei tanggal 3",
    "DoeDec 3", "JUNI 3", "11月3日", "11 月", "11  月", "3월", "10:45", "1:45", "10:4", "1.2.34", "1.2.3",
    "1-2-34", "100.2.34", "３ Juni ２０２４", "١٤ نوفمبر ٢٠٢٢", "A\u00a0B", "e\u0301 \u0301", "Oleh: Sari Dewi",
    "ByJane Doe", "SurfJane Doe", "OlehSARI", "UpdatedSep 4, 2023", "EditorEditor Wulan", "ABc NATO",
    "NaTo aBC", "東京の夜景写真", "東京の夜ー写真だ", "서울시장선거결과", "서울시장 선거결과", "Токио новости",
    "ข่าวด่วนวันนี้", "Tokyo 東京の夜景", "Ўзбек", "Ärzte Österreichs", "ábc", "(c) 2024", "(C)", "(d)", "© ®",
    "a@b", "{x}", "<b>", "a=b", "https://kabar.example", "a//b", "a: //b", "kabar.example", "3.x",
    "Selesai. Lalu", "kabar.3", "kabar.é", "kabar-.x", "Kota – desa", "kota-desa", "a - b", "a — b", "–x",
    "a | b", "a :: b", "a:b", "a · b", "» a", "• a", "Benar?", "Benar？", "Benar!", "Benar…", "对。", "Oleh:",
    "(Antara)", "Antara)", "#banjir", "banjir #2", "Tags: a", "Ikuti di Google News", "dan dikutip dari Kabar",
    "HAK CIPTA", "Senin kemarin", "Wartawan Kabar", "Sumber : KBC", "Banjir Surut", "banjir surut",
    "Banjir  Surut", "Banjir, Surut", "2024 2024", "2025 2024", "Aé Éa ǅx", "𝔸bc 𐐀𐐨",
    "ÉSTHER Van der Berg-O'Neill",
]  # fmt: skip
"""Lines: all that a look at their bytes may tell."""

BODY = (
    "Warga Desa Sukamaju bergotong royong memperbaiki jembatan gantung yang rusak diterjang banjir bandang pekan lalu.",
    "Kepala desa mengatakan perbaikan jembatan itu memakai dana swadaya dan ditargetkan selesai sebelum musim tanam.",
    "Jembatan gantung tersebut menghubungkan dua dusun dan menjadi jalan utama anak sekolah setiap pagi di desa itu.",
    "Bupati berjanji menambah anggaran jembatan pada tahun depan setelah meninjau lokasi bersama camat dan warga desa.",
)
TITLE = "Warga Sukamaju Perbaiki Jembatan Gantung yang Rusak"

JAPANESE = "東京の夜景を撮った写真展が市内の美術館で始まり、多くの市民が訪れた。会場には百点の作品が並ぶ。"

PAGES: list[list[tuple[int, str, str]]] = [
    [
        (1, "boilerplate", "Beranda Berita Video"), (2, "boilerplate", "Nasional"),
        (3, "boilerplate", f"{TITLE} - Kabar Contoh"), (5, "boilerplate", "kabar utama: banjir"),
        (6, "title", TITLE), (7, "byline", "Oleh Sari Dewi"), (8, "date", "3 Juni 2024"), (10, "body", BODY[0]),
        (11, "body", BODY[1]), (12, "subheading", "Dana Swadaya"), (14, "body", BODY[2]), (15, "body", BODY[3]),
        (17, "related", "Baca Juga: Harga Cabai Turun"), (18, "boilerplate", "Beranda Berita Video"),
        (19, "boilerplate", "Redaksi Kabar"),
    ],
    [
        (1, "boilerplate", "Pembaca Bertanya Apa?"), (2, "boilerplate", "12 Juni 2024"),
        (3, "boilerplate", TITLE.upper()), (4, "boilerplate", TITLE),
        (9, "boilerplate", TITLE.partition(" ")[2]), (10, "caption", "Jembatan gantung desa (Foto: Kabar/Ist)"),
        (11, "body", BODY[1]), (12, "quote", "Kami bergotong royong, kata kepala desa itu."),
        (13, "body", BODY[0]), (14, "duplicate", TITLE), (15, "boilerplate", "Editor Wulan"),
        (16, "boilerplate", "Lihat juga | Kabar"), (17, "boilerplate", "Hubungi redaksi@example.org"),
    ],
    [(at + at // 3, "boilerplate", f"Kabar nomor {at} tentang desa {'panjang ' * (at % 5)}") for at in range(1, 25)],
    [
        (1, "boilerplate", "3 Juni 2024"), (2, "boilerplate", "Sari Dewi Wulan"),
        (3, "boilerplate", "desa memperbaiki jembatan?"),
        (4, "boilerplate", "5 jembatan gantung rusak diterjang banjir bandang."),
        (5, "boilerplate", "Wartawan Kabar Contoh"), (6, "boilerplate", " ".join(["Kata"] * 30)),
        (7, "boilerplate", "Harga Cabai Turun: Pedagang Senang :: Kabar"), (8, "body", BODY[2]),
        (9, "body", "Kata " * 70), (10, "body", BODY[3] * 4),
    ],
    [
        (1, "boilerplate", "東京の夜景写真展開催中"), (2, "boilerplate", "東京の夜景"),
        (3, "boilerplate", "2024年11月14日"), (4, "boilerplate", "記者 山田太郎"),
        (5, "body", JAPANESE * 2),
        (6, "body", "主催者によると、作品は十年かけて撮影された。"),
    ],
    [
        (1, "boilerplate", "Satu Baris Saja Disini"),
    ],
]  # fmt: skip
"""Pages: the number of each line in its file, its role, its text."""
