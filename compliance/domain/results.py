"""The results of a drawn visit (双随机检查结果): eight, in the order and words that lists have.

Four of the eight were seen in published reports, the others are recollection (the pack
`cn.double-random` says so). What a result calls for is what may follow it, not what must: only an
order to correct that is said to have been made has to be told with it.
"""

from typing import Literal, NamedTuple

from compliance.domain.events.conduct import ResultCode

FollowUp = Literal["order", "case", "transfer", "list"]
"""责令改正, 立案, 移送, 列入名单: what may follow a result, by the events that tell it."""


class Result(NamedTuple):
    """One of the eight: its code, its number in lists, its words, and what it calls for."""

    code: ResultCode
    number: int
    zh: str
    calls_for: tuple[FollowUp, ...]
    """Any one of these answers it; empty = nothing follows."""


RESULTS = (
    Result("nothing_found", 1, "未发现问题", ()),
    Result("not_disclosed", 2, "未按规定公示应当公示的信息", ("order", "list", "case")),
    Result("disclosed_falsely", 3, "公示信息隐瞒真实情况、弄虚作假", ("case", "list", "transfer")),
    Result("not_reachable", 4, "通过登记的住所（经营场所）无法联系", ("list", "transfer")),
    Result("ordered_to_correct", 5, "发现问题已责令改正", ("order",)),
    Result("to_be_handled", 6, "发现问题待后续处理", ("case", "transfer")),
    Result("uncooperative", 7, "不配合检查情节严重", ("case", "transfer", "list")),
    Result("no_activity", 8, "未发现开展本次抽查涉及的经营活动", ()),
)
"""In the order in which lists print them."""


def result_of(code: ResultCode) -> Result:
    """Return the result of a code."""
    return next(each for each in RESULTS if each.code == code)
