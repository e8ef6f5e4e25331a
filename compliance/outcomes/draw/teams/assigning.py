"""Teams for all visits of a pool, part by part: the cheapest of all ways to fill every place."""

from collections.abc import Callable, Iterator, Mapping

from compliance.domain.draw import Team
from compliance.domain.errors import Refused
from compliance.outcomes.draw.teams.blocks import blocks_of, parts_of
from compliance.outcomes.draw.teams.cheapest import cheapest
from compliance.outcomes.draw.teams.network import Part, network, part
from compliance.outcomes.draw.teams.pool import Kept, Pool, places

Told = Callable[[int, int], None]
"""Hears how many of how many visits have their team."""


def assigned(pool: Pool, seed: str, kept: Kept, told: Told) -> tuple[Team, ...]:
    """Return the team of every visit, by visit. Raises Refused (E-DRAW-NO-TEAM)."""
    pool = pool.in_order()
    teams = {each.task: tuple(kept.get(each.task, ())) for each in pool.tasks}
    free = [each for each in pool.tasks if len(teams[each.task]) < places(each)]
    done = len(teams) - len(free)
    for blocks in parts_of(blocks_of(pool, free)):
        this = part(blocks)
        for task, officer in _chosen(this, pool, kept, seed):
            teams[task] = (*teams[task], officer)
        done += len(this.tasks)
        told(done, len(teams))
    return tuple(
        Team(task=task, officers=tuple(sorted(officers))) for task, officers in teams.items()
    )


def _chosen(
    this: Part, pool: Pool, kept: Mapping[str, tuple[str, ...]], seed: str
) -> Iterator[tuple[str, str]]:
    net = network(this, pool, kept, seed)
    flows = cheapest(net)
    if flows is None:
        raise Refused("E-DRAW-NO-TEAM", tasks=len(this.tasks))
    for arc in flows[: net.pairs.tasks.size].nonzero()[0]:
        task, officer = net.pairs.tasks[arc], net.pairs.officers[arc]
        yield this.tasks[task].task, this.officers[officer]
