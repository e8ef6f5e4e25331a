"""What can be known of supervision: inspections, violations, orders, penalties, rulings."""

from compliance.domain.relation import Relation, columns

CONDUCT = (
    Relation(
        name="inspections",
        form="occurrence",
        about="facility",
        key=("facility", "inspection_id"),
        opens=("inspection.carried_out",),
        columns=columns(
            inspection_id="text!",
            nature="text!",
            officers="texts!",
            items="texts!",
            result="text!",
        ),
    ),
    Relation(
        name="violations",
        form="occurrence",
        about="facility",
        key=("facility", "violation_id"),
        opens=("violation.found",),
        # An act not recorded as ended is taken as lasting until it was found: hence `date~`.
        columns=columns(
            violation_id="text!",
            clause="text!",
            severity="int?",
            inspection_id="text?",
            act_from="date?",
            act_until="date~",
        ),
    ),
    Relation(
        name="orders",
        form="latest",
        about="facility",
        key=("facility", "order_id"),
        opens=("violation.correction_ordered",),
        # The term is a day or a number of working days; with neither, it is unknown: hence `int?`.
        columns=columns(violation_id="text!", order_id="text!", due_on="date~", workdays="int?"),
    ),
    Relation(
        name="rechecks",
        form="occurrence",
        about="facility",
        key=("facility", "order_id"),
        opens=("violation.correction_verified",),
        columns=columns(order_id="text!", fixed="bool!"),
    ),
    Relation(
        name="refusals",
        form="occurrence",
        about="facility",
        key=("facility", "order_id"),
        opens=("violation.correction_refused",),
        columns=columns(order_id="text!"),
    ),
    Relation(
        name="penalties",
        form="occurrence",
        about="facility",
        key=("facility", "decision_no"),
        opens=("penalty.decided",),
        columns=columns(
            decision_no="text!",
            kinds="texts!",
            articles="texts!",
            violation_id="text~",
            fine_fen="int?",
            serious="bool?",
            procedure="text?",
        ),
    ),
    Relation(
        name="rulings",
        form="occurrence",
        about="person",
        key=("decision_no",),
        opens=("review.decided",),
        columns=columns(
            decision_no="text!", outcome="text!", effect_mode="text!", effective_on="date?"
        ),
    ),
    Relation(
        name="adjustments",
        form="occurrence",
        about="facility",
        key=("facility",),
        opens=("credit.tier_adjusted",),
        columns=columns(to="text!", document_no="text!"),
    ),
)
