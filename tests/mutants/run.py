#!/usr/bin/env python3
"""Changes the code in small ways, one at a time, and sees whether a test fails: cargo-mutants over the rooms that compute.

    tests/mutants/run.py stats [cargo-mutants' own arguments]
    tests/mutants/run.py decision --shard 1/4
    tests/mutants/run.py validation

A change of the whole crate takes a minute to build, so each subject is tried in a crate of the rooms that it needs, laid out under
target/mutants with the tests that look at it. Needs `cargo install cargo-mutants`. What was missed stands in target/mutants/SUBJECT/mutants.out.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Rooms that are compiled, files that are changed, and modules of tests/ that look at them, with files of theirs that need other rooms left out.
SUBJECTS = {
    "stats": {
        "rooms": ["lanes", "stats"],
        "files": ["src/stats/**/*.rs"],
        "tests": {"statistics": ["designs", "sensitivity"]},
    },
    "decision": {
        "rooms": ["spec", "model", "lanes", "engine", "stats", "experiment"],
        "files": [
            f"src/engine/{name}.rs"
            for name in ["term", "ladder", "choice", "choice/*", "account", "anticipation", "reaction", "reaction/*", "deliberation", "policy", "answers"]
        ],
        "tests": {"limits": [], "laws": [], "determinism": [], "support": []},
    },
    "validation": {
        "rooms": ["spec", "model", "lanes", "engine", "stats", "experiment", "output", "studio", "cli"],
        "files": ["src/model/resolve/**/*.rs", "src/model/distribution/**/*.rs", "src/model/distribution.rs", "src/model/calendar.rs", "src/model/dead/**/*.rs", "src/model/dead.rs"],
        "tests": {"messages": [], "cli": [], "support": []},
    },
}


def copy(source, target):
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True)
    elif source.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)


def lay_out(subject, place):
    rooms = subject["rooms"]
    if place.exists():
        shutil.rmtree(place / "src", ignore_errors=True)
        shutil.rmtree(place / "tests", ignore_errors=True)
    for room in rooms:
        copy(ROOT / "src" / room, place / "src" / room)
    (place / "src/lib.rs").write_text("//! Some rooms.\n" + "".join(f"pub mod {room};\n" for room in rooms))
    manifest = (ROOT / "Cargo.toml").read_text()
    if "cli" in rooms:
        copy(ROOT / "src/main.rs", place / "src/main.rs")
    else:
        manifest = re.sub(r"(?m)^default-run.*\n", "", manifest)
        manifest = re.sub(r"(?s)\[\[bin\]\].*?\n\n", "", manifest)
        used = "".join(path.read_text() for room in rooms for path in (ROOT / "src" / room).rglob("*.rs"))
        used += "".join(path.read_text() for test in subject["tests"] for path in (ROOT / "tests" / test).rglob("*.rs"))
        manifest = re.sub(
            r"(?m)^([a-z][\w-]*) = .*\n",
            lambda line: line[0] if not is_dependency(manifest, line.start()) or uses(used, line[1]) else "",
            manifest,
        )
    manifest = re.sub(r"(?s)\[\[bench\]\].*?\n\n", "", manifest)
    manifest = re.sub(r"(?s)\[lints\.rust\].*", "", manifest)  # a mutant may leave something unused
    (place / "Cargo.toml").write_text(manifest + "\n[workspace]\n")
    copy(ROOT / "Cargo.lock", place / "Cargo.lock")
    for folder in ["scenarios", "docs"]:
        copy(ROOT / folder, place / folder)
    modules = subject["tests"]
    for name, left_out in modules.items():
        copy(ROOT / "tests" / name, place / "tests" / name)
        index = place / "tests" / name / "mod.rs"
        text = index.read_text()
        for module in left_out:
            text = text.replace(f"mod {module};\n", "")
            (place / "tests" / name / f"{module}.rs").unlink()
        index.write_text(text)
    copy(ROOT / "tests/reference", place / "tests/reference")
    (place / "tests/main.rs").write_text("//! Some tests.\n" + "".join(f"mod {name};\n" for name in sorted(modules)))


def is_dependency(manifest, at):
    heads = [head for head in re.finditer(r"(?m)^\[(.+)\]$", manifest) if head.start() < at]
    return bool(heads) and heads[-1][1].endswith("dependencies")


def uses(text, crate):
    return re.search(rf"\b{crate.replace('-', '_')}::", text) is not None or crate in ("serde",)


def main():
    if len(sys.argv) < 2 or sys.argv[1] not in SUBJECTS:
        sys.exit(__doc__)
    name, subject = sys.argv[1], SUBJECTS[sys.argv[1]]
    place = ROOT / "target/mutants" / name
    place.mkdir(parents=True, exist_ok=True)
    lay_out(subject, place)
    command = ["cargo", "mutants", "--dir", str(place), "--output", str(place), "--in-place", "--no-shuffle", "--timeout", "30"]
    command += [part for file in subject["files"] for part in ("--file", file)]
    ended = subprocess.run(command + sys.argv[2:], cwd=place)
    found = place / "mutants.out/outcomes.json"
    if found.exists():
        told = json.loads(found.read_text())
        caught, missed, late = (told.get(key, 0) for key in ("caught", "missed", "timeout"))
        tried = caught + missed + late
        if tried:
            print(f"{name}: {caught + late} of {tried} mutants caught ({100 * (caught + late) / tried:.1f} %), {told.get('unviable', 0)} would not build")
    return ended.returncode


if __name__ == "__main__":
    sys.exit(main())
