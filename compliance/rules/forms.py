"""The form of rules, apart from types: bodies, verdicts, grades, gaps; and what packs share."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, cast, get_args

from compliance.domain.events import latest
from compliance.domain.findings import Binding, Missing, VerdictName
from compliance.domain.relations import RELATIONS
from compliance.domain.time import Period
from compliance.rules.book import Rulebook
from compliance.rules.dated import dated_faults
from compliance.rules.force import DRAFT, weakest
from compliance.rules.functions import FUNCTIONS
from compliance.rules.pack import Definition, Pack, Rule, Rung
from compliance.rules.problem import PackFile, Problem, place_of_definition
from compliance.rules.tree import Call, Lit, Node, walk

_VERDICTS = frozenset(get_args(VerdictName))
_BINDINGS = frozenset(get_args(Binding))
_NEEDS = {
    "require": "require", "ladder": "rungs", "grade": "grade", "deadline": "due",
    "disclosure": "rungs",
}  # fmt: skip
_CLIMBED = frozenset({"ladder", "disclosure"})
_ROLES = {"grade": "tier", "ladder": "status"}


def form_problems(book: Rulebook, rule: Rule, file: PackFile) -> Iterator[Problem]:
    """Yield what is missing or unknown in the form of one rule."""
    base = ("rules", rule.id)
    for path, reason in (
        *_rule_faults(book, rule),
        *_rungs_faults(book, rule),
        *dated_faults(book, rule),
        *(_grade_faults(rule.grade) if rule.grade else ()),
    ):
        yield Problem("E-RULE-FORM", file.at((*base, *path)), reason)
    for path, reason in _overbinding(book, rule):
        yield Problem("E-RULE-BINDING", file.at((*base, *path)), reason)


def common_problems(book: Rulebook, files: Mapping[str, PackFile]) -> Iterator[Problem]:
    """Yield what packs say twice and differently, and rules that ask about themselves."""
    for pack in book.packs:
        if pack.ref.id in files:
            yield from _said_otherwise(book, pack, files[pack.ref.id])
            yield from _echo_faults(book, pack, files[pack.ref.id])
    for rule in book.rules:
        if rule.pack in files and rule.id in _reached(book, rule.id):
            where = files[rule.pack].at(("rules", rule.id))
            yield Problem("E-RULE-FORM", where, f"{rule.id} asks whether it is itself violated")


def _said_otherwise(book: Rulebook, pack: Pack, file: PackFile) -> Iterator[Problem]:
    for name, definition in pack.defs.items():
        if name in FUNCTIONS or book.defs[name] != definition:
            where = place_of_definition({pack.ref.id: file}, name) or file.at(("defs",))
            yield Problem("E-RULE-FORM", where, f"{name} is also defined elsewhere")
    for name, param in pack.params.items():
        if any(other.type != param.type for other in book.params[name]):
            where = file.at(("params", name))
            yield Problem("E-RULE-FORM", where, f"{name} has another type elsewhere")


def _echo_faults(book: Rulebook, pack: Pack, file: PackFile) -> Iterator[Problem]:
    known = {rule.id for rule in book.rules}
    for echo in pack.echoes:
        if echo.rule not in known:
            yield Problem("E-RULE-FORM", file.at(("also", echo.rule)), f"no rule {echo.rule}")


def is_event(name: str) -> bool:
    """Say whether an event is named so."""
    try:
        latest(name)
    except KeyError:
        return False
    return True


Fault = tuple[tuple[str | int, ...], str]


def _rule_faults(book: Rulebook, rule: Rule) -> Iterator[Fault]:
    if not getattr(rule, _NEEDS[rule.kind]):
        yield (), f"a {rule.kind} rule without its body"
    if rule.kind == "grade" and rule.role != "tier":
        yield (), "a grade rule gives the tier: role: tier"
    if rule.role is not None and _ROLES.get(rule.kind) != rule.role:
        yield ("role",), f"a {rule.kind} rule cannot give the {rule.role}"
    if rule.binding not in _BINDINGS and rule.binding not in book.params:
        yield ("binding",), f"binding {rule.binding}"
    if rule.each is not None and rule.subject is None:
        yield ("each",), "each row needs a subject"
    if rule.gap is not None and not (_formats(rule.gap.zh) and _formats(rule.gap.en)):
        yield ("gap",), "a gap may say {short} and {lacking}, and nothing else in braces"


def _overbinding(book: Rulebook, rule: Rule) -> Iterator[Fault]:
    """Yield each binding that is told, or left to be a duty, and that the ground cannot give."""
    most = book.force.at_most(rule, ())
    if rule.role is not None or rule.kind == "grade" or not rule.judged or most == DRAFT:
        return
    told: list[tuple[tuple[str | int, ...], str | None]] = [(("binding",), rule.binding)]
    told += [(("ladder", place), rung.binding) for place, rung in enumerate(rule.rungs)]
    told += [(("exceptions", place), rung.binding) for place, rung in enumerate(rule.exceptions)]
    for path, binding in told:
        if binding in _BINDINGS and weakest((most, cast("Binding", binding))) != binding:
            yield path, f"{rule.id}: {binding} > {most}"


def _formats(text: str) -> bool:
    try:
        return bool(text.format(short=1, lacking=""))
    except (KeyError, IndexError, ValueError, AttributeError):
        return False


def _rungs_faults(book: Rulebook, rule: Rule) -> Iterator[Fault]:
    for where, rungs in (("ladder", rule.rungs), ("exceptions", rule.exceptions)):
        for place, rung in enumerate(rungs):
            for reason in _rung_faults(book, rule, rung):
                yield (where, place), reason
            if where == "exceptions" and not (rung.says and (rung.cite or not rule.judged)):
                yield (where, place), "an exception needs says and cite"
    if rule.kind in _CLIMBED and rule.rungs and rule.rungs[-1].when is not None:
        yield ("ladder",), "no last rung without `when`"


def _rung_faults(book: Rulebook, rule: Rule, rung: Rung) -> Iterator[str]:
    if rule.judged and rung.verdict not in _VERDICTS:
        yield f"{rung.then} needs a verdict"
    if rung.fine is not None and "range" not in {p.type for p in book.params.get(rung.fine, ())}:
        yield f"no range {rung.fine}"
    for asked in rung.ask:
        reason = _ask_fault(asked)
        if reason is not None:
            yield reason


def _ask_fault(asked: Missing) -> str | None:
    """Say why a fact cannot be asked for; None if it can."""
    if asked.event == "rule":
        return None  # a number or a page of the law that nobody has read yet
    if not is_event(asked.event):
        return f"no event {asked.event}"
    names = {each.name for each in fields(latest(asked.event).data)} | {"occurred_on"}
    return None if asked.field in names else f"{asked.event} has no field {asked.field}"


def _grade_faults(grade: dict[str, Any]) -> Iterator[Fault]:
    known = grade["grades"]
    for place, row in enumerate(grade["table"]):
        if row["grade"] not in known:
            yield ("grade", "table", place), f"no grade {row['grade']}"
    if not grade["table"] or "when" in grade["table"][-1]:
        yield ("grade", "table"), "no last row without `when`"
    if "veto" in grade and grade["veto"]["to"] not in known:
        yield ("grade", "veto"), f"no grade {grade['veto']['to']}"
    adjusted_by = grade.get("adjusted_by")
    if adjusted_by and "to" not in getattr(RELATIONS.get(adjusted_by), "columns", {}):
        yield ("grade", "adjusted_by"), f"no relation {adjusted_by} with a column `to`"
    try:
        empty = Period.parse(grade["assessed"]["every"]) == Period()
    except ValueError:
        empty = True
    if empty:
        yield ("grade", "assessed"), f"no period {grade['assessed']['every']}"


def _reached(book: Rulebook, rule_id: str) -> set[str]:
    """Return every rule that a rule asks about, directly or through others."""
    found: set[str] = set()
    ahead = [rule_id]
    while ahead:
        asked = _asked(book, ahead.pop()) - found
        found |= asked
        ahead.extend(asked)
    return found


def _asked(book: Rulebook, rule_id: str) -> set[str]:
    asking = [node for rule in book.rules if rule.id == rule_id for node in rule.nodes]
    return set(_violations(asking, book.defs, frozenset()))


def _violations(
    nodes: list[Node], defs: Mapping[str, Definition], opened: frozenset[str]
) -> Iterator[str]:
    for node in (each for one in nodes for each in walk(one)):
        if not isinstance(node, Call):
            continue
        if node.name == "violated":
            yield from (str(arg.value) for arg in node.args if isinstance(arg, Lit))
        elif node.name in defs and node.name not in opened:
            yield from _violations([defs[node.name].body], defs, opened | {node.name})
