"""Bad input at the command line (issue 2, §8): one clear refusal, and a log that stays."""

import pytest

from tests.cli.desk import Office, begins, credit_code, id_number

AT_A = "local:a --occurred 2024-03-01"
MISSING = "018cc251-f400-7000-8000-00000000dead"


def altered(text: str) -> str:
    """Change the last character but one: the check character no longer fits."""
    return text[:-2] + ("1" if text[-2] != "1" else "2") + text[-1]


@begins
def told(office: Office) -> None:
    """Make an office that has recorded a filing, a correction and a retraction of another."""
    office.record(f"filed {AT_A} --filing-no 备1 --key k1")
    office.record(f"facility.opened {AT_A}")
    office.json("correct 1 --set filing_no=备2 --reason 误")
    office.json("retract 2 --reason 误")


@pytest.mark.parametrize(
    ("code", "line", "where"),
    [
        ("E-USCC", (f"registered {AT_A} --name n --kind facility --region 500111 --uscc "
                   f"{altered(credit_code(1))}"), "uscc"),
        ("E-ID-CHECK", f"joined {AT_A} --role carer --person {altered(id_number(1))}", "person"),
        ("E-ID-CHECK", f"joined {AT_A} --role carer --person {id_number(1)[:-3]}", "person"),
        ("E-ID-CHECK", f"joined {AT_A} --role carer --person 110101189902301234", "person"),
        ("E-PERSON", f"joined {AT_A} --role carer --person 王某", "person"),
        ("E-PERSON", f"joined {AT_A} --role carer --person permit:123456", "person"),
        ("E-REGION", f"registered {AT_A} --name n --kind facility --region 50", "region"),
        ("E-FIELD-CHOICE", f"joined {AT_A} --role boss --person {id_number(1)}", "role"),
        ("E-FIELD-INT", f"children_placed {AT_A} --count 3.5", "count"),
        ("E-FIELD-INT", f"children_placed {AT_A} --count 三", "count"),
        ("E-FIELD-INT", f"children_placed {AT_A} --count {'9' * 40}", "count"),
        ("E-FIELD-NEGATIVE", f"children_placed {AT_A} --count -3", "count"),
        ("E-FIELD-BOOL", f"correction_verified {AT_A} --order-id o --fixed maybe", "fixed"),
        ("E-FIELD-EMPTY", f"filed {AT_A} --filing-no ' '", "filing_no"),
        ("E-FIELD-TEXT", f"filed {AT_A} --filing-no 'a\x1b[31mb'", "filing_no"),
        ("E-FIELD-TEXT", f"filed {AT_A} --filing-no 'a\udc80b'", "filing_no"),
        ("E-FIELD-OBJECT", (f"abuse.established {AT_A} --persons {id_number(1)} --document-no 1 "
                           "--document-kind judgment --decided-by 法院"), "persons"),
        ("E-FIELD-UNKNOWN", (f"abuse.established {AT_A} --persons name=n,person={id_number(1)},"
                            "capacity=other_directly_responsible --document-no 1 "
                            "--document-kind judgment --decided-by 法院"), "persons:name"),
        ("E-ORDER-TERM", f"correction_ordered {AT_A} --violation-id v --order-id o", "due_on"),
        ("E-ORDER-TERM", (f"correction_ordered {AT_A} --violation-id v --order-id o "
                         "--workdays 3 --due-on 2024-04-01"), "due_on"),
        ("E-SPAN-REVERSED", (f"violation.found {AT_A} --violation-id v --clause c "
                            "--act-from 2024-02-02 --act-until 2024-02-01"), "act_until"),
        ("E-FACILITY-MISSING", "facility.opened --occurred 2024-03-01", "facility"),
        ("E-ACTOR", f"facility.opened {AT_A} --actor @局", "actor"),
        ("E-KEY-EMPTY", f"facility.opened {AT_A} --key ''", "--key"),
        ("E-PRIVATE", f"joined {AT_A} --role carer --person {id_number(1)} --private x",
         "--private"),
        ("E-PRIVATE", f"facility.opened {AT_A} --private name=王某", "--private"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_read(told: Office, code: str, line: str, where: str) -> None:
    error = told.refused(code, f"record {line}", code=2)

    assert where == error["where"]
    assert id_number(1) not in error["message"]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("E-DATE-IMPOSSIBLE", "2024-02-30"),
        ("E-DATE-IMPOSSIBLE", "2023-02-29"),
        ("E-DATE-IMPOSSIBLE", "0000-01-01"),
        ("E-DATE-PARTIAL", "2024-03"),
        ("E-DATE-PARTIAL", "2024年3月"),
        ("E-DATE-PARTIAL", "2024"),
        ("E-DATE-PARTIAL", "24-03-15"),
        ("E-DATE", "yesterday"),
        ("E-DATE-PARTIAL", "03/15/2024"),
        ("E-DATE", "45366"),
        ("E-DATE-FUTURE", "2025-07-01"),
        ("E-DATE-FUTURE", "9999-12-31"),
    ],
)
def test_a_date_is_whole_and_has_come(told: Office, code: str, text: str) -> None:
    error = told.refused(code, f"record facility.opened local:a --occurred {text}", code=2)

    assert text in error["message"]


@pytest.mark.parametrize(
    "text", ["2024.3.15", "2024年3月15日", "二〇二四年三月十五日", "２０２４-０３-１５"]
)
def test_a_date_may_be_written_as_offices_do(office: Office, text: str) -> None:
    answer = office.record(f"facility.opened local:a --occurred {text}")

    assert answer["recorded"][0]["occurred_on"] == "2024-03-15"


def test_today_is_a_day_in_china(office: Office) -> None:
    """At 17:00 UTC it is tomorrow there."""
    answer = office.record("facility.opened local:a --occurred today", now="2024-03-14T17:00:00Z")

    assert answer["recorded"][0]["occurred_on"] == "2024-03-15"
    office.refused("E-DATE-FUTURE", "record class.closed local:a --class-id c "
                   "--occurred 2025-07-01", code=2)  # fmt: skip


def test_the_day_is_never_taken_for_granted(told: Office) -> None:
    told.refused("E-DATE-MISSING", "record facility.opened local:a", code=2)


@pytest.mark.parametrize(
    ("code", "line", "exit_code"),
    [
        ("E-EVENT-MISSING", "correct 99 --set filing_no=3", 4),
        ("E-EVENT-MISSING", "correct 0 --set filing_no=3", 4),
        ("E-EVENT-MISSING", f"correct {'9' * 30} --set filing_no=3", 4),
        ("E-EVENT-MISSING", f"correct {MISSING} --set filing_no=3", 4),
        ("E-EVENT-MISSING", f"retract {MISSING}", 4),
        ("E-AMENDS-AMENDMENT", "correct 3 --set reason=x", 3),
        ("E-AMENDS-AMENDMENT", "correct 4 --set reason=x", 3),
        ("E-AMENDS-AMENDMENT", "retract 3", 3),
        ("E-AMENDS-AMENDMENT", "retract 4", 3),
        ("E-FIELD-UNKNOWN", "correct 1 --set bogus=3", 2),
        ("E-FIELD-REQUIRED", "correct 1 --set filing_no=null", 2),
        ("E-FIELD-REQUIRED", "correct 1 --set occurred_on=null", 2),
        ("E-CORRECT-ENVELOPE", "correct 1 --set facility=local:b", 2),
        ("E-DATE-FUTURE", "correct 1 --set occurred_on=2025-07-01", 2),
        ("E-DATE-PARTIAL", "correct 1 --set occurred_on=2024-03", 2),
        ("E-SET", "correct 1 --set filing_no", 2),
    ],
)
def test_a_correction_that_cannot_be(told: Office, code: str, line: str, exit_code: int) -> None:
    told.refused(code, f"{line} --reason 误", code=exit_code)


def test_a_correction_needs_a_reason(told: Office) -> None:
    told.refused("E-ARGUMENT-MISSING", "correct 1 --set filing_no=3", code=2)
    told.refused("E-FIELD-EMPTY", "correct 1 --set filing_no=3 --reason ' '", code=2)


def test_the_same_key_and_content_is_the_same_event(told: Office) -> None:
    """DESIGN §4: the original comes back, exit 0."""
    before = told.root()
    answer = told.record(f"filed {AT_A} --filing-no 备1 --key k1")

    assert [(each["position"], each["duplicate"]) for each in answer["recorded"]] == [(1, True)]
    assert before == told.root()


@pytest.mark.parametrize(
    "line",
    [
        f"filed {AT_A} --filing-no 备9 --key k1",
        "filed local:b --occurred 2024-03-01 --filing-no 备1 --key k1",
        "filed local:a --occurred 2024-03-02 --filing-no 备1 --key k1",
        f"facility.opened {AT_A} --key k1",
        f"filed {AT_A} --filing-no 备1 --key k1 --document-no 1",
        f"filed {AT_A} --filing-no 备1 --key k1 --actor 007@x",
    ],
)
def test_the_same_key_with_other_content_is_a_conflict(told: Office, line: str) -> None:
    error = told.refused("E-KEY-CONTENT", f"record {line}", code=5)

    assert "k1" in error["message"]


def test_a_maintained_decision_voids_nothing(told: Office) -> None:
    ruled = "record review.decided --occurred 2024-05-01 --decision-no 1 --outcome maintained"
    for mode in ("ex_tunc", "replace"):
        told.refused("E-RULING-MAINTAINED", f"{ruled} --effect-mode {mode}", code=3)


@pytest.mark.parametrize("officers", [["A1"], ["A1", "A1"]])
def test_too_few_officers_are_recorded_and_flagged(office: Office, officers: list[str]) -> None:
    """DESIGN §4: a procedural defect is recorded, never refused."""
    office.record(f"premises.found {AT_A} --address 路1号 --region 500111")
    named = " ".join(f"--officers {each}" for each in officers)
    answer = office.record(f"carried_out {AT_A} --inspection-id i1 --nature enforcement {named} "
                           "--items 备案 --result 未发现问题")  # fmt: skip

    assert [each["code"] for each in answer["warnings"]] == ["W-OFFICERS"]
    assert answer["recorded"][0]["position"] == 2
    assert "procedure_defect" in answer["after"]["flags"]
    for lang, word in (("zh", "执法"), ("en", "officers")):
        said = office(f"record carried_out {AT_A} --inspection-id i2 --nature enforcement {named} "
                      f"--items 备案 --result 无 --lang {lang}").out  # fmt: skip

        assert "W-OFFICERS" in said
        assert word in said


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("E-DATE-PARTIAL", "status local:a --as-of 2024-03"),
        ("E-DATE", "status local:a --known-at never"),
        ("E-KNOWN-AT", "status local:a --known-at 2024-06-30T25:00:00"),
        ("E-SPAN-REVERSED", "replay local:a --from 2024-03-02 --to 2024-03-01"),
        ("E-OPTION-VALUE", "log root --at one"),
        ("E-ARGUMENT-MISSING", "replay local:a --from 2024-03-02"),
        ("E-ARGUMENT-MISSING", "status"),
        ("E-COMMAND-UNKNOWN", "stat local:a"),
        ("E-DB-URL", "status local:a --db tuoyu.db"),
        ("E-DB-URL", "status local:a --db mysql://x"),
        ("E-ANCHOR", "verify --anchor tuoyu.db"),
        ("E-ANCHOR", "verify --anchor none.json"),
    ],
)
def test_a_question_that_cannot_be_read(told: Office, code: str, line: str) -> None:
    told.refused(code, line, code=2)


@pytest.mark.parametrize("option", ["--format xml", "--lang fr"])
def test_a_word_that_is_none_of_the_choices(told: Office, option: str) -> None:
    assert "E-OPTION-VALUE" in told(f"status local:a {option}", code=2).err


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("E-EVENT-MISSING", "show 9"),
        ("E-EVENT-MISSING", f"show {MISSING}"),
        ("E-EVENT-MISSING", "log root --at 9"),
        ("E-EVENT-MISSING", "log root --at -1"),
        ("E-RULE-NOT-HERE", "explain local:a no.such.rule"),
        ("E-RULE-UNKNOWN", "rules show no.such.rule"),
        ("E-FACILITY-UNKNOWN", "status local:a --known-at 2000-01-01"),
    ],
)
def test_what_is_not_there(told: Office, code: str, line: str) -> None:
    told.refused(code, line, code=4)


@pytest.mark.parametrize(("name", "text", "code"), [
    ("TUOYU_NOW", "soon", "E-NOW"),
    ("TUOYU_NOW", "0001-01-01T00:00:00+08:00", "E-NOW"),
    ("TUOYU_WAIT", "long", "E-WAIT"),
    ("TUOYU_WAIT", "-1", "E-WAIT"),
    ("TUOYU_WAIT", "nan", "E-WAIT"),
])  # fmt: skip
def test_an_environment_that_cannot_be_read(
    told: Office, monkeypatch: pytest.MonkeyPatch, name: str, text: str, code: str
) -> None:
    monkeypatch.setenv(name, text)
    now = text if name == "TUOYU_NOW" else None
    answer = told("status local:a --format json", code=2, now=now)

    assert [code] == answer.codes
