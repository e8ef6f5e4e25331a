"""The frame of every command: lazy loading, and the options that all take."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import click

from cli.help import Context
from cli.say import LANGUAGES, Words

FORMATS = ("table", "record", "json", "jsonl", "csv", "tsv")
COMMANDS = {
    "init": "start", "record": "record", "check": "record", "correct": "amend",
    "retract": "amend", "import": "exchange", "export": "exchange", "status": "look",
    "timeline": "look", "log": "look", "show": "look", "explain": "look", "replay": "look",
    "verify": "audit", "rules": "rules", "person": "person", "schema": "schema", "demo": "demo",
}  # fmt: skip
"""Command → the module of `cli.commands` that builds it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
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


class Gate(click.Group):
    """The top command; a sub-command's module is imported when it is called."""

    def __init__(self, words: Words) -> None:
        super().__init__(
            "tuoyu", help=words.say("help.tuoyu"), context_settings=_settings(words),
            params=[version_option(words)], add_help_option=True, no_args_is_help=True,
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


class Command(click.Command):
    """A command with the common options after its own."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the command's own options, then the common ones."""
        words: Words = ctx.obj["words"] if ctx.obj else ctx.find_root().command.words  # type: ignore[attr-defined]
        own: list[tuple[str, str]] = []
        common: list[tuple[str, str]] = []
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if record is not None:
                (common if getattr(param, "common", False) else own).append(record)
        for title, rows in (("help.options", own), ("help.common", common)):
            if rows:
                with formatter.section(words.say(title)):
                    formatter.write_dl(rows)


class CommonOption(click.Option):
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
    return Command(
        name,
        callback=callback,
        params=[*params, *options],
        help=words.say(f"help.{name}") if words.knows(f"help.{name}") else None,
        context_settings=_settings(words),
        options_metavar=words.say("help.options_metavar"),
    )


def option(name: str, words: Words, *, said: str | None = None, **how: Any) -> click.Option:
    """Build an option whose help stands in the catalogue under `opt.<said or name>`."""
    flag = f"--{name.replace('_', '-')}"
    return click.Option([flag, name], help=words.say(f"opt.{said or name}"), **how)


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


for _kind in (Gate, Command):
    _kind.context_class = Context
