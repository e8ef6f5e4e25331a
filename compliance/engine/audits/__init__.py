"""What auditors ask of everybody, a file a list. Each is a join over rows of a few relations.

    backdated    what was recorded late, corrected or retracted; by whom, after which notice
    unrechecked  orders to correct that nobody rechecked
    unopened     breaches found of which no case was opened (有案不立)
    unequal      one clause, different fines (同案不同罚)
    fines        what was decided, paid, surcharged, urged, brought to court, and is outstanding
    subsidies    granted while unfiled, suspended or after an ordered closure
    tiers        set by hand, by whom
    officers     who acted under a certificate that had lapsed
    unnoticed    penalties without a notice before them
    unheard      suspensions and the like of which the right to a hearing was not told
    transfers    that nobody answered
    reads        of persons' data in the vault

A row is *established* or *unknown*: what the log does not hold is asked for, never held against
anyone. Where a rule of the packs already answers, its own finding is the row.
"""
