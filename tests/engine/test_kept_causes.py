"""What makes a kept standing wait, one cause at a time, and whom it leaves alone."""

from compliance.domain.envelope import Proposal
from compliance.domain.identifiers import FacilityId
from compliance.engine.adopt import rulebook
from compliance.engine.kept import kept, refresh
from compliance.engine.stale import touched
from compliance.engine.stood import Stood
from tests.engine.telling import Told
from tests.saying import DECISION, P1, P2, P3, F, G, corrected, retracted, ruled, said

H = FacilityId("local:500111-9")
NOW = "2024-06-03"


def begun(*more: Proposal) -> Told:
    """Tell of three facilities, of which two share a person, and keep their standings."""
    told = Told()
    for where, person in ((F, P1), (G, P1), (H, P2)):
        told.tell(
            said("facility.registered", on="2024-01-02", facility=where, name=where,
                 kind="facility", region="500111"),
            said("facility.opened", on="2024-02-01", facility=where),
            said("staff.joined", on="2024-02-01", facility=where, person=person, role="carer"),
            at=NOW,
        )  # fmt: skip
    told.tell(*more, at=NOW)
    passing(told)
    return told


def passing(told: Told) -> int:
    """Do a daily pass; return how many it worked out."""
    return refresh(told.desk(), rulebook(told.desk())).worked_out


def stood(told: Told, facility: FacilityId) -> Stood:
    (found,) = (each for each, _ in kept(told.desk()) if each.facility == facility)
    return found


def reached(told: Told, *proposals: Proposal) -> set[str]:
    """Tell something more, and return whom it touches."""
    before = told.log.head().size
    told.tell(*proposals, at=NOW)
    return set(touched(told.log, told.log.entries(after=before)))


def banned(person: str = P1) -> Proposal:
    return said("person.banned", on="2024-06-01", facility=None, person=person, basis="pfpl_41",
                scope="婴幼儿照护服务", document_no="禁〔2024〕1号")  # fmt: skip


def test_a_second_pass_has_nothing_to_do() -> None:
    assert passing(begun()) == 0


def test_an_event_makes_its_facility_wait_and_nobody_else() -> None:
    told = begun()

    assert reached(told, said("facility.filed", on="2024-03-01", facility=H, filing_no="1")) == {H}
    assert (passing(told), stood(told, H).status) == (1, "filed")


def test_a_ban_makes_everybody_wait_who_tells_of_the_person() -> None:
    """DESIGN §8: a fact about a person makes every facility with one about them stale."""
    told = begun()

    assert reached(told, banned()) == {F, G}
    assert passing(told) == 2
    assert stood(told, F).count("violation") > stood(told, H).count("violation")


def test_a_ban_reaches_who_tells_of_the_person_under_another_name() -> None:
    linked = said("person.linked", on="2024-03-01", facility=None, person=P2, same_as=P3,
                  reason="同一人")  # fmt: skip
    told = begun(linked)

    assert reached(told, banned(P3)) == {H}


def test_a_link_makes_both_sides_wait() -> None:
    linked = said("person.linked", on="2024-03-01", facility=None, person=P1, same_as=P2,
                  reason="同一人")  # fmt: skip

    assert reached(begun(), linked) == {F, G, H}


def test_a_correction_makes_wait_whom_it_leaves_and_whom_it_reaches() -> None:
    told = begun(banned(P2))
    (ban,) = (event for event in told.log.read() if event.stem == "person.banned")

    assert reached(told, corrected(ban, {"person": P1})) == {F, G, H}


def test_a_retraction_of_a_correction_by_another_reaches_the_former() -> None:
    """The ban that was corrected to be of P1 bears P1's tag on the correction alone."""
    told = begun(banned(P2))
    (ban,) = (event for event in told.log.read() if event.stem == "person.banned")
    told.tell(corrected(ban, {"person": P1}), at=NOW)

    assert reached(told, retracted(ban, on="2024-06-02")) == {F, G, H}


def test_a_retraction_reaches_whom_a_correction_alone_named() -> None:
    """Nothing but the event itself leads there: it named nobody when it was recorded."""
    told = begun()
    first = next(event for event in told.log.read() if event.said.facility == H)
    told.tell(corrected(first, {"legal_representative": P1}), at=NOW)

    assert reached(told, retracted(first, on="2024-06-02")) == {F, G, H}


PENALTY = said(
    "penalty.decided", on="2024-05-01", facility=G, decision_no=DECISION, kinds=["warning"],
    decided_by="虚构卫健委", articles=["pfpl#41.1"], authority_kind="health_authority",
)  # fmt: skip


def test_a_ruling_makes_wait_whose_decision_it_voids() -> None:
    assert reached(begun(PENALTY), ruled(DECISION, "revoked", "ex_tunc")) == {G}


def test_a_ruling_corrected_to_be_on_another_decision_reaches_that() -> None:
    """Its correction bears no tag of the facility: only the number leads there."""
    told = begun(PENALTY, ruled("另〔2024〕9号", "revoked", "ex_tunc"))
    (ruling,) = (event for event in told.log.read() if event.stem == "review.decided")

    assert G in reached(told, corrected(ruling, {"decision_no": DECISION}))


def test_who_is_named_for_the_first_time_waits() -> None:
    told = begun()
    new = FacilityId("local:500111-10")
    told.tell(said("premises.found", on="2024-06-01", facility=new, address="某路1号",
                   region="500111"), at=NOW)  # fmt: skip

    assert (passing(told), stood(told, new).status) == (1, "unregistered")


def test_who_is_no_longer_known_is_no_longer_kept() -> None:
    new = FacilityId("local:500111-10")
    found = said("premises.found", on="2024-06-01", facility=new, address="某路1号",
                 region="500111")  # fmt: skip
    told = begun(found)
    told.tell(retracted(list(told.log.read())[-1], on="2024-06-02"), at=NOW)

    assert passing(told) == 1
    assert [each.facility for each, _ in kept(told.desk())] == sorted((F, G, H))


def test_what_has_not_happened_yet_is_kept_from_its_day_on() -> None:
    new = FacilityId("local:500111-10")
    told = begun(said("premises.found", on="2024-06-10", facility=new, address="某路1号",
                      region="500111"))  # fmt: skip
    before = [each.facility for each, _ in kept(told.desk())]
    told.tell(at="2024-06-10")

    assert new not in before
    assert passing(told) == 1
    assert stood(told, new).status == "unregistered"


def test_a_turning_day_makes_wait_whom_it_turns() -> None:
    """A suspension ends with its last day: on the day before nobody waits."""
    told = begun(said("facility.suspended", on="2024-06-01", facility=G, ordered_by="虚构卫健委",
                      until="2024-06-05"))  # fmt: skip
    seen = []
    for day in ("2024-06-04", "2024-06-05", "2024-06-06"):
        told.tell(at=day)
        seen.append((passing(told), stood(told, G).status))

    assert seen[-1] == (1, "registered")
    assert [each for each in seen[:-1] if each[1] != "suspended" or each[0] > 1] == []


def test_other_rules_make_everybody_wait() -> None:
    told = begun()
    told.texts = {name: text for name, text in told.texts.items() if "draft" not in name}

    assert passing(told) == 3


def test_a_calendar_makes_everybody_wait() -> None:
    told = begun()
    told.tell(said("calendar.published", on="2024-06-01", facility=None, year=2025,
                   issuer="国务院办公厅"), at=NOW)  # fmt: skip

    assert passing(told) == 3


def test_a_day_that_went_back_makes_everybody_wait() -> None:
    """A clock that was wrong: what stands tomorrow says nothing of today."""
    told = begun()
    told.tell(at="2024-06-02")

    assert passing(told) == 3
