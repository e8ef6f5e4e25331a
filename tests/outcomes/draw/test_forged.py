"""Forged bundles are refused: every field of every file changed in turn, every line moved.

And what a folder cannot tell by itself is named here, one by one: without the commitment kept from
before, who wrote all papers anew is not found out; without the digest told at the reveal, the
words of a replacement, or the last of them, are not bound.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from dataclasses import replace as changed
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from compliance.domain.canonical import canonical, digest, paper, paper_lines
from compliance.domain.draw import Named
from compliance.outcomes import draw as dr
from compliance.outcomes.draw import verify_draw
from tests.outcomes.draw.making import VALUE, Year, bundled, entry, item, laid, plan, rate

Forgery = tuple[str, str, bytes]
"""What was done, in which file, and what stands in it now."""
LINES = (
    "commitment.json", "plan.json", "frame.jsonl", "exclusions.jsonl", "drawn.jsonl",
    "replaced.jsonl",
)  # fmt: skip
YEAR = Year(
    plan(
        item(rates=(rate("1/3", "A"), rate("1/2", None, "y", least=1, most=3))),
        item("food", rates=(rate("1/5"),)),
        join_below=2,
        rounding="lot",
        included=(Named(facility="local:07", reason="complaints", note="热线"),),
        excluded=(Named(facility="local:99", reason="court"),),
    ),
    tuple(
        entry(
            f"{n:02}",
            "AAB"[n % 3],
            "xy"[n % 2],
            items=("care", "food") if n % 4 else ("care",),
            capped=n in {0, 1, 3},
            must="complaints" if n == 7 else None,
        )
        for n in range(14)
    ),
    ((0, "closed"), (2, "not_found")),
)


@pytest.fixture(scope="module")
def true() -> dict[str, bytes]:
    return bundled(YEAR)


def summed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files with a SHA256SUMS that fits them: a forger computes it too."""
    told = {name: content for name, content in files.items() if name != "SHA256SUMS"}
    return {**told, "SHA256SUMS": dr.sums(told)}


def refused(folder: Path, files: Mapping[str, bytes], *held: str) -> bool:
    """Say whether the program answers 1, and never with a traceback."""
    with redirect_stdout(StringIO()) as said:
        code = verify_draw.main(str(laid(folder, files)), *held)

    assert ("FAIL" in said.getvalue()) == (code == 1)
    return code == 1


def leaves(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each leaf's path, and the whole value with that leaf changed."""
    match value:
        case dict():
            for key, below in value.items():
                for where, other in leaves(below, f"{path}.{key}"):
                    yield where, value | {key: other}
                yield f"{path}.{key} gone", {k: v for k, v in value.items() if k != key}
        case list():
            for n, below in enumerate(value):
                for where, other in leaves(below, f"{path}[{n}]"):
                    yield where, [*value[:n], other, *value[n + 1 :]]
            yield f"{path} shorter", value[:-1] or ["more"]
        case bool():
            yield path, not value
        case int():
            yield path, value + 1
        case None:
            yield path, "something"
        case _:
            yield path, f"{value}0"


def fields(name: str, content: bytes) -> Iterator[Forgery]:
    """Yield a paper with each of its fields changed in turn, in the one form of JSON."""
    lines = [f"{line}\n" for line in content.decode().split("\n")[:-1]]
    for n, row in enumerate(paper_lines(content)):
        for where, other in leaves(row):
            forged = "".join([*lines[:n], f"{canonical(other)}\n", *lines[n + 1 :]])
            yield f"{name}:{n}{where}", name, forged.encode()


def lines_moved(name: str, content: bytes) -> Iterator[Forgery]:
    """Yield a file with each line left out, told twice, or told after the next."""
    lines = content.split(b"\n")[:-1]
    for n, line in enumerate(lines):
        before, after = lines[:n], lines[n + 1 :]
        yield f"{name}:{n} gone", name, _joined([*before, *after])
        yield f"{name}:{n} twice", name, _joined([*before, line, line, *after])
        if after:
            yield f"{name}:{n} swapped", name, _joined([*before, after[0], line, *after[1:]])


def _joined(lines: list[bytes]) -> bytes:
    return b"".join(line + b"\n" for line in lines)


def forgeries(true: Mapping[str, bytes]) -> Iterator[Forgery]:
    for name in LINES:
        yield from fields(name, true[name])
    for name in (*LINES, "seed.txt"):
        yield from lines_moved(name, true[name])
        yield f"{name} other bytes", name, true[name].replace(b":", b": ", 1) + b" "
    for n, line in enumerate(true["seed.txt"].decode().splitlines()):
        forged = true["seed.txt"].decode().replace(line, f"{line}0", 1)
        yield f"seed.txt:{n}", "seed.txt", forged.encode()
    yield "another program", "verify_draw.py", true["verify_draw.py"] + b"# and more\n"


def test_the_true_bundle_is_accepted(true: dict[str, bytes], tmp_path: Path) -> None:
    """With all that a stranger may hold; and it holds everything that may be forged below."""
    kept = laid(tmp_path / "kept", true) / "commitment.json"
    held = ("--commitment", str(kept), "--bundle-sha256", dr.bundle_sha256(true))
    rows = {name: list(paper_lines(true[name])) for name in LINES}

    assert not refused(tmp_path / "b", true, *held, "--beacon-value", VALUE)
    assert [bool(row["by"]) for row in rows["replaced.jsonl"][1:]] == [True, True]
    assert {"must", "passed", "instead_of", "task"} <= set().union(*rows["drawn.jsonl"])


def test_whatever_is_changed_does_not_fit_its_digests(
    true: dict[str, bytes], tmp_path: Path
) -> None:
    """Nothing is held by the stranger; the forger changed one file and no other."""
    passed = [what for what, name, content in forgeries(true)
              if not refused(tmp_path, {**true, name: content})]  # fmt: skip
    sums = [what for what, name, content in lines_moved("SHA256SUMS", true["SHA256SUMS"])
            if not refused(tmp_path, {**true, name: content})]  # fmt: skip

    assert (passed, sums) == ([], [])


def test_with_the_list_of_digests_made_anew_only_words_can_be_changed(
    true: dict[str, bytes], tmp_path: Path
) -> None:
    """Where the commitment stands in a log, why visits were given up, and the program itself.

    The kept commitment refuses the first, the digest told at the reveal all of them.
    """
    kept = laid(tmp_path / "kept", true) / "commitment.json"
    forged = [(what, summed({**true, name: content})) for what, name, content in forgeries(true)]
    alone = [(what, files) for what, files in forged if not refused(tmp_path / "b", files)]
    held = ("--commitment", str(kept))
    promised = {what for what, files in alone if not refused(tmp_path / "b", files, *held)}
    told = ("--bundle-sha256", dr.bundle_sha256(true))
    words = {f"replaced.jsonl:{n}.{word}" for n in (1, 2) for word in ("note", "reason")}
    words |= {"replaced.jsonl:1.note gone", "replaced.jsonl:2.note gone", "another program"}

    assert len(forged) > 400
    assert promised == words
    assert {what for what, _ in alone} - words == {
        "commitment.json:0.log.hash", "commitment.json:0.log.hash gone",
        "commitment.json:0.log.id", "commitment.json:0.log.id gone",
        "commitment.json:0.log.position", "commitment.json:0.log.position gone",
    }  # fmt: skip
    assert [what for what, files in alone if not refused(tmp_path / "b", files, *told)] == []


def others() -> dict[str, tuple[Year, int]]:
    """Return draws that somebody could put in the place of the true one, whole and sound."""
    said = YEAR.plan
    higher = changed(said.items[0], rates=(rate("1", "A"), *said.items[0].rates[1:]))
    spared = tuple(each for each in YEAR.frame if each.facility != "local:03")
    return {
        "other rates": (YEAR._replace(plan=changed(said, items=(higher, said.items[1]))), 0),
        "a friend left out": (YEAR._replace(frame=spared), 0),
        "other numbers": (YEAR, 1),
        "another moment": (
            YEAR._replace(
                plan=changed(said, beacon=changed(said.beacon, at=said.beacon.at.replace(hour=1)))
            ),
            0,
        ),
    }


@pytest.mark.parametrize("what", others())
def test_a_draw_made_anew_is_refused_by_who_kept_the_promise(
    what: str, true: dict[str, bytes], tmp_path: Path
) -> None:
    """Every digest was computed again: alone it is sound, and it is not what was promised."""
    files = bundled(*others()[what])
    kept = laid(tmp_path / "kept", true) / "commitment.json"

    assert files["drawn.jsonl"] != true["drawn.jsonl"]
    assert not refused(tmp_path / "b", files)
    assert refused(tmp_path / "b", files, "--commitment", str(kept))


def test_another_value_of_the_beacon_is_found_by_who_looks_it_up(
    true: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The promise names where the value is told, and cannot hold it."""
    monkeypatch.setattr("tests.outcomes.draw.making.VALUE", "01 02 03 04 05 06 07")
    files = bundled(YEAR)
    kept = laid(tmp_path / "kept", true) / "commitment.json"
    held = ("--commitment", str(kept))

    assert not refused(tmp_path / "b", files, *held)
    assert refused(tmp_path / "b", files, *held, "--beacon-value", VALUE)
    assert refused(tmp_path / "b", files, "--bundle-sha256", dr.bundle_sha256(true))


def test_a_replacement_kept_quiet_is_found_by_the_digest_of_the_reveal(
    true: dict[str, bytes], tmp_path: Path
) -> None:
    """What happened after the draw no commitment holds: the last ones can be left out alone."""
    head, first, _ = paper_lines(true["replaced.jsonl"])
    files = summed({**true, "replaced.jsonl": paper({**head, "count": 1}, [first])})

    assert not refused(tmp_path, files)
    assert refused(tmp_path, files, "--bundle-sha256", dr.bundle_sha256(true))


@pytest.mark.parametrize("name", [*LINES, "seed.txt", "SHA256SUMS"])
def test_a_file_that_is_missing_empty_or_no_text_is_refused(
    name: str, true: dict[str, bytes], tmp_path: Path
) -> None:
    """And answered in a line, not with a traceback."""
    deep = b"[" * 100_000 + b"\n"
    for n, content in enumerate((b"", b"\xff\xfe", b"null\n", b"[]\n", b'{"a":NaN}\n', deep)):
        assert refused(tmp_path / str(n), summed({**true, name: content}) | {name: content})
    laid(tmp_path / "gone", true)
    (tmp_path / "gone" / name).unlink()

    assert refused(tmp_path / "gone", {})


@pytest.mark.parametrize("share", ["1e999999999", "0.5", "1/0", 0.5, "９/10/1"])
def test_a_share_that_is_no_fraction_is_refused_before_it_is_reckoned_with(
    true: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str], share: object
) -> None:
    """A power of ten of nine digits would else keep the checker busy until it is given up."""
    plan = json.loads(true["plan.json"])
    plan["items"][0]["rates"][0]["share"] = share
    forged = paper(plan)

    folder = laid(tmp_path / "b", summed({**true, "plan.json": forged}))

    assert verify_draw.main(str(folder)) == 1
    assert "cannot be computed" in capsys.readouterr().out


def test_digests_are_those_that_sha256sum_prints(true: dict[str, bytes]) -> None:
    """The list of a bundle names every other file, sorted, and nothing of officers."""
    listed = [line.split("  ") for line in true["SHA256SUMS"].decode().splitlines()]

    assert [name for _, name in listed] == sorted(true.keys() - {"SHA256SUMS"})
    assert all(digest(true[name]) == told for told, name in listed)
    assert json.loads(true["commitment.json"])["roster_sha256"] not in dict(listed)
