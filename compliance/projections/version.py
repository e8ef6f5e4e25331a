"""How the tables of facts are laid out; written by `python -m tools.shapes`.

Tables of other shapes are built anew by `tuoyu projection rebuild`, and so are those that another
way of folding made: `FOLD` is raised by hand when the same events make other rows.
"""

FOLD = 1
SHAPES = "16a42f9c9528dbd1"
