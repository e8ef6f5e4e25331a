"""The words of the program: the same keys in both languages, and a word for everything shown."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, get_args

import click
import pytest

from cli.frame import Gate
from cli.say import LANGUAGES, Words, catalogue
from compliance.domain.events import CATALOGUE
from compliance.domain.findings import Binding, Status, VerdictName
from compliance.domain.relations import RELATIONS
from compliance.domain.shape import Field, shape
from compliance.engine.adopt import book_of
from compliance.rules.book import Rulebook
from compliance.rules.installed import installed_texts
from compliance.rules.written import Rank
from compliance.rules.written import Status as RuleStatus

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for room in ("compliance", "cli") for path in (ROOT / room).rglob("*.py"))
ZH, EN = catalogue("zh"), catalogue("en")
CODE = re.compile(r"[EW](-[A-Z0-9]+)+")
CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
IDEOGRAPH = re.compile("[\u3400-\u9fff]")
WESTERN_MARK = re.compile("[\u3400-\u9fff](?:[;?!]|[,:] )")
SENTENCE = re.compile("[^a-z].*[.?。？]$")
EVENTS = ("tuoyu record ", "tuoyu check ")
"""What names an event, and is no sentence."""
QUOTED = re.compile("“[^”]*”")
GIVEN_BY_OTHERS = {
    "Problem": {"reason"},  # engine/lint: BadInput(code, where=…, reason=…)
    "Warned": {"given"},  # cli/human: say(what, where=…, given=…)
    "_refuse_word": {"text", "known"},  # engine/sought: BadInput(code, text=…, known=…)
    "_word": {"text", "known"},  # engine/plans/read: BadInput(code, text=…, known=…)
    "_fits": {"text"},  # intake/fields: BadInput(code, text=…)
}
"""What is said of a code that a function of its own raises: its name → the values."""
OF_STORAGE = {"reason"}
"""What is said of a code of `_CODES`: SQLite's own words."""
REPLAYED = ("status", "tier", "flags", "finding")
"""What a timeline says has changed (engine/replay)."""


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def nodes() -> Iterator[ast.AST]:
    for path in SOURCES:
        yield from ast.walk(tree_of(path))


def text_of(node: ast.AST | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def code_of(node: ast.AST | None) -> str | None:
    text = text_of(node)
    return text if text is not None and CODE.fullmatch(text) else None


def called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def codes_raised() -> set[str]:
    """Every code that stands anywhere in the program as a text of its own."""
    return {code for node in nodes() if (code := code_of(node)) is not None}


def codes_with_values() -> Iterator[tuple[str, set[str]]]:
    """Each place that answers with a code, and the values it gives."""
    for node in nodes():
        match node:
            case ast.Call(args=args, keywords=keywords):
                words = {each.arg for each in keywords if each.arg is not None}
                for code in filter(None, map(code_of, args)):
                    yield code, GIVEN_BY_OTHERS.get(called(node), words)
            case ast.Dict(values=values):
                for code in filter(None, map(code_of, values)):
                    yield code, OF_STORAGE
            case ast.Tuple(elts=[first, ast.Dict(keys=keys)]) if code_of(first):
                yield str(code_of(first)), {str(text_of(key)) for key in keys}


def test_both_languages_say_the_same_things() -> None:
    """HOUSE_STYLE: zh and en have the same keys."""
    assert sorted(ZH) == sorted(EN)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_catalogues_are_in_order(lang: str) -> None:
    """A key is found where the alphabet puts it, and a change is one line."""
    keys = list(catalogue(lang))

    assert keys == sorted(keys)


def test_both_languages_put_in_the_same_values() -> None:
    """Who reads English is told as much as who reads Chinese."""
    assert [key for key in ZH if placeholders(ZH[key]) != placeholders(EN[key])] == []


@pytest.mark.parametrize("code", sorted(codes_raised()))
def test_a_code_says_what_is_wrong_and_how_to_mend_it(code: str) -> None:
    """DESIGN §11: every error says what and how to mend; a warning says what."""
    wanted = {f"{code}.what"} | ({f"{code}.hint"} if code.startswith("E-") else set())

    assert wanted <= set(ZH)


@pytest.mark.parametrize(("code", "given"), list(codes_with_values()))
def test_a_code_is_said_with_values_it_is_given(code: str, given: set[str]) -> None:
    """A placeholder that nobody fills would be a traceback instead of an answer."""
    asked = placeholders(ZH[f"{code}.what"]) | placeholders(ZH.get(f"{code}.hint", ""))

    assert asked <= given | {"where", "basis"}


def said_keys() -> Iterator[tuple[str, set[str] | None]]:
    """Each key handed to `say` or `line`, as a pattern, and the values beside it (None = any)."""
    for function in nodes():
        if not isinstance(function, ast.FunctionDef):
            continue
        named: dict[str, list[ast.expr]] = {}
        for each in ast.walk(function):
            if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name):
                named.setdefault(each.targets[0].id, []).append(each.value)
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and called(node) in {"say", "line"} and node.args:
                yield from ((key, values_of(node)) for key in keys_of(node.args[0], named))


def keys_of(node: ast.AST, named: dict[str, list[ast.expr]]) -> Iterator[str]:
    match node:
        case ast.Constant(value=str(text)):
            yield re.escape(text)
        case ast.JoinedStr(values=parts):
            yield "".join(".+" if not (t := text_of(part)) else re.escape(t) for part in parts)
        case ast.IfExp(body=one, orelse=other):
            yield from (*keys_of(one, named), *keys_of(other, named))
        case ast.Name(id=name) if name in named:
            for each in named[name]:
                yield from keys_of(each, {})


def values_of(node: ast.Call) -> set[str] | None:
    words = [each.arg for each in node.keywords]
    return None if called(node) == "line" or None in words else {str(word) for word in words}


def test_every_key_that_is_said_exists_with_its_values() -> None:
    """A key that nobody wrote would be a traceback in the middle of an answer."""
    wrong = []
    for pattern, values in said_keys():
        meant = [key for key in ZH if re.fullmatch(pattern, key)]
        asked = {name for key in meant for name in placeholders(ZH[key])}
        if not meant or not (values is None or ".+" in pattern or asked <= values):
            wrong.append((pattern, asked, values))

    assert wrong == []


def test_every_reason_of_verification_has_its_words() -> None:
    """What does not fit in a log is named to the auditor, wherever it was found."""
    verify = ROOT / "compliance" / "log" / "verify.py"
    stores = [each for each in nodes() if getattr(each, "name", "") == "flaw"]
    returned = [
        each
        for part in (tree_of(verify), *stores)
        for each in ast.walk(part)
        if isinstance(each, ast.Return)
    ]
    reasons = {text for each in returned for node in ast.walk(each) if (text := text_of(node))}

    assert {"hash", "anchor_root", "guards"} <= reasons
    assert {f"verify.reason.{reason}" for reason in reasons} - set(ZH) == set()


def commands(lang: str) -> Iterator[tuple[str, click.Command]]:
    gate = Gate(Words(lang))
    with click.Context(gate, info_name="tuoyu", obj={"words": Words(lang)}) as context:
        yield from walked("tuoyu", gate, context)


def walked(
    path: str, command: click.Command, context: click.Context
) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from walked(f"{path} {name}", inner, context)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_and_option_has_its_words(lang: str) -> None:
    """`--help` anywhere says what a thing is for."""
    silent = [
        (path, param.name)
        for path, command in commands(lang)
        for param in command.params
        if isinstance(param, click.Option) and not param.help
    ]
    speechless = [path for path, command in commands(lang) if not command.help]

    assert (silent, speechless) == ([], [])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_help_of_a_command_opens_with_one_short_line(lang: str) -> None:
    """The list of commands shows that line alone."""
    long = [
        path
        for path, command in commands(lang)
        if sum(2 if IDEOGRAPH.match(c) else 1 for c in str(command.help).split("\n")[0]) > 66
    ]

    assert long == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_help_of_a_command_opens_with_a_sentence(lang: str) -> None:
    """One form in every list of commands: a capital, and a full stop or a question."""
    other = [
        path
        for path, command in commands(lang)
        if not path.startswith(EVENTS) and not SENTENCE.match(str(command.help).split("\n")[0])
    ]

    assert other == []


@pytest.mark.parametrize("kind", CATALOGUE.values(), ids=lambda kind: kind.name)
def test_an_event_has_its_words(kind: Any) -> None:
    """An event is called in Chinese what the catalogue calls it, and its fields have labels."""
    fields = list(fields_of(kind.data))
    choices = {word for field in fields for word in field.choices if isinstance(word, str)}
    wanted = {f"value.{word}" for word in {kind.stem, *choices, *(f.name for f in fields)}}

    assert (ZH[f"value.{kind.stem}"], wanted - set(ZH)) == (kind.zh, set())


def fields_of(cls: type[Any]) -> Iterator[Field]:
    for field in shape(cls):
        yield field
        if field.record is not None:
            yield from fields_of(field.record)


def test_every_closed_word_of_the_product_has_its_words() -> None:
    """Verdicts, bindings, statuses, tiers, ranks: what a standing shows."""
    closed = {word for kind in (VerdictName, Binding, Status, Rank, RuleStatus)
              for word in get_args(kind)}  # fmt: skip
    tiers = {"A", "B", "C", "D", "unrated", "unknown"}
    columns = {column for each in RELATIONS.values() for column in each.columns}
    words = closed | tiers | columns | {*REPLAYED, "true", "false", "occurred_on"}

    assert {f"value.{word}" for word in words} - set(ZH) == set()


def test_every_word_of_the_installed_packs_has_its_words() -> None:
    """Rungs, flags, proposals: a pack's own words are shown as well."""
    book: Rulebook = book_of(tuple(installed_texts(None).values()))
    rungs = [rung for rule in book.rules for rung in (*rule.rungs, *rule.exceptions)]
    flags = {rule.flag for rule in book.rules if rule.flag is not None}
    subjects = {rule.subject[0] for rule in book.rules if rule.subject is not None}
    words = flags | subjects | {rung.then for rung in rungs}
    words |= {act for rung in rungs for act in rung.propose}

    assert {f"value.{word}" for word in words} - set(ZH) == set()


def test_the_glossary_pairs_every_term() -> None:
    """HOUSE_STYLE 14: a legal term keeps one English word; the glossary pairs it with Chinese."""
    rows = [
        line.split("|")[1:3]
        for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("| ")
    ]
    paired = {word: zh for en, zh in rows for word in re.findall(r"`([\w.]+)`", en)}
    book: Rulebook = book_of(tuple(installed_texts(None).values()))
    words = {word for kind in (VerdictName, Binding, Status, Rank) for word in get_args(kind)}
    words |= {kind.stem for kind in CATALOGUE.values()} | {"A", "B", "C", "D", "unrated"}
    words |= {rule.flag for rule in book.rules if rule.flag is not None}

    assert [w for w in sorted(words) if ZH[f"value.{w}"] not in paired.get(w, "")] == []


def test_chinese_is_chinese() -> None:
    """Chinese, with Chinese punctuation."""
    bare = {key: re.sub(r"\{\w+\}", "", text) for key, text in ZH.items()}
    foreign = [key for key, text in bare.items() if not CHINESE.search(text)]
    western = [key for key, text in bare.items() if WESTERN_MARK.search(text)]

    assert (foreign, western) == ([], [])


def test_english_is_english() -> None:
    """English, with Chinese only where a term is quoted."""
    assert [key for key, text in EN.items() if CHINESE.search(QUOTED.sub("", text))] == []


def test_no_words_hold_a_number_that_might_be_a_persons() -> None:
    """Not even as an example."""
    assert [key for key in ZH if re.search("[0-9]{15}", f"{ZH[key]} {EN[key]}")] == []
