"""Histories that nobody lived: random events that meet often, amended and ruled upon.

A seed and a length make a history; a longer one begins as the shorter does. Few facilities,
persons, documents and days are drawn, so that openers find closers and rulings find decisions.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from compliance.domain.envelope import Event, Proposal
from compliance.domain.events import CATALOGUE, kind_of, latest
from compliance.domain.relations import RELATIONS
from compliance.domain.shape import Field, shape
from compliance.domain.time import instant_text
from tests.saying import P1, P2, P3, F, G, corrected, instant, retracted, said, told

FIRST_DAY = date(2024, 3, 1)
DAYS = tuple(FIRST_DAY + timedelta(days=number) for number in range(14))
DOCUMENTS = ("罚〔2024〕1号", "罚〔2024〕2号")

_DECIDED = (
    "penalty.decided",
    "person.banned",
    "person.ban_lifted",
    "credit.tier_adjusted",
    "review.decided",
    "penalty.withdrawn",
)
RULING = ("review.decided", "penalty.withdrawn")
_LINKING = ("person.linked",)
_AMENDING = ("record.corrected", "record.retracted")
STEMS = tuple(
    dict.fromkeys(kind.stem for kind in CATALOGUE.values() if kind.stem not in _AMENDING)
)
_LIVELY = [name for name, each in RELATIONS.items() if each.changes or each.undone_by]
"""Relations with more to get wrong than an opening and an end."""
_PAUSES = (timedelta(), timedelta(minutes=1), timedelta(days=1))
_NAMED: Mapping[str, Sequence[str]] = {
    "Person": (P1, P2, P3),
    "DocumentNo": DOCUMENTS,
    "Region": ("500111", "500112"),
    "CreditCode": (F,),
    "Figure": ("4.5", "60%", "7/10"),
    "Sha256": ("0" * 64,),
}


def invented(
    seed: int, length: int, about: str | None = None, also: Sequence[str] = ()
) -> list[Event]:
    """Return a history of a length, of whatever comes to mind or about a relation (`also` …)."""
    rng = Random(seed)  # noqa: S311 - a history to be told again, not a secret
    stems = _theme(rng) if about is None else [*RELATIONS[about].told_by, *also]
    log: list[Event] = []
    clock = instant("2024-01-01")
    for _ in range(length):
        clock += rng.choice(_PAUSES)
        log = told(_next(rng, stems, log), at=[instant_text(clock)], after=log)
    return log


def undated_tail(rng: Random, log: Sequence[Event], count: int) -> Iterator[Proposal]:
    """Amend and rule upon a log without moving anything to another day."""
    for _ in range(count if log else 0):
        event = rng.choice(log)
        changes = changed(rng, event)
        changes.pop("occurred_on", None)
        yield rng.choice((retracted(event), corrected(event, changes), ordinary(rng, RULING)))


def ordinary(rng: Random, stems: Sequence[str], day: date | None = None) -> Proposal:
    """Say something that is no amendment."""
    kind = latest(rng.choice(stems))
    nowhere = [None] if kind.about == "person" else []
    return said(
        kind.stem,
        on=(day or rng.choice(DAYS)).isoformat(),
        facility=rng.choice([F, F, G, *nowhere]),
        **_record(rng, kind.data),
    )


def changed(rng: Random, event: Event) -> dict[str, Any]:
    """Return a correction's `set` for an event: another day, other values, now and then null."""
    fields = shape(kind_of(event.type).data)
    changes = {
        field.name: None
        if rng.random() < (0.05 if field.required else 0.3)
        else _value(rng, field)
        for field in rng.sample(fields, k=min(len(fields), rng.randint(0, 2)))
    }
    if not changes or rng.random() < 0.4:
        changes["occurred_on"] = rng.choice(DAYS).isoformat()
    return changes


def _theme(rng: Random) -> Sequence[str]:
    """Return the events that a history is about: decisions, those of a few relations, or all."""
    chance = rng.random()
    if chance < 0.4:
        return STEMS if chance < 0.15 else (*_DECIDED, *_LINKING)
    chosen = [*rng.sample(sorted(RELATIONS), k=2), rng.choice(_LIVELY)]
    told = [stem for name in chosen for stem in RELATIONS[name].told_by]
    return [*told, *_LINKING] if rng.random() < 0.3 else told


def _next(rng: Random, stems: Sequence[str], log: Sequence[Event]) -> Proposal:
    originals = [event for event in log if event.stem not in _AMENDING]
    amendments = [event for event in log if event.stem in _AMENDING]
    chance = rng.random()
    if originals and chance < 0.2:
        event = rng.choice(originals)
        return corrected(event, changed(rng, event), on=rng.choice(DAYS).isoformat())
    if originals and chance < 0.27:
        return retracted(rng.choice(originals), on=rng.choice(DAYS).isoformat())
    if amendments and chance < 0.3:
        return retracted(rng.choice(amendments))
    return ordinary(rng, RULING if chance > 0.92 else stems)


def _record(rng: Random, cls: type[Any]) -> dict[str, Any]:
    return {
        field.name: _value(rng, field)
        for field in shape(cls)
        if field.required or rng.random() < 0.6
    }


def _value(rng: Random, field: Field) -> Any:
    if field.many:
        return [_one(rng, field) for _ in range(rng.randint(0, 2))]
    return _one(rng, field)


def _one(rng: Random, field: Field) -> Any:
    match field.base:
        case "int":
            return rng.randint(0, 3)
        case "bool":
            return rng.random() < 0.5
        case "date":
            return rng.choice(DAYS).isoformat()
        case "choice":
            return rng.choice(field.choices[:2] if rng.random() < 0.5 else field.choices)
        case "record":
            assert field.record is not None
            return _record(rng, field.record)
        case _:
            return rng.choice(_NAMED.get(field.named, ("1", "2")))


seeds = st.integers(0, 2**32 - 1)
histories = st.builds(invented, seed=seeds, length=st.integers(4, 60))
