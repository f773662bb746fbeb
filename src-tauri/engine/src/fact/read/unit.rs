//! 申报单位.

use super::{Case, OriginKind, Reading, number, text, tri, yes};
use crate::fact::document::{OutsideForm, UnitFacts};
use crate::unit::{Tier, UnitKind};
use OriginKind::Unit;

fn unit<'a>(c: &Case<'a>) -> Option<&'a UnitFacts> {
    c.facts.unit.as_ref()
}

pub fn kind<'a>(c: &Case<'a>) -> Reading<'a> {
    text(unit(c).and_then(|u| u.kind).map(UnitKind::key), Unit)
}

/// Private enterprises and social organizations belong to nobody, whether that was written or not.
pub fn tier<'a>(c: &Case<'a>) -> Reading<'a> {
    let stated = unit(c).and_then(|u| u.tier);
    let private = matches!(
        unit(c).and_then(|u| u.kind),
        Some(UnitKind::PrivateEnterprise | UnitKind::SocialOrganization)
    );
    let tier = stated.or(private.then_some(Tier::None));
    text(tier.map(Tier::key), Unit)
}

/// Whether the unit is in Kunming; a registration there or a county code of the city says so too.
pub fn is_in_kunming<'a>(c: &Case<'a>) -> Reading<'a> {
    let stated = unit(c).and_then(|u| u.is_in_kunming.or(u.is_registered_in_kunming));
    let by_code = || {
        let code = unit(c)?.county_code.as_deref()?;
        c.edition.is_city_area(code).then_some(true)
    };
    tri(stated.or_else(by_code), Unit)
}

pub fn is_registered_in_kunming<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(unit(c).and_then(|u| u.is_registered_in_kunming), Unit)
}

/// Public institutions and units of city or county are no outside company's presence.
pub fn outside_form<'a>(c: &Case<'a>) -> Reading<'a> {
    let stated = unit(c).and_then(|u| u.outside_form);
    let is_public = matches!(
        unit(c).and_then(|u| u.kind),
        Some(UnitKind::PublicInstitution | UnitKind::SocialOrganization | UnitKind::GovernmentBody)
    ) || matches!(unit(c).and_then(|u| u.tier), Some(Tier::City | Tier::County));
    let form = stated.or(is_public.then_some(OutsideForm::None));
    text(form.map(OutsideForm::key), Unit)
}

/// A subsidiary of an outside company; silence about it is asked by another rule.
pub fn is_subsidiary<'a>(c: &Case<'a>) -> Reading<'a> {
    let form = unit(c).and_then(|u| u.outside_form);
    form.map_or(Reading::Absent, |f| yes(f == OutsideForm::Subsidiary, Unit))
}

pub fn has_self_review<'a>(c: &Case<'a>) -> Reading<'a> {
    yes(unit(c).and_then(|u| u.has_self_review) == Some(true), Unit)
}

pub fn is_suspended<'a>(c: &Case<'a>) -> Reading<'a> {
    let years = unit(c).and_then(|u| u.suspended_years.as_ref());
    tri(years.map(|y| y.contains(&c.year())), Unit)
}

pub fn has_posts_defined<'a>(c: &Case<'a>) -> Reading<'a> {
    tri(unit(c).and_then(|u| u.post_setup.as_ref()?.is_done), Unit)
}

pub fn free_posts<'a>(c: &Case<'a>) -> Reading<'a> {
    number(unit(c).and_then(|u| u.post_setup.as_ref()?.free_posts).map(f64::from), Unit)
}
