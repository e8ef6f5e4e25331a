"""What can be known of a region: the targets set for it, the figures observed of it."""

from compliance.domain.relation import Relation, columns

REGION = (
    Relation(
        name="targets_set",
        form="latest",
        about="region",
        key=("region", "indicator", "year", "document_no"),
        opens=("target.set",),
        columns=columns(
            region="text!",
            indicator="text!",
            year="int!",
            op="text!",
            value="text!",
            nature="text!",
            unit="text?",
            parent="text~",
            document_no="text!",
        ),
    ),
    Relation(
        name="observations",
        form="latest",
        about="region",
        key=("region", "indicator", "year"),
        opens=("indicator.observed",),
        columns=columns(
            region="text!",
            indicator="text!",
            year="int!",
            value="text!",
            as_of="date?",
            numerator="int?",
            denominator="int?",
            origin="text?",
            document_no="text?",
        ),
    ),
)
