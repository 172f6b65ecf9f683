/* SPDX-License-Identifier: MIT
 * Upserts: an INSERT that says what to do where the key is there already. Words are counted, one by one and several in one statement;
 * settings are set once. */
#include <alkahest/alkahest.h>
#include <inttypes.h>
#include <stdio.h>

#define COUNT(array) (sizeof(array) / sizeof *(array))

#define TALLY(X, m)                             \
    X(m, key, word, VARCHAR(40))                \
    X(m, col, n,    BIGINT)
#define SETTING(X, m)                           \
    X(m, key, name,  VARCHAR(40))               \
    X(m, col, value, VARCHAR(200))
ALK_MODEL(tally, TALLY);
ALK_MODEL(setting, SETTING);
ALK_DEFINE(tally, TALLY, "tallies");
ALK_DEFINE(setting, SETTING, "settings");

/* Inserts with 1, or adds 1 to what is there. */
static int count_words(alk_conn *c)
{
    static const char *const words[] = { "a", "rose", "is", "a", "rose", "is", "a", "rose" };
    const alk_sql *count = alk_keep(alk_insert(tally.table, alk_set(tally.word, alk_param("word")), alk_set(tally.n, 1),
                                               alk_on_conflict_update(tally.word, alk_set(tally.n, alk_plus(tally.n, 1)))));
    int status = ALK_OK;
    for (size_t i = 0; status == ALK_OK && i < COUNT(words); i++)
        status = alk_close(alk_execute(c, count, alk_bind("word", words[i])));
    alk_free(count);
    return status;
}

/* Several rows in one statement; alk_excluded() is the value of the row that could not be inserted. */
static int add_counts(alk_conn *c)
{
    return alk_close(alk_execute(c, alk_insert(tally.table,
                                               alk_values_rows(alk_row(alk_set(tally.word, "rose"), alk_set(tally.n, 10)),
                                                               alk_row(alk_set(tally.word, "thorn"), alk_set(tally.n, 1))),
                                               alk_on_conflict_update(tally.word, alk_set(tally.n, alk_plus(tally.n, alk_excluded(tally.n)))))));
}

static int show_words(alk_conn *c)
{
    alk_result *r = alk_execute(c, alk_select(tally.table, alk_order_by(alk_desc(tally.n), tally.word)));
    while (alk_next(r))
        printf("%s: %" PRId64 "\n", alk_get_text(r, tally.word), alk_get_int(r, tally.n));
    return alk_close(r);
}

/* The first one counts, later ones change nothing. */
static int set_once(alk_conn *c, const char *name, const char *value)
{
    return alk_close(alk_execute(c, alk_insert(setting.table, alk_set(setting.name, name), alk_set(setting.value, value),
                                               alk_on_conflict_nothing(setting.name))));
}

static int show_settings(alk_conn *c)
{
    alk_result *r = alk_execute(c, alk_select(setting.table));
    while (alk_next(r))
        printf("%s = %s\n", alk_get_text(r, setting.name), alk_get_text(r, setting.value));
    return alk_close(r);
}

int main(int argc, char **argv)
{
    alk_engine *engine = alk_open(argc > 1 ? argv[1] : "sqlite://");
    alk_conn *c = alk_connect(engine);
    int status = alk_drop_all(c, tally.table, setting.table);
    status = status ? status : alk_create_all(c, tally.table, setting.table);
    status = status ? status : count_words(c);
    status = status ? status : show_words(c);
    status = status ? status : add_counts(c);
    status = status ? status : show_words(c);
    status = status ? status : set_once(c, "colour", "red");
    status = status ? status : set_once(c, "colour", "blue");
    status = status ? status : show_settings(c);
    status = status ? status : alk_commit(c);
    if (status == ALK_ERROR_COMPILE)
        fprintf(stderr, "this database has no upsert: %s\n", alk_last_error()->message);
    else if (status)
        fprintf(stderr, "%s\n", alk_last_error()->message);
    alk_conn_close(c);
    alk_engine_close(engine);
    return status ? 1 : 0;
}
