#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the compiler must refuse: each mistake is compiled beside its correction, with each compiler, against the public headers.
    mistakes.py --include DIR…
The mistake must be told in the expected words without any option, and be refused with -pedantic-errors; the correction must compile without a warning.
Incompatible pointers are told by warnings up to gcc 13 and clang 15: they break a rule of the language, so -pedantic-errors refuses them."""
import argparse
import os
import re
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
STRICT = ["-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"]
COMPILERS = ["gcc", "clang"]

POINTER = r"incompatible.pointer.type"

# Statements inside a function: what is wrong, a name, the mistake, the correction, what the compilers must say.
STATEMENTS = [
    ("misspelt column", "alk_free(alk_eq(author.nmae, 1))", "alk_free(alk_eq(author.name, 1))", "no member named .nmae."),
    ("misspelt column, guessed", "alk_free(alk_asc(author.nam))", "alk_free(alk_asc(author.name))", "did you mean .name."),
    ("misspelt table", "alk_free(alk_select(author.tabel))", "alk_free(alk_select(author.table))", "no member named .tabel."),
    ("misspelt relationship", "alk_free(alk_join(author.boks))", "alk_free(alk_join(author.books))", "no member named .boks."),
    ("a model that is none", "alk_free(alk_select(autor.name))", "alk_free(alk_select(author.name))", "autor.*undeclared|undeclared.*autor"),
    ("misspelt member of a struct", "return b->titel != NULL", "return b->title != NULL", "no member named .titel."),
    ("misspelt member when set", "struct book x = { .titel = \"x\" }; (void)x", "struct book x = { .title = \"x\" }; (void)x", "titel"),
    ("a string as a member of another type", "b->author_id = \"seven\"", "b->author_id = 7", "makes integer from pointer|incompatible pointer to integer"),
    ("a string for a nullable number", "b->author->born = \"1929\"", "b->author->born = (alk_opt_int32)ALK_SOME(1929)", "incompatible type"),
    ("misspelt function", "alk_free(alk_oder_by(author.name))", "alk_free(alk_order_by(author.name))", "alk_oder_by"),
    ("wrong option of an engine", "alk_engine_close(alk_open(\"sqlite://\", .pool_sise = 8))", "alk_engine_close(alk_open(\"sqlite://\", .pool_size = 8))", "pool_sise"),
    ("a string where a column belongs", "alk_free(alk_select(\"name\"))", "alk_free(alk_select(author.name))", POINTER),
    ("a string in ORDER BY", "alk_free(alk_order_by(\"name\"))", "alk_free(alk_order_by(alk_name(\"name\")))", POINTER),
    ("a string in GROUP BY", "alk_free(alk_group_by(author.id, \"name\"))", "alk_free(alk_group_by(author.id, author.name))", POINTER),
    ("a string as a condition", "alk_free(alk_where(\"name = 'x'\"))", "alk_free(alk_where(alk_eq(author.name, \"x\")))", POINTER),
    ("a string as an order", "alk_free(alk_desc(\"name\"))", "alk_free(alk_desc(author.name))", POINTER),
    ("a string as a relationship", "alk_free(alk_join(\"books\"))", "alk_free(alk_join(author.books))", POINTER),
    ("a string as a table", "alk_free(alk_insert(\"authors\", alk_set(author.id, 1)))", "alk_free(alk_insert(author.table, alk_set(author.id, 1)))", POINTER),
    ("a string as the column of SET", "alk_free(alk_set(\"name\", \"x\"))", "alk_free(alk_set(author.name, \"x\"))", POINTER),
    ("a string as a column of a function", "alk_free(alk_count(\"id\"))", "alk_free(alk_count(author.id))", POINTER),
    ("a string as a statement", "alk_close(alk_execute(c, \"SELECT 1\"))", "alk_close(alk_execute(c, alk_raw(\"SELECT 1\")))", POINTER),
    ("a number where a column belongs", "alk_free(alk_select(7))", "alk_free(alk_select(alk_int(7)))", "makes pointer from integer|incompatible integer to pointer"),
    ("a number as a table", "alk_free(alk_delete_from(7))", "alk_free(alk_delete_from(author.table))", "makes pointer from integer|incompatible integer to pointer|INT_CONVERSION"),
    ("a struct in a list of values", "alk_free(alk_coalesce(author.id, *b))", "alk_free(alk_coalesce(author.id, b->id))", "not compatible with any"),
    ("a struct as a value", "alk_free(alk_eq(author.id, *b))", "alk_free(alk_eq(author.id, b->id))", "not compatible with any"),
    ("a pointer to a struct as a value", "alk_free(alk_eq(author.id, b))", "alk_free(alk_eq(author.id, b->id))", "not compatible with any"),
    ("a nullable member as a value", "alk_free(alk_eq(author.born, b->author->born))", "alk_free(alk_eq(author.born, b->author->born.value))", "not compatible with any"),
    ("structs of another model read back", "alk_insert_structs_returning(c, author, b, 1, a)", "alk_insert_structs_returning(c, book, b, 1, a)", "struct book.*not compatible with any"),
    ("structs of another model inserted", "alk_insert_structs(c, author, b, 1, NULL)", "alk_insert_structs(c, book, b, 1, NULL)", "struct book.*not compatible with any"),
    ("structs of another model fetched", "alk_fetch_structs(r, author, a, &b, &n)", "alk_fetch_structs(r, book, a, &b, &n)", "struct book.*not compatible with any"),
    ("one struct fetched where an array is", "alk_fetch_structs(r, book, a, b, &n)", "alk_fetch_structs(r, book, a, &b, &n)", "struct book.*not compatible with any"),
    ("a related struct of another model", "b->author = b", "b->author = NULL", POINTER),
    ("misspelt column of a row", "(void)alk_get_int(r, author.idd)", "(void)alk_get_int(r, author.id)", "no member named .idd."),
    ("misspelt member of a field", "static const alk_field f[] = { ALK_FIELD(struct book, titel) }; (void)f", "static const alk_field f[] = { ALK_FIELD(struct book, title) }; (void)f",
     "no member named .titel."),
    ("rows of one struct, fields of another type", "alk_result_fetch(r, b, 1, b, sizeof *b, 1, a)", "alk_result_fetch(r, NULL, 0, b, sizeof *b, 1, a)", POINTER),
    ("a type that is none", "alk_free(alk_cast(author.id, ALK_OF(VARCHR(12))))", "alk_free(alk_cast(author.id, ALK_OF(VARCHAR(12))))", "ALK_SQL_VARCHR"),
    ("a flag that is none", "alk_free(alk_for_update(ALK_FOR_SHARED))", "alk_free(alk_for_update(ALK_FOR_SHARE))", "ALK_FOR_SHARED"),
    ("a handle of the wrong kind", "alk_execute(e, alk_raw(\"SELECT 1\"))", "alk_close(alk_execute(c, alk_raw(\"SELECT 1\")))", POINTER),
]

# Rows of a model and its definition: {row} is put into the list, {table} behind the table's name.
MODEL = """#define SHELF(X, m) X(m, key, id, BIGINT) {row}
ALK_MODEL(shelf, SHELF);
ALK_DEFINE(shelf, SHELF, "shelves"{table});
"""
ROWS = [
    ("wrong option of a column", "X(m, col, name, TEXT, .uniqe = true)", "X(m, col, name, TEXT, .unique = true)", "uniqe"),
    ("a foreign key to a column that is none", "X(m, col, book_id, BIGINT, .references = &book.idd)", "X(m, col, book_id, BIGINT, .references = &book.id)", "no member named .idd."),
    ("a foreign key to a struct's member", "X(m, col, book_id, BIGINT, .references = \"book.id\")", "X(m, col, book_id, BIGINT, .references = &book.id)", POINTER),
    ("an action that is none", "X(m, opt, book_id, BIGINT, .references = &book.id, .on_delete = ALK_CASCADED)",
     "X(m, opt, book_id, BIGINT, .references = &book.id, .on_delete = ALK_CASCADE)", "ALK_CASCADED"),
    ("a column's type that is none", "X(m, col, name, VARCHR(12))", "X(m, col, name, VARCHAR(12))", "VARCHR"),
    ("a kind of row that is none", "X(m, cool, name, TEXT)", "X(m, col, name, TEXT)", "ALK_[0-9]_cool"),
    ("a relationship to a model that is none", "X(m, many, books, bok)", "X(m, many, books, book)", "bok.*undeclared|undeclared.*bok"),
    ("a relationship by a column that is none", "X(m, opt, book_id, BIGINT, .references = &book.id) X(m, one, book, book, .via = &shelf.bok_id)",
     "X(m, opt, book_id, BIGINT, .references = &book.id) X(m, one, book, book, .via = &shelf.book_id)", "no member named .bok_id."),
    ("wrong option of a relationship", "X(m, many, books, book, .order = NULL)", "X(m, many, books, book, .order_by = NULL)", "order"),
    ("a default that is no text", "X(m, col, n, INTEGER, .server_default = 7)", "X(m, col, n, INTEGER, .server_default = \"7\")",
     "makes pointer from integer|incompatible integer to pointer"),
    ("two rows of one name", "X(m, col, id, TEXT)", "X(m, col, idea, TEXT)", "duplicate member"),
]
TABLES = [
    ("wrong option of a table", ", .coment = \"x\"", ", .comment = \"x\"", "coment"),
]

PROGRAM = """#include "bookshop.h"
int program(alk_engine *e, alk_conn *c, alk_result *r, alk_arena *a, struct book *b);
int program(alk_engine *e, alk_conn *c, alk_result *r, alk_arena *a, struct book *b)
{
    size_t n = 0;
    (void)e, (void)c, (void)r, (void)a, (void)b, (void)n;
#line 1 "written"
    %s;
    return 0;
}
"""


def programs():
    """What is wrong, the mistake and its correction as whole programs, the words."""
    for what, wrong, right, words in STATEMENTS:
        yield what, PROGRAM % wrong, PROGRAM % right, words
    for what, wrong, right, words in ROWS:
        yield (what, *('#include "bookshop.h"\n' + MODEL.replace("{row}", row).replace("{table}", "") for row in (wrong, right)), words)
    for what, wrong, right, words in TABLES:
        yield (what, *('#include "bookshop.h"\n' + MODEL.replace("{row}", "").replace("{table}", table) for table in (wrong, right)), words)


def compiled(compiler, options, includes, source):
    command = [compiler, *options, "-fsyntax-only", "-x", "c", *[f"-I{i}" for i in [HERE, *includes]], "-"]
    return subprocess.run(command, input=source, capture_output=True, text=True, check=False, env=dict(os.environ, LC_ALL="C"))


def faults(compiler, includes, wrong, right, words):
    """What is not as it should be."""
    told = compiled(compiler, ["-std=c11"], includes, wrong)
    if not re.search(words, told.stderr):
        yield f"the mistake is not told in the words {words!r}:\n{told.stderr}"
    if compiled(compiler, ["-std=c11", "-pedantic-errors"], includes, wrong).returncode == 0:
        yield "the mistake is not refused"
    fine = compiled(compiler, STRICT, includes, right)
    if fine.returncode:
        yield f"the correction does not compile clean:\n{fine.stderr}"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--include", action="append", required=True)
    includes = parser.parse_args().include
    passed = failed = skipped = 0
    for compiler in COMPILERS:
        for what, wrong, right, words in programs():
            if not shutil.which(compiler):
                skipped += 1
                continue
            found = list(faults(compiler, includes, wrong, right, words))
            for fault in found:
                print(f"{compiler}: {what}: {fault}")
            passed, failed = passed + (not found), failed + bool(found)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    sys.exit(1 if failed or passed == 0 else 0)


main()
