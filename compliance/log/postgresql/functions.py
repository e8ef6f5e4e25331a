"""The owner's functions: what a login may do with the log, and how rows are guarded.

Appends and boundary reads act with the owner's rights and see every region; whoever calls them is
told no more than where an append went, or that a boundary changed. Who the caller is says
`session_user`, which no statement of theirs can change.
"""

from compliance.log.postgresql.shape import AUDITOR, KEEPER, LOCK, READER, WRITER, Function

ALL = (WRITER, READER, AUDITOR, KEEPER)

_SEES_ALL = f"""
SELECT pg_has_role(session_user, '{AUDITOR}', 'member')
    OR pg_has_role(session_user, '{KEEPER}', 'member')
"""
_REACHED = """
WITH RECURSIVE below AS (
    SELECT region FROM reach WHERE login = session_user::text
    UNION SELECT r.code FROM region r JOIN below b ON r.parent = b.region
) SELECT coalesce(array_agg(region), '{}') FROM below
"""
_OWN = """
SELECT coalesce(array_agg(region), '{}') FROM reach WHERE login = session_user::text
"""
_PART = """
SELECT int8send(octet_length(convert_to(told, 'UTF8'))::bigint) || convert_to(told, 'UTF8')
"""
_LEAF = """
SELECT sha256('\\x00'::bytea || part(place::text) || part(instant) || part(type)
    || part(cardinality(tags)::text)
    || coalesce((SELECT string_agg(part(tag), ''::bytea ORDER BY n)
                 FROM unnest(tags) WITH ORDINALITY AS t(tag, n)), ''::bytea)
    || part(body))
"""
_TURN = f"""
BEGIN
    PERFORM pg_advisory_xact_lock({LOCK});
    RETURN QUERY SELECT l.id, l.size, l.recorded_at, l.frontier FROM log l;
END
"""
_CHANGED = """
SELECT EXISTS (SELECT FROM tag t WHERE t.tag = ANY (tags) AND t.position > after)
    OR EXISTS (SELECT FROM event e WHERE e.id = ANY (ids) AND e.position > after)
    OR EXISTS (
        SELECT FROM jsonb_array_elements(items) AS i(item), LATERAL (
            SELECT t.position FROM tag t
            WHERE t.tag = item->'tags'->>0 AND t.position > after OFFSET 0
        ) AS led JOIN event e ON e.position = led.position
        WHERE NOT EXISTS (
                SELECT FROM jsonb_array_elements_text(item->'tags') AS w(tag)
                WHERE NOT w.tag = ANY (e.tags))
          AND (item->'types' = '[]' OR item->'types' ? e.type)
          AND (item->>'id' IS NULL OR e.id = item->>'id'))
    OR EXISTS (
        SELECT FROM jsonb_array_elements(items) AS i(item), event e
        WHERE e.position > after AND item->'tags' = '[]'
          AND (item->'types' = '[]' OR item->'types' ? e.type)
          AND (item->>'id' IS NULL OR e.id = item->>'id'))
"""
_HITS = """
WITH RECURSIVE alike AS (
    SELECT p AS asked, p COLLATE "C" AS ref FROM unnest(persons) AS p
    UNION
    SELECT a.asked, substr(other.tag, 8) COLLATE "C"
    FROM alike a
    JOIN tag own ON own.tag = 'person:' || a.ref
    JOIN event e ON e.position = own.position AND e.type LIKE 'person.linked/%'
    JOIN tag other ON other.position = e.position AND other.tag LIKE 'person:%'
    WHERE stands(e.id)
)
SELECT coalesce(array_agg(DISTINCT a.asked), '{}')
FROM alike a
JOIN tag t ON t.tag = 'person:' || a.ref
JOIN event e ON e.position = t.position
WHERE (e.type LIKE 'person.banned/%' OR e.type LIKE 'abuse.established/%')
  AND NOT sees_all() AND NOT shown(e.regions, e.facilities) AND stands(e.id)
  AND NOT EXISTS (
    SELECT FROM tag lt JOIN event l ON l.position = lt.position
    WHERE lt.tag = 'document:' || e.document_no AND l.type LIKE 'person.ban_lifted/%'
      AND t.tag = ANY (l.tags) AND stands(l.id))
"""
_STANDS = """
SELECT coalesce((
    SELECT type NOT LIKE 'record.retracted/%' FROM event
    WHERE target = known ORDER BY position DESC LIMIT 1), true)
"""
_SHOWN = """
SELECT reached() && told_by OR EXISTS (
    SELECT FROM place p WHERE p.facility = ANY (about) AND p.region = ANY (reached()))
"""
_LEAF_AT = "SELECT hash FROM event WHERE position = at"
_GROW = """
DECLARE
    node bytea; height int; size bigint := split_part(frontier, ' ', 1)::bigint;
    roots bytea[] := ARRAY(SELECT decode(r, 'hex') FROM unnest(
        (string_to_array(frontier, ' '))[2:]) WITH ORDINALITY AS t(r, n) ORDER BY n);
BEGIN
    FOREACH node IN ARRAY leaves LOOP
        size := size + 1;
        height := 0;
        WHILE (size >> height) & 1 = 0 LOOP
            height := height + 1;
            node := sha256('\\x01'::bytea || roots[cardinality(roots)] || node);
            roots := roots[:cardinality(roots) - 1];
            IF height % 8 = 0 THEN
                INSERT INTO subtree VALUES (height / 8, (size >> height) - 1, node);
            END IF;
        END LOOP;
        roots := roots || node;
    END LOOP;
    RETURN concat_ws(' ', size, (SELECT string_agg(encode(r, 'hex'), ' ' ORDER BY n)
        FROM unnest(roots) WITH ORDINALITY AS t(r, n)));
END
"""

APPEND_TAKES = (
    "ids text[], types text[], instants text[], bodies text[], facilities text[], days text[],"
    " targets text[], documents text[], answers text[], tag_of int[], tags text[],"
    " restoring boolean"
)
_MANY = 1000
"""After so many at once the planner is told anew what the tables hold."""
_REFUSE = "USING ERRCODE = '42501'"
_APPEND = f"""
DECLARE
    state log; hashes bytea[]; mine text[] := own(); everything boolean := sees_all();
    latest text := to_char(clock_timestamp() AT TIME ZONE 'UTC' + interval '1 day',
                           'YYYY-MM-DD"T"HH24:MI:SS.US"Z"');
BEGIN
    IF current_setting('transaction_isolation') <> 'read committed' THEN
        RAISE 'an append reads what was committed last' {_REFUSE};
    END IF;
    PERFORM pg_advisory_xact_lock({LOCK});
    SELECT * INTO STRICT state FROM log;
    IF NOT everything AND mine = '{{}}' THEN
        RAISE 'the login % has no region', session_user {_REFUSE};
    END IF;
    PERFORM odd(ids, ARRAY[cardinality(types), cardinality(instants), cardinality(bodies),
        cardinality(facilities), cardinality(days), cardinality(targets),
        cardinality(documents), cardinality(answers)], types || instants || bodies,
        tag_of, tags);
    IF NOT everything AND (restoring IS NOT false OR EXISTS (
            SELECT FROM unnest(types) AS t WHERE t LIKE 'rules.adopted/%')) THEN
        RAISE 'for a login that sees every region' {_REFUSE};
    END IF;
    IF restoring IS NOT false AND state.size > 0 THEN
        RAISE 'only an empty log is restored' {_REFUSE};
    END IF;
    IF EXISTS (SELECT FROM unnest(instants) WITH ORDINALITY AS t(instant, n) WHERE
            instant !~ '^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}T[0-9:]{{8}}[.][0-9]{{6}}Z$'
            OR instant COLLATE "C" < coalesce(
                CASE n WHEN 1 THEN state.recorded_at ELSE instants[n::int - 1] END, '')
            OR restoring IS false AND instant COLLATE "C" > greatest(
                latest COLLATE "C", state.recorded_at)) THEN
        RAISE 'an instant falls, or lies ahead of the server''s clock' {_REFUSE};
    END IF;
    WITH said AS (
        SELECT * FROM unnest(ids, types, instants, bodies, facilities, days, targets, documents,
            answers) WITH ORDINALITY
            AS d(id, type, instant, body, facility, day, target, document, answered, n)
    ), worn AS (
        SELECT n, array_agg(tag ORDER BY tag) AS tags FROM (
            SELECT n, tag COLLATE "C" AS tag FROM unnest(tag_of, tags) AS o(n, tag)
            UNION
            SELECT d.n::int, b.tag FROM said d JOIN tag t ON t.tag = d.answered
                JOIN tag b ON b.position = t.position WHERE b.tag NOT LIKE 'key:%'
        ) AS every GROUP BY n
    ), put AS (
        INSERT INTO event SELECT state.size + d.n, d.id, d.type, d.facility, d.day, d.instant,
            d.target, d.document, d.body, coalesce(w.tags, '{{}}'),
            leaf(state.size + d.n, d.instant, d.type, coalesce(w.tags, '{{}}'), d.body),
            session_user::text,
            mine || ARRAY(SELECT substr(t, 8) FROM unnest(w.tags) AS t WHERE t LIKE 'region:%'),
            ARRAY(SELECT substr(t, 10) FROM unnest(w.tags) AS t WHERE t LIKE 'facility:%')
        FROM said d LEFT JOIN worn w ON w.n = d.n ORDER BY d.n
        RETURNING position, hash
    ) SELECT coalesce(array_agg(hash ORDER BY position), '{{}}') INTO hashes FROM put;
    IF hashes = '{{}}' THEN RETURN hashes; END IF;
    INSERT INTO tag SELECT t.tag, e.position FROM event e, unnest(e.tags) AS t(tag)
        WHERE e.position > state.size;
    UPDATE log SET size = state.size + cardinality(hashes),
        recorded_at = instants[cardinality(instants)], frontier = grow(state.frontier, hashes);
    PERFORM settle(e.facilities, substring(e.body FROM '"region":"([^"\\\\]+)"'))
        FROM event e WHERE e.position > state.size AND e.facilities <> '{{}}'
        AND e.body LIKE '%"region":"%' ORDER BY e.position;
    IF cardinality(hashes) > {_MANY} THEN
        ANALYZE event, tag;
    END IF;
    RETURN hashes;
END
"""
_ODD = f"""
BEGIN
    IF EXISTS (SELECT FROM unnest(counts) AS c WHERE c IS DISTINCT FROM cardinality(ids))
        OR array_position(ids || wanted, NULL) IS NOT NULL
        OR cardinality(tag_of) IS DISTINCT FROM cardinality(tags)
        OR array_position(tags, NULL) IS NOT NULL
        OR EXISTS (SELECT FROM unnest(tag_of) AS n
                   WHERE n IS NULL OR n < 1 OR n > cardinality(ids)) THEN
        RAISE 'these lists do not fit each other' {_REFUSE};
    END IF;
END
"""
_SETTLE = """
DECLARE
    each text; held text; mine text[] := reached();
BEGIN
    FOREACH each IN ARRAY about LOOP
        SELECT p.region INTO held FROM place p WHERE p.facility = each;
        IF sees_all() OR held = ANY (mine) OR (held IS NULL AND told = ANY (mine)
            AND NOT EXISTS (SELECT FROM tag t JOIN event e ON e.position = t.position
                            WHERE t.tag = 'facility:' || each AND NOT e.regions && mine)) THEN
            INSERT INTO place VALUES (each, told)
                ON CONFLICT (facility) DO UPDATE SET region = excluded.region;
        END IF;
    END LOOP;
END
"""

FUNCTIONS = (
    Function("sees_all", "", "boolean", _SEES_ALL, callers=ALL),
    Function("reached", "", "text[]", _REACHED, callers=ALL),
    Function("own", "", "text[]", _OWN, callers=ALL),
    Function("part", "told text", "bytea", _PART, definer=False),
    Function("leaf", "place bigint, instant text, type text, tags text[], body text", "bytea",
             _LEAF, definer=False),
    Function("stands", "known text", "boolean", _STANDS),
    Function("shown", "told_by text[], about text[]", "boolean", _SHOWN),
    Function("turn", "", "TABLE (id text, size bigint, recorded_at text, frontier text)", _TURN,
             language="plpgsql", volatility="VOLATILE", definer=False, callers=ALL),
    Function("changed", "after bigint, tags text[], ids text[], items jsonb", "boolean", _CHANGED,
             callers=(WRITER, KEEPER)),
    Function("hits", "persons text[]", "text[]", _HITS, callers=ALL),
    Function("leaf_at", "at bigint", "bytea", _LEAF_AT, callers=ALL),
    Function("grow", "frontier text, leaves bytea[]", "text", _GROW, language="plpgsql",
             volatility="VOLATILE"),
    Function("odd", "ids text[], counts int[], wanted text[], tag_of int[], tags text[]", "void",
             _ODD, language="plpgsql", volatility="VOLATILE"),
    Function("settle", "about text[], told text", "void", _SETTLE, language="plpgsql",
             volatility="VOLATILE"),
    Function("append", APPEND_TAKES, "bytea[]", _APPEND, language="plpgsql",
             volatility="VOLATILE", callers=(WRITER, KEEPER)),
)  # fmt: skip
