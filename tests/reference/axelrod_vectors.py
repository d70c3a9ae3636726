"""Repeated games of Axelrod's players, written to axelrod_vectors.json, which axelrod.rs compares with the engine's policies.

    python axelrod_vectors.py

The game: an act on the only rung is to defect (D), to hold is to cooperate (C). Both sides move at once, every day.
"""

import json
import random
from pathlib import Path

import axelrod as axl
import numpy as np

HERE = Path(__file__).parent
C, D = axl.Action.C, axl.Action.D
TURNS = 20_000
GENEROSITY = 1 / 3

RULES = dict(tit_for_tat=axl.TitForTat, grim=axl.Grudger, always_hold=axl.Cooperator)
# Chances to cooperate after CC, CD, DC, DD (own move first); all open with C but the defector.
MEMORY_ONE = dict(
    tit_for_tat=(axl.TitForTat, (1, 0, 1, 0)),
    generous_tit_for_tat=(lambda: axl.GTFT(p=GENEROSITY), (1, GENEROSITY, 1, GENEROSITY)),
    always_hold=(axl.Cooperator, (1, 1, 1, 1)),
    scripted=(axl.Defector, (0, 0, 0, 0)),
)


def sequences():
    rng = random.Random(2024)
    fixed = ["C" * 30, "D" * 30, "D" + "C" * 29, "CD" * 15, "CCD" * 10, "C" * 29 + "D", "DDC" * 10]
    return fixed + ["".join(rng.choice("CD") for _ in range(30)) for _ in range(8)]


def answers(player, sequence):
    other = axl.MockPlayer([C if move == "C" else D for move in sequence])
    match = axl.Match((player(), other), turns=len(sequence))
    return "".join(str(own) for own, _ in match.play())


def exact_shares(one, other, noise):
    """Stationary shares of CC, CD, DC, DD, by the transition matrix of two players of memory one."""
    flip = lambda p: p * (1 - 2 * noise) + noise
    swapped = [0, 2, 1, 3]
    chain = np.zeros((4, 4))
    for state in range(4):
        p, q = flip(one[state]), flip(other[swapped[state]])
        chain[state] = [p * q, p * (1 - q), (1 - p) * q, (1 - p) * (1 - q)]
    system = np.vstack([chain.T - np.eye(4), np.ones(4)])
    return np.linalg.lstsq(system, np.array([0, 0, 0, 0, 1.0]), rcond=None)[0].tolist()


def played_shares(one, other, noise):
    match = axl.Match((one(), other()), turns=TURNS, noise=noise, seed=7)
    moves = ["".join(map(str, pair)) for pair in match.play()]
    return [moves.count(state) / TURNS for state in ("CC", "CD", "DC", "DD")]


def main():
    out = dict(
        answers=[
            dict(rule=rule, sequence=sequence, answer=answers(player, sequence))
            for rule, player in RULES.items() for sequence in sequences()
        ],
        generosity=GENEROSITY,
        noisy=[],
    )
    names = list(MEMORY_ONE)
    for noise in (0.05, 0.2):
        for index, one in enumerate(names):
            for other in names[index:]:
                exact = exact_shares(MEMORY_ONE[one][1], MEMORY_ONE[other][1], noise)
                played = played_shares(MEMORY_ONE[one][0], MEMORY_ONE[other][0], noise)
                assert np.allclose(exact, played, atol=0.05), (one, other, noise, exact, played)
                out["noisy"].append(dict(one=one, other=other, noise=noise, exact=exact, axelrod=played))
    (HERE / "axelrod_vectors.json").write_text(json.dumps(out) + "\n")


if __name__ == "__main__":
    main()
