-- A till by its name and branch.
SELECT till.name || ' in ' || branch.name
FROM catalog.published_till AS till
JOIN catalog.published_branch AS branch ON branch.id = till.branch_id
WHERE till.id = :subject
