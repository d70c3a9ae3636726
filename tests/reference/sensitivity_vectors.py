"""Reference values for sensitivity indices, sample designs, ranks, bootstraps and 2x2 tables.

Run with `python sensitivity_vectors.py > sensitivity_vectors.json` in an environment with the packages of
`requirements.txt`. Sources: SALib (Sobol' indices and their spread, elementary effects), SciPy (Sobol' points, Spearman,
BCa, relative risk) and statsmodels (McNemar).
"""

import json
import math
import warnings

import numpy as np
from SALib.analyze import morris as morris_analysis
from SALib.analyze import sobol as sobol_analysis
from SALib.sample import morris as morris_sample
from scipy import stats
from scipy.stats import contingency, qmc
from statsmodels.stats import contingency_tables

DIMENSIONS = 481
LEVELS = [0.9, 0.95, 0.99]


def sobol_points():
    """Plain points of every dimension, a few of each."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        points = qmc.Sobol(DIMENSIONS, scramble=False).random(2048)
    places = [0, 1, 2, 3, 6, 31, 100, 1023, 2047]
    return [{"dimension": dimension, "places": places, "points": points[places, dimension].tolist()}
            for dimension in range(DIMENSIONS)]


def ishigami(x):
    x = math.pi * (2 * x - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def product(x):
    """The G function of Sobol' with coefficients 0, 1, 4.5, 9."""
    coefficients = np.array([0, 1, 4.5, 9])
    return np.prod((np.abs(4 * x - 2) + coefficients) / (1 + coefficients), axis=1)


def rare(x):
    """Yes or no, far from 0, with a third input that does nothing."""
    return 50.0 + (x[:, 0] + 0.4 * x[:, 1] ** 2 > 1.05)


def sobol():
    """Values, and the spread of a bootstrap with many resamples (its standard deviation)."""
    rng = np.random.default_rng(20240116)
    rows = []
    for model, dimensions, n in [(ishigami, 3, 64), (product, 4, 100), (rare, 3, 200)]:
        a, b = rng.random((n, dimensions)), rng.random((n, dimensions))
        ab = []
        for factor in range(dimensions):
            points = a.copy()
            points[:, factor] = b[:, factor]
            ab.append(model(points))
        outputs = np.column_stack([model(a), *ab, model(b)])
        problem = {"num_vars": dimensions, "names": [f"x{i}" for i in range(dimensions)],
                   "bounds": [[0, 1]] * dimensions}
        found = sobol_analysis.analyze(problem, outputs.reshape(-1), calc_second_order=False, num_resamples=20_000,
                                       conf_level=0.95, seed=1)
        z = stats.norm.ppf(0.975)
        rows.append({"a": outputs[:, 0].tolist(), "b": outputs[:, -1].tolist(), "ab": [y.tolist() for y in ab],
                     "first": found["S1"].tolist(), "total": found["ST"].tolist(),
                     "first_spread": (found["S1_conf"] / z).tolist(), "total_spread": (found["ST_conf"] / z).tolist()})
    return rows


def morris():
    rows = []
    for model, dimensions, trajectories, seed in [(ishigami, 3, 10, 5), (product, 4, 25, 6)]:
        problem = {"num_vars": dimensions, "names": [f"x{i}" for i in range(dimensions)],
                   "bounds": [[0, 1]] * dimensions}
        x = morris_sample.sample(problem, trajectories, num_levels=4, seed=seed)
        y = model(x)
        found = morris_analysis.analyze(problem, x, y, num_levels=4, seed=1)
        effects = [[] for _ in range(dimensions)]
        for k in range(len(x) - 1):
            if (k + 1) % (dimensions + 1) == 0:
                continue
            factor = int(np.argmax(np.abs(x[k + 1] - x[k])))
            effects[factor].append((y[k + 1] - y[k]) / (x[k + 1, factor] - x[k, factor]))
        for factor in range(dimensions):
            rows.append({"effects": effects[factor], "mu": found["mu"][factor], "mu_star": found["mu_star"][factor],
                         "sigma": found["sigma"][factor]})
    return rows


def spearman():
    """The coefficient of SciPy; the interval of Bonett & Wright (2000) written out."""
    rng = np.random.default_rng(8)
    rows = []
    for n, rho, steps in [(4, 0.3, 100), (10, 0.8, 3), (60, -0.5, 5), (300, 0.1, 2), (200, 0.95, 1000), (50, -0.99, 1e6)]:
        x = rng.normal(size=n)
        y = rho * x + math.sqrt(1 - rho * rho) * rng.normal(size=n)
        x, y = np.round(x * steps) / steps, np.round(np.exp(y) * steps) / steps
        r = stats.spearmanr(x, y).statistic
        intervals = {}
        for level in LEVELS if abs(r) < 1 else []:
            half = stats.norm.ppf((1 + level) / 2) * math.sqrt((1 + r * r / 2) / (n - 3))
            intervals[str(level)] = [math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half)]
        rows.append({"x": x.tolist(), "y": y.tolist(), "r": r, "intervals": intervals})
    return rows


def bca():
    """Counts, each a group of its own, and groups of unequal size as whole numbers of SciPy's data."""
    rng = np.random.default_rng(99)
    rows = []
    for values in [np.floor(rng.lognormal(3, 1.2, 150)), rng.poisson(4, 40), np.floor(rng.lognormal(2, 1, 1000)) - 5]:
        found = stats.bootstrap((values,), np.mean, n_resamples=200_000, batch=2000, confidence_level=0.95, method="BCa",
                                random_state=np.random.default_rng(1))
        rows.append({"values": [int(v) for v in values], "mean": float(values.mean()),
                     "std_error": float(found.standard_error),
                     "interval": [float(end) for end in found.confidence_interval]})
    return rows


def likelihood_ratios():
    """A likelihood ratio is the relative risk of the sign with and without the outcome."""
    rows = []
    for both, outcome, alone, without in [(30, 40, 20, 200), (1, 7, 3, 900), (400, 500, 450, 500), (9, 10, 1, 10)]:
        risk = contingency.relative_risk(both, outcome, alone, without)
        intervals = {str(level): list(risk.confidence_interval(level)) for level in LEVELS}
        rows.append({"both": both, "outcome": outcome, "sign_alone": alone, "without": without,
                     "ratio": risk.relative_risk, "intervals": intervals})
    return rows


def mcnemar():
    rows = []
    for first, second in [(0, 0), (1, 0), (3, 1), (5, 5), (0, 12), (30, 14), (1000, 1100), (2, 70), (50_000, 50_700)]:
        exact = contingency_tables.mcnemar([[3, first], [second, 4]], exact=True).pvalue
        n, less = first + second, min(first, second)
        mid = 2 * (stats.binom.cdf(less, n, 0.5) - 0.5 * stats.binom.pmf(less, n, 0.5)) if n else 1.0
        if first == second:
            mid = 1 - 0.5 * stats.binom.pmf(less, n, 0.5) if n else 1.0
        rows.append({"first": first, "second": second, "exact": min(exact, 1.0) if n else 1.0, "mid": mid})
    return rows


print(json.dumps({
    "sobol_points": sobol_points(), "sobol": sobol(), "morris": morris(), "spearman": spearman(), "bca": bca(),
    "likelihood_ratios": likelihood_ratios(), "mcnemar": mcnemar(),
}, default=float))
