"""The lexer: an expression's words, numbers, texts and operators, with their places."""

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r"\s*(?:(?P<int>[0-9]+)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<text>'[^'\n]*'|\"[^\"\n]*\")"
    r"|(?P<op>&&|\|\||==|!=|<=|>=|[-+*<>!?:.,()\[\]]))"
)


class SyntaxFault(ValueError):  # noqa: N818 - a fault of the author's, named like the others
    """An expression that cannot be read; `column` counts from 1."""

    def __init__(self, column: int, expected: str, found: str) -> None:
        super().__init__(f"column {column}: expected {expected}, found {found}")
        self.column = column
        self.expected = expected
        self.found = found


class Token(NamedTuple):
    """One token: its kind, its text, and where it starts and ends (from 0)."""

    kind: str
    text: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """Split an expression into tokens, the last of kind `end`. Raises SyntaxFault."""
    found_so_far: list[Token] = []
    place = 0
    while text[place:].strip():
        found = _TOKEN.match(text, place)
        if found is None:
            start = place + len(text[place:]) - len(text[place:].lstrip())
            raise SyntaxFault(start + 1, "a word, number or operator", repr(text[start]))
        kind = str(found.lastgroup)
        found_so_far.append(Token(kind, found[kind], found.start(kind), found.end()))
        place = found.end()
    found_so_far.append(Token("end", "the end", len(text), len(text)))
    return found_so_far
