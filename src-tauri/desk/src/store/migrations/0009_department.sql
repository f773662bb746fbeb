-- The departments beside the search box, without reading everybody.
CREATE INDEX person_department ON person (department);
