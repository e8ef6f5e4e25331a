"""How a verdict binds: as told, and never more than what it rests on can.

A number binds a verdict only if it was read, and an interpreter stops reading where a verdict is
found. Where that would make a difference the rule is left to the interpreter.
"""

from collections.abc import Iterator
from typing import get_args

from compliance.domain.findings import Binding
from compliance.rules.compile.cells import NotCompiledError
from compliance.rules.compile.expand import parts_of
from compliance.rules.compile.law import Law
from compliance.rules.force import weakest
from compliance.rules.pack import ParamValue, Rule
from compliance.rules.tree import And, Call, Choice, Macro, Name, Node, Or, walk

_BINDINGS = frozenset(get_args(Binding))


def binding_of(rule: Rule, own: str | None, law: Law) -> Binding:
    """Return how a decision binds. Raises NotCompiledError where it hangs on what was read."""
    told = own or rule.binding
    if told not in _BINDINGS:
        value = law.param(told)
        told = "reading" if value is None else value.binding
    named: Binding = told  # type: ignore[assignment] # the door has seen to it
    least = weakest((named, law.book.force.at_most(rule, _numbers(_surely(rule, law), law))))
    most = weakest((named, law.book.force.at_most(rule, _numbers(parameters_of(rule, law), law))))
    if least != most:
        raise NotCompiledError(rule.id)
    return least


def _numbers(names: frozenset[str], law: Law) -> list[ParamValue]:
    """Return the values that carry an article: a list of words only says where to look."""
    values = (law.param(name) for name in sorted(names))
    return [
        value for value in values if value is not None and not isinstance(value.value, tuple | str)
    ]


def _surely(rule: Rule, law: Law) -> frozenset[str]:
    """Return the parameters that are read whatever is found."""
    nodes = [rule.applies] if rule.applies is not None else []
    nodes += [rung.when for rung in rule.exceptions if rung.when is not None]
    if not rule.exceptions and rule.require is not None:
        nodes.append(rule.require)
    nodes += [rung.when for rung in rule.rungs[:1] if rung.when and not rule.exceptions]
    return frozenset(name for node in nodes for name in _first(node, law))


def _first(node: Node, law: Law) -> Iterator[str]:
    """Yield the parameters that reading an expression always reads."""
    match node:
        case Name(text=text):
            yield from {text} & law.book.params.keys()
        case And(parts=(first, *_)) | Or(parts=(first, *_)):
            yield from _first(first, law)
        case Choice(test=test):
            yield from _first(test, law)
        case Macro() | Call(name="defined" | "violated"):
            return
        case Call(name=name) if name in law.book.defs:
            for part in (*node.args, law.book.defs[name].body):
                yield from _first(part, law)
        case _:
            for part in parts_of(node):
                yield from _first(part, law)


def parameters_of(rule: Rule, law: Law) -> frozenset[str]:
    """Return the parameters that may be read."""
    found: set[str] = set()
    done: set[str] = set()
    waiting = [node for node in rule.nodes if node not in {rule.act, rule.decided}]
    while waiting:
        for each in walk(waiting.pop()):
            if isinstance(each, Name):
                found |= {each.text} & law.book.params.keys()
            if isinstance(each, Call) and each.name in law.book.defs and each.name not in done:
                done.add(each.name)
                waiting.append(law.book.defs[each.name].body)
    return frozenset(found)
