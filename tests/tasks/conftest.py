"""A district after its draw, made once a module's test wants one."""

import pytest

from tests.tasks.district import District, district


@pytest.fixture
def drawn_district() -> District:
    """Return a district of twelve facilities, six of them drawn, and six officers."""
    return district()
