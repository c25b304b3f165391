//! `brightline list`: the policies at hand, with their status today.
//!
//! In: files and folders. Out: their ids, titles, jurisdictions, statuses and outcomes.

use super::args::{ListArgs, ListFormat};
use super::eval::today;
use super::load::{Sources, policies};
use super::render::layout::{hang, pad, plain, width};
use super::{Report, Screen};
use brightline::diagnostic::{Code, Diagnostic};
use brightline::ir::Policy;
use serde_json::json;
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
    let text = match args.format {
        ListFormat::Text => table(&policies, screen.width),
        ListFormat::Json => policies.iter().map(|policy| format!("{}\n", object(policy))).collect(),
    };
    Ok(Report { text, notes, ..Report::default() })
}

/// The word that holds today; `None` before the first.
fn status(policy: &Policy) -> Option<&str> {
    let day = today().as_point()?;
    policy.status_on(day).map(|status| &*status.word)
}

fn table(policies: &[Policy], columns: usize) -> String {
    let rows: Vec<[String; 3]> = policies
        .iter()
        .map(|policy| {
            let status = status(policy).unwrap_or("not yet").replace('_', " ");
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

fn object(policy: &Policy) -> serde_json::Value {
    let outcomes: Vec<_> = policy
        .designations
        .iter()
        .map(|found| json!({ "id": &*found.id, "kind": found.kind.as_str(), "title": &*found.title }))
        .collect();
    json!({
        "id": &*policy.id,
        "title": &*policy.title,
        "jurisdiction": policy.jurisdiction.as_deref(),
        "status": status(policy),
        "file": policy.sources.first().map(|source| &*source.name),
        "outcomes": outcomes,
    })
}
