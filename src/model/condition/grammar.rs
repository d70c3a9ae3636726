//! What follows what in a condition. Whatever passes is written down anew for the library: names as numbered variables,
//! functions of two values as operators between parentheses.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::Fault;
use super::lexer::{Sign, Token, shortened};
use crate::spec::Limit;

/// A condition whose form is sound.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Written {
    /// As the library reads it.
    pub(super) text: String,
    /// The names, in the order of their first mention, which is that of the library's variables.
    pub(super) names: Vec<String>,
}

/// What a pair of parentheses is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opened {
    /// By nothing: the whole condition.
    Whole,
    Group,
    Call {
        function: &'static str,
        values: usize,
    },
}

/// The inside of a pair of parentheses, or the whole.
#[derive(Debug, Clone, Copy)]
struct Level {
    opened: Opened,
    /// Whether a `!` stands right before it.
    negated: bool,
    /// The comparison that stands in it since the last `&&`, `||` or `,`.
    comparison: Option<&'static str>,
}

struct Grammar {
    written: Written,
    places: BTreeMap<String, usize>,
    levels: Vec<Level>,
    /// The level that one is in.
    now: Level,
    /// Whether a value comes next, and not an operator.
    wants_value: bool,
    /// Whether a `!` stands before the value that comes next.
    negates: bool,
    /// Whether a `!` stands right before the value that has just ended.
    was_negated: bool,
    /// The last token, for messages.
    last: String,
}

/// Checks what follows what.
pub(super) fn check(tokens: &[Token<'_>]) -> Result<Written, Fault> {
    if tokens.is_empty() {
        let help = "write a comparison, for example `force_turns == 2 && settled`";
        return Err(fault("an empty condition".to_owned(), Some(help)));
    }
    let now = Level { opened: Opened::Whole, negated: false, comparison: None };
    let mut grammar = Grammar {
        written: Written::default(),
        places: BTreeMap::new(),
        levels: Vec::new(),
        now,
        wants_value: true,
        negates: false,
        was_negated: false,
        last: String::new(),
    };
    for token in tokens {
        grammar.take(token)?;
    }
    grammar.end()
}

fn fault(what: String, help: Option<&str>) -> Fault {
    Fault { what, label: "not a condition", help: help.map(str::to_owned) }
}

impl Grammar {
    fn take(&mut self, token: &Token<'_>) -> Result<(), Fault> {
        match token {
            Token::Number(number) => {
                self.value(&number.to_string())?;
                // Never with an exponent, which the library would not read.
                self.put(&number.to_string());
            }
            Token::Name(name) => {
                self.value(name)?;
                let place = self.place(name);
                self.put(&format!("{{v{place:04}}}"));
            }
            Token::Sign(sign, as_written, known) => self.sign(*sign, as_written, known)?,
            Token::Open => {
                self.open(Opened::Group, "(")?;
                self.put("(");
            }
            Token::Call(function) => {
                self.open(Opened::Call { function, values: 1 }, &format!("{function}("))?;
                self.put(if *function == "abs" { "abs (" } else { "((" });
            }
            Token::Comma => self.comma()?,
            Token::Close => self.close()?,
        }
        Ok(())
    }

    fn put(&mut self, text: &str) {
        // Writing to text does not fail.
        let _ = write!(self.written.text, "{text} ");
    }

    fn place(&mut self, name: &str) -> usize {
        let names = &mut self.written.names;
        *self.places.entry(name.to_owned()).or_insert_with(|| {
            names.push(name.to_owned());
            names.len() - 1
        })
    }

    /// A value stands here.
    fn value(&mut self, as_written: &str) -> Result<(), Fault> {
        self.may_begin_value(as_written)?;
        self.was_negated = self.negates;
        (self.wants_value, self.negates) = (false, false);
        as_written.clone_into(&mut self.last);
        Ok(())
    }

    fn may_begin_value(&self, as_written: &str) -> Result<(), Fault> {
        if self.wants_value {
            return Ok(());
        }
        let (last, next) = (shortened(&self.last), shortened(as_written));
        Err(fault(
            format!("no operator between `{last}` and `{next}`"),
            Some("a name with a blank or a `-` stands in quotes"),
        ))
    }

    fn sign(&mut self, sign: Sign, as_written: &str, known: &'static str) -> Result<(), Fault> {
        if self.wants_value && sign == Sign::Not {
            self.negates = true;
        } else if self.wants_value && sign == Sign::Minus {
            // A sign before a value.
        } else if self.wants_value {
            return Err(self.without_value(as_written));
        } else if sign == Sign::Not {
            self.may_begin_value(as_written)?;
        } else {
            self.operator(sign, as_written, known)?;
        }
        self.wants_value = true;
        as_written.clone_into(&mut self.last);
        self.put(known);
        Ok(())
    }

    /// An operator between two values.
    fn operator(&mut self, sign: Sign, as_written: &str, known: &'static str) -> Result<(), Fault> {
        if sign == Sign::Junction {
            self.now.comparison = None;
        } else if self.was_negated {
            let what = format!("`!` takes only the value before `{as_written}`");
            return Err(fault(what, Some("put what it negates in parentheses: `!(a == b)`")));
        }
        if sign == Sign::Comparison
            && let Some(first) = self.now.comparison.replace(known)
        {
            let what = format!("`{first}` and `{as_written}` in one comparison");
            return Err(fault(what, Some("compare two values at a time: `a < b && b < c`")));
        }
        Ok(())
    }

    fn without_value(&self, next: &str) -> Fault {
        match self.last.as_str() {
            "" => fault(format!("no value before `{next}`"), None),
            last => fault(format!("no value between `{last}` and `{next}`"), None),
        }
    }

    fn open(&mut self, opened: Opened, as_written: &str) -> Result<(), Fault> {
        self.may_begin_value(as_written)?;
        let deepest = Limit::ConditionDepth.count();
        if self.levels.len() == deepest {
            let what = format!("parentheses more than {deepest} deep");
            return Err(Fault { what, label: "too deep", help: Some(Limit::ConditionDepth.how(0)) });
        }
        let level = Level { opened, negated: self.negates, comparison: None };
        self.levels.push(std::mem::replace(&mut self.now, level));
        (self.wants_value, self.negates) = (true, false);
        as_written.clone_into(&mut self.last);
        Ok(())
    }

    fn comma(&mut self) -> Result<(), Fault> {
        if self.wants_value {
            return Err(self.without_value(","));
        }
        let Opened::Call { function, values } = &mut self.now.opened else {
            return Err(fault("`,` stands in no function".to_owned(), Some("decimals have a point: 0.5")));
        };
        *values += 1;
        let between = format!(") {function} (");
        self.now.comparison = None;
        self.wants_value = true;
        ",".clone_into(&mut self.last);
        self.put(&between);
        Ok(())
    }

    fn close(&mut self) -> Result<(), Fault> {
        let Some(outer) = self.levels.pop() else {
            return Err(fault("`)` closes nothing".to_owned(), None));
        };
        if self.wants_value {
            return Err(self.without_value(")"));
        }
        let inner = std::mem::replace(&mut self.now, outer);
        let close = match inner.opened {
            Opened::Call { function: "abs", values: 1 } | Opened::Whole | Opened::Group => ")",
            Opened::Call { function: "abs", values } => {
                return Err(fault(format!("`abs` of {values} values"), Some("it takes one: `abs(a)`")));
            }
            Opened::Call { function, values: 1 } => {
                let help = format!("it takes two or more: `{function}(a, b)`");
                return Err(fault(format!("`{function}` of one value"), Some(&help)));
            }
            Opened::Call { .. } => "))",
        };
        self.was_negated = inner.negated;
        ")".clone_into(&mut self.last);
        self.put(close);
        Ok(())
    }

    fn end(self) -> Result<Written, Fault> {
        if self.wants_value {
            return Err(fault(format!("no value after `{}`", self.last), None));
        }
        if !self.levels.is_empty() {
            let more = match self.levels.len() {
                1 => "a `(` is never closed".to_owned(),
                open => format!("{open} `(` are never closed"),
            };
            return Err(fault(more, None));
        }
        Ok(self.written)
    }
}
