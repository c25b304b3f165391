//! The engine for JavaScript: the library's api, text in and text out.
//!
//! In: files, requests and columns of numbers. Out: responses as JSON, and bytes of verdicts. Nothing here decides; bad
//! input is answered with diagnostics and never with an exception.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::unreachable, clippy::indexing_slicing)]

use brightline::api::{self, Handle, rows};
use wasm_bindgen::prelude::wasm_bindgen;

/// Policies, prepared once.
#[wasm_bindgen]
pub struct Policies {
    handle: Option<Handle>,
    response: String,
}

#[wasm_bindgen]
impl Policies {
    /// Checks policies. `files` is an array of pairs of a name and a text, as JSON; `paths` an array of names of files or
    /// folders, or empty for all.
    #[wasm_bindgen(constructor)]
    pub fn new(files: &str, paths: &str) -> Policies {
        let (files, paths) = match (serde_json::from_str::<Vec<(String, String)>>(files), serde_json::from_str(paths)) {
            (Ok(files), Ok(paths)) => (files, paths),
            _ => (Vec::new(), vec![String::new()]),
        };
        let (handle, response) = Handle::prepare(&files, &paths);
        Policies { handle, response }
    }

    /// What is odd about the policies, or why they cannot be used.
    pub fn response(&self) -> String {
        self.response.clone()
    }

    /// Whether questions can be asked.
    #[wasm_bindgen(js_name = isReady)]
    pub fn is_ready(&self) -> bool {
        self.handle.is_some()
    }

    /// Answers a question.
    pub fn ask(&self, question: &str, request: &str) -> String {
        match &self.handle {
            Some(handle) => handle.ask(question, request),
            None => self.response.clone(),
        }
    }

    /// Decodes the models of a request.
    pub fn rows(&self, request: &str) -> Rows {
        match &self.handle {
            Some(handle) => {
                let (rows, response) = rows::Rows::of(handle, request);
                Rows { rows, response }
            }
            None => Rows { rows: None, response: self.response.clone() },
        }
    }

    /// Prepares columns of numbers.
    pub fn columns(&self, request: &str) -> Columns {
        match &self.handle {
            Some(handle) => {
                let (columns, response) = rows::Columns::of(handle, request);
                Columns { columns, response }
            }
            None => Columns { columns: None, response: self.response.clone() },
        }
    }
}

/// Models, decoded once.
#[wasm_bindgen]
pub struct Rows {
    rows: Option<rows::Rows>,
    response: String,
}

#[wasm_bindgen]
impl Rows {
    /// What is odd about the models, or why they cannot be used.
    pub fn response(&self) -> String {
        self.response.clone()
    }

    /// The outcomes, as a JSON array of `policy.designation`.
    pub fn outcomes(&self) -> String {
        self.rows.as_ref().map_or_else(|| "[]".to_owned(), |rows| outcomes(rows.outcomes()))
    }

    /// How many models there are.
    pub fn models(&self) -> usize {
        self.rows.as_ref().map_or(0, rows::Rows::models)
    }

    /// The codes of every model and outcome.
    pub fn verdicts(&mut self) -> Vec<u8> {
        self.rows.as_mut().map(rows::Rows::verdicts).unwrap_or_default()
    }

    /// The codes of one model.
    pub fn verdict(&mut self, model: usize) -> Vec<u8> {
        self.rows.as_mut().map(|rows| rows.verdict(model)).unwrap_or_default()
    }

    /// The code of one outcome of one model; 3 where there is none.
    pub fn code(&mut self, model: usize, outcome: usize) -> u8 {
        self.rows.as_mut().map_or(rows::IN_ERROR, |rows| rows.code(model, outcome))
    }
}

/// Columns of numbers for some facts.
#[wasm_bindgen]
pub struct Columns {
    columns: Option<rows::Columns>,
    response: String,
}

#[wasm_bindgen]
impl Columns {
    /// What is odd about the request, or why it cannot be used.
    pub fn response(&self) -> String {
        self.response.clone()
    }

    /// The outcomes, as a JSON array of `policy.designation`.
    pub fn outcomes(&self) -> String {
        self.columns.as_ref().map_or_else(|| "[]".to_owned(), |columns| outcomes(columns.outcomes()))
    }

    /// The codes of every place and outcome; `numbers` holds the columns one after the other.
    pub fn verdicts(&mut self, numbers: &[f64]) -> Vec<u8> {
        self.columns.as_mut().map(|columns| columns.verdicts(numbers)).unwrap_or_default()
    }
}

fn outcomes(names: &[String]) -> String {
    serde_json::to_string(names).unwrap_or_default()
}

/// What `brightline check --format json` says of files.
#[wasm_bindgen]
pub fn check(files: &str, paths: &str) -> String {
    match (serde_json::from_str::<Vec<(String, String)>>(files), serde_json::from_str::<Vec<String>>(paths)) {
        (Ok(files), Ok(paths)) => api::check(&files, &paths),
        _ => Policies::new(files, paths).response,
    }
}

/// The canonical form of a policy or vocabulary.
#[wasm_bindgen]
pub fn format(name: &str, text: &str) -> String {
    api::format(name, text)
}

/// The version of the engine.
#[wasm_bindgen]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
