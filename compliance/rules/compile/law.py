"""The law as one day and place have it: parameters are the same for everybody, so literals.

Compiled once for all facilities whose regions see the same rules and the same numbers.
"""

from dataclasses import dataclass, field
from datetime import date

from compliance.rules.book import Rulebook
from compliance.rules.law import Act
from compliance.rules.pack import ParamValue
from compliance.rules.tree import Name, Node, walk


@dataclass(frozen=True, slots=True)
class Law:
    """A book, read in a region on a day; of an act, by the law that it stands under."""

    book: Rulebook
    chain: tuple[str, ...]
    on: date
    act: Act | None = None
    _known: dict[str, ParamValue | None] = field(init=False, default_factory=dict, compare=False)
    _keys: dict[str, str] = field(init=False, default_factory=dict, compare=False)

    def key(self, node: Node) -> str:
        """Return what an expression, written out, reads of this law; others may say the same."""
        if node.text not in self._keys:
            names = {each.text for each in walk(node) if isinstance(each, Name)}
            told = ((name, self.param(name)) for name in sorted(names & self.book.params.keys()))
            values = [(name, None if one is None else one.value) for name, one in told]
            self._keys[node.text] = repr(values) if values else ""
        return self._keys[node.text]

    def param(self, name: str) -> ParamValue | None:
        """Return a parameter's value; None without one."""
        if name not in self._known:
            self._known[name] = self._found(name)
        return self._known[name]

    def _found(self, name: str) -> ParamValue | None:
        if self.act is None:
            return self.book.param(name, self.chain, self.on)
        return self.book.param_of_act(name, self.chain, self.act).value

    def kind(self, name: str) -> str:
        """Return the type of a parameter, as a pack declares it."""
        return self.book.params[name][0].type
