"""The crisis of two rivals in plain Python, without any framework: what run_mesa.py and run_agentpy.py share.

`RivalMixin` is a state with its one relation, `CrisisMixin` the pair and the day's bookkeeping. A framework gives the
agents a uniform generator (`random.Random`), one of NumPy's for gamma and Poisson numbers, and the order of the steps.
References are to the sections of docs/model.md.
"""

from math import exp

from choice import Choice
from tables import CONCILIATE, HOLD, Tables

TABLES = Tables()
CHOICE = Choice(TABLES)


class RivalMixin:
    """A state: decides, day by day, towards its only rival."""

    def begin(self, crisis, index, uniform, numbers):
        state, relation = TABLES.states[index], TABLES.relations[index]
        self.crisis, self.index, self.uniform, self.numbers = crisis, index, uniform, numbers
        self.rival = None  # set once both are there
        for key in ("tempo", "routine", "precision", "proportionality", "audience_cost", "assertiveness"):
            setattr(self, key, state[key])
        self.stopped = TABLES.stopped[index]
        self.exposure = TABLES.exposure[index]
        self.prestige_at_rest = state["prestige"]
        self.grievance_at_rest = relation["grievance"]
        self.ties = relation["ties"]
        beta = state["resolve"]["beta"]
        self.resolve = numbers.beta(
            beta["mean"] * beta["concentration"], (1 - beta["mean"]) * beta["concentration"]
        )

        self.injury = relation["injury"]
        self.grievance = relation["grievance"]
        self.cordiality = relation["ties"]
        self.prestige = state["prestige"]
        self.need = state["assertiveness"]
        self.justification = self.weariness = 0.0
        self.posture = 0
        self.belief = TABLES.prior[index]  # about the rival's resolve; replaced, never changed
        self.struck = False
        self.landed = HOLD
        self.likelihood = None

    def decide(self):
        """Decides, or not, on the world as it is this morning (7.6)."""
        dynamics = TABLES.dynamics
        threshold = dynamics["agenda_threshold"]
        self.owed = self.injury
        self.landed, self.attributed, self.likelihood = HOLD, True, None
        on_agenda = (
            self.crisis.tension > threshold
            or self.injury > threshold
            or self.justification > threshold
            or self.need > self.assertiveness + threshold
        )
        chance = self.tempo if on_agenda else self.routine
        decides = self.uniform.random() < chance
        silence_speaks = self.injury >= threshold
        if not decides and not silence_speaks:
            return

        options = CHOICE.options(self)
        if decides:
            chosen = self.pick(options.acts, options.probabilities(self.resolve))
            self.landed = self.landing(options.open, chosen)
            if TABLES.blows[self.landed].traced < 1:
                self.attributed = self.uniform.random() < dynamics["attribution"]
        seen = self.landed if self.attributed else HOLD
        if seen != HOLD or silence_speaks:
            self.likelihood = [
                options.likelihood(seen, chance, options.probabilities(tau)) for tau in TABLES.types
            ]

    def pick(self, acts, probabilities):
        conciliate, _, by_act = probabilities
        rest = self.uniform.random()
        for place, probability in zip(acts, by_act):
            rest -= probability
            if rest < 0:
                return place
        return CONCILIATE if rest < conciliate else HOLD

    def landing(self, opened, chosen):
        chance, lands = opened.accident.get(chosen, (0.0, chosen))
        return lands if chance and self.uniform.random() < chance else chosen

    def bite(self):
        """A day of a violent posture in force, on the accounts at dawn (7.8, 1)."""
        if not TABLES.posture_violent[self.posture]:
            return
        dynamics, rival = TABLES.dynamics, self.rival
        rung = TABLES.ladder[self.posture - 1]
        blow = TABLES.open[self.posture].hold
        share = dynamics["bite_per_day"]
        arrives = 1 - rival.stopped
        self.kill(rung, share * arrives)
        hurt = dynamics["injury_gain"] * share * blow.felt * rung["public"] * arrives
        answered = min(self.owed, share * blow.home)
        self.injury -= answered
        rival.injury += max(0.0, hurt - rival.proportionality * answered)
        rival.grievance += dynamics["grievance_gain"] * hurt
        self.crisis.tension += dynamics["tension_gain"] * share * blow.felt
        tired = dynamics["weariness_gain"] * rung["severity"]
        self.weariness += tired
        rival.weariness += tired
        self.crisis.last_hostile_day = self.crisis.day

    def prepare(self):
        """Conciliation takes effect, and a violent act spends what it spends of its author (7.8, 2)."""
        dynamics = TABLES.dynamics
        if self.landed == CONCILIATE:
            self.posture = TABLES.steps_down_to[self.posture]
            self.rival.injury *= 1 - dynamics["conciliation_relief"]
            self.rival.grievance *= 1 - dynamics["conciliation_grievance"]
        elif self.landed != HOLD:
            blow = TABLES.blows[self.landed]
            sigma = dynamics["severity_noise"]
            self.noise = exp(self.uniform.gauss(-0.5 * sigma * sigma, sigma))
            if blow.violent:
                self.grievance *= max(0.0, 1 - dynamics["grievance_relief"] * blow.severity * self.noise)
                self.need *= max(0.0, 1 - dynamics["assertion_spent"] * blow.home * self.noise)

    def settle(self):
        """What the act of today can answer (7.8, 3)."""
        self.owed = min(self.owed, self.injury)

    def land(self):
        """The blow lands; its effects only add up (7.8, 4)."""
        if self.landed <= HOLD:
            return
        dynamics, rival, crisis = TABLES.dynamics, self.rival, self.crisis
        blow = TABLES.blows[self.landed]
        rung = TABLES.ladder[blow.rung]
        arrives = 1 - rival.stopped if blow.violent else 1.0
        civilians = self.kill(rung, arrives) if blow.violent else 0
        outrage = dynamics["civilian_injury"] * civilians / (civilians + TABLES.constants["civilians_at_half"])
        felt, home = blow.felt * self.noise, blow.home * self.noise
        hurt = dynamics["injury_gain"] * felt * rung["public"] * arrives * (1 + outrage)
        answered = min(self.owed, home)
        self.injury -= answered
        self.prestige += dynamics["prestige_answered"] * answered
        if self.attributed:
            rival.injury += max(0.0, hurt - rival.proportionality * answered)
            rival.justification += dynamics["justification_gain"] * hurt
            crisis.tension += dynamics["tension_gain"] * felt
            if blow.violent:
                rival.grievance += dynamics["grievance_gain"] * hurt
                kept = max(0.0, 1 - dynamics["ties_damage"] * felt)
                self.cordiality *= kept
                rival.cordiality *= kept
                self.struck = True
        if rung["lasting"]:
            self.posture = max(self.posture, blow.rung + 1)
        if blow.rung > 0:
            crisis.last_hostile_day = crisis.day
        crisis.violent_acts += blow.violent

    def kill(self, rung, share):
        """Deaths, civilian before military; returns the civilian ones (7.9)."""
        dispersion = rung["fatalities.dispersion"]
        mean = rung["fatalities.mean"] * share * self.numbers.standard_gamma(dispersion) / dispersion
        civilians = int(self.numbers.poisson(mean * rung["civilian_share"]))
        self.crisis.deaths += civilians + int(self.numbers.poisson(mean * (1 - rung["civilian_share"])))
        return civilians

    def learn(self):
        """What the rival now thinks of this state's resolve (7.10)."""
        if self.likelihood is None:
            return
        least, weight = TABLES.constants["least_likelihood"], TABLES.dynamics["belief_weight"]
        belief = [
            believed * max(likelihood, least) ** weight
            for believed, likelihood in zip(self.rival.belief, self.likelihood)
        ]
        total = sum(belief)
        self.rival.belief = [part / total for part in belief]

    def fade(self):
        """The night, but for tension (7.13)."""
        keep, constants = TABLES.keep, TABLES.constants
        self.injury = clamp(self.injury * keep["injury"], constants["largest_injury"])
        self.grievance = toward(clamp(self.grievance), self.grievance_at_rest, keep["grievance"])
        self.justification = clamp(self.justification * keep["justification"])
        self.cordiality = toward(clamp(self.cordiality), self.ties, keep["ties"])
        self.prestige -= TABLES.dynamics["prestige_unanswered"] * self.injury
        self.prestige = toward(clamp(self.prestige), self.prestige_at_rest, keep["prestige"])
        need = clamp(self.need, constants["largest_need"])
        self.need = toward(need, self.assertiveness, keep["assertiveness"])
        self.weariness = clamp(self.weariness * keep["weariness"])


class CrisisMixin:
    """The pair of rivals: tension, the clock, and what a run is counted by."""

    # The steps of a day that agents take, each by both before the next begins.
    STEPS = ("decide", "bite", "prepare", "settle", "land", "learn", "fade")

    def begin(self, rivals):
        first, second = self.rivals = rivals
        first.rival, second.rival = second, first
        self.tension = max(relation["tension"] for relation in TABLES.relations)
        self.day = 0
        self.last_hostile_day = None
        self.violent_acts = self.deaths = 0
        self.fought = self.at_war = self.settled = False

    def morning(self):
        """The event, on day 0 (7.12)."""
        if self.day != 0:
            return
        for effect in TABLES.effects:
            quantity, amount = effect["quantity"], effect["amount"]
            whose = self if quantity == "tension" else self.rivals[effect["of"]]
            quantity = {"assertiveness": "need", "ties": "cordiality"}.get(quantity, quantity)
            largest = {k: TABLES.constants[f"largest_{k}"] for k in ("injury", "need")}.get(quantity, 1.0)
            setattr(whose, quantity, clamp(getattr(whose, quantity) + amount, largest))
            if quantity in ("tension", "injury") and amount > 0:
                self.last_hostile_day = self.day

    def night(self):
        """Tension falls (7.13), the day is counted, and the end is looked for (7.14); true if this was the last day."""
        dynamics = TABLES.dynamics
        postures = [rival.posture for rival in self.rivals]
        floor = dynamics["posture_tension"] * max(TABLES.posture_severity[p] for p in postures)
        self.tension = max(toward(clamp(self.tension), floor, TABLES.keep["tension"]), floor)
        self.fought |= any(TABLES.posture_violent[p] for p in postures)
        self.at_war |= any(TABLES.posture_is_war[p] for p in postures)
        quiet = self.last_hostile_day is not None and self.day - self.last_hostile_day >= TABLES.quiet_days
        self.settled = (
            quiet
            and self.tension <= dynamics["settled_tension"]
            and not any(TABLES.posture_violent[p] for p in postures)
            and all(p == 0 or TABLES.posture_severity[p] < dynamics["settled_posture"] for p in postures)
        )
        if self.settled or self.day == TABLES.horizon_days - 1:
            return True
        self.day += 1
        return False

    def outcome(self):
        """The first rule that matches; without nuclear weapons and go-betweens two of the eight cannot (7.14)."""
        struck = sum(rival.struck for rival in self.rivals)
        if self.at_war:
            return "war"
        if self.fought or self.violent_acts > TABLES.constants["limited_war_acts"]:
            return "limited_war"
        if struck == 2:
            return "settled_exchange" if self.settled else "frozen"
        return "unanswered_strike" if struck else "no_strike"


def clamp(value, largest=1.0):
    return 0.0 if value < 0.0 else largest if value > largest else value


def toward(value, rest, keep):
    return rest + (value - rest) * keep
