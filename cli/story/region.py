"""What is due, what is public, and how a district stands towards its plan."""

from cli.story import Run, Step, Tell

_NOW = "2026-01-05T09:00"

REGION: tuple[Step, ...] = (
    Tell(
        "四、期限、公示与辖区目标。大足区按全部机构合并判断，目标未达不是任何一家的违法；"
        "计划已到期，只按其自己的日子判断。",
        "4. Terms, publication and a district's targets. Dazu is judged over everybody, and a "
        "target missed is nobody's breach; the plan has ended and is judged of its own day only.",
    ),
    Run("due local:ding", _NOW),
    Run("disclose status local:longgang", _NOW),
    Run(
        "record indicator.observed --region 500111 --indicator utilisation --year 2025 "
        "--value 52% --as-of 2025-12-31 --occurred 2026-01-04 --origin 虚构统计",
        _NOW,
    ),
    Tell(
        "“不低于全市平均水平”：没有市里的数字就是未知，不是未达。",
        "“Not below the city's average”: without the city's figure that is unknown, not missed.",
    ),
    Run("target track --region 500111 --year 2025 --format tsv", _NOW),
    Tell(
        "五份规划的每一款，由哪个事件、规则、期限、目标或命令落实：",
        "Every clause of the five plans: which event, rule, term, target or command does it:",
    ),
    Run("rules coverage", _NOW),
)
