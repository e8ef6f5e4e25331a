"""A byte changed in the file itself: every copy of a word counts, whichever table reads it."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.log.entry import Entry
from compliance.log.sqlite import SQLiteRecorder
from tests.log.tampering import spoken, verdict
from tests.log.telling import P2, F

SIZE = 6


class TestBytes:
    @pytest.mark.parametrize("word", [f"person:{P2}", f"facility:{F}", "staff.joined/1"])
    def test_every_copy_of_a_word_counts(self, told: Path, word: str) -> None:
        """Tags and types stand in a table and in indexes; boundaries are read through them."""
        content = told.read_bytes()
        places = list(occurrences(content, word.encode()))
        assert len(places) >= SIZE
        for place in places:
            told.write_bytes(content[: place + 9] + b"~" + content[place + 10 :])

            assert not verdict(told).ok, place

    @pytest.mark.parametrize("mark", [b"\xff", b"\x00"])
    def test_an_id_in_the_index_alone(self, told: Path, mark: bytes) -> None:
        """By it an amendment finds its target."""
        content = told.read_bytes()
        (entry, *_) = entries_of(told)
        for place in occurrences(content, entry.id.encode()):
            told.write_bytes(content[:place] + mark + content[place + 1 :])

            assert not verdict(told).ok, place

    def test_any_byte_of_a_body(self, told: Path) -> None:
        content, entries = told.read_bytes(), entries_of(told)

        @settings(max_examples=200, deadline=None, derandomize=True)
        @given(st.sampled_from(entries), st.integers(min_value=0), st.integers(1, 255))
        def found_where_it_is(entry: Entry, offset: int, difference: int) -> None:
            body = entry.body.encode()
            place = content.index(body) + offset % len(body)
            byte = content[place] ^ difference
            told.write_bytes(content[:place] + bytes([byte]) + content[place + 1 :])

            assert (entry.position, "hash") == spoken(verdict(told))

        found_where_it_is()


def entries_of(path: Path) -> list[Entry]:
    with closing(SQLiteRecorder(path)) as recorder:
        return list(recorder.read())


def occurrences(content: bytes, word: bytes) -> Iterator[int]:
    place = content.find(word)
    while place >= 0:
        yield place
        place = content.find(word, place + 1)
