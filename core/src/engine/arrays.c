/* SPDX-License-Identifier: MIT
 * See arrays.h. The statement is read as text, so that it makes no difference whether it was built or written. */
#include "engine/arrays.h"
#include "base/alloc.h"
#include "base/error.h"
#include "base/text.h"
#include "compile/scan.h"
#include "engine/event.h"
#include <alkahest/plugin.h>
#include <string.h>

/* What one statement is taken apart into. Names lie in one piece of memory with the list. */
typedef struct parts {
    alk__scanner scanner;
    alk__token token;                  /* the next one, unless at_end */
    bool at_end;
    uint32_t n_markers, room;
    char *names;                       /* where the next name goes */
    alk_sv *columns;                   /* of each marker */
    alk_arrays arrays;
} parts;

static void advance(parts *p)
{
    p->at_end = !alk__scan_solid(&p->scanner, &p->token);
}

static bool take_word(parts *p, const char *word)
{
    bool found = !p->at_end && p->token.kind == ALK__TOKEN_WORD && alk__sv_is_nocase(p->token.text, word);
    if (found)
        advance(p);
    return found;
}

static bool take_sign(parts *p, char sign)
{
    bool found = !p->at_end && p->token.text.n == 1 && p->token.text.p[0] == sign;
    if (found)
        advance(p);
    return found;
}

/* The last part of a name, as the database has it: without quotes, or in small letters. Bytes that no quotes protect are left alone only where they are ASCII. */
static bool keep_name(parts *p, alk_sv text, bool quoted, alk_sv *out)
{
    char *to = p->names;
    for (size_t i = quoted; i + quoted < text.n; i++) {
        char c = text.p[i];
        if (!quoted && (signed char)c < 0)
            return false;
        *to++ = quoted || c < 'A' || c > 'Z' ? c : (char)(c | 32);
        if (quoted && c == '"')
            i++;                       /* which is doubled */
    }
    *out = (alk_sv){ p->names, (size_t)(to - p->names) };
    p->names = to;
    return out->n > 0;
}

/* a, "a", s.a: the whole of it, as it stands, without space in it, and its last part. */
static bool take_name(parts *p, alk_sv *whole, alk__token *last)
{
    const char *begin = p->token.text.p;
    size_t length = 0;
    do {
        if (p->at_end || (p->token.kind != ALK__TOKEN_NAME && p->token.kind != ALK__TOKEN_WORD) || p->token.open)
            return false;
        *last = p->token;
        length += last->text.n + 1;
        advance(p);
    } while (take_sign(p, '.'));
    *whole = (alk_sv){ begin, (size_t)(last->text.p + last->text.n - begin) };
    return whole->n + 1 == length;
}

static bool take_column(parts *p, alk_sv *out)
{
    alk_sv whole;
    alk__token last;
    return take_name(p, &whole, &last) && (last.kind == ALK__TOKEN_WORD || last.text.p[0] == '"') && keep_name(p, last.text, last.kind == ALK__TOKEN_NAME, out);
}

static bool take_table(parts *p)
{
    alk__token last;
    return take_name(p, &p->arrays.table, &last);
}

/* The next parameter, where they have numbers by that: each stands once, in order. */
static bool take_marker(parts *p)
{
    uint32_t number = 0;
    if (p->at_end || p->token.kind != ALK__TOKEN_MARKER)
        return false;
    if (p->token.text.n == 1) {
        advance(p);
        p->n_markers++;
        return true;
    }
    for (size_t i = 1; i < p->token.text.n && number < UINT16_MAX; i++)
        number = number * 10 + (uint32_t)(p->token.text.p[i] - '0');
    advance(p);
    return number == ++p->n_markers;
}

/* column = $1 */
static bool take_pair(parts *p)
{
    return p->n_markers < p->room && take_column(p, &p->columns[p->n_markers]) && take_sign(p, '=') && take_marker(p);
}

static bool take_sets(parts *p)
{
    do {
        if (!take_pair(p))
            return false;
    } while (take_sign(p, ','));
    p->arrays.nset = p->n_markers;
    return true;
}

static bool take_conditions(parts *p)
{
    if (!take_word(p, "WHERE"))
        return false;
    do {
        if (!take_pair(p))
            return false;
    } while (take_word(p, "AND"));
    return p->at_end && p->n_markers == p->room;
}

static bool take_statement(parts *p)
{
    advance(p);
    if (take_word(p, "DELETE"))
        return take_word(p, "FROM") && take_table(p) && take_conditions(p);
    return take_word(p, "UPDATE") && take_table(p) && take_word(p, "SET") && take_sets(p) && take_conditions(p);
}

static const alk_arrays_ops *arrays_of(const alk_conn *conn)
{
    const alk_arrays_ops *ops = conn->link->ops->query(conn->link->handle, "alk.arrays/1");
    return ops && ops->size >= sizeof *ops && ops->begin && ops->execute ? ops : NULL;
}

static int begin(alk_conn *conn, const alk__execution *x, const alk_arrays *arrays, bool *begun)
{
    alk_err err;
    alk__link_enter(conn->link, &err);
    alk__link_busy(conn->link);
    alk_rc rc = arrays_of(conn)->begin(conn->link->handle, x->prepared->stmt, arrays, x->deadline, &err);
    alk__link_idle(conn->link);
    *begun = rc == ALK_OK;
    return rc == ALK_USE_DEFAULT ? ALK_OK : alk__conn_after(conn, alk__link_leave(conn->link, &err, rc, "begin", x->sql));
}

/* A listener may put another statement in the place of each execution: they are executed then. */
int alk__arrays_begin(alk_conn *conn, const alk__execution *x, bool *begun)
{
    *begun = false;
    if (!x->prepared || !x->n_values || !arrays_of(conn) || alk__event_wanted(conn->engine, ALK_EVENT_BEFORE_EXECUTE))
        return ALK_OK;
    parts p = { .scanner = alk__scanner_on(x->sql.p, x->sql.n, conn->link->backend->data->lexical), .room = x->n_values };
    p.columns = alk__calloc(1, x->n_values * sizeof *p.columns + x->sql.n);
    if (!p.columns)
        return ALK_ERROR_NO_MEMORY;
    p.names = (char *)(p.columns + x->n_values);
    int code = ALK_OK;
    if (take_statement(&p)) {
        p.arrays.size = sizeof p.arrays;
        p.arrays.columns = p.columns;
        p.arrays.ncolumns = p.n_markers;
        code = begin(conn, x, &p.arrays, begun);
    }
    alk__free(p.columns);
    return code;
}

int alk__arrays_execute(alk_conn *conn, const alk__execution *x, bool *done, int64_t *affected)
{
    alk_err err;
    alk_request request = { .size = sizeof request, .params = x->values, .ncols = x->n_values, .nrows = x->n_rows, .deadline = x->deadline };
    *affected = -1;
    int64_t began = alk__execution_began(conn);
    alk__execution_echo(conn, x);
    alk__link_enter(conn->link, &err);
    alk__link_busy(conn->link);
    alk_rc rc = arrays_of(conn)->execute(conn->link->handle, x->prepared->stmt, &request, affected, &err);
    alk__link_idle(conn->link);
    *done = rc != ALK_USE_DEFAULT;
    if (!*done) {
        alk_clear_error();                 /* of what was tried */
        return ALK_OK;
    }
    int code = alk__conn_after(conn, alk__link_leave(conn->link, &err, rc, "execute", x->sql));
    if (code == ALK_OK)
        alk__execution_tell(conn, x, began, *affected);
    return code;
}
