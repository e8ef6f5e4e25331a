"""Explanations as lines for people: a proof, what is lacking, what to ask, how long it holds."""

from collections.abc import Iterator, Sequence

from cli.human import says, short
from cli.say import Words
from compliance.domain.findings import Missing, Proof
from compliance.engine.explain import Explained
from compliance.engine.whynot import WhyNot

_LINES_MAX = 12


def explained_lines(explained: Explained, words: Words, *, tree: bool) -> list[str]:
    """Return an explanation: at most twelve lines, or the whole tree."""
    lines = list(_proof_lines(explained.proof, words, 0))
    tail = list(_tail(explained, words))
    room = _LINES_MAX - len(tail)
    if not tree and len(lines) > room:
        hidden = len(lines) - room + 1
        lines = [*lines[: room - 1], words.say("explain.more", count=hidden)]
    return [*lines, *tail]


def why_not_lines(found: WhyNot, words: Words) -> Iterator[str]:
    """Yield what a subject lacks for another answer, one condition a line."""
    about = found.rule if found.subject is None else f"{found.rule} {short(found.subject.id)}"
    yield words.say("why_not.title", about=about, target=words.value(found.target))
    for each in found.lacking:
        asked = "; ".join(missing_text(one, words) for one in each.missing)
        tail = f"  ({asked})" if asked else ""
        condition = f"{says(each.says, words)}{words.say('mark.colon')}{words.value(each.value)}"
        yield f"  · {condition}{tail}"
    if found.on is not None:
        yield words.say("why_not.on", on=found.on)


def missing_text(missing: Missing, words: Words) -> str:
    """Name a missing fact: what to ask, and of which event."""
    at = "" if missing.position is None else f" #{missing.position}"
    told_by = words.say("missing.rule") if missing.event == "rule" else words.value(missing.event)
    return f"{told_by}{at} · {words.value(missing.field)}"


def _proof_lines(proof: Proof, words: Words, depth: int) -> Iterator[str]:
    cites = " ".join(str(cite) for cite in proof.cite)
    events = ", ".join(f"#{position}" for position in proof.events if position)
    tail = "  ".join(part for part in (cites, events) if part)
    # What holds is simply said; anything else is said with its value.
    value = f"{words.say('mark.colon')}{words.value(proof.value)}" if proof.value != "true" else ""
    said = f"{says(proof.says, words)}{value}"
    yield f"{'  ' * depth}{said}  {tail}".rstrip()
    for child in proof.because:
        yield from _proof_lines(child, words, depth + 1)


def _tail(explained: Explained, words: Words) -> Iterator[str]:
    if explained.gap is not None:
        yield words.say("explain.gap", gap=says(explained.gap, words))
    if explained.missing:
        asked: Sequence[str] = [missing_text(each, words) for each in explained.missing]
        listed = words.say("mark.semicolon").join(asked)
        yield words.say("explain.missing", missing=listed)
    if explained.holds_until is not None:
        yield words.say("standing.holds_until", on=explained.holds_until)
