"""The packs' own cases: given these events, on this day, then this verdict."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache, partial
from typing import Any, NamedTuple

from compliance.domain.envelope import Actor, Event, Proposal
from compliance.domain.events import latest
from compliance.domain.findings import Finding
from compliance.domain.identifiers import EventId, FacilityId
from compliance.domain.plain import from_plain
from compliance.engine.case_terms import got_of
from compliance.projections.history import History
from compliance.rules.assess import Assessed, Assessor
from compliance.rules.book import Rulebook
from compliance.rules.pack import Rule

HERE, ELSEWHERE = FacilityId("local:case"), FacilityId("local:other")
_BEGIN = datetime(2020, 1, 1, tzinfo=UTC)
_FOUND = {"event": "premises.found", "on": "2000-01-01", "address": "-"}


class CaseResult(NamedTuple):
    """A case and what differs from what it expects; nothing = passed."""

    rule: str
    pack: str
    name: str
    differs: tuple[str, ...]


def run_cases(book: Rulebook, pack: str | None = None) -> Iterator[CaseResult]:
    """Run every case of a book (or of one pack) and report each."""
    for rule in book.rules:
        if pack in {None, rule.pack}:
            for case in rule.cases:
                yield CaseResult(rule.id, rule.pack, case["name"], differences(book, rule, case))


def differences(book: Rulebook, rule: Rule, case: dict[str, Any]) -> tuple[str, ...]:
    """Return what a case expects and does not get; in a draft's own case, drafts speak."""
    book = book if book.force.rule(rule) is not None else _supposing(book)
    history, on = _history(case, rule.scope), date.fromisoformat(case["on"])
    if rule.judged:
        assessor = Assessor(book, history)
        found = assessor.findings(rule.id, on)
        whole = partial(assessor.on, on)  # few cases expect more than their rule's own findings
        got = {name: _got(name, whole, found) for name in case["expect"]}
    else:
        got = {name: got_of(book, rule, history, on, name) for name in case["expect"]}
    return tuple(
        f"{name}: expected {expected!r}, got {got[name]!r}"
        for name, expected in case["expect"].items()
        if got[name] != expected
    )


@lru_cache(maxsize=2)
def _supposing(book: Rulebook) -> Rulebook:
    return book.supposing_drafts


def assessed_case(book: Rulebook, case: dict[str, Any]) -> Assessed:
    """Return what the rules say in a case."""
    return Assessor(book, _history(case, "facility")).on(date.fromisoformat(case["on"]))


def _history(case: dict[str, Any], scope: str) -> History:
    """Return the past that a case gives: of a facility, or of the case's region itself."""
    region = case.get("region", "440305")
    given = [_FOUND | {"region": region}, *case["given"]]
    events = [_event(place, plain) for place, plain in enumerate(given)]
    if "known" in case:
        events = events[: case["known"] + 1]
    return History("", events, region=region) if scope == "region" else History(HERE, events)


def _event(place: int, plain: dict[str, Any]) -> Event:
    fields = dict(plain)
    kind = latest(fields.pop("event"))
    on = fields.pop("on", "2000-01-01")
    said_at = fields.pop("at", "none" if kind.about == "region" else "case")
    at = {"other": ELSEWHERE, "none": None}.get(said_at, HERE)
    if "of" in fields:
        fields["event"] = _id(fields.pop("of"))
    said = Proposal(
        type=kind.name,
        facility=at,
        occurred_on=date.fromisoformat(on),
        data=from_plain(kind.data, fields),
        actor=Actor(id="case"),
        key=f"case:{place}",
    )
    recorded = _BEGIN + timedelta(seconds=place)
    return Event(position=place, id=_id(place), recorded_at=recorded, said=said)


def _id(place: int) -> EventId:
    return EventId(f"case-{place}")


def _got(name: str, whole: Callable[[], Assessed], found: Sequence[Finding]) -> Any:
    one = found[0] if found else None
    if name in {"status", "tier"}:
        return getattr(whole(), name)
    if name == "flags":
        return list(whole().flags)
    if name in _OF_ALL:
        return _OF_ALL[name](found)
    if one is None:
        return None
    return _OF_ONE[name](one) if name in _OF_ONE else getattr(one, name)


def _verdict(found: Sequence[Finding]) -> Any:
    verdicts = sorted({each.verdict for each in found}) or ["not_applicable"]
    return verdicts[0] if len(verdicts) == 1 else verdicts


_OF_ALL: dict[str, Callable[[Sequence[Finding]], Any]] = {
    "verdict": _verdict,
    "by": lambda found: {each.subject.id: each.verdict for each in found if each.subject},
    "evidence": lambda found: sorted({no for each in found for no in each.evidence}),
    "asks": lambda found: sorted({each.event for one in found for each in one.missing}),
    "missing": lambda found: sorted({each.field for one in found for each in one.missing}),
}
_OF_ONE: dict[str, Callable[[Finding], Any]] = {
    "cite": lambda one: str(one.cite[0]),
    "fine_fen": lambda one: list((one.consequence.fine_fen if one.consequence else ()) or ()),
    "propose": lambda one: list(one.consequence.propose) if one.consequence else [],
    "required": lambda one: f"{one.required.op} {one.required.value}" if one.required else None,
    "gap": lambda one: one.gap.en if one.gap else None,
}
