"""Rungs tried one after another: the steps of a ladder, and the exceptions of a rule."""

from collections.abc import Sequence
from typing import NamedTuple

from compliance.domain.findings import Proof
from compliance.rules.interpret import see
from compliance.rules.pack import Rung
from compliance.rules.seen import Scope, Seen, shown, together
from compliance.rules.values import UNKNOWN


class Excepted(NamedTuple):
    """The exceptions that hold, those that may, and what was seen of them."""

    held: tuple[Rung, ...]
    perhaps: tuple[Rung, ...]
    seen: Seen


def climb(rungs: Sequence[Rung], scope: Scope) -> tuple[list[Rung], Seen]:
    """Return the rungs that may answer (one, if nothing is unknown), and what was seen."""
    possible, seens = [], []
    for rung in rungs:
        seen = Seen(True) if rung.when is None else see(rung.when, scope)
        if seen.value is False:
            continue
        possible.append(rung)
        seens.append(_said(rung, seen))
        if seen.value is True:
            break
    return possible, together(seens, len(possible) == 1)


def excepted(rungs: Sequence[Rung], scope: Scope) -> Excepted:
    """Try every exception."""
    tried = [(rung, Seen(True) if rung.when is None else see(rung.when, scope)) for rung in rungs]
    told = [_said(rung, seen) for rung, seen in tried if seen.value is not False]
    return Excepted(
        tuple(rung for rung, seen in tried if seen.value is True),
        tuple(rung for rung, seen in tried if seen.value is UNKNOWN),
        together(told, None),
    )


def _said(rung: Rung, seen: Seen) -> Seen:
    """Put the rung's own words above what was seen, and beside it what it asks if it holds."""
    missing = seen.missing.union(rung.ask if seen.value is True else ())
    if rung.says is None:
        return Seen(seen.value, seen.events, missing, seen.because)
    node = Proof(
        says=rung.says,
        value=shown(seen.value),
        cite=rung.cite,
        events=tuple(sorted(seen.events)),
        because=seen.because,
    )
    return Seen(seen.value, seen.events, missing, (node,))
