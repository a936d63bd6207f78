"""Step 3: the language of every paragraph and document.

Belongs here: naming languages, with evidence. Does not belong here: which languages are allowed (the expectations).
Importing this package imports neither langdetect nor numba.
"""

from __future__ import annotations

from kliping.language.detection import detect_languages
from kliping.language.exact import langdetect_exact

__all__ = ["detect_languages", "langdetect_exact"]
