"""How a pack writes indicators and targets: the shape of its YAML, by pydantic."""

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from compliance.domain.identifiers import figure_fits

CiteText = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*#.+$")]
Nature = Literal[
    "baseline", "floor", "target", "anticipatory", "task", "annual_path", "draft", "derived"
]
_ONE_OF = ("sum", "share", "part", "having", "distinct", "ratio", "lowest", "region", "observed")
_BESIDE = {"part": "whole", "having": "among"}


def _figure(text: str) -> str:
    if not figure_fits(text):
        message = "an exact number such as 4.5, 60% or 7/10, between quotes"
        raise ValueError(message)
    return text


FigureText = Annotated[str, AfterValidator(_figure)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)


class WordsIn(_Model):
    """A sentence in both languages."""

    zh: str
    en: str


class LowestIn(_Model):
    """The lowest figure of the regions within, of which there are so many."""

    of: str
    units: Annotated[int, Field(gt=0)]


class IndicatorIn(_Model):
    """A figure of a region in a year, and how it is found."""

    title: WordsIn
    unit: str
    definition: WordsIn
    where: str | None = None
    sum: str | None = None
    share: str | None = None
    part: str | None = None
    whole: str | None = None
    having: str | None = None
    among: str | None = None
    distinct: str | None = None
    ratio: Annotated[list[str], Field(min_length=2, max_length=2)] | None = None
    per: Annotated[int, Field(gt=0)] = 1
    lowest: LowestIn | None = None
    region: str | None = None
    within: bool = False
    observed: Literal[True] | None = None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        """Refuse an indicator that is found in no way, or in two."""
        ways = [name for name in _ONE_OF if getattr(self, name) is not None]
        if len(ways) != 1:
            message = f"is found in exactly one way of {', '.join(_ONE_OF)}"
            raise ValueError(message)
        beside = {_BESIDE[way] for way in ways if way in _BESIDE}
        if {name for name in _BESIDE.values() if getattr(self, name) is not None} != beside:
            message = "part goes with whole, and having with among"
            raise ValueError(message)
        return self


class OfAnotherIn(_Model):
    """Another region's figure of an indicator in the same year."""

    of: Annotated[str, Field(pattern=r"^[1-9][0-9]{5}$")]
    indicator: str


class DeriveIn(_Model):
    """A figure computed from others of the plan: a part of the gap, or the gap itself."""

    of: str | None = None
    between: Annotated[list[int], Field(min_length=2, max_length=2)]
    part: FigureText | None = None


class TargetIn(_Model):
    """A row of a plan: what a region's indicator is, or has to be, in a year."""

    id: str
    region: Annotated[str, Field(alias="in", pattern=r"^[1-9][0-9]{5}$")]
    indicator: str
    year: int | Literal["each"]
    since: Annotated[int | None, Field(alias="from")] = None
    op: Literal[">=", ">", "<=", "<", "="]
    value: FigureText | OfAnotherIn | None = None
    derive: DeriveIn | None = None
    nature: Nature
    cite: CiteText | Annotated[list[CiteText], Field(min_length=1)]
    checked: Literal["primary", "secondary", "recollection"] = "primary"
    note: str | None = None
