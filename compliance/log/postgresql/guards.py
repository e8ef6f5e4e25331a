"""The guards: functions that refuse, the triggers that call them, and who may see which row.

Nobody but the owner may insert at all, and even the owner's hand is stopped: what was recorded is
never changed, taken away or emptied, nothing is inserted without the lock, and every position
follows the last. Policies bound what a login is shown, never what is decided.
"""

from compliance.log.postgresql.shape import LOCK, Function, Guard, Policy

_REFUSE = "BEGIN RAISE 'the log is append-only' USING ERRCODE = 'TY001'; END"
_LOCKS = f"BEGIN PERFORM pg_advisory_xact_lock({LOCK}); RETURN NULL; END"
_DENSE = """
BEGIN
    IF EXISTS (SELECT FROM added HAVING count(*) > 0 AND (min(position) <> (
            SELECT size + 1 FROM log) OR max(position) - min(position) + 1 <> count(*))) THEN
        RAISE 'positions follow the last one' USING ERRCODE = 'TY001';
    END IF;
    RETURN NULL;
END
"""
_FRESH = """
BEGIN
    IF EXISTS (SELECT FROM added a LEFT JOIN event e ON e.position = a.position
               WHERE a.position <= (SELECT size FROM log) OR NOT a.tag = ANY (e.tags)
                  OR e.position IS NULL) THEN
        RAISE 'a tag comes with its event' USING ERRCODE = 'TY001';
    END IF;
    RETURN NULL;
END
"""
_GROWS = """
BEGIN
    IF NEW.one <> OLD.one OR NEW.id <> OLD.id OR NEW.format < OLD.format
        OR NEW.size < OLD.size OR NEW.recorded_at < OLD.recorded_at
        OR NEW.format = OLD.format AND NEW.size = OLD.size
        OR NEW.size <> (SELECT coalesce(max(position), 0) FROM event) THEN
        RAISE 'the log only grows' USING ERRCODE = 'TY001';
    END IF;
    RETURN NEW;
END
"""
_ERASED = """
BEGIN
    IF NOT EXISTS (SELECT FROM tag t JOIN event e ON e.position = t.position
                   WHERE t.tag = 'person:' || OLD.person AND e.type LIKE 'person.erased/%'
                     AND e.xmin = pg_current_xact_id()::xid) THEN
        RAISE 'what the vault holds goes with the event that says so' USING ERRCODE = 'TY001';
    END IF;
    RETURN OLD;
END
"""


def _acts(name: str, body: str, *, definer: bool = False) -> Function:
    return Function(name, "", "trigger", body, "plpgsql", "VOLATILE", definer)


GUARD_FUNCTIONS = (
    _acts("refuse", _REFUSE),
    _acts("locks", _LOCKS),
    _acts("dense", _DENSE),
    _acts("fresh", _FRESH),
    _acts("grows", _GROWS),
    _acts("erased", _ERASED, definer=True),
)


def _frozen(table: str, *acts: str) -> tuple[Guard, ...]:
    return (
        *(Guard(table, f"{table}_{act.lower()}", (act,), "refuse") for act in acts),
        Guard(table, f"{table}_truncate", ("TRUNCATE",), "refuse"),
    )


GUARDS = (
    *_frozen("event", "UPDATE", "DELETE"),
    Guard("event", "event_lock", ("INSERT",), "locks"),
    Guard("event", "event_dense", ("INSERT",), "dense", when="AFTER", new=True),
    *_frozen("tag", "UPDATE", "DELETE"),
    Guard("tag", "tag_fresh", ("INSERT",), "fresh", when="AFTER", new=True),
    *_frozen("subtree", "UPDATE", "DELETE"),
    *_frozen("kept_text", "UPDATE", "DELETE"),
    *_frozen("log", "DELETE"),
    Guard("log", "log_grows", ("UPDATE",), "grows", each="ROW"),
    *_frozen("setting", "DELETE"),
    *_frozen("vault_read", "UPDATE", "DELETE"),
    *_frozen("paper", "UPDATE", "DELETE"),
    *_frozen("vault_record", "UPDATE"),
    Guard("vault_record", "vault_record_erased", ("DELETE",), "erased", each="ROW"),
    *_frozen("vault_person", "UPDATE"),
    Guard("vault_person", "vault_person_erased", ("DELETE",), "erased", each="ROW"),
)

_ALL = "(SELECT tuoyu.sees_all())"
_REACH = "(SELECT tuoyu.reached())::text[]"
_HELD = f"{_ALL} OR regions && {_REACH}"
_PLACED = f"{_ALL} OR region = ANY ({_REACH})"
_OPEN = "ARRAY['rules.adopted', 'calendar.published', 'codebook.published']"
_EVENT = (
    f"{_HELD} OR split_part(type, '/', 1) = ANY ({_OPEN}) OR EXISTS (SELECT 1 FROM"
    f" tuoyu.place p WHERE p.facility = ANY (event.facilities) AND p.region = ANY ({_REACH}))"
)

POLICIES = (
    Policy("event", "event_seen", "SELECT", _EVENT),
    Policy(
        "tag",
        "tag_seen",
        "SELECT",
        f"{_ALL} OR EXISTS (SELECT 1 FROM tuoyu.event e WHERE e.position = tag.position)",
    ),
    Policy("place", "place_seen", "SELECT", _PLACED),
    Policy("kept_text", "kept_text_seen", "SELECT", "true"),
    Policy("kept_text", "kept_text_kept", "INSERT", _ALL),
    Policy("setting", "setting_seen", "SELECT", "true"),
    Policy("setting", "setting_made", "INSERT", _ALL),
    Policy("setting", "setting_changed", "UPDATE", _ALL),
    Policy("paper", "paper_seen", "SELECT", _PLACED),
    Policy("paper", "paper_kept", "INSERT", _PLACED),
    Policy("vault_person", "vault_person_seen", "SELECT", _HELD),
    Policy("vault_person", "vault_person_kept", "INSERT", "true"),
    Policy("vault_person", "vault_person_gone", "DELETE", "true"),
    Policy("vault_record", "vault_record_seen", "SELECT", _HELD),
    Policy("vault_record", "vault_record_kept", "INSERT", "true"),
    Policy("vault_record", "vault_record_gone", "DELETE", "true"),
    Policy("vault_read", "vault_read_seen", "SELECT", _HELD),
    Policy("vault_read", "vault_read_told", "INSERT", "true"),
)
