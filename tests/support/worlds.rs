//! Scenarios that several tests start from.

/// Every utility term weighs nothing: a test then turns on the one it is about.
pub(crate) const NO_WEIGHTS: &str = "
[utility]
coercion = 0
assertion = 0
audience = 0
precedent = 0
reprisal = 0
ties = 0
legitimacy = 0
nuclear_risk = 0
pressure = 0
weariness = 0
effort_fixed = 0
effort = 0
reconciliation_base = 0
reconciliation = 0
humiliation = 0
conciliation_effort = 0
";

/// Two rivals, one of them provoked: the world of the comparative statics. Close to the shipped `two-rivals.toml`, but
/// held fast here, so that what is shipped can change without moving the tests.
pub(crate) const RIVALS: &str = r#"
horizon_days = 90
focus = ["aland", "borduria"]

[states.aland]
audience_cost = 0.6

[states.borduria]
audience_cost = 0.6

[relations.aland.borduria]
grievance = 0.3
ties = 0.3

[relations.borduria.aland]
grievance = 0.3
ties = 0.3

[events.incident]
date = 0
effects = [
  { grievance = { "aland.borduria" = 0.2 } },
  { justification = { "aland.borduria" = 0.3 } },
  { tension = { "aland.borduria" = 0.3 } },
  { assertiveness = { aland = 0.3 } },
]
"#;

/// A world in which every parameter has something to do: nuclear rivals in a hot crisis, onlookers who may act,
/// elections, campaigns against a third state that wear both down, armed groups, a suspicion, rival go-betweens of both kinds, and events of every
/// trigger.
pub(crate) const RICH: &str = r#"
start = 2024-01-03
horizon_days = 60
focus = ["aland", "borduria"]

[ladder.covert]
accident = 0.2

[ladder.strike_group]
accident = 0.2
public = 0.9

[ladder.strike_state]
accident = 0.2

[states.aland]
nuclear = true
power = 1.5
audience_cost = 0.8
assertiveness = 0.2
defence = 0.3
foresight = 2
elections = [{ date = 2024-02-20, weight = 0.6 }]

[states.borduria]
nuclear = true
audience_cost = 0.9
prestige = 0.4
resolve = { beta = { mean = 0.5, concentration = 8 } }

[states.cathay]
nuclear = true
power = 3

[relations.aland.borduria]
grievance = 0.5
ties = 0.3
tension = 0.4
injury = 0.3
posture = "coerce"
resolve_belief = { mean = 0.7, confidence = 8 }
onlookers = { cathay = 0.4 }

[relations.borduria.aland]
grievance = 0.4
ties = 0.2
onlookers = { cathay = 0.5 }
suspects = { cathay = 0.6 }

[relations.cathay.borduria]
grievance = 0.4
ties = 0.2
reach = "campaign"

[relations.cathay.aland]
grievance = 0.2
reach = "campaign"

[relations.aland.cathay]
reach = "campaign"
posture = "campaign"

[relations.borduria.cathay]
reach = "campaign"
posture = "campaign"

[groups.raiders]
host = "borduria"
attribution = { host = 0.5 }
regrowth_half_life_days = 40
targets.aland = { rate_per_day = 0.06, severity = 0.3, fatalities = 8 }

[groups.proxies]
host = "cathay"
sponsor = "aland"
control = 0.7
attribution = { sponsor = 0.4, host = 0.5 }
capacity = 0.9
targets.borduria = { rate_per_day = 0.05, severity = 0.3, fatalities = 6 }
targets.cathay = { rate_per_day = 0.02 }

[mediators.envoy]
initiative = 0.8
stake = 0.8
rivals = ["friend"]
parties.aland = { trust = 0.6, leverage = 0.4 }
parties.borduria = { trust = 0.7, leverage = 0.5 }

[mediators.elder]
initiative = 0.6
stake = 0.7
rivals = ["envoy"]
parties.aland = { trust = 0.5, leverage = 0.2 }
parties.borduria = { trust = 0.6, leverage = 0.2 }

[mediators.friend]
mode = "encourage"
initiative = 0.7
stake = 0.7
parties.borduria = { trust = 0.5, leverage = 0.6 }

[events.bombing]
date = 2024-01-05
effects = [
  { assertiveness = { aland = 0.5 } },
  { grievance = { "aland.borduria" = 0.2 } },
  { justification = { "aland.borduria" = 0.2 } },
  { tension = { "aland.borduria" = 0.3 } },
  { fatalities = { aland = 40 } },
]

[events.riot]
hazard_per_day = 0.03
repeats = true
probability = 0.7
effects = [{ injury = { "borduria.aland" = 0.1 } }, { prestige = { borduria = -0.05 } }]

[events.uproar]
when_rung = { from = "aland", to = "borduria", rung = "strike_group" }
effects = [{ ties = { "borduria.aland" = -0.1 } }, { assertiveness = { borduria = 0.2 } }]

[events.funeral]
after = { event = "bombing", delay_days = 3 }
effects = [{ grievance = { "aland.borduria" = 0.05 } }]
"#;

/// Changes of [`RICH`] by which its states go by rules, and now and then weigh.
pub(crate) const RULES: [&str; 8] = [
    "states.aland.policy=generous_tit_for_tat",
    "states.aland.tremble={ uniform = { low = 0, high = 0.6 } }",
    "states.borduria.policy=scripted",
    "states.borduria.tremble=0.4",
    "states.borduria.script=[\
     { date = 2024-01-06, toward = \"aland\", act = \"strike_group\", assured = true }, \
     { date = 2024-01-09, toward = \"cathay\", act = \"conciliate\" }, \
     { date = 2024-01-20, toward = \"aland\", act = \"covert\" }]",
    "states.cathay.policy=grim",
    "states.cathay.tremble=0.3",
    "relations.cathay.aland.reach=\"strike_state\"",
];
