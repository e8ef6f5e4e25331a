"""The compiler: the rule language as SQL for everybody at once, an opinion held to the interpreter.

`program.compiled` turns the rules of one legal area and day into statements; `answer.Found` is
what they answer; `sources.Sources` is where the facts are.
"""
