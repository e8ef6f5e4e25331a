"""Rosters through time: what each row said on each day, and what another snapshot changes in that.

A row's *timeline* is what counts of `roster.row_stated` and `roster.row_ended`, in order of
happening; between two statements the row is as it was. A snapshot is put in by differencing
against both neighbours: what stood at the following one stands there still, and what is said no
more for the first time is taken back. So the statements that count are always those that would
have been made had the snapshots come in order.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

LAST = 1 << 62
"""The place of what is about to be said: after everything."""


class Statement(NamedTuple):
    """A row as stated from a day on; without a text, it is stated no more."""

    on: date
    position: int
    id: str
    """The event's id; empty for what is about to be said."""
    text: str | None
    fixed: bool = False
    """Said or mended by hand: no snapshot takes it back."""


Timeline = tuple[Statement, ...]


class Put(NamedTuple):
    """A timeline with a snapshot put in: as it was, and as it is."""

    before: Timeline
    after: Timeline

    @property
    def said(self) -> tuple[Statement, ...]:
        """What is said anew."""
        return tuple(each for each in self.after if not each.id)

    @property
    def taken_back(self) -> tuple[Statement, ...]:
        """What is said no more."""
        return tuple(each for each in self.before if each not in self.after)


def in_order(statements: Iterable[Statement]) -> Timeline:
    """Return statements in order of happening."""
    return tuple(sorted(statements, key=lambda each: (each.on, each.position)))


def text_at(timeline: Timeline, on: date) -> str | None:
    """Return what a row says on a day; None if the roster does not have it."""
    for each in reversed(timeline):
        if each.on <= on:
            return each.text
    return None


def put_in(timeline: Timeline, on: date, text: str | None, following: date | None) -> Put:
    """Let a row say a text on a day; what it says from the following snapshot on stays."""
    after = _settled(timeline, on, text)
    if following is not None:
        after = _settled(after, following, text_at(timeline, following))
    return Put(timeline, after)


def _settled(timeline: Timeline, on: date, text: str | None) -> Timeline:
    """Return a timeline that says a text on a day, with no statement of that day but needed."""
    others = tuple(each for each in timeline if each.on != on or each.fixed)
    if text_at(others, on) == text:
        return others
    same = [each for each in timeline if each.on == on and each.text == text and not each.fixed]
    for each in (*reversed(same), Statement(on, LAST, "", text)):
        settled = in_order((*others, each))
        if text_at(settled, on) == text:
            return settled
    raise AssertionError(on)  # what is said last on a day is what it says
