"""The crisis as an AgentPy model: two agents in a list, each step of a day done by both before the next.

    python benches/peers/run_agentpy.py --runs 1000 --seed 1
"""

import agentpy

from core import CrisisMixin, RivalMixin
from report import report


class Rival(RivalMixin, agentpy.Agent):
    def setup(self, indices):
        self.begin(self.model, next(indices), self.model.random, self.model.nprandom)


class Crisis(CrisisMixin, agentpy.Model):
    def setup(self):
        self.states = agentpy.AgentList(self, 2, Rival, indices=iter((0, 1)))
        self.begin(list(self.states))

    def step(self):
        self.morning()
        for step in self.STEPS:
            getattr(self.states, step)()
        if self.night():
            self.stop()


def play(seed):
    # Without `report_seed` a run would end by making a table of one row.
    crisis = Crisis({"report_seed": False})
    crisis.run(seed=seed, display=False)
    return crisis


if __name__ == "__main__":
    report("agentpy", agentpy.__version__, play)
