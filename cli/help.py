"""Help that fits a terminal: wrapped by cells, for a Chinese character takes two of them."""

import unicodedata
from collections.abc import Iterable, Iterator

import click

from cli.say import Words

_WIDTH_MAX = 100


class CellFormatter(click.HelpFormatter):
    """Help that wraps by terminal cells: a Chinese character takes two."""

    def __init__(self, words: Words, width: int | None = None) -> None:
        super().__init__(width=width, max_width=_WIDTH_MAX)
        self._words = words

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line in the language of the help."""
        super().write_usage(prog, args, prefix or self._words.say("help.usage"))

    def write_text(self, text: str) -> None:
        """Write paragraphs, wrapped by cells."""
        space = " " * self.current_indent
        for line in text.split("\n"):
            for piece in wrapped(line, self.width - self.current_indent):
                self.write(f"{space}{piece}\n")

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 34, col_spacing: int = 2
    ) -> None:
        """Write a list of terms and their meanings, aligned by cells."""
        listed = list(rows)
        first = min(col_max, max((cells(term) for term, _ in listed), default=0)) + col_spacing
        room = max(self.width - first - self.current_indent, 20)
        space = " " * self.current_indent
        for term, meaning in listed:
            pieces = list(wrapped(meaning, room)) or [""]
            fits = cells(term) <= first - col_spacing
            if fits:
                self.write(f"{space}{term}{' ' * (first - cells(term))}{pieces.pop(0)}\n")
            else:
                self.write(f"{space}{term}\n")
            for piece in pieces:
                self.write(f"{space}{' ' * first}{piece}\n")


def cells(text: str) -> int:
    """Count the terminal cells of a text."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def wrapped(text: str, room: int) -> Iterator[str]:
    """Yield the lines of a text that fit a number of cells; Chinese breaks anywhere."""
    line = ""
    for piece in _pieces(text):
        if line and cells(line) + cells(piece.rstrip()) > room:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    if line.strip():
        yield line.rstrip()


def _pieces(text: str) -> Iterator[str]:
    """Yield the pieces between which a line may break."""
    word = ""
    for char in text:
        if cells(char) == 1 and char != " ":
            word += char
            continue
        if char == " " or char in "，。；：、）】》":
            yield word + char
            word = ""
            continue
        if word:
            yield word
        word = char
    yield word


class Context(click.Context):
    """A context whose help is wrapped by cells."""

    def make_formatter(self) -> click.HelpFormatter:
        """Return the formatter of help."""
        words: Words = self.obj["words"]
        return CellFormatter(words, self.terminal_width)
