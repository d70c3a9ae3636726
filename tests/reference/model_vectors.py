"""Plays the scenarios of model.py and writes model_vectors.json, which tests/limits/model.rs compares with the engine.

    python model_vectors.py        (about five minutes on two cores)

Needs what requirements.txt names. Run it anew after a change of docs/model.md that changes values, once model.py follows the document again.
"""

import json
import math
import multiprocessing
from pathlib import Path

from model import Run
from model_random import Luck, entity, unit
from model_scenario import Scenario

HERE = Path(__file__).parent
SEED = 20_240_103
KEPT = 200
SCENARIOS = {  # and how many runs of each
    "two-rivals": (HERE / "../../scenarios/two-rivals.toml", 2_000),
    "mediation": (HERE / "scenarios/mediation.toml", 2_000),
    "groups": (HERE / "scenarios/groups.toml", 1_500),
    "rules": (HERE / "scenarios/rules.toml", 600),
}
COLUMNS = (
    "outcome end_day first_strike_day first_striker retaliation_delay violent_acts mediation_day agreement_day dead"
).split()


def draws():
    """Blocks of every purpose under keys of all sizes, with the uniform numbers made from them."""
    names = [
        ("relation", "israel", "iran"), ("event", "incident"), ("channel", "oman", "iran", "israel"),
        ("group", "front", "aland"), ("suspicion", "a", "b", "c"), ("input", 'events.x.effects.0.injury."a.b"'),
        ("relation", "å", "ß"),
    ]
    runs = [(0, 0, 0, 0), (1, 1, 1, 1), (2**64 - 1, 2**40 - 1, 3649, 65535), (20_240_103, 2**32 + 5, 77, 2)]
    rows = []
    for purpose in range(18):
        for offset, (seed, replicate, day, index) in enumerate(runs):
            for shift in (0, 3, 5):
                name = names[(purpose + offset + shift) % len(names)]
                words = Luck(seed, replicate).block(day, entity(*name), purpose, index)
                rows.append(dict(
                    seed=str(seed), replicate=replicate, day=day, index=index, purpose=purpose, name=name, words=words,
                    unit=[float(unit(word)) for word in words],
                ))
    return rows


def play(task):
    text, replicate = task
    return Run(Scenario(text), SEED, replicate).play()


def mean_and_sd(values):
    mean = math.fsum(values) / len(values)
    return [mean, math.sqrt(math.fsum((v - mean) ** 2 for v in values) / (len(values) - 1))]


def summary(runs):
    struck = [run for run in runs if run["first_strike_day"] is not None]
    return dict(
        n=len(runs),
        outcomes={key: sum(run["outcome"] == key for run in runs) for key in sorted({run["outcome"] for run in runs})},
        struck=len(struck),
        retaliated=sum(run["retaliation_delay"] is not None for run in struck),
        mediated=sum(run["mediation_day"] is not None for run in runs),
        agreed=sum(run["agreement_day"] is not None for run in runs),
        violent_acts=mean_and_sd([run["violent_acts"] for run in runs]),
        end_day=mean_and_sd([run["end_day"] for run in runs]),
        tension=mean_and_sd([run["tension"] for run in runs]),
    )


def main():
    out = dict(seed=SEED, columns=COLUMNS, draws=draws(), scenarios={})
    with multiprocessing.Pool() as pool:
        for name, (path, count) in SCENARIOS.items():
            text = path.read_text()
            runs = pool.map(play, [(text, replicate) for replicate in range(count)], chunksize=50)
            out["scenarios"][name] = dict(
                runs=[[run[column] for column in COLUMNS] for run in runs[:KEPT]],
                tension=[run["tension"] for run in runs[:KEPT]],
                summary=summary(runs),
            )
            print(name, out["scenarios"][name]["summary"])
    (HERE / "model_vectors.json").write_text(json.dumps(out, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
