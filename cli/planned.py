"""Plans as they are shown: the rows of tables, the lines for people, the file that is made public.

JSON values come from `compliance.engine.plans.plain`; here they get the words of a language.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from cli.output import Row
from cli.say import Words

Plain = dict[str, Any]
_HEAD = ("plan", "title", "region", "year", "authority", "departments", "as_of", "known_at",
         "district", "statuses", "where", "general_share_max", "join_below", "rounding",
         "cool_down_days", "included", "excluded", "visit_cap", "when_capped", "team", "nonces",
         "beacon", "publish_lists", "approved", "plan_sha256")  # fmt: skip
_STEPS = ("drafted", "approved", "published", "committed", "drawn", "abandoned")


def known_rows(plains: Iterable[Plain], words: Words) -> list[Row]:
    """Return plans as rows of a table."""
    return [{**told, "stage": words.say(f"plan.stage.{told['stage']}")} for told in plains]


def step_lines(told: Plain, words: Words) -> list[str]:
    """Say which step a plan took."""
    stage = words.say(f"plan.stage.{told['stage']}")
    key = "plan.step_again" if told["duplicate"] else "plan.step"
    said = words.say(key, plan=told["plan"], region=told["region"], stage=stage)
    return [said, f"  {words.line('plan.sha256', told['plan_sha256'])}"]


def shown_lines(told: Plain, words: Words) -> Iterator[str]:
    """Yield a plan as people read it: what it is, what happened to it, what it asks for."""
    content, colon = told["content"], words.say("mark.colon")
    yield f"{told['plan']} {told['title']}"
    steps = (f"{words.say(f'plan.stage.{step}')} {told[f'{step}_on']}"
             for step in _STEPS if told[f"{step}_on"])  # fmt: skip
    yield f"  {words.say('mark.semicolon').join(steps)}"
    yield f"  {words.line('plan.sha256', told['plan_sha256'])}"
    for item in content["items"]:
        kind = words.say(f"plan.kind.{item['kind']}")
        yield f"  {item['item']} {item['title']} ({kind}){colon}{_rates(item, words)}"
    frame = told["frame"]
    if frame is None:
        yield f"  {words.say('plan.frame_early', on=content['as_of'])}"
        return
    yield f"  {words.say('plan.frame', **frame)}"
    for row in told["strata"]:
        visits = _between(row["visits"])
        said = {"stratum": stratum(row["stratum"], words), "facilities": row["facilities"]}
        yield f"    {words.say('plan.stratum', visits=visits, **said)}"
        for item in row["items"]:
            if item["above"]:
                told_of = {"item": item["item"], "visits": _between(item)}
                yield f"      {words.say('plan.above', concerned=item['concerned'], **told_of)}"
    visits = told["visits"]
    yield f"  {words.say('plan.visits', visits=_between(visits), **_only(visits))}"


def strata_rows(told: Plain, words: Words) -> list[Row]:
    """Return a row for each item in each stratum."""
    return [
        {
            "stratum": stratum(row["stratum"], words),
            "facilities": row["facilities"],
            "capped": row["capped"],
            "item": item["item"],
            "concerned": item["concerned"],
            "share": item["share"],
            "visits": _between(item),
        }
        for row in told["strata"]
        for item in row["items"]
    ]


def entry_rows(plains: Iterable[Plain], words: Words) -> list[Row]:
    """Return the frame as rows of a table."""
    return [
        {
            **told,
            "stratum": None if told["stratum"] is None else stratum(told["stratum"], words),
            "tier": words.value(told["tier"]),
            "items": words.say("mark.comma").join(told["items"]),
            "capped": _flag(words, flag=told["capped"]),
            "must": _reason(told["must"], words),
        }
        for told in plains
    ]


def exclusion_rows(plains: Iterable[Plain], words: Words) -> list[Row]:
    """Return who is left out as rows of a table."""
    return [{**told, "reason": _reason(told["reason"], words), "note": _note(told, words)}
            for told in plains]  # fmt: skip


def roster_rows(plains: Iterable[Plain], words: Words) -> list[Row]:
    """Return the inspectors as rows of a table."""
    many = ("domains", "districts", "barred")
    comma = words.say("mark.comma")
    return [{**told, **{name: comma.join(told[name]) for name in many}} for told in plains]


def capped_rows(told: Plain, words: Words) -> list[Row]:
    """Return for whom a plan would break a cap as rows of a table."""
    return [
        {
            "facility": each["facility"],
            "name": each["name"],
            "basis": each["basis"],
            "item": each["item"],
            "most": each["visits_max"],
            "visits": len(each["visits"]),
            "evidence": " ".join(map(str, each["evidence"])),
            "exemptions": _exemptions(each, words),
        }
        for each in told["capped"]
    ]


def capped_lines(told: Plain, words: Words) -> Iterator[str]:
    """Yield the caps, and for whom the plan would break them, as people read it."""
    for cap in told["caps"]:
        exempt = words.say("mark.comma").join(map(words.value, cap["exempt"])) or "–"
        per = words.say(f"plan.cap_per.{cap['per']}", visits=cap["visits"])
        yield words.say("plan.cap", per=per, basis=cap["basis"], exempt=exempt)
    if not told["caps"]:
        yield words.say("plan.cap_none")
    for each in told["capped"]:
        item = "" if each["item"] is None else f" · {each['item']}"
        name = each["name"] or ""
        yield words.say("plan.capped", facility=each["facility"], name=name,
                        visits=len(each["visits"]), basis=each["basis"] + item)  # fmt: skip
        for visit in each["visits"]:
            made = "plan.visit_made" if visit["made"] else "plan.visit_approved"
            kind = words.value(visit["kind"] or "unknown")
            yield f"    {words.say(made, on=visit['on'], kind=kind)}"
        evidence = " ".join(map(str, each["evidence"]))
        yield f"    {words.line('plan.evidence', evidence)}"
        if each["exemptions"]:
            yield f"    {words.line('plan.exemptions', _exemptions(each, words))}"
    yield words.say("plan.cap_sum", facilities=told["facilities"], capped=len(
        {each["facility"] for each in told["capped"]}))  # fmt: skip


def public_file(told: Plain, suffix: str, words: Words) -> bytes:
    """Return the file of a plan that is made public: JSON, or a workbook in the language."""
    if suffix == ".json":
        return f"{json.dumps(told, ensure_ascii=False, indent=2)}\n".encode()
    from compliance.outcomes.workbook import TitledRows, sheets_workbook

    head = [words.say("plan.column.what"), words.say("plan.column.said")]
    first = [[words.say(f"plan.field.{name}"), _cell(told[name], words)] for name in _HEAD]
    columns = ("field", "title", "object", "department", "level", "kind", "basis", "rates")
    items = [
        [item["item"], *(_item_cell(item, name, words) for name in columns)]
        for item in told["items"]
    ]
    header = [words.say(f"plan.column.{name}") for name in ("item", *columns)]
    return sheets_workbook([
        TitledRows(words.say("plan.sheet.plan"), head, first),
        TitledRows(words.say("plan.sheet.items"), header, items),
    ])  # fmt: skip


def stratum(name: str, words: Words) -> str:
    """Return a stratum's name with its tier in words; `*` is of all districts too small."""
    tier, _, district = name.partition("/")
    return f"{words.value(tier)}/{words.say('plan.joined') if district == '*' else district}"


def _item_cell(item: Plain, name: str, words: Words) -> str:
    match name:
        case "kind":
            return words.say(f"plan.kind.{item['kind']}")
        case "rates":
            return _rates(item, words)
        case _:
            return str(item[name])


def _rates(item: Plain, words: Words) -> str:
    told = []
    for rate in item["rates"]:
        tier = words.say("plan.every_tier") if rate["tier"] is None else words.value(rate["tier"])
        cell = tier if rate["district"] is None else f"{tier}/{rate['district']}"
        bounds = [words.say(f"plan.{bound}", count=rate[bound])
                  for bound in ("least", "most") if rate[bound]]  # fmt: skip
        told.append(" ".join((cell, rate["share"], *bounds)))
    return words.say("mark.semicolon").join(told)


def _cell(value: Any, words: Words) -> str:
    match value:
        case list() if value:
            return words.say("mark.comma").join(words.value(str(each)) for each in value)
        case dict() if value:
            pairs = (f"{_reason(name, words)}{words.say('mark.colon')}{_cell(each, words)}"
                     for name, each in value.items())  # fmt: skip
            return words.say("mark.semicolon").join(pairs)
        case bool():
            return words.value(json.dumps(value))
        case None | list() | dict():
            return "–"
        case _:
            return _reason(str(value), words) or ""


def _reason(code: str | None, words: Words) -> str | None:
    """Return a code of a plan in words, where it has some."""
    key = f"plan.word.{code}"
    return words.say(key) if code is not None and words.knows(key) else code


def _note(told: Plain, words: Words) -> str | None:
    note = told["note"]
    return words.value(note) if note is not None and told["reason"] == "status" else note


def _exemptions(each: Plain, words: Words) -> str:
    return words.say("mark.semicolon").join(
        f"{words.value(cause['kind'])} (#{' #'.join(map(str, cause['evidence']))})"
        for cause in each["exemptions"]
    )


def _between(told: Plain) -> str:
    least, most = told["least"], told["most"]
    return str(most) if least == most else f"{least}–{most}"


def _only(visits: Plain) -> Plain:
    return {"must": visits["must"], "apart": visits["apart"]}


def _flag(words: Words, *, flag: bool) -> str:
    return words.value("true") if flag else ""
