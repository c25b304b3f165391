//! What the settings of a request would move.
//!
//! In: a request, read, and the names of those settings that hold before the change, too. Out: both answers of each profile
//! and kept policy, and the notes.

use super::{Answered, Read, once_each, suggest};
use crate::analysis::whatif::{Pair, whatif};
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::session::Settings;

/// The answers without what is set and with it; what `both` names is set on both sides.
///
/// # Errors
/// The diagnostics of settings that cannot be used, or by which nothing changes.
pub fn pairs(read: &Read, both: &[String]) -> Answered<Vec<Pair>> {
    let after = &read.settings;
    refuse_no_change(after, both)?;
    let held = |list: &[(String, String)]| list.iter().filter(|(name, _)| both.contains(name)).cloned().collect();
    let before = Settings {
        facts: held(&after.facts),
        params: held(&after.params),
        readings: held(&after.readings),
        references: after.references.iter().filter(|(name, _)| both.contains(name)).cloned().collect(),
        ..after.clone()
    };
    if read.profiles.is_empty() && before.facts.is_empty() {
        let error = Diagnostic::error(Code::Option, "there is no model before the change");
        return Err(vec![error.help("give models with --profiles FILE; what --set says is the change")]);
    }
    let mut found = whatif(&read.policies, &read.profiles, &before, after)?;
    for pair in &mut found.pairs {
        pair.retain(|pair| read.selection.keeps_policy(&pair.before.policy));
        for Pair { before, after } in pair {
            read.selection.apply(before);
            read.selection.apply(after);
        }
    }
    let mut notes = read.notes.clone();
    notes.extend(found.diagnostics);
    let pairs = found.pairs.iter().flatten();
    notes.extend(pairs.flat_map(|pair| pair.before.diagnostics.iter().chain(&pair.after.diagnostics).cloned()));
    Ok((found.pairs, once_each(notes)))
}

/// A comparison in which nothing changes was not meant.
fn refuse_no_change(settings: &Settings, both: &[String]) -> Result<(), Vec<Diagnostic>> {
    let set = settings.facts.iter().chain(&settings.params).chain(&settings.readings).map(|(name, _)| name.as_str());
    let known: Vec<&str> = set.chain(settings.references.iter().map(|(name, _)| name.as_str())).collect();
    let mut errors = Vec::new();
    for name in both.iter().filter(|name| !known.contains(&name.as_str())) {
        let message = format!("--both {}: no option sets anything of this name", quote(name));
        let help = match known.is_empty() {
            true => "set it, as in `--param NAME=VALUE --both NAME`".to_owned(),
            false => suggest(name, &known),
        };
        errors.push(Diagnostic::error(Code::Option, message).help(help));
    }
    if errors.is_empty() && known.iter().all(|name| both.iter().any(|both| both == name)) {
        let error = Diagnostic::error(Code::Option, "nothing changes");
        let help = match known.is_empty() {
            true => "say what would be otherwise with --set, --param, --reading or --reference",
            false => "what --both names holds on both sides: leave it out for what is the change",
        };
        errors.push(error.help(help));
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}
