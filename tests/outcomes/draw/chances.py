"""How even is even: statistics of many draws, and the limits that a fair one stays below.

Seeds are fixed, so a test never fails by chance; `ALPHA` says how often a fair draw of other seeds
would. The limits are those of the books. Chi²: Wilson and Hilferty, 1931, two per cent too wide at
three degrees of freedom, half a per cent from nine up. Kolmogorov-Smirnov: the inequality of
Dvoretzky, Kiefer and Wolfowitz with Massart's constant, 1990, true for every count. Single counts:
the normal distribution, its risk shared out among all of them (Bonferroni), true whatever hangs
together.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations
from math import comb, log, sqrt
from statistics import NormalDist

ALPHA = 0.001


def chi2_limit(freedom: int, alpha: float = ALPHA) -> float:
    """Return what a chi² of so many degrees of freedom passes once in 1/alpha times."""
    spread = 2 / (9 * freedom)
    return float(freedom * (1 - spread + NormalDist().inv_cdf(1 - alpha) * sqrt(spread)) ** 3)


def ks_limit(count: int, alpha: float = ALPHA) -> float:
    """Return how far an empirical distribution may be from the true one."""
    return sqrt(log(2 / alpha) / (2 * count))


def single_limit(count: int, alpha: float = ALPHA) -> float:
    """Return how many standard deviations the worst of so many counts may be off."""
    return NormalDist().inv_cdf(1 - alpha / (2 * count))


def inclusion_chi2(counts: Sequence[int], draws: int, size: int) -> float:
    """Return a chi² of N-1 degrees: how evenly draws of `size` fell on N facilities.

    Counts of one draw add up to `size`; so their sum of squares is of p(1-p)·N/(N-1) each.
    """
    share = size / len(counts)
    expected = draws * share
    squares = sum((count - expected) ** 2 for count in counts)
    return squares / (expected * (1 - share)) * (len(counts) - 1) / len(counts)


def samples_chi2(counts: Iterable[int], draws: int, cells: int) -> float:
    """Return a chi² of cells-1 degrees: how evenly draws fell on all that could be drawn."""
    expected, told = draws / cells, list(counts)
    unseen = (cells - len(told)) * expected
    return sum((count - expected) ** 2 / expected for count in told) + unseen


def pairs_worst(samples: Sequence[frozenset[str]], names: Sequence[str], size: int) -> float:
    """Return how many standard deviations the pair that is worst off is drawn together by."""
    both = comb(len(names) - 2, size - 2) / comb(len(names), size)
    spread = sqrt(len(samples) * both * (1 - both))
    together = dict.fromkeys(combinations(sorted(names), 2), 0)
    for sample in samples:
        for pair in combinations(sorted(sample), 2):
            together[pair] += 1
    return max(abs(count - len(samples) * both) / spread for count in together.values())


def ks_distance(values: Sequence[float]) -> float:
    """Return how far values are from uniform on [0, 1) at the worst place."""
    ordered, count = sorted(values), len(values)
    return max(
        max((rank + 1) / count - value, value - rank / count) for rank, value in enumerate(ordered)
    )
