"""Steps that are never reached and exceptions that always conflict, and some that only look so.

Each: the change of the sound pack of `spoilt`, the code (`OK`: nothing is wrong), the reason, and
the piece of text on whose line it must be shown.
"""

LAST = "- {then: none, verdict: compliant}"
ROW = "        - {grade: A}\n"
EXCEPTED = "en: free}, then: compliant}"


def rung(when: str, then: str = "b") -> str:
    """Write a rung before the last one."""
    return f'- {{when: "{when}", then: {then}, verdict: violation}}\n      {LAST}'


def exception(when: str, verdict: str) -> str:
    """Write a second exception."""
    says = 'cite: "law#1", says: {zh: 又, en: too}'
    return f'{EXCEPTED}\n      - {{when: "{when}", {says}, then: {verdict}}}'


def row(when: str) -> str:
    """Write a row of the grade's table before the last one."""
    return f'        - {{grade: B, when: "{when}"}}\n{ROW}'


SPOILT = [
    (LAST, rung("has( suspension.until )"), "E-RULE-UNREACHED",
     "2 (has( suspension.until )) → 1 (has(suspension.until))", "then: b"),
    (LAST, rung("capacity.places > 1 && has(suspension.until)"), "E-RULE-UNREACHED", "→ 1",
     "then: b"),
    (LAST, rung("has(suspension.until) && (true || 1 < 2)"), "E-RULE-UNREACHED", "→ 1", "then: b"),
    (LAST, rung("true || has(suspension.until)"), "OK", "", ""),
    (LAST, rung("1 < 2 && 2 < 3").replace(LAST, rung("1 < 2", "c")), "OK", "", ""),
    (LAST, rung("!has(suspension.until)"), "OK", "", ""),
    (LAST, rung("has(closure.until)"), "E-RULE-TYPE", "closure has no column until", "then: b"),
    (LAST, f"{LAST}\n      {LAST.replace('none', 'b')}", "E-RULE-UNREACHED", "3 → 2", "then: b"),
    ('"has(suspension.until)"', '"has(suspension.until) || 1 < 2"', "OK", "", ""),
    (ROW, row("capacity.places > 9 && 1 < 2"), "E-RULE-UNREACHED", "→ 1", "1 < 2"),
    (ROW, row("capacity.places > 8"), "OK", "", ""),
    (EXCEPTED, exception("capacity.places > most", "violation"), "E-RULE-CONFLICT",
     "1 (capacity.places > most): compliant / 2 (capacity.places > most): violation", "en: too"),
    (EXCEPTED, exception("true && capacity.places > most", "unknown"), "E-RULE-CONFLICT",
     "compliant / 2", "en: too"),
    (EXCEPTED, exception("capacity.places > most || true", "violation"), "E-RULE-CONFLICT",
     "compliant / 2", "en: too"),
    (EXCEPTED, exception("capacity.places > most", "compliant"), "OK", "", ""),
    (EXCEPTED, exception("capacity.places > 1", "violation"), "OK", "", ""),
]  # fmt: skip
