//! Brightline: a language for stating when an AI model would be designated, and the engine that answers for one model
//! whether it is, why, by how much, and what would change the answer.
//!
//! A policy is a text that a lawyer can read. A profile is what is known of one model. The answer to each outcome of the
//! policy is `covered`, `not_covered` or `undetermined`; a decided one holds for every completion of what the profile
//! leaves open. All arithmetic that decides is exact. `grammar/LANGUAGE.md` is the reference of the language.
//!
//! # The pipeline
//!
//! ```text
//!   policy.bright                         profile.json, .toml, .csv
//!        |                                           |
//!     syntax      text to tree                    profile     text to raw fields
//!        |                                           |
//!      check      names, types, units                |
//!        |                                           |
//!    ir::Policy -------- its schema ------------->  bind      raw fields to a model in the policy's terms
//!        |                                           |
//!        |                                     model::Model
//!        |                                           |
//!        +-------------------- eval -----------------+
//!                               |
//!                     eval::result::Answer        verdict, clauses, margins, needs, what it rests on
//! ```
//!
//! [`session`] does all of it for many policies and many profiles, [`testing`] runs the tests that stand beside a policy,
//! [`analysis`] asks what lies beyond a verdict: what would turn it, how likely it is, what to measure next, what falls due,
//! and which profiles stand at its edges.
//! [`api`] takes all of these as JSON, for the command line and the browser alike.
//! No module of the library opens a file, prints, or reads a clock: the caller brings the texts and the evaluation date.
//!
//! # An example
//!
//! ```
//! use brightline::check::{Load, check};
//! use brightline::date::{DateRange, parse_date};
//! use brightline::eval::result::Verdict;
//! use brightline::profile::{Format, read_document};
//! use brightline::session::{Settings, evaluate};
//! use brightline::span::Source;
//!
//! /// This policy uses no other file.
//! struct Nothing;
//! impl Load for Nothing {
//!     fn load(&self, _from: &str, path: &str) -> Result<Source, String> {
//!         Err(format!("there is no file {path}"))
//!     }
//! }
//!
//! let text = r#"
//!     policy big_model "A policy of one line";
//!     status proposed from 2026-01-01;
//!     fact training_compute: FLOP in 0 FLOP .. "All compute used in training";
//!     designate big "Big model" when compute: training_compute > 1e25 FLOP;
//! "#;
//! let checked = check(&Source { name: "big-model.bright".into(), text: text.into() }, &Nothing);
//! assert!(checked.diagnostics.is_empty());
//! let policies: Vec<_> = checked.policy.into_iter().collect();
//!
//! let profiles = r#"[
//!     { "name": "at the line",   "training_compute": "1e25 FLOP" },
//!     { "name": "a little over", "training_compute": "1.000001e25 FLOP" },
//!     { "name": "a rough guess", "training_compute": "8e24 .. 4e25 FLOP" }
//! ]"#;
//! let document = read_document(&"profiles.json".into(), profiles, Format::Json);
//!
//! let today = parse_date("2026-11-21").ok_or("no date")?;
//! let evaluated = evaluate(&policies, &document.profiles, &Settings::on(DateRange::point(today)));
//! let answers = evaluated.map_err(|errors| format!("{errors:?}"))?.answers;
//! let verdicts: Vec<_> = answers.iter().flatten().map(|answer| answer.designations[0].verdict).collect();
//! assert_eq!(verdicts, [Verdict::NotCovered, Verdict::Covered, Verdict::Undetermined]);
//! # Ok::<(), String>(())
//! ```
//!
//! # Floors
//!
//! A module imports only from floors below its own, or from its own floor without a ring; `tests/floors.rs` compares this
//! table with the imports.
//!
//! | floor | modules |
//! |---|---|
//! | 0 | span, truth, sorting, rational, interval, unit, date, parallel |
//! | 1 | possible, diagnostic, solve |
//! | 2 | syntax, profile |
//! | 3 | schema, given, model, ir |
//! | 4 | check, settings, bind, outline |
//! | 5 | eval |
//! | 6 | testing, session |
//! | 7 | analysis |
//! | 8 | api |
//! | 9 | cli |
//! | 10 | main |

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::unreachable, clippy::indexing_slicing)]

pub mod analysis;
pub mod api;
pub mod bind;
pub mod check;
pub mod date;
pub mod diagnostic;
pub mod eval;
pub mod given;
pub mod interval;
pub mod ir;
pub mod model;
pub mod outline;
pub mod parallel;
pub mod possible;
pub mod profile;
pub mod rational;
pub mod schema;
pub mod session;
pub mod settings;
pub mod solve;
pub mod sorting;
pub mod span;
pub mod syntax;
pub mod testing;
pub mod truth;
pub mod unit;
