//! `brightline facts`: what policies ask about a model, and forms to answer it in.
//!
//! In: policies. Out: the union of the facts and references that their outcomes depend on, as a list, a table, a profile
//! to fill in, or a schema.

use super::args::{FactsArgs, FactsFormat};
use super::load::{Sources, policies};
use super::render::layout::hang;
use super::render::{csv, markdown};
use super::{Report, Screen};
use brightline::api::facts::{Asked, json, schema, template, union};
use brightline::diagnostic::Diagnostic;

/// Lists what the policies ask for.
pub(crate) fn run(args: &FactsArgs, screen: Screen, sources: &mut Sources) -> Result<Report, Vec<Diagnostic>> {
    let (policies, notes) = policies(&args.policies.paths, args.policies.root.as_deref(), sources)?;
    let asked = union(&policies);
    let text = match args.format {
        FactsFormat::Table => list(&asked, screen.width),
        FactsFormat::Json => json(&asked),
        FactsFormat::Csv => {
            let header = HEADER.iter().map(|name| (*name).to_owned()).collect();
            csv::write(&std::iter::once(header).chain(asked.iter().map(cells)).collect::<Vec<_>>())
        }
        FactsFormat::Markdown => markdown::table(&HEADER, &asked.iter().map(cells).collect::<Vec<_>>()),
        FactsFormat::Template => template(&asked),
        FactsFormat::Schema => schema(&asked),
    };
    Ok(Report { text, notes, ..Report::default() })
}

const HEADER: [&str; 6] = ["name", "type", "domain", "text", "also", "policies"];

fn list(asked: &[Asked], columns: usize) -> String {
    let mut text = String::new();
    for one in asked {
        if !text.is_empty() {
            text.push('\n');
        }
        let domain = if one.domain.is_empty() { String::new() } else { format!(", in {}", one.domain) };
        text.push_str(&hang(&format!("{}: ", one.name), &format!("{}{domain}", one.ty), columns));
        if !one.text.is_empty() {
            text.push_str(&hang("    ", &one.text, columns));
        }
        if !one.also.is_empty() {
            text.push_str(&hang("    in tables  ", &one.also.join("; "), columns));
        }
        text.push_str(&hang("    used by    ", &one.policies.join(", "), columns));
    }
    text
}

fn cells(one: &Asked) -> Vec<String> {
    let policies = one.policies.join("; ");
    vec![one.name.to_string(), one.ty.clone(), one.domain.clone(), one.text.clone(), one.also.join("; "), policies]
}
