use proptest::prelude::*;

use super::*;

/// A condition over the names `a` to `z`, which read as their place in the alphabet.
fn condition(text: &str) -> Result<Condition<usize>, Vec<Fault>> {
    Condition::new(text, |name| match name.as_bytes() {
        [letter @ b'a'..=b'z'] => Ok(usize::from(letter - b'a')),
        _ => Err(Fault { what: format!("unknown `{name}`"), label: "", help: None }),
    })
}

/// Whether it holds with these values of `a`, `b`, `c` …
fn holds(text: &str, values: &[f64]) -> bool {
    condition(text).unwrap_or_else(|faults| panic!("{text}: {faults:?}")).holds(|place| values[place])
}

#[test]
fn operators_bind_as_in_other_languages() {
    for (text, expected) in [
        ("true", true),
        ("false", false),
        ("1 + 2 * 3 == 7", true),
        ("(1 + 2) * 3 == 9", true),
        ("10 - 4 - 3 == 3", true),
        ("10 - 4 + 3 == 9", true),
        ("12 / 4 / 3 == 1", true),
        ("2 - -3 == 5", true),
        ("-2 + 3 == 1", true),
        ("-(2 + 3) == -5", true),
        ("1e3 == 1000", true),
        (".5 + 0.5 == 1", true),
        ("true || false && false", true),
        ("(true || false) && false", false),
        ("not false and not (true and false)", true),
        ("!!true", true),
        ("1 < 2 && 2 <= 2 && 3 > 2 && 2 >= 2 && 1 != 2", true),
        ("1 == 2 || 2 != 2 || 2 < 2 || 2 > 2", false),
        ("min(3, 1, 2) == 1 && max(3, min(9, 4), 2) == 4", true),
        ("abs(2 - 5) == 3 && abs(-max(1, 2)) == 2", true),
        ("7", true),
        ("0", false),
    ] {
        assert_eq!(holds(text, &[]), expected, "{text}");
    }
}

#[test]
fn constants_before_and_behind_names_are_not_taken_together() {
    let values = [10.0, 4.0];
    assert!(holds("a - 1 + 2 == 11", &values));
    assert!(holds("a - 1 - 2 == 7 && 1 + 2 + a == 13", &values));
    assert!(holds("a / 2 * 5 == 25", &values));
    assert!(holds("!(a + 1 + 2 == 12)", &values));
    assert!(holds("!(a < b) && !(1 > 2)", &values));
}

#[test]
fn what_is_undefined_compares_with_nothing() {
    let values = [f64::NAN, 1.0];
    for text in ["a < 1", "a > 1", "a <= 1", "a >= 1", "a == 1", "a != 1", "a == a", "a", "a + 1 > 0"] {
        assert!(!holds(text, &values), "{text}");
    }
    for text in ["min(a, b) > 0", "max(b, a) > 0", "max(a, b) > 0", "min(b, a) > 0", "abs(a) >= 0"] {
        assert!(!holds(text, &values), "{text}");
    }
    assert!(holds("!(a < 1) && !a && b", &values));
    assert!(holds("0 / 0 == 0 || b", &values));
}

#[test]
fn names_may_be_dotted_and_quoted_and_are_read_once() {
    let text = "\"south-korea\".x + tension.'a b'.c > x && x < 3rd.2nd || _y";
    let names = std::cell::RefCell::new(Vec::new());
    let found = Condition::new(&text.replace("3rd.2nd", "x.2nd"), |name| {
        names.borrow_mut().push(name.to_owned());
        Ok(names.borrow().len())
    });
    assert_eq!(found.unwrap().reads(), [1, 2, 3, 4, 5]);
    assert_eq!(*names.borrow(), ["south-korea.x", "tension.a b.c", "x", "x.2nd", "_y"]);
    assert!(condition(text).is_err(), "a name begins with no digit");
}

#[test]
fn any_number_of_names() {
    // More than are read without allocating, and more operands than the library's trackers hold in one word.
    let sum = |count: usize| (0..count).map(|index| format!("x.n{index}")).collect::<Vec<_>>().join(" + ");
    for count in [1, 31, 32, 33, 64, 65, 130, 400] {
        let text = format!("{} == {}", sum(count), count * (count - 1) / 2);
        let parsed = Condition::new(&text, |name| Ok(name[3..].parse::<usize>().unwrap())).unwrap();
        assert!(parsed.holds(|index| index as f64), "{count}");
        assert!(!parsed.holds(|index| if index == 0 { 0.5 } else { index as f64 }), "{count}");
    }
}

#[test]
fn faults_are_told_in_plain_words() {
    let told = |text: &str| {
        let faults = condition(text).map_or_else(|faults| faults, |_| panic!("{text} is sound"));
        let shown = |fault: &Fault| match &fault.help {
            Some(help) => format!("{} [{help}]", fault.what),
            None => fault.what.clone(),
        };
        faults.iter().map(shown).collect::<Vec<_>>().join(" & ")
    };
    for (text, expected) in [
        ("  ", "an empty condition [write a comparison, for example `force_turns == 2 && settled`]"),
        ("a = 2", "`=` before `2` means nothing here [write `==` for equal, `>=` or `<=` with the `=` last]"),
        ("a & b", "`&` before `b` means nothing here [write `&&`, or `and`]"),
        ("a | b", "`|` before `b` means nothing here [write `||`, or `or`]"),
        ("a > 60%", "`%` means nothing here [write shares from 0 to 1: 0.6 for 60 %]"),
        ("a > 0,5", "`,` stands in no function [decimals have a point: 0.5]"),
        ("a; b", "`;` before `b` means nothing here [operators: && || ! == != < <= > >= + - * /]"),
        ("a &&", "no value after `&&`"),
        ("&& a", "no value before `&&`"),
        ("a && || b", "no value between `&&` and `||`"),
        ("a == * b", "no value between `==` and `*`"),
        ("a b", "no operator between `a` and `b` [a name with a blank or a `-` stands in quotes]"),
        ("2x > 1", "no operator between `2` and `x` [a name with a blank or a `-` stands in quotes]"),
        ("(a", "a `(` is never closed"),
        ("((a + (b)", "2 `(` are never closed"),
        ("a)", "`)` closes nothing"),
        ("()", "no value between `(` and `)`"),
        ("(a)(b)", "no operator between `)` and `(` [a name with a blank or a `-` stands in quotes]"),
        ("a ! b", "no operator between `a` and `!` [a name with a blank or a `-` stands in quotes]"),
        ("a < b < c", "`<` and `<` in one comparison [compare two values at a time: `a < b && b < c`]"),
        ("a == b == c", "`==` and `==` in one comparison [compare two values at a time: `a < b && b < c`]"),
        ("!a == b", "`!` takes only the value before `==` [put what it negates in parentheses: `!(a == b)`]"),
        (
            "not (a) > 1",
            "`!` takes only the value before `>` [put what it negates in parentheses: `!(a == b)`]",
        ),
        ("sqrt(a)", "there is no function `sqrt` [known: min, max, abs]"),
        ("min(a) > 1", "`min` of one value [it takes two or more: `min(a, b)`]"),
        ("abs(a, b) > 1", "`abs` of 2 values [it takes one: `abs(a)`]"),
        ("min(, a)", "no value between `min(` and `,`"),
        ("\"a > 1", "the quote before `a > 1` is never closed"),
        ("a. > 1", "`a.` ends in a dot"),
        ("1.2.3 > a", "no operator between `1.2` and `0.3` [a name with a blank or a `-` stands in quotes]"),
        (". > a", "`.` is not a number"),
        ("1e999 > a", "`1e999` is not a number"),
        ("ab > 1 && cd", "unknown `ab` & unknown `cd`"),
    ] {
        assert_eq!(told(text), expected, "{text}");
    }
}

#[test]
fn conditions_are_no_larger_than_is_sane() {
    let nested = |depth: usize| format!("{}a{}", "(".repeat(depth), ")".repeat(depth));
    assert!(condition(&nested(64)).is_ok());
    assert_eq!(condition(&nested(65)).unwrap_err()[0].what, "parentheses more than 64 deep");
    let long = |count: usize| format!("a{}", "+1".repeat((count - 1) / 2));
    assert!(condition(&long(4095)).is_ok());
    assert_eq!(condition(&long(4097)).unwrap_err()[0].what, "a condition of 4097 characters");
    assert!(holds(&format!("{}a", "!".repeat(4094)), &[1.0]));
    assert!(holds(&format!("{}a", "-".repeat(4000)), &[1.0]));
}

/// An expression as a tree, to be worked out without the library.
#[derive(Debug, Clone)]
enum Tree {
    Number(u8),
    Name(usize),
    Minus(Box<Tree>),
    Not(Box<Tree>),
    Abs(Box<Tree>),
    Two(usize, Box<Tree>, Box<Tree>),
}

/// Binary operators with how closely they bind; functions bind closest.
const TWO: [(&str, u8); 14] = [
    ("||", 1),
    ("&&", 2),
    ("==", 3),
    ("!=", 3),
    ("<", 3),
    ("<=", 3),
    (">", 3),
    (">=", 3),
    ("+", 4),
    ("-", 4),
    ("*", 5),
    ("/", 5),
    ("min", 9),
    ("max", 9),
];

impl Tree {
    fn binding(&self) -> u8 {
        match self {
            Self::Two(operator, ..) => TWO[*operator].1,
            _ => 9,
        }
    }

    fn text(&self) -> String {
        let group = |tree: &Self, least: u8| {
            if tree.binding() < least { format!("({})", tree.text()) } else { tree.text() }
        };
        match self {
            Self::Number(number) => format!("{number}"),
            Self::Name(place) => char::from(b'a' + *place as u8).to_string(),
            Self::Minus(tree) => format!("-{}", group(tree, 9)),
            // In parentheses, since what follows a negated value is refused.
            Self::Not(tree) => format!("(!{})", group(tree, 9)),
            Self::Abs(tree) => format!("abs({})", tree.text()),
            Self::Two(operator, one, other) if TWO[*operator].1 == 9 => {
                format!("{}({}, {})", TWO[*operator].0, one.text(), other.text())
            }
            Self::Two(operator, one, other) => {
                let (sign, binding) = TWO[*operator];
                // Comparisons do not stand in a row; the others group to the left.
                let left = if binding == 3 { 4 } else { binding };
                format!("{} {sign} {}", group(one, left), group(other, binding + 1))
            }
        }
    }

    fn value(&self, values: &[f64]) -> f64 {
        let truth = |holds: bool| if holds { 1.0 } else { 0.0 };
        let is_so = |value: f64| !(value == 0.0 || value.is_nan());
        match self {
            Self::Number(number) => f64::from(*number),
            Self::Name(place) => values[*place],
            Self::Minus(tree) => -tree.value(values),
            Self::Not(tree) => truth(!is_so(tree.value(values))),
            Self::Abs(tree) => tree.value(values).abs(),
            Self::Two(operator, one, other) => {
                let (a, b) = (one.value(values), other.value(values));
                let unknown = a.is_nan() || b.is_nan();
                match TWO[*operator].0 {
                    "||" => truth(is_so(a) || is_so(b)),
                    "&&" => truth(is_so(a) && is_so(b)),
                    "+" => a + b,
                    "-" => a - b,
                    "*" => a * b,
                    "/" => a / b,
                    "min" if !unknown => a.min(b),
                    "max" if !unknown => a.max(b),
                    "min" | "max" => f64::NAN,
                    _ if unknown => 0.0,
                    "==" => truth(a >= b && b >= a),
                    "!=" => truth(!(a >= b && b >= a)),
                    "<" => truth(a < b),
                    "<=" => truth(a <= b),
                    ">" => truth(a > b),
                    ">=" => truth(a >= b),
                    other => panic!("{other}"),
                }
            }
        }
    }
}

fn tree() -> impl Strategy<Value = Tree> {
    let leaf = prop_oneof![(0_u8..4).prop_map(Tree::Number), (0_usize..4).prop_map(Tree::Name)];
    leaf.prop_recursive(6, 60, 2, |inner| {
        let boxed = || inner.clone().prop_map(Box::new);
        prop_oneof![
            boxed().prop_map(Tree::Minus),
            boxed().prop_map(Tree::Not),
            boxed().prop_map(Tree::Abs),
            (0..TWO.len(), boxed(), boxed()).prop_map(|(two, one, other)| Tree::Two(two, one, other)),
            (0..TWO.len(), boxed(), boxed()).prop_map(|(two, one, other)| Tree::Two(two, one, other)),
            (0..TWO.len(), boxed(), boxed()).prop_map(|(two, one, other)| Tree::Two(two, one, other)),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn expressions_come_to_what_their_trees_come_to(
        tree in tree(),
        values in prop::array::uniform4(prop_oneof![1 => Just(f64::NAN), 8 => (-3_i8..=3).prop_map(f64::from)]),
    ) {
        let text = tree.text();
        prop_assume!(text.chars().count() <= Limit::ConditionLength.count());
        let value = tree.value(&values);
        prop_assert_eq!(holds(&text, &values), !(value == 0.0 || value.is_nan()), "{}", text);
    }

    #[test]
    fn whatever_the_grammar_lets_through_the_library_compiles(text in "[ab2().,!<>=&|+*/\\- minxsot\"]{0,24}") {
        let told = condition(&text).map_or_else(|faults| format!("{faults:?}"), |_| String::new());
        prop_assert!(!told.contains("cannot be compiled"), "{}: {}", text, told);
    }
}
