"""Two published decisions, recorded step by step; names of the facilities were not published.

Shenzhen Longgang 2021-09-10: the first penalty under article 41 of the amended law; Anzhou,
Sichuan 2022-04: a kindergarten with fifteen under-threes, warned on the spot.
"""

from cli.story import Run, Step, Tell

_LONGGANG = "2021-09-13T09:00"
_ANZHOU = "2022-05-05T09:00"

DECISIONS: tuple[Step, ...] = (
    Tell(
        "一、两件已公开的行政处罚。其一：深圳龙岗，2021年9月10日，未备案且不符合标准，"
        "依《人口与计划生育法》第四十一条第一款责令限期改正、给予警告（公开报道，机构名称未公布）。",
        "1. Two published decisions. The first: Longgang, Shenzhen, 10 September 2021: unfiled "
        "and below standard; ordered to correct in time and warned under article 41 ¶1 (press "
        "report; the facility is not named).",
    ),
    Run(
        "record premises.found local:longgang --occurred 2021-09-10 --name 龙岗某托育机构 "
        "--address 深圳市龙岗区 --region 440307",
        _LONGGANG,
    ),
    Run("record facility.opened local:longgang --occurred 2021-09-10", _LONGGANG),
    Run(
        "record violation.found local:longgang --occurred 2021-09-10 --violation-id v1 "
        "--clause pfpl#28.3",
        _LONGGANG,
    ),
    Run(
        "record penalty.decided local:longgang --occurred 2021-09-10 --decision-no 未公布-龙岗 "
        "--kinds warning --decided-by 龙岗区卫生健康局 --articles pfpl#41.1 --violation-id v1",
        _LONGGANG,
    ),
    Tell(
        "哪一条、哪一档在回答？改正期限报道未载明，所以系统不猜，只列出要补问的事实：",
        "Which article answers, and which rung? The report does not give the term, so nothing is "
        "guessed; the facts to ask for are listed:",
    ),
    Run("explain local:longgang rectification.overdue", _LONGGANG),
    Run("explain local:longgang filing.required", _LONGGANG),
    Tell(
        "补问到责令改正的期限之后（此处期限为假设，仅作演示）：",
        "Once the term has been asked for (the one below is assumed, for the demonstration):",
    ),
    Run(
        "record violation.correction_ordered local:longgang --occurred 2021-09-10 "
        "--violation-id v1 --order-id o1 --workdays 15",
        _LONGGANG,
    ),
    Run("explain local:longgang rectification.overdue --as-of 2021-09-13", _LONGGANG),
    Run("explain local:longgang rectification.overdue --as-of 2021-10-13", "2021-10-13T09:00"),
    Tell(
        "其二：四川绵阳安州，2022年4月，一所幼儿园收托15名3岁以下婴幼儿、未备案，当场警告。"
        "日期只公布到月，此处记作当月30日。",
        "The second: Anzhou, Sichuan, April 2022: a kindergarten cared for 15 under-threes "
        "without filing and was warned on the spot. Only the month is known; the 30th is taken.",
    ),
    Run(
        "record premises.found local:anzhou --occurred 2022-04-30 --name 安州某幼儿园 "
        "--address 四川省绵阳市安州区 --region 510705 --children 15",
        _ANZHOU,
    ),
    Run(
        "record violation.found local:anzhou --occurred 2022-04-30 --violation-id v1 "
        "--clause pfpl#28.3",
        _ANZHOU,
    ),
    Run(
        "record penalty.decided local:anzhou --occurred 2022-04-30 --decision-no 未公布-安州 "
        "--kinds warning --decided-by 安州区卫生健康局 --articles pfpl#41.1 --violation-id v1 "
        "--procedure summary",
        _ANZHOU,
    ),
    Run("explain local:anzhou rectification.overdue", _ANZHOU),
)
