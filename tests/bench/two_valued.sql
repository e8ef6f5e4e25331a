-- Thirteen rules of the installed packs, as a good hand would write them: in two values.
-- {open} an interval in force on the day, {stated} the last statement; see two_valued.py.

-- common merged
SELECT DISTINCT m.row_facility AS f FROM fact_mergers m
WHERE m.row_on <= {asof} AND NOT EXISTS (
    SELECT 1 FROM fact_operation o
    WHERE o.row_facility = m.row_facility AND o.row_on > m.row_on AND o.row_on <= {asof})
-- common operating
SELECT row_facility AS f, max(row_on) AS since FROM fact_operation
WHERE {open} AND row_facility NOT IN (SELECT f FROM merged) GROUP BY row_facility
-- common ended
SELECT row_facility AS f FROM fact_closure WHERE {open} UNION SELECT f FROM merged
-- common registered
SELECT row_facility AS f, max(CASE WHEN kind = 'family_point' THEN 1 ELSE 0 END) AS point
FROM fact_registration WHERE {open} GROUP BY row_facility
-- common unlicensed
SELECT DISTINCT row_facility AS f FROM fact_premises
WHERE {open} AND children > 0 AND row_facility NOT IN (SELECT f FROM registered)
-- common classes
SELECT row_facility AS f, class_id, kind FROM fact_classes WHERE {open}
-- common counts
SELECT row_facility AS f, class_id, children, carers FROM fact_headcount WHERE {stated}
-- common small_points
SELECT r.f FROM registered r
LEFT JOIN counts h ON h.f = r.f AND EXISTS (
    SELECT 1 FROM classes c WHERE c.f = h.f AND c.class_id = h.class_id)
WHERE r.point = 1 GROUP BY r.f HAVING coalesce(sum(h.children), 0) <= 5
-- common institution
SELECT f FROM operating
WHERE f NOT IN (SELECT f FROM unlicensed) AND f NOT IN (SELECT f FROM small_points)
-- common held_classes
SELECT c.f, c.class_id, c.kind, h.children, h.carers FROM classes c
LEFT JOIN counts h ON h.f = c.f AND h.class_id = c.class_id
WHERE c.f NOT IN (SELECT f FROM ended) AND c.f NOT IN (SELECT f FROM unlicensed)
-- common posts
SELECT row_facility AS f, person, role, row_on, certificate FROM fact_posts WHERE {open}
-- common caring
SELECT * FROM posts WHERE f IN (SELECT f FROM institution)
-- common orders
SELECT o.row_facility AS f, o.violation_id, o.order_id, o.row_on,
    coalesce(e.due_on, o.due_on, ends.day) AS due
FROM (SELECT * FROM fact_orders WHERE {stated}) o
LEFT JOIN (
    SELECT row_facility, order_id, max(due_on) AS due_on FROM fact_extensions
    WHERE row_on <= {asof} GROUP BY row_facility, order_id) e
    ON e.row_facility = o.row_facility AND e.order_id = o.order_id
LEFT JOIN calendar starts ON starts.day = o.row_on
LEFT JOIN calendar ends ON ends.number = starts.number + o.workdays AND ends.works
-- common rechecks
SELECT o.f, o.violation_id, o.order_id, o.due, r.row_on, r.fixed
FROM fact_rechecks r JOIN orders o ON o.f = r.row_facility AND o.order_id = r.order_id
WHERE r.row_on <= {asof}
-- common refusals
SELECT o.f, o.violation_id, max(r.row_on) AS last_on
FROM fact_refusals r JOIN orders o ON o.f = r.row_facility AND o.order_id = r.order_id
WHERE r.row_on <= {asof} GROUP BY o.f, o.violation_id
-- common unmended
SELECT DISTINCT r.f, r.violation_id FROM rechecks r
WHERE NOT r.fixed AND r.row_on >= r.due AND NOT EXISTS (
    SELECT 1 FROM orders n WHERE n.f = r.f AND n.violation_id = r.violation_id
    AND n.order_id <> r.order_id AND n.row_on >= r.row_on)
-- common mended
SELECT t.f, t.violation_id, max(t.fixed_on) AS fixed_on, max(t.again_on) AS again_on FROM (
    SELECT f, violation_id, NULL AS fixed_on, row_on AS again_on FROM orders
    UNION ALL SELECT f, violation_id, CASE WHEN fixed THEN row_on END,
        CASE WHEN NOT fixed THEN row_on END FROM rechecks
    UNION ALL SELECT f, violation_id, NULL, last_on FROM refusals) t
GROUP BY t.f, t.violation_id

-- rule class.size
SELECT f, class_id AS subject, children > CASE kind WHEN 'infant' THEN 10 WHEN 'toddler' THEN 15
    WHEN 'older' THEN 20 WHEN 'mixed' THEN 18 WHEN 'family_point' THEN 5 END AS breach
FROM held_classes
-- rule class.ratio
SELECT f, class_id AS subject, children > 0 AND children > carers * CASE kind
    WHEN 'infant' THEN 3 WHEN 'toddler' THEN 5 WHEN 'older' THEN 7
    WHEN 'family_point' THEN 3 END AS breach
FROM held_classes
-- rule staff.post_certificate
SELECT p.f, p.person AS subject, count(c.person) > 0 AND max(CASE
    WHEN (c.row_closed IS NULL OR c.row_closed > {asof})
        AND (c."until" IS NULL OR c."until" >= {asof}) THEN 1 ELSE 0 END) = 0 AS breach
FROM caring p LEFT JOIN fact_certificates c
    ON c.row_facility = p.f AND c.person = p.person AND c.row_on <= {asof} AND (
        (p.role = 'head' AND c.kind IN ('负责人岗位培训合格证', '托育机构负责人岗位培训合格证'))
        OR (p.role = 'health' AND c.kind IN ('卫生保健培训合格证', '卫生保健专业知识培训合格证'))
        OR (p.role = 'guard' AND c.kind = '保安员证'))
WHERE p.role IN ('head', 'health', 'guard') GROUP BY p.f, p.person, p.role
-- rule staff.health_check
SELECT p.f, p.person AS subject,
    h.checks > 0 AND (h.unfit_on >= coalesce(h.fit_on, 0) OR h.valid = 0) AS breach
FROM caring p LEFT JOIN (
    SELECT row_facility, person, count(*) AS checks,
        max(CASE WHEN result = 'fit' THEN row_on END) AS fit_on,
        max(CASE WHEN result = 'unfit' THEN row_on END) AS unfit_on,
        max(CASE WHEN result = 'fit' AND ("until" >= {asof}
            OR ("until" IS NULL AND row_on >= {year_ago})) THEN 1 ELSE 0 END) AS valid
    FROM fact_health_checks WHERE row_on <= {asof} GROUP BY row_facility, person) h
    ON h.row_facility = p.f AND h.person = p.person
-- rule ban.lifetime
SELECT p.f, p.person AS subject, p.role IN ('head', 'carer', 'health') AND (
    EXISTS (SELECT 1 FROM fact_bans b
        WHERE b.row_facility = p.f AND b.person = p.person AND b.basis = 'pfpl_41'
        AND b.row_on <= {asof} AND (b.row_closed IS NULL OR b.row_closed > {asof})
        AND (b.act_until IS NULL OR b.act_until >= {since_41}))
    OR EXISTS (SELECT 1 FROM fact_abuse a
        WHERE a.row_facility = p.f AND a.person = p.person AND a.row_on <= {asof}
        AND a.document_kind = 'judgment' AND coalesce(a.victims_under_3, TRUE)
        AND coalesce(a.act_until, a.act_from) >= {since_41})) AS breach
FROM posts p WHERE p.f NOT IN (SELECT f FROM ended)
-- rule hiring.record_hit
SELECT p.f, p.person AS subject, EXISTS (SELECT 1 FROM fact_checks k
    WHERE k.row_facility = p.f AND k.person = p.person AND k.result = 'hit'
    AND k.relevant_to LIKE '%minors_62%'
    AND ((p.row_on >= {since_62} AND k.row_on <= p.row_on) OR k.row_on < {asof})) AS breach
FROM posts p WHERE p.f NOT IN (SELECT f FROM ended)
-- rule filing.required
SELECT o.f, '' AS subject,
    NOT EXISTS (SELECT 1 FROM fact_filing WHERE row_facility = o.f AND {open})
    AND NOT EXISTS (SELECT 1 FROM fact_submission WHERE row_facility = o.f AND {open})
    AND (coalesce((SELECT max(s.row_closed) FROM fact_submission s WHERE s.row_facility = o.f
            AND s.row_closed <= {asof} AND s.row_closed > o.since), o.since)
        < {sixty_workdays_ago}
    OR EXISTS (SELECT 1 FROM orders x JOIN fact_violations v ON v.row_facility = x.f
            AND v.violation_id = x.violation_id AND v.clause = 'pfpl#28.3' AND v.row_on <= {asof}
        WHERE x.f = o.f AND x.row_on >= {since_41} AND x.due < {asof}
        AND NOT EXISTS (SELECT 1 FROM fact_filing n
            WHERE n.row_facility = o.f AND n.row_on BETWEEN x.row_on AND {asof})
        AND NOT EXISTS (SELECT 1 FROM rechecks c
            WHERE c.f = o.f AND c.order_id = x.order_id AND c.fixed))) AS breach
FROM operating o WHERE o.f NOT IN (SELECT f FROM unlicensed)
-- rule rectification.overdue
SELECT v.row_facility AS f, v.violation_id AS subject,
    NOT coalesce(m.fixed_on >= m.again_on, FALSE)
    AND NOT EXISTS (SELECT 1 FROM fact_spot_corrections s WHERE s.row_facility = v.row_facility
        AND s.violation_id = v.violation_id AND s.row_on <= v.row_on)
    AND (p.violation_id IS NOT NULL OR w.violation_id IS NOT NULL OR u.violation_id IS NOT NULL)
    AS breach
FROM fact_violations v
LEFT JOIN mended m ON m.f = v.row_facility AND m.violation_id = v.violation_id
LEFT JOIN unmended w ON w.f = v.row_facility AND w.violation_id = v.violation_id
LEFT JOIN refusals u ON u.f = v.row_facility AND u.violation_id = v.violation_id
LEFT JOIN (SELECT DISTINCT row_facility, violation_id FROM fact_penalties
    WHERE row_on <= {asof} AND (serious OR kinds LIKE '%stop_service%' OR kinds LIKE '%fine%')) p
    ON p.row_facility = v.row_facility AND p.violation_id = v.violation_id
WHERE v.row_on BETWEEN {since_41} AND {asof}
    AND (v.act_until IS NULL OR v.act_until >= {since_41}) AND v.clause NOT IN ({elsewhere})
    AND (m.f IS NOT NULL OR p.row_facility IS NOT NULL OR NOT EXISTS (
        SELECT 1 FROM fact_premises x WHERE x.row_facility = v.row_facility AND x.children > 0
        AND x.row_on <= v.row_on AND (x.row_closed IS NULL OR x.row_closed > v.row_on)
        AND NOT EXISTS (SELECT 1 FROM fact_registration r WHERE r.row_facility = v.row_facility
            AND r.row_on <= v.row_on AND (r.row_closed IS NULL OR r.row_closed > v.row_on))))
-- rule disclosure.items
SELECT i.f, '' AS subject, d.items = 0 AS breach
FROM institution i LEFT JOIN (
    SELECT row_facility, max(CASE WHEN items LIKE '%fees%' THEN 1 ELSE 0 END)
        * max(CASE WHEN items LIKE '%services%' THEN 1 ELSE 0 END)
        * max(CASE WHEN items LIKE '%meals%' THEN 1 ELSE 0 END)
        * max(CASE WHEN items LIKE '%health_care%' THEN 1 ELSE 0 END)
        * max(CASE WHEN items LIKE '%security%' THEN 1 ELSE 0 END) AS items
    FROM fact_disclosed WHERE row_on <= {asof} AND ("until" IS NULL OR "until" >= {asof})
    GROUP BY row_facility) d ON d.row_facility = i.f
-- rule training.hours
SELECT p.f, p.person AS subject, t.hours < CASE p.role WHEN 'head' THEN 60 ELSE 120 END AS breach
FROM caring p LEFT JOIN (
    SELECT row_facility, person, sum(hours) AS hours FROM fact_trainings
    WHERE row_on <= {asof} GROUP BY row_facility, person) t
    ON t.row_facility = p.f AND t.person = p.person
WHERE p.role IN ('head', 'carer')
-- rule staff.certification
SELECT x.f, '' AS subject, CASE x.region WHEN '500111' THEN 10 * sum(x.held) <= 9 * count(*)
    ELSE sum(x.held) < count(*) END AS breach
FROM (
    SELECT p.f, i.region, p.person, max(CASE
        WHEN c.person IS NULL THEN CASE WHEN p.certificate = 'held' THEN 1 ELSE 0 END
        WHEN (c.row_closed IS NULL OR c.row_closed > {asof})
            AND (c."until" IS NULL OR c."until" >= {asof}) THEN 1 ELSE 0 END) AS held
    FROM posts p
    JOIN (SELECT row_facility, region FROM fact_identity WHERE {stated}) i
        ON i.row_facility = p.f
    LEFT JOIN fact_certificates c ON c.row_facility = p.f AND c.person = p.person
        AND c.row_on <= {asof} AND c.kind IN ('保育师', '育婴员')
    WHERE p.f NOT IN (SELECT f FROM ended) AND (i.region = '500111'
        OR (i.region IN ('120101', '120116') AND p.role = 'carer'))
    GROUP BY p.f, i.region, p.person) x
GROUP BY x.f, x.region
-- rule penalty.band
SELECT row_facility AS f, decision_no AS subject, NOT CASE WHEN serious
    THEN fine_fen BETWEEN 5000000 AND 10000000
    ELSE fine_fen BETWEEN 500000 AND 5000000 END AS breach
FROM fact_penalties WHERE row_on BETWEEN {since_41} AND {asof}
    AND kinds LIKE '%fine%' AND articles LIKE '%pfpl#41%'
-- rule inspection.officers
SELECT row_facility AS f, inspection_id AS subject,
    length(officers) - length(replace(officers, '{separator}', '')) - 1 < 2 AS breach
FROM fact_inspections
WHERE nature = 'enforcement' AND row_on BETWEEN {since_penalty_law} AND {asof}
