//! Hostile inputs from good ones, the same for the same seed: a small mutator for texts and bytes, and soups of tokens.

/// Numbers that look random and are the same on every machine (xorshift64*).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn draw(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `limit`; zero where that is zero.
    pub fn below(&mut self, limit: usize) -> usize {
        if limit == 0 { 0 } else { (self.draw() % limit as u64) as usize }
    }

    pub fn pick<'t, T>(&mut self, list: &'t [T]) -> Option<&'t T> {
        list.get(self.below(list.len()))
    }
}

/// What is put into a text: signs and words that mean something somewhere.
const INTERESTING: &[&str] = &[
    "\0",
    "\n",
    "\r\n",
    "\"",
    "\\",
    "\u{feff}",
    "\u{202e}",
    "é",
    "\u{a0}",
    "\t",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    ";",
    ":",
    ",",
    ".",
    "..",
    "-",
    "+/-",
    "^",
    "/",
    "*",
    "%",
    "#",
    "1e401",
    "1e26",
    "0",
    "-0",
    "9999999999999999999999",
    "1/0",
    "NaN",
    "null",
    "unknown",
    "none",
    "2026-02-30",
    "2026-08",
    "not ",
    "and",
    "or",
    "if ",
    "else",
    "otherwise",
    "shown ",
    "base.",
    "exists",
    "as of",
    "before",
    "largest known ",
    "1 FLOP",
    "50 %",
    "a 50 %, b 50 %",
    " points",
    "in ",
    "is ",
    "=>",
    "==",
    "&&",
    "true",
    "{\"a\":1}",
    "[[profile]]",
    "\"\"",
    "policy ",
    "let ",
    "fact ",
    "designate ",
    "test ",
];

/// `bytes` with one to eight changes; `others` are spliced in.
pub fn mutate(random: &mut Random, bytes: &[u8], others: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(8) {
        let at = random.below(bytes.len() + 1);
        let end = (at + random.below(40)).min(bytes.len());
        match random.below(9) {
            0 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
            1 => bytes.truncate(at),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let copy: Vec<u8> = bytes.get(at..end).unwrap_or_default().to_vec();
                for _ in 0..=random.below(4) {
                    bytes.splice(at..at, copy.iter().copied());
                }
            }
            4 => {
                let from = random.below(bytes.len() + 1);
                let upto = (from + random.below(200)).min(bytes.len());
                let copy: Vec<u8> = bytes.get(from..upto).unwrap_or_default().to_vec();
                bytes.splice(at..at, copy);
            }
            5 => {
                let other = random.pick(others).cloned().unwrap_or_default();
                let from = random.below(other.len() + 1);
                let upto = (from + random.below(300)).min(other.len());
                bytes.splice(at..end, other.get(from..upto).unwrap_or_default().iter().copied());
            }
            6 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = random.draw() as u8;
                }
            }
            _ => {
                let word = random.pick(INTERESTING).copied().unwrap_or_default();
                bytes.splice(at..end.min(at + 1), word.bytes());
            }
        }
        bytes.truncate(1 << 16);
    }
    bytes
}

/// Words, signs and literals in no order at all.
pub fn soup(random: &mut Random, words: &[&str], most: usize) -> String {
    let mut text = String::new();
    for _ in 0..random.below(most) {
        text.push_str(random.pick(words).copied().unwrap_or_default());
        if random.below(8) > 0 {
            text.push(if random.below(10) == 0 { '\n' } else { ' ' });
        }
    }
    text
}

/// The words of the language, for soups.
pub const WORDS: &[&str] = &[
    "policy",
    "vocabulary",
    "status",
    "source",
    "note",
    "warn",
    "uses",
    "unit",
    "fact",
    "reference",
    "param",
    "choice",
    "let",
    "designate",
    "presume",
    "indicate",
    "obligation",
    "option",
    "test",
    "name",
    "also",
    "from",
    "on",
    "interval",
    "scale",
    "one",
    "of",
    "in",
    "above",
    "below",
    "assume",
    "with",
    "default",
    "or",
    "and",
    "not",
    "is",
    "none",
    "unknown",
    "true",
    "false",
    "when",
    "unless",
    "due",
    "within",
    "as",
    "model",
    "expect",
    "error",
    "undetermined",
    "if",
    "then",
    "else",
    "otherwise",
    "shown",
    "exists",
    "all",
    "any",
    "at",
    "least",
    "before",
    "after",
    "largest",
    "smallest",
    "known",
    "where",
    "to",
    "a",
    "b",
    "base",
    "compute",
    "base.compute",
    "min",
    "max",
    "{",
    "}",
    "(",
    ")",
    ";",
    ";",
    ":",
    ",",
    "..",
    "=",
    "+",
    "-",
    "*",
    "/",
    "^",
    ">",
    ">=",
    "<",
    "<=",
    "=>",
    "==",
    "&&",
    "||",
    "!",
    "+/-",
    "\"text\"",
    "\"",
    "[cite]",
    "[",
    "1",
    "2",
    "1e26",
    "1e26 FLOP",
    "50 %",
    "10x",
    "1/3",
    "10^26",
    "500 million USD",
    "2026-08-01",
    "2026-08",
    "30 days",
    "FLOP",
    "FLOP/s",
    "%",
    "number",
    "bool",
    "date",
    "text",
    "# c\n",
    "\n",
    "é",
    "all of {",
    "any of {",
    "at least 2 of {",
    "let a = ",
    "designate d \"D\" when ",
];
