"""Writes down the digest of every table of facts: `python -m tools.shapes` after a declaration.

Working it out takes every event's shape, and a recording has time for one.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from compliance.domain.events import CATALOGUE
from compliance.domain.relations import RELATIONS
from compliance.projections import statements
from compliance.projections.columns import (
    KNOWN,
    NAMED,
    SEES,
    Laid,
    fact_table,
    record_tables,
    told_table,
)

PAGE = Path(__file__).parents[1] / "compliance" / "projections" / "version.py"
_TEXT = '''"""How the tables of facts are laid out; written by `python -m tools.shapes`.

Tables of other shapes are built anew by `tuoyu projection rebuild`, and so are those that another
way of folding made: `FOLD` is raised by hand when the same events make other rows.
"""

FOLD = {fold}
SHAPES = "{shapes}"
'''


def layout() -> Iterator[Laid]:
    """Yield every table of facts."""
    yield from (KNOWN, NAMED, SEES)
    for kind in CATALOGUE.values():
        yield told_table(kind)
        yield from record_tables(kind).values()
    for relation in RELATIONS.values():
        yield fact_table(relation)


def digest(fold: int) -> str:
    """Return what the tables' shapes come to, with the way of folding."""
    told = sorted(statements.create(laid) for laid in layout())
    rules = sorted(map(repr, RELATIONS.values()))
    return hashlib.sha256("\n".join((str(fold), *told, *rules)).encode()).hexdigest()[:16]


def page(fold: int) -> str:
    """Return the module that holds the digest."""
    return _TEXT.format(fold=fold, shapes=digest(fold))


if __name__ == "__main__":
    from compliance.projections.version import FOLD

    PAGE.write_text(page(FOLD), encoding="utf-8")
