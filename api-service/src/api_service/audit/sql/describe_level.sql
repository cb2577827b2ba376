-- A level by its product and branch; its subject is branch/product.
SELECT product.name || ' in ' || branch.name
FROM catalog.published_branch AS branch
JOIN catalog.published_product AS product ON product.id = CAST(split_part(:subject, '/', 2) AS bigint)
WHERE branch.id = split_part(:subject, '/', 1)
