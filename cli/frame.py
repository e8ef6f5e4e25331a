"""The frame of every command: lazy loading, and the options that all take."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any, NamedTuple

import click

from cli.say import LANGUAGES, Words
from cli.spoken import Spoken, SpokenGroup, SpokenOption, language_option

FORMATS = ("table", "record", "json", "jsonl", "csv", "tsv")
COMMANDS = {
    "init": "start", "record": "record", "check": "record", "correct": "amend",
    "retract": "amend", "import": "exchange", "export": "exchange", "status": "look",
    "assess": "survey", "list": "listing", "diff": "differ", "timeline": "look", "due": "due",
    "disclose": "disclose", "log": "look", "show": "look", "explain": "look", "replay": "look",
    "verify": "audit", "audit": "audits", "rules": "rules", "target": "target", "plan": "plan",
    "draw": "draw", "task": "task", "person": "person", "projection": "projection", "db": "db",
    "schema": "schema", "demo": "demo",
}  # fmt: skip
"""Command → the module of `cli.commands` that builds it."""


class Common(NamedTuple):
    """What every command is told."""

    words: Words
    db: str
    actor: str | None
    as_of: str | None
    known_at: str | None
    rules: str | None
    key: str | None
    channel: str | None
    format: str | None
    output: str | None
    dry_run: bool
    no_input: bool
    yes: bool
    no_color: bool
    region: str | None


class Gate(SpokenGroup):
    """The top command; a sub-command's module is imported when it is called."""

    def __init__(self, words: Words) -> None:
        super().__init__(
            "tuoyu", help=words.say("help.tuoyu"), context_settings=_settings(words),
            params=[version_option(words), language_option(words)],
            options_metavar=words.say("help.options_metavar"),
        )  # fmt: skip
        self.words = words

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Name the commands in the order of daily work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import and build a command."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"cli.commands.{COMMANDS[cmd_name]}")
        built: click.Command = module.build(cmd_name, self.words)
        return built

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands with one line each, importing none of them."""
        rows = [(name, self.words.say(f"help.{name}").split("\n")[0]) for name in COMMANDS]
        with formatter.section(self.words.say("help.commands")):
            formatter.write_dl(rows)


class CommonOption(SpokenOption):
    """An option that every command takes."""

    common = True


def command(
    name: str,
    words: Words,
    run: Callable[..., Any],
    params: Sequence[click.Parameter] = (),
    *,
    without: frozenset[str] = frozenset(),
) -> click.Command:
    """Build a command whose callback gets `Common` and its own parameters."""

    def callback(**given: Any) -> Any:
        common = {option: given.pop(option, None) for option in _COMMON_NAMES}
        return run(Common(words=words, **common), **given)

    taken = without | {str(param.name) for param in params}
    options = [each for each in common_options(words) if each.name not in taken]
    return Spoken(
        name,
        callback=callback,
        params=[*params, *options],
        help=words.say(f"help.{name}") if words.knows(f"help.{name}") else words.value(name),
        context_settings=_settings(words),
        options_metavar=words.say("help.options_metavar"),
    )


def option(name: str, words: Words, *, said: str | None = None, **how: Any) -> click.Option:
    """Build an option whose help stands in the catalogue under `opt.<said or name>`."""
    flag = f"--{name.replace('_', '-')}"
    return SpokenOption([flag, name], help=words.say(f"opt.{said or name}"), **how)


def argument(name: str, **how: Any) -> click.Argument:
    """Build an argument, shown in capitals."""
    return click.Argument([name], metavar=how.pop("metavar", name.upper()), **how)


def common_options(words: Words) -> list[click.Option]:
    """Build the options that every command takes."""

    def one(name: str, **how: Any) -> click.Option:
        flag = f"--{name.replace('_', '-')}"
        return CommonOption([flag, name], help=words.say(f"opt.{name}"), **how)

    return [
        one("db", envvar="TUOYU_DB", default="sqlite:///tuoyu.db", metavar="URL"),
        one("actor", envvar="TUOYU_ACTOR", metavar="ID@ORG"),
        one("region", metavar="CODE"),
        one("as_of", metavar="DATE"),
        one("known_at", metavar="DATE|TIME"),
        one("rules", metavar="PATH"),
        one("key", metavar="KEY"),
        one("channel", metavar="TEXT"),
        one("lang", type=click.Choice(LANGUAGES), expose_value=False),
        one("format", type=click.Choice(FORMATS)),
        one("output", metavar="FILE"),
        one("dry_run", is_flag=True),
        one("no_input", is_flag=True),
        one("yes", is_flag=True),
        one("no_color", is_flag=True, envvar="NO_COLOR"),
    ]


_COMMON_NAMES = (
    "db", "actor", "region", "as_of", "known_at", "rules", "key", "channel", "format",
    "output", "dry_run", "no_input", "yes", "no_color",
)  # fmt: skip


def version_option(words: Words) -> click.Option:
    """Build `--version`."""

    def show(ctx: click.Context, _param: click.Parameter, asked: bool) -> None:  # noqa: FBT001
        if asked:
            from compliance import __version__

            click.echo(f"tuoyu {__version__}")
            ctx.exit()

    return click.Option(
        ["--version"], is_flag=True, expose_value=False, is_eager=True, callback=show,
        help=words.say("opt.version"),
    )  # fmt: skip


def _settings(words: Words) -> dict[str, Any]:
    return {
        "token_normalize_func": lambda token: token.replace("_", "-"),
        "help_option_names": ["--help", "-h"],
        "obj": {"words": words},
    }
