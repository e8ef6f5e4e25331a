"""The compiler: the rule language as SQL, for everybody at once; the interpreter is the law.

`everybody.findings` walks all areas and yields `answer.Found`; `program.compiled` turns the rules
of one legal area and day into statements; `sources.Sources` is where the facts are.
"""
