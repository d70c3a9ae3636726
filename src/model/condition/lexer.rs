//! The text of a condition as a list of words and signs.

use super::Fault;

/// A binary operator, or a sign that can be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sign {
    /// `&&` or `||`.
    Junction,
    /// `==` and its like.
    Comparison,
    /// `+`, `*` and `/`.
    Arithmetic,
    /// `-`, between two values or before one.
    Minus,
    /// `!`, before a value.
    Not,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'t> {
    Number(f64),
    /// A name, its parts joined by dots, without quotes.
    Name(String),
    /// An operator, as written and as the library knows it.
    Sign(Sign, &'t str, &'static str),
    /// A function and its opening parenthesis.
    Call(&'static str),
    Open,
    Close,
    Comma,
}

/// Signs by their text, those that begin with another one first.
const SIGNS: [(&str, Sign); 13] = [
    ("&&", Sign::Junction),
    ("||", Sign::Junction),
    ("==", Sign::Comparison),
    ("!=", Sign::Comparison),
    ("<=", Sign::Comparison),
    (">=", Sign::Comparison),
    ("<", Sign::Comparison),
    (">", Sign::Comparison),
    ("+", Sign::Arithmetic),
    ("*", Sign::Arithmetic),
    ("/", Sign::Arithmetic),
    ("-", Sign::Minus),
    ("!", Sign::Not),
];
const FUNCTIONS: [&str; 3] = ["min", "max", "abs"];

/// Takes a condition apart.
pub(super) fn tokens(text: &str) -> Result<Vec<Token<'_>>, Fault> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (token, length) = match first {
            '(' => (Token::Open, 1),
            ')' => (Token::Close, 1),
            ',' => (Token::Comma, 1),
            '0'..='9' | '.' => number(rest)?,
            '"' | '\'' | '_' => name(rest)?,
            _ if first.is_alphabetic() => name(rest)?,
            _ => sign(rest).ok_or_else(|| stranger(rest, first))?,
        };
        tokens.push(token);
        rest = rest[length..].trim_start();
    }
    Ok(tokens)
}

fn sign(rest: &str) -> Option<(Token<'_>, usize)> {
    let &(text, sign) = SIGNS.iter().find(|(text, _)| rest.starts_with(text))?;
    let known = if sign == Sign::Not { "!" } else { text };
    Some((Token::Sign(sign, text, known), text.len()))
}

fn stranger(rest: &str, first: char) -> Fault {
    let (found, help) = match first {
        '=' => ("=".to_owned(), Some("write `==` for equal, `>=` or `<=` with the `=` last")),
        '&' => ("&".to_owned(), Some("write `&&`, or `and`")),
        '|' => ("|".to_owned(), Some("write `||`, or `or`")),
        '%' => ("%".to_owned(), Some("write shares from 0 to 1: 0.6 for 60 %")),
        '^' => ("^".to_owned(), Some("write a product: `a * a`")),
        '$' => ("$".to_owned(), Some("knobs are not known here: write the number itself")),
        other => (other.to_string(), None),
    };
    let after: String = rest.chars().skip(1).take(10).collect();
    let before = if after.trim().is_empty() { String::new() } else { format!(" before `{}`", after.trim()) };
    Fault {
        what: format!("`{found}`{before} means nothing here"),
        label: "not a condition",
        help: Some(help.unwrap_or("operators: && || ! == != < <= > >= + - * /").to_owned()),
    }
}

fn number(rest: &str) -> Result<(Token<'_>, usize), Fault> {
    let digits = |from: usize| rest[from..].bytes().take_while(u8::is_ascii_digit).count();
    let mut length = digits(0);
    if rest[length..].starts_with('.') {
        length += 1 + digits(length + 1);
    }
    if rest[length..].starts_with(['e', 'E']) {
        let sign = usize::from(rest[length + 1..].starts_with(['+', '-']));
        let exponent = digits(length + 1 + sign);
        if exponent > 0 {
            length += 1 + sign + exponent;
        }
    }
    let written = &rest[..length];
    match written.parse::<f64>() {
        Ok(number) if number.is_finite() => Ok((Token::Number(number), length)),
        _ => {
            Err(Fault { what: format!("`{written}` is not a number"), label: "not a condition", help: None })
        }
    }
}

/// A name, or a word that is an operator, a truth or a function. A part in quotes may hold any character.
fn name(rest: &str) -> Result<(Token<'_>, usize), Fault> {
    let mut parts: Vec<&str> = Vec::new();
    let mut length = 0;
    loop {
        let from = &rest[length..];
        let quote = from.chars().next().filter(|first| ['"', '\''].contains(first));
        if let Some(quote) = quote {
            let Some(end) = from[1..].find(quote) else {
                let what = format!("the quote before `{}` is never closed", shortened(&from[1..]));
                return Err(Fault { what, label: "not a condition", help: None });
            };
            parts.push(&from[1..=end]);
            length += end + 2;
        } else {
            let part = from.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(from.len());
            parts.push(&from[..part]);
            length += part;
        }
        if parts.last().is_some_and(|part| part.is_empty()) {
            let what = format!("`{}` ends in a dot", shortened(&rest[..length]));
            return Err(Fault { what, label: "not a condition", help: None });
        }
        if !rest[length..].starts_with('.') {
            break;
        }
        length += 1;
    }
    let written = &rest[..length];
    let after = rest[length..].trim_start();
    let token = match written {
        "and" => Token::Sign(Sign::Junction, written, "&&"),
        "or" => Token::Sign(Sign::Junction, written, "||"),
        "not" => Token::Sign(Sign::Not, written, "!"),
        "true" => Token::Number(1.0),
        "false" => Token::Number(0.0),
        _ if after.starts_with('(') => {
            let Some(function) = FUNCTIONS.into_iter().find(|&function| function == written) else {
                let what = format!("there is no function `{written}`");
                let help = Some("known: min, max, abs".to_owned());
                return Err(Fault { what, label: "unknown function", help });
            };
            return Ok((Token::Call(function), rest.len() - after.len() + 1));
        }
        _ => Token::Name(parts.join(".")),
    };
    Ok((token, length))
}

/// As much of a text as a message can quote.
pub(super) fn shortened(text: &str) -> String {
    let start: String = text.chars().take(20).collect();
    if start.len() < text.len() { format!("{start}…") } else { start }
}
