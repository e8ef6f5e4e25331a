"""How a pack is written: the shape of its YAML, by pydantic. What names mean, `check` sees to."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from compliance.domain.time import day_from

Day = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"),
    AfterValidator(lambda text: day_from(text).isoformat()),
]
DefHead = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_]\w*\((\w+(, *\w+)*)?\)$")]
Expected = Literal[
    "after", "asks", "authority", "bearer", "binding", "by", "cite", "day_type", "due",
    "evidence", "fine_fen", "flag", "flags", "gap", "left", "missing", "outcome", "overdue",
    "propose", "provisional", "rank", "required", "running", "since", "state", "status", "tier",
    "until", "value", "verdict",
]  # fmt: skip
CiteText = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*#.+$")]
Verdict = Literal[
    "compliant", "violation", "unknown", "not_applicable", "below_target", "conflict"
]
Rank = Literal[
    "statute", "regulation", "rule", "normative", "standard", "plan", "draft", "placeholder"
]
Status = Literal["in_force", "draft", "plan", "placeholder", "reading", "unverified", "repealed"]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)


class TextIn(_Model):
    """A sentence in both languages."""

    zh: str
    en: str


class SourceIn(_Model):
    """A document."""

    title: TextIn
    kind: Rank
    issuer: str | None = None
    number: str | None = None
    since: Day | None = Field(None, alias="from")
    until: Day | None = Field(None, alias="to")
    status: Status = "in_force"
    checked: Literal["primary", "secondary", "recollection"] = "primary"
    note: str | None = None
    text: dict[str, str] = {}


class ParamValueIn(_Model):
    """A dated, regional value."""

    region: str = Field("CN", alias="in")
    since: Day | None = Field(None, alias="from")
    until: Day | None = Field(None, alias="to")
    value: Any
    binding: Literal["duty", "target", "reading", "policy", "draft"] = "duty"
    cite: CiteText | list[CiteText]
    status: Status = "in_force"
    override: bool = False
    note: str | None = None


class ParamIn(_Model):
    """A parameter."""

    title: TextIn | None = None
    type: Literal[
        "int", "period", "date", "share", "table", "periods", "words", "texts", "range"
    ] = "int"
    unit: str = ""
    combine: Literal["strictest"] | None = None
    strict: Literal["higher", "lower"] | None = None
    lighter: Literal["higher", "lower"] = "lower"
    values: list[ParamValueIn]


class DefIn(_Model):
    """A definition with words of its own."""

    body: str = Field(alias="is")
    says: TextIn


class RungIn(_Model):
    """One rung of a ladder, or an exception; `since` and `until` in a disclosure."""

    when: str | None = None
    then: str
    since: str | None = None
    until: str | None = None
    verdict: Verdict | None = None
    binding: Literal["duty", "target", "reading", "policy"] | None = None
    cite: CiteText | list[CiteText] | None = None
    says: TextIn | None = None
    propose: list[str] = []
    ask: list[str] = []
    fine: str | None = None


class GradeRowIn(_Model):
    """A row of a grade's table: the first whose condition holds."""

    grade: str
    when: str | None = None


class VetoIn(_Model):
    """What caps the grade."""

    to: str
    when: list[str]


class AssessedIn(_Model):
    """When assessments take place."""

    every: str
    since: Day = Field(alias="from")


class GradeIn(_Model):
    """A grade: its scale, best first, and how it is found."""

    grades: list[str]
    starts: str
    assessed: AssessedIn
    veto: VetoIn | None = None
    table: list[GradeRowIn]
    adjusted_by: str = ""


class SubjectIn(_Model):
    """What a verdict is about."""

    kind: str
    id: str


class CaseIn(_Model):
    """A case: events, a day, and the verdict expected."""

    name: str
    on: Day
    known: int | None = None
    region: str = "440305"
    given: list[dict[str, Any]]
    expect: Annotated[dict[Expected, Any], Field(min_length=1)]


class RuleIn(_Model):
    """A rule."""

    title: TextIn
    kind: Literal["require", "ladder", "grade", "deadline", "disclosure"] = "require"
    scope: Literal["facility", "region"] = "facility"
    region: str = Field("CN", alias="in")
    since: Day | None = Field(None, alias="from")
    until: Day | None = Field(None, alias="to")
    cite: CiteText | Annotated[list[CiteText], Field(min_length=1)]
    binding: str = "duty"
    rank: Rank
    status: Status = "in_force"
    note: str | None = None
    unit: str = ""
    each: Annotated[str, StringConstraints(pattern=r"^\w+ as \w+$")] | None = None
    subject: SubjectIn | None = None
    act: str | None = None
    decided: str | None = None
    applies: str | None = None
    require: str | None = None
    due: str | None = None
    bearer: Literal["facility", "authority"] | None = None
    matter: str | None = None
    ladder: list[RungIn] = []
    exceptions: list[RungIn] = []
    grade: GradeIn | None = None
    gap: TextIn | None = None
    flag: str | None = None
    role: Literal["status", "tier"] | None = None
    cases: Annotated[list[CaseIn], Field(min_length=1)]


class EchoIn(_Model):
    """A local article that repeats a rule of a wider region."""

    region: str = Field(alias="in")
    since: Day = Field(alias="from")
    until: Day | None = Field(None, alias="to")
    cite: CiteText | list[CiteText]


class RegionIn(_Model):
    """A row of the region table."""

    code: str
    name: str
    parent: str = "CN"
    since: Day | None = Field(None, alias="from")
    until: Day | None = Field(None, alias="to")


class CalendarIn(_Model):
    """A year's days: weekdays that rest, weekend days that work."""

    cite: CiteText
    published: Day
    rest: list[Day]
    work: list[Day]


class PackIn(_Model):
    """A pack file."""

    pack: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9.-]*$")]
    version: Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)*$")]
    title: TextIn
    sources: dict[str, SourceIn] = {}
    params: dict[str, ParamIn] = {}
    defs: dict[DefHead, str | DefIn] = {}
    rules: dict[str, RuleIn] = {}
    also: dict[str, EchoIn] = {}
    """Rules of a wider region that this document says again, by rule."""
    regions: list[RegionIn] = []
    calendars: dict[str, CalendarIn] = {}
    cases: dict[str, list[CaseIn]] = {}
    """The cases of rules that stand apart from them; `parts` gives them to their rules."""
