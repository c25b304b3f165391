//! Mistakes for tools: SARIF 2.1.0.
//!
//! In: diagnostics and the texts of their files. Out: a log with one-based lines and columns in characters.

use brightline::api::{Places, Sources};
use brightline::diagnostic::{Diagnostic, Label, Severity};
use serde_sarif::sarif::{
    ArtifactLocation, Location, Message, PhysicalLocation, Region, ReportingDescriptor, Result as Finding, ResultLevel,
    Run, Sarif, Tool, ToolComponent,
};
use std::collections::BTreeSet;

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// A SARIF log of one run.
pub(crate) fn log(notes: &[Diagnostic], sources: &Sources) -> String {
    let mut places = Places::new(sources);
    let codes: BTreeSet<&str> = notes.iter().map(|note| note.code.as_str()).collect();
    let rules: Vec<ReportingDescriptor> =
        codes.into_iter().map(|code| ReportingDescriptor::builder().id(code).build()).collect();
    let results: Vec<Finding> = notes.iter().map(|note| finding(note, &mut places)).collect();
    let driver = ToolComponent::builder().name("brightline").version(env!("CARGO_PKG_VERSION")).rules(rules).build();
    let run = Run::builder()
        .tool(Tool::builder().driver(driver).build())
        .column_kind("unicodeCodePoints")
        .results(results)
        .build();
    let log = Sarif::builder().schema(SCHEMA).version("2.1.0").runs(vec![run]).build();
    format!("{}\n", serde_json::to_string_pretty(&log).unwrap_or_default())
}

fn finding(note: &Diagnostic, places: &mut Places<'_>) -> Finding {
    let level = match note.severity {
        Severity::Error => ResultLevel::Error,
        Severity::Warning => ResultLevel::Warning,
    };
    let said: Vec<&str> = std::iter::once(note.message.as_str()).chain(note.help.iter().map(String::as_str)).collect();
    let message = Message::builder().text(said.join("\n")).build();
    let mut locations = note.labels.iter().map(|label| location(label, places));
    let first: Vec<Location> = locations.next().into_iter().collect();
    let others: Vec<Location> = locations.collect();
    let mut finding =
        Finding::builder().rule_id(note.code.as_str()).level(level).message(message).locations(first).build();
    finding.related_locations = (!others.is_empty()).then_some(others);
    finding
}

fn location(label: &Label, places: &mut Places<'_>) -> Location {
    let file = ArtifactLocation::builder().uri(uri(&label.file)).build();
    let mut physical = PhysicalLocation::builder().artifact_location(file).build();
    physical.region = places.of(label).map(|place| {
        Region::builder()
            .start_line(place.start.0 as i64)
            .start_column(place.start.1 as i64)
            .end_line(place.end.0 as i64)
            .end_column(place.end.1 as i64)
            .build()
    });
    let mut location = Location::builder().physical_location(physical).build();
    location.message = (!label.text.is_empty()).then(|| Message::builder().text(label.text.as_str()).build());
    location
}

/// A file's name as a URI: a relative one stays relative.
fn uri(name: &str) -> String {
    let mut uri = String::from(if name.starts_with('/') { "file://" } else { "" });
    for byte in name.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'_' | b'.' | b'~' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files_are_uris() {
        assert_eq!(uri("rules/us/a b#1.bright"), "rules/us/a%20b%231.bright");
        assert_eq!(uri("/é"), "file:///%C3%A9");
    }
}
