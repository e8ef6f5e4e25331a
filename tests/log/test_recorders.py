"""What every recorder promises: one suite, run over each adapter."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from compliance.domain.errors import Conflict
from compliance.log.entry import (
    EVERYTHING,
    Entry,
    Item,
    Query,
    Recorder,
    Transaction,
    Unless,
    frame_of,
    tagged,
)
from compliance.log.tree import leaf_hash, root_of
from tests.log.telling import LOG_ID, NOON, at, bodies, draft, drafts, positions, stamp

KEEP = "INSERT INTO kept_text VALUES (?, ?)"
ODD_TAGS = ("", "a\nb", "a", "b", 'quote"d', "back\\slash", "文号:渝足〔2024〕1号", " 空 格 ", "é")
ANY_TYPE = Query((Item(types=("a/1", "b/1", "c/1")),))


def kept(recorder: Recorder) -> int:
    with recorder.session() as tx:
        return int(tx.execute("SELECT count(*) FROM kept_text").fetchone()[0])


class TestAppend:
    def test_positions_are_dense_from_one(self, recorder: Recorder) -> None:
        first = recorder.append(drafts("a", "b"), stamp)
        second = recorder.append(drafts("c"), stamp)

        assert positions([*first, *second]) == [1, 2, 3]
        assert positions(recorder.read()) == [1, 2, 3]

    def test_an_entry_reads_back_as_it_was_answered(self, recorder: Recorder) -> None:
        stored = recorder.append([draft("a", "x", "y"), draft("b")], stamp)

        assert list(stored) == list(recorder.read())

    def test_an_empty_append_changes_nothing(self, recorder: Recorder) -> None:
        before = recorder.head()

        assert (list(recorder.append([], stamp)), recorder.head()) == ([], before)

    def test_tags_of_any_characters_come_back(self, recorder: Recorder) -> None:
        """Keys and class ids are the user's words: a line break must not make two tags of one."""
        recorder.append([draft("a", *ODD_TAGS), draft("b", "")], stamp)

        assert [tuple(sorted(ODD_TAGS)), ("",)] == [each.tags for each in recorder.read()]
        assert [["a", "b"], *[["a"]] * 8] == [
            bodies(recorder.read(tagged(tag))) for tag in ODD_TAGS
        ]

    def test_the_hash_is_the_leaf_hash_of_the_frame(self, recorder: Recorder) -> None:
        (entry,) = recorder.append([draft("a", "x")], stamp)

        assert leaf_hash(frame_of(1, at(), draft("a", "x"))) == entry.hash

    def test_the_instant_never_falls_even_if_the_clock_does(self, recorder: Recorder) -> None:
        later = at(NOON + timedelta(days=1))
        recorder.append(drafts("a"), lambda _: later)
        (entry,) = recorder.append(drafts("b"), stamp)

        assert later == entry.recorded_at
        assert later == recorder.head().recorded_at


class TestRead:
    @pytest.fixture(autouse=True)
    def _three(self, recorder: Recorder) -> None:
        one = draft("1", "x", type_="a/1")
        two = draft("2", "x", "y", type_="b/1")
        three = draft("3", "y", "z", type_="c/1")
        recorder.append([one, two, three], stamp)

    @pytest.mark.parametrize(
        ("items", "expected"),
        [
            ((), "123"),
            ((Item(),), "123"),
            ((Item(tags=("x",)),), "12"),
            ((Item(tags=("x", "y")),), "2"),
            ((Item(tags=("y", "y")),), "23"),
            ((Item(tags=("x",)), Item(tags=("z",))), "123"),
            ((Item(tags=("x", "z")),), ""),
            ((Item(types=("b/1", "c/1")),), "23"),
            ((Item(types=("b/1", "c/1"), tags=("x",)),), "2"),
            ((Item(types=("a/1",), tags=("y",)),), ""),
            ((Item(types=("a/1",)), Item(tags=("x", "y"))), "12"),
            ((Item(id="id of 3"),), "3"),
            ((Item(id="id of 3"), Item(id="id of 1"), Item(id="none")), "13"),
            ((Item(id="id of 3", tags=("y",)),), "3"),
            ((Item(id="id of 3", tags=("x",)),), ""),
            ((Item(id="id of 3", types=("c/1",)), Item(tags=("x",)), Item(tags=("x",))), "123"),
        ],
    )
    def test_by_type_tags_and_id(
        self, recorder: Recorder, items: tuple[Item, ...], expected: str
    ) -> None:
        assert list(expected) == bodies(recorder.read(Query(items)))

    @pytest.mark.parametrize("query", [EVERYTHING, tagged("x", "y"), ANY_TYPE])
    @pytest.mark.parametrize(
        ("after", "until", "limit", "expected"),
        [
            (1, None, None, "23"),
            (0, 2, None, "12"),
            (1, 2, None, "2"),
            (3, None, None, ""),
            (0, 0, None, ""),
            (0, None, 2, "12"),
            (1, None, 1, "2"),
            (0, None, 0, ""),
        ],
    )
    def test_within_a_range(  # noqa: PLR0913 - the table's columns
        self,
        recorder: Recorder,
        query: Query,
        *,
        after: int,
        until: int | None,
        limit: int | None,
        expected: str,
    ) -> None:
        found = recorder.read(query, after=after, until=until, limit=limit)

        assert list(expected) == bodies(found)

    def test_thousands_of_tags_and_ids_at_once(self, recorder: Recorder) -> None:
        """An import asks whether any of its keys has been seen."""
        tags = [Item(tags=(f"key:{number}",)) for number in range(5_000)]
        ids = [Item(id=f"id {number}") for number in range(5_000)]
        found = recorder.read(Query((*tags, Item(tags=("z",)), *ids, Item(id="id of 1"))))

        assert bodies(found) == ["1", "3"]


class TestConditions:
    def test_an_append_is_refused_if_the_boundary_changed(self, recorder: Recorder) -> None:
        recorder.append([draft("a", "x")], stamp)

        with pytest.raises(Conflict, match="E-BOUNDARY"):
            recorder.append(drafts("b"), stamp, unless=[Unless(tagged("x"))])
        assert bodies(recorder.read()) == ["a"]

    def test_what_stood_there_before_is_no_change(self, recorder: Recorder) -> None:
        recorder.append([draft("a", "x")], stamp)
        recorder.append(drafts("b"), stamp, unless=[Unless(tagged("x"), after=1)])

        assert bodies(recorder.read()) == ["a", "b"]

    def test_every_condition_counts(self, recorder: Recorder) -> None:
        recorder.append([draft("a", "x")], stamp)

        with pytest.raises(Conflict):
            recorder.append(drafts("b"), stamp, unless=[Unless(tagged("y")), Unless(EVERYTHING)])

    def test_after_a_refusal_the_recorder_goes_on(self, recorder: Recorder) -> None:
        recorder.append(drafts("a"), stamp)
        with pytest.raises(Conflict):
            recorder.append(drafts("b"), stamp, unless=[Unless(EVERYTHING)])
        (entry,) = recorder.append(drafts("c"), stamp)

        assert entry.position == 2


class TestWithin:
    def test_what_is_written_within_commits_with_the_entries(self, recorder: Recorder) -> None:
        recorder.append(drafts("a"), stamp, within=lambda tx, _: tx.execute(KEEP, ("k", "t")))

        assert kept(recorder) == 1

    def test_it_sees_the_new_entries(self, recorder: Recorder) -> None:
        """Live tables refold what the log holds now, the new event included."""
        seen: list[object] = []

        def look(_: Transaction, entries: Sequence[Entry]) -> None:
            seen.extend([list(entries) == list(recorder.read(after=1)), recorder.head().size])

        recorder.append(drafts("a"), stamp)
        recorder.append(drafts("b", "c"), stamp, within=look)

        assert seen == [True, 3]

    @pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt, Conflict("E-OURS")])
    def test_an_exception_stores_nothing(
        self, recorder: Recorder, fault: type[BaseException] | BaseException
    ) -> None:
        """All or nothing: neither event nor row beside it."""
        recorder.append(drafts("a"), stamp)
        before = recorder.head()

        def fail(tx: Transaction, _: Sequence[Entry]) -> None:
            tx.execute(KEEP, ("k", "t"))
            raise fault

        with pytest.raises(fault if isinstance(fault, type) else type(fault)):
            recorder.append([draft("b", "x"), draft("c")], stamp, within=fail)
        assert before == recorder.head()
        assert recorder.read(tagged("x")) == []
        assert kept(recorder) == 0
        assert positions(recorder.append([draft("b", "x")], stamp)) == [2]

    def test_a_session_that_fails_writes_nothing(self, recorder: Recorder) -> None:
        with pytest.raises(ZeroDivisionError), recorder.session() as tx:
            tx.execute(KEEP, ("k", str(1 / 0)))

        assert kept(recorder) == 0


class TestRestore:
    def test_instants_are_kept(self, recorder: Recorder) -> None:
        instants = [at(NOON + timedelta(days=day)) for day in (-2, -1, -1)]
        recorder.restore(list(zip(instants, drafts("a", "b", "c"), strict=True)), within=None)

        assert instants == [entry.recorded_at for entry in recorder.read()]
        assert instants[-1] == recorder.head().recorded_at

    def test_only_an_empty_log_is_restored(self, recorder: Recorder) -> None:
        recorder.append(drafts("a"), stamp)

        with pytest.raises(Conflict, match="E-LOG-NOT-EMPTY"):
            recorder.restore([(at(), draft("b"))], within=None)
        assert bodies(recorder.read()) == ["a"]


class TestHead:
    def test_of_an_empty_log(self, recorder: Recorder) -> None:
        head = recorder.head()

        assert (head.log_id, head.size, head.recorded_at) == (LOG_ID, 0, None)
        assert root_of([]) == head.root

    def test_the_root_is_the_trees_over_the_hashes(self, recorder: Recorder) -> None:
        for size in (1, 2, 300, 40):
            recorder.append(drafts(*(f"{size} {each}" for each in range(size))), stamp)

            assert root_of([entry.hash for entry in recorder.read()]) == recorder.head().root

    def test_a_sound_store_has_no_flaw(self, recorder: Recorder) -> None:
        recorder.append([draft("a", "x")], stamp)

        assert recorder.flaw() is None
