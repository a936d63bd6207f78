"""A text column as bytes: the one foundation of all kernels.

Belongs here: what every kernel needs of a column of text, whatever the text means. Does not belong here: a word of any
language (the steps' own vocabularies).
"""
