"""The parser: CEL's syntax for what rules need of it, by precedence climbing.

It knows no facts and no types. Errors say the column and what was expected.
"""

from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import NoReturn, TypeVar

from compliance.domain.time import Period, day_from
from compliance.rules.lexer import SyntaxFault, Token, tokens
from compliance.rules.tree import (
    MACROS,
    And,
    Arith,
    Call,
    Choice,
    Column,
    Compare,
    Index,
    ListOf,
    Lit,
    Macro,
    Name,
    Node,
    Not,
    Or,
)

_COMPARES = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})
_WORDS = {"true": True, "false": False}
_DATED: dict[str, Callable[[str], date | Period]] = {"date": day_from, "period": Period.parse}
_Joined = TypeVar("_Joined", And, Or)


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """Read one expression. Raises SyntaxFault."""
    parser = _Parser(text, tokens(text))
    node = parser.choice()
    parser.expect_end()
    return node


class _Parser:
    def __init__(self, text: str, found: list[Token]) -> None:
        self._text = text
        self._tokens = found
        self._place = 0

    def choice(self) -> Node:
        start, test = self._here(), self._or()
        if not self._take("?"):
            return test
        yes = self.choice()
        self._expect(":")
        no = self.choice()
        return Choice(self._since(start), test, yes, no)

    def expect_end(self) -> None:
        if self._now().kind != "end":
            self._fail("the end")

    def _or(self) -> Node:
        return self._joined("||", self._and, Or)

    def _and(self) -> Node:
        return self._joined("&&", self._compare, And)

    def _joined(self, op: str, part: Callable[[], Node], made: type[_Joined]) -> "Node":
        start, parts = self._here(), [part()]
        while self._take(op):
            parts.append(part())
        return parts[0] if len(parts) == 1 else made(self._since(start), tuple(parts))

    def _compare(self) -> Node:
        start, left = self._here(), self._sum()
        op = self._now().text
        if op not in _COMPARES or self._now().kind == "text":
            return left
        self._place += 1
        right = self._sum()
        return Compare(self._since(start), op, left, right)

    def _sum(self) -> Node:
        start, left = self._here(), self._product()
        while (op := self._now().text) in {"+", "-"} and self._now().kind == "op":
            self._place += 1
            right = self._product()
            left = Arith(self._since(start), op, left, right)
        return left

    def _product(self) -> Node:
        start, left = self._here(), self._unary()
        while self._take("*"):
            right = self._unary()
            left = Arith(self._since(start), "*", left, right)
        return left

    def _unary(self) -> Node:
        start = self._here()
        if self._take("!"):
            inner = self._unary()
            return Not(self._since(start), inner)
        return self._postfix()

    def _postfix(self) -> Node:
        start, node = self._here(), self._primary()
        while True:
            if self._take("."):
                node = self._member(start, node)
            elif isinstance(node, Name) and self._take("["):
                key = self.choice()
                self._expect("]")
                node = Index(self._since(start), node, key)
            else:
                return node

    def _member(self, start: int, of: Node) -> Node:
        named, word = self._now(), self._word()
        if not self._take("("):
            return Column(self._since(start), of, word)
        if word not in MACROS or not isinstance(of, Name):
            wanted_here = f"one of {', '.join(MACROS)} after a relation"
            raise SyntaxFault(named.start + 1, wanted_here, word)
        kind, wanted = MACROS[word]
        var = self._word()
        args = []
        for _ in range(wanted):
            self._expect(",")
            args.append(self.choice())
        self._expect(")")
        return Macro(self._since(start), of, kind, var, tuple(args))

    def _primary(self) -> Node:
        token = self._now()
        self._place += 1
        match token.kind:
            case "int":
                return Lit(token.text, int(token.text))
            case "text":
                return Lit(token.text, token.text[1:-1])
            case "name":
                return self._named(token)
        if token.text == "(":
            inner = self.choice()
            self._expect(")")
            return inner
        if token.text == "[":
            items = self._list("]")
            return ListOf(self._since(token.start), items)
        self._place -= 1
        return self._fail("a value")

    def _named(self, token: Token) -> Node:
        if token.text in _WORDS:
            return Lit(token.text, _WORDS[token.text])
        if not self._take("("):
            return Name(token.text)
        args = self._list(")")
        text = self._since(token.start)
        if token.text in _DATED:
            return self._literal(token, text, args)
        return Call(text, token.text, args)

    def _literal(self, token: Token, text: str, args: tuple[Node, ...]) -> Node:
        given = args[0].value if len(args) == 1 and isinstance(args[0], Lit) else None
        try:
            if isinstance(given, str):
                return Lit(text, _DATED[token.text](given))
        except ValueError:
            pass
        raise SyntaxFault(token.start + 1, f"a {token.text} in quotes", text)

    def _list(self, closing: str) -> tuple[Node, ...]:
        items: list[Node] = []
        while not self._take(closing):
            if items:
                self._expect(",")
            items.append(self.choice())
        return tuple(items)

    def _word(self) -> str:
        token = self._now()
        if token.kind != "name":
            self._fail("a name")
        self._place += 1
        return token.text

    def _now(self) -> Token:
        return self._tokens[self._place]

    def _here(self) -> int:
        return self._now().start

    def _since(self, start: int) -> str:
        return self._text[start : self._tokens[self._place - 1].end]

    def _take(self, op: str) -> bool:
        token = self._now()
        if token.kind != "op" or token.text != op:
            return False
        self._place += 1
        return True

    def _expect(self, op: str) -> None:
        if not self._take(op):
            self._fail(f"'{op}'")

    def _fail(self, expected: str) -> NoReturn:
        token = self._now()
        raise SyntaxFault(token.start + 1, expected, token.text)
