"""Who strikes back? A logit on what is known of two states before anything happens.

Run with `python struck_logit.py DYADS.csv > struck_logit.json` in an environment with the packages of `requirements.txt`.
DYADS.csv has a row for each state that another state struck in a crisis of 1946 to 1989 (outside full-scale war), computed from the actor-level data of
the International Crisis Behavior project (Brecher, Wilkenfeld, Beardsley, James and Quinn), joined with capabilities (CINC; Singer 1988) and
rivalries (Thompson, Sakuwa and Suhas). Columns used: crisno, rc (class of the major response), cont (1: land border), riv (strategic
rivals), nA and nB (whether the struck state and the striker have nuclear weapons), rel (the struck state's share of the capabilities
of the two).

The fit is by maximum likelihood (Newton's method). The Brier score is cross-validated by leaving one crisis out at a time, so that
no dyad is predicted from another of its own crisis; so is that of the base rate. The table itself is not part of this project.
"""

import csv
import json
import sys

import numpy as np

FEATURES = ["contiguous", "rivals", "struck_nuclear", "striker_nuclear", "struck_share"]


def read(path):
    with open(path, newline="") as file:
        rows = list(csv.DictReader(file))
    is_true = lambda text: float(text == "True")
    x = np.array([[1.0, float(float(row["cont"]) == 1.0), is_true(row["riv"]), is_true(row["nA"]), is_true(row["nB"]),
                   float(row["rel"])] for row in rows])
    y = np.array([float(row["rc"] == "violent") for row in rows])
    crisis = np.array([row["crisno"] for row in rows])
    return x, y, crisis


def fit(x, y):
    beta = np.zeros(x.shape[1])
    for _ in range(100):
        p = 1 / (1 + np.exp(-x @ beta))
        step = np.linalg.solve((x.T * (p * (1 - p))) @ x, x.T @ (y - p))
        beta += step
        if np.abs(step).max() < 1e-12:
            return beta, p
    raise SystemExit("no maximum found")


def main():
    x, y, crisis = read(sys.argv[1])
    beta, p = fit(x, y)
    covariance = np.linalg.inv((x.T * (p * (1 - p))) @ x)
    left_out, base = np.zeros(len(y)), np.zeros(len(y))
    for one in np.unique(crisis):
        test = crisis == one
        beta_without, _ = fit(x[~test], y[~test])
        left_out[test] = 1 / (1 + np.exp(-x[test] @ beta_without))
        base[test] = y[~test].mean()
    names = ["constant"] + FEATURES
    result = {
        "dyads": len(y),
        "crises": len(np.unique(crisis)),
        "share_violent": y.mean(),
        "coefficients": dict(zip(names, beta)),
        "standard_errors": dict(zip(names, np.sqrt(np.diag(covariance)))),
        "brier_left_out": np.mean((left_out - y) ** 2),
        "brier_left_out_base_rate": np.mean((base - y) ** 2),
        "brier_in_sample": np.mean((p - y) ** 2),
    }
    json.dump(result, sys.stdout, indent=2)
    print()


if __name__ == "__main__":
    main()
