/* SPDX-License-Identifier: MIT
 * Writing: W3, W4 and W8. The rows lie in an array of structs before the clock starts, as they do for the baselines. */
#include "ours.h"

static uint64_t failed(const char *what)
{
    ours_complain(what);
    return BENCH_FAILED;
}

/* ---- W3 ---- */

static const alk_field insert_fields[] = { ALK_FIELD(user, name), ALK_FIELD(user, hair) };

static uint64_t finish(ours *o, size_t n)
{
    return alk_commit(o->conn) ? failed("W3") : n;
}

static uint64_t w3_each(void *state, size_t n)
{
    ours *o = state;
    int64_t affected;
    if (alk_execute_each(o->conn, o->insert, insert_fields, o->rows, n, &affected))
        return failed("W3");
    return affected == (int64_t)n ? finish(o, n) : BENCH_FAILED;
}

static uint64_t w3_stmt_each(void *state, size_t n)
{
    ours *o = state;
    int64_t affected;
    if (alk_stmt_execute_each(o->insert_stmt, insert_fields, 2, o->rows, sizeof *o->rows, n, &affected))
        return failed("W3");
    return affected == (int64_t)n ? finish(o, n) : BENCH_FAILED;
}

static uint64_t w3_values(void *state, size_t n)
{
    ours *o = state;
    for (size_t i = 0; i < n; i++) {
        const alk_value values[] = { alk_value_text(o->rows[i].name), alk_value_text(o->rows[i].hair) };
        if (alk_close(alk_conn_execute_values(o->conn, o->insert, values, 2, NULL)))
            return failed("W3");
    }
    return finish(o, n);
}

/* ---- W4 ---- */

/* The key of the row that was inserted; the result is closed. 0: it failed. */
static uint64_t take_key(const ours *o, alk_result *result)
{
    int64_t key = 0;
    if (!o->returns_key)
        key = alk_last_insert_id(result);
    else if (alk_next(result))
        key = alk_get_int(result, 0);
    return alk_close(result) ? 0 : (uint64_t)key;
}

static uint64_t w4_values(void *state, size_t n)
{
    ours *o = state;
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        const alk_value values[] = { alk_value_text(o->rows[i].name), alk_value_text(o->rows[i].hair) };
        uint64_t key = take_key(o, alk_conn_execute_values(o->conn, o->insert_key, values, 2, NULL));
        if (key == 0)
            return failed("W4");
        sum = bench_mix(sum, key);
    }
    return alk_commit(o->conn) ? failed("W4") : sum;
}

static uint64_t w4_stmt(void *state, size_t n)
{
    ours *o = state;
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        alk_stmt_bind_text(o->insert_key_stmt, 1, o->rows[i].name, SIZE_MAX);
        alk_stmt_bind_text(o->insert_key_stmt, 2, o->rows[i].hair, SIZE_MAX);
        uint64_t key = take_key(o, alk_stmt_execute(o->insert_key_stmt, NULL));
        if (key == 0)
            return failed("W4");
        sum = bench_mix(sum, key);
    }
    return alk_commit(o->conn) ? failed("W4") : sum;
}

/* All rows at once; SQLite gives keys that follow each other, so the last one tells all. */
static uint64_t w4_each(void *state, size_t n)
{
    ours *o = state;
    uint64_t sum = 0;
    int64_t affected;
    if (alk_execute_each(o->conn, o->insert, insert_fields, o->rows, n, &affected))
        return failed("W4");
    int64_t key = alk_conn_last_insert_id(o->conn) - affected;
    for (size_t i = 0; i < n; i++)
        sum = bench_mix(sum, (uint64_t)++key);
    return alk_commit(o->conn) ? failed("W4") : sum;
}

/* ---- W8 ---- */

typedef struct change {
    const char *name;
    int64_t id;
} change;
static const alk_field change_fields[] = { ALK_FIELD(change, name), ALK_FIELD(change, id) };

static const char *new_name(const ours *o, size_t i, size_t n)
{
    return o->rows[o->turned ? i : n - 1 - i].name;
}

static uint64_t finish_change(ours *o, uint64_t sum)
{
    o->turned = !o->turned;
    return alk_commit(o->conn) ? failed("W8") : sum;
}

/* The changes are made in the clock's time, as the baselines compute theirs. */
static uint64_t w8_each(void *state, size_t n)
{
    ours *o = state;
    change changes[1000];
    uint64_t sum = 0;
    for (size_t i = 0; i < n;) {
        size_t k = 0;
        for (; k < sizeof changes / sizeof *changes && i < n; k++, i++)
            changes[k] = (change){ new_name(o, i, n), (int64_t)i + 1 };
        int64_t affected;
        if (alk_execute_each(o->conn, o->update, change_fields, changes, k, &affected))
            return failed("W8");
        sum += (uint64_t)affected;
    }
    return finish_change(o, sum);
}

static uint64_t w8_values(void *state, size_t n)
{
    ours *o = state;
    uint64_t sum = 0;
    for (size_t i = 0; i < n; i++) {
        const alk_value values[] = { alk_value_text(new_name(o, i, n)), alk_value_int((int64_t)i + 1) };
        alk_result *result = alk_conn_execute_values(o->conn, o->update, values, 2, NULL);
        sum += (uint64_t)alk_affected(result);
        if (alk_close(result))
            return failed("W8");
    }
    return finish_change(o, sum);
}

const ours_variant ours_writes[] = {
    { "structs", BENCH_W3, BENCH_EMPTY, w3_each, { 1, 10, 100, 1000, 10000 }, 10000, 0, { 0.45, 0.18, 0.20 }, { 0 }, false },
    { "structs, prepared", BENCH_W3, BENCH_EMPTY, w3_stmt_each, { 10000 }, 10000, 0, { 0.45, 0.18, 0.20 }, { 0 }, false },
    { "row by row", BENCH_W3, BENCH_EMPTY, w3_values, { 10000 }, 0, 0, { 0 }, { 0 }, false },
    { "row by row, values", BENCH_W4, BENCH_EMPTY, w4_values, { 10000 }, 10000, 0, { 0.90, 0, 0 }, { 0 }, false },
    { "row by row, prepared", BENCH_W4, BENCH_EMPTY, w4_stmt, { 10000 }, 10000, 0, { 0.90, 0, 0 }, { 0 }, false },
    { "structs, keys counted", BENCH_W4, BENCH_EMPTY, w4_each, { 10000 }, 10000, 0, { 0.90, 0, 0 }, { 0 }, true },
    { "structs", BENCH_W8, BENCH_USERS, w8_each, { 10000 }, 10000, 0, { 0.95, 0.28, 0.50 }, { 0 }, false },
    { "row by row", BENCH_W8, BENCH_USERS, w8_values, { 10000 }, 0, 0, { 0 }, { 0 }, false },
    { 0 }
};
