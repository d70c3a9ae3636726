"""The choice of docs/model.md, 7.3 to 7.5, in plain Python: utilities, nested logit, and the reply that is expected.

A replier of foresight 0 expects back half of what its own act is felt as, whatever came before. So its reprisal term
is fixed for each type of resolve and each of its acts, and exp(precision · utility) splits into a factor that is worked
out once per scenario and one that all types share. Utilities of this scenario lie between −6 and 4, so nothing
overflows without taking out the largest first.
"""

from math import exp
from operator import mul

from tables import CONCILIATE, HOLD


class Choice:
    """The tables of one scenario that choices read."""

    def __init__(self, tables):
        self.tables = tables
        self.theta = tables.utility
        self.ratio = self.theta["nest_precision_ratio"]
        self.seats = [{p: Seat(self, side, p) for p in tables.open} for side in (0, 1)]

    def options(self, rival):
        return Options(self, rival)

    def audience(self, rival):
        """A (7.3), without elections and mediators."""
        return rival.audience_cost * (self.tables.constants["prestige_offset"] - rival.prestige)

    def before_account(self, blow, rival, grievance):
        """The utility of a blow but for reprisal and for what the accounts decide: audience and legitimacy."""
        theta, s = self.theta, blow.severity
        return (
            theta["coercion"] * grievance * s
            + theta["assertion"] * rival.need * blow.home * blow.violent
            - theta["ties"] * rival.cordiality * blow.felt
            - theta["weariness"] * rival.weariness * s * blow.violent
            - theta["effort_fixed"] * blow.acts
            - theta["effort"] * s
        )

    def conciliation(self, rival, injury, audience, tension):
        """The utility of conciliating but for reprisal, which is felt as nothing."""
        theta = self.theta
        return (
            -theta["audience"] * audience * injury
            - theta["conciliation_effort"]
            + theta["reconciliation_base"]
            + theta["reconciliation"] * rival.ties * tension
            - theta["humiliation"] * audience * injury
        )


class Seat:
    """One side with a posture in force: what is open to it, as columns, and how each type would fear a reprisal."""

    def __init__(self, choice, side, posture):
        tables = choice.tables
        self.open = tables.open[posture]
        self.acts = self.open.acts
        self.hold = self.open.hold
        self.blows = [tables.blows[place] for place in self.acts]
        self.home = [blow.home for blow in self.blows]
        self.felt = [blow.felt for blow in self.blows]
        self.weight = [blow.weight for blow in self.blows]
        self.total_weight = sum(self.weight)
        # The part of the utility that only the state itself moves is a sum of five products.
        theta = choice.theta
        self.rows = [
            (
                theta["coercion"] * blow.severity,
                theta["assertion"] * blow.home * blow.violent,
                theta["ties"] * blow.felt,
                theta["weariness"] * blow.severity * blow.violent,
                theta["effort_fixed"] * blow.acts + theta["effort"] * blow.severity,
            )
            for blow in self.blows
        ]
        precision = tables.states[side]["precision"]
        myopic = tables.constants["myopic_reply"]
        self.by_type = []
        for tau in tables.types:
            cost = theta["reprisal"] * (1 - tau) * tables.exposure[side]
            fear = [
                blow.weight * exp(-precision * choice.ratio * cost * myopic * blow.felt)
                for blow in self.blows
            ]
            grave = [factor * blow.severity for factor, blow in zip(fear, self.blows)]
            self.by_type.append((fear, grave, exp(-precision * cost * myopic * self.hold.felt)))

    def before_account(self, rival, grievance):
        need, cordiality, weariness = rival.need, rival.cordiality, rival.weariness
        return [g * grievance + n * need - c * cordiality - y * weariness - fixed for g, n, c, y, fixed in self.rows]


class Options:
    """What a state that turns to its rival has before it, with the replies that it expects."""

    def __init__(self, choice, rival):
        self.choice, self.rival = choice, rival
        seat = self.seat = choice.seats[rival.index][rival.posture]
        self.open, self.acts = seat.open, seat.acts
        theta, injury = choice.theta, rival.injury
        audience = choice.audience(rival)
        pays, condemned = theta["audience"] * audience, theta["legitimacy"]
        owed = injury + rival.justification
        self.before = [
            u - pays * (injury - home if injury > home else 0.0) - condemned * (felt - owed if felt > owed else 0.0)
            for u, home, felt in zip(seat.before_account(rival, rival.grievance), seat.home, seat.felt)
        ]
        hold = seat.hold
        self.before_hold = (
            choice.before_account(hold, rival, rival.grievance)
            - pays * max(0.0, injury - hold.home)
            - condemned * max(0.0, hold.felt - owed)
        )
        self.before_conciliation = choice.conciliation(rival, injury, audience, rival.crisis.tension)
        self.reply_to_conciliation, self.reply_to_hold, self.replies = self.expected_replies()

    def probabilities(self, resolve):
        """Of conciliating, of holding, and of each act that is open (7.4), for a state of this resolve."""
        choice, rival, seat = self.choice, self.rival, self.seat
        cost = choice.theta["reprisal"] * (1 - resolve) * rival.exposure
        precision = rival.precision
        conciliate = exp(precision * (self.before_conciliation - cost * self.reply_to_conciliation))
        hold = exp(precision * (self.before_hold - cost * self.reply_to_hold))
        if not self.acts:
            return conciliate / (conciliate + hold), hold / (conciliate + hold), ()
        within = precision * choice.ratio
        masses = [w * exp(within * (u - cost * r)) for w, u, r in zip(seat.weight, self.before, self.replies)]
        mass = sum(masses)
        act = (mass / seat.total_weight) ** (1 / choice.ratio)
        total = conciliate + hold + act
        of_mass = act / total / mass
        return conciliate / total, hold / total, [of_mass * part for part in masses]

    def likelihood(self, seen, chance, probabilities):
        """Of what others saw today (7.6)."""
        conciliate, hold, by_act = probabilities
        if seen == CONCILIATE:
            return chance * conciliate
        if seen == HOLD:
            return 1 - chance + chance * hold
        likelihood = 0.0
        for place, probability in zip(self.acts, by_act):
            accident, lands = self.open.accident.get(place, (0.0, place))
            if place == seen:
                likelihood += probability * (1 - accident)
            elif lands == seen:
                likelihood += probability * accident
        return chance * likelihood

    def expected_replies(self):
        """Severity of the rival's next act after conciliation, after holding, and after each act (7.5)."""
        choice, actor, replier = self.choice, self.rival, self.rival.rival
        dynamics = choice.tables.dynamics
        reply = Reply(choice, replier, replier.grievance, actor.belief)
        tension = actor.crisis.tension
        eased = Reply(choice, replier, replier.grievance * (1 - dynamics["conciliation_grievance"]), actor.belief)
        after_conciliation = eased.expected(
            replier.injury * (1 - dynamics["conciliation_relief"]), replier.justification, tension
        )

        def after(blow):
            arrives = 1 - replier.stopped if blow.violent else 1.0
            public = blow.seen / blow.severity if blow.severity else 0.0
            hurt = dynamics["injury_gain"] * blow.felt * public * arrives
            answered = min(actor.injury, blow.home)
            fresh = max(0.0, hurt - replier.proportionality * answered) * blow.traced
            return reply.expected(
                min(replier.injury + fresh, choice.tables.constants["largest_injury"]),
                min(replier.justification + dynamics["justification_gain"] * hurt * blow.traced, 1.0),
                min(tension + dynamics["tension_gain"] * blow.felt * blow.traced, 1.0),
            )

        return after_conciliation, after(self.seat.hold), [after(blow) for blow in self.seat.blows]


class Reply:
    """The rival about to reply, of foresight 0 and of a resolve that is only believed in."""

    def __init__(self, choice, replier, grievance, belief):
        self.choice, self.replier, self.belief = choice, replier, belief
        self.seat = choice.seats[replier.index][replier.posture]
        self.audience = choice.audience(replier)
        self.acts = list(zip(self.seat.before_account(replier, grievance), self.seat.home, self.seat.felt))
        self.hold = choice.before_account(self.seat.hold, replier, grievance)

    def expected(self, injury, justification, tension):
        """Mean severity of its choice, with these accounts."""
        choice, replier, seat = self.choice, self.replier, self.seat
        precision = replier.precision
        pays, condemned = choice.theta["audience"] * self.audience, choice.theta["legitimacy"]
        owed = injury + justification
        conciliate = exp(precision * choice.conciliation(replier, injury, self.audience, tension))
        hold = exp(
            precision
            * (
                self.hold
                - pays * max(0.0, injury - seat.hold.home)
                - condemned * max(0.0, seat.hold.felt - owed)
            )
        )
        within, inverse_ratio = precision * choice.ratio, 1 / choice.ratio
        masses = [
            exp(
                within
                * (
                    u
                    - pays * (injury - home if injury > home else 0.0)
                    - condemned * (felt - owed if felt > owed else 0.0)
                )
            )
            for u, home, felt in self.acts
        ]
        expected = 0.0
        for believed, (fear, grave, hold_fear) in zip(self.belief, seat.by_type):
            held = hold * hold_fear
            act = severity = 0.0
            if masses:
                mass = sum(map(mul, masses, fear))
                act = (mass / seat.total_weight) ** inverse_ratio
                severity = act * sum(map(mul, masses, grave)) / mass
            expected += believed * (held * seat.hold.severity + severity) / (conciliate + held + act)
        return expected
