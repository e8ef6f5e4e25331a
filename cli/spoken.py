"""Commands that speak one language throughout: click's own words are said anew here."""

from typing import Any

import click

from cli.help import Context
from cli.say import LANGUAGES, Words

_USAGE_EXIT = 2


class Spoken(click.Command):
    """A command whose help is in one language."""

    context_class = Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return `--help`, said in the language."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = words_of(ctx).say("opt.help")
        return option

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the command's own options, then those that every command takes."""
        own: list[tuple[str, str]] = []
        common: list[tuple[str, str]] = []
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx)
            if isinstance(param, click.Option) and record is not None:
                (common if getattr(param, "common", False) else own).append(record)
        for title, rows in (("help.options", own), ("help.common", common)):
            if rows:
                with formatter.section(words_of(ctx).say(title)):
                    formatter.write_dl(rows)


class SpokenOption(click.Option):
    """An option whose words in the catalogue say whether it is needed."""

    def get_help_extra(self, ctx: click.Context) -> Any:
        """Leave out click's own "required"."""
        extra = super().get_help_extra(ctx)
        extra.pop("required", None)
        return extra


class SpokenGroup(Spoken, click.Group):
    """A command with sub-commands; called alone it shows its help."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Show the help where no sub-command is named."""
        if not args and not ctx.resilient_parsing:
            click.echo(ctx.get_help(), err=True)
            ctx.exit(_USAGE_EXIT)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the sub-command. Raises BadInput (E-COMMAND-UNKNOWN)."""
        try:
            return super().resolve_command(ctx, args)
        except click.NoSuchOption:
            raise
        except click.UsageError:
            from difflib import get_close_matches

            from compliance.domain.errors import BadInput

            near = get_close_matches(args[0], self.list_commands(ctx), n=1, cutoff=0.0)
            where = ctx.command_path
            raise BadInput(
                "E-COMMAND-UNKNOWN", where=where, name=args[0], nearest=near[0]
            ) from None

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the options, then the sub-commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the sub-commands with one line each."""
        found = [self.get_command(ctx, name) for name in self.list_commands(ctx)]
        rows = [(str(each.name), str(each.help).partition("\n")[0]) for each in found if each]
        with formatter.section(words_of(ctx).say("help.commands")):
            formatter.write_dl(rows)


def group(name: str, words: Words) -> SpokenGroup:
    """Build a group whose help stands in the catalogue under `help.<name>`."""
    return SpokenGroup(
        name,
        help=words.say(f"help.{name}"),
        params=[language_option(words)],
        options_metavar=words.say("help.options_metavar"),
    )


def language_option(words: Words) -> click.Option:
    """Build `--lang`; the gate has read it before any command is built."""
    return click.Option(
        ["--lang"], type=click.Choice(LANGUAGES), expose_value=False, help=words.say("opt.lang")
    )


def words_of(ctx: click.Context) -> Words:
    """Return the words that a command speaks."""
    words: Words = ctx.obj["words"]
    return words
