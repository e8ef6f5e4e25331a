"""The demo's story: what is told, and the commands that are really run, in order."""

from typing import NamedTuple


class Tell(NamedTuple):
    """A paragraph, in both languages."""

    zh: str
    en: str


class Run(NamedTuple):
    """A command, the moment at which it is given (+08:00), and the exit code it must have."""

    line: str
    now: str
    code: int = 0


Step = Tell | Run
