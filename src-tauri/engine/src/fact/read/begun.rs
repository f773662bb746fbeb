//! What is recorded by half: a punishment without its end, an objection without its outcome. Nobody is
//! asked about what no record speaks of; whoever has begun a record is asked to finish it.

use crate::fact::F;
use crate::fact::case::Case;
use crate::fact::document::PunishmentGrade;

/// Whether the record behind a missing fact was begun.
pub(crate) fn is_begun(fact: F, c: &Case<'_>) -> bool {
    match fact {
        F::OpenObjection => c.facts.notices.iter().flatten().any(|n| n.has_objection == Some(true)),
        F::FiledLate => {
            let filed = c.facts.window.as_ref().is_some_and(|w| w.filed_on.is_some());
            filed && super::process::closings(c).is_some()
        }
        F::PunishmentIsActive => {
            let mut list = c.facts.punishments.iter().flatten();
            list.any(|p| p.grade != Some(PunishmentGrade::Warning))
        }
        F::IntegrityIsRunning | F::FabricationIsRunning => {
            c.facts.integrity_records.iter().flatten().any(|r| r.recorded_on.is_none())
        }
        F::TransferHasMoved => c.facts.application.is_second_qualification == Some(true),
        _ => false,
    }
}
