"""The choice of docs/model.md, 7.3 to 7.5, in NumPy: many decisions of one side at once.

A replier of foresight 0 expects back half of what its own act is felt as, whatever came before. So its reprisal term is
fixed for each type of resolve and each of its acts; with exp(precision · utility) split into that factor and one that
all types share, the sums over acts for all types are one product of matrices. Utilities of this scenario lie between
−6 and 4, so nothing overflows without taking out the largest first.

Axes: decision, own alternative that is imagined (place), type of resolve, act.
"""

import numpy as np

from tables import HOLD, Tables

TABLES = Tables()
F = np.float32
THETA = {key: F(value) for key, value in TABLES.utility.items()}
RATIO = THETA["nest_precision_ratio"]
TYPES = np.asarray(TABLES.types, F)
POSTURES = len(TABLES.ladder) + 1
SMALL = F(1e-30)  # no mass of an act that is open comes near it

# By place.
RUNG = np.array([-1 if blow.rung is None else blow.rung for blow in TABLES.blows])
SEVERITY, FELT, HOME, SEEN, TRACED, VIOLENT, EFFORT_FIXED = (
    np.array([getattr(blow, key) for blow in TABLES.blows], F)
    for key in ("severity", "felt", "home", "seen", "traced", "violent", "acts")
)
ACTS = slice(HOLD + 1, None)
PLACES = len(TABLES.blows)

# By posture: the weights of the acts that are open, what holding amounts to, and where accidents lead.
WEIGHT = np.zeros((POSTURES, PLACES - 2), F)
HOLDING = {key: np.zeros(POSTURES, F) for key in ("severity", "felt", "home", "seen", "traced", "violent")}
ACCIDENT = np.zeros((POSTURES, PLACES), F)
LANDS = np.tile(np.arange(PLACES, dtype=np.int8), (POSTURES, 1))
LANDS_WITH = np.tile(np.eye(PLACES, dtype=F), (POSTURES, 1, 1))  # chance, by place meant and place landed on
for posture, opened in TABLES.open.items():
    for place in opened.acts:
        WEIGHT[posture, place - 2] = TABLES.blows[place].weight
    for key, column in HOLDING.items():
        column[posture] = getattr(opened.hold, key)
    for place, (chance, lands) in opened.accident.items():
        ACCIDENT[posture, place], LANDS[posture, place] = chance, lands
        LANDS_WITH[posture, place, place] -= F(chance)
        LANDS_WITH[posture, place, lands] += F(chance)


def by_posture_and_place(by_place, key):
    """What each alternative amounts to, with holding as the posture has it."""
    table = np.tile(by_place, (POSTURES, 1))
    table[:, HOLD] = HOLDING[key]
    return table


def over(part, whole):
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


HOME_OF = by_posture_and_place(HOME, "home")
FELT_OF = by_posture_and_place(FELT, "felt")
TRACED_OF = by_posture_and_place(TRACED, "traced")
VIOLENT_OF = by_posture_and_place(VIOLENT, "violent")
PUBLIC_OF = over(by_posture_and_place(SEEN, "seen"), by_posture_and_place(SEVERITY, "severity"))
TENSION_OF = F(TABLES.dynamics["tension_gain"]) * FELT_OF * TRACED_OF
TOTAL_WEIGHT = np.where(WEIGHT.any(1), WEIGHT.sum(1), 1).astype(F)
IS_OPEN = (WEIGHT > 0).astype(F)


class Side:
    """What is fixed for one side."""

    def __init__(self, side):
        state = TABLES.states[side]
        self.between = F(state["precision"])
        self.within = self.between * RATIO
        self.audience_cost = F(state["audience_cost"])
        self.proportionality = F(state["proportionality"])
        # As a target, by posture of the other and place: how much each alternative hurts, and what right it gives.
        arrives = 1 - F(TABLES.stopped[side]) * VIOLENT_OF
        self.hurt = F(TABLES.dynamics["injury_gain"]) * FELT_OF * PUBLIC_OF * arrives
        self.right = F(TABLES.dynamics["justification_gain"]) * self.hurt * TRACED_OF
        self.exposure = F(TABLES.exposure[side])
        self.ties = F(TABLES.relations[side]["ties"])
        # As a replier: how each type fears the answer to each act, with the act's weight; and that times severity.
        cost = THETA["reprisal"] * (1 - TYPES) * self.exposure * F(TABLES.constants["myopic_reply"])
        weight = np.array([blow.weight for blow in TABLES.blows[2:]], F)
        fear = weight[:, None] * np.exp(-self.within * cost * FELT[ACTS, None])
        self.fear = np.ascontiguousarray(np.hstack([fear, fear * SEVERITY[ACTS, None]]))
        self.fear_of_holding = np.exp(-self.between * cost * HOLDING["felt"][:, None])

    def audience(self, prestige):
        """A (7.3), without elections and mediators."""
        return self.audience_cost * (F(TABLES.constants["prestige_offset"]) - prestige)

    def conciliation(self, injury, audience, tension):
        """The utility of conciliating but for reprisal."""
        return (
            THETA["reconciliation_base"]
            - THETA["conciliation_effort"]
            + THETA["reconciliation"] * self.ties * tension
            - (THETA["audience"] + THETA["humiliation"]) * audience * injury
        )


SIDES = [Side(0), Side(1)]


class Standing:
    """How the states of some relations stand, and what acting and holding are worth before the accounts are read."""

    def __init__(self, world, relations, side):
        self.side = side
        self.injury, self.justification = world.injury[relations], world.justification[relations]
        self.grievance, self.posture = world.grievance[relations], world.posture[relations]
        self.audience = side.audience(world.prestige[relations])
        self.pays = THETA["audience"] * self.audience
        own = [array[relations] for array in (world.need, world.cordiality, world.weariness)]
        columns = [array[:, None] for array in (self.grievance, *own)]
        acts = (SEVERITY[ACTS], FELT[ACTS], HOME[ACTS], VIOLENT[ACTS], EFFORT_FIXED[ACTS])
        self.acting = self._before_account(*columns, *acts)
        self.hold = {key: column[self.posture] for key, column in HOLDING.items()}
        hold = [self.hold[key] for key in ("severity", "felt", "home", "violent")]
        self.holding = self._before_account(self.grievance, *own, *hold, F(0))

    @staticmethod
    def _before_account(grievance, need, cordiality, weariness, severity, felt, home, violent, acts):
        return (
            (THETA["coercion"] * grievance - THETA["effort"]) * severity
            + THETA["assertion"] * need * (home * violent)
            - THETA["ties"] * cordiality * felt
            - THETA["weariness"] * weariness * (severity * violent)
            - THETA["effort_fixed"] * acts
        )


def accounts(pays, injury, justification, home, felt):
    """What the accounts take off: the audience's share and the condemned excess."""
    excess = felt - (injury + justification)
    return pays * np.maximum(injury - home, 0) + THETA["legitimacy"] * np.maximum(excess, 0)


class Options:
    """What the states of one side that turn to their rival have before them, with the replies that they expect."""

    def __init__(self, world, relations, side):
        self.side = SIDES[side]
        own = self.own = Standing(world, relations, SIDES[side])
        tension = world.tension[relations >> 1]
        other = Standing(world, relations ^ 1, SIDES[1 - side])
        replies = expected_replies(own, other, world.belief[relations], tension)
        types = np.broadcast_to(TYPES, (len(relations), len(TYPES)))
        resolves = np.column_stack([world.resolve[relations], types])
        cost = THETA["reprisal"] * self.side.exposure * (1 - resolves)
        self.probability = self._probabilities(own, tension, replies, cost)

    def _probabilities(self, own, tension, replies, cost):
        """By decision, resolve (its own, then the types) and place (7.4)."""
        side, injury = self.side, own.injury
        conciliate = side.conciliation(injury, own.audience, tension)
        hold = own.holding - accounts(own.pays, injury, own.justification, own.hold["home"], own.hold["felt"])
        act = own.acting - accounts(
            own.pays[:, None], injury[:, None], own.justification[:, None], HOME[ACTS], FELT[ACTS]
        )
        probability = np.empty((len(injury), cost.shape[1], PLACES), F)
        probability[:, :, 0] = np.exp(side.between * (conciliate[:, None] - cost * replies[:, :1]))
        probability[:, :, 1] = np.exp(side.between * (hold[:, None] - cost * replies[:, 1:2]))
        within = act[:, None, :] - cost[:, :, None] * replies[:, None, ACTS]
        within *= side.within
        masses = np.exp(within, out=within)
        masses *= WEIGHT[own.posture][:, None, :]
        mass = np.maximum(masses.sum(2), SMALL)
        nest = np.exp(np.log(mass / TOTAL_WEIGHT[own.posture][:, None]) / RATIO)
        np.multiply(masses, (nest / mass)[:, :, None], out=probability[:, :, ACTS])
        probability /= probability.sum(2, keepdims=True)
        return probability

    def draw(self, deciding, rng):
        """Where the acts of those that decide land: the choice, then the accident (7.6)."""
        below = np.cumsum(self.probability[deciding, 0], axis=1)
        below[:, -1] = 1
        chosen = (rng.random((len(below), 1), F) >= below).sum(1)
        posture = self.own.posture[deciding]
        slips = rng.random(len(below), F) < ACCIDENT[posture, chosen]
        return np.where(slips, LANDS[posture, chosen], chosen)

    def likelihood(self, seen, chance, speaks):
        """For each type, of what others saw, where it says something (7.6)."""
        lands = LANDS_WITH[self.own.posture[speaks], :, seen[speaks]]
        of_decision = np.einsum("mtp,mp->mt", self.probability[speaks, 1:], lands)
        chance, held = chance[speaks, None], (seen[speaks] == HOLD)[:, None]
        return chance * of_decision + (1 - chance) * held


def expected_replies(own, other, belief, tension):
    """Mean severity of the other's next act, by decision and own place (7.5)."""
    dynamics, side = TABLES.dynamics, other.side
    posture = own.posture
    answered = np.minimum(own.injury[:, None], HOME_OF[posture])
    fresh = np.maximum(side.hurt[posture] - side.proportionality * answered, 0) * TRACED_OF[posture]
    injury = np.minimum(other.injury[:, None] + fresh, F(TABLES.constants["largest_injury"]))
    injury[:, 0] = other.injury * F(1 - dynamics["conciliation_relief"])
    justification = np.minimum(other.justification[:, None] + side.right[posture], 1)
    tension = np.minimum(tension[:, None] + TENSION_OF[posture], 1)

    eased = THETA["coercion"] * F(dynamics["conciliation_grievance"]) * other.grievance
    pays = other.pays[:, None]
    act = other.acting[:, None, :] - accounts(
        pays[:, :, None], injury[:, :, None], justification[:, :, None], HOME[ACTS], FELT[ACTS]
    )
    act[:, 0] -= eased[:, None] * SEVERITY[ACTS]
    act *= side.within
    masses = np.exp(act, out=act)
    masses *= IS_OPEN[other.posture][:, None, :]
    sums = masses.reshape(-1, PLACES - 2) @ side.fear
    sums = np.maximum(sums.reshape(*injury.shape, 2, len(TYPES)), SMALL)
    mass, grave = sums[:, :, 0], sums[:, :, 1]
    nest = np.exp(np.log(mass / TOTAL_WEIGHT[other.posture][:, None, None]) / RATIO)

    conciliate = np.exp(side.between * side.conciliation(injury, other.audience[:, None], tension))
    hold = other.holding[:, None] - accounts(
        pays, injury, justification, other.hold["home"][:, None], other.hold["felt"][:, None]
    )
    hold[:, 0] -= eased * other.hold["severity"]
    held = np.exp(side.between * hold)[:, :, None] * side.fear_of_holding[other.posture][:, None, :]
    severity = held * other.hold["severity"][:, None, None] + nest * grave / mass
    severity /= conciliate[:, :, None] + held + nest
    return np.einsum("mat,mt->ma", severity, belief)
