"""`draw verify`: everything about a draw computed again, from the log and the sealed papers.

Each check says what it looked at and whether it holds; one that cannot be made yet says so. Who
has no key checks the published bundle instead, with the program that lies in it.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from compliance.domain.draw import Nonce
from compliance.domain.errors import Answer, NotPermitted
from compliance.domain.team import Team
from compliance.domain.time import instant_from
from compliance.engine.desk import Desk
from compliance.engine.draws.papers import (
    NAMING,
    committed_of,
    lists_of,
    performed_of,
    planned_of,
    seed_in,
    teams_first,
    unanswered,
)
from compliance.engine.draws.perform import Progress
from compliance.engine.draws.publish import Edition, files_of
from compliance.engine.draws.reveal import bundle_of
from compliance.engine.draws.state import DrawState, recorded
from compliance.engine.draws.visits import Papers, opened
from compliance.log.entry import tagged
from compliance.log.verify import stands
from compliance.outcomes.draw import (
    bundle_sha256,
    drawn,
    nonce_digest,
    replace,
    seed_of,
    seed_text,
    tasks_of,
)
from compliance.outcomes.draw.teams import Pool, check
from compliance.projections.effective import AMENDMENTS

Held = Literal["holds", "fails", "not_yet"]


class Check(NamedTuple):
    """One thing that was looked at: whether it holds, and what does not."""

    check: str
    result: Held
    found: tuple[str, ...] = ()
    """Positions, files, facilities or tasks that do not fit; or the code of what is missing."""


_Found = Sequence[object] | None
"""What does not fit; None = there is nothing to check yet."""


def verified(desk: Desk, state: DrawState, told: Progress) -> Iterator[Check]:
    """Yield every check of a draw. Raises NotFound (E-PERSON-KEY-MISSING) without the key.

    And NotPermitted (E-DB-RIGHTS) for a login that may open no paper: it cannot tell.
    """
    desk.papers()
    checks: dict[str, Callable[[], _Found]] = {
        "log": lambda: _log(desk, state),
        "once": lambda: _once(desk, state),
        "approved": lambda: _approved(state),
        "beacon": lambda: _beacon(state),
        "papers": lambda: _papers(desk, state),
        "seed": lambda: _seed(desk, state),
        "drawn": lambda: _drawn(desk, state, told),
        "teams": lambda: _teams(desk, state, told),
        "replaced": lambda: _replaced(desk, state),
        "revealed": lambda: _revealed(desk, state),
        "published": lambda: _published(desk, state),
    }
    for name, looked in checks.items():
        yield _check(name, looked)


def _check(name: str, looked: Callable[[], _Found]) -> Check:
    try:
        found = looked()
    except NotPermitted:
        raise
    except Answer as answer:
        given = [str(each) for each in answer.given.values()]
        return Check(name, "fails", (answer.code, *given))
    if found is None:
        return Check(name, "not_yet")
    return Check(name, "fails" if found else "holds", tuple(map(str, found)))


def _log(desk: Desk, state: DrawState) -> _Found:
    """Return the positions whose entries do not fit their hashes, or stand under another root."""
    entries = desk.log.entries(tagged(*state.tags))
    return [each.position for each in entries if not stands(desk.log, each)]


def _once(desk: Desk, state: DrawState) -> _Found:
    """Return second commitments, draws and reveals, and whatever amends a step of the draw."""
    more, steps = [], set()
    for stem in ("plan.approved", "draw.planned", "draw.performed", "draw.revealed"):
        ever = recorded(desk.log, state, stem)
        steps |= {each.id for each in ever}
        more += [each.position for each in ever[1:]] if stem != "plan.approved" else []
    for event in desk.log.read(tagged(*state.tags)):
        if event.stem in AMENDMENTS and event.data.event in steps:
            more.append(event.position)
    return sorted(more)


def _approved(state: DrawState) -> _Found:
    """Return the commitment if no approval of that very plan came before it."""
    planned = state.first("draw.planned")
    if planned is None:
        return None
    approvals = [
        each
        for each in state.of("plan.approved")
        if each.said.data.plan_sha256 == planned.said.data.plan_sha256
        and each.event.position < planned.event.position
    ]
    return [] if approvals else [planned.event.position]


def _beacon(state: DrawState) -> _Found:
    """Return the steps on the wrong side of the beacon's moment."""
    planned, performed = state.first("draw.planned"), state.first("draw.performed")
    if planned is None or planned.said.data.beacon_at is None:
        return None
    moment = instant_from(planned.said.data.beacon_at)
    wrong = [planned] if planned.event.recorded_at >= moment else []
    if performed is not None and performed.event.recorded_at < moment:
        wrong.append(performed)
    return [each.event.position for each in wrong]


def _papers(desk: Desk, state: DrawState) -> _Found:
    """Return the digests that no paper here answers to."""
    told = [each.event for stem in NAMING for each in state.of(stem)]
    return list(dict.fromkeys(sha256 for each in told for sha256 in unanswered(desk, each)))


def _seed(desk: Desk, state: DrawState) -> _Found:
    """Return whether the seed's text is not what was committed to, with its numbers."""
    if not state.of("draw.performed"):
        return None
    planned, performed = planned_of(desk, state), performed_of(desk, state).event.data
    text = desk.papers().read(seed_in(desk, performed)).decode()
    nonces = [Nonce(by=by, value=value) for by, value in _nonces(text)]
    again = seed_text(committed_of(desk, planned), nonces, performed.beacon_value or "")
    same = again == text and nonce_digest(seed_of(text)) == performed.seed_sha256
    return [] if same else ["seed.txt"]


def _nonces(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        word, *rest = line.split("|")
        if word == "nonce":
            yield rest[0], rest[1]


def _drawn(desk: Desk, state: DrawState, told: Progress) -> _Found:
    """Return the facilities of which the draw says otherwise than the lot computed again."""
    if not state.of("draw.performed"):
        return None
    lot = opened(desk, state).lot
    again = drawn(lot.plan, lot.frame, lot.seed, told.lot)
    differing = sorted({each.facility for each in set(again) ^ set(lot.drawn)})
    return differing or ([] if again == lot.drawn else ["drawn.jsonl"])


def _teams(desk: Desk, state: DrawState, told: Progress) -> _Found:
    """Return what the independent check finds wrong with the teams as they were drawn.

    And later changes that bring back teams of before: by every rule those are another paper.
    """
    lines, again = teams_first(desk, state), _brought_back(state)
    if lines is None:
        return again or None
    lot = opened(desk, state).lot
    roster = lists_of(desk, planned_of(desk, state).event.data).roster
    teams = [Team(task=each.task, officers=each.officers) for each in lines]
    staffed = {each.task for each in lines}
    tasks = tuple(each for each in tasks_of(lot) if each.task in staffed)
    wrong = check(Pool(tasks, roster, lot.plan.team), teams, lot.seed, told=told.teams)
    told_wrong = [" ".join(str(part) for part in each if part is not None) for each in wrong]
    return [*told_wrong, *again]


def _brought_back(state: DrawState) -> list[int]:
    """Return the changes of teams that name a paper which was named before."""
    told, named = [*state.of("draw.performed")[:1], *state.of("team.changed")], set()
    found = []
    for each in told:
        sha256 = each.said.data.teams_sha256
        if sha256 is not None and sha256 in named:
            found.append(each.event.position)
        named.add(sha256)
    return found


def _replaced(desk: Desk, state: DrawState) -> _Found:
    """Return the tasks that were given up for another than the one next in order."""
    if not state.of("target.replaced"):
        return None
    papers = opened(desk, state)
    count = len(papers.replaced) - len(state.of("target.replaced"))
    return [*_steered(papers), *(["replaced.jsonl"] if count else [])]


def _steered(papers: Papers) -> Iterator[str]:
    for place, each in enumerate(papers.replaced):
        before = papers.replaced[:place]
        again = replace(papers.lot, before, each.task, reason=each.reason, note=each.note)
        if again != each:
            yield each.task


def _revealed(desk: Desk, state: DrawState) -> _Found:
    revealed = state.first("draw.revealed")
    if revealed is None:
        return None
    again = bundle_sha256(bundle_of(desk, state))
    return [] if revealed.said.data.bundle_sha256 == again else [revealed.event.position]


def _published(desk: Desk, state: DrawState) -> _Found:
    """Return publications of a commitment or a bundle that is not the draw's."""
    if not state.of("draw.published"):
        return None
    wrong = []
    for each in state.of("draw.published"):
        told = each.said.data
        if told.stage != "results":
            files = files_of(desk, state, told.stage)
            if Edition(told.stage, files, None).sha256 != told.sha256:
                wrong.append(each.event.position)
    return wrong
