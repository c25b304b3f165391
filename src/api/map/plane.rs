//! The plane of two numbers, as JSON.
//!
//! In: a request, read, and two axes. Out: for each kept outcome of each profile the lines that clauses draw, and the plane
//! cut into strips and bands of one verdict each; or that it cannot be cut up exactly, and the grid has to do.

use super::{Axis, Moving, Trouble, axis_name, each, input_of, refuse_unknown, unit_of};
use crate::api::about::in_unit;
use crate::api::request::Fields;
use crate::api::{Report, Sources};
use crate::diagnostic::{Code, Diagnostic, quote};
use crate::eval::plane::{Band, Course, Curve, Line, Plane, Strip};
use crate::ir::{Clause, Designation, Policy};
use crate::possible::Set;
use crate::rational::Rational;
use serde_json::{Value, json};
use std::sync::Arc;

/// The fields that a question about a plane has.
pub(in crate::api) const MAP: [&str; 2] = ["x", "y"];

/// `{"policy":..,"profile":..,"as_of":..,"designation":..,"x":..,"y":..,"x_unit":..,"y_unit":..,"exact":..,"lines":[..],
/// "strips":[..]}` for each kept outcome.
pub(in crate::api) fn map(
    fields: &mut Fields,
    policies: &Arc<[Policy]>,
    sources: &mut Sources,
) -> Result<Report, Vec<Diagnostic>> {
    let read = fields.read(policies, sources)?;
    let (x, y) = (axis_name(fields, "x")?, axis_name(fields, "y")?);
    refuse_unknown(&read, &[&x, &y])?;
    if x == y {
        let error = Diagnostic::error(Code::Option, format!("both axes are {}", quote(&x)));
        return Err(vec![error.help("give two facts or params")]);
    }
    each(&read, |question, place, found| {
        let schema = &question.policy.schema;
        let axes = (Axis::of(schema, &question.policy.id, &x), Axis::of(schema, &question.policy.id, &y));
        let (Some(across), Some(along)) = axes else { return Ok(()) };
        let (Set::Number(x_range), Set::Number(y_range)) = (across.domain, along.domain) else {
            let error = Diagnostic::error(Code::Option, "a map has numbers as axes");
            return Err(Trouble::Request(vec![error.help("give facts or params that are numbers")]));
        };
        let Some(moving) = Moving::of(question, place, &[&across, &along]) else { return Ok(()) };
        let mut evaluator = moving.evaluator();
        let scale = Scale { x: across.factor(), y: along.factor() };
        for (outcome, designation) in question.policy.designations.iter().enumerate() {
            if !read.selection.keeps(&question.policy.id, &designation.id) {
                continue;
            }
            let of_x = input_of(&mut evaluator, &moving.model, place, outcome, (&x, &across))?;
            let of_y = input_of(&mut evaluator, &moving.model, place, outcome, (&y, &along))?;
            let ranges = [(of_x.as_ref(), x_range), (of_y.as_ref(), y_range)];
            let plane = evaluator.plane((&moving.model, Some(place)), outcome, ranges)?;
            let (lines, strips) = plane.as_ref().map(|plane| scale.plane(plane, designation)).unwrap_or_default();
            found.push(json!({
                "policy": &*question.policy.id,
                "profile": &*moving.model.name,
                "as_of": question.circumstances.as_of.to_string(),
                "designation": &*designation.id,
                "x": x,
                "y": y,
                "x_unit": unit_of(across.ty),
                "y_unit": unit_of(along.ty),
                "exact": plane.is_some(),
                "lines": lines,
                "strips": strips,
            }));
        }
        Ok(())
    })
}

/// The units of both axes, in base units.
struct Scale {
    x: Rational,
    y: Rational,
}

impl Scale {
    fn plane(&self, plane: &Plane, designation: &Designation) -> (Vec<Value>, Vec<Value>) {
        let lines = plane.lines.iter().map(|line| self.line(line, designation)).collect();
        let strips = plane.strips.iter().map(|strip| self.strip(strip)).collect();
        (lines, strips)
    }

    fn line(&self, line: &Line, designation: &Designation) -> Value {
        let clauses = line.clauses.iter().filter_map(|id| {
            let rules = [Some(&designation.rule.when), designation.rule.unless.as_ref()];
            let clause = rules.into_iter().flatten().find_map(|rule| clause(rule, id))?;
            Some(json!({ "id": &*clause.id, "cite": clause.cite.as_deref(), "text": &*clause.text }))
        });
        let clauses: Vec<Value> = clauses.collect();
        match &line.course {
            Course::Upright(x) => {
                json!({ "clauses": clauses, "x": self.text_of_x(x), "slope": null, "offset": null })
            }
            Course::Along(curve) => {
                let (slope, offset) = self.ends(curve);
                json!({ "clauses": clauses, "x": null, "slope": slope, "offset": offset })
            }
        }
    }

    fn strip(&self, strip: &Strip) -> Value {
        let band = |band: &Band| {
            json!({
                "below": band.below.as_ref().map(|curve| self.curve(curve)),
                "above": band.above.as_ref().map(|curve| self.curve(curve)),
                "verdict": band.verdict.as_str(),
            })
        };
        json!({
            "from": strip.from.as_ref().map(|x| self.text_of_x(x)),
            "to": strip.to.as_ref().map(|x| self.text_of_x(x)),
            "bands": strip.bands.iter().map(band).collect::<Vec<_>>(),
        })
    }

    fn text_of_x(&self, x: &Rational) -> String {
        in_unit(x, &self.x).to_exact_string()
    }

    fn curve(&self, curve: &Curve) -> Value {
        let (slope, offset) = self.ends(curve);
        json!({ "slope": slope, "offset": offset })
    }

    /// Slope and offset in the units of the axes.
    fn ends(&self, curve: &Curve) -> (String, String) {
        let slope = in_unit(&(&curve.slope * &self.x), &self.y);
        (slope.to_exact_string(), in_unit(&curve.offset, &self.y).to_exact_string())
    }
}

/// The clause of this id among one and those inside it.
fn clause<'c>(root: &'c Clause, id: &str) -> Option<&'c Clause> {
    if *root.id == *id && root.children.is_empty() {
        return Some(root);
    }
    root.children.iter().find_map(|child| clause(child, id))
}
