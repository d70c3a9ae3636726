//! What a person can type on a turn.

use crate::spec::did_you_mean;

/// What was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Order {
    /// The option of this number.
    Choose(usize),
    /// Turns to another state, by its key or name.
    Toward(String),
    /// Lets time pass, at most so many days.
    Wait(Option<u32>),
    /// Asks for all that is known of an option.
    Why(usize),
    /// Shows the turn again.
    Show,
    /// Takes the last move back.
    Undo,
    /// Asks what can be typed.
    Help,
    /// Leaves.
    Quit,
}

/// The commands, for help and hints.
const COMMANDS: [&str; 8] = ["act", "wait", "why", "show", "undo", "help", "quit", "hold"];

/// What can be typed.
pub(super) const HELP: &str = "\
  3              choose option 3
  act india      turn to another state of your own accord, and see what is open to you
  wait           hold until something happens that concerns you
  wait 5         the same, for 5 days at most
  why 3          all that speaks for and against option 3, and how the advisers see it end
  show           the situation again
  undo           take your last move back
  quit           save and leave; `offramp play --load FILE` goes on
";

/// Reads a line.
pub(super) fn order(line: &str) -> Result<Order, String> {
    let mut words = line.split_whitespace();
    let Some(first) = words.next() else {
        return Err("nothing was typed; `wait` lets time pass, `help` says what can be typed".to_owned());
    };
    let rest = words.collect::<Vec<_>>().join(" ");
    let number =
        |text: &str, what: &str| text.parse().map_err(|_| format!("`{text}` is no number of {what}"));
    match (first.to_ascii_lowercase().as_str(), rest.as_str()) {
        ("act" | "toward", "") => Err("towards whom? For example `act india`".to_owned()),
        ("act" | "toward", state) => Ok(Order::Toward(state.to_owned())),
        ("wait" | "w", "") => Ok(Order::Wait(None)),
        ("wait" | "w", days) => match days.trim_end_matches(" days").parse() {
            Ok(days) if days > 0 => Ok(Order::Wait(Some(days))),
            _ => Err(format!("`{days}` is no number of days, from 1")),
        },
        ("why", "") => Err("why what? For example `why 3`".to_owned()),
        ("why", option) => number(option, "an option").map(Order::Why),
        ("show", _) => Ok(Order::Show),
        ("undo" | "u", _) => Ok(Order::Undo),
        ("help" | "?", _) => Ok(Order::Help),
        ("quit" | "q" | "exit", _) => Ok(Order::Quit),
        (option, "") if option.parse::<usize>().is_ok() => number(option, "an option").map(Order::Choose),
        (word, _) => {
            let hint = did_you_mean(word, COMMANDS).map_or_else(String::new, |hint| format!("; {hint}"));
            Err(format!("`{word}` is nothing that can be typed here{hint}; `help` says what can"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read() {
        assert_eq!(order(" 12 "), Ok(Order::Choose(12)));
        assert_eq!(order("act Saudi Arabia"), Ok(Order::Toward("Saudi Arabia".into())));
        assert_eq!(order("wait"), Ok(Order::Wait(None)));
        assert_eq!(order("WAIT 5 days"), Ok(Order::Wait(Some(5))));
        assert_eq!(order("why 3"), Ok(Order::Why(3)));
        assert_eq!(order("q"), Ok(Order::Quit));
    }

    #[test]
    fn what_cannot_be_read_comes_with_a_hint() {
        assert!(order("").unwrap_err().contains("`wait` lets time pass"));
        assert!(order("wiat").unwrap_err().contains("did you mean `wait`"));
        assert!(order("wait 0").unwrap_err().contains("no number of days"));
        assert!(order("act").unwrap_err().contains("towards whom"));
    }
}
