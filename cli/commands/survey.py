"""`tuoyu assess`: how everybody stands, or what one rule says of everybody."""

from collections.abc import Iterator, Sequence
from typing import get_args

import click

from cli.frame import Common, command, option
from cli.human import short
from cli.office import open_desk, question
from cli.output import Answered, Row, emit, emit_each
from cli.say import LANGUAGES, Words
from compliance.domain.errors import BadInput
from compliance.domain.findings import Status, VerdictName
from compliance.engine.adopt import rulebook
from compliance.engine.kept import may_be_kept
from compliance.engine.kept import refresh as refresh_kept
from compliance.engine.sought import Sought
from compliance.engine.stood import Stood, Told
from compliance.engine.survey import survey, surveyed_plain

_TIERS = ("unrated", "unknown")
_FOR_PEOPLE = (None, "table", "record")
_WHOLE = ("json", "jsonl")
"""What shows findings whole; the others count them."""


def build(name: str, words: Words) -> click.Command:
    """Build the command."""
    params = [
        option("status", words, metavar="STATUS"),
        option("tier", words, metavar="TIER"),
        option("rule", words, metavar="RULE"),
        option("verdict", words, metavar="VERDICT"),
        option("fresh", words, is_flag=True),
        option("refresh", words, is_flag=True),
    ]
    return command(name, words, _assess, params)


def _assess(
    common: Common, rule: str | None, *, fresh: bool, refresh: bool, **given: str | None
) -> None:
    if refresh:
        _refresh(common, fresh=fresh)
        return
    words, desk = common.words, open_desk(common)
    sought = Sought(
        region=common.region,
        status=_coded(given["status"], get_args(Status)),
        tier=_coded(given["tier"], _TIERS),
        rule=rule,
        verdict=_coded(given["verdict"], get_args(VerdictName)),
    )
    whole = rule is not None or common.format in _WHOLE
    asked = survey(desk, question(common, desk.today), sought, fresh=fresh, whole=whole)
    answers = (
        Answered(
            surveyed_plain(asked, each, position),
            list(_rows(each, words, by_rule=rule is not None)),
        )
        for each, position in asked.found
    )
    count = emit_each(answers, common, nothing=words.say("survey.nobody"))
    if count and common.format in _FOR_PEOPLE:
        click.echo(words.say("survey.count", count=count), err=True)


def _refresh(common: Common, *, fresh: bool) -> None:
    """Bring the kept standings up to date, and say how many there were to work out."""
    desk = open_desk(common)
    if not may_be_kept(desk, question(common, desk.today)):
        raise BadInput("E-REFRESH-NOW", where="--refresh")
    done = refresh_kept(desk, rulebook(desk), fresh=fresh)
    told = common.words.say("survey.refreshed", kept=done.kept, worked_out=done.worked_out)
    emit(Answered(value=done._asdict(), lines=[told]), common)


def _rows(stood: Stood, words: Words, *, by_rule: bool) -> Iterator[Row]:
    who = {"facility": stood.facility, "name": stood.name, "region": stood.region}
    if by_rule:
        yield from (who | _finding_row(each, words) for each in stood.findings)
    else:
        yield who | _facility_row(stood, words)


def _facility_row(stood: Stood, words: Words) -> dict[str, object]:
    return {
        "status": words.value(stood.status),
        "tier": words.value(stood.tier),
        "flags": words.say("mark.comma").join(words.value(flag) for flag in stood.flags),
        "violations": stood.count("violation"),
        "conflicts": stood.count("conflict"),
        "below_target": stood.count("below_target"),
        "unknowns": stood.count("unknown"),
        "of_authority": stood.count("violation", "authority"),
    }


def _finding_row(finding: Told, words: Words) -> dict[str, object]:
    subject, required, outcome = finding["subject"], finding["required"], finding["outcome"]
    return {
        "subject": None if subject is None else short(subject["id"]),
        "verdict": words.value(finding["verdict"]),
        "outcome": None if outcome is None else words.value(outcome),
        "value": finding["value"],
        "required": None if required is None else f"{required['op']} {required['value']}",
        "binding": words.value(finding["binding"]),
        "cite": " ".join(f"{cite['source']}#{cite['article']}" for cite in finding["cite"]),
        "evidence": " ".join(f"#{position}" for position in finding["evidence"]),
    }


def _coded(text: str | None, known: Sequence[str]) -> str | None:
    """Return the program's own word for one that either language shows."""
    told = {Words(lang).value(word): word for lang in LANGUAGES for word in known}
    return None if text is None else told.get(text, text)
