"""The language's syntax: precedence, what each node quotes, and where a fault is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.domain.time import Period
from compliance.rules.lexer import SyntaxFault, tokens
from compliance.rules.parser import parse
from compliance.rules.tree import MACROS, Lit, Node, walk
from tests.rules.trees import bare, trees, written


@given(trees())
def test_what_is_printed_is_read_back(tree: Node) -> None:
    """Whatever can be written is read as it was meant."""
    assert bare(tree) == bare(parse(written(tree)))


@given(trees(), st.sampled_from(["", " ", "\n  ", "\t"]))
def test_every_node_quotes_its_own_source(tree: Node, blank: str) -> None:
    """A proof quotes the rule as written: the text of a node alone means the same node."""
    text = f"{blank}{written(tree)}{blank}"
    for node in walk(parse(text)):
        assert node.text in text
        assert node.text == node.text.strip() or isinstance(node, Lit)
        assert bare(node) == bare(parse(node.text))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a || b && c", "a || (b && c)"),
        ("a && b || c", "(a && b) || c"),
        ("!a && b", "(!a) && b"),
        ("!a == b", "(!a) == b"),
        ("a == b && c != d", "(a == b) && (c != d)"),
        ("a + b < c - d", "(a + b) < (c - d)"),
        ("a - b - c", "(a - b) - c"),
        ("a + b * c", "a + (b * c)"),
        ("a * b + c", "(a * b) + c"),
        ("a ? b : c ? d : e", "a ? b : (c ? d : e)"),
        ("a ? b ? c : d : e", "a ? (b ? c : d) : e"),
        ("a || b ? c : d", "(a || b) ? c : d"),
        ("a in b && c", "(a in b) && c"),
        ("!a.b", "!(a.b)"),
        ("a[b].c == d", "((a[b]).c) == d"),
    ],
)
def test_operators_bind_as_in_cel(text: str, meant: str) -> None:
    """A lawyer who reads CEL elsewhere must not be misled here."""
    assert bare(parse(meant)) == bare(parse(text))


def test_brackets_are_not_part_of_what_is_inside() -> None:
    """The outer node quotes the brackets; the inner one does not."""
    outer = parse(" ( a || b ) && c ")

    assert outer.text == "( a || b ) && c"
    assert [node.text for node in walk(outer)] == [outer.text, "a || b", "a", "b", "c"]


def test_days_and_periods_are_literals() -> None:
    """They are checked when read, not when evaluated."""
    assert parse("date('2024-02-29')") == Lit("date('2024-02-29')", date(2024, 2, 29))
    assert parse('period("P1Y6M")') == Lit('period("P1Y6M")', Period(months=18))


def test_every_macro_takes_its_own_number_of_expressions() -> None:
    """One fewer or one more is a fault of syntax."""
    for name, (_, wanted) in MACROS.items():
        parse(f"rows.{name}(x{', 1' * wanted})")
        for wrong in (wanted - 1, wanted + 1):
            with pytest.raises(SyntaxFault):
                parse(f"rows.{name}(x{', 1' * wrong})")


@pytest.mark.parametrize(
    ("text", "column", "expected", "found"),
    [
        ("", 1, "a value", "the end"),
        ("a &&", 5, "a value", "the end"),
        ("a & b", 3, "a word, number or operator", "'&'"),
        ("a = b", 3, "a word, number or operator", "'='"),
        ("  'open", 3, "a word, number or operator", '"\'"'),
        ("a\n && 'two\nlines'", 7, "a word, number or operator", '"\'"'),
        ("a b", 3, "the end", "b"),
        ("a < b < c", 7, "the end", "<"),
        ("12ab", 3, "the end", "ab"),
        ("托位 > 1", 1, "a word, number or operator", "'托'"),
        ("a > １", 5, "a word, number or operator", "'１'"),
        ("(a", 3, "')'", "the end"),
        ("[a b]", 4, "','", "b"),
        ("[a,]", 4, "a value", "]"),
        ("f(a", 4, "','", "the end"),
        ("a ? b", 6, "':'", "the end"),
        ("a.", 3, "a name", "the end"),
        ("a.1", 3, "a name", "1"),
        ("a[b", 4, "']'", "the end"),
        ("f(x)[1]", 5, "the end", "["),
        ("-1", 1, "a value", "-"),
        ("rows.exists(1, a)", 13, "a name", "1"),
        ("rows.exists(x)", 14, "','", ")"),
        ("rows.most(x, a)", 6, f"one of {', '.join(MACROS)} after a relation", "most"),
        ("f(y).exists(x, a)", 6, f"one of {', '.join(MACROS)} after a relation", "exists"),
        ("date(a)", 1, "a date in quotes", "date(a)"),
        ("date(20240101)", 1, "a date in quotes", "date(20240101)"),
        ("a < date('2024-02-30')", 5, "a date in quotes", "date('2024-02-30')"),
        ("date('20240201')", 1, "a date in quotes", "date('20240201')"),
        ("date('2024-01-01', 2)", 1, "a date in quotes", "date('2024-01-01', 2)"),
        ("period('1Y')", 1, "a period in quotes", "period('1Y')"),
        ("period('P')", 1, "a period in quotes", "period('P')"),
    ],
)
def test_a_fault_names_its_place(text: str, column: int, expected: str, found: str) -> None:
    """Column, what was expected, what stands there."""
    with pytest.raises(SyntaxFault) as caught:
        parse(text)

    assert (column, expected, found) == (
        caught.value.column, caught.value.expected, caught.value.found,
    )  # fmt: skip
    assert str(caught.value) == f"column {column}: expected {expected}, found {found}"


def test_tokens_know_where_they_stand() -> None:
    """Every token is the slice it names, and the last is the end."""
    text = " a.b1 >= 'x y'  ||(2) "
    found = tokens(text)

    assert [token.text for token in found[:-1]] == [
        "a", ".", "b1", ">=", "'x y'", "||", "(", "2", ")",
    ]  # fmt: skip
    assert all(text[token.start : token.end] == token.text for token in found[:-1])
    assert (found[-1].kind, found[-1].start) == ("end", len(text))


@given(st.text(st.sampled_from("ab1' .,()[]!<>=&|+-*?:\n"), max_size=20))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    """No text of an author's ends in a traceback, and a fault stands within the text."""
    assert 1 <= _column_of_fault(text) <= len(text) + 1


def _column_of_fault(text: str) -> int:
    try:
        parse(text)
    except SyntaxFault as fault:
        return fault.column
    return 1
