"""Lists over everybody: asked of the tables, they show what is shown history by history."""

from collections import Counter
from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.domain.time import AsOf, end_of_day
from compliance.engine.adopt import rulebook
from compliance.engine.columns import SUBJECTS
from compliance.engine.desk import Desk
from compliance.engine.listing import Asked, Listed, listed
from compliance.engine.meant import meant_by_tables
from compliance.engine.sought import Sought
from compliance.rules.where import Where
from tests.projections.histories import DAYS
from tests.projections.told_desk import desk_of
from tests.rules.wanted import drawn_log, expressions

ASKED: Counter[bool] = Counter()
"""How often the tables answered, and how often they could not."""


def both(desk: Desk, listing: str, as_of: AsOf, asked: Asked) -> tuple[list[Listed], list[Listed]]:
    """Return a list by the tables, and by the histories alone."""
    plain = desk._replace(engine=None)
    first, second = (list(listed(each, listing, as_of, asked)) for each in (desk, plain))  # type: ignore[arg-type]
    return first, second


def check(seed: int, length: int) -> None:
    rng = Random(seed)  # noqa: S311 - to be drawn again
    desk = desk_of(drawn_log(rng, length))
    for listing, expression in expressions(rng):
        known = rng.choice((None, None, end_of_day(date(2024, 1, 1))))
        as_of = AsOf(rng.choice((desk.today, DAYS[9])), known)
        asked = Asked(rng.choice((None, None, "500111")), expression, ended=rng.random() < 0.5)
        book = rulebook(desk, known)
        where = Where(book, SUBJECTS[listing], expression)
        sought = Sought(region=asked.region)
        ASKED[meant_by_tables(desk, book, where, as_of, sought) is not None] += 1
        tables, histories = both(desk, listing, as_of, asked)

        assert histories == tables, (listing, expression, as_of, asked)


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 30))
def test_tables_show_what_histories_show(seed: int, length: int) -> None:
    check(seed, length)


def test_the_tables_did_answer() -> None:
    """Only about conclusions of another day, or as known then, they cannot."""
    ASKED.clear()  # what others asked in this process is not ours
    for seed in range(2):
        check(seed, 30)

    assert ASKED[True] > ASKED[False] > 0
