"""What no event can mean is refused in either language, and what may be meant is recorded."""

import json

import pytest

from tests.cli.desk import Office, id_number, place_of
from tests.cli.test_bad_lines import line

DAY = "--occurred 2024-03-01"
SITE = f"facility.site_recorded local:a {DAY}"
RATED = f"parent.rated local:a {DAY} --period 2024-Q1 --ratings 3"
TARGET = f"target.set {DAY} --region 500111 --indicator x --op '>=' --value 1 --nature floor"
PAPER = f"facility.document_recorded local:a {DAY} --kind food_licence"
DIGEST = "a" * 64


@pytest.mark.parametrize(
    ("code", "said", "where"),
    [
        ("E-PAIR-REVERSED",
         (f"class.opened local:a {DAY} --class-id c --kind toddler --age-from-months 24 "
         "--age-until-months 18"), "age_until_months"),
        ("E-PAIR-REVERSED",
         (f"class.counted local:a {DAY} --class-id c --children 1 --carers 1 --youngest-months 30 "
         "--oldest-months 20"), "oldest_months"),
        ("E-PAIR-REVERSED", f"{SITE} --floor-lowest 3 --floor-highest 1", "floor_highest"),
        ("E-PAIR-REVERSED", f"{SITE} --lease-from 2024-02-01 --lease-until 2024-01-31",
         "lease_until"),
        ("E-PAIR-REVERSED", f"health.files_counted local:a {DAY} --with-file 3 --enrolled 2",
         "enrolled"),
        ("E-PAIR-REVERSED",
         f"contract_attested local:a {DAY} --items fees --signed 3 --enrolled 2", "enrolled"),
        ("E-PAIR-REVERSED", f"appointment.counted local:a {DAY} --requested 2 --answered 3",
         "requested"),
        ("E-PAIR-REVERSED",
         (f"inspection.recorded local:a {DAY} --inspection-id i --record-no 1 "
         "--certificates-shown true --signature signed --started-at 10:00 --ended-at 09:59"),
         "ended_at"),
        ("E-TIME",
         (f"inspection.recorded local:a {DAY} --inspection-id i --record-no 1 "
         "--certificates-shown true --signature signed --started-at 24:00"), "started_at"),
        ("E-PAIR-REVERSED", f"demo_awarded local:a {DAY} --level city --until 2024-02-29",
         "until"),
        ("E-PAIR-REVERSED",
         f"correction_extended local:a {DAY} --order-id o --due-on 2024-02-29", "due_on"),
        ("E-PAIR-REVERSED", f"registration.pushed local:a {DAY} --registered-on 2024-03-02",
         "occurred_on"),
        ("E-PAIR-REVERSED",
         f"roster.imported {DAY} --roster r --snapshot 2024-03-02 --sha256 {DIGEST} --rows 1",
         "occurred_on"),
        ("E-RANGE", f"{RATED} --mean-hundredths 501 --scale-max 5", "mean_hundredths"),
        ("E-RANGE", f"{TARGET} --year 1999 --document-no 1", "year"),
        ("E-RANGE", f"{TARGET} --year 2100 --document-no 1", "year"),
        ("E-RANGE",
         f"indicator.observed {DAY} --region 500111 --indicator x --year 2025 --value 1", "year"),
        ("E-RANGE", f"calendar.published {DAY} --year 2026 --issuer x", "year"),
        ("E-RANGE", f"{SITE} --longitude-microdegrees 180000001", "longitude_microdegrees"),
        ("E-RANGE", f"{SITE} --latitude-microdegrees -90000001", "latitude_microdegrees"),
        ("E-FIELD-NEGATIVE", f"{SITE} --area-dm2 -1", "area_dm2"),
        ("E-SAME", (f"role_changed local:a {DAY} --person {id_number(1)} --from-role cook "
         "--role cook"), "role"),
        ("E-SAME", f"facility.merged local:a {DAY} --into local:a", "into"),
        ("E-SAME", f"identified_as local:a {DAY} --identified local:a", "identified"),
        ("E-SAME", f"children_placed local:a {DAY} --count 1 --to-facility local:a",
         "to_facility"),
    ],
)  # fmt: skip
def test_what_nothing_can_mean_is_refused(
    office: Office, code: str, said: str, where: str
) -> None:
    """A slip of the hand would else stand in the log, and be counted."""
    assert office.refused(code, f"record {said}", code=2)["where"] == where


@pytest.mark.parametrize(
    "said",
    [
        f"{SITE} --floor-lowest -1 --floor-highest 0",
        f"{SITE} --longitude-microdegrees -180000000 --latitude-microdegrees -90000000",
        f"{SITE} --lease-from 2024-02-01 --lease-until 2024-02-01",
        f"{RATED} --mean-hundredths 500 --scale-max 5",
        f"{TARGET} --year 2035 --document-no 1",
        f"calendar.published {DAY} --year 2025 --issuer x",
        f"demo_awarded local:a {DAY} --level city --until 2024-03-01",
        f"{PAPER} --until 2020-01-01",
        f"health.files_counted local:a {DAY} --with-file 2 --enrolled 2",
        f"facility.merged local:a {DAY} --into local:b",
        (
            f"inspection.recorded local:a {DAY} --inspection-id i --record-no 1 "
            "--certificates-shown true --signature signed "
            "--started-at 09:30 --ended-at 09:30"
        ),
    ],
)
def test_what_is_odd_may_be_true(office: Office, said: str) -> None:
    """A basement is what an inspector must be able to tell of, as is a licence run out."""
    assert len(office.record(said)["recorded"]) == 1


def test_a_correction_is_held_to_the_day_as_well(office: Office) -> None:
    """Either the day or the term may be mended; together they must still make sense."""
    office.record(f"demo_awarded local:a {DAY} --level city --until 2024-06-30")

    office.refused("E-PAIR-REVERSED", "correct 1 --set until=2024-02-01 --reason 误", code=2)
    office.refused("E-PAIR-REVERSED", "correct 1 --set occurred_on=2024-07-01 --reason 误", code=2)
    office("correct 1 --set occurred_on=2024-07-01 --set until=2025-06-30 --reason 误")


def test_what_a_log_took_once_it_takes_again(office: Office) -> None:
    """A term before its day was not refused in former days; the log must be restorable."""
    data = {"ordered_by": "某局", "until": "2024-02-01"}
    text = json.dumps(line(1, type="facility.suspended/1", data=data))
    office(f"import log {office.write('log.jsonl', text)}")

    office.refused(
        "E-PAIR-REVERSED",
        f"import events {office.write('news.jsonl', text_of_news(data))}",
        code=2,
    )


def text_of_news(data: dict[str, str]) -> str:
    """Write the same as news."""
    stem = "facility.suspended"
    plain = {"type": stem, "facility": place_of(stem), "occurred_on": "2024-03-01", "data": data}
    return json.dumps(plain)
