/* SPDX-License-Identifier: MIT
 * Statements in the words of each dialect, with their parameters, compared with files:
 *     alk_golden_statements DIRECTORY [Chinook_Sqlite.sqlite] [--bless]
 * With the database SQLite also runs what it is given, each in a transaction that is rolled back, and what it finds stands in its file, too; where the database is
 * not there this is skipped (77). Without it the lines about rows are passed over. What a dialect refuses stands there as its error. */
#include "golden.h"
#include "statements.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct {
    const char *name;
    const statement *list;
} chapters[] = { { "queries", query_statements },       { "names and parameters", naming_statements }, { "expressions", expression_statements },
                 { "literals", literal_statements },    { "functions", function_statements },          { "windows", window_statements },
                 { "WITH and compounds", with_statements }, { "JSON", json_statements },                { "changes", change_statements },
                 { "parts of statements", part_statements },         { "older servers", version_statements } };

/* ---- SQL over several lines ---- */

/* Where a line is broken, at a space before one of these, in a query that no other parentheses are around. */
static const char *const clauses[] = { "FROM ", "WHERE ", "GROUP BY ", "HAVING ", "ORDER BY ", "LIMIT ", "OFFSET ", "FETCH ", "UNION ", "EXCEPT ", "INTERSECT ", "MINUS ",
                                       "SELECT ", "JOIN ", "INNER JOIN ", "LEFT OUTER JOIN ", "FULL OUTER JOIN ", "CROSS JOIN ", "FOR UPDATE", "FOR NO KEY", "FOR SHARE", "FOR KEY SHARE", "LOCK IN ",
                                       "SET ", "VALUES ", "ON CONFLICT", "ON DUPLICATE KEY ", "RETURNING ", "OUTPUT ", "USING ", "WHEN MATCHED", "WHEN NOT MATCHED", "OPTION (", "INSERT INTO ", "UPDATE ", "DELETE " };

typedef struct layout {
    FILE *out;
    const char *at, *begin;
    bool backslash, brackets;      /* the dialect's \' and [ ] */
    int depth;                     /* of parentheses */
    bool is_query[200];            /* by depth: a query stands in them */
} layout;

static bool ends_with(const layout *l, const char *word)
{
    size_t n = strlen(word), length = (size_t)(l->at - l->begin);
    return length >= n && memcmp(l->at - n, word, n) == 0;
}

/* A member of a compound that has parentheses around it. */
static bool begins_member(const layout *l)
{
    return strncmp(l->at + 1, "(SELECT ", 8) == 0 && (ends_with(l, " UNION") || ends_with(l, " ALL") || ends_with(l, " EXCEPT") || ends_with(l, " INTERSECT") || ends_with(l, " MINUS"));
}

static bool breaks(const layout *l)
{
    if (begins_member(l))
        return l->is_query[l->depth];
    if (!l->is_query[l->depth] || ends_with(l, " FOR") || ends_with(l, " DO") || ends_with(l, " THEN") || ends_with(l, " KEY") || ends_with(l, " DISTINCT") || ends_with(l, " UPDATE") || ends_with(l, " OUTER") || ends_with(l, " CROSS") ||
        (ends_with(l, "DELETE") && strncmp(l->at, " FROM ", 6) == 0))
        return false;
    for (size_t i = 0; i < sizeof clauses / sizeof *clauses; i++)
        if (strncmp(l->at + 1, clauses[i], strlen(clauses[i])) == 0)
            return true;
    return false;
}

static void put_line_break(const layout *l)
{
    int queries = 0;
    for (int i = 1; i <= l->depth; i++)
        queries += l->is_query[i];
    fprintf(l->out, "\n%*s", 4 * queries, "");
}

static void put_quoted(layout *l)
{
    char close = *l->at == '[' ? ']' : *l->at;
    bool escapes = l->backslash && close == '\'';
    do {
        if (escapes && *l->at == '\\' && l->at[1])
            fputc(*l->at++, l->out);
        fputc(*l->at++, l->out);
    } while (*l->at && *l->at != close);
    if (*l->at)
        fputc(*l->at++, l->out);
}

static void open_parenthesis(layout *l)
{
    if (l->depth + 1 < (int)(sizeof l->is_query / sizeof *l->is_query))
        l->depth++;
    l->is_query[l->depth] = strncmp(l->at + 1, "SELECT ", 7) == 0 || strncmp(l->at + 1, "WITH ", 5) == 0 || strncmp(l->at + 1, "DELETE ", 7) == 0;
}

/* Writes the SQL; but for a space that becomes a line break it is unchanged. */
static void put_sql(FILE *out, const char *sql, const char *dialect)
{
    layout l = { .out = out, .at = sql, .begin = sql, .backslash = strcmp(dialect, "mysql") == 0 || strcmp(dialect, "mariadb") == 0,
                 .brackets = strcmp(dialect, "mssql") == 0, .is_query = { true } };
    while (*l.at) {
        if (strchr("'\"`", *l.at) || (l.brackets && *l.at == '[')) {
            put_quoted(&l);
            continue;
        }
        if (*l.at == ' ' && breaks(&l)) {
            put_line_break(&l);
            l.at++;
            continue;
        }
        if (*l.at == '(')
            open_parenthesis(&l);
        else if (*l.at == ')' && l.depth > 0)
            l.depth--;
        fputc(*l.at++, out);
    }
}

static void put_parameters(FILE *out, const alk_compiled *c)
{
    char text[200];
    for (size_t i = 0; i < alk_compiled_param_count(c); i++) {
        alk_compiled_param p = { .struct_size = sizeof p };
        if (alk_compiled_get_param(c, i, &p))
            continue;
        fprintf(out, "%s%s", i ? ", " : "-- ", p.name);
        if (!p.value)
            continue;
        alk_value_print(p.value, text, sizeof text);
        bool quotes = p.value->tag == ALK_TYPE_TEXT;
        fprintf(out, quotes ? " = '%s'" : " = %s", text);
    }
    if (alk_compiled_param_count(c))
        fputc('\n', out);
}

/* ---- what SQLite finds ---- */

typedef struct world {
    alk_conn *conn;                /* NULL: nothing is run */
    int run, failed;
} world;

static int bind_all(alk_stmt *stmt, const alk_compiled *c, const statement *s)
{
    int code = ALK_OK;
    for (size_t i = 0; code == ALK_OK && i < alk_compiled_param_count(c); i++) {
        alk_compiled_param p = { .struct_size = sizeof p };
        code = alk_compiled_get_param(c, i, &p);
        if (code == ALK_OK)
            code = p.value ? alk_stmt_bind(stmt, (int)i + 1, p.value) : s->bind && strcmp(s->bind, p.name) == 0 ? alk_stmt_bind_int(stmt, (int)i + 1, s->value) : alk_stmt_bind_null(stmt, (int)i + 1);
    }
    return code;
}

static uint32_t mixed(uint32_t hash, const char *text)
{
    for (; *text; text++)
        hash = (hash ^ (unsigned char)*text) * 16777619U;
    return (hash ^ 255) * 16777619U;
}

/* The row as text, cut where it is long, and its share of the sum over all rows, in which order does not count. */
static uint32_t read_row(alk_result *r, char *text, size_t size)
{
    uint32_t hash = 2166136261U;
    size_t n = 0;
    for (int i = 0; i < alk_column_count(r); i++) {
        alk_value cell = alk_get_value(r, i);
        char real[32];
        const char *value = alk_is_null(r, i) ? NULL : alk_get_string(r, i);
        if (cell.tag == ALK_TYPE_REAL) {               /* sums of reals differ in their last digits from version to version */
            snprintf(real, sizeof real, "%.10g", cell.u.d);
            value = real;
        }
        hash = mixed(hash, value ? value : "\1NULL");
        if (n < size)
            n += (size_t)snprintf(text + n, size - n, "%s%s", i ? ", " : "", value ? value : "NULL");
    }
    for (char *at = text; *at; at++)
        if (*at == '\n' || *at == '\r')
            *at = ' ';
    return hash;
}

static void put_rows(FILE *out, alk_result *r, const statement *s)
{
    char first[80] = "", other[80];
    uint32_t sum = 0;
    int rows = 0;
    while (alk_next(r)) {
        sum += read_row(r, rows ? other : first, sizeof first);
        rows++;
    }
    if (alk_column_count(r) == 0)
        fprintf(out, "-- found: %" PRId64 " rows changed\n", alk_affected(r));
    else if (s->varies)
        fprintf(out, "-- found: %d rows\n", rows);
    else
        fprintf(out, rows ? "-- found: %d rows, sum %08" PRIx32 ", first: %s\n" : "-- found: %d rows\n", rows, sum, first);
}

static void run(FILE *out, world *w, const alk_compiled *c, const statement *s)
{
    if (s->missing) {
        fprintf(out, "-- found: nothing, SQLite has %s\n", s->missing);
        return;
    }
    alk_stmt *stmt = alk_conn_prepare(w->conn, alk_compiled_sql(c), SIZE_MAX);
    alk_result *r = stmt && bind_all(stmt, c, s) == ALK_OK ? alk_stmt_execute(stmt, NULL) : NULL;
    w->run++;
    if (r)
        put_rows(out, r, s);
    if (!r || alk_close(r)) {
        printf("SQLite refuses \"%s\": %s\n", s->name, alk_last_error()->message);
        w->failed++;
    }
    alk_stmt_close(stmt);
    alk_rollback(w->conn);
}

/* ---- all of them ---- */

static void write_one(FILE *out, const char *dialect, const statement *s, world *w)
{
    alk_compile_options options = s->options;
    options.struct_size = sizeof options;
    alk_compiled *c = alk_compile(s->build(), dialect, &options);
    fprintf(out, "\n-- %s\n", s->name);
    if (!c) {
        fprintf(out, "-- refused: %s\n", alk_last_error()->message);
        return;
    }
    put_sql(out, alk_compiled_sql(c), dialect);
    fputs(";\n", out);
    put_parameters(out, c);
    if (w->conn && strcmp(dialect, "sqlite") == 0)
        run(out, w, c, s);
    alk_compiled_free(c);
}

static int write_all(FILE *out, const char *dialect, void *data)
{
    alk_compiled *one = alk_compile(alk_select(alk_int(1)), dialect, NULL);         /* is there a plugin? */
    alk_compiled_free(one);
    if (!one)
        return 1;
    for (size_t i = 0; i < sizeof chapters / sizeof *chapters; i++) {
        fprintf(out, "%s-- ==== %s ====\n", i ? "\n" : "", chapters[i].name);
        for (const statement *s = chapters[i].list; s->name; s++)
            if (!s->dialect || strcmp(s->dialect, dialect) == 0)
                write_one(out, dialect, s, data);
    }
    return 0;
}

/* ---- the database: a copy, since even what is rolled back is written ---- */

static char copy_path[] = "/tmp/alk_golden_XXXXXX";

static bool copy_database(const char *path)
{
    static char block[1 << 16];
    FILE *from = fopen(path, "rb");
    int number = from ? mkstemp(copy_path) : -1;
    FILE *to = number >= 0 ? fdopen(number, "wb") : NULL;
    bool good = to != NULL;
    for (size_t n; good && (n = fread(block, 1, sizeof block, from)) > 0;)
        good = fwrite(block, 1, n, to) == n;
    if (to)
        good = fclose(to) == 0 && good;
    if (from)
        (void)fclose(from);
    return good;
}

static int check_with_rows(golden *g, world *w)
{
    char url[100];
    snprintf(url, sizeof url, "sqlite:///%s?foreign_keys=off", copy_path);
    alk_engine *engine = alk_open(url);
    w->conn = alk_connect(engine);
    if (!w->conn)
        printf("%s: %s\n", url, alk_last_error()->message);
    int bad = !w->conn;
    g->optional = NULL;
    if (w->conn)
        bad = golden_check(g, "sqlite");
    printf("SQLite ran %d statements, of which %d failed\n", w->run, w->failed);
    alk_conn_close(w->conn);
    alk_engine_close(engine);
    return bad || w->failed;
}

int main(int argc, char **argv)
{
    world w = { NULL, 0, 0 };
    golden g = { argc > 1 ? argv[1] : "", argc > 2 && strcmp(argv[argc - 1], "--bless") == 0, "-- found: ", write_all, &w };
    const char *database = argc > 2 && argv[2][0] != '-' ? argv[2] : NULL;
    int bad = argc < 2;
    for (int i = 0; argc > 1 && i < GOLDEN_DIALECTS; i++)
        if (!database || strcmp(golden_dialects[i], "sqlite") != 0)
            bad += golden_check(&g, golden_dialects[i]);
    if (!database || bad)
        return bad != 0;
    if (!copy_database(database)) {
        printf("the Chinook database is not here: what SQLite finds is not compared\n");
        return 77;
    }
    bad = check_with_rows(&g, &w);
    (void)unlink(copy_path);
    return bad;
}
