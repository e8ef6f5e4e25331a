"""`draw audit`: what there is to ask about a region's draws, each with the records behind it.

Plans given up, and whether another one followed; commitments never drawn, draws never revealed,
with who kept a number back; seconds of what is made once; what happened on the wrong side of the
beacon's moment, or long after it; visits given up, or teams made anew, by reason and by who
recorded it; visits put off, or never made; a list of which this log knows nothing.
None of it is a verdict: a plan may be given up for good reason.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from compliance.domain.draw import Question
from compliance.domain.errors import NotPermitted
from compliance.domain.time import day_of, instant_from
from compliance.engine.desk import Desk
from compliance.engine.draws.followed import followed
from compliance.engine.draws.papers import NAMING, unanswered
from compliance.engine.draws.state import TOLD, DrawState, id_of, recorded, states_in
from compliance.log.entry import tagged
from compliance.projections.effective import AMENDMENTS, Effective

LATE_DAYS = 7
"""So many days after the beacon's moment a draw counts as made long after it."""


class Asked(NamedTuple):
    """Something to ask about a draw: since when, how often, of whom, with what behind it."""

    question: Question
    region: str
    draw: str
    on: date
    days: int | None
    """How long it has been so, or by how many days it was late."""
    times: int | None
    reason: str | None
    actor: str | None
    """Who recorded it."""
    bearers: tuple[str, ...]
    """Whose numbers nobody has been told."""
    followed_by: tuple[str, ...]
    """Plans of the same region, year and items whose draw came instead, or may come."""
    evidence: tuple[int, ...]


class _About(NamedTuple):
    desk: Desk
    state: DrawState
    others: tuple[DrawState, ...]
    late_days: int


def audited(
    desk: Desk, region: str | None = None, *, late_days: int = LATE_DAYS, now: datetime
) -> Iterator[Asked]:
    """Yield what there is to ask about a region's draws, or about all, as known at an instant."""
    told: dict[str, dict[str, DrawState]] = {}
    for event in desk.log.read(TOLD):
        if event.recorded_at <= now and region in {None, event.data.region}:
            ids = told.setdefault(event.data.region, {})
            ids[id_of(event.data)] = DrawState(event.data.region, id_of(event.data), {})
    for each, ever in sorted(told.items()):
        states = tuple((ever | states_in(desk, each, now)).values())
        for state in states:
            about = _About(desk, state, states, late_days)
            for looked in _LOOKED:
                yield from looked(about, now)


def _row(about: _About, question: Question, positions: tuple[int, ...], **more: Any) -> Asked:
    blank = Asked(
        question=question, region=about.state.region, draw=about.state.draw_id, on=date.max,
        days=None, times=None, reason=None, actor=None, bearers=(), followed_by=(),
        evidence=positions,
    )  # fmt: skip
    return blank._replace(**more)


def _abandoned(about: _About, now: datetime) -> Iterator[Asked]:
    """Yield plans that were given up, above all after a commitment, and what followed."""
    for each in about.state.of("plan.abandoned"):
        planned = about.state.first("draw.planned")
        kept = planned is not None and not about.state.of("draw.performed")
        positions = (each.event.position, *(() if planned is None else planned.positions))
        yield _row(
            about, "abandoned", tuple(sorted(positions)), on=each.on,
            days=(day_of(now) - each.on).days, reason=each.said.data.reason,
            actor=each.said.actor.id,
            followed_by=followed(about.desk, about.state, about.others, each.event.position),
            bearers=_bearers(about.state) if kept else (),
        )  # fmt: skip


def _again(about: _About, now: datetime) -> Iterator[Asked]:
    """Yield what is made once and was told again, as only an import or a restoration can."""
    once: tuple[tuple[str, Question], ...] = (
        ("draw.planned", "committed_again"),
        ("draw.performed", "drawn_again"),
    )
    for stem, question in once:
        ever = [e for e in recorded(about.desk.log, about.state, stem) if e.recorded_at <= now]
        for event in ever[1:]:
            positions = (ever[0].position, event.position)
            yield _row(about, question, positions, on=event.said.occurred_on,
                       actor=event.said.actor.id)  # fmt: skip


def _amended(about: _About, now: datetime) -> Iterator[Asked]:
    """Yield corrections and retractions of steps of the draw."""
    events = list(about.desk.log.read(tagged(*about.state.tags)))
    steps = {each.id: each for each in events if each.stem in _STEPS}
    for event in events:
        if event.stem in AMENDMENTS and event.data.event in steps and event.recorded_at <= now:
            positions = (steps[event.data.event].position, event.position)
            yield _row(about, "amended", positions, on=event.said.occurred_on,
                       reason=event.data.reason, actor=event.said.actor.id)  # fmt: skip


_STEPS = frozenset({
    "plan.drafted", "plan.approved", "plan.abandoned", "draw.planned", "draw.performed",
    "draw.revealed", "target.replaced", "team.changed", "task.assigned", "task.returned",
    "task.completed",
})  # fmt: skip


def _unanswered(about: _About, now: datetime) -> Iterator[Asked]:
    """Yield events whose digests no paper here answers to.

    Who has no key cannot tell, nor a login of a server that may open no paper.
    """
    if about.desk.key is None:
        return
    for event in about.desk.log.read(tagged(*about.state.tags)):
        if event.stem in NAMING and event.recorded_at <= now:
            try:
                lacking = unanswered(about.desk, event)
            except NotPermitted:
                return
            if lacking:
                yield _row(about, "unanswered", (event.position,), on=event.said.occurred_on,
                           times=len(lacking), actor=event.said.actor.id)  # fmt: skip


def _unapproved(about: _About, _: datetime) -> Iterator[Asked]:
    """Yield a commitment to a plan that nobody had approved so."""
    for planned in about.state.of("draw.planned")[:1]:
        approved = any(
            each.said.data.plan_sha256 == planned.said.data.plan_sha256
            and each.event.position < planned.event.position
            for each in about.state.of("plan.approved")
        )
        if not approved:
            yield _row(about, "unapproved", planned.positions, on=planned.on,
                       actor=planned.said.actor.id)  # fmt: skip


def _handed_in(about: _About, _: datetime) -> Iterator[Asked]:
    """Yield a commitment to a list that came from outside: its tiers are nobody's here."""
    for planned in about.state.of("draw.planned")[:1]:
        if planned.said.data.as_of is not None and planned.said.data.position is None:
            yield _row(about, "handed_in", planned.positions, on=planned.on,
                       actor=planned.said.actor.id)  # fmt: skip


def _moments(about: _About, now: datetime) -> Iterator[Asked]:
    """Yield what happened on the wrong side of the beacon's moment, long after, or never."""
    for planned in about.state.of("draw.planned")[:1]:
        if planned.said.data.beacon_at is None:
            continue
        moment = instant_from(planned.said.data.beacon_at)
        performed = about.state.first("draw.performed")
        if planned.event.recorded_at >= moment:
            yield _row(about, "committed_late", planned.positions, on=planned.on)
        if performed is None:
            if now >= moment and not about.state.of("plan.abandoned"):
                yield _row(about, "never_drawn", planned.positions, on=day_of(moment),
                           days=(now - moment).days, bearers=_bearers(about.state))  # fmt: skip
            continue
        late, positions = performed.event.recorded_at - moment, performed.positions
        if late.total_seconds() < 0:
            yield _row(about, "drawn_early", positions, on=performed.on)
        elif late.days > about.late_days:
            yield _row(about, "drawn_late", positions, on=performed.on, days=late.days)


def _unrevealed(about: _About, now: datetime) -> Iterator[Asked]:
    """Yield a draw that was never revealed: nobody could check its lists and numbers yet."""
    performed = about.state.first("draw.performed")
    if performed is not None and not about.state.of("draw.revealed"):
        yield _row(
            about, "never_revealed", performed.positions, on=performed.on,
            days=(day_of(now) - performed.on).days, bearers=_bearers(about.state),
        )  # fmt: skip


def _given_up(about: _About, _: datetime) -> Iterator[Asked]:
    """Yield visits given up since the draw by reason and by who recorded it, and those put off."""
    told = about.state.of("target.replaced")
    yield from _by_reason(about, "replaced", told)
    off = [each for each in told if each.said.data.by_task_id is None]
    performed = about.state.first("draw.performed")
    drawn = 0 if performed is None else performed.said.data.deferred_count or 0
    if drawn or off:
        mine = [*([performed] if performed is not None and drawn else []), *off]
        positions = tuple(position for each in mine for position in each.positions)
        yield _row(about, "put_off", positions, on=mine[0].on, times=drawn + len(off))


def _reteamed(about: _About, _: datetime) -> Iterator[Asked]:
    """Yield changes of teams: who stands down often enough chooses who goes."""
    yield from _by_reason(about, "reteamed", about.state.of("team.changed"))


def _by_reason(about: _About, question: Question, told: Sequence[Effective]) -> Iterator[Asked]:
    kinds = Counter((each.said.data.reason, each.said.actor.id) for each in told)
    for (reason, actor), count in sorted(kinds.items()):
        mine = [e for e in told if (e.said.data.reason, e.said.actor.id) == (reason, actor)]
        positions = tuple(position for each in mine for position in each.positions)
        yield _row(about, question, positions, on=mine[0].on, times=count, reason=reason,
                   actor=actor)  # fmt: skip


def _unvisited(about: _About, now: datetime) -> Iterator[Asked]:
    """Yield how many visits of a draw long revealed have no result: a way to spare somebody."""
    performed = about.state.first("draw.performed")
    if performed is None or not about.state.of("draw.revealed"):
        return
    off = sum(each.said.data.by_task_id is None for each in about.state.of("target.replaced"))
    made = len(about.state.by_task("task.completed"))
    left, days = performed.said.data.drawn_count - off - made, (day_of(now) - performed.on).days
    if left > 0 and days > about.late_days:
        yield _row(about, "unvisited", performed.positions, on=performed.on, days=days,
                   times=left)  # fmt: skip


_LOOKED: tuple[Callable[[_About, datetime], Iterator[Asked]], ...] = (
    _abandoned, _again, _amended, _unanswered, _unapproved, _handed_in, _moments,
    _unrevealed, _given_up, _reteamed, _unvisited,
)  # fmt: skip


def _bearers(state: DrawState) -> tuple[str, ...]:
    planned = state.first("draw.planned")
    if planned is None:
        return ()
    return tuple(each.bearer for each in planned.said.data.nonces or ())
