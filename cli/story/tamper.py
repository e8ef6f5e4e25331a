"""One byte changed in a copy of the database: found, and located."""

from cli.story import Run, Step, Tell

_NOW = "2026-01-06T09:00"

TAMPER: tuple[Step, ...] = (
    Tell(
        "五、审计留存一个锚点；有人在数据库副本里改动一个字节。",
        "5. An auditor keeps an anchor; somebody changes one byte in a copy of the database.",
    ),
    Run("log root --output anchor.json", _NOW),
    Run("verify --anchor anchor.json", _NOW),
    Run("touch-one-byte tuoyu.db copy.db", _NOW),
    Run("verify --db sqlite:///copy.db", _NOW, 6),
)
