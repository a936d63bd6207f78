"""A text column as bytes: the one foundation of all kernels.

Belongs here: what every kernel needs of a column of text, whatever the text means. Does not belong here: a word of any
language (the steps' own vocabularies).

Bytes become code points, and code points bytes, in ``utf8`` alone; what a code point is and what it is folded to says
``characters`` or ``folding``, of the basic plane. There are two tables of both, since they answer two questions:

* What does a line show, as it is written? ``characters``: letters are told from bars and stops, a letter's small form
  is the one of ``str.lower``, width and ligatures stay. Cleaning, metadata and languages read lines by it, and their
  models are fitted to it.
* Are two texts the same, whatever they wear? ``folding``: compatibility forms are folded away as well, what joins or
  breaks a word without being seen is not there. The copies of a home are found by it, and their signatures are kept.

Words are cut in the pass that needs them, since one pass over a page's bytes is what its speed hangs on. They differ in
what is of a word, which is what they are for:

* cleaning (``cleaning.kernels``): digits are of a word ("covid19"), an apostrophe inside parts none ("don't" is one
  word), and a number is the same word as any other: lines are compared by their form.
* metadata, of every line (``metadata.line_kernel``): letters alone, with what combines with them, and what follows a
  capital inside is looked up as a word of its own, since labels stand glued to names and dates ("olehRedaksi"). What it
  knows is cut by ``characters.letter_runs``, which is the same cut in Python.
* metadata, of titles (``titles.stretches``): letters and digits, from four of them on; of outlets (``search_kernels``):
  letters, digits and hyphens, as they stand in an address; of names: up to the next space, and how lines of a page
  begin is compared by their bytes.
* languages (``language.scoring``): letters alone, one space for anything between, as the words of its lists are.
* copies (``duplicates.token_kernels``): letters, digits and marks, every letter of scripts without spaces a word.
* two wordings of a title, words beside a date in markup (``characters.spoken_words``): letters, digits and marks.
* langdetect's own tables (``language.tables``) and what Polars' patterns take for a letter (``language.letters``) are
  as langdetect and Polars have them, whose answers they have to give.
"""
