"""`python -m tools.histories --facilities 1000 > log.jsonl`: lines for `tuoyu import log`."""

import argparse
import sys
from datetime import date

from tools.histories import Plan, lines

_WHOLE = ("facilities", "depth", "years", "seed")
_SHARES = ("troubled", "gaps", "late", "amended", "shared", "banned")


def main() -> None:
    """Write the histories that the options ask for."""
    usual = Plan()
    parser = argparse.ArgumentParser(prog="python -m tools.histories", description=__doc__)
    for name in _WHOLE:
        parser.add_argument(f"--{name}", type=int, default=getattr(usual, name))
    for name in _SHARES:
        parser.add_argument(f"--{name}", type=float, default=getattr(usual, name))
    parser.add_argument("--until", type=date.fromisoformat, default=usual.until)
    parser.add_argument("--region", action="append", default=[])
    asked = vars(parser.parse_args())
    regions = tuple(asked.pop("region")) or usual.regions
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    sys.stdout.writelines(f"{line}\n" for line in lines(Plan(regions=regions, **asked)))


main()
