//! Small changes of an input, drawn from a seed: what a fuzzer without eyes does.

/// Longest input that changes may lead to, in bytes.
const LONGEST: usize = 4096;
/// Most changes of an input at once.
const MOST_CHANGES: u64 = 4;
/// What integers are turned into.
const NUMBERS: [&str; 12] = [
    "0",
    "-1",
    "1e308",
    "nan",
    "-inf",
    "0.5",
    "1_000",
    "9223372036854775807",
    "18446744073709551615",
    "1e-320",
    "4294967296",
    "0x7f",
];

/// A generator that everybody can read (`SplitMix64`, Steele, Lea & Flood 2014): mutations are the same on every machine.
pub(crate) struct Luck(u64);

impl Luck {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`, which is not 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }
}

/// One of the inputs, changed in one to four places.
pub(crate) fn mutated(corpus: &[Vec<u8>], words: &[Vec<u8>], luck: &mut Luck) -> Vec<u8> {
    let mut bytes = corpus[luck.below(corpus.len())].clone();
    for _ in 0..=luck.next() % MOST_CHANGES {
        change(&mut bytes, corpus, words, luck);
    }
    bytes.truncate(LONGEST);
    bytes
}

fn change(bytes: &mut Vec<u8>, corpus: &[Vec<u8>], words: &[Vec<u8>], luck: &mut Luck) {
    let at = luck.below(bytes.len() + 1);
    let to = at + luck.below((bytes.len() - at).min(40) + 1);
    match luck.below(8) {
        0 if at < bytes.len() => bytes[at] ^= 1 << luck.below(8),
        1 => drop(bytes.drain(at..to)),
        2 => {
            let piece = bytes[at..to].to_vec();
            let times = [1, 1, 2, 40][luck.below(4)];
            bytes.splice(at..at, piece.repeat(times));
        }
        3 => {
            let other = &corpus[luck.below(corpus.len())];
            let from = luck.below(other.len() + 1);
            bytes.splice(at.., other[from..].iter().copied());
        }
        4 if !words.is_empty() => {
            let word = words[luck.below(words.len())].clone();
            bytes.splice(at..at, word);
        }
        5 => number(bytes, at, luck),
        6 => lines(bytes, luck),
        _ => bytes.insert(at, [b'"', b'\n', b'[', b'}', b'=', b'.', 0xE2, b' '][luck.below(8)]),
    }
}

/// Puts another number in place of the first one from a place on.
fn number(bytes: &mut Vec<u8>, at: usize, luck: &mut Luck) {
    let Some(from) = (at..bytes.len()).find(|&place| bytes[place].is_ascii_digit()) else { return };
    let digits = bytes[from..].iter().take_while(|byte| byte.is_ascii_digit() || **byte == b'.').count();
    bytes.splice(from..from + digits, NUMBERS[luck.below(NUMBERS.len())].bytes());
}

/// Changes two lines for each other.
fn lines(bytes: &mut Vec<u8>, luck: &mut Luck) {
    let mut lines: Vec<Vec<u8>> = bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    if lines.len() > 1 {
        let (a, b) = (luck.below(lines.len()), luck.below(lines.len()));
        lines.swap(a, b);
        *bytes = lines.concat();
    }
}
