"""Sound parameters, and what may be wrong with them: the change, the code, part of the reason."""

SOUND = """\
pack: test.params
version: 1.0
title: {zh: 参数, en: parameters}
sources:
  law: {title: {zh: 法, en: Law}, kind: statute, text: {"1": 应当, "2": 可以}}
regions:
  - {code: "440000", name: 省}
  - {code: "440300", name: 市, parent: "440000"}
params:
  least:
    combine: strictest
    strict: higher
    values:
      - {value: 5, cite: "law#1"}
      - {in: "440000", value: 6, to: 2024-01-01, cite: "law#1"}
      - {in: "440000", from: 2024-01-01, value: 8, cite: "law#1"}
      - {in: "440300", value: 6, to: 2024-01-01, cite: "law#1"}
      - {in: "440300", from: 2024-01-01, value: 7, override: true, cite: "law#2"}
  held:
    type: share
    combine: strictest
    values:
      - {value: {op: ">=", value: 30, of: 100}, cite: "law#1"}
      - {in: "440000", value: {op: ">", value: 30, of: 100}, cite: "law#1"}
  most:
    values:
      - {value: 5, cite: "law#1"}
      - {in: "440000", value: 9, cite: "law#1"}
  bearer: {type: words, values: [{value: {filing: health}, cite: "law#1"}]}
"""
OF_TWO = '{in: "440300", value: 6, to: 2024-01-01'
OF_PROVINCE = '{op: ">", value: 30, of: 100}'

SPOILT = [
    (OF_TWO, '{in: "440300", value: 5, to: 2024-01-01', "E-RULE-LOOSER",
     "least: 440300 5, 440000 6, law#1"),
    (OF_TWO, '{in: "440300", value: 6, to: 2024-01-02', "E-RULE-OK", ""),
    (OF_TWO, '{in: "440300", value: 4, to: 2024-01-01', "E-RULE-LOOSER", "440300 4, 440000 6"),
    ("7, override: true", "7", "E-RULE-LOOSER", "least: 440300 7, 440000 8"),
    (OF_PROVINCE, '{op: ">", value: 29, of: 100}', "E-RULE-LOOSER",
     "held: 440000 > 29/100, CN >= 30/100"),
    (OF_PROVINCE, '{op: ">=", value: 3, of: 10}', "E-RULE-OK", ""),
    ('{in: "440000", value: 9', "{value: 9", "E-RULE-OVERLAP",
     "most has a value for CN in test.params too"),
    ('to: 2024-01-01, cite: "law#1"}\n      - {in: "440000", from: 2024-01-01',
     'to: 2025-01-01, cite: "law#1"}\n      - {in: "440000", from: 2024-01-01', "E-RULE-OK", ""),
    ("    strict: higher\n", "", "E-RULE-FORM", "least: combine: strictest needs strict"),
    ("type: words", "type: words, combine: strictest", "E-RULE-FORM",
     "bearer: of a words none is the strictest"),
    (OF_PROVINCE, '{op: "<", value: 30, of: 100}', "E-RULE-FORM",
     "held: of shares at most and at least none is the strictest"),
]  # fmt: skip
