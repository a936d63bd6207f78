"""How long the pieces are that patterns of several modules look for, as patterns say it.

Belongs here: a bound that more than one module takes. Does not belong here: a bound of one pattern, which has its name
beside it; how many figures a day or a number is written with, which no name would explain.

The bounds keep a pattern from running on over a whole text, and so linear in what hostile markup is made of; where a
piece is a name or a place, the next word behind the bound would be that of a sentence.
"""

from __future__ import annotations

TAG, WHOLE_TAG = "{0,300}", "{1,300}"
"""Characters of a tag behind its name, and between its brackets: markup without an end is not searched further."""

SHORT_TAG = "{0,100}"
"""Characters of a tag behind its name where it says little, as that of a line's break or a cell does."""

BLANKS = "{0,9}"
"""Blanks around a sign of markup: more are written by nobody."""

BRACKETS = "{2,30}"
"""Characters of what a bracket behind a person's name says: a role or an outlet."""

PLAYER = "{0,120}"
"""Characters of a bracket behind what it says to play: the video's name."""

ASIDE = "{1,40}"
"""Characters of what stands beside an age or a clock, and a sign from it: a section, an outlet or a place."""

DATELINE = "{2,64}"
"""Characters of a dateline before its dash: a place or two, an outlet, a day."""

DATELINE_PLACE = "{1,50}"
"""Characters of a dateline before its dash, behind the first: a line that goes on before it opens with a sentence."""

OUTLET = "{2,40}"
"""Characters of an outlet's name behind a title and a sign."""

SITE = "{2,24}"
"""Letters of a site's name before the ending of its host."""

HOST_ENDING = "{2,6}"
"""Letters of the ending of a host: of most of a country's, and of "online" and "agency"."""

MONTH = "{3,12}"
"""Letters of a month's name, full or short."""

NICK = "{2,24}"
"""Characters of a name that is signed with in one word, behind the first."""
