//! What a target is a quantity of: a statistic over runs, of expressions over one run.

/// A statistic over runs. The texts are expressions in the language of outcome classes.
#[derive(Debug, Clone, PartialEq)]
pub enum Statistic {
    /// The share of runs in which a condition holds.
    Share(String),
    /// The mean of a number over the runs in which it is defined.
    Mean(String),
    /// A quantile of a number over the runs in which it is defined, and which: strictly between 0 and 1.
    Quantile(String, f64),
    /// The odds of the first condition where the second holds, over its odds where it does not.
    OddsRatio(String, String),
}

/// What is wrong with the text of a quantity: what, and what helps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Malformed {
    pub(super) what: String,
    pub(super) help: Option<String>,
}

/// The statistics by name, each as it is written.
const FORMS: [(&str, &str); 4] = [
    ("share", "share(CONDITION)"),
    ("mean", "mean(NUMBER)"),
    ("quantile", "quantile(NUMBER, 0.5)"),
    ("odds_ratio", "odds_ratio(CONDITION, CONDITION)"),
];

impl Statistic {
    /// From a text such as `quantile(retaliation_delay_days, 0.5)`.
    pub(super) fn parse(text: &str) -> Result<Self, Malformed> {
        let text = text.trim();
        let Some((name, rest)) = text.split_once('(') else { return Err(without_call(text)) };
        let name = name.trim_end();
        let Some(form) = FORMS.iter().find(|(known, _)| *known == name).map(|(_, form)| *form) else {
            return Err(unknown(name));
        };
        let malformed = |what: String| Malformed { what, help: Some(format!("write {form}")) };
        let inside = rest.trim_end().strip_suffix(')');
        let Some(arguments) = inside.and_then(arguments) else {
            return Err(malformed(format!("the `)` of `{name}(` is not the end of `{text}`")));
        };
        if arguments.iter().any(String::is_empty) {
            return Err(malformed(format!("`{name}` of nothing")));
        }
        match (name, arguments.as_slice()) {
            ("share", [condition]) => Ok(Self::Share(condition.clone())),
            ("mean", [number]) => Ok(Self::Mean(number.clone())),
            ("quantile", [number, at]) => match at.parse::<f64>() {
                Ok(p) if p > 0.0 && p < 1.0 => Ok(Self::Quantile(number.clone(), p)),
                _ => Err(malformed(format!("`{at}` is no quantile: a number strictly between 0 and 1"))),
            },
            ("odds_ratio", [first, second]) => Ok(Self::OddsRatio(first.clone(), second.clone())),
            (_, given) => {
                let plural = if given.len() == 1 { "" } else { "s" };
                Err(malformed(format!("`{name}` of {} value{plural}", given.len())))
            }
        }
    }
}

fn without_call(text: &str) -> Malformed {
    let what = format!("`{text}` is no quantity of many runs");
    let help = format!("write share({text}) of a condition, or mean({text}) of a number");
    Malformed { what, help: Some(help) }
}

fn unknown(name: &str) -> Malformed {
    let known = FORMS.map(|(known, _)| known);
    let help = crate::spec::did_you_mean(name, known)
        .unwrap_or_else(|| format!("known: {}", FORMS.map(|(_, form)| form).join(", ")));
    Malformed { what: format!("there is no quantity `{name}`"), help: Some(help) }
}

/// What stands between commas outside of parentheses and quotes; none if the parentheses do not match.
fn arguments(inside: &str) -> Option<Vec<String>> {
    let (mut depth, mut quote, mut list) = (0_usize, None, vec![String::new()]);
    for letter in inside.chars() {
        match (quote, letter) {
            (Some(open), _) => quote = Some(open).filter(|_| letter != open),
            (None, '"' | '\'') => quote = Some(letter),
            (None, '(') => depth += 1,
            (None, ')') => depth = depth.checked_sub(1)?,
            (None, ',') if depth == 0 => {
                list.push(String::new());
                continue;
            }
            _ => {}
        }
        list.last_mut()?.push(letter);
    }
    let trimmed = list.iter().map(|text| text.trim().to_owned()).collect();
    (depth == 0 && quote.is_none()).then_some(trimmed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_statistic_is_read() {
        let parse = |text: &str| Statistic::parse(text).unwrap();
        assert_eq!(parse("share(retaliated && (a || b))"), Statistic::Share("retaliated && (a || b)".into()));
        assert_eq!(parse(" mean ( min(a, b) ) "), Statistic::Mean("min(a, b)".into()));
        assert_eq!(parse("quantile(min(a, b), 0.5)"), Statistic::Quantile("min(a, b)".into(), 0.5));
        assert_eq!(
            parse("odds_ratio(struck, member.\"a, (b\")"),
            Statistic::OddsRatio("struck".into(), "member.\"a, (b\"".into())
        );
    }

    #[test]
    fn what_is_none_is_said_to_be_none() {
        let what = |text: &str| Statistic::parse(text).unwrap_err().what;
        assert_eq!(what("retaliated"), "`retaliated` is no quantity of many runs");
        assert_eq!(what("shares(retaliated)"), "there is no quantity `shares`");
        assert_eq!(what("share(a) * 2"), "the `)` of `share(` is not the end of `share(a) * 2`");
        assert_eq!(what("share((a)"), "the `)` of `share(` is not the end of `share((a)`");
        assert_eq!(what("share(a) + mean(b)"), "the `)` of `share(` is not the end of `share(a) + mean(b)`");
        assert_eq!(what("quantile(a, 50)"), "`50` is no quantile: a number strictly between 0 and 1");
        assert_eq!(what("quantile(a)"), "`quantile` of 1 value");
        assert_eq!(what("mean(a, b)"), "`mean` of 2 values");
        assert_eq!(what("share()"), "`share` of nothing");
        let help = Statistic::parse("shares(retaliated)").unwrap_err().help;
        assert_eq!(help.as_deref(), Some("did you mean `share`?"));
    }
}
