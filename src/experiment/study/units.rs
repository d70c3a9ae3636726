//! Which units of a study: as people write them, and as merging lists what is missing.

use std::fmt;
use std::str::FromStr;

/// Some units, in ascending order and none twice: `3,7..12` is unit 3 and units 7 to 12.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct UnitList {
    /// First, last and stride; each begins after the one before it has ended.
    runs: Vec<(u64, u64, u64)>,
}

impl UnitList {
    /// The units below `all` that leave the remainder `number` when divided by `of`.
    pub fn strided(number: u64, of: u64, all: u64) -> Self {
        let of = of.max(1);
        if number >= all {
            return Self::default();
        }
        let last = number + (all - 1 - number) / of * of;
        Self { runs: vec![(number, last, of)] }
    }

    /// Units in ascending order.
    pub fn of(units: impl IntoIterator<Item = u64>) -> Self {
        let mut runs: Vec<(u64, u64, u64)> = Vec::new();
        for unit in units {
            match runs.last_mut() {
                Some((_, last, _)) if *last + 1 == unit => *last = unit,
                _ => runs.push((unit, unit, 1)),
            }
        }
        Self { runs }
    }

    /// The units.
    pub fn iter(&self) -> impl Iterator<Item = u64> + '_ {
        self.runs.iter().flat_map(|&(first, last, stride)| (first..=last).step_by(stride as usize))
    }

    /// The highest unit, if there is any.
    pub fn last(&self) -> Option<u64> {
        self.runs.last().map(|&(_, last, _)| last)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> u64 {
        self.runs.iter().map(|&(first, last, stride)| (last - first) / stride + 1).sum()
    }

    /// As a part of a file's name: the list itself, or its hash if that would be long.
    pub fn name(&self) -> String {
        let text = self.to_string();
        if text.len() <= 40 {
            text.replace("..", "-").replace(',', "_")
        } else {
            blake3::hash(text.as_bytes()).to_hex()[..16].to_owned()
        }
    }
}

impl fmt::Display for UnitList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one = |&(first, last, stride): &(u64, u64, u64)| match (first == last, stride) {
            (true, _) => first.to_string(),
            (false, 1) => format!("{first}..{last}"),
            (false, _) => {
                let units: Vec<String> =
                    (first..=last).step_by(stride as usize).map(|unit| unit.to_string()).collect();
                units.join(",")
            }
        };
        f.pad(&self.runs.iter().map(one).collect::<Vec<_>>().join(","))
    }
}

impl FromStr for UnitList {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let form = || format!("`{text}` is no list of units: write 3,7..12 for unit 3 and units 7 to 12");
        let mut runs = Vec::new();
        for piece in text.split(',').map(str::trim) {
            let number = |text: &str| text.trim().parse::<u64>().map_err(|_| form());
            let (first, last) = match piece.split_once("..") {
                Some((first, last)) => (number(first)?, number(last)?),
                None => (number(piece)?, number(piece)?),
            };
            if first > last || last == u64::MAX {
                return Err(form());
            }
            runs.push((first, last, 1));
        }
        runs.sort_unstable();
        if let Some(pair) = runs.windows(2).find(|pair| pair[1].0 <= pair[0].1) {
            return Err(format!("unit {} is listed twice", pair[1].0));
        }
        Ok(Self { runs })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(text: &str) -> Vec<u64> {
        text.parse::<UnitList>().unwrap().iter().collect()
    }

    #[test]
    fn lists_are_read_and_written() {
        assert_eq!(units("3,7..12"), [3, 7, 8, 9, 10, 11, 12]);
        assert_eq!(units(" 9 , 1..2 "), [1, 2, 9]);
        let list = UnitList::of([0, 1, 2, 5, 7, 8]);
        assert_eq!((list.to_string().as_str(), list.len(), list.last()), ("0..2,5,7..8", 6, Some(8)));
        assert_eq!(list.to_string().parse(), Ok(list));
        assert_eq!("3,7..12".parse::<UnitList>().unwrap().name(), "3_7-12");
        assert!(UnitList::of((0..100).map(|unit| 2 * unit)).name().len() == 16);
    }

    #[test]
    fn shards_take_every_nth_unit_and_together_all() {
        let shards = |of: u64, all: u64| (0..of).map(move |number| UnitList::strided(number, of, all));
        assert_eq!(UnitList::strided(3, 4, 12).iter().collect::<Vec<_>>(), [3, 7, 11]);
        assert!(UnitList::strided(3, 4, 3).is_empty());
        let mut all: Vec<u64> = shards(7, 40).flat_map(|shard| shard.iter().collect::<Vec<_>>()).collect();
        all.sort_unstable();
        assert_eq!(all, (0..40).collect::<Vec<_>>());
        assert_eq!(shards(7, 40).map(|shard| shard.len()).sum::<u64>(), 40);
    }

    #[test]
    fn what_is_no_list_is_said_to_be_none() {
        for text in ["", "a", "5..3", "1,,2", "-1", "1..", "18446744073709551615"] {
            assert!(text.parse::<UnitList>().is_err(), "{text}");
        }
        assert_eq!("1..5,3".parse::<UnitList>(), Err("unit 3 is listed twice".to_owned()));
    }
}
