"""The second executor: every relation's rows for everybody, as SQL over typed event columns.

It knows the declarations and no relation's name; the fold next door is the law, and this must
agree with it on every history. `heard` says which versions count, `ones` who is one person,
`parts` what an event tells of a relation, `forms` and `changes` what rows come of it.
"""
