"""How a pack writes the clauses of its document: the shape of its YAML, by pydantic."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Kind = Literal["E", "R", "T", "D", "P", "X", "C"]
"""Event, rule, target, deadline, disclosure, process, context."""
Mark = Literal["Y", "P", "N"]
"""Whether a machine can do it: yes; in part, a person does the rest; no."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)


class SentenceIn(_Model):
    """A sentence in both languages."""

    zh: str
    en: str


class DoneIn(_Model):
    """What does a clause: names of events, rules, targets, commands."""

    events: list[str] = []
    rules: list[str] = []
    deadlines: list[str] = []
    disclosures: list[str] = []
    targets: list[str] = []
    indicators: list[str] = []
    commands: list[str] = []


class ClauseIn(SentenceIn):
    """A clause of the document: what it asks, and what in the program does it."""

    article: str
    region: str = Field("CN", alias="in")
    kinds: Annotated[list[Kind], Field(min_length=1)]
    mark: Mark
    done: DoneIn = DoneIn()
    draft: bool = False
    person: SentenceIn | None = None
    """The half that needs a person."""
    left: SentenceIn | None = None
    """What is left aside here, and why: another command does it, or the words have no number."""
    missing: SentenceIn | None = None
    """Why nothing can do it."""
