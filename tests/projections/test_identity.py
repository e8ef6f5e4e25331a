"""Two documents, one person: linked refs are one in every fact, by what is known alone."""

from typing import Any

import pytest

from compliance.domain.envelope import Proposal
from compliance.domain.identifiers import Person
from tests.saying import (
    DECISION,
    P1,
    P2,
    P3,
    F,
    G,
    corrected,
    retracted,
    rows,
    ruled,
    said,
    told,
    values,
)

JOINED = said("staff.joined", on="2024-03-01", person=P2, role="carer")
BANNED = said(
    "person.banned", on="2024-02-01", facility=None, person=P1, basis="pfpl_41",
    scope="婴幼儿照护服务", document_no=DECISION,
)  # fmt: skip


def link(one: Person = P1, other: Person = P2, on: str = "2024-06-01", **more: Any) -> Proposal:
    return said("person.linked", on=on, facility=None, person=one, same_as=other,
                reason="换发身份证", **more)  # fmt: skip


def test_a_ban_under_one_document_meets_the_post_under_the_other() -> None:
    """The reason for links: a new number must not wash a ban away."""
    log = told(BANNED, JOINED, link())

    assert (
        values(rows(log, "posts", on="2024-03-01"), "person"),
        values(rows(log, "bans", on="2024-03-01"), "person"),
    ) == ([P1], [P1])


@pytest.mark.parametrize("link_", [link(P1, P2), link(P2, P1)])
def test_the_direction_of_a_link_does_not_matter(link_: Proposal) -> None:
    assert values(rows(told(JOINED, link_), "posts", on="2024-03-01"), "person") == [P1]


def test_a_link_acts_by_being_known_whatever_its_own_date() -> None:
    """Recorded in July, dated August: March is mended for who asks knowing July, not June."""
    log = told(BANNED, JOINED)
    log = told(link(on="2024-08-01"), at="2024-07-10", after=log)
    seen = [
        values(rows(log, "posts", on="2024-03-01", known=known), "person")
        for known in ("2024-06-30", "2024-07-31")
    ]

    assert seen == [[P2], [P1]]


def test_a_retraction_separates_them_again() -> None:
    """For who knows of it; nobody's earlier answer changes."""
    log = told(BANNED, JOINED, link())
    log = told(retracted(log[-1]), at="2024-09-01", after=log)
    seen = [
        values(rows(log, "posts", on="2024-03-01", known=known), "person")
        for known in ("2024-08-31", "2024-09-01")
    ]

    assert seen == [[P1], [P2]]


def test_a_corrected_link_joins_whom_it_names_now() -> None:
    log = told(JOINED, said("staff.joined", on="2024-03-01", person=P3, role="cook"), link())
    log = told(corrected(log[-1], {"same_as": P3}), at="2024-09-01", after=log)

    assert values(rows(log, "posts", on="2024-03-01"), "person") == [P2, P1]


def test_links_chain() -> None:
    """Whoever is the second's other self is the first's too, in whatever order it is told."""
    log = told(said("staff.joined", on="2024-03-01", person=P3, role="cook"), link(P2, P3), link())

    assert values(rows(log, "posts", on="2024-03-01"), "person") == [P1]


def test_a_ruling_on_its_document_takes_a_link_away() -> None:
    """A finding of identity is a decision like any other."""
    log = told(JOINED, link(document_no=DECISION), ruled(DECISION, "revoked", "ex_tunc"))

    assert values(rows(log, "posts", on="2024-03-01"), "person") == [P2]


def test_a_row_that_rests_on_a_link_says_so() -> None:
    """A conclusion can be followed to the event that says who it is about."""
    log = told(BANNED, JOINED, link())
    log = told(corrected(log[-1], {"reason": "两份证件"}), at="2024-09-01", after=log)
    evidence = [rows(log, name, on="2024-03-01")[0].events for name in ("bans", "posts")]

    assert evidence == [(1,), (2, 3, 4)]


def test_who_leaves_under_the_other_document_has_left() -> None:
    log = told(JOINED, said("staff.left", on="2024-05-01", person=P1), link())

    assert [row.in_force for row in rows(log, "posts", on="2024-05-01")] == [False]


def test_one_post_told_under_both_documents_is_one_post() -> None:
    """Told again under the new number: the running post ends and goes on."""
    log = told(JOINED, said("staff.joined", on="2024-05-01", person=P1, role="carer"), link())

    assert [row.in_force for row in rows(log, "posts", on="2024-06-01")] == [False, True]


def test_persons_in_lists_and_records_are_joined_too() -> None:
    """Named by an allegation twice under two documents: once; accused under the other: found."""
    alleged = said("abuse.alleged", on="2024-03-01", persons=[P2, P1])
    accused = {"person": P2, "capacity": "other_directly_responsible"}
    found = said("abuse.established", on="2024-04-01", persons=[accused], document_no=DECISION,
                 document_kind="judgment", decided_by="法院")  # fmt: skip
    log = told(alleged, found, link())

    assert values(rows(log, "allegations", on="2024-05-01"), "persons") == [(P1,)]
    assert values(rows(log, "abuse", on="2024-05-01"), "person") == [P1]


def test_two_posts_of_one_person_are_two_rows_of_one_person() -> None:
    """Head and carer at once; leaving ends both."""
    log = told(JOINED, said("staff.joined", on="2024-03-01", person=P2, role="head"))
    log = told(said("staff.left", on="2024-06-01", person=P2, reason="辞职"), after=log)
    before, after = (rows(log, "posts", on=day) for day in ("2024-05-31", "2024-06-01"))

    assert (values(before, "person"), values(before, "role")) == ([P2, P2], ["carer", "head"])
    assert [row.in_force for row in (*before, *after)] == [True, True, False, False]


def test_posts_at_two_facilities_end_apart() -> None:
    other = said("staff.joined", on="2024-03-01", facility=G, person=P2, role="carer")
    log = told(JOINED, other, said("staff.left", on="2024-06-01", person=P2))

    assert [row.in_force for row in rows(log, "posts", on="2024-06-01")] == [False]
    assert [row.in_force for row in rows(log, "posts", on="2024-06-01", facility=G)] == [True]


def test_who_is_hired_again_has_two_posts_one_after_the_other() -> None:
    """The old one keeps its reason and its end."""
    log = told(
        JOINED,
        said("staff.left", on="2024-05-01", person=P2, reason="辞职"),
        said("staff.joined", on="2024-07-01", person=P2, role="carer"),
    )
    found = rows(log, "posts", on="2024-08-01")

    assert [(r.values["reason"], r.in_force) for r in found] == [("辞职", False), (None, True)]


def test_death_ends_every_post_there_and_says_why() -> None:
    log = told(JOINED, said("staff.left", on="2024-05-01", person=P2, reason="死亡"))
    (post,) = rows(log, "posts", on="2024-05-01")

    assert (post.values["reason"], post.in_force) == ("死亡", False)


def test_a_link_that_lost_a_part_joins_nobody() -> None:
    """A correction may take anything away."""
    log = told(JOINED, link())
    log = told(corrected(log[-1], {"person": None}), at="2024-09-01", after=log)

    assert values(rows(log, "posts", on="2024-03-01"), "person") == [P2]


def test_who_is_linked_to_themselves_stays_who_they_are() -> None:
    """An import may say so; it joins nobody."""
    log = told(JOINED, link(P2, P2), facility_of_another())

    assert values(rows(log, "posts", on="2024-03-01"), "person") == [P2]


def facility_of_another() -> Proposal:
    return said("staff.joined", on="2024-03-01", facility=G, person=P1, role="cook", key=str(F))
