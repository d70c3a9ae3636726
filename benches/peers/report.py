"""What a Python peer prints: one line of JSON with counts of outcomes and the sums behind three means."""

import argparse
import json

MEASURES = ("violent_acts", "end_day", "deaths")


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def write(peer, version, runs, outcomes, measures):
    print(json.dumps({"peer": peer, "version": version, "runs": runs, "outcomes": outcomes, "measures": measures}))


def report(peer, version, play):
    """Plays runs one after another; `play` takes the seed of a run and gives the crisis at its end."""
    asked = arguments()
    outcomes, measures = {}, {key: {"sum": 0, "sum_of_squares": 0} for key in MEASURES}
    for run in range(asked.runs):
        crisis = play(asked.seed * 1_000_000_000 + run)
        outcome = crisis.outcome()
        outcomes[outcome] = outcomes.get(outcome, 0) + 1
        for key, value in zip(MEASURES, (crisis.violent_acts, crisis.day, crisis.deaths)):
            measures[key]["sum"] += value
            measures[key]["sum_of_squares"] += value * value
    write(peer, version, asked.runs, outcomes, measures)
