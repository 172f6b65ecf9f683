/* SPDX-License-Identifier: MIT
 * Definitions that each database has to take: all of what models and tables at run time can say, and what was left half done. */
#include "live.h"

/* Two tables whose keys refer to each other. */
static alk_metadata *circle(live *l)
{
    alk_metadata *m = alk_metadata_new(NULL);
    alk_table_builder *b = alk_table_begin(m, "live_hens");
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true);
    alk_table_add_column(b, "egg", ALK_OF(BIGINT), .nullable = true, .references = "live_eggs.id");
    LIVE_CHECK(l, alk_table_finish(b));
    b = alk_table_begin(m, "live_eggs");
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true);
    alk_table_add_column(b, "hen", ALK_OF(BIGINT), .references = "live_hens.id");
    LIVE_CHECK(l, alk_table_finish(b));
    return m;
}

/* The key that closes the circle never came, or is gone: the rest is dropped all the same. */
static void half_done(live *l)
{
    alk_metadata *m = circle(l);
    const alk_sql *hens = alk_metadata_table(m, NULL, "live_hens");
    LIVE_OK(l, alk_metadata_drop_all(m, l->conn));
    LIVE_OK(l, alk_metadata_create_all(m, l->conn));
    int code = alk_close(alk_execute(l->conn, alk_drop_constraint(hens, "fk_live_hens_egg_live_eggs", 0)));
    LIVE_CHECK(l, code == ALK_OK || code == ALK_ERROR_COMPILE);
    LIVE_OK(l, alk_metadata_drop_all(m, l->conn));
    LIVE_OK(l, alk_metadata_create_all(m, l->conn));
    LIVE_OK(l, alk_metadata_drop_all(m, l->conn));
    LIVE_OK(l, alk_conn_commit(l->conn));
    alk_metadata_free(m);
}

/* A computed column, NOT NULL as columns are where nothing else is said. */
static void computed(live *l)
{
    alk_metadata *m = alk_metadata_new(NULL);
    alk_table_builder *b = alk_table_begin(m, "live_t");
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true);
    alk_table_add_column(b, "net", ALK_OF(INTEGER));
    alk_table_add_column(b, "gross", ALK_OF(INTEGER), .computed = "net * 2", .computed_as = ALK_COMPUTED_STORED);
    const alk_sql *t = alk_table_finish(b);
    int64_t gross = 0;
    LIVE_CHECK(l, t);
    LIVE_OK(l, alk_create_all(l->conn, t));
    LIVE_OK(l, alk_close(alk_execute(l->conn, alk_insert(t, alk_set(alk_table_column(t, "net"), 21)))));
    LIVE_OK(l, alk_scalar_int(alk_execute(l->conn, alk_select(alk_table_column(t, "gross"))), &gross));
    LIVE_CHECK(l, gross == 42);
    LIVE_OK(l, alk_drop_all(l->conn, t));
    LIVE_OK(l, alk_conn_commit(l->conn));
    alk_metadata_free(m);
}

/* Nobody tells which temporary tables there are. */
static void temporary_twice(live *l)
{
    alk_metadata *m = alk_metadata_new(NULL);
    alk_table_builder *b = alk_table_begin(m, "live_passing", .temporary = true);
    alk_table_add_column(b, "id", ALK_OF(BIGINT), .primary_key = true);
    alk_table_add_column(b, "word", ALK_OF(VARCHAR(20)), .index = true);
    const alk_sql *t = alk_table_finish(b);
    int64_t count = 0;
    LIVE_CHECK(l, t);
    LIVE_OK(l, alk_create_all(l->conn, t));
    LIVE_OK(l, alk_close(alk_execute(l->conn, alk_insert(t, alk_set(alk_table_column(t, "word"), "x")))));
    LIVE_OK(l, alk_create_all(l->conn, t));
    LIVE_OK(l, alk_scalar_int(alk_execute(l->conn, alk_select(alk_count_all(), alk_from(t))), &count));
    LIVE_CHECK(l, count == 1);
    LIVE_OK(l, alk_drop_all(l->conn, t));
    LIVE_OK(l, alk_drop_all(l->conn, t));
    LIVE_OK(l, alk_conn_commit(l->conn));
    alk_metadata_free(m);
}

const live_case live_schema[] = {
    { "half_done", half_done },
    { "computed", computed },
    { "temporary_twice", temporary_twice },
    { NULL, NULL },
};
