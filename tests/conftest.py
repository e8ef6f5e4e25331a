"""How hard the properties are tried: `default` repeats itself, `deep` looks for news.

And the server that tests of PostgreSQL share. Garbage is looked for seldom: a command runs without
that at all, and the tests that compile rules would spend a third of their time on it.
"""

import gc
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

gc.set_threshold(100_000, 20, 50)


def pytest_collection_finish() -> None:
    """Keep what is there by now: nobody need look through it again."""
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Let go of it: libraries in C look whether all of theirs is gone."""
    gc.unfreeze()


@pytest.fixture(scope="session")
def server() -> "Iterator[Server]":
    """Start a real server, once."""
    from tests.servers import running

    with running() as found:
        yield found
