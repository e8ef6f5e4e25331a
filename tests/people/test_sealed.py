"""The file of an authority's key: made once, and never destroyed by another."""

from pathlib import Path

from compliance.people.key import PersonKey
from compliance.sealed import created_key, lay_beside

OURS, THEIRS = (PersonKey.create(bytes([place]) * 32) for place in (1, 2))


def test_of_two_who_make_a_key_both_go_by_the_first(tmp_path: Path) -> None:
    first, second = (created_key(tmp_path / "room" / "key") for _ in range(2))

    assert first.id == second.id


def test_another_key_that_lies_there_is_moved_aside(tmp_path: Path) -> None:
    """Whoever laid it there may need it; the log's own stays where it is."""
    path = tmp_path / "room" / "key"
    for key in (THEIRS, OURS, OURS):
        lay_beside(key, path)

    assert PersonKey.load(path).id == OURS.id
    assert PersonKey.load(path.with_name(f"key.{THEIRS.id}")).id == THEIRS.id
    assert len(list(path.parent.iterdir())) == 2
