//! `brightline list`: the policies at hand, with their status on a day.
//!
//! In: files and folders. Out: their ids, titles, jurisdictions, statuses and outcomes; as Markdown an index of their
//! lines, dates and sources, which depends on no day.

use super::args::{ListArgs, ListFormat};
use super::load::{Sources, policies};
use super::render::layout::{hang, pad, plain, width};
use super::render::markdown;
use super::request::today;
use super::{Report, Screen};
use brightline::date::DateRange;
use brightline::diagnostic::{Code, Diagnostic};
use brightline::ir::Policy;
use brightline::outline::{Outline, outlines};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Lists every policy.
pub(crate) fn run(args: &ListArgs, screen: Screen, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    let paths = match args.paths.as_slice() {
        [] if Path::new("rules").is_dir() => vec![PathBuf::from("rules")],
        [] => {
            let error = Diagnostic::error(Code::Option, "there is no folder `rules` here");
            return Err(vec![error.help("name a folder of policies, or policy files")]);
        }
        paths => paths.to_vec(),
    };
    let (policies, notes) = policies(&paths, None, sources)?;
    let day = args.as_of.unwrap_or_else(today);
    let text = match args.format {
        ListFormat::Text => table(&policies, day, screen.width),
        ListFormat::Json => policies.iter().map(|policy| format!("{}\n", object(policy, day))).collect(),
        ListFormat::Markdown => index(&policies, &paths),
    };
    Ok(Report { text, notes, ..Report::default() })
}

/// The word that holds on the day; `None` before the first, or where the day is not known.
fn status(policy: &Policy, day: DateRange) -> Option<&str> {
    policy.status_on(day.as_point()?).map(|status| &*status.word)
}

fn table(policies: &[Policy], day: DateRange, columns: usize) -> String {
    let rows: Vec<[String; 3]> = policies
        .iter()
        .map(|policy| {
            let status = status(policy, day).unwrap_or("not yet").replace('_', " ");
            [policy.id.to_string(), plain(policy.jurisdiction.as_deref().unwrap_or("-")), status]
        })
        .collect();
    let wide = |column: usize| rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell)).max().unwrap_or(0);
    let (ids, places) = (wide(0), wide(1));
    let mut text = String::new();
    for (policy, [id, place, status]) in policies.iter().zip(&rows) {
        text.push_str(&format!("{}  {}  {status}\n", pad(id, ids), pad(place, places)));
        text.push_str(&hang("    ", &plain(&policy.title), columns));
        let outcomes: Vec<&str> = policy.designations.iter().map(|designation| &*designation.id).collect();
        text.push_str(&hang("    ", &outcomes.join(", "), columns));
        text.push('\n');
    }
    text.pop();
    text
}

fn object(policy: &Policy, day: DateRange) -> serde_json::Value {
    let statuses =
        policy.statuses.iter().map(|status| json!({ "word": &*status.word, "from": status.from.to_string() }));
    let sources =
        policy.citations.iter().map(|(name, address)| json!({ "name": &**name, "address": address.as_deref() }));
    json!({
        "id": &*policy.id,
        "title": &*policy.title,
        "jurisdiction": policy.jurisdiction.as_deref(),
        "status": status(policy, day),
        "statuses": statuses.collect::<Vec<_>>(),
        "file": policy.sources.first().map(|source| &*source.name),
        "outcomes": outlines(policy),
        "sources": sources.collect::<Vec<_>>(),
    })
}

/// A table for each jurisdiction, a row for each outcome. Of one folder it is an index that lies in this folder.
fn index(policies: &[Policy], paths: &[PathBuf]) -> String {
    let folder = match paths {
        [folder] if folder.is_dir() => format!("{}/", folder.to_string_lossy().trim_end_matches('/')),
        _ => String::new(),
    };
    let mut by_place: BTreeMap<Option<&str>, Vec<&Policy>> = BTreeMap::new();
    for policy in policies {
        by_place.entry(policy.jurisdiction.as_deref()).or_default().push(policy);
    }
    // What belongs to no jurisdiction comes last.
    let nowhere = by_place.remove(&None).map(|policies| (None, policies));
    let header = ["Policy", "Outcome", "When", "Unless", "Status", "Source"];
    let sections = by_place.into_iter().chain(nowhere).map(|(place, policies)| {
        let rows: Vec<Vec<String>> = policies.iter().flat_map(|policy| rows(policy, &folder)).collect();
        format!(
            "## {}\n\n{}",
            markdown::escaped(place.unwrap_or("No jurisdiction")),
            markdown::raw_table(&header, &rows)
        )
    });
    sections.collect::<Vec<_>>().join("\n")
}

/// The rows of a policy: what holds for all its outcomes stands in the first.
fn rows(policy: &Policy, folder: &str) -> Vec<Vec<String>> {
    let cells = |outline: &Outline| {
        let cite = outline.cite.as_deref().map(|cite| format!(" ({cite})")).unwrap_or_default();
        let kind = match outline.kind {
            "presume" => "presumption: ",
            "indicate" => "indication: ",
            _ => "",
        };
        let outcome = markdown::escaped(&format!("{kind}{}{cite}", outline.title));
        vec![outcome, markdown::code(&outline.when), outline.unless.as_deref().map(markdown::code).unwrap_or_default()]
    };
    let statuses = policy.statuses.iter().map(|status| format!("{} {}", status.word.replace('_', " "), status.from));
    let sources = policy.citations.iter().map(|(name, address)| match address {
        Some(address) => format!("[{}]({address})", markdown::escaped(name)),
        None => markdown::escaped(name),
    });
    let file = policy.sources.first().map_or("", |source| &*source.name);
    let file = file.strip_prefix(folder).unwrap_or(file);
    let title = format!("[{}]({file})", markdown::escaped(&policy.title));
    let (mut title, mut statuses, mut sources) =
        (title, statuses.collect::<Vec<_>>().join("<br>"), sources.collect::<Vec<_>>().join("<br>"));
    let row = |outline: &Outline| {
        let head = vec![std::mem::take(&mut title)];
        let tail = [std::mem::take(&mut statuses), std::mem::take(&mut sources)];
        head.into_iter().chain(cells(outline)).chain(tail).collect()
    };
    outlines(policy).iter().map(row).collect()
}
