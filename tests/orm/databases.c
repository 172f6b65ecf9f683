/* SPDX-License-Identifier: MIT
 * See databases.h. */
#include "databases.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CONNECTIONS = 3 };

static alk_engine *open_file(databases *all, int i)
{
    char url[200];
    (void)snprintf(all->files[i], sizeof all->files[i], "%s/random%d.db", all->directory, i);
    (void)snprintf(url, sizeof url, "sqlite:///%s?synchronous=off&journal_mode=memory", all->files[i]);
    return alk_open(url, .pool_size = CONNECTIONS);
}

/* It may be there from the last time. */
static void make_database(alk_engine *engine, const char *name)
{
    char text[200];
    alk_conn *c = alk_connect(engine);
    (void)snprintf(text, sizeof text, "CREATE DATABASE %s", name);
    if (c && alk_conn_set_isolation(c, ALK_ISOLATION_AUTOCOMMIT) == ALK_OK)
        (void)alk_close(alk_execute(c, alk_raw(text)));
    (void)alk_conn_close(c);
}

static alk_engine *open_beside(const databases *all, const char *url, int i)
{
    char name[100], text[500];
    alk_url *parsed = alk_url_parse(url), *other;
    const char *database = parsed ? alk_url_database(parsed) : NULL;
    (void)snprintf(name, sizeof name, "%s_om%d", database ? database : "", i);
    other = database ? alk_url_with(parsed, "database", name) : NULL;
    if (other)
        (void)alk_url_print_with_password(other, text, sizeof text);
    alk_engine *engine = NULL;
    if (other) {
        make_database(all->engines[0], name);
        engine = alk_open(text, .pool_size = CONNECTIONS);
    }
    alk_conn *c = engine ? alk_connect(engine) : NULL;
    alk_url_free(parsed);
    alk_url_free(other);
    if (c) {
        (void)alk_conn_close(c);
        return engine;
    }
    alk_engine_close(engine);
    return NULL;
}

static bool can_two_phase(alk_engine *engine)
{
    alk_conn *c = alk_connect(engine);
    bool can = c && alk_conn_begin_twophase(c, NULL) == ALK_OK;
    if (can)
        (void)alk_conn_rollback(c);
    (void)alk_conn_close(c);
    return can;
}

bool databases_open(databases *all, const char *url)
{
    memset(all, 0, sizeof *all);
    (void)snprintf(all->directory, sizeof all->directory, "/tmp/alk_orm_random.XXXXXX");
    if (!url && !mkdtemp(all->directory))
        return false;
    while (all->n < MOST_DATABASES) {
        alk_engine *engine = !url ? open_file(all, all->n) : all->n ? open_beside(all, url, all->n) : alk_open(url, .pool_size = CONNECTIONS);
        if (!engine)
            break;
        all->engines[all->n++] = engine;
    }
    if (!all->n)
        (void)fprintf(stderr, "%s\n", alk_last_error()->message);
    all->two_phase = all->n && can_two_phase(all->engines[0]);
    return all->n > 0;
}

void databases_close(databases *all)
{
    for (int i = 0; i < all->n; i++) {
        alk_engine_close(all->engines[i]);
        if (all->files[i][0])
            (void)unlink(all->files[i]);
    }
    if (all->files[0][0])
        (void)rmdir(all->directory);
}
