"""Reference values for the statistics room, from independent implementations.

Run with `python stats_vectors.py > stats_vectors.json` in an environment with the packages of `requirements.txt`.
Sources: SciPy (binomial, beta, Student t, normal), NumPy (type 7 quantiles), lifelines and statsmodels
(Kaplan-Meier). What no package has is written out here in the plainest way, over raw observations.
"""

import json
import math

import numpy as np
import pandas as pd
from lifelines import KaplanMeierFitter
from scipy import stats
from statsmodels.duration.survfunc import SurvfuncRight

LEVELS = [0.9, 0.95, 0.99]


def proportions():
    rows = []
    pairs = [(0, 1), (1, 1), (0, 10), (3, 10), (10, 10), (1, 7), (0, 1000), (1, 1000), (37, 1000), (500, 1000),
             (999, 1000), (1000, 1000), (12, 10_000), (4_321, 10_000), (7, 1_000_000), (654_321, 1_000_000),
             (1, 1_000_000_000), (123_456_789, 1_000_000_000)]
    for k, n in pairs:
        for level in LEVELS:
            test = stats.binomtest(k, n)
            tail = (1 - level) / 2
            wilson = test.proportion_ci(level, "wilson")
            # Not `proportion_ci(level, "exact")`: its root finder stops at an absolute 1e-12.
            exact = [0.0 if k == 0 else stats.beta.ppf(tail, k, n - k + 1),
                     1.0 if k == n else stats.beta.isf(tail, k + 1, n - k)]
            jeffreys = stats.beta(k + 0.5, n - k + 0.5)
            rows.append({
                "k": k, "n": n, "level": level,
                "wilson": [wilson.low, wilson.high],
                "clopper-pearson": exact,
                "jeffreys": [0.0 if k == 0 else jeffreys.ppf(tail), 1.0 if k == n else jeffreys.isf(tail)],
            })
    return rows


def samples():
    """Integer samples: skewed, with ties, with negative values; mean, sd, quantiles and their ranks."""
    rng = np.random.default_rng(20240611)
    drawn = [
        rng.poisson(3.0, 25), rng.poisson(0.4, 400), rng.integers(-50, 51, 101),
        rng.negative_binomial(1, 0.002, 1500), np.array([4, 9]), np.array([7, 7, 7, 7, 7, 7, 7, 8]),
    ]
    probabilities = [0.0, 0.01, 0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 1.0]
    rows = []
    for values in drawn:
        n = len(values)
        mean, error = values.mean(), values.std(ddof=1) / math.sqrt(n)
        ordered = np.sort(values)
        row = {"values": values.tolist(), "mean": mean, "sd": values.std(ddof=1), "std_error": error,
               "t_intervals": {}, "quantiles": []}
        for level in LEVELS:
            row["t_intervals"][str(level)] = list(stats.t.interval(level, n - 1, mean, error))
        for p in probabilities:
            row["quantiles"].append({
                "p": p, "value": float(np.quantile(values, p, method="linear")),
                "interval": order_interval(ordered, p, 0.95),
            })
        rows.append(row)
    return rows


def order_interval(ordered, p, level):
    """By trying every rank: the largest r with P(B < r) <= tail, the smallest s with P(B >= s) <= tail."""
    n, tail = len(ordered), (1 - level) / 2
    if not 0 < p < 1:
        return None
    ranks = np.arange(1, n + 1)
    low = ranks[stats.binom.cdf(ranks - 1, n, p) <= tail]
    high = ranks[stats.binom.sf(ranks - 1, n, p) <= tail]
    if len(low) == 0 or len(high) == 0:
        return None
    return [float(ordered[low[-1] - 1]), float(ordered[high[0] - 1])]


def ranks():
    """Ranks of large samples, by the quantile function of the binomial."""
    rows = []
    for n in [1000, 20_000, 1_000_000, 100_000_000]:
        for p in [0.05, 0.5, 0.95]:
            for level in LEVELS:
                tail = (1 - level) / 2
                low = int(stats.binom.ppf(tail, n, p))
                while stats.binom.cdf(low, n, p) <= tail:
                    low += 1
                while stats.binom.cdf(low - 1, n, p) > tail:
                    low -= 1
                high = int(stats.binom.isf(tail, n, p))
                while stats.binom.sf(high, n, p) > tail:
                    high += 1
                while stats.binom.sf(high - 1, n, p) <= tail:
                    high -= 1
                rows.append({"n": n, "p": p, "level": level, "low": low, "high": high + 1})
    return rows


def t_quantiles():
    rows = []
    for nu in [1, 2, 3, 10, 99, 999, 1000, 9_999, 1_000_000]:
        for level in [0.5, *LEVELS, 0.999]:
            rows.append({"df": nu, "level": level, "t": stats.t.isf((1 - level) / 2, nu)})
    return rows


def survivals():
    rng = np.random.default_rng(7)
    datasets = []
    for n, scale, horizon in [(30, 20, 30), (200, 60, 90), (1000, 400, 120), (12, 5, 100)]:
        times = np.ceil(rng.exponential(scale, n)).astype(int)
        early = rng.integers(1, 4 * horizon, n)
        limit = np.minimum(early, horizon)
        datasets.append((np.minimum(times, limit), times <= limit, horizon))
    # Freireich et al. (1963), 6-mercaptopurine arm: the textbook example.
    datasets.append((
        np.array([6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]),
        np.array([1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0], dtype=bool), 35,
    ))
    return [survival(*dataset) for dataset in datasets]


def survival(times, observed, horizon):
    fitter = KaplanMeierFitter(alpha=0.05).fit(times, observed)
    greenwood = SurvfuncRight(times, observed)
    steps = []
    for time, share, error in zip(greenwood.surv_times, greenwood.surv_prob, greenwood.surv_prob_se):
        if not np.any(observed & (times == time)):
            continue
        low, high = fitter.confidence_interval_survival_function_.loc[time]
        steps.append({"time": int(time), "at_risk": int(np.sum(times >= time)), "share": share,
                      "std_error": none(error) if share > 0 else None,
                      "interval": [low, high] if share > 0 else None})
    quantiles = []
    for p in [0.1, 0.25, 0.5, 0.75, 0.9]:
        value = fitter.percentile(1 - p)
        low, high = greenwood.quantile_ci(p, alpha=0.05, method="cloglog")
        # Where the curve reaches 0 its variance is undefined and bounds nothing from above: as in R's survfit.
        if np.isfinite(high) and greenwood.surv_prob[greenwood.surv_times == high][0] == 0:
            high = np.nan
        quantiles.append({"p": p, "value": none(value), "low": none(low), "high": none(high)})
    until = min(horizon, int(times.max()))
    return {"times": times.tolist(), "observed": observed.tolist(), "curve": steps, "quantiles": quantiles,
            "until": until, "restricted_mean": restricted_mean(times, observed, until)}


def restricted_mean(times, observed, until):
    """Area under the curve day by day, and the variance of Klein & Moeschberger, eq. 4.5.2, term by term."""
    heights, share, variance = [], 1.0, 0.0
    for day in range(until + 1):
        at_risk, events = np.sum(times >= day), np.sum(observed & (times == day))
        if at_risk > 0:
            share *= 1 - events / at_risk
        heights.append(share)
    for day in range(until + 1):
        at_risk, events = np.sum(times >= day), np.sum(observed & (times == day))
        if events and at_risk > events:
            variance += sum(heights[day:until]) ** 2 * events / (at_risk * (at_risk - events))
    return {"value": sum(heights[:until]), "std_error": math.sqrt(variance)}


def ratios():
    """The linearised variance over raw clusters."""
    rng = np.random.default_rng(11)
    rows = []
    for m in [2, 5, 60, 2000]:
        items = rng.poisson(2.5, m) + (np.arange(m) == 0)
        sums = np.round(items * 0.4 + rng.normal(0, 0.3, m) * np.sqrt(items), 4)
        ratio = sums.sum() / items.sum()
        residuals = pd.Series(sums - ratio * items)
        error = math.sqrt(m * residuals.var(ddof=1)) / items.sum()
        interval = stats.t.interval(0.95, m - 1, ratio, error)
        rows.append({"sums": sums.tolist(), "items": items.tolist(), "value": ratio, "std_error": error,
                     "interval": list(interval)})
    return rows


def none(value):
    return float(value) if np.isfinite(value) else None


print(json.dumps({
    "proportions": proportions(), "samples": samples(), "ranks": ranks(), "t_quantiles": t_quantiles(),
    "survivals": survivals(), "ratios": ratios(),
}, default=float))
