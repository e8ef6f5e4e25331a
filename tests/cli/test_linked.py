"""Two documents of one person: linked at the desk, one person in every answer, and one file."""

import pytest

from tests.cli.desk import Office, begins, id_number

OLD, NEW, OTHER = id_number(11), id_number(12), id_number(13)
LINK = f"person link {OLD} {NEW} --occurred 2025-06-01 --reason 换发身份证"
BANNED = (
    f"person.banned --occurred 2025-02-01 --person {OLD} --basis pfpl_41 --scope 婴幼儿照护服务 "
    "--document-no 渝足卫罚〔2025〕1号"
)


@begins
def hired(office: Office) -> None:
    """Make an office where the new number works at one place, the old one worked at another."""
    for place, number in (("local:a", NEW), ("local:b", OLD)):
        office.record(f"registered {place} --occurred 2024-01-02 --name 虚构{place} "
                      "--kind facility --region 500111")  # fmt: skip
        office.record(f"joined {place} --occurred 2024-03-01 --role carer --person {number}")
    office.record(f"left local:b --occurred 2024-09-01 --person {OLD} --reason 辞职")
    office.record(BANNED)


def banned(office: Office, place: str = "local:a", asked: str = "") -> list[str]:
    found = office.json(f"status {place} {asked}")["findings"]
    return [each["verdict"] for each in found if each["rule"] == "ban.lifetime"]


def test_a_ban_on_the_old_number_hits_the_post_under_the_new_one(hired: Office) -> None:
    before = banned(hired)
    answer = hired.json(LINK, "--no-input", now="2025-07-10")

    assert before != ["violation"]
    assert banned(hired) == ["violation"]
    assert sorted(each["facility"] for each in answer["others"]) == ["local:a", "local:b"]
    assert before == banned(hired, asked="--known-at 2025-07-01")


def test_a_retraction_of_the_link_lets_the_post_be(hired: Office) -> None:
    """And says where it matters: at every facility of both numbers."""
    before = banned(hired)
    position = hired.json(LINK, "--no-input")["recorded"][0]["position"]
    answer = hired.json(f"retract {position} --reason 误并")

    assert before == banned(hired)
    assert sorted(each["facility"] for each in answer["others"]) == ["local:a", "local:b"]


def test_news_of_one_number_is_shown_where_the_other_works(hired: Office) -> None:
    """`others` finds every facility of both refs, from link to link."""
    hired.json(LINK, "--no-input")
    hired.json(f"person link {OTHER} {NEW} --occurred 2025-06-01 --reason 护照", "--no-input")
    answer = hired.record(f"staff.trained --occurred 2025-06-02 --person {OTHER} --hours 60")

    assert sorted(each["facility"] for each in answer["others"]) == ["local:a", "local:b"]


def test_a_rehearsal_shows_what_a_link_would_do(hired: Office) -> None:
    answer = hired.json(LINK, "--dry-run", "--no-input")
    after = {each["facility"]: each["after"]["flags"] for each in answer["others"]}

    assert "banned_person_on_staff" in after["local:a"]
    assert banned(hired) != ["violation"]


def test_the_file_of_a_person_is_one_under_both_numbers(hired: Office) -> None:
    """Posts, checks, training, certificates, bans: with the records that tell of them."""
    hired.json(LINK, "--no-input")
    hired.record(f"staff.background_checked local:a --occurred 2025-06-02 --person {NEW} "
                 "--result hit --relevant-to minors_62 --proof-no 查1")  # fmt: skip
    hired.record(f"staff.trained --occurred 2025-06-02 --person {OLD} --hours 60 --topic 急救")
    hired.record(f"staff.certified --occurred 2025-06-02 --person {NEW} --kind 保育师")
    one, other = (hired.json(f"person show {number}") for number in (OLD, NEW))
    file = one["file"]

    assert one == other
    assert len(one["refs"]) == 2
    assert one["facilities"] == ["local:a", "local:b"]
    assert [(each["facility"], each["closed"]) for each in file["posts"]] == [
        ("local:a", None),
        ("local:b", "2024-09-01"),
    ]
    assert [(each["document_no"], each["closed"]) for each in file["bans"]] == [
        ("渝足卫罚〔2025〕1号", None)
    ]
    assert [each["hours"] for each in file["trainings"]] == [60]
    assert [each["kind"] for each in file["certificates"]] == ["保育师"]
    assert all(each["events"] for rows in file.values() for each in rows)


def test_the_file_never_says_what_a_check_showed(hired: Office) -> None:
    """Public-security records are sealed: queried, the day, which articles it bears on."""
    hired.record(f"staff.background_checked local:a --occurred 2025-06-02 --person {NEW} "
                 "--result hit --relevant-to minors_62 --proof-no 查1")  # fmt: skip
    (check,) = hired.json(f"person show {NEW}")["file"]["checks"]

    assert {"facility", "on", "closed", "relevant_to", "events"} == set(check)
    assert (check["on"], check["relevant_to"]) == ("2025-06-02", ["minors_62"])


def test_findings_and_penalties_that_name_the_person_stand_in_the_file(hired: Office) -> None:
    hired.record("abuse.established local:a --occurred 2025-03-01 --decided-by 法院 "
                 f"--persons person={NEW},capacity=other_directly_responsible "
                 "--document-no 渝刑〔2025〕1号 --document-kind judgment")  # fmt: skip
    hired.record("penalty.decided local:a --occurred 2025-03-02 --decided-by 卫健委 "
                 "--decision-no 渝卫罚〔2025〕2号 --kinds practice_restriction "
                 f"--articles pfpl#41.2 --persons {NEW}")  # fmt: skip
    file = hired.json(f"person show {NEW}")["file"]

    assert [each["document_no"] for each in file["abuse"]] == ["渝刑〔2025〕1号"]
    assert [(each["facility"], each["decision_no"]) for each in file["penalties"]] == [
        ("local:a", "渝卫罚〔2025〕2号")
    ]


def test_the_file_is_as_of_a_day_and_as_known_then(hired: Office) -> None:
    early = hired.json(f"person show {OLD} --as-of 2024-03-01")
    hired.json(LINK, "--no-input", now="2025-07-10")
    known = hired.json(f"person show {OLD} --known-at 2025-07-11")

    assert [each["closed"] for each in early["file"]["posts"]] == [None]
    assert early["file"]["bans"] == []
    assert len(known["refs"]) == 2
    hired.refused("E-PERSON-UNKNOWN", f"person show {OLD} --known-at 2025-01-01", code=4)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_file_is_read_by_people(hired: Office, lang: str) -> None:
    """No tier anywhere: persons have a file, not a grade."""
    hired.json(LINK, "--no-input")
    shown = hired(f"person show {NEW} --lang {lang}").out

    assert "渝足卫罚〔2025〕1号" in shown
    assert "local:b" in shown
    assert NEW not in shown
    assert "tier" not in shown
    assert "等级" not in shown


def test_what_the_vault_holds_under_either_number_is_opened_together(hired: Office) -> None:
    hired.json(LINK, "--no-input")
    told = hired.json(f"person show {NEW} --purpose 核查")["records"]

    assert {OLD, NEW} == {each["content"]["document"] for each in told}


def test_a_person_is_not_linked_with_itself(hired: Office) -> None:
    link = f"person link {OLD} {OLD} --occurred 2025-06-01 --reason 误"
    ref = hired.json(f"person show {OLD}")["person"]
    hired.refused("E-PERSON-ITSELF", link, code=2)
    hired.refused("E-PERSON-ITSELF", link.replace(f"{OLD} --", f"{ref} --"), code=2)


def test_strangers_are_not_linked(hired: Office) -> None:
    """Two that nobody named; or a ref that nobody did, which can only be a slip."""
    key = hired.json(f"person show {OLD}")["person"].split("_")[1]
    rest = "--occurred 2025-06-01 --reason 误"
    hired.refused("E-PERSON-UNKNOWN", f"person link {OTHER} {id_number(14)} {rest}", code=4)
    hired.refused("E-PERSON-UNKNOWN", f"person link {OLD} p_{key}_{'0' * 32} {rest}", code=4)
    assert hired.json(f"person link {OLD} {OTHER} {rest}")["recorded"]


def test_what_a_link_needs(hired: Office) -> None:
    hired.refused("E-ID-CHECK", f"person link {OLD} 11010118000101000X --occurred today "
                  "--reason 误", code=2)  # fmt: skip
    hired.refused("E-FIELD-MISSING", f"person link {OLD} {NEW} --occurred today", code=2)
    hired.refused("E-DATE-MISSING", f"person link {OLD} {NEW} --reason 误", code=2)
    hired.refused("E-DATE-FUTURE", f"person link {OLD} {NEW} --occurred 2030-01-01 --reason 误",
                  code=2)  # fmt: skip


def test_a_repeated_link_is_the_first_one(hired: Office) -> None:
    first = hired.json(f"{LINK} --key 1")["recorded"][0]["position"]
    again = hired.json(f"{LINK} --key 1")["recorded"][0]

    assert (first, True) == (again["position"], again["duplicate"])
