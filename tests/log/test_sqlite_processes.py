"""Several processes make one file at once: one log stands there, and all go by it."""

from contextlib import closing
from pathlib import Path

from compliance.log.sqlite import SQLiteRecorder
from tests.log.processes import answers, started


def test_six_processes_create_one_file_at_once(path: Path) -> None:
    said = answers([started("create", path, f"log-{name}") for name in range(6)])

    assert len(said) == 6
    assert len(set(said)) == 1


def test_six_processes_record_the_same_at_once(path: Path) -> None:
    """Exactly one event: one process records it, five are told where it stands."""
    said = answers([started("same", path, f"w{name}-") for name in range(6)])
    told = [line.rpartition(" ") for line in said]

    assert len({where for where, _, _ in told}) == 1
    assert sorted(duplicate for _, _, duplicate in told) == ["False", *["True"] * 5]
    with closing(SQLiteRecorder(path)) as recorder:
        assert recorder.head().size == 1
