"""Who opened the vault on whom, when and what for (个人信息查阅留痕).

The vault keeps this itself, beside the log and not under its tree: it shows what was read through
the program. The evidence is where the log posts the person, which also tells the region.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from compliance.domain.identifiers import Person
from compliance.domain.time import day_of, instant_from
from compliance.engine.audits.asked import Asked
from compliance.projections.identity import LINK, one_ref

_READS = "SELECT at, actor, person, purpose FROM vault_read ORDER BY at, actor, person, purpose"


class Read(NamedTuple):
    """One opening of a person's records."""

    at: str
    actor: str
    person: str
    purpose: str
    facilities: tuple[str, ...]
    """Where the person has, or had, a post, of those asked about."""
    evidence: tuple[int, ...]


def reads(asked: Asked) -> Iterator[Read]:
    """Yield the openings of the vault; of a region, those on persons with a post there."""
    where: dict[str, list[str]] = defaultdict(list)
    proof: dict[str, set[int]] = defaultdict(set)
    for facility, row in asked.each("posts"):
        where[row.values["person"]].append(facility)
        proof[row.values["person"]].update(row.events)
    refs = one_ref(each.said.data for each in asked.told(LINK))
    for at, actor, person, purpose in asked.desk.log.select(_READS):
        one = refs.get(Person(person), person)
        if _in_time(asked, at) and (asked.region is None or one in where):
            facilities = tuple(dict.fromkeys(where.get(one, ())))
            evidence = tuple(sorted(proof.get(one, ())))
            yield Read(at, actor, person, purpose, facilities, evidence)


def _in_time(asked: Asked, at: str) -> bool:
    instant = instant_from(at)
    return asked.as_of.knows(instant) and day_of(instant) <= asked.as_of.on
