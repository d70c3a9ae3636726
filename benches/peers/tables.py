"""The scenario as tables: what docs/model.md, sections 7.1 and 7.2, lets one work out before the first day.

Read by the peers in Python. Only rungs within reach become alternatives; each has a place: 0 conciliate, 1 hold, then
the plain acts, then the assured acts. A posture is 0 for none, else the rung's index + 1.
"""

import json
import math
from dataclasses import dataclass, field
from pathlib import Path

CONCILIATE, HOLD = 0, 1
PARAMETERS = Path(__file__).resolve().parent / "two-rivals.json"


@dataclass(frozen=True)
class Blow:
    """What an alternative amounts to (7.2)."""

    rung: int | None = None
    assured: bool = False
    severity: float = 0.0
    felt: float = 0.0
    seen: float = 0.0
    home: float = 0.0
    traced: float = 0.0
    violent: bool = False
    acts: float = 0.0
    weight: float = 0.0


@dataclass(frozen=True)
class Open:
    """What a posture leaves open: places of acts, and what holding amounts to."""

    acts: tuple[int, ...]
    hold: Blow
    # By act in `acts`: chance that it lands elsewhere, and where (7.6).
    accident: dict[int, tuple[float, int]] = field(default_factory=dict)


class Tables:
    def __init__(self, path=PARAMETERS):
        raw = json.loads(Path(path).read_text())
        self.horizon_days = raw["horizon_days"]
        self.quiet_days = raw["quiet_days"]
        self.states = raw["states"]
        self.relations = raw["relations"]
        self.effects = raw["effects"]
        self.utility = raw["utility"]
        self.dynamics = raw["dynamics"]
        self.constants = raw["constants"]
        self.outcomes = raw["outcomes"]
        self.ladder = raw["ladder"]
        self.types = self.constants["types"]
        reach = self.relations[0]["reach"]

        self.blows = self._blows(reach)
        self.place = {(blow.rung, blow.assured): place for place, blow in enumerate(self.blows) if blow.acts}
        postures = [0] + [rung + 1 for rung in range(reach + 1) if self.ladder[rung]["lasting"]]
        self.open = {posture: self._open(posture) for posture in postures}
        self.steps_down_to = {posture: self._steps_down_to(posture) for posture in postures}
        self.posture_severity = {p: self.ladder[p - 1]["severity"] if p else 0.0 for p in postures}
        self.posture_violent = {p: bool(p) and self.ladder[p - 1]["violent"] for p in postures}
        self.posture_is_war = {
            p: self.posture_violent[p] and self.posture_severity[p] >= self.constants["war_severity"]
            for p in postures
        }
        self.keep = {
            key.removesuffix("_half_life_days"): math.exp(-math.log(2) / days)
            for key, days in self.dynamics.items()
            if key.endswith("_half_life_days")
        }
        powers = [state["power"] for state in self.states]
        self.exposure = [powers[1 - i] / sum(powers) for i in (0, 1)]
        self.stopped = [self.dynamics["defence_effect"] * state["defence"] for state in self.states]
        self.prior = [self._prior(relation) for relation in self.relations]

    def _blows(self, reach):
        attribution = self.dynamics["attribution"]
        softening, discount = self.dynamics["assurance_softening"], self.dynamics["assurance_discount"]
        plain, assured = [], []
        for index, rung in enumerate(self.ladder[: reach + 1]):
            severity = rung["severity"]
            seen = severity * rung["public"]
            can_assure = rung["violent"] and not rung["lasting"] and not rung["nuclear"]
            shared = 0.5 if can_assure else 1.0
            common = {
                "rung": index,
                "severity": severity,
                "seen": seen,
                "traced": attribution if rung["deniable"] else 1.0,
                "violent": rung["violent"],
                "acts": 1.0,
                "weight": self._stretch(index) * shared,
            }
            plain.append(Blow(felt=severity, home=seen, **common))
            if can_assure:
                felt = severity * (1 - softening)
                assured.append(Blow(felt=felt, home=seen * (1 - discount), assured=True, **common))
        return [Blow(), Blow(), *plain, *assured]

    def _stretch(self, rung):
        severity = [rung["severity"] for rung in self.ladder]
        low = 0.0 if rung == 0 else (severity[rung - 1] + severity[rung]) / 2
        high = 1.0 if rung == len(severity) - 1 else (severity[rung] + severity[rung + 1]) / 2
        return max(high - low, self.constants["smallest_stretch"])

    def _open(self, posture):
        fighting = posture > 0 and self.ladder[posture - 1]["violent"]
        acts = []
        for place, blow in enumerate(self.blows):
            if not blow.acts:
                continue
            adds = blow.rung >= posture or not (self.ladder[blow.rung]["lasting"] or fighting)
            if adds and not self.ladder[blow.rung]["nuclear"]:
                acts.append(place)
        hold = Blow()
        if fighting:
            plain = self.blows[self.place[posture - 1, False]]
            hold = Blow(**{**plain.__dict__, "acts": 0.0, "weight": 0.0, "traced": 1.0})
        accident = {}
        for place in acts:
            lands = self._lands_by_accident(place)
            if lands in acts:
                accident[place] = (self.ladder[self.blows[place].rung]["accident"], lands)
        return Open(tuple(acts), hold, accident)

    def _lands_by_accident(self, place):
        """One rung higher, assured if it was and can be; None if that is out of reach."""
        blow = self.blows[place]
        plain = self.place.get((blow.rung + 1, False))
        return self.place.get((blow.rung + 1, True), plain) if blow.assured else plain

    def _steps_down_to(self, posture):
        """The next lower lasting rung; none from a violent posture (7.8)."""
        if posture == 0 or self.ladder[posture - 1]["violent"]:
            return 0
        lower = [rung + 1 for rung in range(posture - 1) if self.ladder[rung]["lasting"]]
        return max(lower, default=0)

    def _prior(self, relation):
        """The beta density at the types, normalised (7.10)."""
        mean, confidence = relation["resolve_belief.mean"], relation["resolve_belief.confidence"]
        a, b = mean * confidence - 1, (1 - mean) * confidence - 1
        density = [tau**a * (1 - tau) ** b for tau in self.types]
        total = sum(density)
        return [part / total for part in density]
