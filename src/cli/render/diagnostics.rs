//! Mistakes with the lines they stand in.
//!
//! In: diagnostics and the texts of their files. Out: text with colour. Shows only the lines concerned, so that a
//! large table costs no more than a small one.

use crate::cli::load::Sources;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use brightline::diagnostic::{Code, Diagnostic, Label, MAX_DIAGNOSTICS, Severity};
use std::ops::Range;

/// Lines between two places beyond which they are shown apart.
const FAR: usize = 12;

/// Shows diagnostics, the first hundred of them.
pub(crate) fn render(notes: &[Diagnostic], sources: &Sources, width: usize) -> String {
    let renderer = Renderer::styled().term_width(width);
    let mut shown = String::new();
    for note in notes.iter().take(MAX_DIAGNOSTICS) {
        shown.push_str(&renderer.render(&[group(note, sources)]));
        shown.push_str("\n\n");
    }
    if let Some(more) = notes.len().checked_sub(MAX_DIAGNOSTICS).filter(|more| *more > 0) {
        shown.push_str(&renderer.render(&[Level::NOTE.primary_title(format!("and {more} more")).elements(NOTHING)]));
        shown.push_str("\n\n");
    }
    shown
}

const NOTHING: [annotate_snippets::Element<'static>; 0] = [];

fn group<'a>(note: &'a Diagnostic, sources: &'a Sources) -> Group<'a> {
    let level = match note.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(note.message.as_str());
    // An option has no code worth looking up.
    let title = if note.code == Code::Option { title } else { title.id(note.code.as_str()) };
    let group = title.elements(NOTHING);
    let group = snippets(note, sources).into_iter().fold(group, Group::element);
    note.help.iter().fold(group, |group, help| group.element(Level::HELP.message(help.as_str())))
}

/// One snippet for each run of places that lie near each other in a file.
fn snippets<'a>(note: &'a Diagnostic, sources: &'a Sources) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
    let mut runs: Vec<Run<'a>> = Vec::new();
    for (at, label) in note.labels.iter().enumerate() {
        let Some(text) = sources.text(&label.file) else { continue };
        let range = within(text, label.span.range());
        let near = |run: &&mut Run<'a>| run.file == &*label.file && run.is_near(&range);
        match runs.iter_mut().find(near) {
            Some(run) => run.add(at == 0, range, label),
            None => {
                let mut run = Run { file: &label.file, text, lines: range.clone(), places: Vec::new() };
                run.add(at == 0, range, label);
                runs.push(run);
            }
        }
    }
    runs.into_iter().map(Run::snippet).collect()
}

/// The places of one stretch of a file.
struct Run<'a> {
    file: &'a str,
    text: &'a str,
    /// The whole lines that hold them.
    lines: Range<usize>,
    places: Vec<(bool, Range<usize>, &'a Label)>,
}

impl<'a> Run<'a> {
    fn is_near(&self, range: &Range<usize>) -> bool {
        let between = if range.start > self.lines.end {
            self.lines.end..range.start
        } else {
            range.end..self.lines.start.max(range.end)
        };
        self.text.get(between).is_some_and(|between| between.bytes().filter(|byte| *byte == b'\n').count() <= FAR)
    }

    fn add(&mut self, primary: bool, range: Range<usize>, label: &'a Label) {
        let start = self.text.get(..range.start).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let end =
            self.text.get(range.end..).and_then(|after| after.find('\n')).map_or(self.text.len(), |at| at + range.end);
        self.lines = self.lines.start.min(start)..self.lines.end.max(end);
        self.places.push((primary, range, label));
    }

    fn snippet(self) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let line = self
            .text
            .get(..self.lines.start)
            .map_or(1, |before| before.bytes().filter(|byte| *byte == b'\n').count() + 1);
        let shown = self.text.get(self.lines.clone()).unwrap_or("");
        let snippet = Snippet::source(shown).line_start(line).path(self.file);
        self.places.iter().fold(snippet, |snippet, (primary, range, label)| {
            let kind = if *primary { AnnotationKind::Primary } else { AnnotationKind::Context };
            let annotation = kind.span(range.start - self.lines.start..range.end - self.lines.start);
            let text = (!label.text.is_empty()).then_some(label.text.as_str());
            snippet.annotation(annotation.label(text))
        })
    }
}

/// The range moved onto the text, at borders of characters.
fn within(text: &str, range: Range<usize>) -> Range<usize> {
    let border = |at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let start = border(range.start);
    start..border(range.end).max(start)
}
