"""The one family of errors. Each names what went wrong, where, and the next move; none carries page text."""

from kliping.credentials import scrubbed


class KlipingError(Exception):
    """Base of every error this project raises on purpose; its text is one clear sentence for a user."""

    exit_code = 1

    def __init__(self, sentence: str = "") -> None:
        """Say ``sentence``; an address in it is without its secrets."""
        super().__init__(scrubbed(sentence))


class SourceError(KlipingError):
    """A source that was named cannot be reached or listed."""


class SettingsError(KlipingError):
    """A setting is unknown, of the wrong type, or contradicts another."""


class StoreError(KlipingError):
    """The home folder cannot be read or written, or holds something this version cannot use."""


class HomeBusy(StoreError):
    """Another process writes to the home; it is said which."""


class GateClosed(KlipingError):
    """A candidate may not be published: its verdict is missing or failed."""

    exit_code = 2


class RuleError(KlipingError):
    """A rule written by the user (an expectation, a lexicon, labelled pages) cannot be used."""
