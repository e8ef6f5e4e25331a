"""Seeded histories of many facilities, as a log would hold them after years of supervision.

`told(Plan(facilities=10_000))` is what `EventLog.restore` takes; `lines(…)` is what `import log`
takes; `python -m tools.histories --facilities 1000 > log.jsonl` writes it. The same plan gives the
same bytes. It knows the events and how a life goes; it knows no rule, and judges nothing.
"""

from collections.abc import Iterator
from itertools import chain
from operator import itemgetter

from compliance.domain.canonical import canonical
from compliance.domain.plain import to_plain
from tools.histories import conduct, people, public, site
from tools.histories.life import Life
from tools.histories.plan import Plan, Told

__all__ = ["Plan", "Told", "life_of", "lines", "told"]


def told(plan: Plan) -> list[Told]:
    """Return every event of a plan as (id, instant, proposal), in the order of recording."""
    lives = (life_of(plan, number) for number in range(plan.facilities))
    return sorted(chain.from_iterable(lives), key=itemgetter(1, 0))


def life_of(plan: Plan, number: int) -> list[Told]:
    """Return what is told of one facility and its people, whatever the others do."""
    life = Life(plan, number)
    site.told(life)
    people.told(life)
    conduct.told(life)
    public.told(life)
    site.counted(life)
    return life.told


def lines(plan: Plan) -> Iterator[str]:
    """Yield a plan's events as the lines of an exported log."""
    for position, (id_, recorded_at, said) in enumerate(told(plan), 1):
        yield canonical(
            {
                "position": position,
                "id": id_,
                "type": said.type,
                "facility": said.facility,
                "occurred_on": said.occurred_on.isoformat(),
                "recorded_at": recorded_at,
                "actor": {"id": said.actor.id, "org": said.actor.org},
                "source": {"channel": said.source.channel},
                "key": said.key,
                "data": to_plain(said.data),
            }
        )
