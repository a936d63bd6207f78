"""What a file of words may hold: its sections, their kinds, and what each kind is.

Belongs here: the format, once. Does not belong here: the words (``<language>.toml``), reading them (``kliping.words``).

The kinds of lines: ``labels`` stand before a colon, dash, bar or the end of the line, ``starts`` open the line,
``equals`` are the whole line, ``contains`` stand anywhere in a short line. Of a label that announces a value,
``labels`` serve both uses: they tell what a line is, and the value behind them is read. ``line_labels`` only tell what
a line is; ``value_labels`` are only read, for they are plain words of many lines.
"""

from __future__ import annotations

from kliping.fields import METADATA_FIELDS

_LINE = {
    "labels": "Before a colon, dash, bar or the end of the line.",
    "starts": "Opens the line.",
    "equals": "Is the whole line.",
    "contains": "Anywhere in a short line.",
}
_VALUE = {
    "line_labels": "Tells what a line is; no value is read behind it.",
    "value_labels": "Only read before a value; lines hold it otherwise as well.",
}

_SAYS = {
    "says": "Part of a sentence, in small letters, of a page of this kind, which is no article.",
    "things": "Names what a page of this kind is about: it counts on a short page that speaks to its reader.",
}

_TOLD_BY_WORDS = {
    "error": "an error page: what was asked for is not there, or the server failed",
    "challenge": "a wall against robots, or a block",
    "consent": "a wall that asks for consent to cookies",
    "login": "a page that asks to log in",
    "paywall": "the beginning of an article, then an appeal to subscribe",
    "player": "a player without an article",
    "search": "the results of a search",
    "withdrawn": "a note that the article which stood here was withdrawn",
}

PAGE_SECTIONS = tuple(_TOLD_BY_WORDS)
"""Sections of pages that are no article, as far as words tell them; where two say the same, the earlier wins."""

PAGE_KINDS = {
    "article": "an article",
    **_TOLD_BY_WORDS,
    "index": "a list of articles: a front page, an index, a tag",
    "empty": "a page without running text",
}
"""Kinds of pages, each as the end of a sentence that begins "The page is"."""

LISTS: dict[str, dict[str, str]] = {
    "related": _LINE
    | {"more": "A link below the teasers of a list of articles, whole."}
    | {"opens": "Capitalised it opens a sentence: it is no name, and ends no headline."},
    "share": _LINE,
    "byline": _LINE
    | _VALUE
    | {
        "markup_labels": "Also before a name where markup says that it is a byline.",
        "behind": "Behind the name that it belongs to.",
        "others": 'Before a name that is not the author\'s: "Edited by".',
        "middle": "Before a name in the midst of a line, as it is written.",
        "reporting": "Of these labels the name stands behind the outlet.",
        "sent": "Those of ``posted`` of which a word alone behind them is a place.",
        "posted": "Behind a label: of these the name stands behind the place or desk that they write from.",
        "bound": "A label that is a plain word of other languages: it counts on pages in this one.",
        "by": 'As "by" before a name, wherever it stands.',
        "opening_by": "The same where it opens the line.",
        "announced": "Before a name only where a colon stands between: menus and sentences hold it as well.",
        "opening": "Also opens a line that dates or signs the article, before its name.",
        "stated": 'Before "by": "Posted by".',
        "glued": "What flattening glues to a name, beside jobs and dates.",
        "fused": "Before a name that flattening glued to it, as it is written.",
        "told_behind": "Behind a name and its town: it is a reporter's.",
        "joins": "Between names.",
        "beside": "Between an author and who helped.",
        "credits_behind": "Behind the names that open a sentence below the article: they wrote it.",
        "reach": "Opens a line below the article that says where its reporter is written to, before the name.",
        "reached": "The same, behind the name that opens the line.",
        "filed": 'Between a labelled name and the section or town behind it: "in".',
        "credit": "Opens the line below a subtitle, as it is written.",
        "credits": "Opens a sentence below the article that says who wrote it, before the names.",
    },
    "editor": _LINE | _VALUE | {"others": 'Edits something else than the text: "photo editor".'},
    "source": _LINE | _VALUE,
    "date": _LINE
    | {
        "neutral": "Before a date, whatever happened then; the column of the day is called so as well.",
        "weekdays": "Names that make a short line look dated, beside those of the calendar.",
        "months": "The same of months.",
        "before_month": "Between a name and the date behind it.",
        "before_time": "Between a day and its time.",
        "after_time": "Behind a time, as it is written.",
        "before_noon": "Behind a time before noon, without full stops.",
        "after_noon": "Behind a time of the afternoon.",
        "ordinals": "Glued to the number of a day before its month.",
        "ordinals_behind_month": "Glued to the number of a day behind its month.",
        "dashed": "Behind the number of a day and a dash.",
        "of_month": "Between the number of a day and its month.",
        "fused_of": "The same, glued to the month.",
        "before_month_number": "Before a month that is told by its number.",
        "before_year": "Between a month and its year.",
        "after_year": "Behind a year, before its month.",
        "behind_year": "The sign behind the number of a year.",
        "behind_month": "The sign behind the number of a month.",
        "behind_day": "The sign behind the number of a day.",
        "weekday_ends": "Ends the name of a weekday, also apart.",
        "behind_weekday": "Between a weekday and its day.",
        "before_day": "The same, behind a comma too.",
    },
    "published": _VALUE
    | {
        "labels": "Before a date: the page was published then.",
        "opening": "The same, but only where it opens the line: sentences and headlines hold it as well.",
    },
    "updated": _VALUE | {"labels": "Before a date: the page was changed then."},
    "other_date": {
        "labels": "Before a date in a short line: a date of something else.",
        "starts": "The same, opening the line.",
        "words": "The same, anywhere before the date.",
        "signs": "A word of lines with such dates.",
    },
    "header": {"words": "In small letters beside the date of a header line; others make the line a sentence."},
    "events": {
        "said": "Somebody said something on that day.",
        "until": "Something is counted up to that day.",
        "counted": "What is counted, behind the day.",
        "tallied": "The same, behind the day or before the words that count up to it.",
        "today": "It is the day of writing, or the one before.",
        "today_after": "The same, behind the day.",
        "soon": "It is yet to come.",
        "soon_after": "The same, behind the day.",
        "past": "It came before the news.",
        "past_after": "The same, behind the day.",
    },
    "relative": {
        "behind": 'Behind a number and a unit of time: "2 hours ago".',
        "before": "The same, before the number.",
        "yesterday": "One day back.",
        "today": "No day back.",
        "counted": "A number before it is a distance in time.",
        "one": 'Stands for one before a unit of time: "an hour ago".',
    },
    "reading_time": _LINE | {"phrases": "Tells how long reading takes, and no title holds it."},
    "advertising": _LINE | {"embeds": 'Opens the bracket that a scraper leaves of a player: "[Gambas:Video …]".'},
    "pagination": _LINE | {"pages": "Before the number of a page, in what a printed document repeats on each."},
    "comments": _LINE,
    "newsletter": _LINE
    | {
        "appeals": "In a line in which an outlet speaks to its readers of itself; no line of an article says it.",
        "echoes": "What a feed adds below a text, around its title: words before and behind it, a dash between.",
    },
    "consent": _LINE
    | _SAYS
    | {"rights": "A word of lines that claim rights.", "buttons": "On a button right below a notice of cookies."},
    "error": _SAYS,
    "challenge": _SAYS,
    "login": _SAYS,
    "paywall": _SAYS,
    "player": _SAYS,
    "search": _SAYS,
    "withdrawn": _SAYS,
    "index": {"says": "Opens the heading of a list of articles, or the link to more of them."},
    "reader": {"words": 'Speaks to who reads the page, as it is written: "you", "Sie", "please".'},
    "function_words": {
        "alone": "Of a language that the detector has no profile for, and no word of Indonesian, Malay or a name: a"
        " text full of them is in it.",
        "taken_for": "Of a language with such words: the codes that the detector answers for its texts, beside those"
        " for which every such language is asked.",
        "own": "Of a language that the detector also takes unknown relatives for, and no word of those: a document"
        " without them is in none that is known.",
    },
    "running": {"words": "Running text in the language is full of it, and that in others has hardly any."},
    "reporting": {"words": "Tells that somebody said something: an article does, a page that is none does not."},
    "caption": _LINE
    | {
        "agencies": "An agency of photographs alone, as it writes itself.",
        "introduces": "Between a label and the name of who took the picture.",
        "media": "Before the owner of a picture in its credit.",
        "behind_agency": 'Behind an agency in a credit, before its slash: "AP Photo/Jane Doe".',
    },
    "contact": _LINE
    | {"telephone": "Before a telephone number.", "heads": "The heading of a list of whom to ask, below a text."},
    "navigation": _LINE,
    "tags": {"labels": "Before the topics of an article."},
    "attribution": {
        "verbs": "By which a page says where it took its text from.",
        "fillers": "Between the verb and the outlet.",
        "titles": "The same, but part of the name where it is capitalised, unless an agency's name follows.",
    },
    "person": {
        "degrees": "Behind a name: not part of it.",
        "apart": "Behind a name and a comma in a cell: nobody's initials.",
        "titles": "Before a name: part of it.",
        "offices": "Capitalised before a name: it is a person's, not an outlet's.",
        "given": "A month, or a word that joins names, that is a first name as well: capitalised before a name.",
        "particles": "In small letters inside a name.",
        "jobs": "Follows a name and is not part of it.",
        "newsroom": "What somebody is at a newspaper, on a line of its own below the name.",
        "no_name": 'No person\'s name holds it: a "name" with it is an outlet, a job, a menu or a sentence.',
        "abroad": "Of these words one that is a name on pages in other languages.",
        "nobody": "Makes no name in a byline of markup: menus around names, and nobody's name.",
        "groups": "Ends the name of a group that signs together: it is an author where the house's name is before it.",
        "groups_before": "The same, before the house's name.",
        "groups_opened": "Opens it, and is part of the name.",
        "ends": "Ends a name, beside jobs.",
        "accounts": "The name of an account, no person's, whatever number stands behind.",
        "accounts_of": "Before it, glued or not.",
        "told": "Behind a name: a sentence tells who that is.",
        "cut_short": "Behind a name with a full stop of its own, as it is written without it.",
        "beats": "Behind a name: a sentence tells what that reporter writes of.",
        "scholars": "In a sentence below an article that tells who somebody is: whoever writes such articles.",
        "tells_itself": "Opens what somebody tells of himself below his name.",
        "about": "The heading above what is told of an author, below the text.",
        "wrote": "Opens a sentence below a text that tells who wrote it.",
        "opines": "Stands in a sentence below a text: its author alone answers for it.",
        "passed": "Before a name, and does not make it another one.",
    },
    "outlet": {
        "agencies": "A news agency: in a dateline or at the end of an article the source, not the publisher.",
        "agencies_with_pictures": "The same of one that sends pictures as well, as it writes itself: it stands in"
        " credits, too.",
        "agencies_of_one_meaning": "The same of one whose name means nothing else: alone behind a person's it is the"
        " outlet, alone on a line and at its end a picture's credit, and a day behind it the picture's.",
        "words": "Behind a name without any sign between: the rest is the outlet, as it is written.",
        "signs": "Makes a capitalised phrase an outlet.",
        "papers": "Makes a capitalised phrase of several words in a dateline an outlet, and no place.",
        "fused": "Outlets in capitals write it in one word with the rest of their name: such a word is no place.",
        "alone": "Is an outlet's whole name as well as a town's: before another place in a dateline, the outlet's.",
        "owners": "Ends the name of a company that owns outlets and is none.",
        "endings": "The end of an outlet's name in a script without spaces.",
        "desks": "Makes a name in a column an outlet or a desk.",
        "follow_before": "Before the outlet in a line that asks readers to follow it.",
        "follow_between": "Between the two.",
        "follow_after": "Behind it.",
        "channels": "Where readers are asked to follow the outlet whose name stands behind.",
        "told": "Before the outlet that heard or saw what an article tells.",
        "copyright": "Before the owner of a page.",
        "owned": "Between the year of a copyright and its owner.",
        "reserved": "Claims rights behind the owner's name.",
        "no_owner": "Opens what stands in the owner's place and names nobody.",
        "broadcasters": 'Begins the name of an outlet, as it is written: "CNN Indonesia".',
        "strangers": "A host or name that stands on every page and is nobody's own.",
        "platforms": "A host on which everybody may open a site: the name is before it.",
        "legal_before": "A company's name begins with it; no outlet is called so.",
        "legal": "A company's name ends with it, and a reader leaves it out.",
    },
    "place": {
        "capitals": "Ends the name of a place and stays in capitals, as it is written.",
        "opens": "Opens the names of places, and is a plain word of sentences as well.",
    },
    "title": {
        "small": "In small letters inside a headline whose other words are capitalised.",
        "furniture": "Menus, calls and credits often hold it, titles seldom.",
        "dated": "Opens a line with a date that is no title.",
        "signed": "Opens a line with a name that is no title.",
        "labels": "Before a title, as scrapers and front matter write it.",
        "sections": "A section's name behind a bar at the end of a headline.",
        "skips": "The whole of a link that skips the menu.",
        "trails": "Opens a trail of sections that leads to the title.",
        "generic": "No headline, whole: what a page calls itself when it has nothing to say.",
    },
    "cell": {
        "yes": "Stands in a cell of a table for what is so.",
        "no": "The same for what is not.",
        "nothing": "Stands in a cell in place of a value.",
        "nobody": "Stands in a cell of names and names nobody.",
    },
    "furniture": {"starts": "Begins a short paragraph that leads elsewhere or sells something, and is no article's."},
    "column": {field: f"What a column is called that holds `{field}`." for field in METADATA_FIELDS}
    | {
        "text": "What a column is called that holds the text of a page. Here and below: beside the labels of a value,"
        " which name its column as they are; what stands first is believed first.",
        "article": "The same of names that may be a whole page's.",
        "summary": "The same of what says an article in short, where nothing else is the text.",
        "lead": "The first paragraph, which the texts may lack; else the subtitle.",
        "part": "With a number behind it, one paragraph.",
        "url": "The address.",
        "title": "The title.",
        "subtitle": "The subtitle.",
        "authors": "Who wrote it.",
        "editor": "Who edited it.",
        "publisher": "The outlet.",
        "source": "Where the text was taken from.",
        "place": "The place.",
        "published_on": "The day of publication.",
        "time": "The same of a time, which is no day.",
        "updated_on": "The day of the last change.",
        "tags": "The topics.",
        "language": "The language.",
        "other": "None of these, though a part of the name looks so.",
        "fetched": "The day on which the page was fetched.",
        "filler": "A word of such a name that says nothing.",
        "name": "What an object calls its own name.",
        "role": "What the object of a person calls that person's part in the article.",
        "no_author": "A part by which a person listed among authors wrote nothing.",
    },
    "manners": {"has": "What newspapers of the language do: names of ``MANNERS``."},
}
"""What each kind of list is, by section."""

MANNERS = {
    # elsewhere such are words that stand beside dates in these: "per" is a Turkish Thursday and the Indonesian "as of"
    "short weekdays": 'Short names of weekdays stand beside a date of figures ("Sel, 3/4/2024").',
    # elsewhere that is what a paragraph is called; no page of 4,200 in Indonesian and Malay begins so with no place
    "small places": 'A place in small letters and a colon open an article ("Jakarta: Menteri …").',
    "month first": "Of two figures with a stroke between them the first may be the month (3/4/2024).",
}
"""What newspapers of a language may do that is no word."""

NUMBERS = {
    "months": "Spellings of months that the calendar has not, of newsrooms: believed on pages in any language.",
    "weekdays": "The same of weekdays; Monday is 1.",
    "eras": "Eras before a year: the common year is so many more than that of the era.",
    "units": "Units of time in days, as they stand beside a number.",
}
"""Sections of words that stand for a number."""

CALENDAR = {"months": 12, "weekdays": 7}
"""Kinds of names in the section ``[calendar]``, and how many there are: a text for each month and weekday (Monday is
the first), its names between commas, the full one first.

A short name is also a word of other languages ("pro", "mac", "mar"), and one name is another month elsewhere
("listopad"): such a name is believed on pages in its language only. ``python -m kliping.words.cldr`` prints them."""

OF_CALENDAR = {
    "anywhere": "Short names that are believed on pages in any language.",
    "dated": "The kinds whose short names make a short line look dated, as full ones do.",
}
"""What else ``[calendar]`` may say, of names that stand in it."""

ZONES = "zones"
"""The section of abbreviations that mean one offset to the readers of news pages ("+07:00")."""
