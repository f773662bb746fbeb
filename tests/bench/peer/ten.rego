# The ten rules in Rego, as peer/ten.json has them as a decision table.
package title

import rego.v1

is_employed if not input.employment in {"freelancer", "unknown"}

hit contains "D01" if input.has_open_doubt == true

hit contains "E01a" if {
	is_employed
	input.is_in_kunming == false
	input.entrusted == false
}

hit contains "E01b" if {
	is_employed
	input.is_on_post == false
}

hit contains "E01b" if {
	is_employed
	input.does_professional_work == false
}

hit contains "E03" if {
	input.unit_kind in {"state_enterprise", "private_enterprise"}
	input.outside_form == "branch"
}

hit contains "E09" if input.is_civil_servant == true

hit contains "E13" if {
	input.kind in {"promotion", "entrusted_review"}
	input.field_matches == false
}

hit contains "E15" if input.is_away == true

hit contains "E24b" if {
	input.kind == "series_transfer"
	input.is_same_level == false
}

hit contains "E27" if {
	not input.kind in {"series_transfer", "unknown"}
	input.is_exam_only == true
}

hit contains "E32" if input.returns >= 5
