"""`tuoyu verify` says whether anyone touched the log; `tuoyu log root` prints its anchor."""

import json
from pathlib import Path

import click

from cli.frame import Common, command, option
from cli.office import open_desk
from cli.output import Answered, emit
from cli.say import Words
from compliance.domain.errors import BadInput, NotFound
from compliance.engine.audit import Anchor, root_at, verify

_TAMPERED = 6


def build(name: str, words: Words) -> click.Command:
    """Build the command."""
    return command(name, words, _verify, [option("anchor", words, metavar="FILE")])


def _verify(common: Common, anchor: str | None) -> int:
    desk = open_desk(common)
    kept = None if anchor is None else _anchor(Path(anchor))
    verdict = verify(desk.log, kept)
    told = {
        "ok": verdict.ok,
        "size": verdict.size,
        "root": verdict.root,
        "first_bad": verdict.first_bad,
        "reason": verdict.reason,
    }
    words = common.words
    if verdict.ok:
        key = "verify.ok" if kept is None else "verify.ok_anchor"
        lines = [words.say(key, size=verdict.size, root=verdict.root)]
    else:
        reason = words.say(f"verify.reason.{verdict.reason}")
        place = verdict.first_bad or "–"
        lines = [words.say("verify.bad", position=place, reason=reason)]
    emit(Answered(value=told, lines=lines), common)
    return 0 if verdict.ok else _TAMPERED


def show_root(common: Common, at: int | None) -> None:
    """Write what an auditor keeps: log id, size, root."""
    log = open_desk(common).log
    if at is not None and not 0 <= at <= log.head().size:
        raise NotFound("E-EVENT-MISSING", where="--at", text=str(at))
    anchor = root_at(log, at)
    told = {"log_id": anchor.log_id, "size": anchor.size, "root": anchor.root}
    emit(Answered(value=told, lines=[json.dumps(told)]), common)


def _anchor(path: Path) -> Anchor:
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        return Anchor(log_id=plain["log_id"], size=int(plain["size"]), root=plain["root"])
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise BadInput("E-ANCHOR", where=str(path), reason=str(fault)) from None
