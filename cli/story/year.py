"""A made-up district's year of spot checks by lot, from plan to published, verified results.

No facility, officer or share in it exists; the beacon's values are made up as well.
"""

from cli.story import Run, Step, Tell

_BY = ["大足区卫生健康委员会", "大足区市场监督管理局", "监督人"]
_APPROVED = "--approved-by 大足区联合抽查办公室"


def _nonces(folder: str) -> str:
    return " ".join(f"--nonce-file {folder}/{n}-{by}.nonce" for n, by in enumerate(_BY, 1))


_LIBRARIES: tuple[Step, ...] = (
    Tell(
        "一、名录库。虚构的区：36家机构及其处罚记录，10名执法检查人员（姓名密封，不进日志）。"
        "信用等级由规则得出（样例政策）。",
        "1. The libraries. A made-up district: 36 facilities with their penalties, ten officers "
        "(names are sealed, never logged). Tiers are what the rules conclude (a sample policy).",
    ),
    Run("init", "2026-02-27T09:00"),
    Run("import events district.jsonl", "2026-02-27T09:05"),
    Run("import inspectors inspectors.csv --snapshot 2026-02-27 --region 500111",
        "2026-02-27T09:10"),
)  # fmt: skip

_PLAN: tuple[Step, ...] = (
    Tell(
        "二、计划。两个部门、两个事项，按等级和街镇分层；比例为演示所设。综合查一次：一户一次。",
        "2. The plan. Two departments, two items, strata of tier and town; the shares are the "
        "demo's own. Departments go together: one visit to a facility.",
    ),
    Run("plan create plan-1.yaml", "2026-03-02T09:00"),
    Run("plan show 2026-1", "2026-03-02T09:10"),
    Run("plan check-cap 2026-1", "2026-03-02T09:20"),
    Run(f"plan approve 2026-1 {_APPROVED}", "2026-03-03T09:00"),
    Run("plan publish 2026-1 --output plan-1.xlsx --where https://example.org/plan-1 "
        "--reported-to 虚构市卫生健康委", "2026-03-03T10:00"),
)  # fmt: skip

_DRAW: tuple[Step, ...] = (
    Tell(
        "三、承诺。名单封存，只公布摘要；三方各持一个随机数；再等一个将来公开、谁也不能预知的值。",
        "3. The commitment. The lists are sealed, their digests public; three bearers keep a "
        "number each; and a public value of a later moment is waited for.",
    ),
    Run("draw commit 2026-1 --make-nonces nonces-1", "2026-03-04T09:00"),
    Run("draw publish 2026-1 --stage commitment --output commitment-1", "2026-03-04T09:30"),
    Run(f"draw run 2026-1 --beacon-value '03 08 17 21 28 31 09' {_nonces('nonces-1')}",
        "2026-03-04T10:00", 3),
    Tell(
        "开奖之后抽取，只此一次；换一个种子再抽，不予办理。",
        "After the moment the lot falls, once; another try with another value is refused.",
    ),
    Run(f"draw run 2026-1 --beacon-value '03 08 17 21 28 31 09' {_nonces('nonces-1')}",
        "2026-03-11T09:00"),
    Run(f"draw run 2026-1 --beacon-value '03 08 17 21 28 31 10' {_nonces('nonces-1')}",
        "2026-03-11T09:05", 3),
    Run("draw show 2026-1", "2026-03-11T09:10"),
)  # fmt: skip

_VISITS: tuple[Step, ...] = (
    Tell(
        "四、任务。一名检查人员回避，一家机构已停止收托：只动相关的组，备选按签号顺位递补，不会漏掉。",
        "4. The tasks. An officer stands down, a facility has ceased: only the teams concerned "
        "are touched, the next in the order of the lot stands in, and no visit is dropped.",
    ),
    Run("task replace 2026-1 0003 --reason closed --note 已停止收托", "2026-03-11T09:25"),
    Run("task assign 2026-1 --all", "2026-03-11T09:30"),
    Run("task recuse 2026-1 0002 --officer OFFICER --reason 近亲属任职",
        "2026-03-11T09:40"),
    Run("draw reveal 2026-1", "2026-03-12T10:00", 3),
    Run("fill-in 2026-1 2026-03-30 results-1.csv", "2026-03-31T17:00"),
    Run("task complete 2026-1 --from results-1.csv --format csv", "2026-03-31T17:10"),
    Run("task list 2026-1", "2026-03-31T17:15"),
)  # fmt: skip

_PUBLIC: tuple[Step, ...] = (
    Tell(
        "五、公开。检查之后公开全部依据，任何人用一个只需 Python 的文件即可复核；"
        "改动一处即不相符。",
        "5. In public. After the visits all grounds are revealed: one file that needs Python "
        "alone checks them, anywhere; whatever is changed does not fit.",
    ),
    Run("draw reveal 2026-1", "2026-03-31T17:20"),
    Run("draw publish 2026-1 --stage bundle --output bundle-1", "2026-03-31T17:30"),
    Run("draw verify bundle-1 --commitment commitment-1/commitment.json", "2026-03-31T17:40"),
    Run("take-out local:y10 bundle-1 forged-1", "2026-03-31T17:45"),
    Run("draw verify forged-1 --commitment commitment-1/commitment.json", "2026-03-31T17:50", 6),
    Run("draw verify 2026-1", "2026-03-31T17:55"),
    Run("due local:y31", "2026-04-01T09:00"),
    Run("task publish 2026-1 --where https://example.org/results-1 --format csv",
        "2026-04-02T09:00"),
    Run("draw publish 2026-1 --stage results --output results-1", "2026-04-02T09:05"),
    Run("export double-random 2026-1 --output lists-1.xlsx", "2026-04-02T09:10"),
    Run("export visits --period 2026-03 --output visits-1.csv", "2026-04-02T09:12"),
)  # fmt: skip

_CAPPED: tuple[Step, ...] = (
    Tell(
        "六、下半年。第二个计划误了承诺的时刻，只能废止重拟；每户每年一次的上限使上半年查过的"
        "或由备选递补，或延后，都有记载。",
        "6. The second half. A plan misses the moment of its commitment and has to be given up; "
        "the cap of one visit a year lets others stand in for those visited in March, or puts "
        "them off, on the record.",
    ),
    Run("plan create plan-2.yaml", "2026-09-02T09:00"),
    Run(f"plan approve 2026-2 {_APPROVED}", "2026-09-03T09:00"),
    Run("draw commit 2026-2 --make-nonces nonces-2", "2026-09-11T09:00", 3),
    Run("plan abandon 2026-2 --reason 未在公开随机源开出之前作出承诺", "2026-09-11T09:10"),
    Run("plan create plan-3.yaml", "2026-09-15T09:00"),
    Run("plan check-cap 2026-3", "2026-09-15T09:10", 1),
    Run(f"plan approve 2026-3 {_APPROVED}", "2026-09-16T09:00"),
    Run("draw commit 2026-3 --make-nonces nonces-3", "2026-09-17T09:00"),
    Run("draw publish 2026-3 --stage commitment --output commitment-3", "2026-09-17T09:30"),
    Run(f"draw run 2026-3 --beacon-value '01 07 12 20 26 33 04' {_nonces('nonces-3')}",
        "2026-09-25T09:00"),
    Run("task assign 2026-3 --all --format csv", "2026-09-25T09:30"),
    Run("fill-in 2026-3 2026-10-16 results-3.csv", "2026-10-19T09:00"),
    Run("task complete 2026-3 --from results-3.csv --format csv", "2026-10-19T09:10"),
    Run("draw reveal 2026-3", "2026-10-19T09:20"),
    Run("draw publish 2026-3 --stage bundle --output bundle-3", "2026-10-19T09:30"),
    Run("draw verify bundle-3 --commitment commitment-3/commitment.json", "2026-10-19T09:40"),
    Run("task publish 2026-3 --where https://example.org/results-3 --format csv",
        "2026-10-20T09:00"),
    Run("draw show 2026-3 --deferred", "2026-10-20T09:10"),
    Tell(
        "年末，审计问：哪些计划废止了，哪些没有公开，谁更换过对象；再验整本日志。",
        "At the end of the year the auditor asks what was given up, never revealed, or replaced "
        "by whom; and verifies the whole log.",
    ),
    Run("draw audit --region 500111", "2026-12-31T09:00"),
    Run("verify", "2026-12-31T09:10"),
)  # fmt: skip

YEAR: tuple[Step, ...] = (*_LIBRARIES, *_PLAN, *_DRAW, *_VISITS, *_PUBLIC, *_CAPPED)
