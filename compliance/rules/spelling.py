"""Names that were meant: for one that is unknown, the nearest of those there are."""

from collections.abc import Iterable

_NEAR = 0.6


def meant(name: str, known: Iterable[str]) -> str:
    """Return "; did you mean …?" with the known name nearest to one; nothing if none is near."""
    near = nearest(name, known)
    return "" if near is None else f"; did you mean {near}?"


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the known name nearest to one; None if none is near."""
    from difflib import get_close_matches  # noqa: PLC0415 - nobody errs on the record path

    near = get_close_matches(name, sorted(set(known)), n=1, cutoff=_NEAR)
    return near[0] if near else None
