//! How deep the tables of a TOML document lie in one another, counted in one pass.
//!
//! In: a text, TOML or not. Out: where it goes too deep. The library bounds brackets only: a name with a million dots
//! would make a million tables in one another, and dropping them would overflow the stack. Strings are skipped as the
//! library's lexer skips them, or what it reads could hide from the count.

use super::super::super::MAX_NESTING;

/// Where nesting goes beyond its limit: the parts of a table's header, of dotted names and open brackets together.
pub(super) fn too_deep(text: &str) -> Option<usize> {
    // The levels of the header in force, of all open brackets, and of the name or header being read.
    let (mut header, mut open, mut name) = (0_usize, Vec::<usize>::new(), 0_usize);
    let mut opened = 0_usize;
    let (mut line_is_blank, mut in_header) = (true, false);
    let mut at = 0;
    while let Some(byte) = text.as_bytes().get(at).copied() {
        let here = at;
        at += 1;
        match byte {
            b' ' | b'\t' => continue,
            b'\n' | b'\r' => {
                (name, line_is_blank, in_header) = (0, true, false);
                continue;
            }
            b'#' => at = skip(text, here, |byte| matches!(byte, b'\n' | b'\r')),
            b'"' | b'\'' => at = end_of_string(text, here, byte),
            b'.' => name += 1,
            b',' => name = 0,
            b'=' => {}
            b'[' if open.is_empty() && (line_is_blank || (in_header && name == 0)) => (header, in_header) = (0, true),
            b']' if in_header => (header, name, in_header) = (name + 1, 0, false),
            b'[' | b'{' => {
                open.push(name + 1);
                opened += name + 1;
                name = 0;
            }
            b']' | b'}' => {
                let levels = open.pop().unwrap_or(1);
                opened = opened.saturating_sub(levels);
                name = levels - 1;
            }
            // A word goes on to the next separator; quotes inside it open nothing.
            _ => at = skip(text, here, |byte| b".=,[]{} \t#\r\n".contains(&byte)),
        }
        line_is_blank = false;
        if header + opened + name > MAX_NESTING {
            return Some(here);
        }
    }
    None
}

/// The offset of the first byte from `start` on that is an end.
fn skip(text: &str, start: usize, is_end: impl Fn(u8) -> bool) -> usize {
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    start + rest.iter().position(|byte| is_end(*byte)).unwrap_or(rest.len())
}

/// The offset behind a string that opens at `start`; an unclosed one ends with its line, or with the text.
fn end_of_string(text: &str, start: usize, quote: u8) -> usize {
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    let tripled = |at: usize| rest.get(at..).is_some_and(|rest| rest.starts_with(&[quote; 3]));
    let multiline = tripled(0);
    let mut at = if multiline { 3 } else { 1 };
    while let Some(byte) = rest.get(at).copied() {
        match byte {
            b'\\' if quote == b'"' && matches!(rest.get(at + 1), Some(b'"' | b'\\')) => at += 1,
            b'\n' if !multiline => return start + at,
            _ if byte != quote => {}
            _ if !multiline => return start + at + 1,
            _ if tripled(at) => {
                // Up to two quotes may stand before the closing three.
                let run = rest.iter().skip(at).take(5).take_while(|byte| **byte == quote).count();
                return start + at + run;
            }
            _ => {}
        }
        at += 1;
    }
    text.len()
}
