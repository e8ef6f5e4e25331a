"""A copy in columns answers what the store answers, and is loaded with what is asked for only."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.projections.columnar import Columnar, tables_of, text_of

METADATA = sa.MetaData()
CLASSES = sa.Table(
    "fact_classes",
    METADATA,
    sa.Column("row_facility", sa.Text, nullable=False),
    sa.Column("row_on", sa.Integer, nullable=False),
    sa.Column("fine_fen", sa.BigInteger),
    sa.Column("open", sa.Boolean),
    sa.Column("end", sa.Text),
)
OTHERS = sa.Table("fact_others", METADATA, sa.Column("row_facility", sa.Text))
AWKWARD = [
    "",
    " AS \n(",
    "' AS \n(",
    "a'b",
    'a"b',
    "a\\b",
    "%",
    "%s",
    "%%",
    ":x",
    "\x1f备\x1f",
    "a\nb",
    "$1",
    "?",
    "{}",
]
TEXTS = st.sampled_from(AWKWARD) | st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0")
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "row_facility": TEXTS,
            "row_on": st.integers(1, 3_652_059),
            "fine_fen": st.none() | st.integers(-(2**63), 2**63 - 1),
            "open": st.none() | st.booleans(),
            "end": st.none() | TEXTS,
        }
    ),
    max_size=8,
)


@pytest.fixture
def store() -> Iterator[sa.Connection]:
    engine = sa.create_engine("sqlite://")
    METADATA.create_all(engine)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@settings(max_examples=40)
@given(rows=ROWS, text=TEXTS)
def test_a_copy_answers_what_the_store_answers(rows: list[dict[str, Any]], text: str) -> None:
    """Empty tables, nulls, the longest numbers, and texts that look like SQL included."""
    engine = sa.create_engine("sqlite://")
    METADATA.create_all(engine)
    asked = (
        sa.select(CLASSES)
        .add_columns(CLASSES.c.end == text, sa.literal(text))
        .where(CLASSES.c.row_facility != text, sa.func.replace(CLASSES.c.end, text, "") != "x")
        .order_by(*CLASSES.c)
    )
    with engine.connect() as connection, closing(Columnar(connection.execute)) as copy:
        if rows:
            connection.execute(sa.insert(CLASSES), rows)
        expected = sorted(map(repr, map(tuple, connection.execute(asked))))

        assert expected == sorted(map(repr, copy.ask(asked)))


def test_a_value_is_told_as_it_is(store: sa.Connection) -> None:
    """In the text of a statement, backslash, per cent sign and colon mean themselves."""
    with closing(Columnar(store.execute)) as copy:
        for text in AWKWARD:
            assert [(text,)] == copy.ask(sa.select(sa.literal(text)))


def test_only_what_is_read_is_loaded(store: sa.Connection) -> None:
    asked: list[str] = []

    def ask(statement: Any) -> Any:
        asked.append(str(statement.get_final_froms()[0]))
        return store.execute(statement)

    with closing(Columnar(ask)) as copy:
        copy.ask(sa.select(sa.func.count()).select_from(CLASSES))
        copy.ask(sa.select(CLASSES.c.end))

    assert asked == ["fact_classes"]


def test_tables_are_found_wherever_they_are_read() -> None:
    """In a subquery of a subquery, behind an alias, in `exists` and in a union."""
    inner = sa.select(OTHERS.c.row_facility).subquery()
    read = sa.select(CLASSES.alias("c")).where(
        sa.exists().where(inner.c.row_facility == sa.literal("a"))
    )

    assert {"fact_classes", "fact_others"} == {table.name for table in tables_of(read)}
    assert {"fact_others"} == {
        table.name for table in tables_of(sa.union_all(sa.select(OTHERS), sa.select(OTHERS)))
    }


def test_a_long_chain_of_selects_is_gone_through_once() -> None:
    """Forty that each use the one before twice: twice to the fortieth would never end."""
    chain: Any = sa.select(CLASSES.c.row_on).cte("c0")
    for place in range(1, 41):
        other = chain.alias(f"o{place}")
        chain = sa.select(chain.c.row_on).join(other, other.c.row_on == chain.c.row_on)
        chain = chain.cte(f"c{place}")

    (table,) = tables_of(sa.select(chain))

    assert table is CLASSES


def test_a_table_made_on_the_way_is_made_once(store: sa.Connection) -> None:
    """Else each is planned in place of its name: twenty of two uses each, a million times."""
    chain: Any = sa.select(CLASSES.c.row_on).cte("c0")
    for place in range(1, 21):
        one, other = chain.alias(f"a{place}"), chain.alias(f"b{place}")
        chain = sa.select(one.c.row_on).join(other, one.c.row_on == other.c.row_on)
        chain = chain.cte(f"c{place}")
    asked = sa.select(chain)
    with closing(Columnar(store.execute)) as copy:
        store.execute(sa.insert(CLASSES), {"row_facility": "f", "row_on": 7})

        assert copy.ask(asked) == [(7,)]
    assert text_of(asked).count("MATERIALIZED") == 21


def test_the_text_is_postgresql() -> None:
    text = text_of(sa.select(CLASSES.c.end).where(CLASSES.c.row_on <= 5, CLASSES.c.open))
    expected = (
        'SELECT fact_classes."end" FROM fact_classes'
        " WHERE fact_classes.row_on <= 5 AND fact_classes.open"
    )

    assert expected == " ".join(text.split())
