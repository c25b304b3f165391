//! Public tables are read as they are downloaded, and give the counts that are known of them.

mod support;
use brightline::eval::result::Verdict;
use brightline::profile::{Format, RawProfile, RawValue};
use brightline::session::{Settings, evaluate};
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
    let evaluated = evaluate(&policies, &models, &without_needs()).expect("the settings fit");
    assert!(evaluated.answers.len() >= 150, "only {} models", evaluated.answers.len());
    for answer in evaluated.answers.iter().flatten() {
        assert_eq!(answer.error, None, "{} on {}", answer.policy, answer.profile);
        assert!(!answer.designations.is_empty());
    }
}

fn without_needs() -> Settings {
    Settings { needs: false, ..settings() }
}

/// The shipped table of real models.
fn models() -> Vec<RawProfile> {
    profiles(&read("profiles/models.csv").expect("the table is there").text, Format::Csv)
}

/// What a shipped policy says of one shipped model.
fn verdict_on(policy: &str, model: &str) -> Verdict {
    let found = answers(&shipped_policy(policy), &models(), &without_needs());
    let answer = found.iter().find(|answer| &*answer.profile == model).expect("the model is in the table");
    answer.designations[0].verdict
}

#[test]
fn models_near_the_line_of_the_ai_act_lie_on_their_side_of_it() {
    let policy = "rules/eu/eu-ai-act-51-2.bright";
    assert_eq!(verdict_on(policy, "DeepSeek-V4-Pro"), Verdict::NotCovered);
    assert_eq!(verdict_on(policy, "Inflection-2"), Verdict::Covered);
}

#[test]
fn a_fine_tune_of_three_times_its_base_makes_a_new_provider() {
    assert_eq!(verdict_on("rules/eu/eu-modifier.bright", "Composer 2"), Verdict::Covered);
}

#[test]
fn six_operations_for_each_active_parameter_and_token_are_exact() {
    let exactly = |line: &str| {
        policy(&format!("uses \"rules/facts/model.bright\"; designate d \"D\" when total_compute is {line};"))
    };
    let llama = r#"{"name": "Llama 3.1-405B", "active_parameters": 405e9, "training_tokens": 15.6e12}"#;
    let once = r#"{"name": "in epochs", "active_parameters": 405e9, "dataset_tokens": 3.9e12, "epochs": 4}"#;
    for profile in [llama, once] {
        let found = answers(&exactly("3.7908e25 FLOP"), &profiles(profile, Format::Json), &settings());
        assert_eq!(found[0].designations[0].verdict, Verdict::Covered, "{profile}");
    }
    let hardware = r#"{"name": "by hardware", "hardware": {"count": 16384, "hours": 1000, "utilisation": "40 %",
        "precision": "bf16", "peak_16": "9.89e14 FLOP/s"}}"#;
    let found = answers(&exactly("2.333343744e25 FLOP"), &profiles(hardware, Format::Json), &settings());
    assert_eq!(found[0].designations[0].verdict, Verdict::Covered);
}

#[test]
fn a_stated_stage_keeps_derived_compute_away() {
    let policy = shipped_policy("rules/eu/eu-ai-act-51-2.bright");
    let staged = r#"{"name": "A", "active_parameters": 1e9, "training_tokens": 1e12, "pretraining_compute": 6e21}"#;
    let found = answers(&policy, &profiles(staged, Format::Json), &settings());
    assert_eq!(found[0].designations[0].verdict, Verdict::Undetermined);
}

#[test]
fn all_parameters_of_a_mixture_never_stand_in_for_the_active_ones() {
    let mixture = r#"{"name": "M", "total_parameters": 1e13, "training_tokens": 1e14}"#;
    for name in shipped().iter().filter(|name| !name.contains("/facts/")) {
        for answer in answers(&shipped_policy(name), &profiles(mixture, Format::Json), &without_needs()) {
            for designation in answer.designations {
                assert_ne!(designation.verdict, Verdict::Covered, "{name}: {}", designation.id);
            }
        }
    }
}

#[test]
fn a_stated_figure_that_its_own_parts_contradict_is_warned_of() {
    let found = answers(&shipped_policy("rules/eu/eu-ai-act-51-2.bright"), &models(), &without_needs());
    let warned: Vec<(&str, &str)> = found
        .iter()
        .flat_map(|answer| answer.warnings.iter().map(|warning| (&*answer.profile, warning.as_str())))
        .collect();
    let [(model, warning)] = warned.as_slice() else { panic!("{warned:?}") };
    assert_eq!(*model, "Inkling");
    for figure in ["training_compute is 1.845e24 FLOP", "architecture_compute is 1.107e25 FLOP"] {
        assert!(warning.contains(figure), "{warning}");
    }
}

#[test]
fn every_real_model_names_its_source_and_its_base() {
    let models = models();
    let text = |profile: &RawProfile, key: &str| -> Option<String> {
        let cell = profile.cells.iter().find(|cell| &*cell.key == key)?;
        match &cell.value {
            RawValue::Text(text) if !text.is_empty() => Some(text.to_string()),
            _ => None,
        }
    };
    let names: Vec<String> = models.iter().filter_map(|model| text(model, "name")).collect();
    assert_eq!(names.len(), models.len());
    for (model, name) in models.iter().zip(&names) {
        for key in ["source", "snapshot"] {
            assert!(text(model, key).is_some(), "{name} has no {key}");
        }
        if let Some(base) = text(model, "base") {
            assert!(base == "none" || names.contains(&base), "{name}: its base {base} has no row");
        }
    }
}

#[test]
fn peaks_of_accelerators_are_those_of_the_table() {
    let table = |name: &str| {
        let text = read(name).expect("the table is there").text;
        csv::Reader::from_reader(text.as_bytes()).deserialize().map(|row| row.expect("a row")).collect::<Vec<Row>>()
    };
    type Row = std::collections::HashMap<String, String>;
    let hardware = table("profiles/hardware.csv");
    let peaks =
        ["hardware.peak_fp32", "hardware.peak_tf32", "hardware.peak_16", "hardware.peak_8", "hardware.peak_fp4"];
    let mut compared = 0;
    for model in table("profiles/models.csv") {
        let accelerator = model.get("hardware.accelerator").filter(|name| !name.is_empty());
        for peak in peaks.iter().filter(|peak| model.get(**peak).is_some_and(|peak| !peak.is_empty())) {
            let row = hardware.iter().find(|row| row.get("name") == accelerator).expect("the accelerator has a row");
            assert_eq!(row.get(*peak), model.get(*peak), "{:?}", model.get("name"));
            compared += 1;
        }
    }
    assert!(compared > 10, "only {compared} compared");
}
