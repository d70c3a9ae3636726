"""Reference quantiles and means for src/model/distribution, by SciPy.

    python -m venv venv && venv/bin/pip install scipy
    venv/bin/python tests/reference/distribution_vectors.py > tests/reference/distribution_vectors.csv

Columns: distribution, its arguments in the order of the Rust constructor, u, quantile at u, mean.
Written with SciPy 1.17.1.
"""

import math

from scipy import stats

LEVELS = [1e-12, 1e-6, 0.001, 0.05, 0.25, 0.5, 0.7, 0.95, 0.999, 1 - 1e-6, 1 - 1e-12]


def beta(mean, concentration, low, high):
    a = concentration * (mean - low) / (high - low)
    b = concentration * (high - mean) / (high - low)
    return stats.beta(a, b, loc=low, scale=high - low)


def pert(low, mode, high, shape):
    a = 1 + shape * (mode - low) / (high - low)
    b = 1 + shape * (high - mode) / (high - low)
    return stats.beta(a, b, loc=low, scale=high - low)


def normal(mean, sd, low, high):
    return stats.truncnorm((low - mean) / sd, (high - mean) / sd, loc=mean, scale=sd)


class Lognormal:
    """SciPy has no truncated lognormal: the exponential of a truncated normal, its mean by the closed form."""

    def __init__(self, median, sigma, low, high):
        log = lambda x: math.log(x) if 0 < x < math.inf else (-math.inf if x <= 0 else math.inf)
        self.inner = normal(math.log(median), sigma, log(low), log(high))
        a, b = (log(low) - math.log(median)) / sigma, (log(high) - math.log(median)) / sigma
        mass = lambda a, b: stats.norm.sf(a) - stats.norm.sf(b) if a > 0 else stats.norm.cdf(b) - stats.norm.cdf(a)
        self.average = median * math.exp(sigma**2 / 2) * mass(a - sigma, b - sigma) / mass(a, b)

    def ppf(self, u):
        return math.exp(self.inner.ppf(u))

    def mean(self):
        return self.average


def triangular(low, mode, high):
    return stats.triang((mode - low) / (high - low), loc=low, scale=high - low)


INF = math.inf
CASES = [
    ("uniform", lambda low, high: stats.uniform(low, high - low), (-1.0, 3.0)),
    ("triangular", triangular, (0.0, 0.2, 1.0)),
    ("triangular", triangular, (2.0, 2.0, 5.0)),
    ("pert", pert, (0.0, 0.3, 1.0, 4.0)),
    ("pert", pert, (10.0, 40.0, 40.0, 2.0)),
    ("normal", normal, (0.5, 0.2, -INF, INF)),
    ("normal", normal, (0.5, 0.2, 0.0, 1.0)),
    ("normal", normal, (0.0, 1.0, 3.0, INF)),
    ("normal", normal, (0.0, 1.0, -INF, -6.0)),
    ("lognormal", Lognormal, (2.0, 0.5, 0.0, INF)),
    ("lognormal", Lognormal, (2.0, 1.5, 1.0, 10.0)),
    ("beta", beta, (0.55, 8.0, 0.0, 1.0)),
    ("beta", beta, (0.5, 1.0, 0.0, 1.0)),
    ("beta", beta, (0.02, 3.0, 0.0, 1.0)),
    ("beta", beta, (0.9, 400.0, 0.0, 1.0)),
    ("beta", beta, (1.5, 20.0, 1.0, 2.0)),
    ("beta", beta, (0.3, 0.5, 0.0, 1.0)),
]

if __name__ == "__main__":
    print("distribution,arguments,u,quantile,mean")
    for name, make, arguments in CASES:
        distribution = make(*arguments)
        mean = float(distribution.mean())
        for u in LEVELS:
            listed = ";".join(repr(x) for x in arguments)
            print(f"{name},{listed},{u!r},{float(distribution.ppf(u))!r},{mean!r}")
