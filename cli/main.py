"""The gate: `tuoyu`. It finds the command, runs it, and shows an answer or a refusal."""

import gc
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from cli.frame import Gate
from cli.say import Words, language

_INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and leave with its exit code (DESIGN §11)."""
    words = sys.argv[1:] if argv is None else list(argv)
    if argv is None:
        gc.disable()  # a command ends before there is anything worth collecting
    _speak_utf8()
    code = run(words)
    if argv is None:
        gc.freeze()  # nor is there anything to look through on the way out
        sys.exit(code)
    return code


def run(argv: Sequence[str]) -> int:
    """Run the command line and return its exit code; only bugs leave with a traceback."""
    words = Words(language(argv))
    gate = Gate(words)
    try:
        with gate.make_context("tuoyu", list(argv)) as context:
            result: Any = gate.invoke(context)
        sys.stdout.flush()
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as leave:
        return leave.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo(words.say("interrupted"), err=True)
        return _INTERRUPTED
    except click.ClickException as fault:
        from cli.errors import show_usage

        return show_usage(fault, words, argv)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fault:
        from compliance.domain.errors import Answer

        if not isinstance(fault, Answer):
            raise
        from cli.errors import show

        return show(fault, words, argv)


def _speak_utf8() -> None:
    """Write UTF-8 whatever the console's own encoding, as on Chinese Windows."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
