//! Sentences for a clerk.

use crate::edition::compile::{Compiled, Piece, Sentence};
use crate::fact::{Case, Reading};
use crate::pack::rule::Effect;
use crate::verdict::Arithmetic;
use std::borrow::Cow;

/// The sentence of a rule for this answer, and whether the rule has none of its own for it.
pub(crate) fn sentence<'c>(
    rule: &'c Compiled,
    acts: Option<bool>,
    case: &Case<'_>,
) -> (Cow<'c, str>, bool) {
    let own = match acts {
        Some(true) => rule.hit.as_ref(),
        Some(false) => rule.pass.as_ref(),
        None => rule.unknown.as_ref(),
    };
    match own {
        Some(template) => (fill(template, case), false),
        None if acts.is_none() => {
            (rule.hit.as_ref().map_or(Cow::Borrowed(&*rule.name), |t| fill(t, case)), true)
        }
        None => (Cow::Borrowed(&*rule.name), true),
    }
}

/// A rule that acts on a missing fact although it has no sentence for it: its material is asked
/// for rather than forgotten, its years or route stay in view.
pub(crate) fn asks_anyway(rule: &Compiled) -> bool {
    matches!(rule.effect, Effect::RequireMaterial | Effect::AdjustYears | Effect::SetDate)
}

/// Replace the places of facts by what is known of them.
pub(crate) fn fill<'c>(template: &'c Sentence, case: &Case<'_>) -> Cow<'c, str> {
    if let [Piece::Text(text)] = template.pieces.as_slice() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(template.room);
    for piece in &template.pieces {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Fact(fact) => match case.read(*fact) {
                Reading::Known(value, _) => value.tell(&mut out),
                Reading::Absent => out.push('无'),
                Reading::Missing => out.push_str("（未填）"),
            },
        }
    }
    Cow::Owned(out)
}

/// The result of the sum in one line.
pub(crate) fn sum_line(sum: &Arithmetic) -> String {
    match &sum.short_by {
        None => format!("折算任职{}，要求{}年，够", sum.net, sum.required_years),
        Some(short) => format!("折算任职{}，要求{}年，差{short}", sum.net, sum.required_years),
    }
}
