"""The form of deadlines and disclosures: who bears a day, what may be said of publication.

Both have days of their own and give no verdict; every other kind must do without those words.
"""

from collections.abc import Iterator

from compliance.domain.relations import RELATIONS
from compliance.rules.book import Rulebook
from compliance.rules.pack import AUTHORITIES, Rule
from compliance.rules.publicity import STATES

Fault = tuple[tuple[str | int, ...], str]


def dated_faults(book: Rulebook, rule: Rule) -> Iterator[Fault]:
    """Yield what a deadline or a disclosure lacks, and what any other rule must not have."""
    yield from _deadline_faults(book, rule)
    yield from _rung_faults(rule)
    yield from _scope_faults(rule)


def _scope_faults(rule: Rule) -> Iterator[Fault]:
    if rule.scope == "region" and rule.kind != "deadline":
        yield ("scope",), f"a {rule.kind} rule is read on a facility, not on a region"
    declared = None if rule.each is None else RELATIONS.get(rule.each[0])
    if declared is not None and (declared.about == "region") != (rule.scope == "region"):
        yield (
            ("each",),
            f"{declared.name} is about a {declared.about}, the rule about a {rule.scope}",
        )


def _deadline_faults(book: Rulebook, rule: Rule) -> Iterator[Fault]:
    if rule.kind != "deadline":
        for name in ("due", "matter"):
            if getattr(rule, name) is not None:
                yield (name,), f"a {rule.kind} rule has no {name}"
        if rule.bearer is not None and (rule.role is not None or not rule.judged):
            yield ("bearer",), f"a {rule.kind} rule that gives the {rule.role} has no bearer"
        return
    if rule.bearer is None:
        yield (), "a deadline needs a bearer: facility or authority"
    if rule.rungs or rule.require_text is not None:
        yield (), "a deadline has no verdict: applies and due say all of it"
    if rule.matter is not None and not _names(book, rule.matter):
        yield ("matter",), f"{AUTHORITIES} has no key {rule.matter}"


def _rung_faults(rule: Rule) -> Iterator[Fault]:
    for place, rung in enumerate(rule.rungs):
        if rule.kind == "disclosure" and rung.then not in STATES:
            yield ("ladder", place), f"no state {rung.then} (there are {', '.join(STATES)})"
        if rule.kind != "disclosure" and (rung.since or rung.until):
            yield ("ladder", place), f"a {rule.kind} rung has no since or until"


def _names(book: Rulebook, matter: str) -> bool:
    """Say whether any region names an authority for a matter."""
    values = (value for param in book.params.get(AUTHORITIES, ()) for value in param.values)
    return any(matter in value.value for value in values)
