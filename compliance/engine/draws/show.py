"""`draw show`: a draw as far as it may be shown: digests and counts; after the reveal, its lists.

Before it, whoever bears the authority's key may look at the sealed lists too, if they ask for
that. Who goes is shown to them alone, before the reveal and after.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from compliance.domain.draw import Drawn
from compliance.domain.errors import Refused
from compliance.domain.shape import shape
from compliance.domain.time import instant_text
from compliance.engine.desk import Desk
from compliance.engine.draws.state import DrawState
from compliance.engine.draws.visits import Papers, PutOff, Stage, opened, put_off, visits_of
from compliance.outcomes.draw import rate_for, stratify
from compliance.projections.effective import Effective

STEPS = (
    "plan.drafted", "plan.approved", "plan.published", "plan.abandoned", "draw.planned",
    "draw.performed", "draw.revealed", "draw.published",
)  # fmt: skip


class Step(NamedTuple):
    """A step that was taken: which, when, and where it stands in the log."""

    step: str
    on: date
    recorded_at: str
    position: int
    actor: str


class Digest(NamedTuple):
    """A digest that a step told, and what of."""

    of: str
    sha256: str


class Shown(NamedTuple):
    """A draw without any of its lists."""

    region: str
    draw: str
    progress: str
    """How far it has come: the last step."""
    method: str | None
    beacon: str | None
    beacon_at: str | None
    beacon_value: str | None
    as_of: date | None
    known_at: str | None
    position: int | None
    revealed: bool
    drawn: int | None
    """Visits that the lot fell on."""
    put_off: int | None
    assigned: int
    completed: int
    replaced: int
    bearers: tuple[str, ...]
    digests: tuple[Digest, ...]
    steps: tuple[Step, ...]


class StratumItem(NamedTuple):
    """How many of a stratum's facilities an item concerns, and how many the lot fell on for it."""

    stratum: str
    item: str
    concerned: int
    share: str | None
    """The plan's rate that fits; none = no visit is asked for."""
    least: int
    most: int | None
    drawn: int
    passed_over: int
    """Of those drawn, who is not visited."""
    stand_in: int
    """Who is visited instead."""


class VisitShown(NamedTuple):
    """A visit as it is shown; who goes only to whoever asks for what is sealed."""

    task: str
    facility: str
    stratum: str
    items: tuple[str, ...]
    stage: Stage
    officers: tuple[str, ...] | None
    instead_of: str | None
    reason: str | None
    by_task: str | None
    result_code: str | None


def shown(state: DrawState) -> Shown:
    """Return a draw as the log tells of it, without its lists."""
    planned, performed = state.first("draw.planned"), state.first("draw.performed")
    told = None if planned is None else planned.said.data
    fell = None if performed is None else performed.said.data
    replaced = state.of("target.replaced")
    return Shown(
        region=state.region, draw=state.draw_id, progress=_last(state),
        method=told and told.method, beacon=told and told.beacon,
        beacon_at=told and told.beacon_at, beacon_value=fell and fell.beacon_value,
        as_of=told and told.as_of, known_at=told and told.known_at,
        position=told and told.position, revealed=bool(state.of("draw.revealed")),
        drawn=fell and fell.drawn_count,
        put_off=_put_off(state),
        assigned=len(state.by_task("task.assigned")),
        completed=len(state.by_task("task.completed")), replaced=len(replaced),
        bearers=tuple(each.bearer for each in (told and told.nonces) or ()),
        digests=_digests(state), steps=_steps(state),
    )  # fmt: skip


def lists_shown(desk: Desk, state: DrawState, *, sealed: bool) -> Papers:
    """Open the lists of a draw for whoever may look. Raises Refused (E-DRAW-SEALED), NotFound."""
    if not sealed and not state.of("draw.revealed"):
        raise Refused("E-DRAW-SEALED", draw=state.draw_id)
    return opened(desk, state)


def strata_shown(papers: Papers) -> list[StratumItem]:
    """Return the strata with what the lot fell on in each for every item that concerns it."""
    lot, fell = papers.lot, _fell(papers.lot.drawn)
    found = []
    for stratum, entries in stratify(lot.frame, lot.plan.join_below).items():
        for item in lot.plan.items:
            concerned = sum(item.item in each.items for each in entries)
            rate = rate_for(item, stratum)
            drawn, passed, stand_in = (fell[kind, stratum.name, item.item] for kind in _KINDS)
            if concerned:
                found.append(StratumItem(
                    stratum.name, item.item, concerned, None if rate is None else str(rate.share),
                    0 if rate is None else rate.least, None if rate is None else rate.most,
                    drawn, passed, stand_in,
                ))  # fmt: skip
    return found


def visits_shown(state: DrawState, papers: Papers, *, sealed: bool) -> list[VisitShown]:
    """Return every visit; its officers only if what is sealed is asked for."""
    return [
        VisitShown(
            task=each.task, facility=each.facility, stratum=each.stratum, items=each.items,
            stage=each.stage, officers=each.officers if sealed else None,
            instead_of=each.instead_of, reason=each.reason, by_task=each.by_task,
            result_code=each.completed and each.completed.said.data.result_code,
        )
        for each in visits_of(state, papers)
    ]  # fmt: skip


def deferred_shown(papers: Papers) -> Sequence[PutOff]:
    """Return who is not visited this time, and why."""
    return put_off(papers)


_KINDS = ("drawn", "passed", "stand_in")


def _fell(drawn: Sequence[Drawn]) -> Counter[tuple[str, str, str]]:
    """Count by kind, stratum and item whom the lot fell on, those that the plan names left out."""
    return Counter(
        (kind, each.stratum, item)
        for each in drawn
        if each.must is None
        for kind in ("stand_in",) * (each.instead_of is not None)
        or ("drawn", *("passed",) * (each.passed is not None))
        for item in each.items
    )


def _last(state: DrawState) -> str:
    """Return the step that a draw has come to; one that was given up is so whatever followed."""
    if state.of("plan.abandoned"):
        return "plan.abandoned"
    return [stem for stem in STEPS if state.of(stem)][-1]


def _put_off(state: DrawState) -> int | None:
    performed = state.first("draw.performed")
    if performed is None:
        return None
    later = sum(each.said.data.by_task_id is None for each in state.of("target.replaced"))
    return later + (performed.said.data.deferred_count or 0)


def _digests(state: DrawState) -> tuple[Digest, ...]:
    told = [state.first("draw.planned") or state.last("plan.drafted")]
    told += [state.first("draw.performed"), state.first("draw.revealed")]
    return tuple(
        Digest(name.removesuffix(_SHA256), value)
        for each in told
        if each is not None
        for name, value in _fields(each.said.data)
        if name.endswith(_SHA256) and isinstance(value, str)
    )


_SHA256 = "_sha256"


def _fields(told: Any) -> list[tuple[str, Any]]:
    return [(each.name, getattr(told, each.name)) for each in shape(type(told))]


def _steps(state: DrawState) -> tuple[Step, ...]:
    told = sorted(
        (each for stem in STEPS for each in state.of(stem)), key=lambda each: each.event.position
    )
    return tuple(map(_step, told))


def _step(told: Effective) -> Step:
    event = told.event
    at = instant_text(event.recorded_at)
    return Step(event.stem, told.on, at, event.position, event.said.actor.id)
