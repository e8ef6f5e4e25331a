"""The certification target of a district, at nine of ten and at ten of ten."""

from cli.story import Run, Step, Tell

_BEGUN = "2025-01-06T09:00"
_DAY = "2026-01-05T09:00"
_TENTH = "110101180001010023"  # born in 1800: nobody's number, as in staff.jsonl

TARGET: tuple[Step, ...] = (
    Tell(
        "三、大足区2025年目标：从业人员持保育师、育婴员等级证书上岗率超过90%"
        "（预期性，不是机构的法定义务）。"
        "虚构丁园十人，九人持证：",
        "3. Dazu's target for 2025: more than 90 % of staff hold a certificate (anticipatory, not "
        "a facility's duty). Fictitious facility Ding has ten on its staff, nine certified:",
    ),
    Run("record registered local:ding --occurred 2025-01-02 --name 虚构丁园 --kind facility "
        "--region 500111", _BEGUN),
    Run("record facility.opened local:ding --occurred 2025-01-06", _BEGUN),
    Run("import events staff.jsonl", _BEGUN),
    Run("explain local:ding staff.certification --as-of 2025-12-31", _DAY),
    Run(f"record certified local:ding --occurred 2025-12-20 --person {_TENTH} "
        "--kind 保育师 --level 五级", _DAY),
    Run("explain local:ding staff.certification --as-of 2025-12-31", _DAY),
    Run("status local:ding --as-of 2025-12-31 --known-at 2025-12-31", _DAY),
)  # fmt: skip
