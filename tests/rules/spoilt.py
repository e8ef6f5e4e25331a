"""A sound pack, and what may be wrong with it: the change, the code, and part of the reason."""

SOUND = """\
pack: test.pack
version: 1.0
title: {zh: 试, en: test}
sources:
  law:
    title: {zh: 法, en: Law}
    kind: statute
    text: {"1": 应当}
params:
  most:
    values:
      - {value: 30, cite: "law#1"}
  fine: {type: range, values: [{value: [1, 2], cite: "law#1"}]}
  points: {type: table, values: [{value: {a: 1}, cite: "law#1"}]}
  words: {type: texts, values: [{value: [a], cite: "law#1"}]}
defs:
  small(c): "c.capacity <= most"
rules:
  size:
    title: {zh: 规模, en: size}
    rank: statute
    cite: "law#1"
    each: classes as c
    subject: {kind: class, id: c.class_id}
    applies: "in_force(c)"
    require: "small(c)"
    gap: {zh: "多{short}", en: "{short} over"}
    cases:
      - name: a class
        on: 2024-03-01
        given:
          - {event: class.opened, on: 2024-01-01, class_id: a, kind: infant, capacity: 10}
        expect: {verdict: compliant}
  steps:
    title: {zh: 阶梯, en: steps}
    kind: ladder
    rank: statute
    cite: "law#1"
    ladder:
      - {when: "has(suspension.until)", then: fined, verdict: violation, cite: "law#1", fine: fine}
      - {then: none, verdict: compliant}
    exceptions:
      - {when: "capacity.places > most", cite: "law#1", says: {zh: 免, en: free}, then: compliant}
    cases:
      - {name: nothing, on: 2024-03-01, given: [], expect: {verdict: compliant}}
  tier:
    title: {zh: 等级, en: tier}
    kind: grade
    role: tier
    rank: placeholder
    cite: "law#1"
    grade:
      grades: [A, B]
      starts: "operation.on"
      assessed: {every: P6M, from: 2024-01-01}
      veto: {to: B, when: ["violated('steps')"]}
      table:
        - {grade: B, when: "capacity.places > 9"}
        - {grade: A}
      adjusted_by: adjustments
    cases:
      - {name: nothing, on: 2024-03-01, given: [], expect: {tier: unrated}}
"""
REQUIRE = 'require: "small(c)"'

SPOILT = [
    # names, columns, functions
    (REQUIRE, 'require: "c.capacity <= unheard"', "E-RULE-TYPE", "unheard: is no variable"),
    (REQUIRE, 'require: "c.seats <= most"', "E-RULE-TYPE", "classes has no column seats"),
    (REQUIRE, 'require: "rooms.exists(r, true)"', "E-RULE-TYPE", "rooms: is no relation"),
    (REQUIRE, 'require: "drils.exists(d, true)"', "E-RULE-TYPE",
     "drils: is no relation; did you mean drills?"),
    (REQUIRE, 'require: "c.capacty <= most"', "E-RULE-TYPE", "capacty; did you mean capacity?"),
    (REQUIRE, 'require: "c.capacity <= mosst"', "E-RULE-TYPE", "known here; did you mean most?"),
    (REQUIRE, 'require: "smal(c)"', "E-RULE-TYPE", "definition smal; did you mean small?"),
    (REQUIRE, 'require: "in_forse(c)"', "E-RULE-TYPE", "in_forse; did you mean in_force?"),
    (REQUIRE, 'require: "defined(mosst)"', "E-RULE-TYPE", "no parameter; did you mean most?"),
    (REQUIRE, "require: \"violated('step')\"", "E-RULE-TYPE", "violated; did you mean steps?"),
    (REQUIRE, 'require: "large(c)"', "E-RULE-TYPE", "no function or definition large"),
    (REQUIRE, 'require: "has(c.capacity)"', "E-RULE-TYPE", "may be unknown: has() would"),
    (REQUIRE, 'require: "has(most)"', "E-RULE-TYPE", "most: is no column"),
    (REQUIRE, 'require: "stated(c)"', "E-RULE-TYPE", "c: is no column"),
    (REQUIRE, 'require: "most.places > 1"', "E-RULE-TYPE", "most: is no relation"),
    (REQUIRE, 'require: "c.kind.name == \'a\'"', "E-RULE-TYPE", "c.kind: is text, and has no col"),
    (REQUIRE, 'require: "defined(c)"', "E-RULE-TYPE", "c: is no parameter"),
    (REQUIRE, 'require: "violated(\'nobody\')"', "E-RULE-TYPE", "is no rule that can be violated"),
    (REQUIRE, 'require: "violated(\'tier\')"', "E-RULE-TYPE", "is no rule that can be violated"),
    ("rules:", "also: {nobody: {in: '1', from: 2024-01-01, cite: 'law#1'}}\nrules:", "E-RULE-FORM",
     "no rule nobody"),
    ("rules:", "also: {size: {in: '1', from: 2024-01-01, cite: 'law#2'}}\nrules:", "E-RULE-CITE",
     "quotes no text of 2"),
    (REQUIRE, 'require: "days(asof, c.on) > 1"', "E-RULE-TYPE", "is today, and must be date"),
    # wrong number of arguments
    (REQUIRE, 'require: "small(c, c)"', "E-RULE-TYPE", "small takes 1 arguments"),
    (REQUIRE, 'require: "in_force()"', "E-RULE-TYPE", "in_force takes 1 arguments"),
    # types that do not fit
    (REQUIRE, 'require: "c.capacity <= \'30\'"', "E-RULE-TYPE", "compares int with text"),
    (REQUIRE, 'require: "c.kind < \'b\'"', "E-RULE-TYPE", "text has no order"),
    (REQUIRE, 'require: "c.capacity"', "E-RULE-TYPE", "is int, and must be bool"),
    (REQUIRE, 'require: "c.kind + 1 == 2"', "E-RULE-TYPE", "cannot compute text + int"),
    (REQUIRE, 'require: "c.kind in [1]"', "E-RULE-TYPE", "is no text: lists hold texts"),
    (REQUIRE, 'require: "c.kind in c.kind"', "E-RULE-TYPE", "looks for text in text"),
    (REQUIRE, 'require: "words == [c.kind]"', "E-RULE-TYPE", "compares texts with texts"),
    (REQUIRE, 'require: "c == c"', "E-RULE-TYPE", "compares row:classes with row:classes"),
    (REQUIRE, 'require: "true ? 1 : true"', "E-RULE-TYPE", "is int or bool"),
    (REQUIRE, 'require: "in_force(true ? c : c)"', "E-RULE-TYPE", "is row:classes or row:classes"),
    (REQUIRE, 'require: "!c.capacity"', "E-RULE-TYPE", "is int, and must be bool"),
    (REQUIRE, 'require: "true && c.capacity"', "E-RULE-TYPE", "is int, and must be bool"),
    (REQUIRE, 'require: "classes.sum(x, true, x.on) == 1"', "E-RULE-TYPE", "cannot be added up"),
    (REQUIRE, 'require: "classes.max(x, true, x.kind) == \'a\'"', "E-RULE-TYPE", "none is the"),
    (REQUIRE, 'require: "classes.count(x, x.kind) == 1"', "E-RULE-TYPE", "must be bool"),
    (REQUIRE, 'require: "size(c.kind) == 1"', "E-RULE-TYPE", "is text, and must be texts"),
    (REQUIRE, 'require: "most[c.kind] == 1"', "E-RULE-TYPE", "most is int, and has no keys"),
    (REQUIRE, 'require: "points[c.on] == 1"', "E-RULE-TYPE", "is date, and no key"),
    (REQUIRE, 'require: "headcount[1].carers == 1"', "E-RULE-TYPE", "is int, and must be text"),
    (REQUIRE, 'require: "capacity[c.kind].places == 1"', "E-RULE-TYPE", "not kept by one key"),
    (REQUIRE, 'require: "posts[c.kind].on == asof"', "E-RULE-TYPE", "not kept by one key"),
    # the day asked about is compared, never moved
    (REQUIRE, "require: \"asof + period('P1M') > c.on\"", "E-RULE-TYPE", "moves asof"),
    (REQUIRE, "require: \"(true ? asof : c.on) + period('P1M') > c.on\"", "E-RULE-TYPE", "moves"),
    (REQUIRE, 'require: "workdays(asof, 5) > c.on"', "E-RULE-TYPE", "is today, and must be date"),
    (REQUIRE, "require: \"cycle_end(asof, period('P1Y')) > c.on\"", "E-RULE-TYPE", "is today"),
    (REQUIRE, 'require: "cycle_end(c.on, 1) > c.on"', "E-RULE-TYPE", "is int, and must be period"),
    (REQUIRE, 'require: "year(c.kind) == 1"', "E-RULE-TYPE", "is text, and must be day"),
    (REQUIRE, 'require: "size(lacks(c.kind, words)) == 0"', "E-RULE-TYPE", "must be texts"),
    # other places of a rule
    ('applies: "in_force(c)"', 'applies: "in_force(d)"', "E-RULE-TYPE", "d: is no variable"),
    ("id: c.class_id", "id: c.capacity", "E-RULE-TYPE", "is int, and must be text"),
    ("each: classes as c", "each: rooms as c", "E-RULE-TYPE", "rooms is no relation"),
    ('"has(suspension.until)"', '"suspension.until"', "E-RULE-TYPE", "is date, and must be bool"),
    ('starts: "operation.on"', 'starts: "true"', "E-RULE-TYPE", "is bool, and must be date"),
    ("\"violated('steps')\"", '"1"', "E-RULE-TYPE", "is int, and must be bool"),
    ('"capacity.places > 9"', '"capacity.seats > 9"', "E-RULE-TYPE", "has no column seats"),
    ('"c.capacity <= most"', '"c.capacity <= mots"', "E-RULE-TYPE", "mots: is no variable"),
    ('"c.capacity <= most"', '"small(c)"', "E-RULE-TYPE", "small: is defined by itself"),
    ("    applies: ", "    act: c.kind\n    applies: ", "E-RULE-TYPE", "is text, and must be day"),
    ("    applies: ", "    decided: c\n    applies: ", "E-RULE-TYPE", "must be day"),
    # syntax
    (REQUIRE, 'require: "small(c"', "E-RULE-SYNTAX", "column 8: expected ','"),
    ('"c.capacity <= most"', '"c.capacity <="', "E-RULE-SYNTAX", "column 14: expected a value"),
    ('"capacity.places > 9"', '"capacity places"', "E-RULE-SYNTAX", "column 10: expected the end"),
    # citations
    ('{value: 30, cite: "law#1"}', '{value: 30, cite: "low#1"}', "E-RULE-CITE", "no source low"),
    ('    cite: "law#1"\n    each', '    cite: "law#2"\n    each', "E-RULE-CITE", "no text of 2"),
    ('cite: "law#1", fine', 'cite: "law#9", fine', "E-RULE-CITE", "no text of 9"),
    # forms
    ("    kind: ladder", "    kind: require", "E-RULE-FORM", "a require rule without its body"),
    ("      - {then: none, verdict: compliant}\n", "", "E-RULE-FORM", "no last rung without"),
    ("{then: none, verdict: compliant}", "{then: none}", "E-RULE-FORM", "none needs a verdict"),
    ("fine: fine}", "fine: most}", "E-RULE-FORM", "no range most"),
    ("fine: fine}", "ask: [nothing.happened]}", "E-RULE-FORM", "no event nothing.happened"),
    ("then: compliant}", "then: spared}", "E-RULE-FORM", "spared needs a verdict"),
    ("    applies: ", "    binding: hope\n    applies: ", "E-RULE-FORM", "binding hope"),
    ("    subject: {kind: class, id: c.class_id}\n", "", "E-RULE-FORM", "each row needs a"),
    ("{short} over", "{many} over", "E-RULE-FORM", "a gap may say {short} and {lacking}"),
    ("    role: tier\n", "", "E-RULE-FORM", "a grade rule gives the tier"),
    ("    each: ", "    role: status\n    each: ", "E-RULE-FORM", "a require rule cannot give"),
    ("grade: A}", "grade: E}", "E-RULE-FORM", "no grade E"),
    ("        - {grade: A}\n", "", "E-RULE-FORM", "no last row without `when`"),
    ("veto: {to: B", "veto: {to: F", "E-RULE-FORM", "no grade F"),
    ("adjusted_by: adjustments", "adjusted_by: classes", "E-RULE-FORM", "no relation classes"),
    ("every: P6M", "every: P0M", "E-RULE-FORM", "no period P0M"),
    ("every: P6M", "every: yearly", "E-RULE-FORM", "no period yearly"),
    ('"has(suspension.until)"', "\"violated('size') && violated('steps')\"", "E-RULE-FORM",
     "steps asks whether it is itself violated"),
    ("says: {zh: 免, en: free}, ", "", "E-RULE-FORM", "an exception needs says and cite"),
    ('most", cite: "law#1", says', 'most", says', "E-RULE-FORM", "an exception needs says and"),
    ("fine: fine}", "ask: [facility.opened#colour]}", "E-RULE-FORM",
     "facility.opened has no field and no word colour"),
    # what binds more than its ground can
    ("    applies: ", "    status: plan\n    applies: ", "E-RULE-BINDING", "size: duty > target"),
    ("    applies: ", "    status: reading\n    applies: ", "E-RULE-BINDING", "duty > reading"),
    # words in both languages
    ("{zh: 规模, en: size}", "{zh: size, en: size}", "E-RULE-WORDS", "zh: 'size'"),
    ("{zh: 规模, en: size}", "{zh: 规模, en: 规模}", "E-RULE-WORDS", "en: '规模'"),
    ("{zh: 规模, en: size}", "{zh: 规模, en: ''}", "E-RULE-WORDS", "en: ''"),
    ("{zh: 法, en: Law}", "{zh: Law, en: Law}", "E-RULE-WORDS", "zh: 'Law'"),
    # cases
    ("event: class.opened", "event: class.open", "E-RULE-CASE", "no event class.open"),
    ("class_id: a, ", "", "E-RULE-CASE", "class_id"),
    ("capacity: 10", "seats: 10", "E-RULE-CASE", "class.opened has no field 'seats'"),
    ("capacity: 10", "capacty: 10", "E-RULE-CASE", "'capacty'; did you mean capacity?"),
    ("capacity: 10", "capacity: '10'", "E-RULE-CASE", "'10' is no whole number"),
    ("capacity: 10", "capacity: true", "E-RULE-CASE", "True is no whole number"),
    ("class_id: a, ", "class_id: 1, ", "E-RULE-CASE", "class_id: 1 is no text"),
    ("on: 2024-01-01, class_id", 'on: "2024-1-1", class_id', "E-RULE-CASE", "2024-1-1"),
]  # fmt: skip
