"""The corpus report: one HTML file about one edition, to be opened from disk, read, printed and handed on.

Belongs here: its figures, its charts and its page. Does not belong here: the numbers that ``kliping report`` prints in
a terminal (``workflows.reporting``), or the verdict in detail (``expectations.data_docs``).
"""
