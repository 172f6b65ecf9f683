/* SPDX-License-Identifier: MIT
 * Questions to the Chinook database, as statements and as SQL. Statements that name an alias or a CTE more than once keep it. */
#include "chinook.h"

/* ---- joins along relationships, groups ---- */

static const alk_sql *revenue_of_genres(void)
{
    const alk_sql *revenue = alk_keep(alk_sum(alk_times(invoice_line.unit_price, invoice_line.quantity)));
    const alk_sql *q = alk_select(genre.name, alk_label(revenue, "revenue"), alk_label(alk_count_all(), "n"), alk_from(invoice_line.table),
                                  alk_join(invoice_line.track), alk_join(track.genre), alk_group_by(genre.genre_id, genre.name),
                                  alk_having(alk_gt(revenue, 20), alk_ge(alk_count(track.track_id), 10)), alk_order_by(alk_desc(revenue), genre.name));
    alk_free(revenue);
    return q;
}

static const alk_sql *tracks_of_playlists(void)
{
    return alk_select(playlist.playlist_id, playlist.name, alk_label(alk_count(track.track_id), "tracks"), alk_label(alk_sum(track.milliseconds), "length"),
                      alk_left_join(playlist.tracks), alk_group_by(playlist.playlist_id, playlist.name), alk_order_by(playlist.playlist_id));
}

static const alk_sql *managers(void)
{
    const alk_sql *manager = alk_keep(alk_alias(employee.table, "manager"));
    const alk_sql *q = alk_select(employee.last_name, alk_label(alk_at(manager, employee.last_name), "manager"), alk_label(alk_count(customer.customer_id), "customers"),
                                  alk_from(employee.table), alk_left_join_on(manager, alk_eq(employee.reports_to, alk_at(manager, employee.employee_id))),
                                  alk_left_join(employee.customers), alk_group_by(employee.employee_id, employee.last_name, alk_at(manager, employee.last_name)),
                                  alk_order_by(employee.employee_id));
    alk_free(manager);
    return q;
}

/* ---- windows ---- */

static const alk_sql *best_of_genres(void)
{
    const alk_sql *sold = alk_keep(alk_sum(invoice_line.quantity));
    const alk_sql *place = alk_over(alk_row_number(), alk_partition_by(track.genre_id), alk_order_by(alk_desc(sold), track.track_id));
    const alk_sql *ranked = alk_keep(alk_subquery(alk_select(track.genre_id, track.name, alk_label(sold, "sold"), alk_label(place, "place"), alk_join(track.invoice_lines),
                                                             alk_group_by(track.track_id, track.genre_id, track.name)), "ranked"));
    const alk_sql *q = alk_select(alk_at(ranked, track.genre_id), alk_at(ranked, track.name), alk_column_of(ranked, "sold"), alk_column_of(ranked, "place"),
                                  alk_where(alk_le(alk_column_of(ranked, "place"), 3)), alk_order_by(alk_at(ranked, track.genre_id), alk_column_of(ranked, "place")));
    alk_free(ranked);
    alk_free(sold);
    return q;
}

static const alk_sql *running_totals(void)
{
    const alk_sql *year = alk_keep(alk_extract(ALK_YEAR, invoice.invoice_date)), *month = alk_keep(alk_extract(ALK_MONTH, invoice.invoice_date));
    const alk_sql *total = alk_keep(alk_sum(invoice.total));
    const alk_sql *q = alk_select(alk_label(year, "year"), alk_label(month, "month"), alk_label(total, "total"),
                                  alk_label(alk_over(alk_sum(total), alk_order_by(year, month), alk_rows(ALK_UNBOUNDED_PRECEDING, ALK_CURRENT_ROW)), "so_far"),
                                  alk_label(alk_over(alk_avg(total), alk_order_by(year, month), alk_rows(-2, 0)), "quarter"),
                                  alk_label(alk_over(alk_func("lag", total, alk_int(1)), alk_order_by(year, month)), "before"),
                                  alk_group_by(year, month), alk_order_by(year, month));
    alk_free(year);
    alk_free(month);
    alk_free(total);
    return q;
}

/* In cents: SQLite adds with binary fractions, which tell apart what is the same. */
static const alk_sql *ranks(void)
{
    const alk_sql *spent = alk_keep(alk_func_of("round", ALK_OF(NUMERIC(10, 2)), ALK_LIST(alk_sum(invoice.total), alk_int(2))));
    const alk_sql *q = alk_select(customer.country, customer.last_name, alk_label(spent, "spent"),
                                  alk_label(alk_over(alk_rank(), alk_partition_by(customer.country), alk_order_by(alk_desc(spent))), "rank"),
                                  alk_label(alk_over(alk_dense_rank(), alk_order_by(alk_desc(spent))), "dense"),
                                  alk_label(alk_over(alk_func("ntile", alk_int(4)), alk_order_by(spent, customer.customer_id)), "quarter"),
                                  alk_join(customer.invoices), alk_group_by(customer.customer_id, customer.country, customer.last_name),
                                  alk_order_by(customer.country, alk_desc(spent), customer.customer_id));
    alk_free(spent);
    return q;
}

/* ---- WITH ---- */

static const alk_sql *hierarchy(void)
{
    const char *const columns[] = { "id", "level", "path", NULL };
    const alk_sql *self = alk_keep(alk_cte_self("tree"));
    const alk_sql *roots = alk_select(employee.employee_id, alk_literal(1), alk_cast(employee.last_name, ALK_OF(VARCHAR(200))), alk_where(alk_eq(employee.reports_to, alk_null())));
    const alk_sql *below = alk_select(employee.employee_id, alk_plus(alk_column_of(self, "level"), alk_literal(1)),
                                      alk_cast(alk_concat(alk_column_of_type(self, "path", ALK_OF(TEXT)), alk_concat("/", employee.last_name)), ALK_OF(VARCHAR(200))),
                                      alk_from(employee.table),
                                      alk_join_on(self, alk_eq(employee.reports_to, alk_column_of(self, "id"))));
    const alk_sql *tree = alk_keep(alk_cte_of(alk_union_all(roots, below), "tree", ALK_CTE_RECURSIVE, columns));
    const alk_sql *q = alk_select(alk_column_of(tree, "level"), alk_column_of(tree, "path"), employee.title, alk_from(tree),
                                  alk_join_on(employee.table, alk_eq(employee.employee_id, alk_column_of(tree, "id"))), alk_order_by(alk_column_of(tree, "path")));
    alk_free(self);
    alk_free(tree);
    return q;
}

static const alk_sql *above_average(void)
{
    const alk_sql *spent = alk_keep(alk_cte(alk_select(customer.customer_id, customer.country, alk_label(alk_sum(invoice.total), "total"), alk_join(customer.invoices),
                                                       alk_group_by(customer.customer_id, customer.country)), "spent"));
    const alk_sql *q = alk_select(alk_at(spent, customer.country), alk_label(alk_count_all(), "n"),
                                  alk_where(alk_gt(alk_column_of(spent, "total"), alk_select(alk_avg(alk_column_of(spent, "total")), alk_from(spent), alk_correlate(genre.table)))),
                                  alk_group_by(alk_at(spent, customer.country)), alk_order_by(alk_desc(alk_count_all()), alk_at(spent, customer.country)));
    alk_free(spent);
    return q;
}

/* ---- subqueries ---- */

static const alk_sql *jazz_buyers(void)
{
    const alk_sql *jazz = alk_select(invoice.customer_id, alk_from(invoice.table), alk_join(invoice.lines), alk_join(invoice_line.track), alk_join(track.genre),
                                     alk_where(alk_eq(genre.name, "Jazz")));
    return alk_select(customer.first_name, customer.last_name, customer.email, alk_where(alk_in(customer.customer_id, jazz), alk_ne(customer.country, "USA")),
                      alk_order_by(customer.last_name, customer.first_name));
}

static const alk_sql *artists_unsold(void)
{
    const alk_sql *sold = alk_select(invoice_line.invoice_line_id, alk_from(invoice_line.table), alk_join(invoice_line.track), alk_join(track.album),
                                     alk_where(alk_eq(album.artist_id, artist.artist_id)));
    return alk_select(artist.name, alk_label(alk_select(alk_count_all(), alk_from(album.table), alk_where(alk_eq(album.artist_id, artist.artist_id))), "albums"),
                      alk_where(alk_not(alk_exists(sold)), alk_exists(alk_select(album.album_id, alk_where(alk_eq(album.artist_id, artist.artist_id))))),
                      alk_order_by(artist.name));
}

/* ---- CASE, strings, dates, JSON ---- */

static alk_sql *of_year(const char *year)
{
    return alk_label(alk_sum(alk_case(alk_when(alk_eq(alk_extract(ALK_YEAR, invoice.invoice_date), alk_cast(year, ALK_OF(INTEGER))), invoice.total), alk_else(0))), year);
}

static const alk_sql *pivot(void)
{
    return alk_select(invoice.billing_country, of_year("2021"), of_year("2022"), of_year("2023"),
                      alk_label(alk_case_of(invoice.billing_country, alk_when("USA", "here"), alk_when("Canada", "near"), alk_else("far")), "where"),
                      alk_label(alk_filter(alk_count_all(), alk_gt(invoice.total, "10.00")), "large"), alk_group_by(invoice.billing_country), alk_order_by(invoice.billing_country));
}

/* SQLite has an order inside of an aggregate since 3.44 only, and takes the rows as the subquery gives them. */
bool aggregates_have_order = false;

static const alk_sql *albums_of_artists(void)
{
    const alk_sql *sorted = alk_keep(alk_subquery(alk_select(album.artist_id, album.title, alk_order_by(album.artist_id, album.title), alk_limit(1000)), "sorted"));
    const alk_sql *titles = alk_string_agg(alk_at(sorted, album.title), "; ");
    if (aggregates_have_order)
        titles = alk_ordered(titles, alk_at(sorted, album.title));
    const alk_sql *q = alk_select(artist.name, alk_upper(alk_text("titles")), alk_label(titles, "titles"), alk_label(alk_max(alk_length(alk_at(sorted, album.title))), "longest"),
                                  alk_from(artist.table), alk_join_on(sorted, alk_eq(artist.artist_id, alk_at(sorted, album.artist_id))),
                                  alk_where(alk_or(alk_starts_with(artist.name, "A"), alk_contains(artist.name, "%"), alk_ilike(artist.name, "the %"))),
                                  alk_group_by(artist.artist_id, artist.name), alk_order_by(artist.name));
    alk_free(sorted);
    return q;
}

static const alk_sql *dates(void)
{
    return alk_select(employee.last_name, alk_label(alk_extract(ALK_YEAR, employee.hire_date), "y"), alk_label(alk_extract(ALK_MONTH, employee.hire_date), "m"),
                      alk_label(alk_extract(ALK_DAY, employee.hire_date), "d"), alk_label(alk_extract(ALK_DAY_OF_YEAR, employee.hire_date), "doy"),
                      alk_label(alk_minus(alk_extract(ALK_YEAR, employee.hire_date), alk_extract(ALK_YEAR, employee.birth_date)), "age"),
                      alk_where(alk_between(employee.hire_date, "2002-01-01 00:00:00", "2003-12-31 23:59:59")), alk_order_by(employee.hire_date, employee.employee_id));
}

/* PostgreSQL has other names for it. */
const char *json_object_function = "json_object", *json_array_function = "json_array";

static const alk_sql *json(void)
{
    const alk_sql *document = alk_keep(alk_func_of(json_object_function, ALK_OF(JSON), ALK_LIST(alk_text("name"), customer.last_name, alk_text("at"),
                                                                                         alk_func_of(json_array_function, ALK_OF(JSON), ALK_LIST(customer.city, customer.country)))));
    const alk_sql *q = alk_select(alk_label(alk_json_text(document, alk_text("name")), "name"), alk_label(alk_json_text(document, alk_text("at"), alk_int(1)), "country"),
                                  alk_where(alk_eq(alk_json_text(document, alk_text("at"), alk_int(0)), "Paris")), alk_order_by(customer.customer_id));
    alk_free(document);
    return q;
}

/* ---- compounds, DISTINCT, parts of results ---- */

static const alk_sql *cities(void)
{
    return alk_union(alk_select(customer.city, customer.country), alk_select(employee.city, employee.country),
                     alk_except(alk_select(invoice.billing_city, invoice.billing_country, alk_where(alk_eq(invoice.billing_country, "USA"))),
                                alk_select(customer.city, customer.country, alk_where(alk_eq(customer.state, "CA")))),
                     alk_order_by(alk_name("Country"), alk_name("City")), alk_limit(30), alk_offset(5));
}

static const alk_sql *prices(void)
{
    return alk_select(alk_distinct(), media_type.name, track.unit_price, alk_label(alk_coalesce(track.composer, alk_text("unknown")), "by"), alk_join(track.media_type),
                      alk_where(alk_not(alk_is(track.genre_id, alk_null())), alk_not_in(track.genre_id, ALK_INTS(1, 2, 3))), alk_order_by(media_type.name, track.unit_price, alk_name("by")),
                      alk_limit(50), alk_offset(10));
}

static const alk_sql *arithmetic(void)
{
    return alk_select(track.track_id, alk_label(alk_divide(track.milliseconds, 1000), "seconds"), alk_label(alk_floor_divide(track.milliseconds, 60000), "minutes"),
                      alk_label(alk_modulo(track.milliseconds, 60000), "rest"), alk_label(alk_times(track.unit_price, 2), "twice"), alk_label(alk_concat(track.name, "!"), "loud"),
                      alk_where(alk_gt(track.bytes, 100000000)), alk_order_by(alk_desc(track.bytes), track.track_id), alk_limit(25));
}

/* ---- changes, and what is there behind them ---- */

static const alk_sql *all_genres(void)
{
    return alk_select(genre.table, alk_order_by(genre.genre_id));
}

static const alk_sql *upsert(void)
{
    return alk_insert(genre.table, alk_values_rows(alk_row(alk_set(genre.genre_id, 1), alk_set(genre.name, "Rocks")), alk_row(alk_set(genre.genre_id, 99), alk_set(genre.name, "Noise"))),
                      alk_on_conflict_update(genre.genre_id, alk_set(genre.name, alk_concat(genre.name, alk_concat(" and ", alk_excluded(genre.name))))));
}

static const alk_sql *all_prices(void)
{
    return alk_select(track.genre_id, alk_label(alk_sum(track.unit_price), "sum"), alk_group_by(track.genre_id), alk_order_by(track.genre_id));
}

static const alk_sql *reprice(void)
{
    return alk_update(track.table, alk_set(track.unit_price, alk_plus(track.unit_price, "0.50")),
                      alk_where(alk_in(track.album_id, alk_select(album.album_id, alk_from(album.table), alk_join(album.artist), alk_where(alk_eq(artist.name, "Led Zeppelin"))))));
}

static const alk_sql *lines_left(void)
{
    return alk_select(alk_count_all(), alk_label(alk_distinct_of(alk_count(invoice_line.invoice_id)), "invoices"), alk_from(invoice_line.table));
}

static const alk_sql *forget(void)
{
    return alk_delete_from(invoice_line.table, alk_where(alk_in(invoice_line.invoice_id, alk_select(invoice.invoice_id, alk_where(alk_lt(invoice.total, "2.00"))))));
}

const question questions[] = {
    { "revenue of genres", revenue_of_genres,
      "SELECT g.Name, SUM(l.UnitPrice * l.Quantity), COUNT(*) FROM InvoiceLine l JOIN Track t ON t.TrackId = l.TrackId JOIN Genre g ON g.GenreId = t.GenreId "
      "GROUP BY g.GenreId, g.Name HAVING SUM(l.UnitPrice * l.Quantity) > 20 AND COUNT(t.TrackId) >= 10 ORDER BY 2 DESC, 1", NULL, NULL },
    { "tracks of playlists", tracks_of_playlists,
      "SELECT p.PlaylistId, p.Name, COUNT(t.TrackId), SUM(t.Milliseconds) FROM Playlist p LEFT JOIN PlaylistTrack pt ON pt.PlaylistId = p.PlaylistId "
      "LEFT JOIN Track t ON t.TrackId = pt.TrackId GROUP BY 1, 2 ORDER BY 1", NULL, NULL },
    { "managers", managers,
      "SELECT e.LastName, m.LastName, COUNT(c.CustomerId) FROM Employee e LEFT JOIN Employee m ON e.ReportsTo = m.EmployeeId "
      "LEFT JOIN Customer c ON c.SupportRepId = e.EmployeeId GROUP BY e.EmployeeId, e.LastName, m.LastName ORDER BY e.EmployeeId", NULL, NULL },
    { "best of genres", best_of_genres,
      "SELECT GenreId, Name, sold, place FROM (SELECT t.GenreId, t.Name, SUM(l.Quantity) AS sold, ROW_NUMBER() OVER (PARTITION BY t.GenreId "
      "ORDER BY SUM(l.Quantity) DESC, t.TrackId) AS place FROM Track t JOIN InvoiceLine l ON l.TrackId = t.TrackId GROUP BY t.TrackId, t.GenreId, t.Name) "
      "WHERE place <= 3 ORDER BY GenreId, place", NULL, NULL },
    { "running totals", running_totals,
      "WITH m AS (SELECT CAST(strftime('%Y', InvoiceDate) AS INTEGER) AS y, CAST(strftime('%m', InvoiceDate) AS INTEGER) AS m, SUM(Total) AS t FROM Invoice GROUP BY 1, 2) "
      "SELECT y, m, t, SUM(t) OVER (ORDER BY y, m ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), AVG(t) OVER (ORDER BY y, m ROWS BETWEEN 2 PRECEDING AND CURRENT ROW), "
      "LAG(t, 1) OVER (ORDER BY y, m) FROM m ORDER BY y, m", NULL, NULL },
    { "ranks", ranks,
      "WITH s AS (SELECT c.CustomerId AS id, c.Country AS country, c.LastName AS name, ROUND(SUM(i.Total), 2) AS spent FROM Customer c JOIN Invoice i ON i.CustomerId = c.CustomerId "
      "GROUP BY 1, 2, 3) SELECT country, name, spent, RANK() OVER (PARTITION BY country ORDER BY spent DESC), DENSE_RANK() OVER (ORDER BY spent DESC), "
      "NTILE(4) OVER (ORDER BY spent, id) FROM s ORDER BY country, spent DESC, id", NULL, NULL },
    { "hierarchy", hierarchy,
      "WITH RECURSIVE tree(id, level, path) AS (SELECT EmployeeId, 1, LastName FROM Employee WHERE ReportsTo IS NULL UNION ALL SELECT e.EmployeeId, tree.level + 1, "
      "tree.path || '/' || e.LastName FROM Employee e JOIN tree ON e.ReportsTo = tree.id) SELECT level, path, Title FROM tree JOIN Employee ON EmployeeId = id ORDER BY path",
      NULL, NULL },
    { "above average", above_average,
      "WITH spent AS (SELECT c.CustomerId, c.Country, SUM(i.Total) AS total FROM Customer c JOIN Invoice i ON i.CustomerId = c.CustomerId GROUP BY 1, 2) "
      "SELECT Country, COUNT(*) FROM spent WHERE total > (SELECT AVG(total) FROM spent) GROUP BY Country ORDER BY 2 DESC, 1", NULL, NULL },
    { "buyers of jazz", jazz_buyers,
      "SELECT FirstName, LastName, Email FROM Customer WHERE Country <> 'USA' AND CustomerId IN (SELECT i.CustomerId FROM Invoice i JOIN InvoiceLine l ON "
      "l.InvoiceId = i.InvoiceId JOIN Track t ON t.TrackId = l.TrackId JOIN Genre g ON g.GenreId = t.GenreId WHERE g.Name = 'Jazz') ORDER BY LastName, FirstName", NULL, NULL },
    { "artists unsold", artists_unsold,
      "SELECT a.Name, (SELECT COUNT(*) FROM Album b WHERE b.ArtistId = a.ArtistId) FROM Artist a WHERE NOT EXISTS (SELECT 1 FROM InvoiceLine l JOIN Track t ON "
      "t.TrackId = l.TrackId JOIN Album b ON b.AlbumId = t.AlbumId WHERE b.ArtistId = a.ArtistId) AND EXISTS (SELECT 1 FROM Album b WHERE b.ArtistId = a.ArtistId) "
      "ORDER BY a.Name", NULL, NULL },
    { "pivot", pivot,
      "SELECT BillingCountry, SUM(CASE WHEN strftime('%Y', InvoiceDate) = '2021' THEN Total ELSE 0 END), SUM(CASE WHEN strftime('%Y', InvoiceDate) = '2022' THEN Total ELSE 0 END), "
      "SUM(CASE WHEN strftime('%Y', InvoiceDate) = '2023' THEN Total ELSE 0 END), CASE BillingCountry WHEN 'USA' THEN 'here' WHEN 'Canada' THEN 'near' ELSE 'far' END, "
      "COUNT(*) FILTER (WHERE Total > 10) FROM Invoice GROUP BY 1 ORDER BY 1", NULL, NULL },
    { "albums of artists", albums_of_artists,
      "SELECT a.Name, UPPER('titles'), GROUP_CONCAT(b.Title, '; '), MAX(LENGTH(b.Title)) FROM Artist a JOIN (SELECT ArtistId, Title FROM Album ORDER BY ArtistId, Title LIMIT 1000) b "
      "ON a.ArtistId = b.ArtistId WHERE a.Name LIKE 'A%' OR a.Name LIKE '%/%%' ESCAPE '/' OR LOWER(a.Name) LIKE 'the %' GROUP BY a.ArtistId, a.Name ORDER BY a.Name", NULL, NULL },
    { "dates", dates,
      "SELECT LastName, CAST(strftime('%Y', HireDate) AS INTEGER), CAST(strftime('%m', HireDate) AS INTEGER), CAST(strftime('%d', HireDate) AS INTEGER), "
      "CAST(strftime('%j', HireDate) AS INTEGER), strftime('%Y', HireDate) - strftime('%Y', BirthDate) FROM Employee WHERE HireDate BETWEEN '2002-01-01 00:00:00' AND "
      "'2003-12-31 23:59:59' ORDER BY HireDate, EmployeeId", NULL, NULL },
    { "JSON", json, "SELECT LastName, Country FROM Customer WHERE City = 'Paris' ORDER BY CustomerId", NULL, NULL },
    { "cities", cities,
      "SELECT City, Country FROM Customer UNION SELECT City, Country FROM Employee UNION SELECT * FROM (SELECT BillingCity, BillingCountry FROM Invoice "
      "WHERE BillingCountry = 'USA' EXCEPT SELECT City, Country FROM Customer WHERE State = 'CA') ORDER BY 2, 1 LIMIT 30 OFFSET 5", NULL, NULL },
    { "prices", prices,
      "SELECT DISTINCT m.Name, t.UnitPrice, COALESCE(t.Composer, 'unknown') AS c FROM Track t JOIN MediaType m ON m.MediaTypeId = t.MediaTypeId WHERE t.GenreId IS NOT NULL "
      "AND t.GenreId NOT IN (1, 2, 3) ORDER BY 1, 2, 3 LIMIT 50 OFFSET 10", NULL, NULL },
    { "arithmetic", arithmetic,
      "SELECT TrackId, Milliseconds / 1000.0, Milliseconds / 60000, Milliseconds % 60000, UnitPrice * 2, Name || '!' FROM Track WHERE Bytes > 100000000 "
      "ORDER BY Bytes DESC, TrackId LIMIT 25", NULL, NULL },
    { "an upsert", all_genres, "SELECT * FROM Genre ORDER BY 1", upsert,
      "INSERT INTO Genre (GenreId, Name) VALUES (1, 'Rocks'), (99, 'Noise') ON CONFLICT (GenreId) DO UPDATE SET Name = Genre.Name || ' and ' || excluded.Name" },
    { "an update by a query", all_prices, "SELECT GenreId, SUM(UnitPrice) FROM Track GROUP BY 1 ORDER BY 1", reprice,
      "UPDATE Track SET UnitPrice = UnitPrice + 0.5 WHERE AlbumId IN (SELECT AlbumId FROM Album JOIN Artist USING (ArtistId) WHERE Name = 'Led Zeppelin')" },
    { "a delete by a query", lines_left, "SELECT COUNT(*), COUNT(DISTINCT InvoiceId) FROM InvoiceLine", forget,
      "DELETE FROM InvoiceLine WHERE InvoiceId IN (SELECT InvoiceId FROM Invoice WHERE Total < 2)" },
    { NULL, NULL, NULL, NULL, NULL }
};
