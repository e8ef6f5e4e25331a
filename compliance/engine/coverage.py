"""Coverage: of every clause, what does it, and the proof that this exists and works.

An event is declared and read by a relation; a rule may speak, all its cases pass, and one of them
is about a verdict; targets, indicators and commands exist; each kind of clause has what it needs.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from compliance.domain.events import CATALOGUE
from compliance.domain.findings import Says
from compliance.domain.relations import RELATIONS
from compliance.engine.cases import differences
from compliance.rules.book import Rulebook
from compliance.rules.clause import Clause
from compliance.rules.force import Force
from compliance.rules.pack import Rule

_ENOUGH = {
    "E": ("events",),
    "R": ("rules", "deadlines", "disclosures"),
    "T": ("targets", "indicators"),
    "D": ("deadlines", "rules", "targets"),
    "P": ("disclosures", "events", "commands"),
    "X": ("events", "rules", "deadlines", "commands"),
    "C": (),
}
"""What a kind of clause needs one of; context needs nothing."""
_KIND_OF = {"deadlines": "deadline", "disclosures": "disclosure"}
_TOLD = ("verdict", "by", "running", "state", "due", "status", "tier", "value", "outcome")
_SILENT = ("not_applicable", "unrated", 0, None)


class Lack(NamedTuple):
    """Something that is lacking for a proof: a code of ours, and the name it is about."""

    code: str
    name: str


class Proved(NamedTuple):
    """A clause, and what its proof lacks; nothing = proved."""

    clause: Clause
    lacks: tuple[Lack, ...]


class Summary(NamedTuple):
    """A document: how many of its clauses bear each mark, and how many of each are proved."""

    pack: str
    title: Says
    marks: Mapping[str, int]
    proved: Mapping[str, int]


class Proofs:
    """What exists and works in a book and a command line; each rule is tried once."""

    def __init__(self, book: Rulebook, commands: Iterable[str]) -> None:
        self._book = book
        self._commands = frozenset(commands)
        self._events = {kind.stem for kind in CATALOGUE.values()}
        self._read = {stem for each in RELATIONS.values() for stem in (*each.opens, *each.closes)}
        self._targets = {each.id for each in book.targets}
        self._tried: dict[tuple[Any, ...], tuple[str, ...]] = {}

    def lacks(self, clause: Clause) -> Iterator[Lack]:
        """Yield what is lacking for a clause."""
        yield from _owed(clause)
        for way, names in clause.done.items():
            for name in names:
                yield from self._of(way, name, clause)

    def _of(self, way: str, name: str, clause: Clause) -> Iterator[Lack]:
        match way:
            case "events":
                if name not in self._events:
                    yield Lack("event", name)
                elif name not in self._read:
                    yield Lack("event_unread", name)
            case "targets" | "indicators" | "commands":
                if name not in self._known(way):
                    yield Lack(way.removesuffix("s"), name)
            case _:
                yield from self._of_rules(name, _KIND_OF.get(way), clause)

    def _known(self, way: str) -> Iterable[str]:
        if way == "commands":
            return self._commands
        return self._targets if way == "targets" else self._book.indicators

    def _of_rules(self, name: str, kind: str | None, clause: Clause) -> Iterator[Lack]:
        """Try the rules of a name: the document's own, where it has one."""
        named = [rule for rule in self._book.rules if rule.id == name and _is(rule, kind)]
        own = [rule for rule in named if rule.pack == clause.pack]
        lacks = [self._of_rule(rule, draft=clause.draft) for rule in own or named]
        if not lacks:
            yield Lack(kind or "rule", name)
        elif all(lacks):
            yield from (Lack(code, name) for code in lacks[0])

    def _of_rule(self, rule: Rule, *, draft: bool) -> tuple[str, ...]:
        key = (rule.pack, rule.id, rule.region, rule.since, draft)
        if key not in self._tried:
            self._tried[key] = tuple(_tried(self._book, rule, draft=draft))
        return self._tried[key]


def coverage(book: Rulebook, commands: Iterable[str]) -> tuple[Proved, ...]:
    """Return every clause of a book's documents with what its proof lacks."""
    proofs = Proofs(book, commands)
    often = Counter(clause.id for clause in book.clauses)
    return tuple(
        Proved(clause, (*proofs.lacks(clause), *_twice(often, clause))) for clause in book.clauses
    )


def summaries(book: Rulebook, proved: Iterable[Proved]) -> tuple[Summary, ...]:
    """Count the clauses of each document."""
    listed = tuple(proved)
    found = []
    for pack in book.packs:
        own = [each for each in listed if each.clause.pack == pack.ref.id]
        if own:
            marks = Counter(each.clause.mark for each in own)
            done = Counter(each.clause.mark for each in own if not each.lacks)
            found.append(Summary(pack.ref.id, pack.title, marks, done))
    return tuple(found)


def proved_plain(proved: Proved) -> dict[str, Any]:
    """Return a clause and its proof as JSON values."""
    clause = proved.clause
    halves = {"person": clause.person, "left": clause.left, "missing": clause.missing}
    return {
        "pack": clause.pack,
        "id": clause.id,
        "article": clause.article,
        "in": clause.region,
        "kinds": list(clause.kinds),
        "mark": clause.mark,
        "zh": clause.says.zh,
        "en": clause.says.en,
        "draft": clause.draft,
        "done": {way: list(names) for way, names in clause.done.items()},
        **{name: says and {"zh": says.zh, "en": says.en} for name, says in halves.items()},
        "proved": not proved.lacks,
        "lacks": [{"code": each.code, "name": each.name} for each in proved.lacks],
    }


def _owed(clause: Clause) -> Iterator[Lack]:
    """Yield what a clause owes by its mark and kinds, whatever it names."""
    match clause.mark:
        case "N":
            if clause.missing is None or clause.done:
                yield Lack("reason", clause.id)
        case "P":
            if clause.person is None:
                yield Lack("person", clause.id)
            if not clause.done:
                yield Lack("machine", clause.id)
        case _:
            yield from (Lack("kind", kind) for kind in clause.kinds if not _met(clause, kind))


def _met(clause: Clause, kind: str) -> bool:
    """Say whether a kind has what it needs; without a rule, the clause says why."""
    needed = _ENOUGH[kind]
    told = kind == "R" and clause.left is not None
    return not needed or told or any(clause.done.get(way) for way in needed)


def _twice(often: Mapping[str, int], clause: Clause) -> tuple[Lack, ...]:
    return (Lack("twice", clause.id),) if often[clause.id] > 1 else ()


def _is(rule: Rule, kind: str | None) -> bool:
    return rule.judged if kind is None else rule.kind == kind


def _tried(book: Rulebook, rule: Rule, *, draft: bool) -> Iterator[str]:
    """Yield why a rule proves nothing: silent, a case that fails, none about a verdict."""
    if Force(book.sources, drafts=draft).rule(rule) is None:
        yield "rule_silent"
    elif any(differences(book, rule, case) for case in rule.cases):
        yield "rule_fails"
    elif not any(map(_about_a_verdict, rule.cases)):
        yield "rule_untried"


def _about_a_verdict(case: Mapping[str, Any]) -> bool:
    """Say whether a case expects more than silence."""
    for name in _TOLD:
        value = case["expect"].get(name)
        listed = value.values() if isinstance(value, dict) else value
        found = listed if isinstance(value, dict | list) else [value]
        if any(each not in _SILENT for each in found):
            return True
    return False
