"""The model of docs/model.md once more, in Python, written from that document alone.

It goes section by section and day by day, with the document's symbols. States, pairs and so on are looked up by name, and only the
alternatives of a decision, the alternatives of the other side and the types of resolve are axes of arrays. What model_scenario.py leaves
out is left out here too. Single precision is kept where the document has it, but the functions and the order of sums
are NumPy's, so that a run may differ in its last digits and, once in a great while, in a choice.
"""

import math

import numpy as np
from scipy import special

import model_random as rnd
from model_measures import Measures
from model_parts import (
    ACTS, CONCILIATE, CONCILIATION, HOLD, NONE, NOTHING, ArmedGroups, Events, GoBetweens, Policies, clamp, max0,
)
from model_random import Luck, entity
from model_scenario import F32, TYPES


class Run(GoBetweens, Events, ArmedGroups, Policies):
    """One run: the numbers of the scenario, the state variables of section 2, and what is measured."""

    def __init__(self, scenario, seed, replicate):
        self.scenario, self.luck = scenario, Luck(seed, replicate)
        values = scenario.values(self.luck)
        self.state, self.rel, self.group = values["states"], values["relations"], values["groups"]
        self.mediator, self.event = values["mediators"], values["events"]
        self.rungs = list(values["ladder"].values())
        self.u, self.d, self.med = values["utility"], values["dynamics"], values["mediation"]
        self.day = 0
        self.follows_from_values()
        self.initialise()
        self.measures = Measures(scenario)

    # 7.1, 7.2: what follows from the numbers for all days of the run

    def follows_from_values(self):
        self.keep = {
            key.removesuffix("_half_life_days"): np.exp(F32(-math.log(2)) / value)
            for key, value in self.d.items() if key.endswith("_half_life_days")
        }
        self.watched = {
            key: sum(map(F32, rel.get("onlookers", {}).values()), F32(0)) for key, rel in self.rel.items()
        }
        self.exposure = {
            (i, j): F32(self.state[j]["power"]) / (F32(self.state[i]["power"]) + F32(self.state[j]["power"]))
            for i, j in self.rel
        }
        s = [F32(rung["severity"]) for rung in self.rungs]
        low = [F32(0)] + [(a + b) / F32(2) for a, b in zip(s, s[1:])]
        high = low[1:] + [F32(1)]
        stretch = [max(h - l, F32(1e-6)) for l, h in zip(low, high)]
        assurable = [k for k, r in enumerate(self.rungs) if r["violent"] and not r["lasting"] and not r["nuclear"]]
        # Alternatives: conciliate, hold, rungs as plain acts, rungs with assurances.
        self.rung_of = [None, None, *range(len(s)), *assurable]
        self.assured = [False] * (ACTS + len(s)) + [True] * len(assurable)
        self.assured_of = {k: ACTS + len(s) + n for n, k in enumerate(assurable)}
        blow = {name: [F32(0), F32(0)] for name in ("s felt seen home violent acts against_group weight").split()}
        blow["conciliates"] = [F32(1)] + [F32(0)] * (len(self.rung_of) - 1)
        for k, assured in zip(self.rung_of[ACTS:], self.assured[ACTS:]):
            seen = s[k] * F32(self.rungs[k]["public"])
            blow["s"].append(s[k])
            blow["felt"].append(s[k] * (F32(1) - self.d["assurance_softening"]) if assured else s[k])
            blow["seen"].append(seen)
            blow["home"].append(seen * (F32(1) - self.d["assurance_discount"]) if assured else seen)
            blow["violent"].append(F32(self.rungs[k]["violent"]))
            blow["acts"].append(F32(1))
            blow["against_group"].append(F32(self.rungs[k]["against_group"]))
            blow["weight"].append(stretch[k] / F32(2) if k in assurable else stretch[k])
        self.plain = {name: np.array(column, F32) for name, column in blow.items()}
        self.open_always = np.array([True, True] + [False] * (len(self.rung_of) - ACTS))
        self.is_assured = np.array(self.assured)

    # 5, 7.10: initialisation

    def initialise(self):
        rungs = self.scenario.rungs
        self.x = {key: F32(rel["injury"]) for key, rel in self.rel.items()}
        self.g = {key: F32(rel["grievance"]) for key, rel in self.rel.items()}
        self.J = {key: F32(0) for key in self.rel}
        self.c = {key: F32(rel["ties"]) for key, rel in self.rel.items()}
        self.r = {key: rungs.index(rel["posture"]) if "posture" in rel else NONE for key, rel in self.rel.items()}
        self.belief = {key: self.prior(rel["resolve_belief"]) for key, rel in self.rel.items()}
        self.worst = {key: NONE for key in self.rel}
        self.last = {key: NONE for key in self.rel}
        self.seen = {key: NOTHING for key in self.rel}
        self.suffered = {key: NONE for key in self.rel}
        self.f = {key: F32(0) for key in self.rel}
        self.m = {key: F32(0) for key in self.rel}
        self.t = {
            (i, j): max(F32(self.rel[i, j]["tension"]), F32(self.rel[j, i]["tension"])) for i, j in self.scenario.pairs
        }
        self.mediation = {pair: None for pair in self.scenario.pairs}
        self.P = {key: F32(state["prestige"]) for key, state in self.state.items()}
        self.n = {key: F32(state["assertiveness"]) for key, state in self.state.items()}
        self.y = {key: F32(0) for key in self.state}
        self.k = {key: F32(group["capacity"]) for key, group in self.group.items()}
        self.M = {key: F32(mediator["prestige"]) for key, mediator in self.mediator.items()}
        self.since = {}
        self.due, self.occurred = {}, {}
        self.quiet = None
        self.routine_date = {key: self.first_routine(key) for key in self.rel}

    def prior(self, believed):
        mean, confidence = F32(believed["mean"]), F32(believed["confidence"])
        l = (mean * confidence - F32(1)) * np.log(TYPES) + ((F32(1) - mean) * confidence - F32(1)) * np.log1p(-TYPES)
        return l - l.max()

    def believed(self, key):
        """Beliefs are kept as logarithms and normalised where they are read."""
        b = np.exp(self.belief[key] - self.belief[key].max())
        return b / b.sum()

    # Small helpers

    def pair(self, key):
        return tuple(sorted(key))

    def in_focus(self, key):
        return self.pair(key) in self.scenario.focus

    def severity(self, k):
        return F32(0) if k == NONE else F32(self.rungs[k]["severity"])

    def violent(self, k):
        return k != NONE and self.rungs[k]["violent"]

    def nuclear(self, state):
        return self.state[state].get("nuclear", False)

    def resting(self, i):
        return F32(self.state[i]["assertiveness"])

    def audience(self, key):
        """A of 7.3; without elections E is 1."""
        i = key[0]
        return F32(self.state[i]["audience_cost"]) * (F32(1.5) - self.P[i]) * (F32(1) - self.f[key])

    def draw(self, kind, names, purpose, word):
        return self.luck.unit(self.day, entity(kind, *names), purpose, word)

    # 3: the day

    def play(self):
        for self.day in range(self.scenario.horizon):
            self.acted = {key: NONE for key in self.rel}
            self.events()
            self.groups_attack()
            self.go_betweens()
            decisions = [d for d in map(self.turn_to, self.rel) if d]
            self.land(decisions)
            self.learn(decisions)
            self.night()
            self.last = self.acted
            self.measures.count(self)
            end = self.end()
            if end:
                return self.measures.record(self, end)

    # 7.2: what is open

    def blow(self, key):
        """The blow of every alternative; hold means to fight on under one's own violent posture."""
        if not self.violent(self.r[key]):
            return self.plain
        blow = {name: column.copy() for name, column in self.plain.items()}
        for name in ("s", "felt", "seen", "home", "violent", "against_group"):
            blow[name][HOLD] = self.plain[name][ACTS + self.r[key]]
        return blow

    def open(self, key):
        i, j = key
        state, posture, rungs = self.state[i], self.r[key], self.scenario.rungs
        reach = self.rel[key].get("reach", state.get("reach"))
        first_nuclear = next((k for k, r in enumerate(self.rungs) if r["nuclear"]), len(rungs))
        if reach is None:
            highest = len(rungs) - 1 if self.nuclear(i) and self.nuclear(j) else first_nuclear - 1
        else:
            highest = -1 if reach == "none" else rungs.index(reach)
        out = self.open_always.copy()
        for a, k in enumerate(self.rung_of):
            if k is None:
                continue
            rung = self.rungs[k]
            has_aim = not rung["against_group"] or not self.group or any(self.groups_against(i, j))
            adds = k > posture or not (rung["lasting"] or self.violent(posture))
            climb = self.d.get("max_climb")
            out[a] = (
                rungs[k] in state.get("rungs", rungs) and k <= highest and (not rung["nuclear"] or self.nuclear(i))
                and has_aim and adds and (climb is None or k <= posture + climb)
            )
        return out

    # 7.3: utility, but for reprisal

    def utility_before_reprisal(self, key, scene, blow):
        i, j = key
        x, J, g, t = (np.asarray(scene[name])[..., None] for name in ("x", "J", "g", "t"))
        u, A, W = self.u, self.audience(key), self.watched[key]
        s, felt, home, seen, violent = (blow[name] for name in ("s", "felt", "home", "seen", "violent"))
        return (
            u["coercion"] * (g + self.menace(i, j) * blow["against_group"]) * s
            + u["assertion"] * self.n[i] * home * violent
            - u["audience"] * A * max0(x - home)
            - u["precedent"] * W * max0(x - seen)
            - u["ties"] * self.c[key] * felt
            - u["legitimacy"] * max0(felt - x - J)
            - u["nuclear_risk"] * F32(self.nuclear(j)) * s**6
            - u["pressure"] * self.m[key] * s
            - u["weariness"] * self.y[i] * s * violent
            - (u["effort_fixed"] * blow["acts"] + u["effort"] * s + u["conciliation_effort"] * blow["conciliates"])
            + (u["reconciliation_base"] + u["reconciliation"] * F32(self.rel[key]["ties"]) * t) * blow["conciliates"]
            - u["humiliation"] * A * x * blow["conciliates"]
        ).astype(F32)

    # 7.4: choice

    def probabilities(self, key, scene, resolve, foresight, rules=False):
        """Of every alternative (last axis), for each resolve given (the axis before), in each situation of the scene."""
        i = key[0]
        blow, is_open = self.blow(key), self.open(key)
        replies = self.replies(key, scene, blow, foresight, rules)
        price = self.u["reprisal"] * (F32(1) - resolve) * self.exposure[key]
        U = self.utility_before_reprisal(key, scene, blow)[..., None, :] - price[:, None] * replies[..., None, :]
        between = F32(self.state[i]["precision"])
        within = between * self.u["nest_precision_ratio"]
        U_conciliate, U_hold = U[..., CONCILIATE], U[..., HOLD]
        P = np.zeros_like(U)
        acts = is_open & ~self.open_always
        if acts.any():
            w, U_acts = blow["weight"][acts], U[..., acts]
            B = U_acts.max(axis=-1)
            mass = w * np.exp(within * (U_acts - B[..., None]))
            inclusive = B + np.log(mass.sum(axis=-1) / w.sum()) / within
        else:
            inclusive = np.full_like(U_hold, -1e30)
        top = np.maximum(np.maximum(U_conciliate, U_hold), inclusive)
        C, H, A = (np.exp(between * (value - top)) for value in (U_conciliate, U_hold, inclusive))
        total = C + H + A
        P[..., CONCILIATE], P[..., HOLD] = C / total, H / total
        if acts.any():
            P[..., acts] = (A / total / mass.sum(axis=-1))[..., None] * mass
        return P

    def pick(self, probability, is_open, u):
        plain = [a for a in reversed(range(ACTS, len(self.rung_of))) if not self.assured[a]]
        assured = [a for a in range(ACTS, len(self.rung_of)) if self.assured[a]]
        running = F32(0)
        for a in [*plain, *assured, CONCILIATE]:
            if is_open[a]:
                running += F32(probability[a])
                if u < running:
                    return a
        return HOLD

    # 7.5: anticipation

    def scene(self, key):
        i, j = key
        return dict(x=self.x[key], J=self.J[key], g=self.g[key], x_other=self.x[j, i], J_other=self.J[j, i],
                    g_other=self.g[j, i], t=self.t[self.pair(key)])

    def traced(self, key):
        """Chance that the author of each alternative becomes known (7.2, 7.16); fighting on is always traced."""
        p = self.d["attribution"]
        name, share = self.carrier(key)
        if name is not None:
            p = p + share * (F32(self.group[name]["attribution"]["sponsor"]) - p)
        deniable = [k is not None and self.rungs[k]["deniable"] for k in self.rung_of]
        return np.where(deniable, F32(p), F32(1)).astype(F32)

    def imagine(self, key, scene, blow, traced):
        """The scene after each alternative (a new last axis), as the other side sees it."""
        j = key[1]
        old = {name: np.asarray(value)[..., None] for name, value in scene.items()}
        d, other = self.d, self.state[j]
        visible = np.divide(blow["seen"], blow["s"], out=np.zeros_like(blow["s"]), where=blow["s"] > 0)
        stopped = d["defence_effect"] * F32(other["defence"])
        hurt = d["injury_gain"] * blow["felt"] * visible * (F32(1) - stopped * blow["violent"])
        answered = np.minimum(old["x"], blow["home"])
        injury = max0(hurt - F32(other["proportionality"]) * answered) * traced
        relief = F32(1) - d["conciliation_relief"] * blow["conciliates"]
        healed = F32(1) - d["conciliation_grievance"] * blow["conciliates"]
        return dict(
            x_other=old["x"] - answered,
            x=np.minimum(old["x_other"] + injury, F32(1.5)) * relief,
            J=np.minimum(old["J_other"] + d["justification_gain"] * hurt * traced, F32(1)),
            t=np.minimum(old["t"] + d["tension_gain"] * blow["felt"] * traced, F32(1)),
            g=old["g_other"] * healed,
            J_other=old["J"] + F32(0) * hurt, g_other=old["g"] + F32(0) * hurt,
        )

    def replies(self, key, scene, blow, foresight, rules):
        """ρ of every alternative."""
        if foresight == 0:
            return F32(0.5) * blow["felt"] + F32(0) * np.asarray(scene["x"])[..., None]
        i, j = key
        back = (j, i)
        after = self.imagine(key, scene, blow, self.traced(key))
        P = self.probabilities(back, after, TYPES, foresight - 1)
        by_type = P @ self.blow(back)["s"]
        quantal = by_type @ self.believed(key)
        if not rules or self.policy(j) == "quantal":
            return quantal.astype(F32)
        tremble = F32(self.state[j]["tremble"])
        return ((F32(1) - tremble) * self.rule_replies(key, scene, blow) + tremble * quantal).astype(F32)

    # 7.6: a state turns to a relation

    def first_routine(self, key):
        routine = float(F32(self.state[key[0]]["routine"]))
        if routine <= 0:
            return None
        self.routine_index = getattr(self, "routine_index", {})
        self.routine_index[key] = 0
        return self.waiting_time(key, routine) - 1

    def waiting_time(self, key, routine):
        words = self.luck.block(0, entity("relation", *key), rnd.ROUTINE, self.routine_index[key])
        self.routine_index[key] += 1
        if routine >= 1:
            return 1
        return 1 + math.floor(math.log(rnd.unit64(words[0], words[1])) / math.log1p(-routine))

    def on_date(self, key):
        """Whether today is a date of routine."""
        while self.routine_date[key] is not None and self.routine_date[key] < self.day:
            self.routine_date[key] += self.waiting_time(key, float(F32(self.state[key[0]]["routine"])))
        return self.routine_date[key] == self.day

    def turn_to(self, key):
        i = key[0]
        state, threshold = self.state[i], self.d["agenda_threshold"]
        agenda = (
            max(self.t[self.pair(key)], self.x[key], self.J[key]) > threshold
            or self.n[i] - self.resting(i) > threshold
        )
        u0, u1, u2, u3 = map(rnd.unit, self.luck.block(self.day, entity("relation", *key), rnd.DECISION))
        on_date = self.on_date(key)
        if agenda:
            chance, decides = F32(state["tempo"]), u0 < F32(state["tempo"])
        else:
            chance, decides = F32(state["routine"]), on_date
        silence = self.x[key] > threshold
        if not decides and not silence:
            return None
        is_open, policy = self.open(key), self.policy(i)
        resolves = np.concatenate(([F32(state["resolve"])], TYPES)).astype(F32)
        P = self.probabilities(key, self.scene(key), resolves, int(state.get("foresight", 1)), rules=True)
        weighed, trembles = F32(1), True
        if policy != "quantal":
            weighed = F32(state["tremble"])
            u4, u5 = (self.draw("relation", key, rnd.POLICY, word) for word in (0, 1))
            trembles = u4 < weighed
            R = np.zeros_like(P[0])
            for a, share in self.rule(key, is_open, self.seen[key], self.suffered[key], self.worst[key], self.x[key]):
                R[a] += share
            P = weighed * P + (F32(1) - weighed) * R
        accident = self.accidents(is_open)
        act, known, carrier = HOLD, True, None
        if decides:
            if trembles:
                weights = P if policy == "quantal" else (P - (F32(1) - weighed) * R) / weighed
                act = self.pick(weights[0], is_open, u1)
            else:
                act = self.picked_by_rule(R, u5)
            if act in accident and u2 < accident[act][1]:
                act = accident[act][0]
            self.seen[key] = NOTHING
            known, carrier = self.author(key, act)
        shown = act if known else HOLD
        evidence = None
        if (shown != HOLD or silence) and weighed > 0:
            evidence = self.likelihood(P[1:], shown, chance, accident)
        return dict(key=key, act=act if decides else None, known=known, carrier=carrier, u3=u3, evidence=evidence,
                    x=self.x[key])

    def accidents(self, is_open):
        """By alternative: what it lands on by accident, and with what chance."""
        out = {}
        for a, k in enumerate(self.rung_of):
            if k is None or k + 1 >= len(self.rungs):
                continue
            higher = ACTS + k + 1
            if self.assured[a]:
                higher = self.assured_of.get(k + 1, higher)
            if is_open[a] and is_open[higher]:
                out[a] = higher, F32(self.rungs[k]["accident"])
        return out

    def author(self, key, act):
        """Whether the author becomes known, and the group that carried the act out, if one did (7.6, 7.16)."""
        k = self.rung_of[act]
        if k is None or not self.rungs[k]["deniable"]:
            return True, None
        chance = self.d["attribution"]
        carrier, share = self.carrier(key)
        if carrier is not None and self.draw("relation", key, rnd.ORDER, 0) < share:
            chance = F32(self.group[carrier]["attribution"]["sponsor"])
        else:
            carrier = None
        return self.draw("relation", key, rnd.ATTRIBUTION, 0) < chance, carrier

    def likelihood(self, P, shown, chance, accident):
        if shown == CONCILIATE:
            return chance * P[:, CONCILIATE]
        if shown == HOLD:
            return F32(1) - chance + chance * P[:, HOLD]
        landed = P[:, shown] * (F32(1) - accident.get(shown, (None, F32(0)))[1])
        for a, (higher, share) in accident.items():
            if higher == shown:
                landed = landed + P[:, a] * share
        return chance * landed

    # 7.8: acts land

    def land(self, decisions):
        self.land_bites()
        for decision in decisions:
            if decision["act"] == CONCILIATE:
                self.conciliate(decision["key"])
        acts = [d for d in decisions if d["act"] is not None and d["act"] >= ACTS]
        for act in acts:
            self.spend(act)
        for act in acts:
            act["owed"] = min(act["x"], self.x[act["key"]])
        self.broken = set()
        for act in acts:
            self.blow_lands(act)

    def land_bites(self):
        dawn, d, share = dict(self.x), self.d, self.d["bite_per_day"]
        for (i, j), k in list(self.r.items()):
            if not self.violent(k):
                continue
            back, other, rung = (j, i), self.state[j], self.rungs[k]
            felt, seen, home = (self.plain[name][ACTS + k] * share for name in ("felt", "seen", "home"))
            severity = self.severity(k) * share
            stopped = d["defence_effect"] * F32(other["defence"])
            uniforms = self.luck.units64(self.day, entity("relation", i, j), rnd.DEATHS_OF_POSTURE)
            mean = F32(rung["fatalities"]["mean"]) * share * (F32(1) - stopped)
            civilians, military = rnd.deaths(mean, rung["fatalities"]["dispersion"], rung["civilian_share"], uniforms)
            self.measures.dead += civilians + military
            hurt = d["injury_gain"] * felt * (seen / severity if severity > 0 else F32(0)) * (F32(1) - stopped)
            answered = min(dawn[i, j], home)
            self.x[i, j] -= answered
            self.x[back] += max0(hurt - F32(other["proportionality"]) * answered)
            self.g[back] += d["grievance_gain"] * hurt
            self.t[self.pair((i, j))] += d["tension_gain"] * felt
            for side in (i, j):
                self.y[side] += d["weariness_gain"] * self.severity(k)
            self.seen[back] = max(self.seen[back], k)
            self.suffered[back] = max(self.suffered[back], k)
            if self.in_focus((i, j)):
                self.quiet = self.day
                self.measures.last_violent_day = self.day

    def conciliate(self, key):
        i, j = key
        back, k = (j, i), self.r[key]
        usable = [n for n, rung in enumerate(self.rungs)
                  if rung["lasting"] and self.scenario.rungs[n] in self.state[i].get("rungs", self.scenario.rungs)]
        self.r[key] = NONE if self.violent(k) else max((n for n in usable if n < k), default=NONE)
        self.x[back] *= F32(1) - self.d["conciliation_relief"]
        self.g[back] *= F32(1) - self.d["conciliation_grievance"]
        self.t[self.pair(key)] *= F32(1) - self.d["conciliation_tension"]
        self.seen[back] = max(self.seen[back], CONCILIATION)
        self.rein_in(i, j, self.d["crackdown"])

    def spend(self, act):
        i = act["key"][0]
        k = self.rung_of[act["act"]]
        sigma = self.d["severity_noise"]
        noise = np.exp(sigma * F32(special.ndtri(float(act["u3"]))) - sigma * sigma / F32(2)) if sigma > 0 else F32(1)
        act["blow"] = {name: self.plain[name][act["act"]] * noise for name in ("s", "felt", "seen", "home")}
        if self.violent(k):
            self.g[act["key"]] *= max0(F32(1) - self.d["grievance_relief"] * act["blow"]["s"])
            self.n[i] *= max0(F32(1) - self.d["assertion_spent"] * act["blow"]["home"])
            self.worst[act["key"]] = NONE

    def blow_lands(self, act):
        key, d, blow = act["key"], self.d, act["blow"]
        i, j = key
        back, pair, k = (j, i), self.pair(key), self.rung_of[act["act"]]
        rung, other, violent = self.rungs[k], self.state[j], self.violent(k)
        stopped = d["defence_effect"] * F32(other["defence"])
        civilians = 0
        if violent:
            uniforms = self.luck.units64(self.day, entity("relation", i, j), rnd.DEATHS_OF_ACT)
            mean = F32(rung["fatalities"]["mean"]) * (F32(1) - stopped)
            civilians, military = rnd.deaths(mean, rung["fatalities"]["dispersion"], rung["civilian_share"], uniforms)
            self.measures.dead += civilians + military
        outrage = d["civilian_injury"] * F32(civilians) / (F32(civilians) + F32(10))
        visible = blow["seen"] / blow["s"] if blow["s"] > 0 else F32(0)
        hurt = d["injury_gain"] * blow["felt"] * visible * (F32(1) - stopped * F32(violent)) * (F32(1) + outrage)
        answered = min(act["owed"], blow["home"])
        self.x[key] = max0(self.x[key] - answered)
        self.P[i] += d["prestige_answered"] * answered
        if rung["against_group"]:
            self.hit_group(key, blow["s"] * (F32(1) - stopped))
        injury = max0(hurt - F32(other["proportionality"]) * answered)
        if act["known"]:
            self.x[back] += injury
            self.J[back] += d["justification_gain"] * hurt
            self.t[pair] += d["tension_gain"] * blow["felt"]
            self.seen[back] = max(self.seen[back], k)
            if violent:
                self.g[back] += d["grievance_gain"] * hurt
                for side in (key, back):
                    self.c[side] *= max0(F32(1) - d["ties_damage"] * blow["felt"])
                self.worst[back] = max(self.worst[back], k)
                self.suffered[back] = max(self.suffered[back], k)
        elif act["carrier"] is not None:
            host = self.group[act["carrier"]]["host"]
            blamed = self.draw("relation", key, rnd.ATTRIBUTION, 1) < F32(self.group[act["carrier"]]["attribution"]["host"])
            if host not in (i, j) and (j, host) in self.rel and blamed:
                self.blame((j, host), injury, blow["felt"])
        if rung["lasting"]:
            self.r[key] = max(self.r[key], k)
        self.acted[key] = k
        self.measures.act(self, key, k, act["known"])
        if violent and self.mediation[pair] is not None and pair not in self.broken:
            self.broken.add(pair)
        if self.in_focus(key) and k > 0:
            self.quiet = self.day
        if violent and pair in self.broken and self.mediation[pair] is not None:
            if self.draw("channel", (self.mediation[pair], *pair), rnd.BREAKDOWN, 1) < self.med["breakdown"]:
                self.since.pop((self.mediation[pair], pair))
                self.mediation[pair] = None

    # 7.10: beliefs

    def learn(self, decisions):
        for decision in decisions:
            if decision["evidence"] is None:
                continue
            i, j = decision["key"]
            told = np.log(np.maximum(decision["evidence"], F32(1e-6)))
            weight = self.d["belief_weight"]
            self.belief[j, i] = self.belief[j, i] + weight * told
            for onlooker, share in self.rel[i, j].get("onlookers", {}).items():
                if (onlooker, i) in self.rel:
                    self.belief[onlooker, i] = self.belief[onlooker, i] + weight * F32(share) * told

    # 7.13: night

    def night(self):
        d, keep = self.d, self.keep

        def toward(z, rest, kept):
            return F32(rest) + (z - F32(rest)) * kept

        for key in self.rel:
            self.x[key] = clamp(self.x[key] * keep["injury"], 0, 1.5)
            if self.x[key] < d["agenda_threshold"]:
                self.worst[key] = NONE
            self.g[key] = toward(clamp(self.g[key], 0, 1), self.rel[key]["grievance"], keep["grievance"])
            self.J[key] = clamp(self.J[key] * keep["justification"], 0, 1)
            self.c[key] = toward(clamp(self.c[key], 0, 1), self.rel[key]["ties"], keep["ties"])
        for i, j in self.scenario.pairs:
            floor = d["posture_tension"] * max(self.severity(self.r[i, j]), self.severity(self.r[j, i]))
            self.t[i, j] = max(toward(clamp(self.t[i, j], 0, 1), floor, keep["tension"]), floor)
        for i, j in self.rel:
            self.P[i] -= d["prestige_unanswered"] * self.x[i, j]
        for i, state in self.state.items():
            self.P[i] = toward(clamp(self.P[i], 0, 1), state["prestige"], keep["prestige"])
            self.n[i] = clamp(toward(self.n[i], self.resting(i), keep["assertiveness"]), 0, 1.5)
            self.y[i] = clamp(self.y[i] * keep["weariness"], 0, 1)
        for name, group in self.group.items():
            kept = np.exp(F32(-math.log(2)) / F32(group["regrowth_half_life_days"]))
            self.k[name] = toward(clamp(self.k[name], 0, 1), group["capacity"], kept)

    # 7.14: the end of a run

    def end(self):
        d = self.d
        if self.measures.nuclear_used:
            return "nuclear_use"
        quiet = self.quiet is not None and self.day - self.quiet >= self.scenario.quiet_days
        calm = all(
            self.t[pair] <= d["settled_tension"]
            and all(not self.violent(self.r[key]) and self.severity(self.r[key]) < d["settled_posture"]
                    for key in (pair, pair[::-1]))
            for pair in self.scenario.focus
        )
        if quiet and calm:
            return "settled"
        return "horizon" if self.day == self.scenario.horizon - 1 else None
