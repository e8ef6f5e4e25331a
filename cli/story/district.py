"""A fictitious district: no person, facility or document in it exists."""

from cli.story import Run, Step, Tell

_P = "11010118000101004X"  # born in 1800: nobody's number
_2024 = "2024-06-17T09:00"
_2025 = "2025-01-20T09:00"
_JUNE = "2025-06-21T09:00"
_LATER = "2025-07-10T09:00"

_TWO_FACILITIES: tuple[Step, ...] = (
    Tell(
        "二、虚构的区：以下机构、人员、文书均为虚构。甲园的一名保育人员被生效判决认定虐待婴幼儿，"
        "而她同时在乙园任职。",
        "2. A fictitious district: no facility, person or document below exists. A carer of "
        "facility Jia is named by an effective judgment for abuse, and also works at facility Yi.",
    ),
    Run("record registered local:jia --occurred 2023-01-09 --name 虚构甲园 --kind facility "
        "--region 500111 --nature for_profit --registrar market_regulation", "2023-02-01T09:00"),
    Run("record facility.opened local:jia --occurred 2023-02-01", "2023-02-01T10:00"),
    Run(f"record joined local:jia --occurred 2023-02-01 --person {_P} --role carer",
        "2023-02-01T11:00"),
    Run("record registered local:yi --occurred 2023-01-10 --name 虚构乙园 --kind facility "
        "--region 500111", "2023-02-02T09:00"),
    Run("record facility.opened local:yi --occurred 2023-02-02", "2023-02-02T10:00"),
    Run(f"record joined local:yi --occurred 2023-09-01 --person {_P} --role carer",
        "2023-09-01T09:00"),
    Run("status 虚构乙园", "2024-06-16T09:00"),
    Run("record abuse.established local:jia --occurred 2024-06-14 "
        f"--persons person={_P},capacity=other_directly_responsible "
        "--document-no （2024）虚构刑终1号 --document-kind judgment --decided-by 虚构中级人民法院 "
        "--act-from 2024-03-01 --act-until 2024-03-05", _2024),
    Run("explain 虚构乙园 ban.lifetime", _2024),
    Run("explain 虚构乙园 tier", _2024),
    Tell(
        "丙园想录用她，先问一问：不录入任何事件，退出码3，给出法条。",
        "Facility Bing would hire her, and asks first: nothing is recorded, exit code 3, and the "
        "article.",
    ),
    Run("record registered local:bing --occurred 2024-01-08 --name 虚构丙园 --kind facility "
        "--region 500111", _2024),
    Run("record facility.opened local:bing --occurred 2024-02-01", _2024),
    Run(f"check joined local:bing --occurred 2024-06-17 --person {_P} --role carer", _2024, 3),
)  # fmt: skip

_BOTH_CLOCKS: tuple[Step, ...] = (
    Tell(
        "乙园次日解聘。信用等级（样例政策）立即跌落，此后每次评定只恢复一级：",
        "Yi dismisses her the next day. The tier (a sample policy) fell at once, and recovers one "
        "step per assessment:",
    ),
    Run(f"record left local:yi --occurred 2024-06-18 --person {_P}", "2024-06-18T17:00"),
    Run("replay local:yi --from 2024-06-01 --to 2026-01-31", _2025),
    Tell(
        "迟到的消息：乙园其实在2024年2月1日已取得备案回执，2025年1月才录入。问2024年年底的状态："
        "按现在所知，与按当时所知，各有答案。",
        "Late news: Yi had its filing receipt on 1 February 2024, typed in January 2025. "
        "Asked about the end of 2024: as known now, and as known then.",
    ),
    Run("record filed local:yi --occurred 2024-02-01 --filing-no 虚构备2024-001 --key yi-filed",
        _2025),
    Run("status local:yi --as-of 2024-12-31", _2025),
    Run("status local:yi --as-of 2024-12-31 --known-at 2024-12-31", _2025),
    Tell(
        "撤销：2025年3月对丙园的处罚，6月经复议撤销，自始无效。问3月15日：5月所知与今日所知不同。",
        "Quashed: Bing's penalty of March 2025 is revoked on review in June, ex tunc. Asked about "
        "15 March: what was known in May is not what is known now.",
    ),
    Run("record penalty.decided local:bing --occurred 2025-03-10 "
        "--decision-no 虚构卫罚〔2025〕3号 "
        "--kinds stop_service --kinds fine --fine-fen 6000000 --serious true "
        "--decided-by 虚构区卫生健康委 --articles pfpl#41.1", "2025-03-10T16:00"),
    Run("record review.decided --occurred 2025-06-20 --decision-no 虚构卫罚[2025]3号 "
        "--outcome revoked --effect-mode ex_tunc --body 虚构区人民政府", "2025-06-20T16:00"),
    Run("status local:bing --as-of 2025-03-15 --known-at 2025-05-31", _JUNE),
    Run("status local:bing --as-of 2025-03-15", _JUNE),
    Tell(
        "更正：回执日期录错，应为2024年3月1日。更正之后，当时所知的答案仍是当时的答案。",
        "A correction: the receipt was of 1 March 2024. What was known before the correction "
        "stays what was known.",
    ),
    Run("show 19", _LATER),
    Run("correct 19 --set occurred_on=2024-03-01 --reason 录入日期有误", _LATER),
    Run("status local:yi --as-of 2024-02-15", _LATER),
    Run("status local:yi --as-of 2024-02-15 --known-at 2025-02-01", _LATER),
)  # fmt: skip

DISTRICT: tuple[Step, ...] = (*_TWO_FACILITIES, *_BOTH_CLOCKS)
