"""The pages of ``docs/`` that the project writes by itself: settings, tables, expectations, answers to questions.

Belongs here: how what is described elsewhere is shown to a reader. Does not belong here: a word about any one setting,
table or expectation, which stands where that is described; or pages of measured figures (``benchmarks``).
"""
