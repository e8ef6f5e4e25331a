"""The static check of packs: what the door lets in must also mean something.

Each problem has a code, the pack file and line, and a reason; none is found by running a case.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from compliance.domain.relations import RELATIONS
from compliance.rules.book import Rulebook
from compliance.rules.expressions import expressions, rule_expressions
from compliance.rules.forms import common_problems, form_problems
from compliance.rules.given import given_faults
from compliance.rules.kinds import Misfit
from compliance.rules.lexer import SyntaxFault
from compliance.rules.pack import Rule
from compliance.rules.parameters import parameter_problems
from compliance.rules.parser import parse
from compliance.rules.plan import cites
from compliance.rules.plan_check import plan_problems
from compliance.rules.problem import PackFile, Problem, place_of_definition
from compliance.rules.reach import reach_problems
from compliance.rules.spelling import meant
from compliance.rules.types import Typing
from compliance.rules.uses import violable
from compliance.rules.wording import wording_problems

_WANTED: dict[str | int, str] = {
    "starts": "date", "id": "text", "act": "day", "decided": "day",
    "due": "date", "since": "date", "until": "date",
}  # fmt: skip
Path = tuple[str | int, ...]


def syntax_problems(file: PackFile) -> Iterator[Problem]:
    """Yield every expression of a pack that cannot be read."""
    for path, text in expressions(file.plain):
        try:
            parse(text)
        except SyntaxFault as fault:
            yield Problem("E-RULE-SYNTAX", file.at(path), str(fault))


def problems(book: Rulebook, files: Mapping[str, PackFile]) -> Iterator[Problem]:
    """Yield what is wrong with the packs of a book taken together."""
    for file in files.values():
        yield from _cite_problems(book, file)
        yield from wording_problems(file)
    typing = Typing(book.params, book.defs, violable(book))
    for rule in book.rules:
        if rule.pack in files:
            file = files[rule.pack]
            yield from form_problems(book, rule, file)
            yield from reach_problems(rule, file)
            yield from _type_problems(typing, rule, files)
            yield from _case_problems(rule, file)
    yield from common_problems(book, files)
    yield from plan_problems(book, typing, files)
    yield from parameter_problems(book, files)
    yield from _overlaps(book, files)


def _cite_problems(book: Rulebook, file: PackFile) -> Iterator[Problem]:
    for path, plain in _cited(file.plain, ()):
        for cite in cites(plain):
            source = book.sources.get(cite.source)
            if source is None:
                yield Problem("E-RULE-CITE", file.at(path), f"no source {cite.source}")
            elif cite.article not in source.texts:
                reason = f"{cite.source} quotes no text of {cite.article}"
                yield Problem("E-RULE-CITE", file.at(path), reason)


def _cited(plain: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    """Yield every `cite` of a pack's canonical JSON, cases apart, and its place."""
    if isinstance(plain, list):
        for place, each in enumerate(plain):
            yield from _cited(each, (*path, place))
    for key, each in plain.items() if isinstance(plain, dict) else ():
        if key == "cite" and isinstance(each, str | list):
            yield (*path, key), each
        elif key not in {"cases", "sources"}:
            yield from _cited(each, (*path, key))


def _type_problems(typing: Typing, rule: Rule, files: Mapping[str, PackFile]) -> Iterator[Problem]:
    file, base = files[rule.pack], ("rules", rule.id)
    if rule.each is not None and rule.each[0] not in RELATIONS:
        reason = f"{rule.each[0]} is no relation{meant(rule.each[0], RELATIONS)}"
        yield Problem("E-RULE-TYPE", file.at((*base, "each")), reason)
        return
    names = {} if rule.each is None else {rule.each[1]: f"row:{rule.each[0]}"}
    for path, text in rule_expressions(file.plain["rules"][rule.id], base):
        try:
            typing.expect(parse(text), _WANTED.get(path[-1], "bool"), names)
        except Misfit as fault:
            inside = fault.definition and place_of_definition(files, fault.definition)
            yield Problem("E-RULE-TYPE", inside or file.at(path), str(fault))


def _case_problems(rule: Rule, file: PackFile) -> Iterator[Problem]:
    for place, case in enumerate(rule.cases):
        for number, reason in given_faults(case):
            path = ("rules", rule.id, "cases", place, "given", number)
            yield Problem("E-RULE-CASE", file.at(path), reason)


def _overlaps(book: Rulebook, files: Mapping[str, PackFile]) -> Iterator[Problem]:
    """Yield a rule that stands twice on one day in one region, where its lines are known."""
    seen: dict[tuple[str, str], list[Rule]] = {}
    for rule in book.rules:
        others = seen.setdefault((rule.id, rule.region), [])
        for other in others:
            if rule.since < other.until and other.since < rule.until:
                written = [each for each in (rule, other) if files[each.pack].lines]
                here = (written or [rule])[0]
                there = other if here is rule else rule
                where = files[here.pack].at(("rules", here.id))
                yield Problem("E-RULE-OVERLAP", where, f"{here.id} also stands in {there.pack}")
        others.append(rule)
