"""Runs offramp and the peers on the same work, and compares what they find and what it costs.

    python benches/peers/compare.py [path to offramp] [--runs N] [--repeats N] [--reference N]

Prints a table in Markdown. Ends with 1 if a peer's outcome shares or means differ from offramp's by more than chance:
then they did not do the same work, and the times mean nothing. Everything runs as a whole process on one thread.
"""

import argparse
import csv
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import agreement
from parameters import HERE, ROOT, SCENARIO, parameters

# How many runs to ask for when --runs does not say: enough for a second or more of work.
PEERS = {"krabmaga": 20_000, "numpy": 20_000, "mesa": 2_000, "agentpy": 2_000}
OFFRAMP_RUNS = 20_000
ONE_THREAD = {
    key: "1" for key in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS")
}
# The reference has a seed of its own, so that no repeat shares its luck.
REFERENCE_SEED = 1_000_003


def main():
    asked = arguments()
    offramp = str(Path(asked.offramp).resolve())
    krabmaga = build_krabmaga()
    reference = play_reference(offramp, asked.reference)

    programs = {"offramp": asked.runs or OFFRAMP_RUNS} | {name: asked.runs or PEERS[name] for name in PEERS}
    costs = {name: [] for name in programs}
    found = {}
    for repeat in range(asked.repeats):
        for name, runs in programs.items():
            command = [offramp] if name == "offramp" else peer_command(name, krabmaga)
            start, least, _ = play(name, command, None, seed=repeat + 1)
            whole, _, result = play(name, command, runs, seed=repeat + 1)
            costs[name].append((start, 1000 * (whole - start) / (runs - least)))
            if name != "offramp":
                found[name] = agreement.pooled(found.get(name), result)

    verdicts = agreement.compare(found, reference)
    show(programs, costs, found, reference, verdicts)
    sys.exit(0 if all(verdict.holds for verdict in verdicts.values()) else 1)


def arguments():
    parser = argparse.ArgumentParser(description="Compare offramp with the same model elsewhere.")
    parser.add_argument("offramp", nargs="?", default=str(ROOT / "target" / "release" / "offramp"))
    parser.add_argument("--runs", type=int, help="runs for every program (default: fewer for the slow ones)")
    parser.add_argument("--repeats", type=int, default=5, help="repeats, in alternation; medians are shown")
    parser.add_argument("--reference", type=int, default=200_000, help="runs of offramp to hold the peers against")
    asked = parser.parse_args()
    if asked.runs is not None and asked.runs < 2:
        parser.error("--runs must be at least 2")
    return asked


def build_krabmaga():
    folder = HERE / "krabmaga"
    command = ["cargo", "build", "--release", "--locked", "--message-format", "json"]
    built = subprocess.run(command, cwd=folder, check=True, stdout=subprocess.PIPE, text=True).stdout
    messages = map(json.loads, built.splitlines())
    (binary,) = [found for message in messages if (found := message.get("executable"))]
    return binary


def peer_command(name, krabmaga):
    return [krabmaga] if name == "krabmaga" else [sys.executable, str(HERE / f"run_{name}.py")]


def play(name, command, runs, seed):
    """CPU seconds of a whole process, how many runs it played, and what it found; `runs` of None is only starting up.

    offramp plays at least one run, the peers none.
    """
    with tempfile.TemporaryDirectory() as folder:
        if name == "offramp":
            runs = runs or 1
            seconds, _ = spend(offramp_command(command[0], runs, seed, Path(folder) / "results"))
            return seconds, runs, None
        runs = runs or 0
        seconds, printed = spend([*command, "--runs", str(runs), "--seed", str(seed)])
        return seconds, runs, json.loads(printed.splitlines()[-1])


def offramp_command(offramp, runs, seed, out):
    asked = ["--runs", str(runs), "--seed", str(seed), "--threads", "1", "--quiet", "--out", str(out)]
    return [offramp, "run", SCENARIO, *asked]


def spend(command):
    """Runs a process, and says what it took of user and system time and what it printed."""
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | ONE_THREAD, stdout=subprocess.PIPE, text=True)
    with process.stdout:
        printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        sys.exit(f"{command[0]} ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, printed


def play_reference(offramp, runs):
    """What offramp finds, run by run, in an untimed batch. Stops if the peers' parameters are not this scenario's."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "results"
        command = offramp_command(offramp, runs, REFERENCE_SEED, out)
        subprocess.run([*command, "--record", "runs"], cwd=ROOT, check=True)
        expected = parameters(json.loads((out / "manifest.json").read_text()))
        written = json.loads((HERE / "two-rivals.json").read_text())
        for numbers in (expected, written):
            del numbers["source"]
        if expected != written:
            sys.exit("two-rivals.json is out of date; write it anew with parameters.py")
        found = agreement.nothing(written["outcomes"])
        with (out / "runs.csv").open(newline="") as rows:
            for row in csv.DictReader(rows):
                agreement.add(
                    found, row["outcome"], int(row["violent_acts"]), int(row["end_day"]), int(row["fatalities_total"])
                )
    return found


def show(programs, costs, found, reference, verdicts):
    start = {name: statistics.median(start for start, _ in taken) for name, taken in costs.items()}
    net = {name: statistics.median(net for _, net in taken) for name, taken in costs.items()}
    spread = {name: [net for _, net in taken] for name, taken in costs.items()}
    print(f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, one thread, ", end="")
    print(f"medians of {len(costs['offramp'])} repeats in alternation (lowest to highest)\n")
    print("| | runs per repeat | start-up, CPU s | CPU s per 1,000 runs, net | times offramp |")
    print("|---|---|---|---|---|")
    for name in programs:
        version = f" {found[name]['version']}" if name in found else ""
        low, high = min(spread[name]), max(spread[name])
        print(
            f"| {name}{version} | {programs[name]:,} | {start[name]:.3f} "
            f"| {net[name]:.4f} ({low:.4f}–{high:.4f}) | {net[name] / net['offramp']:.2f} |"
        )

    print(f"\nOutcome shares and means, all repeats together; offramp: {reference['runs']:,} runs of their own\n")
    names = ["offramp", *found]
    print(f"| | {' | '.join(names)} |")
    print(f"|---|{'---|' * len(names)}")
    results = [reference, *found.values()]
    print(f"| runs | {' | '.join(format(result['runs'], ',') for result in results)} |")
    for outcome in reference["outcomes"]:
        shares = [result["outcomes"].get(outcome, 0) / result["runs"] for result in results]
        print(f"| {outcome} | {' | '.join(f'{100 * share:.2f} %' for share in shares)} |")
    for measure in reference["measures"]:
        means = [agreement.mean(result, measure)[0] for result in results]
        print(f"| mean {measure} | {' | '.join(f'{mean:.3f}' for mean in means)} |")
    largest = [f"{verdicts[name].z:.2f} ({verdicts[name].of})" for name in found]
    print(f"| largest \\|z\\| | – | {' | '.join(largest)} |")

    bound = next(iter(verdicts.values())).bound
    differ = [name for name, verdict in verdicts.items() if not verdict.holds]
    said = f"these differ from offramp: {', '.join(differ)}" if differ else "no peer differs from offramp"
    print(f"\nBeyond |z| = {bound:.2f} (alpha 0.001 over all comparisons, Bonferroni): {said}.")


if __name__ == "__main__":
    main()
