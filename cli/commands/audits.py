"""`tuoyu audit LIST`: what auditors ask of everybody; alone it names the lists."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import click

from cli.frame import Common, command, option
from cli.office import open_desk, question
from cli.output import Answered, emit
from cli.say import LANGUAGES, Words, catalogue
from cli.spoken import SpokenGroup, language_option
from cli.tabled import tabled
from compliance.engine.audits.asked import Asked
from compliance.engine.audits.backdated import backdated
from compliance.engine.audits.fines import fines
from compliance.engine.audits.officers import officers
from compliance.engine.audits.reads import reads
from compliance.engine.audits.subsidies import subsidies
from compliance.engine.audits.tiers import tiers
from compliance.engine.audits.transfers import transfers
from compliance.engine.audits.unequal import unequal
from compliance.engine.audits.unheard import unheard
from compliance.engine.audits.unnoticed import unnoticed
from compliance.engine.audits.unopened import unopened
from compliance.engine.audits.unrechecked import unrechecked
from compliance.outcomes.rows import row_plain

_OVERVIEW = "lists"


class Audit(NamedTuple):
    """A list: the walk that makes it, and the options that it takes beside the common ones."""

    walk: Callable[..., Iterator[Any]]
    options: tuple[str, ...] = ()


AUDITS = {
    "backdated": Audit(backdated, ("days", "after_notice")),
    "unrechecked": Audit(unrechecked, ("days", "established")),
    "unopened": Audit(unopened, ("days", "established")),
    "unequal": Audit(unequal, ("per", "factor")),
    "fines": Audit(fines, ("unpaid",)),
    "subsidies": Audit(subsidies, ("established",)),
    "tiers": Audit(tiers, ("before",)),
    "officers": Audit(officers, ("established",)),
    "unnoticed": Audit(unnoticed, ("established",)),
    "unheard": Audit(unheard, ("established",)),
    "transfers": Audit(transfers, ("days", "established")),
    "reads": Audit(reads),
}
"""The lists, in the order in which they are named."""


class AuditGroup(SpokenGroup):
    """The group; a list also goes by its Chinese name, and without one the lists are named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take a call without a list as one for the lists themselves."""
        if not args or (args[0].startswith("-") and args[0] not in ctx.help_option_names):
            args = [_OVERVIEW, *args]
        return super().parse_args(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Find a list by its name in any language."""
        return super().get_command(ctx, _named().get(cmd_name, cmd_name))


def build(name: str, words: Words) -> click.Command:
    """Build the group."""
    audit = AuditGroup(
        name,
        help=words.say(f"help.{name}"),
        params=[language_option(words)],
        options_metavar=words.say("help.options_metavar"),
    )
    audit.add_command(_named_command(_OVERVIEW, words, _lists, []))
    for each, declared in AUDITS.items():
        params: list[click.Parameter] = [_option(one, each, words) for one in declared.options]
        audit.add_command(_named_command(each, words, _asks(each), params))
    return audit


def _named_command(
    name: str, words: Words, run: Callable[..., None], params: list[click.Parameter]
) -> click.Command:
    built = command(name, words, run, params)
    built.help = words.say(f"help.audit.{name}")
    return built


def _option(name: str, audit: str, words: Words) -> click.Option:
    """Build an option of a list; the words of `--days` say days since what."""
    match name:
        case "days":
            said = f"audit_days.{audit}"
            return option(name, words, said=said, type=click.IntRange(min=0), metavar="N")
        case "factor":
            return option(name, words, type=click.IntRange(min=1), metavar="N")
        case "per":
            return option(name, words, type=click.Choice(("region", "year")), multiple=True)
        case _:
            return option(name, words, said=f"audit_{name}", is_flag=True)


def _asks(name: str) -> Callable[..., None]:
    """Return what runs a list: ask, then show."""

    def run(common: Common, *, established: bool = False, **given: Any) -> None:
        told = {key: value for key, value in given.items() if value not in (None, (), False)}
        desk = open_desk(common)
        found = AUDITS[name].walk(Asked(desk, question(common, desk.today), common.region), **told)
        sure = (row for row in found if not established or row.verdict == "established")
        _emit(list(sure), common)

    return run


def _emit(found: list[Any], common: Common) -> None:
    rows = [tabled(each, common.words) for each in found]
    lines = None if found else [common.words.say("audit.nothing")]
    emit(Answered(value=[row_plain(each) for each in found], rows=rows, lines=lines), common)


def _lists(common: Common) -> None:
    words = common.words
    told = [
        {
            "list": name,
            "zh": catalogue("zh")[f"audit.list.{name}"],
            "en": catalogue("en")[f"audit.list.{name}"],
        }
        for name in AUDITS
    ]
    rows = [
        {
            "list": each["list"],
            "title": words.say(f"audit.list.{each['list']}"),
            "meaning": words.say(f"help.audit.{each['list']}").partition("\n")[0],
        }
        for each in told
    ]
    emit(Answered(value=told, rows=rows), common)


def _named() -> dict[str, str]:
    """Return the list that each title names, in every language."""
    return {catalogue(lang)[f"audit.list.{name}"]: name for lang in LANGUAGES for name in AUDITS}
