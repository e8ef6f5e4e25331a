"""Refusals shown: code, place, reason, cure — as text, or as JSON where the data is JSON."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

import click

from cli.say import Words
from compliance.domain.errors import Answer, Answers, Refused
from compliance.intake.scan import refuse_id_numbers

_USAGE_EXIT = 2
_JSON = frozenset({"json", "jsonl"})
_WITHHELD = "…"
_UNPRINTABLE = "\ufffd"


def show(answer: Answer, words: Words, argv: Sequence[str]) -> int:
    """Write a refusal to stderr and return its exit code."""
    told = list(_flat(answer))
    if _format(argv) in _JSON:
        plains = [plain(each, words) for each in told]
        _echo(json.dumps(plains[0] if len(plains) == 1 else plains, ensure_ascii=False))
    else:
        for each in told:
            _echo(text(each, words))
    return answer.exit_code


def show_usage(fault: click.ClickException, words: Words, argv: Sequence[str]) -> int:
    """Write a fault of the command line itself to stderr."""
    code, told = _usage(fault)
    given = {name: _withheld(value) for name, value in told.items()}
    context = getattr(fault, "ctx", None)
    shown = {
        "code": code,
        "message": words.say(f"{code}.what", **given),
        "where": context.command_path if context else None,
        "basis": None,
        "hint": words.say(f"{code}.hint", **given),
    }
    if _format(argv) in _JSON:
        _echo(json.dumps(shown, ensure_ascii=False))
    else:
        _echo(_text(shown, words))
    return _USAGE_EXIT


def plain(answer: Answer, words: Words) -> dict[str, Any]:
    """Return a refusal as JSON values: code, message, where, basis, hint."""
    given = {name: _said(_withheld(value), words) for name, value in answer.given.items()}
    where = None if answer.where is None else str(_withheld(answer.where))
    given = {"where": where or "–", "basis": answer.basis or "–", **given}
    return {
        "code": answer.code,
        "message": words.say(f"{answer.code}.what", **given),
        "where": where,
        "basis": answer.basis,
        "hint": words.say(f"{answer.code}.hint", **given),
    }


def text(answer: Answer, words: Words) -> str:
    """Return a refusal as lines for people."""
    return _text(plain(answer, words), words)


def _said(value: object, words: Words) -> object:
    """Say what a library or the system answers in the program's own words, where it has some."""
    key = f"fault.{value}"
    return words.say(key) if words.knows(key) else value


def _withheld(value: object) -> object:
    """Say no person's number again, wherever it was typed, and no controls of a terminal."""
    text = str(value)
    try:
        refuse_id_numbers(text)
    except Refused:
        return _WITHHELD
    shown = "".join(char if char.isprintable() else _UNPRINTABLE for char in text)
    return value if shown == text else shown


def _flat(answer: Answer) -> Iterator[Answer]:
    if isinstance(answer, Answers):
        for each in answer.answers:
            yield from _flat(each)
    else:
        yield answer


def _text(told: dict[str, Any], words: Words) -> str:
    place, colon = f" ({told['where']})" if told["where"] else "", words.say("mark.colon")
    lines = [f"{told['code']}{place}{colon}{told['message']}"]
    if told["basis"]:
        lines.append(f"  {words.line('error.basis', told['basis'])}")
    lines.append(f"  {words.line('error.hint', told['hint'])}")
    return "\n".join(lines)


def _usage(fault: click.ClickException) -> tuple[str, dict[str, object]]:
    match fault:
        case click.NoSuchOption():
            near = ", ".join(fault.possibilities or ()) or "–"
            return "E-OPTION-UNKNOWN", {"name": fault.option_name, "nearest": near}
        case click.MissingParameter():
            return "E-ARGUMENT-MISSING", {"name": _named(fault)}
        case click.BadParameter():
            return "E-OPTION-VALUE", {"name": _named(fault), "wanted": _metavar(fault)}
        case _:
            return "E-USAGE", {"reason": fault.format_message()}


def _named(fault: click.BadParameter) -> str:
    """Name a parameter as it is typed: an option by its flag, an argument by its place."""
    return fault.param.opts[0] if isinstance(fault.param, click.Option) else _metavar(fault)


def _metavar(fault: click.BadParameter) -> str:
    context = fault.ctx or click.Context(click.Command("tuoyu"))
    return "–" if fault.param is None else fault.param.make_metavar(context)


def _format(argv: Sequence[str]) -> str | None:
    for place, word in enumerate(argv):
        if word.startswith("--format="):
            return word.partition("=")[2]
        if word == "--format" and place + 1 < len(argv):
            return argv[place + 1]
    return None


def _echo(text: str) -> None:
    click.echo(text, err=True)
