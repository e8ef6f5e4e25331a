"""The tables are laid out alike in plain SQL and by SQLAlchemy, on SQLite and PostgreSQL."""

import re
from typing import Any

import pytest
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateTable

from compliance.domain.relations import RELATIONS
from compliance.projections import statements
from compliance.projections.columns import Laid
from compliance.projections.everybody.forms import rows
from compliance.projections.everybody.heard import Heard
from compliance.projections.everybody.ones import Ones
from compliance.projections.tables import core
from compliance.projections.version import FOLD
from tests.projections.declaring import KEPT, REMADE
from tools.shapes import PAGE, layout, page

DIALECTS: tuple[Any, ...] = (sqlite.dialect(), postgresql.dialect())  # type: ignore[no-untyped-call]
LAID = list(layout())


def told(sql: str) -> str:
    """Return a statement without quotes and white space, placeholders as on SQLite."""
    return re.sub(r"\s+|\"|::\w+", "", re.sub(r"%\(\w+\)s", "?", sql))


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda each: each.name)
def test_tables_are_laid_out_as_the_library_does(dialect: Any) -> None:
    for laid in LAID:
        made = str(CreateTable(core(laid)).compile(dialect=dialect))

        assert told(made) == told(statements.create(laid))


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda each: each.name)
def test_rows_are_written_as_the_library_does(dialect: Any) -> None:
    for laid in LAID:
        table = core(laid)
        where = [table.c[name] == "" for name in laid.key]

        assert told(str(table.insert().compile(dialect=dialect))) == told(statements.insert(laid))
        assert bare(str(table.delete().where(*where).compile(dialect=dialect)), laid) == told(
            statements.delete(laid, laid.key)
        )


def bare(sql: str, laid: Laid) -> str:
    """Return a statement whose columns do not name their table."""
    return told(sql.replace(f"{laid.name}.", ""))


def test_the_digest_of_the_layout_is_current() -> None:
    """`python -m tools.shapes` after a declaration: older tables are then known as such."""
    assert page(FOLD) == PAGE.read_text(encoding="utf-8")


def test_every_declared_relation_can_be_executed() -> None:
    """What the second executor cannot say it refuses, and nothing declared today is refused."""
    ones = Ones(Heard(None, lambda _: True))
    for relation in RELATIONS.values():
        names = [each.name for each in rows(relation, ones).selected_columns]

        assert names == [each.name for each in core_columns(relation.name)]

    for refused in (REMADE, KEPT, RELATIONS["penalties"]._replace(closes=("penalty.withdrawn",))):
        with pytest.raises(ValueError, match=refused.name):
            rows(refused, ones)


def core_columns(relation: str) -> list[Any]:
    """Return the columns of a relation's live table."""
    return next(list(laid.columns) for laid in LAID if laid.name == f"fact_{relation}")
