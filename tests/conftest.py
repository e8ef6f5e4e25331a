"""How hard the properties are tried: `default` repeats itself, `deep` looks for news.

And the server that tests of PostgreSQL share.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from tests.servers import Server

settings.register_profile(
    "default",
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "deep", max_examples=2000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("default")


@pytest.fixture(scope="session")
def server() -> "Iterator[Server]":
    """Start a real server, once."""
    from tests.servers import running

    with running() as found:
        yield found
