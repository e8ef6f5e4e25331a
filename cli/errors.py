"""Refusals shown: code, place, reason, cure — as text, or as JSON where the data is JSON."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import click

from cli.say import Words
from compliance.domain.errors import Answer, Answers

_USAGE_EXIT = 2
_JSON = frozenset({"json", "jsonl"})


def show(answer: Answer, words: Words, argv: Sequence[str]) -> int:
    """Write a refusal to stderr and return its exit code."""
    plains = [plain(each, words) for each in _flat(answer)]
    if _format(argv) in _JSON:
        _echo(json.dumps(plains[0] if len(plains) == 1 else plains, ensure_ascii=False))
    else:
        for each in plains:
            _echo(_text(each, words))
    return answer.exit_code


def show_usage(fault: click.ClickException, words: Words, argv: Sequence[str]) -> int:
    """Write a fault of the command line itself to stderr."""
    code, given = _usage(fault)
    context = getattr(fault, "ctx", None)
    told = {
        "code": code,
        "message": words.say(f"{code}.what", **given),
        "where": context.command_path if context else None,
        "basis": None,
        "hint": words.say(f"{code}.hint", **given),
    }
    if _format(argv) in _JSON:
        _echo(json.dumps(told, ensure_ascii=False))
    else:
        _echo(_text(told, words))
    return _USAGE_EXIT


def plain(answer: Answer, words: Words) -> dict[str, Any]:
    """Return a refusal as JSON values: code, message, where, basis, hint."""
    given = {"where": answer.where or "–", "basis": answer.basis or "–", **answer.given}
    return {
        "code": answer.code,
        "message": words.say(f"{answer.code}.what", **given),
        "where": answer.where,
        "basis": answer.basis,
        "hint": words.say(f"{answer.code}.hint", **given),
    }


def _flat(answer: Answer) -> Iterator[Answer]:
    if isinstance(answer, Answers):
        for each in answer.answers:
            yield from _flat(each)
    else:
        yield answer


def _text(told: dict[str, Any], words: Words) -> str:
    place = f" ({told['where']})" if told["where"] else ""
    lines = [f"{told['code']}{place}: {told['message']}"]
    if told["basis"]:
        lines.append(f"  {words.say('error.basis')}: {told['basis']}")
    lines.append(f"  {words.say('error.hint')}: {told['hint']}")
    return "\n".join(lines)


def _usage(fault: click.ClickException) -> tuple[str, dict[str, object]]:
    match fault:
        case click.NoSuchOption():
            near = ", ".join(fault.possibilities or ()) or "–"
            return "E-OPTION-UNKNOWN", {"name": fault.option_name, "nearest": near}
        case click.MissingParameter():
            param = fault.param
            name = "–" if param is None else param.make_metavar(fault.ctx or _no_context())
            return "E-ARGUMENT-MISSING", {"name": name}
        case click.BadParameter():
            name = fault.param.name if fault.param else "–"
            return "E-OPTION-VALUE", {"name": name, "reason": fault.format_message()}
        case _:
            return "E-USAGE", {"reason": fault.format_message()}


def _no_context() -> click.Context:
    return click.Context(click.Command("tuoyu"))


def _format(argv: Sequence[str]) -> str | None:
    for place, word in enumerate(argv):
        if word.startswith("--format="):
            return word.partition("=")[2]
        if word == "--format" and place + 1 < len(argv):
            return argv[place + 1]
    return None


def _echo(text: str) -> None:
    click.echo(text, err=True)
