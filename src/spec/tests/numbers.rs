use super::problem;

const UNFIT: &[(&str, &str)] = &[
    ("1.7", ": 1.7 is out of range | 1.7 | must be a number from 0 to 1 | -"),
    (
        "55",
        ": 55 is out of range | 55 | must be a number from 0 to 1 | shares are written from 0 to 1: 0.55 for 55 %",
    ),
    ("-0.1", ": -0.1 is out of range | -0.1 | must be a number from 0 to 1 | -"),
    ("nan", ": nan is not a finite number | nan | must be a number from 0 to 1 | -"),
    ("inf", ": inf is not a finite number | inf | must be a number from 0 to 1 | -"),
    ("1e999", ": 1e999 is not a finite number | 1e999 | must be a number from 0 to 1 | -"),
    (
        "99999999999999999999",
        ": 99999999999999999999 is out of range | 99999999999999999999 | must be a number from 0 to 1 | -",
    ),
    (
        "{ gaussian = { mean = 0, sd = 1 } }",
        ".gaussian: unknown distribution `gaussian` | gaussian | not a distribution | known distributions: uniform, triangular, pert, normal, lognormal, beta, discrete, sample",
    ),
    (
        "{ unifrom = { low = 0, high = 1 } }",
        ".unifrom: unknown distribution `unifrom` | unifrom | not a distribution | did you mean `uniform`?",
    ),
    (
        "{ low = 0, high = 1 }",
        ".high: unknown distribution `high` | high | not a distribution | did you mean { uniform = { low = …, high = … } }?",
    ),
    (
        "{ low = 0, mode = 0.5, high = 1 }",
        ".high: unknown distribution `high` | high | not a distribution | did you mean { triangular = { low = …, mode = …, high = … } }?",
    ),
    (
        "{ uniform = { low = 0, high = 1 }, beta = { mean = 0.5, concentration = 3 } }",
        ": a table with 2 keys where one distribution is expected | { uniform = { low = 0, high = 1 }, beta = { mean = 0.5, concentration = 3 } } | must be a number from 0 to 1, or one distribution | for example { uniform = { low = …, high = … } }",
    ),
    (
        "{ uniform = [0, 1] }",
        ".uniform: expected the arguments of `uniform`, found a list | [0, 1] | must be a table | write { uniform = { low = …, high = … } }",
    ),
    (
        "{ uniform = { low = 0 } }",
        ".uniform: `uniform` without `high` | uniform | `high` is missing | write { uniform = { low = …, high = … } }",
    ),
    (
        "{ uniform = { low = 0, high = 1, hihg = 3 } }",
        ".uniform.hihg: unknown key `hihg` | hihg | not a key of `states.iran.resolve.uniform` | did you mean `high`?",
    ),
    (
        "{ uniform = { low = 0.5, high = 0.5 } }",
        ".uniform.high: `low` and `high` are both 0.5 | 0.5 | must be above `low`; for a single value write the number itself | -",
    ),
    (
        "{ uniform = { low = 0.7, high = 0.5 } }",
        ".uniform.high: `high` is 0.5, below `low` | 0.5 | must be above 0.7 | -",
    ),
    (
        "{ uniform = { low = -0.1, high = 0.5 } }",
        ".uniform.low: draws reach -0.1, which is out of range | -0.1 | draws must be numbers from 0 to 1 | -",
    ),
    (
        "{ uniform = { low = \"0.1\", high = 0.5 } }",
        ".uniform.low: expected a number, found the text \"0.1\" | \"0.1\" | must be a number | write the number without quotes: 0.1",
    ),
    (
        "{ uniform = { low = { uniform = { low = 0, high = 1 } }, high = 0.5 } }",
        ".uniform.low: expected a number, found a table | { uniform = { low = 0, high = 1 } } | must be a number | the arguments of a distribution are plain numbers",
    ),
    (
        "{ uniform = { low = nan, high = 0.5 } }",
        ".uniform.low: nan is not a finite number | nan | must be a number of any size up to a billion | -",
    ),
    (
        "{ triangular = { low = 0, mode = 0.8, high = 0.5 } }",
        ".triangular.mode: `mode` is 0.8 | 0.8 | must be from 0 to 0.5 | -",
    ),
    (
        "{ pert = { low = 0, mode = 0.2, high = 0.5, shape = 0 } }",
        ".pert.shape: `shape` is 0 | 0 | must be above 0 | -",
    ),
    ("{ normal = { mean = 0.5, sd = 0 } }", ".normal.sd: `sd` is 0 | 0 | must be above 0 | -"),
    (
        "{ normal = { mean = 50, sd = 1 } }",
        ".normal.mean: with `mean` 50, hardly any draw lies from 0 to 1 | 50 | too far from what may be drawn | -",
    ),
    (
        "{ normal = { mean = 0.5, sd = 1, high = 2 } }",
        ".normal.high: draws reach 2, which is out of range | 2 | draws must be numbers from 0 to 1 | -",
    ),
    (
        "{ lognormal = { median = -1, sigma = 1 } }",
        ".lognormal.median: `median` is -1 | -1 | must be above 0 | -",
    ),
    (
        "{ lognormal = { median = 500, sigma = 0.1 } }",
        ".lognormal.median: with `median` 500, hardly any draw lies from 0 to 1 | 500 | too far from what may be drawn | -",
    ),
    (
        "{ beta = { mean = 1, concentration = 8 } }",
        ".beta.mean: `mean` is 1 | 1 | must be between 0 and 1, both excluded | -",
    ),
    (
        "{ beta = { mean = 0.5, concentration = -8 } }",
        ".beta.concentration: `concentration` is -8 | -8 | must be above 0 | -",
    ),
    (
        "{ beta = { mean = 0.5, concentration = 8, high = 2 } }",
        ".beta.high: draws reach 2, which is out of range | 2 | draws must be numbers from 0 to 1 | -",
    ),
    ("{ discrete = { values = [] } }", ".discrete.values: an empty list | [] | must have 1 or more | -"),
    (
        "{ discrete = { values = [0.1, 2.0] } }",
        ".discrete.values.1: 2 is out of range | 2.0 | must be a number from 0 to 1 | -",
    ),
    (
        "{ discrete = { values = [0.1, 0.2], weights = [1] } }",
        ".discrete.weights: 1 weights for 2 values | [1] | must be one for each value | -",
    ),
    (
        "{ discrete = { values = [0.1, 0.2], weights = [1, -1] } }",
        ".discrete.weights.1: a weight of -1 | -1 | must be 0 or more | -",
    ),
    (
        "{ discrete = { values = [0.1, 0.2], weights = [0, 0] } }",
        ".discrete.weights: weights that add up to 0 | [0, 0] | must add up to more than 0 | -",
    ),
];

#[test]
fn numbers_and_distributions_that_do_not_fit() {
    for (number, expected) in UNFIT {
        let text = format!("states.iran.resolve = {number}");
        assert_eq!(problem(&text), format!("1 states.iran.resolve{expected}"));
    }
}
