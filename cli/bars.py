"""Bars of progress on stderr, of work that says how much is done; only on a terminal."""

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import click

Told = Callable[[int, int], None]


@contextmanager
def bar(label: str) -> Iterator[Told]:
    """Show a bar from the first time that something is told; nothing in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    with ExitStack() as stack:
        yield _Bar(label, stack).told


class _Bar:
    """A bar that is drawn once it knows how long it is."""

    def __init__(self, label: str, stack: ExitStack) -> None:
        self._label = label
        self._stack = stack
        self._done = 0
        self._update: Callable[[int], None] | None = None

    def told(self, done: int, total: int) -> None:
        """Move on to so many of so many."""
        if self._update is None:
            drawn = click.progressbar(length=total, label=self._label, file=sys.stderr)
            self._update = self._stack.enter_context(drawn).update
        self._update(done - self._done)
        self._done = done
