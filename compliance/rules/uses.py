"""Which relations an expression reads: only days on which they change can change its value."""

from collections.abc import Iterable, Iterator

from compliance.domain.relations import RELATIONS
from compliance.rules.book import Rulebook
from compliance.rules.tree import Call, Index, Lit, Macro, Name, Node, walk


def relations_of(nodes: Iterable[Node], book: Rulebook) -> frozenset[str]:
    """Return the relations that expressions read, through definitions and `violated` rules."""
    found: set[str] = set()
    done: set[str] = set()
    waiting = list(nodes)
    while waiting:
        for node in walk(waiting.pop()):
            found |= _named(node)
            if isinstance(node, Call):
                waiting += _called(node, book, done)
    return frozenset(found)


def calls_of(node: Node, book: Rulebook) -> frozenset[str]:
    """Return the functions and definitions that an expression calls, through others too."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        for each in walk(waiting.pop()):
            if isinstance(each, Call) and each.name not in found:
                found.add(each.name)
                waiting += [book.defs[each.name].body] if each.name in book.defs else []
    return frozenset(found)


def violable(book: Rulebook) -> frozenset[str]:
    """Return the rules that an expression may ask about.

    What an authority owes moves neither a tier nor another rule about the facility.
    """
    judged = (rule for rule in book.rules if rule.role is None and rule.judged)
    return frozenset(rule.id for rule in judged if rule.bearer != "authority")


def _named(node: Node) -> set[str]:
    """Return the relations that a node itself names; a variable may hide one, at no harm."""
    match node:
        case Name(text=text) | Macro(of=Name(text=text)) | Index(of=Name(text=text)):
            return {text} & RELATIONS.keys()
        case _:
            return set()


def _called(node: Call, book: Rulebook, done: set[str]) -> Iterator[Node]:
    """Return the bodies behind a call, each once."""
    rule = node.args[0] if node.name == "violated" and node.args else None
    name = f"rule {rule.value}" if isinstance(rule, Lit) else node.name
    if name in done:
        return
    done.add(name)
    if isinstance(rule, Lit):
        yield from _of_rules(str(rule.value), book)
    elif node.name in book.defs:
        yield book.defs[node.name].body


def _of_rules(rule_id: str, book: Rulebook) -> Iterator[Node]:
    for rule in book.rules:
        if rule.id != rule_id:
            continue
        if rule.each is not None:
            yield Name(rule.each[0])
        yield from rule.nodes
