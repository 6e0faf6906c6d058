"""
检验: what an author of a rulebook checks it with, and what other platforms check themselves by.

- `cases`: worked cases in plain data, checked against the rules and against the words of the texts.
- `concordance`: 条文对照表: article, row, case and output, and the articles that no row implements.
- `contract`: `RulebookContract`, the suite that every rulebook passes.
- `vectors`: tables and cases as plain data for an implementation in another language.
- `lawtext`: the text of a statute as 条, 条-款 and 条-款-项.

Nothing here reads a file or needs a test runner: callers bring rows and texts.
"""
