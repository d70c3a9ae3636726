"""Differences of pairs, means of repeats and the jackknife by SciPy and NumPy, written to pairs_vectors.json for statistics.rs.

    python pairs_vectors.py

Not here, for want of a counterpart: `expected_indices` (indices of an expectation from runs in pairs), `sections` beyond the jackknife, `concordance`
(a cross table), and `gain` (a ratio of variances). Their tests have closed forms.
"""

import json
import math
from pathlib import Path

import numpy as np
from scipy import stats

LEVELS = (0.9, 0.95, 0.99)


def t_interval(mean, error, degrees, level):
    return list(stats.t.interval(level, degrees, mean, error))


def main():
    rng = np.random.default_rng(11)
    pairs = []
    for n, spread in ((4, 9), (12, 5), (60, 40), (500, 3)):
        first = rng.poisson(spread, n) ** 2
        second = first // 2 + rng.integers(-spread, spread + 1, n)
        test = stats.ttest_rel(first, second)
        difference = first - second
        pairs.append(dict(
            first=first.tolist(), second=second.tolist(), mean=float(difference.mean()),
            error=float(stats.sem(difference)), skewness=float(stats.skew(difference)),
            intervals={str(level): list(map(float, test.confidence_interval(level))) for level in LEVELS},
        ))
    shares = []
    for one, other, n in ((0, 0, 10), (3, 1, 20), (40, 55, 400), (9, 0, 9), (1, 0, 100_000)):
        p, q = (one + 1) / (n + 2), (other + 1) / (n + 2)
        error = math.sqrt((p + q - (p - q) ** 2) / (n + 2))
        ends = {str(level): np.clip(stats.norm.interval(level, p - q, error), -1, 1).tolist() for level in LEVELS}
        shares.append(dict(only_first=one, only_second=other, n=n, value=(one - other) / n, intervals=ends))
    repeats = []
    for values in ([0.2, 0.5], rng.lognormal(-9, 1, 8).tolist(), rng.normal(3, 1, 30).tolist()):
        n, mean, error = len(values), float(np.mean(values)), float(stats.sem(values))
        on_log_scale = {
            str(level): [math.exp(end) for end in t_interval(math.log(mean), error / mean, n - 1, level)]
            for level in LEVELS
        }
        plain = {str(level): t_interval(mean, error, n - 1, level) for level in LEVELS}
        repeats.append(dict(values=values, mean=mean, error=error, intervals=plain, log_intervals=on_log_scale))
    groups = []
    for values in rng.normal(1, 0.3, (3, 10)).tolist():
        total, g = sum(values), len(values)
        groups.append(dict(
            whole=total / g, without=[(total - value) / (g - 1) for value in values],
            intervals={str(level): t_interval(total / g, float(stats.sem(values)), g - 1, level) for level in LEVELS},
        ))
    out = dict(pairs=pairs, shares=shares, repeats=repeats, groups=groups)
    (Path(__file__).parent / "pairs_vectors.json").write_text(json.dumps(out) + "\n")


if __name__ == "__main__":
    main()
