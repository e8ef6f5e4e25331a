"""Standings, findings and recordings as lines for people. It renders; it never decides."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from cli.say import Words
from compliance.domain.findings import Finding, Says, Standing
from compliance.domain.time import instant_from, local_text
from compliance.engine.record import Change, Recorded
from compliance.engine.warn import Warned

if TYPE_CHECKING:
    from compliance.log.eventlog import Appended

_REF_SHOWN = 15
_EVENTS_SHOWN = 6
"""Of more events than this only the numbers are told: what they say stands below."""
_ALIKE_MAX = 3
_UNKNOWN_MAX = 3
"""As many unknown findings are told one by one; more are named together."""
_GRAVEST = ("violation", "conflict", "below_target", "unknown", "compliant", "not_applicable")


def standing_lines(standing: Standing, words: Words) -> Iterator[str]:
    """Yield a standing: status, tier, flags, findings, horizon, rules."""
    known = instant_said(standing.known_at) or words.say("standing.everything")
    yield words.say("standing.title", facility=standing.facility, on=standing.as_of, known=known)
    yield words.say("standing.status", status=words.value(standing.status))
    yield words.say("standing.tier", tier=words.value(standing.tier))
    if standing.flags:
        flags = words.say("mark.comma").join(words.value(flag) for flag in standing.flags)
        yield words.say("standing.flags", flags=flags)
    yield from (f"  {line}" for line in finding_lines(standing.findings, words))
    yield holds_line(standing, words)
    yield words.say("standing.ruleset", sha=standing.ruleset.sha256[:12])


def holds_line(standing: Standing, words: Words) -> str:
    """Say until when a standing holds."""
    if standing.holds_until is None:
        return words.say("standing.holds")
    return words.say("standing.holds_until", on=standing.holds_until)


def finding_lines(findings: Sequence[Finding], words: Words) -> Iterator[str]:
    """Yield the findings, the gravest first; subjects that fare alike share a line.

    Where much is unknown, the rules are named together, and so is what would have to be asked.
    """
    unknown = [each for each in findings if each.verdict == "unknown"]
    if len({each.rule for each in unknown}) <= _UNKNOWN_MAX:
        unknown = []
    yield from _one_by_one([each for each in findings if each not in unknown], words)
    if unknown:
        yield from _together(unknown, words)


def _one_by_one(findings: Sequence[Finding], words: Words) -> Iterator[str]:
    alike: dict[tuple[str, str, str | None], list[Finding]] = {}
    for finding in sorted(findings, key=lambda each: _GRAVEST.index(each.verdict)):
        alike.setdefault((finding.verdict, finding.rule, finding.outcome), []).append(finding)
    for group in alike.values():
        if len(group) <= _ALIKE_MAX:
            yield from (finding_line(finding, words) for finding in group)
        else:
            count = words.say("standing.many", count=len(group))
            yield f"{finding_line(group[0], words, subject=count)}"


def _together(unknown: Sequence[Finding], words: Words) -> Iterator[str]:
    rules = dict.fromkeys(each.rule for each in unknown)
    asked = dict.fromkeys(
        words.say("missing.rule") if lacking.event == "rule" else words.value(lacking.event)
        for each in unknown
        for lacking in each.missing
    )
    yield words.say(
        "standing.unknown", verdict=words.value("unknown"), count=len(rules),
        rules=words.say("mark.comma").join(rules),
    )  # fmt: skip
    if asked:
        missing = words.say("mark.comma").join(asked)
        yield words.say("standing.to_find_out", missing=missing)


def finding_line(finding: Finding, words: Words, *, subject: str | None = None) -> str:
    """Say a finding in one line: verdict, rule, subject, numbers, article."""
    parts = [f"[{words.value(finding.verdict)}]", finding.rule]
    if finding.subject is not None:
        parts.append(subject or short(finding.subject.id))
    if finding.outcome is not None and finding.outcome != finding.verdict:
        parts.append(f"→ {words.value(finding.outcome)}")
    if finding.value is not None and finding.required is not None:
        parts.append(f"{finding.value} ({finding.required.op} {finding.required.value})")
    parts.append(" ".join(str(cite) for cite in finding.cite[:2]))
    if finding.bearer == "authority":
        parts.append(words.say("mark.bearer"))
    if finding.binding != "duty":
        parts.append(words.say("mark.binding", binding=words.value(finding.binding)))
    return " ".join(parts)


def recorded_lines(answer: Recorded, words: Words, *, dry_run: bool) -> Iterator[str]:
    """Yield what was recorded, what changed here and elsewhere, and the warnings."""
    yield from event_lines(answer, words, dry_run=dry_run)
    for change in (answer.here, *answer.others):
        if change is not None:
            yield from change_lines(change, words)
    yield from warning_lines(answer.warnings, words)


def event_lines(done: "Appended | Recorded", words: Words, *, dry_run: bool) -> Iterator[str]:
    """Yield a line for each event that was recorded, or one for them all where they are many."""
    events, which = done.events, "dry_run" if dry_run else "done"
    key = f"record.{'duplicate' if done.duplicate else which}"
    if len(events) > _EVENTS_SHOWN:
        first, last = events[0].position, events[-1].position
        yield words.say(f"{key}.many", count=len(events), first=first, last=last)
        return
    for event in events:
        yield words.say(
            key, position=event.position, type=event.stem, name=words.value(event.stem),
            on=event.said.occurred_on, id=event.id,
        )  # fmt: skip


def warning_lines(warnings: Iterable[Warned], words: Words) -> Iterator[str]:
    """Yield a line for each warning."""
    for warned in warnings:
        text = warning_text(warned.code, words, warned.where, warned.given)
        yield words.say("warning", code=warned.code, text=text)


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
    news = words.say("mark.semicolon").join(told) or words.say("change.none")
    yield f"  {change.facility}{words.say('mark.colon')}{news}"
    old = {_key(each) for each in before.findings} if before else set()
    turned = [each for each in after.findings if _key(each) not in old]
    turned = [each for each in turned if each.verdict != "compliant"]
    yield from (f"    {line}" for line in finding_lines(turned, words))


def says(text: Says, words: Words) -> str:
    """Return a sentence in the language."""
    return text.zh if words.lang == "zh" else text.en


def short(text: str) -> str:
    """Shorten a person's ref for reading; anything else stays whole."""
    return f"{text[:_REF_SHOWN]}…" if text.startswith("p_") and len(text) > _REF_SHOWN else text


def _from(before: Standing | None, name: str, words: Words) -> str:
    return "" if before is None else f"{words.value(getattr(before, name))} → "


def _key(finding: Finding) -> tuple[str, object, str]:
    return finding.rule, finding.subject, finding.verdict


def instant_said(instant: str | None) -> str | None:
    """Write a stored instant as the offices read it, if there is one."""
    return None if instant is None else local_text(instant_from(instant))
