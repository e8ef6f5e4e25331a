"""The certification target of a district, at nine of ten and at ten of ten."""

from cli.story import Run, Step, Tell

_BEGUN = "2025-01-06T09:00"
_DAY = "2026-01-05T09:00"
_NUMBERS = (
    "110101180001010058", "110101180001010066", "110101180001010074", "110101180001010082",
    "110101180001010090", "110101180001010103", "110101180001010111", "11010118000101012X",
    "110101180001010015", "110101180001010023",
)  # fmt: skip


def _joins() -> tuple[Step, ...]:
    return tuple(
        Run(
            f"record joined local:ding --occurred 2025-01-06 --person {number} --role carer "
            f"--certificate {'held' if place < len(_NUMBERS) - 1 else 'none'}",
            _BEGUN,
        )
        for place, number in enumerate(_NUMBERS)
    )


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
    *_joins(),
    Run("explain local:ding staff.certification --as-of 2025-12-31", _DAY),
    Run(f"record certified local:ding --occurred 2025-12-20 --person {_NUMBERS[-1]} "
        "--kind 保育师 --level 五级", _DAY),
    Run("explain local:ding staff.certification --as-of 2025-12-31", _DAY),
    Run("status local:ding --as-of 2025-12-31 --known-at 2025-12-31", _DAY),
)  # fmt: skip
