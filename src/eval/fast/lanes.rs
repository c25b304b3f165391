//! Runs a program on several rows at once, each in a lane of its own.
//!
//! In: a program, and what it reads in every lane. Out: what its steps give in every lane. What it costs to
//! find out what a step does is paid once for all lanes; one lane alone is the same program.

use super::span::{GIVEN_UP, LOST, MISSING, NO, Span, YES};
use super::span::{above, add, divide, extreme, multiply, not, same, subtract, within};
use super::step::Step;

/// What `N` rows have in the places that a program reads.
#[derive(Clone, Debug, Default)]
pub(super) struct Inputs<const N: usize> {
    /// The double whose shortest decimal the number is, where that is all there is to know of it; else NaN.
    pub short: Vec<[f64; N]>,
    /// The number, where it is not short.
    pub spans: Vec<[Span; N]>,
    pub truths: Vec<[u8; N]>,
}

/// What the steps of a program gave in `N` rows.
#[derive(Clone, Debug, Default)]
pub(super) struct Results<const N: usize> {
    numbers: Vec<[Span; N]>,
    truths: Vec<[u8; N]>,
}

/// Steps in the order in which they are made; each puts its result behind the earlier ones of its kind.
#[derive(Clone, Debug, Default)]
pub(super) struct Program {
    pub steps: Vec<Step>,
    /// The truths that lists are made of.
    pub operands: Vec<u32>,
    /// The lines that facts are compared with directly.
    pub lines: Vec<Span>,
}

impl Inputs<1> {
    /// Values, place by place.
    pub(super) fn of(values: impl Iterator<Item = (Span, u8)>) -> Self {
        let mut inputs = Inputs::default();
        for (span, flags) in values {
            inputs.short.push([short(&span)]);
            inputs.spans.push([span]);
            inputs.truths.push([flags]);
        }
        inputs
    }

    /// Writes a number into a place.
    pub(super) fn set(&mut self, place: usize, span: Span) {
        if let (Some(own), Some(place)) = (self.short.get_mut(place), self.spans.get_mut(place)) {
            (*own, *place) = ([short(&span)], [span]);
        }
    }
}

/// A number as a double alone, where that says it all.
fn short(span: &Span) -> f64 {
    if span.missing { f64::NAN } else { span.short }
}

impl<const N: usize> Inputs<N> {
    /// The same values in every lane.
    pub(super) fn repeat(one: &Inputs<1>) -> Self {
        Inputs {
            short: one.short.iter().map(|[short]| [*short; N]).collect(),
            spans: one.spans.iter().map(|[span]| [*span; N]).collect(),
            truths: one.truths.iter().map(|[flags]| [*flags; N]).collect(),
        }
    }

    fn short(&self, at: u32) -> &[f64; N] {
        self.short.get(at as usize).unwrap_or(&[f64::NAN; N])
    }

    fn spans(&self, at: u32) -> &[Span; N] {
        self.spans.get(at as usize).unwrap_or(&[Span::LOST; N])
    }

    fn truth(&self, at: u32) -> &[u8; N] {
        self.truths.get(at as usize).unwrap_or(&[GIVEN_UP; N])
    }
}

impl<const N: usize> Results<N> {
    /// Room for the results of a program.
    pub(super) fn of(program: &Program) -> Self {
        let truths = program.steps.iter().filter(|step| step.is_truth()).count();
        Results { numbers: vec![[Span::LOST; N]; program.steps.len() - truths], truths: vec![[GIVEN_UP; N]; truths] }
    }

    pub(super) fn truth(&self, at: u32) -> &[u8; N] {
        self.truths.get(at as usize).unwrap_or(&[GIVEN_UP; N])
    }
}

/// What the steps so far gave, and what they read.
struct Done<'l, const N: usize> {
    numbers: &'l [[Span; N]],
    truths: &'l [[u8; N]],
    inputs: &'l Inputs<N>,
}

impl<'l, const N: usize> Done<'l, N> {
    fn number(&self, at: u32) -> &'l [Span; N] {
        self.numbers.get(at as usize).unwrap_or(&[Span::LOST; N])
    }

    fn truth(&self, at: u32) -> &'l [u8; N] {
        self.truths.get(at as usize).unwrap_or(&[GIVEN_UP; N])
    }

    /// A fact against a line: of short ones a comparison of doubles, else what `whole` says.
    #[inline(always)]
    fn compare(&self, out: &mut [u8; N], fact: u32, line: &Span, of: [u8; 2], whole: impl Fn(&Span, &Span) -> u8) {
        let (short, spans) = (self.inputs.short(fact), self.inputs.spans(fact));
        // A line that may be left out is more than a number.
        let own = if line.missing { f64::NAN } else { line.short };
        for ((out, short), span) in out.iter_mut().zip(short).zip(spans) {
            *out = if *short > own {
                of[0]
            } else if *short < own {
                of[1]
            } else if short.is_nan() {
                whole(span, line)
            } else {
                whole(&Span::of_double(*short), line)
            };
        }
    }
}

impl Program {
    /// Makes every step in every lane.
    pub(super) fn run<const N: usize>(&self, inputs: &Inputs<N>, results: &mut Results<N>) {
        let Results { numbers, truths } = results;
        let (mut made_numbers, mut made_truths) = (0, 0);
        for step in &self.steps {
            if step.is_truth() {
                let Some((truths, [out, ..])) = truths.split_at_mut_checked(made_truths) else { return };
                self.make_truth(step, &Done { numbers, truths, inputs }, out);
                made_truths += 1;
            } else {
                let Some((numbers, [out, ..])) = numbers.split_at_mut_checked(made_numbers) else { return };
                make_number(step, &Done { numbers, truths, inputs }, out);
                made_numbers += 1;
            }
        }
    }

    #[inline]
    fn make_truth<const N: usize>(&self, step: &Step, done: &Done<'_, N>, out: &mut [u8; N]) {
        let number = |at: &u32| done.number(*at);
        let truth = |at: &u32| done.truth(*at);
        let line = |at: &u32| self.lines.get(*at as usize).unwrap_or(&Span::LOST);
        let list = |from: &u32, to: &u32| {
            self.operands.get(*from as usize..*to as usize).unwrap_or_default().iter().map(truth)
        };
        match step {
            Step::FactAbove(a, b) => done.compare(out, *a, line(b), [YES, NO], above),
            Step::FactAtLeast(a, b) => done.compare(out, *a, line(b), [YES, NO], |fact, line| not(above(line, fact))),
            Step::FactTruth(a) => *out = *done.inputs.truth(*a),
            Step::All(from, to) => {
                *out = [YES; N];
                list(from, to).for_each(|b| join(out, b, |a, b| (a & b & YES) | ((a | b) & (NO | LOST))));
            }
            Step::Any(from, to) => {
                *out = [NO; N];
                list(from, to).for_each(|b| join(out, b, |a, b| (a & b & NO) | ((a | b) & (YES | LOST))));
            }
            Step::Above(a, b) => both(out, number(a), number(b), above),
            Step::AtLeast(a, b) => both(out, number(a), number(b), |a, b| not(above(b, a))),
            Step::Not(a) => each(out, truth(a), |a| not(*a)),
            Step::Truth(flags) => *out = [*flags; N],
            Step::Same(a, b) => both(out, number(a), number(b), same),
            Step::Differs(a, b) => both(out, number(a), number(b), |a, b| not(same(a, b))),
            Step::Within(a, b) => both(out, number(a), number(b), within),
            Step::Count(needed, from, to) => count(out, *needed, list(from, to)),
            Step::Shown(a, exact) => each(out, truth(a), |a| match (a & GIVEN_UP, exact) {
                (YES, _) => YES,
                (NO, _) => NO,
                (found, true) if found & LOST == 0 => NO,
                _ => GIVEN_UP,
            }),
            Step::IfTruth(condition, a, b) => {
                either(out, truth(condition), truth(a), truth(b), |condition, a, b| match condition & GIVEN_UP {
                    YES => *a,
                    NO => *b,
                    _ => GIVEN_UP,
                });
            }
            Step::OtherwiseTruth(a, b) => {
                both(out, truth(a), truth(b), |a, b| if a & LOST != 0 || a & MISSING == 0 { *a } else { *b });
            }
            Step::CopyTruth(a) => *out = *truth(a),
            _ => *out = [GIVEN_UP; N],
        }
    }
}

fn make_number<const N: usize>(step: &Step, done: &Done<'_, N>, out: &mut [Span; N]) {
    let number = |at: &u32| done.number(*at);
    match step {
        Step::Constant(span) => *out = [*span; N],
        Step::Fact(a) => both(out, done.inputs.short(*a), done.inputs.spans(*a), |short, span| {
            if short.is_nan() { *span } else { Span::of_double(*short) }
        }),
        Step::Add(a, b) => both(out, number(a), number(b), add),
        Step::Subtract(a, b) => both(out, number(a), number(b), subtract),
        Step::Multiply(a, b) => both(out, number(a), number(b), multiply),
        Step::Divide(a, b) => both(out, number(a), number(b), divide),
        Step::Min(a, b) => both(out, number(a), number(b), |a, b| extreme(a, b, f64::min)),
        Step::Max(a, b) => both(out, number(a), number(b), |a, b| extreme(a, b, f64::max)),
        Step::IfNumber(condition, a, b) => {
            let condition = done.truth(*condition);
            either(out, condition, number(a), number(b), |condition, a, b| match condition & GIVEN_UP {
                YES => *a,
                NO => *b,
                _ => Span::LOST,
            });
        }
        Step::OtherwiseNumber(a, b) => {
            both(out, number(a), number(b), |a, b| if a.lost || !a.missing { *a } else { *b });
        }
        Step::CopyNumber(a) => *out = *number(a),
        _ => *out = [Span::LOST; N],
    }
}

#[inline(always)]
fn each<A, T, const N: usize>(out: &mut [T; N], a: &[A; N], of: impl Fn(&A) -> T) {
    for (out, a) in out.iter_mut().zip(a) {
        *out = of(a);
    }
}

#[inline(always)]
fn both<A, B, T, const N: usize>(out: &mut [T; N], a: &[A; N], b: &[B; N], of: impl Fn(&A, &B) -> T) {
    for ((out, a), b) in out.iter_mut().zip(a).zip(b) {
        *out = of(a, b);
    }
}

#[inline(always)]
fn either<A, T, const N: usize>(
    out: &mut [T; N],
    condition: &[u8; N],
    a: &[A; N],
    b: &[A; N],
    of: impl Fn(u8, &A, &A) -> T,
) {
    for (((out, condition), a), b) in out.iter_mut().zip(condition).zip(a).zip(b) {
        *out = of(*condition, a, b);
    }
}

#[inline(always)]
fn join<const N: usize>(out: &mut [u8; N], b: &[u8; N], of: impl Fn(u8, u8) -> u8) {
    for (out, b) in out.iter_mut().zip(b) {
        *out = of(*out, *b);
    }
}

/// Whether at least `needed` of the truths hold, in every lane.
fn count<'l, const N: usize>(out: &mut [u8; N], needed: u32, truths: impl Iterator<Item = &'l [u8; N]>) {
    let (mut certain, mut possible, mut lost) = ([0u32; N], [0u32; N], [0u8; N]);
    for flags in truths {
        let counts = certain.iter_mut().zip(&mut possible).zip(&mut lost);
        for (((certain, possible), lost), flags) in counts.zip(flags) {
            *certain += u32::from(flags & NO == 0);
            *possible += u32::from(flags & YES != 0);
            *lost |= flags & LOST;
        }
    }
    either(out, &lost, &certain, &possible, |lost, certain, possible| {
        match (*certain >= needed, *possible >= needed) {
            (true, _) => YES,
            (false, false) => NO,
            (false, true) => YES | NO | lost,
        }
    });
}
