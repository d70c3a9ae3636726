"""Writes two-rivals.json, the one place from which all peers read their numbers.

    python benches/peers/parameters.py [path to offramp] > benches/peers/two-rivals.json

Every number of the scenario comes from the manifest of a run of one run: the scenario as offramp resolved it, defaults
included. The manifest does not have the constants of the engine; they stand here, once, as section 8 of
docs/model.md gives them. The script stops if the scenario uses something that the peers leave out.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SCENARIO = "scenarios/two-rivals.toml"

# docs/model.md, section 8, "Constants of the engine", and the types of section 7.10.
CONSTANTS = {
    "myopic_reply": 0.5,
    "types": [0.1, 0.3, 0.5, 0.7, 0.9],
    "least_likelihood": 1e-6,
    "largest_injury": 1.5,
    "largest_need": 1.5,
    "civilians_at_half": 10,
    "limited_war_acts": 6,
    "war_severity": 0.9,
    "prestige_offset": 1.5,
    "smallest_stretch": 1e-6,
}
# docs/model.md, section 7.14, in the order of the rules.
OUTCOMES = [
    "nuclear_use",
    "war",
    "limited_war",
    "mediated_settlement",
    "settled_exchange",
    "unanswered_strike",
    "no_strike",
    "frozen",
]
BETA = re.compile(r"beta\(mean ([0-9.]+), concentration ([0-9.]+)\)")
EFFECT = re.compile(r'effects\.(\d+)\.(\w+)\."?([\w.]+)"?')


def main():
    offramp = sys.argv[1] if len(sys.argv) > 1 else str(ROOT / "target" / "release" / "offramp")
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "results"
        command = [offramp, "run", SCENARIO, "--runs", "1", "--quiet", "--out", str(out)]
        subprocess.run(command, cwd=ROOT, check=True)
        manifest = json.loads((out / "manifest.json").read_text())
    json.dump(parameters(manifest), sys.stdout, indent=1)
    print()


def parameters(manifest):
    scenario = manifest["scenario"]
    refuse_what_peers_leave_out(scenario)
    inputs = {path: number(found) for path, found in scenario["inputs"].items()}
    order = {rung["key"]: index for index, rung in enumerate(scenario["ladder"])}
    relations = sorted(scenario["relations"].items())
    return {
        "source": {
            "scenario": SCENARIO,
            "scenario_blake3": manifest["scenario_blake3"],
            "offramp": manifest["version"],
        },
        "horizon_days": scenario["horizon_days"],
        "quiet_days": scenario["quiet_days"],
        "states": [{"key": key, **below(inputs, f"states.{key}.")} for key in sorted(scenario["states"])],
        "relations": [
            {
                "from": key.split(".")[0],
                "to": key.split(".")[1],
                "reach": order[relation["reach"]],
                **below(inputs, f"relations.{key}."),
            }
            for key, relation in relations
        ],
        "ladder": [{**rung, **below(inputs, f"ladder.{rung['key']}.")} for rung in scenario["ladder"]],
        "effects": effects(scenario, inputs),
        "utility": below(inputs, "utility."),
        "dynamics": below(inputs, "dynamics."),
        "constants": CONSTANTS,
        "outcomes": OUTCOMES,
    }


def refuse_what_peers_leave_out(scenario):
    """The peers have two states that can be told apart by number only, and one event on day 0."""
    inputs = scenario["inputs"]
    drawn = [path for path, found in inputs.items() if "distribution" in found]
    events = list(scenario["events"].values())
    needs = {
        "two states": len(scenario["states"]) == 2 and len(scenario["relations"]) == 2,
        "no go-betweens": not scenario["mediators"],
        "no limit to a climb": scenario["max_climb"] is None,
        "foresight of 1, no nuclear weapons, no elections": all(
            state["foresight"] == 1 and not state["nuclear"] and not state["elections"]
            for state in scenario["states"].values()
        ),
        "no onlookers and no posture on day 0": all(
            not relation["onlookers"] and relation["posture"] is None
            for relation in scenario["relations"].values()
        ),
        "one reach below the nuclear rungs": len({r["reach"] for r in scenario["relations"].values()}) == 1,
        "one event, certain, on day 0": len(events) == 1
        and events[0]["trigger"] == {"day": 0}
        and all(inputs[path]["value"] == 1 for path in inputs if path.endswith(".probability")),
        "the resolve of both drawn, and nothing else": sorted(drawn)
        == [f"states.{key}.resolve" for key in sorted(scenario["states"])],
    }
    broken = [need for need, holds in needs.items() if not holds]
    if broken:
        sys.exit(f"{SCENARIO} is not what the peers model; needed: {'; '.join(broken)}")


def number(found):
    if "value" in found:
        return found["value"]
    mean, concentration = map(float, BETA.fullmatch(found["distribution"]).groups())
    return {"beta": {"mean": mean, "concentration": concentration}}


def below(inputs, prefix):
    """The inputs whose path begins with the prefix, by the rest of their path."""
    return {path[len(prefix) :]: value for path, value in inputs.items() if path.startswith(prefix)}


def effects(scenario, inputs):
    """What the event moves: a quantity of a state or of a relation, as its index in the lists above, by an amount."""
    (event,) = scenario["events"]
    places = {
        **{key: index for index, key in enumerate(sorted(scenario["states"]))},
        **{key: index for index, key in enumerate(sorted(scenario["relations"]))},
    }
    found = []
    for path, amount in sorted(below(inputs, f"events.{event}.").items()):
        if match := EFFECT.fullmatch(path):
            _, quantity, target = match.groups()
            found.append({"quantity": quantity, "of": places[target], "amount": amount})
    return found


if __name__ == "__main__":
    main()
