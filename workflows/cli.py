"""Where the command ``kliping`` begins and ends: whatever happens, one sentence and an exit code, and no traceback.

Belongs here: the entry point. Does not belong here: options and subcommands (``command_line``), or how faults are put
into words (``ending``). Nothing that takes time to import is imported before signals are watched for.
"""

from __future__ import annotations

import os
import sys

from workflows import ending

TRACEBACK = "KLIPING_TRACEBACK"
"""Variable that, when set, lets a fault of this program show its traceback, which may quote a page."""


def main() -> None:
    """Run the command; an error of the family becomes one sentence and its exit code."""
    ending.open_standard_streams()
    ending.watch_signals()
    ending.say_warnings_in_a_sentence()
    code = _ended()
    ending.leave_the_end_to_a_signal()
    ending.leave_at_once(code)
    sys.exit(code)


def _ended() -> int:
    """The exit code of the command, which has run and has said what there was to say."""
    import click

    try:
        if sys.stdout is None:
            return _said("Standard output is closed. Leave it open, or send it to a file.", 1)
        from workflows.command_line import kliping

        code = kliping(standalone_mode=False)
        ending.flush_output()
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _said(ending.STOPPED, ending.INTERRUPTED)
    except SystemExit as done:
        return done.code if isinstance(done.code, int) else int(done.code is not None)
    except BrokenPipeError:
        ending.drop_output()  # whoever read it has seen enough
        return 0
    except BaseException as fault:
        if os.environ.get(TRACEBACK):
            raise
        ending.drop_output()
        return _said(*(ending.sentence_of(fault) or (ending.of_a_bug(fault), 1)))
    return code if isinstance(code, int) else 0


def _said(sentence: str, code: int) -> int:
    ending.tell(f"kliping: {sentence}")
    return code
