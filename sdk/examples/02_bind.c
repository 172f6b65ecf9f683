/* SPDX-License-Identifier: MIT
 * Values travel beside the SQL, never in it: :name in the text, alk_bind() for the value. The C type decides how a value is
 * bound; a NULL pointer is SQL NULL. */
#include <alkahest/alkahest.h>
#include <inttypes.h>
#include <stdio.h>

static int create(alk_conn *c)
{
    int status = alk_close(alk_execute(c, alk_raw("DROP TABLE IF EXISTS track")));
    return status ? status : alk_close(alk_execute(c, alk_raw("CREATE TABLE track (id INTEGER PRIMARY KEY, title VARCHAR(80) NOT NULL,"
                                                              " composer VARCHAR(80), seconds INTEGER NOT NULL)")));
}

static int insert(alk_conn *c, int id, const char *title, const char *composer, int seconds)
{
    return alk_close(alk_execute(c, alk_raw("INSERT INTO track VALUES (:id, :title, :composer, :seconds)"),
                                 alk_bind("id", id), alk_bind("title", title), alk_bind("composer", composer),
                                 alk_bind("seconds", seconds)));
}

static int fill(alk_conn *c)
{
    int status = insert(c, 1, "Spiegel im Spiegel", "Arvo Pärt", 502);
    status = status ? status : insert(c, 2, "Greensleeves", NULL, 244);
    status = status ? status : insert(c, 3, "Robert'); DROP TABLE track; --", "Little Bobby", 13);
    return status ? status : alk_commit(c);
}

/* A statement that is used often is kept; each execution gives its own values. */
static int report(alk_conn *c)
{
    const alk_sql *longer = alk_keep(alk_raw("SELECT id, title, composer FROM track WHERE seconds > :limit ORDER BY id"));
    static const int limits[] = { 300, 0 };
    int status = ALK_OK;
    for (size_t i = 0; status == ALK_OK && i < 2; i++) {
        printf("longer than %d seconds:\n", limits[i]);
        alk_result *r = alk_execute(c, longer, alk_bind("limit", limits[i]));
        while (alk_next(r)) {
            const char *composer = alk_get_text(r, "composer");
            printf("  %" PRId64 " %s (%s)\n", alk_get_int(r, 0), alk_get_text(r, 1), composer ? composer : "unknown");
        }
        status = alk_close(r);
    }
    alk_free(longer);
    return status;
}

int main(int argc, char **argv)
{
    alk_engine *engine = alk_open(argc > 1 ? argv[1] : "sqlite://");
    alk_conn *c = alk_connect(engine);
    int status = create(c);
    status = status ? status : fill(c);
    status = status ? status : report(c);
    if (status)
        fprintf(stderr, "%s\n", alk_last_error()->message);
    alk_conn_close(c);
    alk_engine_close(engine);
    return status ? 1 : 0;
}
