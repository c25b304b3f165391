//! Public tables are read as they are downloaded, and give the counts that are known of them.

mod support;
use brightline::profile::Format;
use brightline::session::evaluate;
use support::{answers, count, policy, profiles, read, settings, shared, shipped, shipped_policy};

#[test]
fn the_eu_presumption_on_the_shared_table() {
    let Some(text) = shared("models.csv") else { return };
    let found = answers(&shipped_policy("rules/eu/eu-ai-act-51-2.bright"), &profiles(&text, Format::Csv), &settings());
    assert_eq!(count(&found), [24, 71, 98, 0]);
    // Every answer rests on the table's one total standing for the sum that the statute asks for, and says so.
    for answer in &found {
        assert!(!answer.designations[0].rests_on.is_empty(), "{}", answer.profile);
    }
}

#[test]
fn the_epoch_table_as_downloaded() {
    let Some(text) = shared("epoch_notable_ai_models_2026-07.csv") else { return };
    let models = profiles(&text, Format::Csv);
    for (line, covered) in [("1e23", 145), ("1e24", 96), ("1e25", 22), ("1e26", 3)] {
        let body = format!(
            "uses \"rules/facts/model.bright\";\ndesignate above \"Above\" when compute: training_compute > {line} FLOP;"
        );
        let found = answers(&policy(&body), &models, &settings());
        assert_eq!(count(&found), [covered, 529 - covered, 507, 0], "{line}");
    }
}

#[test]
fn every_shipped_policy_answers_every_shipped_model() {
    let policies: Vec<_> =
        shipped().iter().filter(|name| !name.contains("/facts/")).map(|name| shipped_policy(name)).collect();
    let models = profiles(&read("profiles/models.csv").expect("the table is there").text, Format::Csv);
    let evaluated = evaluate(&policies, &models, &settings()).expect("the settings fit");
    assert_eq!(evaluated.answers.len(), 30);
    for answer in evaluated.answers.iter().flatten() {
        assert_eq!(answer.error, None, "{} on {}", answer.policy, answer.profile);
        assert!(!answer.designations.is_empty());
    }
}
