"""Executes the examples of docs/recipes.md in the present folder, which holds the scenarios, and checks what they find.

Usage: python run.py OFFRAMP RECIPES.md

Every example in Python or R has a name in a comment above it. It is run as a program of its own, followed by the check of that name. What offramp
printed is there as PRINTED. An example without a check is an error, and so is a check without an example.
"""

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

PYTHON_CHECKS = {
    "outcomes in pandas": """
assert len(PRINTED["outcomes"]) == 8, PRINTED
for outcome, printed in PRINTED["outcomes"].items():
    found = 100 * outcomes.loc[outcome]
    for column, number in zip(["probability", "ci_low", "ci_high"], printed):
        near(found[column], number, 0.0501)
""",
    "conditional shares in pandas": """
share, low, high = PRINTED["answered"]
near(100 * k / n, share, 0.0501)
near(100 * (centre - half), low, 0.0501)
near(100 * (centre + half), high, 0.0501)
assert 0 < median_deaths < 100_000
near(by_striker.sum(axis=1).max(), 1, 1e-9)
near(100 * len(struck) / len(runs), PRINTED["struck"][0], 0.0501)
""",
    "fan in pandas": """
assert (fan["p05"] <= fan["p50"]).all() and (fan["p50"] <= fan["p95"]).all()
near(fan["n_active"].loc[0], PRINTED["runs"], 0)
assert str(timeline["date"].dtype) != "float64"
""",
    "sweep in pandas": """
assert strikes.shape == (4, 4) and len(both) == 16
square = pd.read_csv("results/sweep/heatmap_no_strike.csv").iloc[:, 1:]
assert abs(1 - square.values - strikes.values).max() < 1e-9
""",
    "weights in pandas": """
import subprocess
subprocess.run([OFFRAMP, "run", "scenarios/two-rivals.toml", "-n", "4000", "--quiet", "--out", "results/resolute",
    "--set", "states.aland.resolve={ beta = { mean = 0.625, concentration = 8 } }"], check=True)
played = pd.read_csv("results/resolute/outcomes.csv").set_index("outcome")["probability"]
plain = runs["outcome"].value_counts(normalize=True)
# Both estimates err by less than 0.01 at this many runs; what is sought differs by more from what was played.
near(reweighted["no_strike"], played["no_strike"], 0.03)
assert abs(plain["no_strike"] - played["no_strike"]) > 0.03, "nothing to tell apart"
assert 2000 < effective_runs < 4000, effective_runs
""",
    "units in pandas": """
assert columns["probability"]["unit"] == "share" and units["end_day"] == "days"
assert "runs" in columns["count"]["unit"]
""",
    "runs in polars": """
found = dict(zip(table["outcome"], table["share"]))
for outcome, printed in PRINTED["outcomes"].items():
    near(100 * found.get(outcome, 0), printed[0], 0.0501)
""",
}
PREFACE = """
import json
PRINTED, OFFRAMP = json.loads({printed!r}), {offramp!r}

def near(found, wanted, tolerance):
    assert abs(found - wanted) <= tolerance, f"{{found}} is not {{wanted}}"
"""

R_CHECKS = {
    "runs in R": """
wanted <- printed_outcomes[names(shares)]
stopifnot(all(abs(100 * as.numeric(shares) - wanted) < 0.0501))
stopifnot(length(by_thirds) == 3, by_thirds[3] > by_thirds[1], median_deaths["settled_exchange"] > 0)
""",
    "fan in R": """
stopifnot(nrow(fan) > 30, all(fan$p05 <= fan$p95), file.size("fan.pdf") > 1000)
""",
}


def blocks(text):
    """The fenced blocks of a document: language, name and text."""
    pattern = re.compile(r"(?:<!-- recipe: (.*?) -->\n)?^```(\w+)\n(.*?)^```$", re.M | re.S)
    return [(language, name, body) for name, language, body in pattern.findall(text)]


def report(text):
    """What the terminal report of a run says, in percent."""
    number = r"([\d.]+)"
    outcomes = {}
    for line in text.splitlines():
        found = re.match(rf"\s*([a-z][a-z ]*?)\s+{number} %\s+{number} to {number} %", line)
        if found:
            outcomes[found[1].replace(" ", "_")] = [float(found[at]) for at in (2, 3, 4)]
    flat = " ".join(text.split())
    interval = rf"{number} % of (?:runs|first strikes) \({number} to {number} %\)"
    answered = [float(one) for one in re.search(rf"Retaliation after {interval}", flat).groups()]
    struck = [float(one) for one in re.search(rf"First strike in {interval}", flat).groups()]
    runs = int(re.search(r"([\d,]+) runs?, seed", flat)[1].replace(",", ""))
    return {"outcomes": outcomes, "answered": answered, "struck": struck, "runs": runs}


def execute(name, command, **options):
    done = subprocess.run(command, capture_output=True, text=True, **options)
    if done.returncode != 0:
        sys.exit(f"recipes: {name} failed\n{done.stdout[-2000:]}{done.stderr[-4000:]}")
    return done.stdout


def formulas(text):
    return re.findall(r"^\| `(=.*?)` \|", text, re.M)


def check_formulas(listed, printed):
    """Puts the formulas into a copy of the workbook and has LibreOffice work them out."""
    import csv

    import openpyxl

    book = openpyxl.load_workbook("results/rivals/results.xlsx")
    for sheet in book.sheetnames[1:]:
        if sheet not in ("Outcomes", "Runs", "Measures"):
            del book[sheet]
    sheet = book.create_sheet("Formulas", 0)
    for row, formula in enumerate(listed, 1):
        sheet.cell(row, 1, formula)
    book.save("formulas.xlsx")
    profile = Path("profile").resolve().as_uri()
    command = ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", "csv", "formulas.xlsx"]
    execute("the spreadsheet", command, timeout=300)
    # LibreOffice shows what comes of shares as percent.
    percent = lambda text: float(text[:-1]) / 100 if text.endswith("%") else float(text)
    found = [percent(row[0]) for row in csv.reader(open("formulas.csv", encoding="utf-8"))]
    assert len(found) == len(listed) == 5, (found, listed)

    runs = list(csv.DictReader(open("results/rivals/runs.csv", encoding="utf-8")))
    exchanges = [run for run in runs if run["outcome"] == "settled_exchange"]
    by_aland = sum(run["first_striker"] == "aland" for run in exchanges) / len(exchanges)
    deaths = sum(int(run["fatalities_total"]) for run in exchanges) / len(exchanges)
    summary = csv.DictReader(open("results/rivals/summary.csv", encoding="utf-8"))
    late = next(float(row["value"]) for row in summary if (row["metric"], row["statistic"]) == ("fatalities_total", "p95"))
    shares = {outcome: numbers[0] / 100 for outcome, numbers in printed["outcomes"].items()}
    wanted = [shares["war"], shares["war"] + shares["limited_war"], by_aland, deaths, late]
    tolerances = [6e-4, 1.1e-3, 1e-6, 1e-6 * deaths, 1e-6 * late]
    for formula, one, other, tolerance in zip(listed, found, wanted, tolerances):
        assert abs(one - other) <= tolerance, f"{formula} is {one}, not {other}"


def main():
    offramp, document = sys.argv[1], Path(sys.argv[2]).read_text(encoding="utf-8")
    found = blocks(document)
    named = {name for language, name, _ in found if language in ("python", "r")}
    if named != set(PYTHON_CHECKS) | set(R_CHECKS):
        sys.exit(f"recipes: examples and checks differ: {named ^ (set(PYTHON_CHECKS) | set(R_CHECKS))}")
    printed, done = None, 0
    has_r, has_office = shutil.which("Rscript") is not None, shutil.which("soffice") is not None
    for language, name, body in found:
        if language == "sh":
            for line in body.splitlines():
                told = execute(line, [offramp, *shlex.split(line)[1:]])
                printed = printed or report(told)
        elif language == "python":
            preface = PREFACE.format(printed=json.dumps(printed), offramp=offramp)
            execute(name, [sys.executable, "-c", preface + body + PYTHON_CHECKS[name]])
            done += 1
        elif language == "r" and has_r:
            values = ", ".join(f"{outcome} = {numbers[0]}" for outcome, numbers in printed["outcomes"].items())
            Path("recipe.R").write_text(f"printed_outcomes <- c({values})\n{body}{R_CHECKS[name]}", encoding="utf-8")
            execute(name, ["Rscript", "--vanilla", "recipe.R"])
            done += 1
    if has_office:
        check_formulas(formulas(document), printed)
        done += 1
    for what, is_there in (("R", has_r), ("LibreOffice", has_office)):
        if not is_there:
            print(f"recipes: the examples for {what} are SKIPPED, since it is not installed", file=sys.stderr)
    print(f"recipes: {done} examples executed")


if __name__ == "__main__":
    main()
