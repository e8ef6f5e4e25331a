"""Supposing a pack: its drafts may speak, labelled so; the drafts of all others stay silent."""

from collections.abc import Set as AbstractSet

from compliance.rules.book import Rulebook
from compliance.rules.force import Force
from compliance.rules.pack import Pack


def supposing(book: Rulebook, packs: AbstractSet[str]) -> Rulebook:
    """Return a book in which the drafts of some packs, named by their ids, may speak."""
    force = Force(book.sources, drafts=False)
    return Rulebook(
        (each if each.ref.id in packs else _silenced(each, force) for each in book.packs),
        drafts=True,
    )


def _silenced(pack: Pack, force: Force) -> Pack:
    """Return a pack with what it says in earnest."""
    params = {
        name: param._replace(
            values=tuple(value for value in param.values if force.value(value) is not None)
        )
        for name, param in pack.params.items()
    }
    rules = tuple(rule for rule in pack.rules if force.rule(rule) is not None)
    return pack._replace(params=params, rules=rules)
