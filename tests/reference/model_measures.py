"""What is kept of a run of model.py, and the class it ends in (docs/model.md, 7.14)."""

import numpy as np

import model_random as rnd
from model_random import entity
from model_scenario import F32


class Measures:
    """What is kept of a run (7.14)."""

    def __init__(self, scenario):
        self.scenario = scenario
        self.violent_by_pair = {pair: 0 for pair in scenario.pairs}
        self.strikers = {pair: set() for pair in scenario.pairs}
        self.strikes = []
        self.dead = self.fighting_days = self.war_days = self.group_attacks = 0
        self.last_violent_day = self.agreement_day = self.mediation_day = None
        self.nuclear_used = False
        self.tension = []

    def act(self, run, key, k, known):
        if not run.violent(k):
            return
        pair = run.pair(key)
        self.nuclear_used |= run.rungs[k]["nuclear"]
        self.violent_by_pair[pair] += 1
        if pair in self.scenario.focus:
            self.last_violent_day = run.day
        if known:
            self.strikers[pair].add(key[0])
            if pair in self.scenario.focus:
                word = run.luck.block(run.day, entity("relation", *key), rnd.DECISION)[3]
                hour = int.from_bytes(word.to_bytes(4, "little"), "big")
                self.strikes.append((run.day, hour, key))

    def count(self, run):
        """Counts the day's postures."""
        fighting = war = False
        for pair in self.scenario.focus:
            for key in (pair, pair[::-1]):
                if run.violent(run.r[key]):
                    fighting = True
                    war |= run.severity(run.r[key]) >= F32(0.9)
        self.fighting_days += fighting
        self.war_days += war
        self.tension.append([float(run.t[pair]) for pair in sorted(self.scenario.focus)])

    def outcome(self, end):
        focus = self.scenario.focus
        both = any(len(self.strikers[pair]) == 2 for pair in focus)
        settled = end == "settled"
        if self.nuclear_used:
            return "nuclear_use"
        if self.war_days:
            return "war"
        if self.fighting_days or any(self.violent_by_pair[pair] > 6 for pair in focus):
            return "limited_war"
        if self.strikes and settled and self.agreement_day is not None and self.last_violent_day <= self.agreement_day:
            return "mediated_settlement"
        if both and settled:
            return "settled_exchange"
        if self.strikes and not both:
            return "unanswered_strike"
        return "frozen" if self.strikes else "no_strike"

    def record(self, run, end):
        first = min(self.strikes, default=None)
        delay = None
        if first:
            back = first[2][::-1]
            delay = min((day - first[0] for day, _, key in self.strikes if key == back and day > first[0]), default=None)
        return dict(
            outcome=self.outcome(end),
            end_day=run.day,
            first_strike_day=first and first[0],
            first_striker=first and first[2][0],
            retaliation_delay=delay,
            violent_acts=sum(self.violent_by_pair[pair] for pair in self.scenario.focus),
            mediation_day=self.mediation_day,
            agreement_day=self.agreement_day,
            dead=int(self.dead),
            group_attacks=self.group_attacks,
            tension=round(float(np.mean(self.tension)), 6),
        )
