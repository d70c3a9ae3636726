"""Quantal response equilibria by Gambit, and choices worked out from exported games, written to gambit_vectors.json.

    RECORD_GAMES=1 cargo test --test offramp games_are_written    (writes games/*.efg anew)
    python gambit_vectors.py

games.rs and nodes.rs compare them with the engine.
"""

import json
import math
from pathlib import Path

import pygambit as gbt

HERE = Path(__file__).parent


def equilibrium(game, value):
    """Probabilities at every information set on the principal branch, by player and number of the set; by the solver's index, since the
    `profile` of its answers cannot be read in version 16.7.0."""
    found = gbt.qre.logit_solve_lambda(game, lam=value)[0]
    shares, at = {}, 0
    for player in game.players:
        for infoset in player.infosets:
            count = len(list(infoset.actions))
            shares[player.label, infoset.number] = [found[at + k] for k in range(count)]
            at += count
    assert at == len(found)
    return lambda node: shares[node.infoset.player.label, node.infoset.number]


def sequential():
    """The crisis game of Signorino (1999): agent quantal response equilibria."""
    game = gbt.Game.new_tree(players=["1", "2"])
    war, cap1, cap2, quo = (
        game.add_outcome(label, payoffs)
        for label, payoffs in (("war", [-0.28, -0.68]), ("cap1", [-1, 1]), ("cap2", [1, -1]), ("quo", [0, 0]))
    )
    game.append_move(game.root, "1", ["challenge", "not"])
    challenged, not_challenged = game.root.children
    game.append_move(challenged, "2", ["fight", "yield"])
    game.append_move(not_challenged, "2", ["fight", "not"])
    end = list(not_challenged.children)[0]
    game.append_move(end, "1", ["fight", "yield"])
    for parent, outcomes in ((challenged, [war, cap2]), (end, [war, cap1])):
        for child, outcome in zip(parent.children, outcomes):
            game.set_outcome(child, outcome)
    game.set_outcome(list(not_challenged.children)[1], quo)
    rows = []
    for value in (0.5, 1, 2, 5, 20):
        shares = equilibrium(game, value)
        rows.append(dict(
            **{"lambda": value},
            moves=[shares(node)[0] for node in (game.root, challenged, not_challenged, end)],
        ))
    return rows


def simultaneous():
    """Principal branch of the logit equilibria of two games in normal form; action 1 is the act, action 0 to hold."""
    games = dict(
        chicken=([[3, 2], [4, 0]], [[3, 2], [4, 0]]),
        unequal=([[0, -1], [0.5, -0.8]], [[0.2, -0.4], [1, -1.2]]),
    )
    rows = []
    for name, (one, other) in games.items():
        game = gbt.Game.from_arrays(one, [[other[c][r] for c in range(2)] for r in range(2)])
        for value in (0.1, 0.5, 1, 2, 5, 10):
            found = gbt.qre.logit_solve_lambda(game, lam=value)[0]
            acts = [found[1], found[3]]
            rows.append(dict(name=name, payoffs=[one, other], acts=acts, **{"lambda": value}))
    return rows


def nested(payoffs, labels, weights, precision, ratio):
    """Nested logit over conciliate, hold and the nest of acts (docs/model.md, 7.4), in double precision."""
    within = precision * ratio
    acts = [n for n, label in enumerate(labels) if label not in ("conciliate", "hold")]
    odds = {n: precision * payoffs[n] for n in range(len(labels)) if n not in acts}
    if acts:
        best = max(payoffs[n] for n in acts)
        masses = {n: weights[labels[n]] * math.exp(within * (payoffs[n] - best)) for n in acts}
        mean = sum(masses.values()) / sum(weights[labels[n]] for n in acts)
        odds["acts"] = precision * (best + math.log(mean) / within)
    top = max(odds.values())
    shares = {key: math.exp(value - top) for key, value in odds.items()}
    total = sum(shares.values())
    return [
        shares["acts"] / total * masses[n] / sum(masses.values()) if n in acts else shares[n] / total
        for n in range(len(labels))
    ]


def exported(path):
    """The choices in an exported game, from its payoffs alone."""
    game = gbt.read_efg(str(path))
    rule, _, listed = game.description.rstrip(".").partition("Weights in the nest of acts:")
    words = rule.replace(",", "").split()
    at = words.index("lambda")
    precision = float(words[at + 1]), float(words[at + 3])
    ratio = float(words[words.index("nest_precision_ratio") + 1].rstrip("."))
    weights = {label: float(value) for label, value in (word.rsplit("=", 1) for word in listed.split())}
    chooser, replier = game.players
    assert len(list(chooser.infosets)) == 1, "the chooser does not know the type"
    types = list(game.root.children)
    chances = [float(action.prob) for action in game.root.infoset.actions]
    assert len(list(replier.infosets)) == len(types) * len(list(types[0].children)), "the other knows type and move"
    expected, replies = [0.0] * len(list(types[0].children)), []
    for chance, node in zip(chances, types):
        of_type = []
        for number, after in enumerate(node.children):
            ends = [child.outcome for child in after.children]
            labels = [action.label for action in after.infoset.actions]
            answer = nested([float(end[replier]) for end in ends], labels, weights, precision[1], ratio)
            of_type.append(answer)
            expected[number] += chance * sum(share * float(end[chooser]) for share, end in zip(answer, ends))
        replies.append(of_type)
    labels = [action.label for action in types[0].infoset.actions]
    moves = nested(expected, labels, weights, precision[0], ratio)
    out = dict(moves=moves, replies=replies)
    if path.stem == "duel":
        assert precision[0] == precision[1]
        out["equilibrium"] = equilibrium(game, precision[0])(types[0])
        assert all(abs(a - b) < 1e-4 for a, b in zip(out["equilibrium"], moves)), (out["equilibrium"], moves)
    return out


def main():
    games = {path.stem: exported(path) for path in sorted((HERE / "games").glob("*.efg"))}
    out = dict(sequential=sequential(), simultaneous=simultaneous(), games=games)
    (HERE / "gambit_vectors.json").write_text(json.dumps(out) + "\n")


if __name__ == "__main__":
    main()
