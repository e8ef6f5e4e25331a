"""The static check of packs: what the door lets in must also mean something.

Each problem has a code, the pack file and line, and a reason; none is found by running a case.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from compliance.domain.events import latest
from compliance.domain.findings import Binding, Cite, VerdictName
from compliance.rules.book import Rulebook
from compliance.rules.door import line_of
from compliance.rules.expressions import expressions, rule_expressions
from compliance.rules.lexer import SyntaxFault
from compliance.rules.pack import Rule
from compliance.rules.parser import parse
from compliance.rules.types import Misfit, Typing
from compliance.rules.yaml_lines import Lines

_VERDICTS = frozenset(get_args(VerdictName))
_BINDINGS = frozenset(get_args(Binding))
_WANTED: dict[str | int, str] = {"starts": "date", "id": "text"}
_NEEDS = {"require": "require", "ladder": "rungs", "grade": "grade"}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a pack: code, `file:line`, and the reason."""

    code: str
    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class PackFile:
    """A pack file as the door read it."""

    path: Path
    plain: dict[str, Any]
    lines: Lines


def syntax_problems(file: PackFile) -> Iterator[Problem]:
    """Yield every expression of a pack that cannot be read."""
    for path, text in expressions(file.plain):
        try:
            parse(text)
        except SyntaxFault as fault:
            yield Problem("E-RULE-SYNTAX", _at(file, path), str(fault))


def problems(book: Rulebook, files: Mapping[str, PackFile]) -> Iterator[Problem]:
    """Yield what is wrong with the packs of a book taken together."""
    typing = Typing(book.params, book.defs, frozenset(rule.id for rule in book.rules))
    for rule in book.rules:
        if rule.pack not in files:
            continue
        file = files[rule.pack]
        base = ("rules", rule.id)
        yield from _cite_problems(book, rule, file, base)
        yield from _form_problems(book, rule, file, base)
        yield from _type_problems(typing, rule, file, base)
        yield from _case_problems(rule, file, base)
    yield from _overlaps(book, files)


def _cite_problems(
    book: Rulebook, rule: Rule, file: PackFile, base: tuple[str, ...]
) -> Iterator[Problem]:
    rungs = [cite for rung in (*rule.rungs, *rule.exceptions) for cite in rung.cite]
    for cite in (*rule.cite, *rungs):
        reason = _cite_fault(book, cite)
        if reason is not None:
            yield Problem("E-RULE-CITE", _at(file, (*base, "cite")), reason)
    for name, param in file.plain.get("params", {}).items():
        for place, value in enumerate(param["values"]):
            listed = value["cite"] if isinstance(value["cite"], list) else [value["cite"]]
            for text in listed:
                reason = _cite_fault(book, Cite(*text.split("#", 1)))
                if reason is not None:
                    where = _at(file, ("params", name, "values", place, "cite"))
                    yield Problem("E-RULE-CITE", where, reason)


def _cite_fault(book: Rulebook, cite: Cite) -> str | None:
    source = book.sources.get(cite.source)
    if source is None:
        return f"no source {cite.source}"
    if cite.article not in source.texts:
        return f"{cite.source} quotes no text of {cite.article}"
    return None


def _form_problems(
    book: Rulebook, rule: Rule, file: PackFile, base: tuple[str, ...]
) -> Iterator[Problem]:
    if not getattr(rule, _NEEDS[rule.kind]):
        yield Problem("E-RULE-FORM", _at(file, base), f"a {rule.kind} rule without its body")
    if rule.binding not in _BINDINGS and rule.binding not in book.params:
        yield Problem("E-RULE-FORM", _at(file, (*base, "binding")), f"binding {rule.binding}")
    for rung in (*rule.rungs, *rule.exceptions):
        if rung.verdict not in _VERDICTS:
            where = _at(file, (*base, "ladder"))
            yield Problem("E-RULE-FORM", where, f"{rung.then} needs a verdict")
        if rung.fine is not None and rung.fine not in book.params:
            yield Problem("E-RULE-FORM", _at(file, (*base, "ladder")), f"no range {rung.fine}")
        for asked in rung.ask:
            if asked.event != "rule" and not _is_event(asked.event):
                where = _at(file, (*base, "ladder"))
                yield Problem("E-RULE-FORM", where, f"no event {asked.event}")
    if rule.kind == "ladder" and rule.rungs and rule.rungs[-1].when is not None:
        yield Problem("E-RULE-FORM", _at(file, (*base, "ladder")), "no last rung without `when`")


def _type_problems(
    typing: Typing, rule: Rule, file: PackFile, base: tuple[str, ...]
) -> Iterator[Problem]:
    names = {} if rule.each is None else {rule.each[1]: f"row:{rule.each[0]}"}
    for path, text in rule_expressions(file.plain["rules"][rule.id], base):
        wanted = _WANTED.get(path[-1], "bool")
        try:
            typing.expect(parse(text), wanted, names)
        except Misfit as fault:
            yield Problem("E-RULE-TYPE", _at(file, path), str(fault))
        except KeyError as fault:
            yield Problem("E-RULE-TYPE", _at(file, path), f"{fault} is unknown")


def _case_problems(rule: Rule, file: PackFile, base: tuple[str, ...]) -> Iterator[Problem]:
    for place, case in enumerate(rule.cases):
        for number, given in enumerate(case["given"]):
            if not _is_event(given["event"]):
                where = _at(file, (*base, "cases", place, "given", number))
                yield Problem("E-RULE-CASE", where, f"no event {given['event']}")


def _is_event(name: str) -> bool:
    try:
        latest(name)
    except KeyError:
        return False
    return True


def _overlaps(book: Rulebook, files: Mapping[str, PackFile]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Rule] = {}
    for rule in book.rules:
        other = seen.get((rule.id, rule.region))
        here = rule.pack in files
        if here and other is not None and rule.since < other.until and other.since < rule.until:
            where = _at(files[rule.pack], ("rules", rule.id))
            yield Problem("E-RULE-OVERLAP", where, f"{rule.id} also stands in {other.pack}")
        seen[rule.id, rule.region] = rule


def _at(file: PackFile, path: tuple[str | int, ...]) -> str:
    return f"{file.path.parent.name}/{file.path.name}:{line_of(file.lines, path)}"
