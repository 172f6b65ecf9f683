/* SPDX-License-Identifier: MIT
 * INSERT, UPDATE, DELETE, MERGE, and what they return; and how older servers are spoken to. */
#include "statements.h"

/* ---- INSERT ---- */

static const alk_sql *insert_of_parameters(void) { return alk_insert(playlist.table); }
static const alk_sql *insert_a_row(void) { return alk_insert(genre.table, alk_set(genre.genre_id, 100), alk_set(genre.name, "Noise")); }
static const alk_sql *insert_rows(void)
{
    return alk_insert(genre.table, alk_values_rows(alk_row(alk_set(genre.genre_id, 100), alk_set(genre.name, "Noise")), alk_row(alk_set(genre.genre_id, 101), alk_set(genre.name, alk_null()))));
}
static const alk_sql *insert_from_a_select(void)
{
    return alk_insert(genre.table, alk_from_select(alk_select(alk_plus(media_type.media_type_id, 100), media_type.name), genre.genre_id, genre.name));
}
static const alk_sql *insert_from_a_select_with_a_with(void)
{
    const alk_sql *few = alk_keep(alk_cte(alk_select(media_type.media_type_id, media_type.name, alk_where(alk_lt(media_type.media_type_id, 3))), "few"));
    const alk_sql *q = alk_insert(genre.table, alk_from_select(alk_select(alk_plus(alk_at(few, media_type.media_type_id), 100), alk_at(few, media_type.name)), genre.genre_id, genre.name));
    alk_free(few);
    return q;
}
static const alk_sql *insert_defaults(void) { return alk_insert(genre.table, alk_default_values()); }
static const alk_sql *insert_a_default(void) { return alk_insert(genre.table, alk_set(genre.genre_id, 100), alk_set(genre.name, alk_default())); }
static const alk_sql *insert_an_expression(void)
{
    return alk_insert(genre.table, alk_set(genre.genre_id, alk_select(alk_plus(alk_max(genre.genre_id), 1), alk_from(genre.table), alk_correlate(artist.table))), alk_set(genre.name, alk_upper(alk_text("noise"))));
}
static const alk_sql *insert_returning(void) { return alk_insert(genre.table, alk_set(genre.name, "Noise"), alk_returning(genre.genre_id, alk_label(alk_upper(genre.name), "loud"))); }
static const alk_sql *insert_rows_returning(void)
{
    return alk_insert(genre.table, alk_values_rows(alk_row(alk_set(genre.name, "Noise")), alk_row(alk_set(genre.name, "Silence"))), alk_returning(genre.table));
}

/* ---- upserts ---- */

static const alk_sql *upsert_nothing(void) { return alk_insert(genre.table, alk_set(genre.genre_id, 1), alk_set(genre.name, "Noise"), alk_on_conflict_nothing(genre.genre_id)); }
static const alk_sql *upsert_nothing_whatever(void) { return alk_insert(genre.table, alk_set(genre.genre_id, 1), alk_set(genre.name, "Noise"), alk_on_conflict_any_nothing()); }
static const alk_sql *upsert_update(void)
{
    return alk_insert(genre.table, alk_values_rows(alk_row(alk_set(genre.genre_id, 1), alk_set(genre.name, "Rocks")), alk_row(alk_set(genre.genre_id, 100), alk_set(genre.name, "Noise"))),
                      alk_on_conflict_update(genre.genre_id, alk_set(genre.name, alk_excluded(genre.name))));
}
static const alk_sql *upsert_of_old_and_new(void)
{
    return alk_insert(genre.table, alk_set(genre.genre_id, 1), alk_set(genre.name, "Roll"), alk_on_conflict_update(genre.genre_id, alk_set(genre.name, alk_concat(genre.name, alk_concat(" & ", alk_excluded(genre.name))))));
}
static const alk_sql *upsert_with_a_condition(void)
{
    return alk_insert(genre.table, alk_set(genre.genre_id, 1), alk_set(genre.name, "Roll"),
                      alk_on_conflict_update(genre.genre_id, alk_set(genre.name, alk_excluded(genre.name)), alk_where(alk_ne(genre.name, alk_excluded(genre.name)))));
}
static const alk_sql *upsert_from_a_select(void)
{
    return alk_insert(genre.table, alk_from_select(alk_select(media_type.media_type_id, media_type.name), genre.genre_id, genre.name),
                      alk_on_conflict_update(genre.genre_id, alk_set(genre.name, alk_excluded(genre.name))));
}
static const alk_sql *upsert_by_two_columns(void) { return alk_insert(playlist_track.table, alk_set(playlist_track.playlist_id, 1), alk_set(playlist_track.track_id, 1), alk_on_conflict_nothing(playlist_track.playlist_id, playlist_track.track_id)); }
static const alk_sql *upsert_by_a_constraint(void) { return alk_insert(genre.table, alk_set(genre.genre_id, 1), alk_set(genre.name, "Roll"), alk_on_conflict_update(alk_on_constraint("pk_Genre"), alk_set(genre.name, "Rolls"))); }
static const alk_sql *upsert_returning(void)
{
    return alk_insert(genre.table, alk_set(genre.genre_id, 1), alk_set(genre.name, "Roll"), alk_on_conflict_update(genre.genre_id, alk_set(genre.name, alk_excluded(genre.name))), alk_returning(genre.genre_id, genre.name));
}

/* ---- UPDATE ---- */

static const alk_sql *update_all(void) { return alk_update(track.table, alk_set(track.unit_price, alk_times(track.unit_price, 2))); }
static const alk_sql *update_some(void)
{
    return alk_update(customer.table, alk_set(customer.company, alk_null()), alk_set(customer.fax, customer.phone), alk_where(alk_eq(customer.country, "Brazil"), alk_ne(customer.company, alk_null())));
}
static const alk_sql *update_by_a_subquery(void)
{
    return alk_update(track.table, alk_set(track.composer, alk_select(artist.name, alk_from(album.table), alk_join(album.artist), alk_where(alk_eq(album.album_id, track.album_id)))),
                      alk_where(alk_eq(track.composer, alk_null()), alk_le(track.track_id, 100)));
}
static const alk_sql *update_from_another_table(void)
{
    return alk_update(track.table, alk_set(track.composer, album.title), alk_from(album.table), alk_where(alk_eq(track.album_id, album.album_id), alk_eq(album.artist_id, 1)));
}
static const alk_sql *update_from_a_join(void)
{
    return alk_update(track.table, alk_set(track.composer, artist.name), alk_from(alk_join_of(album.table, artist.table, NULL)), alk_where(alk_eq(track.album_id, album.album_id), alk_eq(artist.name, "Accept")));
}
static const alk_sql *update_of_an_alias(void)
{
    const alk_sql *t = alk_keep(alk_alias(genre.table, "g"));
    const alk_sql *q = alk_update(t, alk_set(alk_at(t, genre.name), "Noise"), alk_where(alk_eq(alk_at(t, genre.genre_id), 1)));
    alk_free(t);
    return q;
}
static const alk_sql *update_from_itself(void)
{
    const alk_sql *manager = alk_keep(alk_alias(employee.table, "manager"));
    const alk_sql *q = alk_update(employee.table, alk_set(employee.fax, alk_at(manager, employee.fax)), alk_from(manager), alk_where(alk_eq(employee.reports_to, alk_at(manager, employee.employee_id))));
    alk_free(manager);
    return q;
}
static const alk_sql *update_with_a_with(void)
{
    const alk_sql *cheap = alk_keep(alk_cte(alk_select(invoice.customer_id, alk_group_by(invoice.customer_id), alk_having(alk_lt(alk_sum(invoice.total), 37))), "cheap"));
    const alk_sql *q = alk_update(customer.table, alk_set(customer.company, "cheap"), alk_where(alk_in(customer.customer_id, alk_select(alk_at(cheap, invoice.customer_id)))));
    alk_free(cheap);
    return q;
}
static const alk_sql *update_returning(void) { return alk_update(genre.table, alk_set(genre.name, alk_upper(genre.name)), alk_where(alk_eq(genre.genre_id, 1)), alk_returning(genre.genre_id, genre.name)); }
static const alk_sql *update_to_the_default(void) { return alk_update(genre.table, alk_set(genre.name, alk_default()), alk_where(alk_eq(genre.genre_id, 1))); }
static const alk_sql *update_with_a_limit(void) { return alk_update(genre.table, alk_set(genre.name, "first"), alk_order_by(genre.genre_id), alk_limit(2)); }

/* ---- DELETE ---- */

static const alk_sql *delete_all(void) { return alk_delete_from(playlist_track.table); }
static const alk_sql *delete_some(void) { return alk_delete_from(playlist_track.table, alk_where(alk_eq(playlist_track.playlist_id, 5), alk_gt(playlist_track.track_id, 100))); }
static const alk_sql *delete_by_a_subquery(void)
{
    return alk_delete_from(playlist_track.table, alk_where(alk_in(playlist_track.track_id, alk_select(track.track_id, alk_where(alk_eq(track.genre_id, 1))))));
}
static const alk_sql *delete_using_another_table(void)
{
    return alk_delete_from(playlist_track.table, alk_using(track.table), alk_where(alk_eq(playlist_track.track_id, track.track_id), alk_eq(track.genre_id, 1)));
}
static const alk_sql *delete_returning(void) { return alk_delete_from(playlist_track.table, alk_where(alk_eq(playlist_track.playlist_id, 18)), alk_returning(playlist_track.playlist_id, playlist_track.track_id)); }
static const alk_sql *delete_with_a_limit(void) { return alk_delete_from(playlist_track.table, alk_order_by(playlist_track.track_id), alk_limit(3)); }
static const alk_sql *delete_of_an_alias(void)
{
    const alk_sql *t = alk_keep(alk_alias(playlist_track.table, "t"));
    const alk_sql *q = alk_delete_from(t, alk_where(alk_eq(alk_at(t, playlist_track.playlist_id), 5)));
    alk_free(t);
    return q;
}
static const alk_sql *delete_of_an_alias_using_another(void)
{
    const alk_sql *t = alk_keep(alk_alias(playlist_track.table, "t"));
    const alk_sql *q = alk_delete_from(t, alk_using(track.table), alk_where(alk_eq(alk_at(t, playlist_track.track_id), track.track_id), alk_eq(track.genre_id, 1)));
    alk_free(t);
    return q;
}

/* ---- MERGE ---- */

static const alk_sql *merge(void)
{
    return alk_merge_into(genre.table, media_type.table, alk_eq(genre.genre_id, media_type.media_type_id), alk_when_matched_update(alk_set(genre.name, media_type.name)),
                          alk_when_not_matched_insert(alk_set(genre.genre_id, media_type.media_type_id), alk_set(genre.name, media_type.name)));
}
static const alk_sql *merge_with_conditions(void)
{
    const alk_sql *s = alk_keep(alk_alias(media_type.table, "s"));
    const alk_sql *q = alk_merge_into(genre.table, s, alk_eq(genre.genre_id, alk_at(s, media_type.media_type_id)),
                                      alk_when_matched_update(alk_set(genre.name, alk_at(s, media_type.name)), alk_where(alk_ne(genre.name, alk_at(s, media_type.name)))),
                                      alk_when_not_matched_insert(alk_set(genre.genre_id, alk_at(s, media_type.media_type_id)), alk_where(alk_gt(alk_at(s, media_type.media_type_id), 2))));
    alk_free(s);
    return q;
}
static const alk_sql *merge_that_deletes(void)
{
    return alk_merge_into(genre.table, media_type.table, alk_eq(genre.genre_id, media_type.media_type_id), alk_when_matched_delete(ALK_LIST(alk_where(alk_eq(genre.name, "Jazz")))), alk_when_matched_update(alk_set(genre.name, media_type.name)));
}
static const alk_sql *merge_from_a_subquery(void)
{
    const alk_sql *s = alk_keep(alk_subquery(alk_select(alk_label(media_type.media_type_id, "id"), alk_label(alk_upper(media_type.name), "loud")), "s"));
    const alk_sql *q = alk_merge_into(genre.table, s, alk_eq(genre.genre_id, alk_column_of(s, "id")), alk_when_matched_update(alk_set(genre.name, alk_column_of(s, "loud"))));
    alk_free(s);
    return q;
}

const statement change_statements[] = {
    { .name = "insert_of_parameters", .build = insert_of_parameters, .bind = "PlaylistId", .value = 100 },
    STATEMENT(insert_a_row),
    STATEMENT(insert_rows),
    STATEMENT(insert_from_a_select),
    STATEMENT(insert_from_a_select_with_a_with),
    STATEMENT(insert_defaults),
    STATEMENT(insert_a_default),
    STATEMENT(insert_an_expression),
    STATEMENT(insert_returning),
    STATEMENT(insert_rows_returning),
    STATEMENT(upsert_nothing),
    STATEMENT(upsert_nothing_whatever),
    STATEMENT(upsert_update),
    STATEMENT(upsert_of_old_and_new),
    STATEMENT(upsert_with_a_condition),
    STATEMENT(upsert_from_a_select),
    STATEMENT(upsert_by_two_columns),
    STATEMENT(upsert_by_a_constraint),
    STATEMENT(upsert_returning),
    STATEMENT(update_all),
    STATEMENT(update_some),
    STATEMENT(update_by_a_subquery),
    STATEMENT(update_from_another_table),
    STATEMENT(update_from_a_join),
    STATEMENT(update_of_an_alias),
    STATEMENT(update_from_itself),
    STATEMENT(update_with_a_with),
    STATEMENT(update_returning),
    STATEMENT(update_to_the_default),
    STATEMENT(update_with_a_limit),
    STATEMENT(delete_all),
    STATEMENT(delete_some),
    STATEMENT(delete_by_a_subquery),
    STATEMENT(delete_using_another_table),
    STATEMENT(delete_returning),
    STATEMENT(delete_with_a_limit),
    STATEMENT(delete_of_an_alias),
    STATEMENT(delete_of_an_alias_using_another),
    STATEMENT(merge),
    STATEMENT(merge_with_conditions),
    STATEMENT(merge_that_deletes),
    STATEMENT(merge_from_a_subquery),
    NO_MORE_STATEMENTS,
};

/* ---- older servers ---- */

static const alk_sql *page(void) { return alk_select(genre.genre_id, genre.name, alk_where(alk_gt(genre.genre_id, 2)), alk_order_by(genre.name), alk_limit(3), alk_offset(5)); }
static const alk_sql *first(void) { return alk_select(genre.name, alk_order_by(genre.name), alk_limit(3)); }
static const alk_sql *locked_page(void) { return alk_select(genre.genre_id, alk_order_by(genre.genre_id), alk_limit(1), alk_for_update(ALK_FOR_SKIP_LOCKED, genre.genre_id)); }
static const alk_sql *shared(void) { return alk_select(genre.name, alk_where(alk_eq(genre.genre_id, 1)), alk_for_update(ALK_FOR_SHARE)); }
static const alk_sql *nulls(void) { return alk_select(customer.customer_id, alk_order_by(alk_nulls_last(customer.company), customer.customer_id), alk_limit(2)); }
static const alk_sql *filtered(void) { return alk_select(alk_label(alk_filter(alk_count_all(), alk_gt(genre.genre_id, 3)), "n"), alk_from(genre.table)); }
static const alk_sql *truth(void) { return alk_select(alk_label(alk_true(), "yes"), alk_where(alk_true())); }
static const alk_sql *case_insensitive(void) { return alk_select(genre.name, alk_where(alk_regexp_match(genre.name, "^r", "i"))); }
static const alk_sql *replaced(void) { return alk_select(alk_label(alk_regexp_replace(genre.name, "^r", "R", NULL), "name")); }
static const alk_sql *real_of_text(void) { return alk_select(alk_label(alk_cast("1.5", ALK_OF(DOUBLE)), "real")); }
static const alk_sql *document_part(void) { return alk_select(alk_label(alk_json_text(alk_name_of("document", ALK_OF(JSON)), alk_text("a")), "part")); }
static const alk_sql *except_all(void) { return alk_except_all(alk_select(customer.country), alk_select(employee.country)); }
static const alk_sql *condition_value(void) { return alk_select(alk_label(alk_gt(genre.genre_id, 3), "high"), alk_where(alk_ne(genre.genre_id, 7)), alk_order_by(alk_gt(genre.genre_id, 3))); }
static const alk_sql *except_once(void) { return alk_except(alk_select(customer.country), alk_select(employee.country)); }
static const alk_sql *numbered(void) { return alk_select(genre.name, alk_label(alk_over(alk_row_number(), alk_order_by(genre.name)), "n"), alk_order_by(genre.name)); }
static const alk_sql *part_of_a_page(void)
{
    const alk_sql *some = alk_keep(alk_subquery(alk_select(genre.genre_id, alk_order_by(genre.name), alk_limit(3), alk_offset(5)), "some"));
    const alk_sql *q = alk_select(alk_at(some, genre.genre_id));
    alk_free(some);
    return q;
}
static const alk_sql *matched(void) { return alk_select(genre.name, alk_where(alk_regexp_match(genre.name, "^R", NULL))); }
static const alk_sql *hinted_with(void)
{
    const alk_sql *kept = alk_keep(alk_cte_of(alk_select(genre.genre_id), "kept", ALK_CTE_MATERIALIZED, NULL));
    const alk_sql *q = alk_select(alk_label(alk_count_all(), "n"), alk_from(kept));
    alk_free(kept);
    return q;
}

/* One statement as it is written for one version of one server. */
#define OF(dialect_, version_, words, function) { .name = words, .build = function, .dialect = #dialect_, .options = { .version = version_ } }

const statement version_statements[] = {
    OF(sqlite, 32300, "upsert, SQLite 3.23", upsert_update),
    OF(sqlite, 30802, "WITH, SQLite 3.8.2", hinted_with),
    OF(sqlite, 32400, "windows, SQLite 3.24", numbered),
    OF(sqlite, 32900, "NULLS LAST, SQLite 3.29", nulls),
    OF(sqlite, 32900, "FILTER, SQLite 3.29", filtered),
    OF(sqlite, 33200, "UPDATE FROM, SQLite 3.32", update_from_another_table),
    OF(sqlite, 33400, "RETURNING, SQLite 3.34", update_returning),
    OF(sqlite, 33400, "MATERIALIZED, SQLite 3.34", hinted_with),
    OF(postgresql, 90400, "upsert, PostgreSQL 9.4", upsert_update),
    OF(postgresql, 110000, "MATERIALIZED, PostgreSQL 11", hinted_with),
    OF(postgresql, 140000, "MERGE, PostgreSQL 14", merge),
    OF(postgresql, 90300, "FILTER, PostgreSQL 9.3", filtered),
    OF(mysql, 50744, "lock to share, MySQL 5.7", shared),
    OF(mysql, 50744, "SKIP LOCKED, MySQL 5.7", locked_page),
    OF(mysql, 50744, "regular expression, MySQL 5.7", case_insensitive),
    OF(mysql, 50744, "plain regular expression, MySQL 5.7", matched),
    OF(mysql, 50744, "replacement, MySQL 5.7", replaced),
    OF(mysql, 50744, "WITH, MySQL 5.7", hinted_with),
    OF(mysql, 50744, "windows, MySQL 5.7", numbered),
    OF(mysql, 80030, "EXCEPT, MySQL 8.0.30", except_once),
    OF(mysql, 80031, "EXCEPT, MySQL 8.0.31", except_once),
    OF(mysql, 50744, "cast to a real, MySQL 5.7", real_of_text),
    OF(mysql, 50700, "JSON, MySQL 5.7.0", document_part),
    OF(mysql, 80018, "upsert, MySQL 8.0.18", upsert_of_old_and_new),
    OF(mysql, 80030, "EXCEPT ALL, MySQL 8.0.30", except_all),
    OF(mariadb, 100200, "WITH, MariaDB 10.2.0", hinted_with),
    OF(mariadb, 100100, "windows, MariaDB 10.1", numbered),
    OF(mariadb, 100200, "EXCEPT, MariaDB 10.2", except_once),
    OF(mariadb, 100200, "RETURNING, MariaDB 10.2", insert_returning),
    OF(mariadb, 100500, "RETURNING, MariaDB 10.5", insert_returning),
    OF(mssql, 100000, "page, SQL Server 2008", page),
    OF(mssql, 100000, "page inside, SQL Server 2008", part_of_a_page),
    OF(mssql, 100000, "first rows, SQL Server 2008", first),
    OF(mssql, 90000, "rows, SQL Server 2005", insert_rows),
    OF(mssql, 160000, "regular expression, SQL Server 2022", case_insensitive),
    OF(mssql, 160000, "replacement, SQL Server 2022", replaced),
    OF(mssql, 120000, "JSON, SQL Server 2014", document_part),
    OF(oracle, 110200, "page, Oracle 11.2", page),
    OF(oracle, 110200, "first rows, Oracle 11.2", first),
    OF(oracle, 110200, "locked page, Oracle 11.2", locked_page),
    OF(oracle, 190000, "rows, Oracle 19", insert_rows),
    OF(oracle, 190000, "UPDATE FROM, Oracle 19", update_from_another_table),
    OF(oracle, 190000, "truth, Oracle 19", truth),
    OF(oracle, 190000, "a condition as a value, Oracle 19", condition_value),
    NO_MORE_STATEMENTS,
};
