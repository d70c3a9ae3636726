"""The crisis in NumPy: all runs advance together, one day at a time; those that have ended drop out.

    python benches/peers/run_numpy.py --runs 10000 --seed 1

Arrays have one entry per relation: run 0's two, then run 1's, and so on. So the reverse of relation r is r ^ 1, and a
quantity of the pair is an array half as long. Single precision, as in offramp. References are to docs/model.md.
"""

import numpy as np

import numpy_choice as choice
from report import MEASURES, arguments, write
from tables import CONCILIATE, HOLD, Tables

TABLES = Tables()
F = np.float32
# Decisions that are worked out at once: enough that NumPy's cost per call hardly matters, few enough for the cache.
BLOCK = 512


def per_side(values, runs):
    return np.tile(np.asarray(values, F), runs)


def state_field(key, runs):
    return per_side([state[key] for state in TABLES.states], runs)


class World:
    """What differs between runs, and what is counted of them. Every array is cut when runs end."""

    def __init__(self, runs, rng):
        beta = [state["resolve"]["beta"] for state in TABLES.states]
        a = [b["mean"] * b["concentration"] for b in beta]
        b = [(1 - b["mean"]) * b["concentration"] for b in beta]
        self.resolve = rng.beta(a, b, size=(runs, 2)).astype(F).ravel()
        relation = {
            key: per_side([r[key] for r in TABLES.relations], runs) for key in ("injury", "grievance", "ties")
        }
        self.injury, self.grievance = relation["injury"], relation["grievance"]
        self.cordiality = relation["ties"]
        self.justification, self.weariness = np.zeros(2 * runs, F), np.zeros(2 * runs, F)
        self.prestige, self.need = state_field("prestige", runs), state_field("assertiveness", runs)
        self.belief = np.tile(np.asarray(TABLES.prior, F), (runs, 1))
        self.posture = np.zeros(2 * runs, np.int8)
        self.struck = np.zeros(2 * runs, bool)
        self.tension = np.full(runs, max(r["tension"] for r in TABLES.relations), F)
        self.last_hostile_day = np.full(runs, -1)
        self.violent_acts, self.deaths = np.zeros(runs, np.int64), np.zeros(runs, np.int64)
        self.fought, self.at_war = np.zeros(runs, bool), np.zeros(runs, bool)

    def keep(self, runs_on):
        of_relations = np.repeat(runs_on, 2)
        for key, array in vars(self).items():
            setattr(self, key, array[runs_on if len(array) == len(runs_on) else of_relations])


# By rung or posture, for fancy indexing; postures that cannot be in force hold zeros.
LADDER = {key: np.array([rung[key] for rung in TABLES.ladder], F) for key in ("severity", "public", "accident")}
LASTING = np.array([rung["lasting"] for rung in TABLES.ladder])
DEATHS = {
    key: np.array([rung[key] for rung in TABLES.ladder])
    for key in ("fatalities.mean", "fatalities.dispersion", "civilian_share")
}


def by_posture(table, dtype):
    array = np.zeros(len(TABLES.ladder) + 1, dtype)
    for posture, value in table.items():
        array[posture] = value
    return array


POSTURE_SEVERITY = by_posture(TABLES.posture_severity, F)
POSTURE_VIOLENT = by_posture(TABLES.posture_violent, bool)
POSTURE_IS_WAR = by_posture(TABLES.posture_is_war, bool)
STEPS_DOWN_TO = by_posture(TABLES.steps_down_to, np.int8)
FIELDS = {
    key: np.array([state[key] for state in TABLES.states], F)
    for key in ("tempo", "routine", "proportionality", "prestige", "assertiveness")
}
AT_REST = {key: np.array([r[key] for r in TABLES.relations], F) for key in ("grievance", "ties")}
ARRIVES = 1 - np.array(TABLES.stopped, F)[::-1]  # of a violent blow, by the side that strikes


def morning(world, day):
    """The event, on day 0 (7.12)."""
    if day != 0:
        return
    for effect in TABLES.effects:
        quantity = {"assertiveness": "need", "ties": "cordiality"}.get(effect["quantity"], effect["quantity"])
        largest = {k: TABLES.constants[f"largest_{k}"] for k in ("injury", "need")}.get(quantity, 1)
        array = getattr(world, quantity)
        moved = array if quantity == "tension" else array[effect["of"] :: 2]
        moved[:] = np.clip(moved + F(effect["amount"]), 0, largest)
        if quantity in ("tension", "injury") and effect["amount"] > 0:
            world.last_hostile_day[:] = day


class Decided:
    """What came of a day's decisions, by relation."""

    def __init__(self, world, rng):
        """Decides on the world as it is this morning (7.6)."""
        dynamics, relations = TABLES.dynamics, len(world.injury)
        threshold, side = F(dynamics["agenda_threshold"]), np.arange(relations) & 1
        self.owed = world.injury.copy()
        self.landed = np.full(relations, HOLD, np.int8)
        self.attributed = np.ones(relations, bool)
        self.likelihood = np.full((relations, len(TABLES.types)), np.nan, F)
        on_agenda = (
            (np.repeat(world.tension, 2) > threshold)
            | (world.injury > threshold)
            | (world.justification > threshold)
            | (world.need > FIELDS["assertiveness"][side] + threshold)
        )
        self.chance = np.where(on_agenda, FIELDS["tempo"][side], FIELDS["routine"][side])
        self.decides = rng.random(relations, F) < self.chance
        self.silence_speaks = world.injury >= threshold
        turned = np.flatnonzero(self.decides | self.silence_speaks)
        for side in (0, 1):
            of_side = turned[turned & 1 == side]
            for start in range(0, len(of_side), BLOCK):
                self._decide(world, of_side[start : start + BLOCK], side, rng)
        self.acts = np.flatnonzero(self.landed > HOLD)
        self.seen = np.flatnonzero(~np.isnan(self.likelihood[:, 0]))

    def _decide(self, world, relations, side, rng):
        options = choice.Options(world, relations, side)
        deciding = self.decides[relations]
        landed = np.full(len(relations), HOLD, np.int8)
        landed[deciding] = options.draw(deciding, rng)
        self.landed[relations] = landed
        attributed = (landed <= HOLD) | (rng.random(len(relations), F) < choice.TRACED[landed])
        self.attributed[relations] = attributed
        seen = np.where(attributed, landed, HOLD)
        speaks = (seen != HOLD) | self.silence_speaks[relations]
        self.likelihood[relations[speaks]] = options.likelihood(seen, self.chance[relations], speaks)


def kill(world, relations, rung, share, rng):
    """Deaths by a blow on a rung in each of the relations; returns the civilian ones (7.9)."""
    dispersion, civilian_share = DEATHS["fatalities.dispersion"][rung], DEATHS["civilian_share"][rung]
    mean = DEATHS["fatalities.mean"][rung] * share * rng.standard_gamma(dispersion) / dispersion
    civilians = rng.poisson(mean * civilian_share)
    np.add.at(world.deaths, relations >> 1, civilians + rng.poisson(mean * (1 - civilian_share)))
    return civilians


def bite(world, decided, day, rng):
    """A day of the violent postures in force (7.8, 1)."""
    biting = np.flatnonzero(POSTURE_VIOLENT[world.posture])
    if not len(biting):
        return
    dynamics, target = TABLES.dynamics, biting ^ 1
    rung = world.posture[biting] - 1
    share, severity = F(dynamics["bite_per_day"]), LADDER["severity"][rung]
    arrives = ARRIVES[biting & 1]
    kill(world, biting, rung, share * arrives, rng)
    felt = share * severity
    home = felt * LADDER["public"][rung]
    hurt = F(dynamics["injury_gain"]) * home * arrives
    answered = np.minimum(decided.owed[biting], home)
    world.injury[biting] -= answered
    world.injury[target] += np.maximum(hurt - FIELDS["proportionality"][target & 1] * answered, 0)
    world.grievance[target] += F(dynamics["grievance_gain"]) * hurt
    np.add.at(world.tension, biting >> 1, F(dynamics["tension_gain"]) * felt)
    tired = F(dynamics["weariness_gain"]) * severity
    world.weariness[biting] += tired
    world.weariness[target] += tired
    world.last_hostile_day[biting >> 1] = day


def land(world, decided, day, rng):
    """Acts land: conciliations, what violence spends, what is owed, the blows (7.8, 2 to 4)."""
    dynamics = TABLES.dynamics
    makes_amends = np.flatnonzero(decided.landed == CONCILIATE)
    world.posture[makes_amends] = STEPS_DOWN_TO[world.posture[makes_amends]]
    world.injury[makes_amends ^ 1] *= F(1 - dynamics["conciliation_relief"])
    world.grievance[makes_amends ^ 1] *= F(1 - dynamics["conciliation_grievance"])

    acts = decided.acts
    if not len(acts):
        return
    target, place = acts ^ 1, decided.landed[acts]
    violent, rung = choice.VIOLENT[place] > 0, choice.RUNG[place]
    sigma = dynamics["severity_noise"]
    noise = np.exp(F(sigma) * rng.standard_normal(len(acts), F) - F(0.5 * sigma * sigma))
    felt, home = choice.FELT[place] * noise, choice.HOME[place] * noise
    severity = LADDER["severity"][rung] * noise
    world.grievance[acts] *= np.maximum(1 - F(dynamics["grievance_relief"]) * severity * violent, 0)
    world.need[acts] *= np.maximum(1 - F(dynamics["assertion_spent"]) * home * violent, 0)

    owed = np.minimum(decided.owed[acts], world.injury[acts])
    arrives = np.where(violent, ARRIVES[acts & 1], 1)
    civilians = kill(world, acts, rung, arrives * violent, rng).astype(F)
    half = F(TABLES.constants["civilians_at_half"])
    outrage = F(dynamics["civilian_injury"]) * civilians / (civilians + half)
    hurt = F(dynamics["injury_gain"]) * felt * LADDER["public"][rung] * arrives * (1 + outrage)
    answered = np.minimum(owed, home)
    world.injury[acts] -= answered
    world.prestige[acts] += F(dynamics["prestige_answered"]) * answered
    known = decided.attributed[acts].astype(F)
    fresh = np.maximum(hurt - FIELDS["proportionality"][target & 1] * answered, 0)
    world.injury[target] += fresh * known
    world.justification[target] += F(dynamics["justification_gain"]) * hurt * known
    np.add.at(world.tension, acts >> 1, F(dynamics["tension_gain"]) * felt * known)
    strikes = violent & decided.attributed[acts]
    world.grievance[target] += F(dynamics["grievance_gain"]) * hurt * strikes
    kept = np.maximum(1 - F(dynamics["ties_damage"]) * felt * strikes, 0)
    world.cordiality[acts] *= kept
    world.cordiality[target] *= kept
    world.struck[acts[strikes]] = True
    lasting = LASTING[rung]
    world.posture[acts[lasting]] = np.maximum(world.posture[acts[lasting]], rung[lasting] + 1)
    world.last_hostile_day[acts[rung > 0] >> 1] = day
    np.add.at(world.violent_acts, acts >> 1, violent)


def learn(world, decided):
    """What targets now think of those who acted, or let a day pass (7.10)."""
    weight, least = TABLES.dynamics["belief_weight"], F(TABLES.constants["least_likelihood"])
    target = decided.seen ^ 1
    belief = world.belief[target] * np.maximum(decided.likelihood[decided.seen], least) ** F(weight)
    world.belief[target] = belief / belief.sum(1, keepdims=True)


def toward(value, rest, keep):
    return rest + (value - rest) * F(keep)


def fade(world):
    """The night (7.13)."""
    keep, dynamics, constants = TABLES.keep, TABLES.dynamics, TABLES.constants
    side = np.arange(len(world.injury)) & 1
    world.injury = np.clip(world.injury * F(keep["injury"]), 0, F(constants["largest_injury"]))
    world.grievance = toward(np.clip(world.grievance, 0, 1), AT_REST["grievance"][side], keep["grievance"])
    world.justification = np.clip(world.justification * F(keep["justification"]), 0, 1)
    world.cordiality = toward(np.clip(world.cordiality, 0, 1), AT_REST["ties"][side], keep["ties"])
    floor = F(dynamics["posture_tension"]) * POSTURE_SEVERITY[world.posture].reshape(-1, 2).max(1)
    world.tension = np.maximum(toward(np.clip(world.tension, 0, 1), floor, keep["tension"]), floor)
    prestige = np.clip(world.prestige - F(dynamics["prestige_unanswered"]) * world.injury, 0, 1)
    world.prestige = toward(prestige, FIELDS["prestige"][side], keep["prestige"])
    need = np.clip(world.need, 0, F(constants["largest_need"]))
    world.need = toward(need, FIELDS["assertiveness"][side], keep["assertiveness"])
    world.weariness = np.clip(world.weariness * F(keep["weariness"]), 0, 1)


def ended(world, day):
    """Counts the day, and says which runs end (7.14)."""
    dynamics = TABLES.dynamics
    severity = POSTURE_SEVERITY[world.posture].reshape(-1, 2).max(1)
    fighting = POSTURE_VIOLENT[world.posture].reshape(-1, 2).any(1)
    world.fought |= fighting
    world.at_war |= POSTURE_IS_WAR[world.posture].reshape(-1, 2).any(1)
    quiet = (world.last_hostile_day >= 0) & (day - world.last_hostile_day >= TABLES.quiet_days)
    calm = (world.tension <= dynamics["settled_tension"]) & ~fighting
    return quiet & calm & (severity < dynamics["settled_posture"])


class Tally:
    def __init__(self):
        self.outcomes = dict.fromkeys(TABLES.outcomes, 0)
        self.measures = {key: {"sum": 0, "sum_of_squares": 0} for key in MEASURES}

    def add(self, world, over, settled, day):
        """Counts the runs that are over; the first rule that matches names the outcome (7.14)."""
        struck = world.struck.reshape(-1, 2).sum(1)
        limited_war = world.fought | (world.violent_acts > TABLES.constants["limited_war_acts"])
        rules = [world.at_war, limited_war, (struck == 2) & settled, struck == 1, struck == 0]
        names = ["war", "limited_war", "settled_exchange", "unanswered_strike", "no_strike", "frozen"]
        rule = np.select(rules, range(5), 5)[over]
        for name, count in zip(names, np.bincount(rule, minlength=6).tolist()):
            self.outcomes[name] += count
        days = np.full(len(over), day)
        for key, values in zip(MEASURES, (world.violent_acts, days, world.deaths)):
            self.measures[key]["sum"] += int(values[over].sum())
            self.measures[key]["sum_of_squares"] += int((values[over] ** 2).sum())


def play(runs, rng, tally):
    world = World(runs, rng)
    for day in range(TABLES.horizon_days):
        morning(world, day)
        decided = Decided(world, rng)
        bite(world, decided, day, rng)
        land(world, decided, day, rng)
        learn(world, decided)
        fade(world)
        settled = ended(world, day)
        over = settled | (day == TABLES.horizon_days - 1)
        if over.any():
            tally.add(world, over, settled, day)
            world.keep(~over)
            if not len(world.tension):
                return


if __name__ == "__main__":
    asked = arguments()
    tally = Tally()
    if asked.runs:
        play(asked.runs, np.random.default_rng(asked.seed), tally)
    write("numpy", np.__version__, asked.runs, tally.outcomes, tally.measures)
