"""The district that draws are made in, for the tests of every step."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.engine.drawing import District, district


@pytest.fixture
def here() -> Iterator[District]:
    """Return a district with an empty log, days before the beacon's moment."""
    found = district()
    with closing(found.desk.log):
        yield found
