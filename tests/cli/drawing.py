"""A district's draw on the command line, stage by stage: each is walked once and then copied."""

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from cli.main import run
from tests.cli.desk import OURS, Office

DRAW, REGION, VALUE = "2026-1", "500111", "01 02 03 04 05 06 07"
BEARERS = ("卫生健康委", "市场监管局", "监督人")
BEFORE, AFTER, LATER = "2026-03-02", "2026-03-11", "2026-03-20"
FACILITIES = tuple(f"local:f{n}" for n in range(1, 9))
OFFICERS = tuple(f"ZF{n}" for n in range(1, 7))
PLAN = """
plan: 2026-1
title: 2026年第一批双随机抽查计划
region: "500111"
year: 2026
authority: 卫生健康委
departments: [卫生健康委, 市场监管局]
as_of: 2026-03-01
district: county
statuses: [registered, unregistered]
items:
  - {item: care, field: 托育服务, title: 照护服务规范, object: 托育机构, kind: key,
     basis: 托育机构管理规范, department: 卫生健康委, level: 区级, qualifications: [],
     rates: [{tier: unrated, share: 1/2, least: 1}]}
join_below: 5
rounding: up
cool_down_days: 0
when_capped: replace
team: {size: 2, load_max: 12, rotation: 0, own_district: false}
nonces: [卫生健康委, 市场监管局, 监督人]
beacon: {source: 双色球2026030期, at: "2026-03-10T21:15:00+08:00", how: 用空格分隔}
publish_lists: after_visits
"""
NONCES = " ".join(f"--nonce-file nonces/{n}-{by}.nonce" for n, by in enumerate(BEARERS, 1))
RUN = f"draw run {DRAW} --beacon-value '{VALUE}' {NONCES}"
VISITS = "draw show 2026-1 --visits --sealed --format jsonl"


Copied = Callable[[str], Office]
"""Makes an office whose draw has come to a stage."""


class Stages(NamedTuple):
    """Folders with a log each: a plan approved, committed to, drawn, revealed."""

    planned: Path
    committed: Path
    drawn: Path
    revealed: Path


class Walker:
    """Whoever gives the commands of a walk, in a folder, on a day."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self._folder = folder
        self._patch = patch

    def __call__(self, day: str, *lines: str) -> None:
        """Give commands on a day; each succeeds."""
        self._patch.setenv("TUOYU_NOW", f"{day}T09:00:00+08:00")
        self._patch.chdir(self._folder)
        for line in lines:
            assert run([*shlex.split(line), "--format", "json"]) == 0, line


def planned(walk: Walker, folder: Path) -> None:
    """Walk up to a plan that is approved."""
    (folder / "plan.yaml").write_text(PLAN, encoding="utf-8")
    walk(
        "2026-02-01",
        *(f"record registered {each} --occurred 2025-01-01 --name 园{n} --kind facility"
          f" --region {REGION} --no-input" for n, each in enumerate(FACILITIES)),
        *(f"record inspector.certified --occurred 2025-01-01 --certificate-no {each}"
          f" --org 卫生健康委 --region {REGION} --no-input" for each in OFFICERS),
    )  # fmt: skip
    walk(BEFORE, "plan create plan.yaml", f"plan approve {DRAW} --approved-by 王某")


def visited(walk: Walker, tasks: int) -> None:
    """Walk on from a draw: every team is told, and every visit made."""
    walk("2026-03-12", f"task assign {DRAW} --all")
    walk("2026-03-13", *(f"task complete {DRAW} {n:04} --result 1 --occurred 2026-03-13"
                         for n in range(1, tasks + 1)))  # fmt: skip


def as_office(patch: pytest.MonkeyPatch, cache: Path) -> None:
    """Speak as the office does."""
    patch.setenv("TUOYU_CACHE", str(cache))
    patch.setenv("TUOYU_ACTOR", OURS)
    patch.delenv("TUOYU_DB", raising=False)
