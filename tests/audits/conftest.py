"""A log with two facilities in two regions."""

import pytest

from tests.audits.asking import Audited


@pytest.fixture
def log() -> Audited:
    """Make a log in memory."""
    return Audited()
