"""What can be answered instead of a result: one tree, each leaf with its exit code.

    Answer                      an expected "no", shown in the user's language
    ├── BadInput        (2)     a word, a date, a number or a file that cannot be read
    ├── Refused         (3)     understood, and not recorded: the law or the log says no
    ├── NotFound        (4)     no such thing, or more than one
    ├── Conflict        (5)     the same key with other content, or a boundary that changed
    ├── Tampered        (6)     the log does not fit its own hashes
    ├── StorageFailed   (7)     the database could not be opened, read or written
    └── NotPermitted    (8)     the caller may not do this

`Answers` carries several at once (all bad lines of a file). Anything else is a bug and keeps its
traceback. Wording lives in the catalogues (`cli/words`), keyed by the code.
"""

from collections.abc import Iterable


class Answer(Exception):  # noqa: N818 - refusals are answers, faults are faults
    """An expected refusal: a language-neutral code, the place, and the values to say it with."""

    exit_code = 1

    def __init__(
        self, code: str, *, where: str | None = None, basis: str | None = None, **given: object
    ) -> None:
        super().__init__(code, where, given)
        self.code = code
        self.where = where
        self.basis = basis
        self.given = given

    def at(self, where: str) -> "Answer":
        """Return the same answer with a place put in front of the one it has."""
        place = where if self.where is None else f"{where}:{self.where}"
        return type(self)(self.code, where=place, basis=self.basis, **self.given)


class BadInput(Answer):
    """A value or a file that cannot be read."""

    exit_code = 2


class Refused(Answer):
    """Understood, and not recorded."""

    exit_code = 3


class NotFound(Answer):
    """Nothing bears this name, or several do."""

    exit_code = 4


class Conflict(Answer):
    """The same key with other content, or a boundary that changed meanwhile."""

    exit_code = 5


class Tampered(Answer):
    """The log does not fit its own hashes, or does not extend an anchor."""

    exit_code = 6


class StorageFailed(Answer):
    """The database could not be opened, read or written."""

    exit_code = 7


class NotPermitted(Answer):
    """The caller may not do this."""

    exit_code = 8


class Answers(Answer):
    """Several answers at once, such as every bad line of a file."""

    def __init__(self, answers: Iterable[Answer]) -> None:
        self.answers = tuple(answers)
        super().__init__("E-SEVERAL", count=len(self.answers))
        self.exit_code = max((each.exit_code for each in self.answers), default=1)

    def at(self, where: str) -> "Answers":
        """Return the same answers, each with a place put in front of the one it has."""
        return Answers(each.at(where) for each in self.answers)
