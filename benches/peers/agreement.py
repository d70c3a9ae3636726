"""Whether two programs that drew different random numbers found the same: outcome shares and means.

A share is compared by the exact test of two proportions (Fisher's, both tails), since the rarest outcome has a chance
of about 1 in 600. Its p-value is stated as the |z| with the same p-value. A mean is compared by Welch's z.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist

ALPHA = 0.001
MEASURES = ("violent_acts", "end_day", "deaths")
# Deaths are shown but not tested: their tails are too heavy for a z at a few thousand runs.
TESTED = ("violent_acts", "end_day")


@dataclass(frozen=True)
class Verdict:
    """The comparison that came out furthest apart, and the bound for all."""

    z: float
    of: str
    bound: float

    @property
    def holds(self):
        return self.z <= self.bound


def nothing(outcomes):
    measures = {measure: {"sum": 0, "sum_of_squares": 0} for measure in MEASURES}
    return {"runs": 0, "outcomes": dict.fromkeys(outcomes, 0), "measures": measures}


def add(found, outcome, *values):
    found["runs"] += 1
    found["outcomes"][outcome] += 1
    for measure, value in zip(MEASURES, values, strict=True):
        found["measures"][measure]["sum"] += value
        found["measures"][measure]["sum_of_squares"] += value * value


def pooled(before, result):
    """What two batches with different seeds found together."""
    if before is None:
        return result
    outcomes = {
        key: before["outcomes"].get(key, 0) + result["outcomes"].get(key, 0)
        for key in before["outcomes"] | result["outcomes"]
    }
    measures = {
        measure: {key: sums[key] + result["measures"][measure][key] for key in sums}
        for measure, sums in before["measures"].items()
    }
    return result | {"runs": before["runs"] + result["runs"], "outcomes": outcomes, "measures": measures}


def mean(result, measure):
    """The mean and the square of its standard error."""
    runs, sums = result["runs"], result["measures"][measure]
    average = sums["sum"] / runs
    variance = (sums["sum_of_squares"] - runs * average * average) / (runs - 1)
    return average, variance / runs


def compare(found, reference):
    """For each peer its verdict. Every peer has as many comparisons, and all of them share the error."""
    comparisons = len(found) * (len(reference["outcomes"]) + len(TESTED))
    bound = NormalDist().inv_cdf(1 - ALPHA / comparisons / 2)
    verdicts = {}
    for name, result in found.items():
        unknown = result["outcomes"].keys() - reference["outcomes"].keys()
        if unknown:
            raise ValueError(f"{name} has outcomes of its own: {unknown}")
        apart = {
            outcome: z_of_shares(result["outcomes"].get(outcome, 0), result["runs"], count, reference["runs"])
            for outcome, count in reference["outcomes"].items()
        }
        for measure in TESTED:
            (here, error_here), (there, error_there) = mean(result, measure), mean(reference, measure)
            apart[measure] = abs(here - there) / math.sqrt(error_here + error_there)
        furthest = max(apart, key=apart.get)
        verdicts[name] = Verdict(apart[furthest], furthest, bound)
    return verdicts


def z_of_shares(count, runs, other_count, other_runs):
    """|z| with the p-value of Fisher's exact test: twice the smaller tail of the hypergeometric distribution."""
    total = count + other_count
    lowest, highest = max(0, total - other_runs), min(runs, total)

    def log_chance(k):
        return log_choose(runs, k) + log_choose(other_runs, total - k) - log_choose(runs + other_runs, total)

    def tail(first, last):
        return math.fsum(math.exp(log_chance(k)) for k in range(first, last + 1))

    p = min(1.0, 2 * min(tail(lowest, count), tail(count, highest)))
    # Below the smallest p-value that the normal quantile resolves, the bound has long been passed.
    return NormalDist().inv_cdf(1 - max(p, 1e-15) / 2)


def log_choose(n, k):
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
