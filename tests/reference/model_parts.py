"""What happens to states besides their own choice, and rules in its place: parts of the day of model.py.

Each class holds the steps of one section of docs/model.md and works on the numbers and variables of model.Run.
"""

import math

import numpy as np
from scipy import special

import model_random as rnd
from model_random import entity
from model_scenario import F32

CONCILIATE, HOLD, ACTS = 0, 1, 2
NOTHING, CONCILIATION = -2, -1  # what was seen, if it was no rung
NONE = -1  # no posture, nothing unanswered, nothing suffered


def max0(z):
    return np.maximum(z, F32(0))


def clamp(z, low, high):
    return min(max(z, F32(low)), F32(high))


class GoBetweens:
    """Section 7.11."""

    def channels(self, mode):
        for name, mediator in self.mediator.items():
            if mediator.get("mode", "mediate") != mode or not mediator.get("active", True):
                continue
            for pair in self.scenario.pairs:
                known = [side in mediator["parties"] for side in pair]
                if all(known) if mode == "mediate" else any(known):
                    yield name, pair

    def rivals(self, name):
        return [
            other for other, mediator in self.mediator.items()
            if other in self.mediator[name].get("rivals", []) or name in mediator.get("rivals", [])
        ]

    def party(self, name, side, what):
        return F32(self.mediator[name]["parties"].get(side, {}).get(what, 0.0))

    def go_betweens(self):
        med = self.med
        for name, pair in sorted(self.since):
            if self.mediation[pair] == name and self.agrees(name, pair):
                self.agreement(name, pair)
            elif self.day - self.since[name, pair] >= med["duration_days"]:
                del self.since[name, pair]
                if self.mediation[pair] == name:
                    self.mediation[pair] = None
        for name, pair in self.channels("encourage"):
            if (name, pair) not in self.since and self.stirs(name, pair, rnd.ENCOURAGE):
                self.since[name, pair] = self.day
        offers = {}
        for name, pair in self.channels("mediate"):
            if self.mediation[pair] is None and self.stirs(name, pair, rnd.OFFER):
                if all(self.accepts(name, pair, side) for side in (0, 1)):
                    trust = self.party(name, pair[0], "trust") * self.party(name, pair[1], "trust")
                    if pair not in offers or trust > offers[pair][0]:
                        offers[pair] = trust, name
        for pair, (_, name) in offers.items():
            self.mediation[pair], self.since[name, pair] = name, self.day
            if pair in self.scenario.focus and self.measures.mediation_day is None:
                self.measures.mediation_day = self.day
        for key in self.rel:
            i, pair = key[0], self.pair(key)
            self.m[key] = sum(
                (med["pressure"] * self.party(name, i, "leverage") for name, at in self.since if at == pair), F32(0)
            )
            name = self.mediation[pair]
            self.f[key] = med["face"] * self.party(name, i, "trust") if name is not None else F32(0)

    def stirs(self, name, pair, purpose):
        mediator = self.mediator[name]
        chance = self.med["offer_rate"] * F32(mediator["initiative"]) * F32(mediator["stake"]) * self.t[pair]
        return self.t[pair] > self.med["threshold"] and self.draw("channel", (name, *pair), purpose, 0) < chance

    def accepts(self, name, pair, side):
        med, me = self.med, pair[side]
        rivals = sum(
            (self.party(rival, me, "leverage") for rival in self.rivals(name)
             if self.mediator[rival].get("mode") == "encourage" and (rival, pair) in self.since), F32(0)
        )
        odds = (
            med["accept_base"]
            + med["accept_trust"] * self.party(name, me, "trust") * (F32(0.5) + self.M[name])
            + med["accept_leverage"] * self.party(name, me, "leverage")
            + med["accept_weariness"] * self.y[me]
            - med["accept_injury"] * F32(self.state[me]["audience_cost"]) * self.x[me, pair[1 - side]]
            - med["rival_pressure"] * rivals
        )
        return self.draw("channel", (name, *pair), rnd.ACCEPT, side) < special.expit(odds)

    def agrees(self, name, pair):
        trust = min(self.party(name, side, "trust") for side in pair)
        ripe = F32(1) + self.med["ripeness_weight"] * min(self.y[side] for side in pair)
        chance = min(F32(1), self.med["agreement_rate"] * trust * ripe)
        return self.draw("channel", (name, *pair), rnd.AGREEMENT, 0) < chance

    def agreement(self, name, pair):
        med = self.med
        self.t[pair] *= F32(1) - med["agreement_relief"]
        for key in (pair, pair[::-1]):
            self.x[key] *= F32(1) - med["agreement_relief"]
            self.g[key] *= F32(1) - med["agreement_grievance"]
            self.r[key], self.worst[key], self.seen[key] = NONE, NONE, NOTHING
            self.rein_in(*key, med["agreement_crackdown"])
        self.M[name] = clamp(self.M[name] + med["prestige_gain"], 0, 1)
        for rival in self.rivals(name):
            self.M[rival] = clamp(self.M[rival] - med["prestige_gain"] * med["rival_loss"], 0, 1)
        self.mediation[pair] = None
        del self.since[name, pair]
        if pair in self.scenario.focus:
            self.measures.agreement_day = self.day


class Events:
    """Section 7.12."""

    def events(self):
        for name, event in self.event.items():
            if name in self.due and not event.get("repeats", False):
                continue
            u0, u1 = (self.draw("event", (name,), rnd.EVENT, word) for word in (0, 1))
            if not self.is_due(event, u0):
                continue
            self.due[name] = self.day
            self.occurred[name] = bool(u1 < F32(event.get("probability", 1.0))) and event.get("active", True)
            if self.occurred[name]:
                for effect in event.get("effects", []):
                    self.takes_effect(effect)

    def is_due(self, event, u0):
        if "date" in event:
            return event["date"] == self.day
        if "hazard_per_day" in event:
            return u0 < F32(event["hazard_per_day"])
        if "when_rung" in event:
            when = event["when_rung"]
            return self.last[when["from"], when["to"]] >= self.scenario.rungs.index(when["rung"])
        after = event["after"]
        due = self.due.get(after["event"])
        return (due is not None and self.day == due + after.get("delay_days", 1)
                and self.occurred[after["event"]] == after.get("occurred", True))

    def takes_effect(self, effect):
        by_relation = dict(grievance=(self.g, 1), injury=(self.x, 1.5), justification=(self.J, 1), ties=(self.c, 1))
        by_state = dict(assertiveness=(self.n, 1.5), prestige=(self.P, 1), capacity=(self.k, 1))
        for what, targets in effect.items():
            for target, amount in targets.items():
                amount = F32(amount)
                if what == "fatalities":
                    self.measures.dead += math.floor(float(amount) + 0.5)
                    continue
                if what == "tension":
                    column, largest, place = self.t, 1, self.pair(target.split("."))
                elif what in by_relation:
                    (column, largest), place = by_relation[what], tuple(target.split("."))
                else:
                    (column, largest), place = by_state[what], target
                column[place] = clamp(column[place] + amount, 0, largest)
                if what in ("injury", "tension") and amount > 0 and self.pair(target.split(".")) in self.scenario.focus:
                    self.quiet = self.day


class ArmedGroups:
    """Section 7.16."""

    def groups_against(self, victim, host):
        return [n for n, group in self.group.items() if group["host"] == host and victim in group["targets"]]

    def menace_of(self, name, victim):
        target = self.group[name]["targets"][victim]
        return min(F32(1), F32(30) * F32(target["rate_per_day"]) * self.k[name]) * F32(target["severity"])

    def menace(self, i, j):
        return min(sum((self.menace_of(name, i) for name in self.groups_against(i, j)), F32(0)), F32(1))

    def carrier(self, key):
        """The group that may carry out a deniable act of i on j, and with what chance it does."""
        i, j = key
        best, share = None, None
        for name, group in self.group.items():
            if group.get("sponsor") == i and j in group["targets"]:
                this = F32(group["control"]) * self.k[name]
                if best is None or this > share:
                    best, share = name, this
        return best, share

    def groups_attack(self):
        for name, group in self.group.items():
            for victim, target in group["targets"].items():
                u0, u1, u2 = (self.draw("group", (name, victim), rnd.GROUP_ATTACK, word) for word in (0, 1, 2))
                if not u0 < F32(target["rate_per_day"]) * self.k[name]:
                    continue
                self.measures.group_attacks += 1
                uniforms = self.luck.units64(self.day, entity("group", name, victim), rnd.GROUP_DEATHS)
                civilians, military = rnd.deaths(
                    target["fatalities"], target["dispersion"], group["civilian_share"], uniforms
                )
                self.measures.dead += civilians + military
                sponsor, host = group.get("sponsor"), group["host"]
                if (victim, sponsor) in self.rel and u1 < F32(group["attribution"]["sponsor"]):
                    blamed = sponsor
                elif (victim, host) in self.rel and u2 < F32(group["attribution"]["host"]):
                    blamed = host
                else:
                    continue
                severity = F32(target["severity"])
                outrage = self.d["civilian_injury"] * F32(civilians) / (F32(civilians) + F32(10))
                self.blame((victim, blamed), self.d["injury_gain"] * severity * (F32(1) + outrage), severity)

    def blame(self, key, hurt, severity):
        d, pair = self.d, self.pair(key)
        self.x[key] = clamp(self.x[key] + hurt, 0, 1.5)
        self.J[key] = clamp(self.J[key] + d["justification_gain"] * hurt, 0, 1)
        self.g[key] = clamp(self.g[key] + d["grievance_gain"] * hurt, 0, 1)
        self.t[pair] = clamp(self.t[pair] + d["tension_gain"] * severity, 0, 1)
        if self.in_focus(key):
            self.quiet = self.day

    def hit_group(self, key, force):
        i, j = key
        names = self.groups_against(i, j)
        if not names:
            return
        menaces = [self.menace_of(name, i) for name in names]
        hit, left = names[0], self.draw("relation", key, rnd.GROUP_HIT, 0) * sum(menaces)
        if sum(menaces) > 0:
            for hit, menace in zip(names, menaces):
                if left < menace:
                    break
                left -= menace
        self.k[hit] *= max0(F32(1) - F32(self.group[hit]["vulnerability"]) * force)

    def rein_in(self, patron, victim, share):
        for name, group in self.group.items():
            if victim not in group["targets"]:
                continue
            if group["host"] == patron:
                self.k[name] *= F32(1) - share
            elif group.get("sponsor") == patron:
                self.k[name] *= F32(1) - share * F32(group["control"])


class Policies:
    """Section 7.18, but for scripts."""

    def policy(self, i):
        return self.state[i].get("policy", "quantal")

    def act_on(self, key, is_open, k):
        """To act on a rung."""
        if is_open[ACTS + k]:
            return ACTS + k
        if self.rungs[k]["lasting"] and self.r[key] >= k:
            return HOLD
        milder = [n for n in range(k) if is_open[ACTS + n] and self.rungs[n]["violent"] == self.rungs[k]["violent"]]
        return ACTS + max(milder) if milder else HOLD

    def rule(self, key, is_open, seen, suffered, worst, x):
        """What the rule of key's first state decides on: alternatives with their chances."""
        i = key[0]
        policy, generosity = self.policy(i), F32(self.state[i]["generosity"])
        if policy in ("tit_for_tat", "generous_tit_for_tat"):
            if seen == NOTHING:
                return [(HOLD, F32(1))]
            if seen == CONCILIATION:
                return [(CONCILIATE, F32(1))]
            act = self.act_on(key, is_open, seen)
            if policy == "tit_for_tat":
                return [(act, F32(1))]
            return [(HOLD, generosity), (act, F32(1) - generosity)]
        if policy == "grim":
            return [(HOLD if suffered == NONE else self.act_on(key, is_open, suffered), F32(1))]
        if policy == "always_hold":
            return [(HOLD, F32(1))]
        if policy == "always_retaliate":
            if not x > self.d["agenda_threshold"]:
                return [(HOLD, F32(1))]
            if worst != NONE:
                return [(self.act_on(key, is_open, worst), F32(1))]
            milder = [k for k in range(len(self.rungs)) if is_open[ACTS + k] and self.severity(k) <= x]
            return [(ACTS + max(milder) if milder else HOLD, F32(1))]
        raise ValueError(policy)

    def picked_by_rule(self, R, u5):
        acts = [a for a in range(len(R)) if a != HOLD and R[a] > 0]
        if not acts or u5 < R[HOLD]:
            return HOLD
        return acts[0]

    def rule_replies(self, key, scene, blow):
        """rule(a) of 7.18: what the other's rule would decide on after each alternative of key."""
        i, j = key
        back = (j, i)
        severities, is_open = self.blow(back)["s"], self.open(back)
        after = self.imagine(key, scene, blow, np.ones_like(blow["s"]))
        traced = self.traced(key)

        def answer(seen, suffered, worst, x):
            return sum((share * severities[a] for a, share in self.rule(back, is_open, seen, suffered, worst, x)), F32(0))

        now = self.seen[back], self.suffered[back], self.worst[back]
        as_things_stand = answer(*now, self.x[back])
        out = []
        for a, k in enumerate(self.rung_of):
            seen, suffered, worst = now
            if a == CONCILIATE:
                seen = max(seen, CONCILIATION)
            elif a == HOLD and self.violent(self.r[key]):
                seen, suffered = max(seen, self.r[key]), max(suffered, self.r[key])
            elif k is not None:
                seen = max(seen, k)
                if self.violent(k):
                    suffered, worst = max(suffered, k), max(worst, k)
            then = answer(seen, suffered, worst, after["x"][..., a])
            out.append(traced[a] * then + (F32(1) - traced[a]) * as_things_stand)
        return np.array(out, F32)
