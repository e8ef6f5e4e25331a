"""Standings, findings and proofs as lines for people. It renders; it never decides."""

from collections.abc import Iterator, Sequence

from cli.say import Words
from compliance.domain.findings import Finding, Missing, Proof, Says, Standing
from compliance.engine.explain import Explained
from compliance.engine.record import Change, Recorded

_LINES_MAX = 12
_REF_SHOWN = 15


def standing_lines(standing: Standing, words: Words) -> Iterator[str]:
    """Yield a standing: status, tier, flags, findings, horizon, rules."""
    known = standing.known_at or words.say("standing.everything")
    yield words.say("standing.title", facility=standing.facility, on=standing.as_of, known=known)
    yield words.say("standing.status", status=words.value(standing.status))
    yield words.say("standing.tier", tier=words.value(standing.tier))
    if standing.flags:
        flags = "、".join(words.value(flag) for flag in standing.flags)
        yield words.say("standing.flags", flags=flags)
    for finding in standing.findings:
        yield f"  {finding_line(finding, words)}"
    yield holds_line(standing, words)
    yield words.say("standing.ruleset", sha=standing.ruleset.sha256[:12])


def holds_line(standing: Standing, words: Words) -> str:
    """Say until when a standing holds."""
    if standing.holds_until is None:
        return words.say("standing.holds")
    return words.say("standing.holds_until", on=standing.holds_until)


def finding_line(finding: Finding, words: Words) -> str:
    """Say a finding in one line: verdict, rule, subject, numbers, article."""
    parts = [f"[{words.value(finding.verdict)}]", finding.rule]
    if finding.subject is not None:
        parts.append(short(finding.subject.id))
    if finding.outcome is not None and finding.outcome != finding.verdict:
        parts.append(f"→ {words.value(finding.outcome)}")
    if finding.value is not None and finding.required is not None:
        parts.append(f"{finding.value} ({finding.required.op} {finding.required.value})")
    parts.append(" ".join(str(cite) for cite in finding.cite[:2]))
    if finding.binding != "duty":
        parts.append(f"〈{words.value(finding.binding)}〉")
    return " ".join(parts)


def explained_lines(explained: Explained, words: Words, *, tree: bool) -> list[str]:
    """Return an explanation: at most twelve lines, or the whole tree."""
    lines = list(_proof_lines(explained.proof, words, 0))
    tail = list(_tail(explained, words))
    room = _LINES_MAX - len(tail)
    if not tree and len(lines) > room:
        hidden = len(lines) - room + 1
        lines = [*lines[: room - 1], words.say("explain.more", count=hidden)]
    return [*lines, *tail]


def recorded_lines(answer: Recorded, words: Words, *, dry_run: bool) -> Iterator[str]:
    """Yield what was recorded, what changed here and elsewhere, and the warnings."""
    for event in answer.events:
        key = "record.duplicate" if answer.duplicate else "record.done"
        key = "record.dry_run" if dry_run and not answer.duplicate else key
        yield words.say(
            key, position=event.position, type=event.stem, name=words.value(event.stem),
            on=event.said.occurred_on, id=event.id,
        )  # fmt: skip
    for change in (answer.here, *answer.others):
        if change is not None:
            yield from change_lines(change, words)
    for warned in answer.warnings:
        yield words.say("warning", code=warned.code, text=warning_text(warned.code, words,
                        warned.where, warned.given))  # fmt: skip


def warning_text(code: str, words: Words, where: str, given: str) -> str:
    """Return a warning in the language."""
    return words.say(f"{code}.what", where=where, given=given)


def change_lines(change: Change, words: Words) -> Iterator[str]:
    """Yield what changed in a facility's standing."""
    before, after = change.before, change.after
    if after is None:
        return
    told = [
        f"{words.say(f'change.{name}')} {_from(before, name, words)}"
        f"{words.value(getattr(after, name))}"
        for name in ("status", "tier")
        if before is None or getattr(before, name) != getattr(after, name)
    ]
    yield f"  {change.facility}: {'；'.join(told) or words.say('change.none')}"
    old = {_key(each) for each in before.findings} if before else set()
    for finding in after.findings:
        if _key(finding) not in old and finding.verdict != "compliant":
            yield f"    {finding_line(finding, words)}"


def says(text: Says, words: Words) -> str:
    """Return a sentence in the language."""
    return text.zh if words.lang == "zh" else text.en


def missing_text(missing: Missing, words: Words) -> str:
    """Name a missing fact: what to ask, and of which event."""
    at = "" if missing.position is None else f" #{missing.position}"
    return f"{words.value(missing.event)}{at} · {words.value(missing.field)}"


def short(text: str) -> str:
    """Shorten a person's ref for reading; anything else stays whole."""
    return f"{text[:_REF_SHOWN]}…" if text.startswith("p_") and len(text) > _REF_SHOWN else text


def _proof_lines(proof: Proof, words: Words, depth: int) -> Iterator[str]:
    cites = " ".join(str(cite) for cite in proof.cite)
    events = ", ".join(f"#{position}" for position in proof.events if position)
    tail = "  ".join(part for part in (cites, events) if part)
    yield f"{'  ' * depth}{says(proof.says, words)}：{words.value(proof.value)}  {tail}".rstrip()
    for child in proof.because:
        yield from _proof_lines(child, words, depth + 1)


def _tail(explained: Explained, words: Words) -> Iterator[str]:
    if explained.gap is not None:
        yield words.say("explain.gap", gap=says(explained.gap, words))
    if explained.missing:
        asked: Sequence[str] = [missing_text(each, words) for each in explained.missing]
        yield words.say("explain.missing", missing="；".join(asked))
    if explained.holds_until is not None:
        yield words.say("standing.holds_until", on=explained.holds_until)


def _from(before: Standing | None, name: str, words: Words) -> str:
    return "" if before is None else f"{words.value(getattr(before, name))} → "


def _key(finding: Finding) -> tuple[str, object, str]:
    return finding.rule, finding.subject, finding.verdict
