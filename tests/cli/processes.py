"""The command as an office starts it: real processes, real streams."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
_HEARD = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
"""Whoever runs the tests in the background has Ctrl-C ignored, and children would inherit it."""
COMMAND = [sys.executable, "-c", f"{_HEARD}; from cli.main import main; main()"]


def environ(**more: str) -> dict[str, str]:
    """Return an environment without a language, with ours added."""
    kept = ("PATH", "HOME", "TUOYU_CACHE", "TUOYU_NOW", "TUOYU_DB", "TUOYU_ACTOR", "TUOYU_WAIT")
    plain = {name: os.environ[name] for name in kept if name in os.environ}
    return plain | {"PYTHONPATH": str(ROOT)} | more


def tuoyu(*argv: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command to its end."""
    return subprocess.run(
        [*COMMAND, *argv], env=environ(**more), capture_output=True, check=False, timeout=60
    )


def started(argv: Sequence[str], **more: str) -> subprocess.Popen[bytes]:
    """Start the command with pipes."""
    return subprocess.Popen(
        [*COMMAND, *argv],
        env=environ(**more),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
