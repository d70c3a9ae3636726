"""The crisis as a Mesa model: two agents, each step of a day done by both before the next.

    python benches/peers/run_mesa.py --runs 1000 --seed 1
"""

import mesa

from core import CrisisMixin, RivalMixin
from report import report


class Rival(RivalMixin, mesa.Agent):
    def __init__(self, model, index):
        super().__init__(model)
        self.begin(model, index, self.random, model.rng)


class Crisis(CrisisMixin, mesa.Model):
    def __init__(self, seed):
        super().__init__(seed=seed)
        self.begin([Rival(self, 0), Rival(self, 1)])

    def step(self):
        self.morning()
        for step in self.STEPS:
            self.agents.do(step)
        self.running = not self.night()


def play(seed):
    crisis = Crisis(seed)
    crisis.run_model()
    return crisis


if __name__ == "__main__":
    report("mesa", mesa.__version__, play)
