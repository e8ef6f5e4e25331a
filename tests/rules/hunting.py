"""Looks for the first difference between the evaluators: `python -m tests.rules.hunting rules 60`.

Without hypothesis and without making the example small: to see quickly whether there is one, as
for faults that were planted.
"""

import random
import sys
from collections.abc import Callable, Iterator
from itertools import product

from tests.rules import test_compile_cases, test_compile_facts, test_compile_rules
from tests.rules.asking import TODAY
from tests.rules.compile import both, forms, test_decisions
from tests.rules.composing import ASKED, Composer, book_of, world
from tests.rules.databases import Database, fill, sqlite
from tests.rules.differing import Fuzz, compared
from tests.rules.peopled import REGIONS, Peopler, words_of
from tests.rules.spanned import pasts


def rules(database: Database, fixed: int | None = None) -> Iterator[list[str]]:
    """Yield the differences of random rules, on random facts or on one drawing of them."""
    everybody = test_compile_rules.EVERYBODY
    fuzz = Fuzz(database, everybody, ASKED)
    for seed in range(10**6):
        chance = random.Random(seed)  # noqa: S311 - examples
        relations = world(chance)
        plain = Composer(chance, relations, chance.choice((1, 2, 2, 3))).pack(5)
        words = words_of(book_of(plain), [ASKED], relations)
        words.texts["region"] = test_compile_rules.LAWS
        drawing = chance if fixed is None else random.Random(fixed)  # noqa: S311
        yield fuzz._asked(plain, Peopler(drawing, words, ASKED).spans(everybody))[0]


def facts(database: Database) -> Iterator[list[str]]:
    """Yield the differences of the law as it ships, a rule at a time, on random facts."""
    book, everybody = test_compile_facts.law(), test_compile_facts.EVERYBODY
    for seed in range(10**6):
        chance = random.Random(seed)  # noqa: S311 - examples
        on, region = chance.choice(test_compile_facts.days()), chance.choice(REGIONS)
        standing = book.rules_to_judge(book.chain(region, on), on)
        rule = chance.choice([each for each in standing if each.judged and each.role is None])
        words = words_of(book, [on], {"identity", *test_compile_facts.read_by([rule])})
        words.texts["region"] = (region,)
        spans = Peopler(chance, words, on).spans(everybody, silent=0.4)
        fill(database, spans, everybody)
        known = pasts(spans, everybody)
        yield compared(database, book, known, on, frozenset({rule.id}))[0]


def cases(database: Database) -> Iterator[list[str]]:
    """Yield the differences of the packs' cases, day by day."""
    for on in sorted(
        test_compile_cases.cases(), key=lambda day: -len(test_compile_cases.cases()[day])
    ):
        yield test_compile_cases.asked(database, on)[0]


def expressions(database: Database) -> Iterator[list[str]]:
    """Yield the differences of the expressions that are written out, one by one."""
    fill(database, forms.SPANS, forms.EVERYBODY)
    plain = [*forms.DAYS, *forms.SUMS, *forms.LISTS, *forms.NUMBERS, *forms.TRUTHS]
    for text, on in [*product(plain, [TODAY]), *product(forms.CYCLES, forms.TURNS)]:
        wanted = both.interpreted(text, forms.LAW, on, forms.EVERYBODY)
        differs = both.compiled(text, forms.LAW, on, database) != wanted
        yield [text] if differs else []


def decisions(database: Database) -> Iterator[list[str]]:
    """Yield the differences of every combination of answers."""
    yield test_decisions.asked(database)[0]


HUNTS: dict[str, Callable[[Database], Iterator[list[str]]]] = {
    "expressions": expressions, "decisions": decisions,
    "both": rules, "rules": lambda database: rules(database, 7), "facts": facts, "cases": cases,
}  # fmt: skip


def main(what: str, most: int) -> int:
    """Return the number of the first example on which they differ, from 1; 0 = none."""
    with sqlite() as database:
        for number, differ in enumerate(HUNTS[what](database), 1):
            if differ:
                return number
            if number >= most:
                break
    return 0


if __name__ == "__main__":
    print(main(sys.argv[1], int(sys.argv[2])))  # noqa: T201 - what it is for
