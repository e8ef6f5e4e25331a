"""Teams for all visits of a pool, part by part: the cheapest of all ways to fill every seat."""

from collections.abc import Callable, Iterator

from compliance.domain.team import Team
from compliance.outcomes.draw.teams.blocks import Part, parts_of
from compliance.outcomes.draw.teams.cheapest import Flow, cheapest, met
from compliance.outcomes.draw.teams.costs import costs
from compliance.outcomes.draw.teams.lacking import shortages_of
from compliance.outcomes.draw.teams.network import network
from compliance.outcomes.draw.teams.pool import Kept, Pool
from compliance.outcomes.draw.teams.shortage import refusal

Told = Callable[[int, int], None]
"""Hears how many of how many visits are looked at."""


def assigned(pool: Pool, seed: str, kept: Kept, told: Told) -> tuple[Team, ...]:
    """Return the team of every visit, by visit. Raises Answers (E-DRAW-NO-TEAM)."""
    short = shortages_of(pool, kept)
    if short:
        raise refusal(short)
    teams = {each.task: kept.get(each.task, ()) for each in pool.tasks}
    parts = parts_of(pool, kept)
    done, total = 0, sum(len(each.tasks) for each in parts)
    for part in parts:
        for task, officer in _chosen(part, pool, kept, seed):
            teams[task] = (*teams[task], officer)
        done += len(part.tasks)
        told(done, total)
    return tuple(Team(task=task, officers=tuple(sorted(each))) for task, each in teams.items())


def _chosen(part: Part, pool: Pool, kept: Kept, seed: str) -> Iterator[tuple[str, str]]:
    net = network(part, pool, kept)
    asked = Flow(net.supplies, net.tails, net.heads, net.capacities, costs(net, part, seed))
    flows = met(cheapest(asked))
    for arc in flows[: net.pairs.tasks.size].nonzero()[0]:
        task, officer = net.pairs.tasks[arc], net.pairs.officers[arc]
        yield part.tasks[task].task, part.officers[officer].certificate_no
