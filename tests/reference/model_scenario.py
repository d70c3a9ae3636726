"""Scenario files as docs/scenario-format.md describes them, and the defaults of docs/model.md, section 8.

No more than model.py needs: no variants, elections, suspicions, scripts, conditions or outcomes of a scenario's own.
"""

import copy
import tomllib

import numpy as np

from model_random import INPUT, entity, quantile, unit64

F32 = np.float32
TYPES = np.array([0.1, 0.3, 0.5, 0.7, 0.9], F32)

STATE = dict(
    power=1.0, resolve=0.5, audience_cost=0.5, prestige=0.5, assertiveness=0.1, defence=0.1, precision=5.7, tempo=0.31,
    routine=0.019, proportionality=0.25, tremble=0.0, generosity=0.33,
)
RELATION = dict(grievance=0.1, ties=0.3, resolve_belief=dict(mean=0.5, confidence=4.0), injury=0.0, tension=0.0)
GROUP = dict(
    control=0.5, attribution=dict(sponsor=0.4, host=0.4), capacity=1.0, vulnerability=0.6,
    regrowth_half_life_days=60.0, civilian_share=0.6,
)
TARGET = dict(rate_per_day=0.005, severity=0.25, fatalities=4.0, dispersion=0.7)
MEDIATOR = dict(initiative=0.5, stake=0.5, prestige=0.5)
PARTY = dict(trust=0.5, leverage=0.3)
RUNG = dict(
    severity=None, violent=False, lasting=False, deniable=False, nuclear=False, against_group=False, public=1.0,
    fatalities=dict(mean=0.0, dispersion=1.0), civilian_share=0.3, accident=0.0,
)
UTILITY = dict(
    coercion=0.7, assertion=2.2, audience=2.2, precedent=1.5, reprisal=1.5, ties=1.0, legitimacy=1.3, nuclear_risk=3.0,
    pressure=1.0, weariness=1.0, effort_fixed=0.15, effort=0.25, reconciliation_base=0.0, reconciliation=3.0,
    humiliation=0.31, conciliation_effort=0.48, nest_precision_ratio=1.5,
)
DYNAMICS = dict(
    injury_half_life_days=67.0, grievance_half_life_days=365.0, justification_half_life_days=30.0,
    tension_half_life_days=74.0, assertiveness_half_life_days=15.0, prestige_half_life_days=120.0,
    ties_half_life_days=90.0, weariness_half_life_days=90.0, severity_noise=0.2, defence_effect=0.8, attribution=0.6,
    assurance_softening=0.25, assurance_discount=0.1, injury_gain=1.0, civilian_injury=0.3, grievance_gain=0.15,
    grievance_relief=0.2, justification_gain=0.3, tension_gain=0.8, ties_damage=0.2, assertion_spent=1.0,
    prestige_answered=0.1, prestige_unanswered=0.01, weariness_gain=0.02, bite_per_day=0.15, posture_tension=0.5,
    belief_weight=0.5, agenda_threshold=0.05, election_window_days=60.0, conciliation_relief=0.61,
    conciliation_grievance=0.1, conciliation_tension=0.11, settled_tension=0.25, crackdown=0.15, suspicion_grievance=0.3, suspicion_spill=1.0,
    settled_posture=0.3,
)
MEDIATION = dict(
    threshold=0.2, offer_rate=0.5, accept_base=0.32, accept_trust=4.0, accept_leverage=2.0, accept_weariness=2.0,
    accept_injury=3.0, rival_pressure=2.0, face=0.5, pressure=0.6, agreement_rate=0.11, ripeness_weight=2.0,
    agreement_relief=0.8, agreement_grievance=0.2, agreement_crackdown=0.3, breakdown=0.4, duration_days=30.0,
    prestige_gain=0.1, rival_loss=0.5,
)


def _rung(severity, deaths=(0.0, 1.0), share=0.0, **more):
    return RUNG | dict(severity=severity, fatalities=dict(zip(("mean", "dispersion"), deaths)), civilian_share=share) | more


LADDER = dict(
    protest=_rung(0.06),
    rupture=_rung(0.16, lasting=True),
    coerce=_rung(0.26, lasting=True),
    mobilise=_rung(0.36, lasting=True),
    covert=_rung(0.44, (2.0, 0.5), 0.2, violent=True, public=0.3, deniable=True, accident=0.01),
    strike_group=_rung(0.54, (6.0, 0.7), 0.4, violent=True, against_group=True, accident=0.03),
    strike_state=_rung(0.68, (12.0, 0.7), 0.25, violent=True, accident=0.02),
    campaign=_rung(0.82, (60.0, 0.8), 0.3, violent=True, lasting=True, accident=0.01),
    war=_rung(0.94, (600.0, 0.8), 0.3, violent=True, lasting=True),
    nuclear=_rung(1.0, (50_000.0, 0.5), 0.85, violent=True, nuclear=True),
)


def _merged(defaults, given):
    """The defaults with what is given laid over them, key by key; a distribution is one value."""
    out = copy.deepcopy(defaults)
    for key, value in given.items():
        nested = isinstance(value, dict) and isinstance(out.get(key), dict)
        out[key] = _merged(out[key], value) if nested else value
    return out


def _path(*keys):
    """A TOML path; keys with a dot in them stand in quotes."""
    return ".".join(key if key.replace("_", "").replace("-", "").isalnum() else f'"{key}"' for key in map(str, keys))


class Scenario:
    """A scenario file with all its defaults, in the order of keys."""

    def __init__(self, text):
        file = tomllib.loads(text)
        self.horizon = file.get("horizon_days", 90)
        self.quiet_days = file.get("quiet_days", 14)
        self.knobs = file.get("knobs", {})
        self.states = {k: _merged(STATE, v) for k, v in sorted(file["states"].items())}
        given = {(i, j): r for i, row in file["relations"].items() for j, r in row.items()}
        both = sorted({*given, *((j, i) for i, j in given)})
        self.relations = {key: _merged(RELATION, given.get(key, {})) for key in both}
        self.pairs = sorted({tuple(sorted(key)) for key in both})
        focus = file.get("focus")
        self.focus = {tuple(sorted(focus))} if focus else set(self.pairs)
        rungs = copy.deepcopy(LADDER) if file.get("ladder_base", "default") == "default" else {}
        for key, rung in file.get("ladder", {}).items():
            rungs[key] = _merged(rungs.get(key, RUNG), rung)
        self.ladder = dict(sorted(rungs.items(), key=lambda row: (row[1]["severity"], row[0])))
        self.rungs = list(self.ladder)
        self.groups = {k: _merged(GROUP, v) for k, v in sorted(file.get("groups", {}).items())}
        for group in self.groups.values():
            group["targets"] = {k: _merged(TARGET, v) for k, v in sorted(group.get("targets", {}).items())}
        self.mediators = {k: _merged(MEDIATOR, v) for k, v in sorted(file.get("mediators", {}).items())}
        for mediator in self.mediators.values():
            mediator["parties"] = {k: _merged(PARTY, v) for k, v in sorted(mediator.get("parties", {}).items())}
        self.events = dict(sorted(file.get("events", {}).items()))
        self.utility = _merged(UTILITY, file.get("utility", {}))
        self.dynamics = _merged(DYNAMICS, file.get("dynamics", {}))
        self.mediation = _merged(MEDIATION, file.get("mediation", {}))

    def values(self, luck):
        """All tables with the numbers of one run in place of distributions and knobs (7.1)."""
        tables = "states relations ladder groups mediators events utility dynamics mediation".split()
        return {name: self._drawn(getattr(self, name), (name,), luck) for name in tables}

    def _drawn(self, value, path, luck):
        if isinstance(value, str) and value.startswith("$"):
            return self._drawn(self.knobs[value[1:]], ("knobs", value[1:]), luck)
        if isinstance(value, dict):
            (first, inner), *others = value.items() or [(None, None)]
            kinds = ("uniform", "triangular", "pert", "normal", "lognormal", "beta", "discrete")
            if not others and first in kinds and isinstance(inner, dict):
                words = luck.block(0, entity("input", _path(*path)), INPUT)
                return F32(quantile(value, unit64(words[0], words[1])))
            keys = (lambda key: key) if path == ("relations",) else (lambda key: (key,))
            return {k: self._drawn(v, path + tuple(keys(k)), luck) for k, v in value.items()}
        if isinstance(value, list):
            return [self._drawn(item, (*path, index), luck) for index, item in enumerate(value)]
        return F32(value) if isinstance(value, float) else value
