"""Any words for any option: an answer with a code, never a traceback, never half a record."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.domain.events import latest
from compliance.domain.shape import Field, shape
from tests.cli.desk import Office, credit_code, id_number
from tests.samples import RECORDED_BY_OTHERS, SAMPLES

FILED = "record filed local:a --occurred 2024-03-01 --filing-no 1"
EXPECTED = {0, 2, 3, 4, 5}
STEMS = sorted(set(SAMPLES) - RECORDED_BY_OTHERS)
TEXT = st.text(st.characters(exclude_categories=()), max_size=20)
PLAUSIBLE = st.sampled_from(
    [
        "", " ", "-", "--", "0", "-1", "1e9", "9" * 19, "９", "null", "true", "[]", "{}", "=", ",",
        "a=b", "person=x,capacity=y", "2024-02-30", "2024-03-01", "9999-12-31", "0001-01-01",
        "二〇二四年三月十五日", "today", "local:a", "local:", ":", "\x00", "\x1b[0m", "\ud800",
        "a\nb", "../x", "%s", "{where}", "' OR 1=1", "500111", "US-NC", "é" * 500,
        id_number(1), id_number(2)[:-1], credit_code(1), credit_code(1).lower(),
        f"p_00000000_{'0' * 32}", "passport:E12345678", "〔2024〕1号", "toddler", "carer", "fine",
    ]
)  # fmt: skip
ANY = st.one_of(PLAUSIBLE, TEXT)
WORD = ANY.filter(lambda text: "\0" not in text)
"""No system hands a program a word with a zero in it; a file may hold one."""
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | ANY,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANY, inner, max_size=3),
    max_leaves=6,
)
QUIET = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@st.composite
def calls(draw: st.DrawFn) -> list[str]:
    """Draw a call of `record`: every needed option, some of the others, any words for values."""
    stem = draw(st.sampled_from(STEMS))
    words = ["record", stem]
    words += draw(st.lists(WORD | st.just("local:a"), max_size=1))
    words += ["--occurred", draw(st.just("2024-03-01") | WORD)]
    for field in shape(latest(stem).data):
        if field.required or draw(st.booleans()):
            words += _option(draw, stem, field)
    for name in draw(st.lists(st.sampled_from(["key", "actor", "channel", "document-no"]))):
        words += [f"--{name}", draw(WORD)]
    return [*words, "--no-input"]


def _option(draw: st.DrawFn, stem: str, field: Field) -> list[str]:
    sample = SAMPLES[stem].get(field.name, "x")
    told = sample[0] if isinstance(sample, list) else sample
    plain = st.just(str(told)) if not isinstance(told, dict) else st.just("person=x,capacity=y")
    return [f"--{field.name.replace('_', '-')}", draw(plain | WORD)]


@settings(max_examples=200, suppress_health_check=QUIET)
@given(argv=calls())
def test_any_words_for_any_option(office: Office, argv: list[str]) -> None:
    _tried(office, argv)


@settings(max_examples=100, suppress_health_check=QUIET)
@given(plain=JSON, stem=st.sampled_from(STEMS))
def test_any_json_for_any_event(office: Office, plain: Any, stem: str) -> None:
    office.write("one.json", json.dumps(plain))
    _tried(office, ["record", stem, "local:a", "--occurred", "2024-03-01", "--from", "one.json"])


LINE = st.fixed_dictionaries(
    {"type": st.sampled_from(sorted(SAMPLES)) | WORD},
    optional={
        "facility": st.just("local:a") | JSON,
        "occurred_on": st.just("2024-03-01") | JSON,
        "data": st.sampled_from([dict(each) for each in SAMPLES.values()]) | JSON,
        **dict.fromkeys(("actor", "source", "key", "cause", "position", "id", "hash"), JSON),
        "recorded_at": st.just("2024-03-01T01:00:00.000000Z") | JSON,
    },
)


@settings(max_examples=100, suppress_health_check=QUIET)
@given(lines=st.lists(LINE | JSON, max_size=3), what=st.sampled_from(["events", "log"]))
def test_any_lines_for_any_import(office: Office, lines: list[Any], what: str) -> None:
    office.write("any.jsonl", "".join(f"{json.dumps(each)}\n" for each in lines))
    _tried(office, ["import", what, "any.jsonl"])


QUESTIONS = st.sampled_from(["status", "timeline", "explain", "log", "show", "person show"])


@settings(max_examples=100, suppress_health_check=QUIET)
@given(verb=QUESTIONS, about=WORD, options=st.lists(
    st.tuples(st.sampled_from(["as-of", "known-at", "format", "rules", "db", "lang"]), WORD),
    max_size=2,
))  # fmt: skip
def test_any_words_for_any_question(
    office: Office, verb: str, about: str, options: list[tuple[str, str]]
) -> None:
    argv = [
        *verb.split(),
        about,
        *(word for name, text in options for word in (f"--{name}", text)),
    ]
    _tried(office, argv, expected=EXPECTED | {7})


@settings(max_examples=60, suppress_health_check=QUIET)
@given(pairs=st.lists(st.tuples(
    st.sampled_from(["filing_no", "occurred_on", "facility"]) | WORD, WORD), min_size=1, max_size=2
), reason=WORD)  # fmt: skip
def test_any_words_for_any_correction(
    office: Office, pairs: list[tuple[str, str]], reason: str
) -> None:
    office.call(
        [
            "record",
            "filed",
            "local:a",
            "--occurred",
            "2024-03-01",
            "--filing-no",
            "1",
            "--key",
            "k",
        ]
    )
    sets = [word for name, text in pairs for word in ("--set", f"{name}={text}")]
    _tried(office, ["correct", "1", *sets, "--reason", reason])


def _tried(office: Office, argv: list[str], *, expected: set[int] = EXPECTED) -> None:
    """Give a call; a refused one leaves the log and the vault as they were."""
    before = _stored(office.db)
    answer = office.call(argv)

    assert answer.code in expected
    assert "Traceback" not in answer.err
    if answer.code:
        assert before == _stored(office.db)
        assert answer.err


def _stored(path: Path) -> tuple[Any, ...]:
    with closing(sqlite3.connect(path)) as db:
        log = db.execute("SELECT size, frontier FROM log").fetchall()
        return log, db.execute("SELECT count(*) FROM vault_record").fetchall()


@pytest.fixture(autouse=True)
def whole(office: Office) -> Any:
    """Verify the log after everything that was tried on it."""
    yield
    assert office.json("verify")["ok"]
    for each in office.json("log"):
        assert office.call(["show", str(each["position"])]).code == 0
