"""How everybody stands by the compiled rules: status, tier, flags and verdicts, and no proofs.

The rules are asked of the tables of facts, as known now or then. Where these do not tell all, a
rule is left to the interpreter, or the log is small, nothing is answered: whoever asked reads each
history instead.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from compliance.domain.errors import Refused
from compliance.domain.time import AsOf
from compliance.engine.desk import Desk
from compliance.engine.everybody import facts
from compliance.engine.stood import Stood, Told
from compliance.rules.book import Rulebook

if TYPE_CHECKING:
    from compliance.rules.compile.answer import Found
    from compliance.rules.compile.everybody import Ask, Asked


class Wanted(NamedTuple):
    """Which conclusions are asked for; what is not is left empty."""

    status: bool = True
    tier: bool = True
    rules: frozenset[str] | None = None
    """The rules whose verdicts are asked for; None = all."""


_EVERYTHING = Wanted()


def concluded(
    desk: Desk, book: Rulebook, as_of: AsOf, wanted: Wanted = _EVERYTHING
) -> tuple[Stood, ...] | None:
    """Return how everybody stands at whom anything had happened, in order of facility.

    Of findings only rule, subject, verdict and bearer are told. None: only histories can tell,
    or tell it sooner.
    """
    sources = tables(desk, as_of)
    if sources is None or desk.log.head().size <= desk.small:
        return None
    from compliance.projections.fetched import Fetched  # noqa: PLC0415 - heavy
    from compliance.projections.sources import begun_by  # noqa: PLC0415
    from compliance.rules.compile.cells import NotCompiledError  # noqa: PLC0415
    from compliance.rules.compile.everybody import Asked  # noqa: PLC0415

    who, asking = desk.ask(begun_by(sources, as_of.on)), desk.ask
    if as_of.known is not None:  # each question would work the facts out anew
        sources = Fetched(sources, desk.ask)
        asking = sources.ask
    asked = Asked(sources, as_of.on, wanted.rules)
    try:
        return tuple(_stances(asking, book, asked, wanted, who))
    except NotCompiledError:
        return None


def tables(desk: Desk, as_of: AsOf) -> Any:
    """Return the tables of facts, if they tell all that the log does; else None."""
    if desk.engine is None:
        return None
    try:
        return facts(desk, as_of.known)
    except Refused:
        return None


def _stances(
    ask: "Ask", book: Rulebook, asked: "Asked", wanted: Wanted, who: Iterable[Any]
) -> Iterator[Stood]:
    """Yield how they stand who are told by id, name and region. Raises NotCompiledError."""
    from compliance.rules.compile.standing import statuses  # noqa: PLC0415 - heavy
    from compliance.rules.compile.tier import tiers  # noqa: PLC0415

    status = dict(statuses(book, asked, ask)) if wanted.status else {}
    tier = dict(tiers(book, asked, ask)) if wanted.tier else {}
    found = _by_facility(ask, book, asked)
    for facility, name, region in sorted(who):
        own = found[facility]
        yield Stood(
            facility=facility,
            name=name,
            region=region,
            status=status.get(facility, ""),
            tier=tier.get(facility, ""),
            flags=tuple(sorted({each.flag for each in own if each.flag is not None})),
            findings=tuple(map(_told, own)),
            turns_on=None,
        )


def _by_facility(ask: "Ask", book: Rulebook, asked: "Asked") -> "dict[str, list[Found]]":
    """Return everybody's findings. Raises NotCompiledError if a rule is left out."""
    from compliance.rules.compile.cells import NotCompiledError  # noqa: PLC0415 - heavy
    from compliance.rules.compile.everybody import programs  # noqa: PLC0415

    found: dict[str, list[Found]] = defaultdict(list)
    if asked.rules == frozenset():
        return found
    for program in programs(book, asked, ask):
        if program.left:  # its findings would be missing, and a flag with them
            raise NotCompiledError(", ".join(program.left))
        for statement in program.statements:
            for each in program.read(ask(statement)):
                found[each.facility].append(each)
    return found


def _told(found: "Found") -> Told:
    subject = found.subject
    whose = {} if found.bearer == "facility" else {"bearer": found.bearer}
    return {
        "rule": found.rule,
        "subject": None if subject is None else {"kind": subject.kind, "id": subject.id},
        "verdict": found.verdict,
        **whose,
    }
