-- ==== queries ====

-- all_of_a_table
SELECT "Genre"."GenreId", "Genre"."Name"
FROM "Genre"
ORDER BY "Genre"."GenreId";

-- from_follows_from_the_columns
SELECT "Artist"."Name", "Album"."Title"
FROM "Artist", "Album"
WHERE "Album"."ArtistId" = "Artist"."ArtistId" AND "Artist"."ArtistId" = $1
ORDER BY "Album"."AlbumId";
-- ArtistId_1 = 1

-- nothing_to_select_from
SELECT $1::BIGINT AS one, $2 AS text;
-- param_1 = 1, param_2 = 'it's'

-- condition_without_tables
SELECT $1::BIGINT AS one
WHERE 1 = $2;
-- param_1 = 1, param_2 = 1

-- star_of_one_table
SELECT "MediaType".*
FROM "MediaType"
ORDER BY "MediaType"."MediaTypeId";

-- distinct_rows
SELECT DISTINCT "Customer"."Country"
FROM "Customer"
ORDER BY "Customer"."Country";

-- distinct_on
SELECT DISTINCT ON ("Album"."ArtistId") "Album"."ArtistId", "Album"."Title"
FROM "Album"
ORDER BY "Album"."ArtistId", "Album"."Title"
LIMIT $1;
-- param_1 = 5

-- conditions_add_up
SELECT "Track"."TrackId"
FROM "Track"
WHERE "Track"."GenreId" = $1 AND "Track"."Milliseconds" > $2
ORDER BY "Track"."TrackId";
-- GenreId_1 = 2, Milliseconds_1 = 400000

-- join_by_foreign_keys
SELECT "Album"."Title", "Artist"."Name"
FROM "Album"
JOIN "Artist" ON "Album"."ArtistId" = "Artist"."ArtistId"
WHERE "Artist"."Name" = $1
ORDER BY "Album"."Title";
-- Name_1 = 'Accept'

-- join_along_relationships
SELECT "Track"."Name", "Artist"."Name" AS "Name_1"
FROM "Track"
JOIN "Album" ON "Track"."AlbumId" = "Album"."AlbumId"
JOIN "Artist" ON "Album"."ArtistId" = "Artist"."ArtistId"
ORDER BY "Track"."TrackId"
LIMIT $1;
-- param_1 = 3

-- join_through_a_table
SELECT "Playlist"."Name", count("Track"."TrackId") AS n
FROM "Playlist"
LEFT OUTER JOIN "PlaylistTrack" ON "PlaylistTrack"."PlaylistId" = "Playlist"."PlaylistId"
LEFT OUTER JOIN "Track" ON "PlaylistTrack"."TrackId" = "Track"."TrackId"
GROUP BY "Playlist"."PlaylistId", "Playlist"."Name"
ORDER BY "Playlist"."PlaylistId";

-- left_join_on
SELECT "Artist"."Name", "Album"."Title"
FROM "Artist"
LEFT OUTER JOIN "Album" ON "Album"."ArtistId" = "Artist"."ArtistId" AND "Album"."Title" != $1
WHERE "Artist"."ArtistId" <= $2
ORDER BY "Artist"."ArtistId", "Album"."Title";
-- Title_1 = 'Facelift', ArtistId_1 = 5

-- full_join
SELECT count(*) AS n
FROM "Customer"
FULL OUTER JOIN "Employee" ON "Customer"."City" = "Employee"."City";

-- cross_join
SELECT count(*) AS n
FROM "Genre"
CROSS JOIN "MediaType";

-- nested_joins
SELECT "Artist"."Name", count("Track"."TrackId") AS n
FROM "Artist"
LEFT OUTER JOIN ("Album" JOIN "Track" ON "Track"."AlbumId" = "Album"."AlbumId") ON "Artist"."ArtistId" = "Album"."ArtistId"
WHERE "Artist"."ArtistId" = ANY ($1)
GROUP BY "Artist"."ArtistId", "Artist"."Name"
ORDER BY "Artist"."ArtistId";
-- ArtistId_1 = [1,25]

-- a_table_twice
SELECT "Employee"."LastName", manager."LastName" AS manager
FROM "Employee"
LEFT OUTER JOIN "Employee" AS manager ON "Employee"."ReportsTo" = manager."EmployeeId"
ORDER BY "Employee"."EmployeeId";

-- an_alias_without_a_name
SELECT count(*) AS n
FROM "Genre"
JOIN "Genre" AS "Genre_1" ON "Genre"."GenreId" < "Genre_1"."GenreId";

-- a_subquery_in_from
SELECT "Customer"."LastName", totals.spent
FROM "Customer"
JOIN (SELECT "Invoice"."CustomerId", sum("Invoice"."Total") AS spent
    FROM "Invoice"
    GROUP BY "Invoice"."CustomerId") AS totals ON totals."CustomerId" = "Customer"."CustomerId"
WHERE totals.spent > $1
ORDER BY "Customer"."LastName";
-- spent_1 = 45

-- an_ordered_subquery_in_from
SELECT count(sorted."GenreId") AS n
FROM (SELECT "Genre"."GenreId", "Genre"."Name"
    FROM "Genre"
    ORDER BY "Genre"."Name") AS sorted;

-- a_lateral_subquery
SELECT "Customer"."LastName", newest."Total"
FROM "Customer"
LEFT OUTER JOIN LATERAL (SELECT "Invoice"."InvoiceDate", "Invoice"."Total"
    FROM "Invoice"
    WHERE "Invoice"."CustomerId" = "Customer"."CustomerId"
    ORDER BY "Invoice"."InvoiceDate" DESC
    LIMIT $1) AS newest ON true
ORDER BY "Customer"."CustomerId";
-- param_1 = 1

-- a_sample_of_a_table
-- refused: cockroachdb has no TABLESAMPLE

-- a_sample_by_rows
-- refused: cockroachdb has no TABLESAMPLE

-- a_sample_of_an_alias
-- refused: cockroachdb has no TABLESAMPLE

-- an_alias_of_a_sample
-- refused: cockroachdb has no TABLESAMPLE

-- a_table_of_values
SELECT words.word, "Genre"."Name"
FROM (VALUES ($1::BIGINT, $2), ($3::BIGINT, $4)) AS words (id, word)
JOIN "Genre" ON "Genre"."GenreId" = words.id
ORDER BY "Genre"."GenreId";
-- param_1 = 1, param_2 = 'one', param_3 = 2, param_4 = 'two'

-- a_function_of_rows
SELECT series.n
FROM generate_series($1, $2) WITH ORDINALITY AS series(n);
-- generate_series_1 = 1, generate_series_2 = 3

-- scalar_subquery
SELECT "Artist"."Name", (SELECT count(*) AS count_1
    FROM "Album"
    WHERE "Album"."ArtistId" = "Artist"."ArtistId") AS albums
FROM "Artist"
WHERE "Artist"."ArtistId" <= $1
ORDER BY "Artist"."ArtistId";
-- ArtistId_1 = 4

-- exists_and_not
SELECT "Artist"."Name"
FROM "Artist"
WHERE EXISTS (SELECT "Album"."AlbumId"
    FROM "Album"
    WHERE "Album"."ArtistId" = "Artist"."ArtistId" AND "Album"."Title" LIKE $1 || '%' ESCAPE '/') AND (NOT EXISTS (SELECT "Album"."AlbumId"
    FROM "Album"
    WHERE "Album"."ArtistId" = "Artist"."ArtistId" AND "Album"."Title" LIKE '%' || $2 ESCAPE '/'))
ORDER BY "Artist"."ArtistId"
LIMIT $3;
-- Title_1 = 'A', Title_2 = 's', param_1 = 5

-- in_a_subquery
SELECT "Customer"."LastName"
FROM "Customer"
WHERE "Customer"."SupportRepId" IN (SELECT "Employee"."EmployeeId"
    FROM "Employee"
    WHERE "Employee"."City" = $1)
ORDER BY "Customer"."LastName"
LIMIT $2;
-- City_1 = 'Calgary', param_1 = 3

-- correlated_with_one_of_two
SELECT "Album"."Title", "Artist"."Name"
FROM "Album"
JOIN "Artist" ON "Album"."ArtistId" = "Artist"."ArtistId"
WHERE "Album"."AlbumId" = (SELECT min("Album"."AlbumId") AS min_1
    FROM "Album"
    WHERE "Album"."ArtistId" = "Artist"."ArtistId")
ORDER BY "Artist"."ArtistId"
LIMIT $1;
-- param_1 = 3

-- any_and_all
SELECT "Track"."Name"
FROM "Track"
WHERE "Track"."Milliseconds" >= ALL
(SELECT "Track"."Milliseconds"
    FROM "Track"
    WHERE "Track"."GenreId" = $1) AND "Track"."GenreId" = ANY (SELECT "Genre"."GenreId"
    FROM "Genre"
    WHERE "Genre"."Name" LIKE $2);
-- GenreId_1 = 1, Name_1 = 'Sci%'

-- group_and_having
SELECT "Track"."AlbumId", count(*) AS n, sum("Track"."Milliseconds") AS length
FROM "Track"
GROUP BY "Track"."AlbumId"
HAVING count(*) > $1
ORDER BY count(*) DESC, "Track"."AlbumId";
-- count_1 = 25

-- order_by_a_label
SELECT "Customer"."Country", count(*) AS n
FROM "Customer"
GROUP BY "Customer"."Country"
ORDER BY n DESC, "Customer"."Country"
LIMIT $1;
-- param_1 = 4

-- group_by_rollup
-- refused: cockroachdb has no ROLLUP

-- group_by_cube
-- refused: cockroachdb has no CUBE

-- group_by_grouping_sets
-- refused: cockroachdb has no GROUPING SETS

-- limit
SELECT "Genre"."Name"
FROM "Genre"
ORDER BY "Genre"."Name"
LIMIT $1;
-- param_1 = 3

-- offset
SELECT "Genre"."Name"
FROM "Genre"
ORDER BY "Genre"."Name"
LIMIT ALL
OFFSET $1;
-- param_1 = 20

-- limit_and_offset
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" > $1
ORDER BY "Genre"."Name"
LIMIT $2
OFFSET $3;
-- GenreId_1 = 2, param_1 = 3, param_2 = 5

-- limit_without_an_order
SELECT $1::BIGINT AS one
FROM "Genre"
LIMIT $2;
-- param_1 = 1, param_2 = 2

-- offset_without_an_order
SELECT $1::BIGINT AS one
FROM "Genre"
LIMIT ALL
OFFSET $2;
-- param_1 = 1, param_2 = 22

-- limit_by_an_expression
SELECT "Genre"."Name"
FROM "Genre"
ORDER BY "Genre"."Name"
LIMIT $1::BIGINT + $2::BIGINT;
-- n, param_1 = 1

-- limit_in_a_subquery
SELECT max(first."Name") AS last_of_them
FROM (SELECT "Genre"."Name"
    FROM "Genre"
    ORDER BY "Genre"."Name"
    LIMIT $1) AS first;
-- param_1 = 3

-- fetch_first
SELECT "Genre"."Name"
FROM "Genre"
ORDER BY "Genre"."Name"
LIMIT $1;
-- param_1 = 2

-- fetch_first_with_ties
-- refused: cockroachdb has no FETCH FIRST … PERCENT or WITH TIES

-- fetch_first_percent
-- refused: cockroachdb has no FETCH FIRST … PERCENT or WITH TIES

-- nulls_first_and_last
SELECT "Customer"."Company", "Customer"."Fax"
FROM "Customer"
ORDER BY "Customer"."Company" NULLS FIRST, "Customer"."Fax" DESC NULLS LAST, "Customer"."CustomerId"
LIMIT $1;
-- param_1 = 4

-- order_by_expressions
SELECT "Genre"."Name"
FROM "Genre"
ORDER BY char_length("Genre"."Name"), lower("Genre"."Name") DESC, "Genre"."GenreId" % $1 ASC
LIMIT $2;
-- GenreId_1 = 2, param_1 = 3

-- for_update
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" = $1
FOR UPDATE;
-- GenreId_1 = 1

-- for_update_of_nowait
SELECT "Track"."Name", "Album"."Title"
FROM "Track"
JOIN "Album" ON "Track"."AlbumId" = "Album"."AlbumId"
WHERE "Track"."TrackId" = $1
FOR UPDATE OF "Track" NOWAIT;
-- TrackId_1 = 1

-- for_update_skip_locked
SELECT "Genre"."Name"
FROM "Genre"
ORDER BY "Genre"."GenreId"
LIMIT $1
FOR UPDATE SKIP LOCKED;
-- param_1 = 1

-- for_share
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" = $1
FOR SHARE;
-- GenreId_1 = 1

-- for_key_share
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" = $1
FOR KEY SHARE;
-- GenreId_1 = 1

-- for_share_skip_locked
SELECT "Genre"."Name"
FROM "Genre"
FOR SHARE SKIP LOCKED;

-- for_update_of_an_alias
SELECT "Employee"."LastName"
FROM "Employee"
LEFT OUTER JOIN "Employee" AS manager ON "Employee"."ReportsTo" = manager."EmployeeId"
FOR UPDATE OF manager;

-- for_update_of_a_subquery
SELECT "some"."GenreId"
FROM (SELECT "Genre"."GenreId"
    FROM "Genre"
    WHERE "Genre"."GenreId" < $1) AS "some"
FOR UPDATE;
-- GenreId_1 = 3

-- for_update_beside_a_hint
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" = $1
FOR UPDATE;
-- GenreId_1 = 3

-- hints_of_a_dialect
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" = $1;
-- GenreId_1 = 3

-- ==== names and parameters ====

-- reserved_words
SELECT "order"."GenreId" AS "select", "order"."Name" AS "user"
FROM "Genre" AS "order"
WHERE "order"."GenreId" = $1;
-- GenreId_1 = 1

-- names_that_want_quotes
SELECT "two words"."GenreId" AS "Upper", "two words"."Name" AS "a-b", $1::BIGINT AS "1st", $2::BIGINT AS "q'u`o]t[e", $3::BIGINT AS _low, $4::BIGINT AS "50%", $5::BIGINT AS "a:b", $6::BIGINT AS "a.b"
FROM "Genre" AS "two words"
WHERE "two words"."GenreId" = $7;
-- param_1 = 1, param_2 = 2, param_3 = 3, param_4 = 4, param_5 = 5, param_6 = 6, GenreId_1 = 1

-- names_that_want_none
SELECT plain_name1."GenreId" AS lower_case
FROM "Genre" AS plain_name1
WHERE plain_name1."GenreId" = $1;
-- GenreId_1 = 1

-- a_table_in_a_schema
SELECT main."Genre"."Name"
FROM main."Genre"
WHERE main."Genre"."GenreId" = $1;
-- GenreId_1 = 2

-- columns_of_one_name
SELECT "Artist"."Name", "Genre"."Name" AS "Name_1", "MediaType"."Name" AS "Name_2"
FROM "Artist", "Genre", "MediaType"
WHERE "Artist"."ArtistId" = $1 AND "Genre"."GenreId" = $2 AND "MediaType"."MediaTypeId" = $3;
-- ArtistId_1 = 1, GenreId_1 = 1, MediaTypeId_1 = 1

-- columns_of_one_name_in_a_subquery
SELECT pair."Name", pair."Name_1"
FROM (SELECT "Artist"."Name", "Genre"."Name" AS "Name_1"
    FROM "Artist", "Genre"
    WHERE "Artist"."ArtistId" = $1 AND "Genre"."GenreId" = $2) AS pair;
-- ArtistId_1 = 1, GenreId_1 = 1

-- expressions_without_a_label
SELECT count(*) AS count_1, max("Genre"."GenreId") AS max_1, min("Genre"."GenreId") + $1 AS anon_1, CAST(max("Genre"."GenreId") AS INTEGER) AS anon_2
FROM "Genre";
-- min_1 = 1

-- a_label_that_is_too_long
SELECT "Genre"."GenreId" AS a_name_that_goes_on_and_on_until_no_database_at_all_would_take_it_as_it_stands_for_it_has_more_than_a_hundred_and_thirty_letters_in_it
FROM "Genre"
WHERE "Genre"."GenreId" = $1;
-- GenreId_1 = 1

-- made_up_names_that_are_short
SELECT anon_1."GenreId"
FROM (SELECT "Genre"."GenreId"
    FROM "Genre"
    WHERE "Genre"."GenreId" = $1) AS anon_1;
-- GenreId_1 = 1

-- a_named_parameter_twice
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" = $1 OR "Genre"."GenreId" = $2::BIGINT + $3::BIGINT
ORDER BY "Genre"."GenreId";
-- id, id, param_1 = 1

-- names_of_parameters
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" = $1 AND "Genre"."GenreId" != $2 AND lower("Genre"."Name") LIKE $3 AND $4::BIGINT + $5::BIGINT = $6;
-- GenreId_1 = 1, GenreId_2 = 2, lower_1 = 'r%', param_1 = 1, param_2 = 1, param_3 = 2

-- parameters_in_order_of_the_text
WITH high AS (SELECT "Genre"."GenreId"
    FROM "Genre"
    WHERE "Genre"."GenreId" > $1)
SELECT high."GenreId" + $2 AS n
FROM high
WHERE high."GenreId" > $3
ORDER BY high."GenreId"
LIMIT $4
OFFSET $5;
-- GenreId_1 = 1, GenreId_2 = 2, GenreId_3 = 3, param_1 = 4, param_2 = 5

-- raw_expressions
SELECT "Genre"."Name"
FROM "Genre"
WHERE (GenreId > $1 OR 'a:b' = '%') AND "Genre"."GenreId" > (1 + 1)
ORDER BY "Genre"."GenreId"
LIMIT $2;
-- n, param_1 = 2

-- percent_in_literals
SELECT 7 % 4 AS three, '%s %% 100%' AS text;

-- ==== expressions ====

-- arithmetic
SELECT "Track"."TrackId", "Track"."Milliseconds" / $1 AS exact, FLOOR("Track"."Milliseconds" / $2) AS floored, "Track"."Milliseconds" % $3 AS rest, -"Track"."Milliseconds" AS negative, "Track"."UnitPrice" / $4 AS half
FROM "Track"
WHERE "Track"."TrackId" <= $5
ORDER BY "Track"."TrackId";
-- Milliseconds_1 = 1000, Milliseconds_2 = 1000, Milliseconds_3 = 1000, UnitPrice_1 = 2, TrackId_1 = 2

-- precedence_of_arithmetic
SELECT ("Genre"."GenreId" + $1) * ("Genre"."GenreId" - ($2::BIGINT - $3::BIGINT)) AS a, ("Genre"."GenreId" - $4) - $5 AS b, -(-"Genre"."GenreId") AS c
FROM "Genre"
WHERE "Genre"."GenreId" = $6;
-- GenreId_1 = 1, param_1 = 2, param_2 = 1, GenreId_2 = 2, param_3 = 1, GenreId_3 = 3

-- bits
SELECT "Genre"."GenreId" & $1 AS and_, "Genre"."GenreId" | $2 AS or_, "Genre"."GenreId" # $3 AS xor_, (~"Genre"."GenreId") & $4 AS not_, "Genre"."GenreId" << $5 AS left_, "Genre"."GenreId" >> $6 AS right_
FROM "Genre"
WHERE "Genre"."GenreId" = $7;
-- GenreId_1 = 6, GenreId_2 = 8, GenreId_3 = 3, param_1 = 7, GenreId_4 = 2, GenreId_5 = 1, GenreId_6 = 5

-- comparisons
SELECT "Genre"."GenreId"
FROM "Genre"
WHERE "Genre"."GenreId" > $1 AND "Genre"."GenreId" >= $2 AND "Genre"."GenreId" < $3 AND "Genre"."GenreId" <= $4 AND "Genre"."Name" != $5 AND "Genre"."GenreId" BETWEEN $6 AND $7 AND "Genre"."GenreId" NOT BETWEEN $8 AND $9
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 3, GenreId_2 = 4, GenreId_3 = 12, GenreId_4 = 11, Name_1 = 'Jazz', GenreId_5 = 5, GenreId_6 = 10, GenreId_7 = 7, GenreId_8 = 8

-- null_is_compared_by_is
SELECT count(*) AS n
FROM "Customer"
WHERE "Customer"."Company" IS NULL AND "Customer"."Phone" IS NOT NULL AND "Customer"."Email" IS NOT NULL;

-- is_distinct_from
SELECT count(*) AS n
FROM "Customer"
WHERE "Customer"."Company" IS DISTINCT FROM $1 AND "Customer"."State" IS NOT DISTINCT FROM (SELECT max("Customer"."State") AS max_1
    FROM "Customer"
    WHERE false);
-- Company_1 = 'Apple Inc.'

-- and_or_not
SELECT "Genre"."GenreId"
FROM "Genre"
WHERE "Genre"."GenreId" > $1 AND "Genre"."GenreId" < $2 OR NOT ("Genre"."GenreId" > $3 OR "Genre"."Name" = $4)
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 3, GenreId_2 = 6, GenreId_3 = 1, Name_1 = 'Jazz'

-- true_and_false
SELECT count(*) AS n
FROM "Genre"
WHERE "Genre"."GenreId" > $1;
-- GenreId_1 = 5

-- false_alone
SELECT "Genre"."GenreId"
FROM "Genre"
WHERE false;

-- conditions_of_no_terms
SELECT count(*) AS n
FROM "Genre"
WHERE true AND (NOT false);

-- truth_as_a_value
SELECT true AS yes, false AS no, $1::BOOLEAN AS bound;
-- param_1 = true

-- boolean_columns
SELECT flags."GenreId"
FROM (SELECT "Genre"."GenreId", CASE WHEN "Genre"."GenreId" < $1 THEN true ELSE false END AS low
    FROM "Genre") AS flags
WHERE (flags.low OR flags."GenreId" = $2) AND (NOT flags.low OR flags."GenreId" != $3) AND flags.low IS true
ORDER BY flags."GenreId";
-- GenreId_1 = 4, GenreId_2 = 7, GenreId_3 = 2

-- a_condition_as_a_column
SELECT "Genre"."Name", "Genre"."GenreId" > $1 AS high
FROM "Genre"
WHERE "Genre"."GenreId" BETWEEN $2 AND $3
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 3, GenreId_2 = 3, GenreId_3 = 4

-- comparison_of_conditions
SELECT "Genre"."GenreId"
FROM "Genre"
WHERE ("Genre"."GenreId" > $1) = ("Genre"."GenreId" < $2)
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 3, GenreId_2 = 6

-- conditions_as_values
SELECT "Genre"."GenreId", EXISTS (SELECT "Track"."TrackId"
    FROM "Track"
    WHERE "Track"."GenreId" = "Genre"."GenreId") AS used, "Genre"."Name" IS NULL AS nameless, "Genre"."GenreId" > $1 AND "Genre"."Name" LIKE $2 AS "both", "Genre"."GenreId" <> ALL ($3) AS others, coalesce("Genre"."GenreId" > $4, false) AS above
FROM "Genre"
WHERE "Genre"."GenreId" BETWEEN $5 AND $6
ORDER BY "Genre"."GenreId" > $7 DESC, "Genre"."GenreId";
-- GenreId_1 = 3, Name_1 = '%o%', GenreId_2 = [4,5], GenreId_3 = 4, GenreId_4 = 3, GenreId_5 = 5, GenreId_6 = 4

-- groups_of_a_condition
SELECT count(*) AS n
FROM "Genre"
GROUP BY "Genre"."GenreId" < 10
HAVING count(*) != $1
ORDER BY count(*);
-- count_1 = 0

-- case_of_conditions_as_results
SELECT "Genre"."GenreId", CASE WHEN "Genre"."Name" = $1 THEN "Genre"."GenreId" > $2 ELSE false END AS kind
FROM "Genre"
WHERE CASE WHEN "Genre"."GenreId" < $3 THEN true ELSE false END
ORDER BY "Genre"."GenreId";
-- Name_1 = 'Jazz', GenreId_1 = 1, GenreId_2 = 4

-- in_a_list
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" = ANY ($1) AND "Genre"."Name" <> ALL ($2)
ORDER BY "Genre"."Name";
-- GenreId_1 = [1,3,5], Name_1 = ["Jazz","Blues"]

-- in_an_empty_list
SELECT count(*) AS n
FROM "Customer"
WHERE "Customer"."Company" = ANY ($1);
-- Company_1 = []

-- not_in_an_empty_list
SELECT count(*) AS n
FROM "Customer"
WHERE "Customer"."Company" <> ALL ($1) AND ("Customer"."Fax" <> ALL ($2) OR "Customer"."CustomerId" = $3);
-- Company_1 = [], Fax_1 = [], CustomerId_1 = 1

-- tuples_in_a_list
SELECT "Customer"."LastName"
FROM "Customer"
WHERE ("Customer"."City", "Customer"."Country") IN (($1, $2), ($3, $4))
ORDER BY "Customer"."LastName";
-- param_1 = 'Paris', param_2 = 'France', param_3 = 'Rome', param_4 = 'Italy'

-- tuples_in_a_subquery
SELECT count(*) AS n
FROM "Customer"
WHERE ("Customer"."City", "Customer"."Country") IN (SELECT "Employee"."City", "Employee"."Country"
    FROM "Employee");

-- tuples_in_an_empty_list
SELECT count(*) AS n
FROM "Customer"
WHERE (("Customer"."City", "Customer"."Country") NOT IN ((NULL, NULL)) OR (1 = 1));

-- in_a_list_of_expressions
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" IN ($1, $2::BIGINT + $3::BIGINT)
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 4, param_1 = 2, param_2 = 3

-- concatenation
SELECT "Customer"."FirstName" || $1 || "Customer"."LastName" || $2 AS name
FROM "Customer"
WHERE "Customer"."CustomerId" = $3;
-- FirstName_1 = ' ', LastName_1 = '!', CustomerId_1 = 1

-- concatenation_with_null
SELECT "Customer"."LastName" || "Customer"."Company" AS "both"
FROM "Customer"
WHERE "Customer"."CustomerId" = $1;
-- CustomerId_1 = 2

-- like_and_not
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."Name" LIKE $1 AND "Genre"."Name" NOT LIKE $2
ORDER BY "Genre"."Name";
-- Name_1 = 'R%', Name_2 = '%b%'

-- like_with_an_escape
SELECT "Track"."Name"
FROM "Track"
WHERE "Track"."Name" LIKE $1 ESCAPE '!'
ORDER BY "Track"."Name";
-- Name_1 = '%!%%'

-- ilike
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."Name" ILIKE $1 AND "Genre"."Name" NOT ILIKE $2
ORDER BY "Genre"."Name";
-- Name_1 = 'ROCK%', Name_2 = '%and%'

-- contains_starts_ends
SELECT "Track"."Name"
FROM "Track"
WHERE "Track"."Name" LIKE '%' || $1 || '%' ESCAPE '/' OR "Track"."Name" LIKE $2 || '%' ESCAPE '/' OR "Track"."Name" LIKE '%' || $3 ESCAPE '/'
ORDER BY "Track"."Name";
-- Name_1 = '100/%', Name_2 = 'Zero/_', Name_3 = '(live)'

-- contains_a_column
SELECT "Artist"."Name", "Album"."Title"
FROM "Album"
JOIN "Artist" ON "Album"."ArtistId" = "Artist"."ArtistId"
WHERE "Album"."Title" LIKE '%' || "Artist"."Name" || '%' AND "Album"."Title" != "Artist"."Name"
ORDER BY "Album"."Title"
LIMIT $1;
-- param_1 = 3

-- regular_expression
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."Name" ~ $1;
-- Name_1 = '^R.*k$'

-- regular_expression_with_flags
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."Name" !~* $1;
-- Name_1 = '^r'

-- regular_expression_of_more_flags
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."Name" ~ CONCAT('(?', 'im', ')', $1);
-- Name_1 = '^r'

-- regular_expression_replaced
SELECT REGEXP_REPLACE("Genre"."Name", $1, $2, 'g') AS name
FROM "Genre"
WHERE "Genre"."GenreId" = $3;
-- regexp_replace_1 = '[aeiou]', regexp_replace_2 = '-', GenreId_1 = 1

-- full_text_search
SELECT "Track"."Name"
FROM "Track"
WHERE "Track"."Composer" @@ plainto_tsquery($1);
-- Composer_1 = 'young'

-- collation
SELECT "Genre"."Name"
FROM "Genre"
WHERE ("Genre"."Name" COLLATE "NOCASE") = $1;
-- param_1 = 'jazz'

-- case_of_conditions
SELECT "Track"."TrackId", CASE WHEN "Track"."Milliseconds" > $1 THEN $2 WHEN "Track"."Milliseconds" > $3 THEN $4 ELSE $5 END AS kind
FROM "Track"
WHERE "Track"."TrackId" <= $6
ORDER BY "Track"."TrackId";
-- Milliseconds_1 = 300000, param_1 = 'long', Milliseconds_2 = 200000, param_2 = 'middling', param_3 = 'short', TrackId_1 = 4

-- case_of_values
SELECT "Customer"."LastName", CASE "Customer"."Country" WHEN $1 THEN $2::BIGINT WHEN $3 THEN $4::BIGINT END AS zone
FROM "Customer"
WHERE "Customer"."CustomerId" BETWEEN $5 AND $6
ORDER BY "Customer"."CustomerId";
-- param_1 = 'USA', param_2 = 1, param_3 = 'Canada', param_4 = 2, CustomerId_1 = 14, CustomerId_2 = 17

-- casts_of_numbers
SELECT CAST("Invoice"."Total" AS INTEGER) AS whole, CAST("Invoice"."InvoiceId" AS TEXT) AS text, CAST("Invoice"."Total" AS DOUBLE PRECISION) AS real, CAST($1 AS NUMERIC(10, 2)) AS exact, CAST($2 AS BIGINT) AS big, CAST($3 AS BOOLEAN) AS truth
FROM "Invoice"
WHERE "Invoice"."InvoiceId" = $4;
-- param_1 = '12.50', param_2 = '7', param_3 = 1, InvoiceId_1 = 5

-- casts_of_texts
SELECT CAST("Artist"."Name" AS VARCHAR(4)) AS short, CAST("Artist"."Name" AS CHAR(6)) AS fixed, CAST("Artist"."Name" AS VARCHAR(10)) AS national
FROM "Artist"
WHERE "Artist"."ArtistId" = $1;
-- ArtistId_1 = 50

-- casts_of_times
SELECT CAST($1 AS DATE) AS day, CAST($2 AS TIMESTAMP WITHOUT TIME ZONE) AS moment;
-- param_1 = '2024-02-29', param_2 = '2024-02-29 12:30:00'

-- casts_to_the_rest
SELECT CAST($1 AS JSONB) AS document, CAST($2 AS BYTEA) AS bytes;
-- param_1 = '{"a": 1}', param_2 = 'abc'

-- try_cast
-- refused: cockroachdb has no TRY_CAST

-- typed_by_the_program
SELECT abs($1) AS three;
-- abs_1 = -3

-- own_operators
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" < $1 - "Genre"."GenreId"
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 9

-- own_operator_of_unknown_precedence
SELECT ("Genre"."GenreId" + $1) * ($2 + $3) AS n
FROM "Genre"
WHERE "Genre"."GenreId" = $4;
-- GenreId_1 = 1, param_1 = 2, param_2 = 3, GenreId_2 = 2

-- question_mark_operator
SELECT "Genre"."Name"
FROM "Genre"
WHERE document ? $1;
-- document_1 = 'key'

-- arrays
SELECT (ARRAY[$1, $2])[$3] AS second, (ARRAY[$4, $5, $6])[$7:$8] AS rest;
-- param_1 = 10, param_2 = 20, param_3 = 2, param_4 = 10, param_5 = 20, param_6 = 30, param_7 = 2, param_8 = 3

-- any_of_an_array
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" = ANY ($1)
ORDER BY "Genre"."GenreId";
-- GenreId_1 = [1,2]

-- ==== literals ====

-- literal_numbers
SELECT 1 AS n, -1 AS negative, $1 - -3 AS five, 1.5 AS real, 2.0 AS whole_real, 12.50 AS exact, 18446744073709551615 AS largest;
-- param_1 = 2

-- literal_texts
SELECT 'it''s' AS quote, 'a\b' AS backslash, '100%' AS percent, ':name ?' AS markers, 'über' AS letters, '' AS empty;

-- literal_truth_and_null
SELECT true AS yes, false AS no, NULL AS "nothing";

-- literal_bytes
SELECT '\x01fe27'::bytea AS bytes;

-- literal_times
SELECT '2024-02-29' AS day, '12:34:56' AS time, '2024-02-29 12:00:00.123456' AS moment, '2024-02-29 12:00:00+00:00' AS zoned;

-- literal_dates
SELECT '2024-02-29' AS day, '2024-02-29 12:00:00.123456' AS moment;

-- literal_interval
SELECT INTERVAL 'P1Y2M3DT1H' AS span;

-- literal_uuid
SELECT '12345678-9abc-def0-1234-56789abcdef0' AS id;

-- literal_json
SELECT '{"it''s": [1, "a\\b"]}' AS document;

-- all values as literals
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."Name" IN ('Jazz', 'R&B/Soul', 'it''s')
LIMIT 5;

-- bound_values_by_type
SELECT $1::BIGINT AS a, $2::DOUBLE PRECISION AS b, $3::NUMERIC AS c, $4 AS d, $5 AS e, $6::BOOLEAN AS f, NULL AS g, $7::DATE AS h, $8::TIMESTAMP WITHOUT TIME ZONE AS i, $9::TIMESTAMP WITH TIME ZONE AS j, $10 AS k;
-- param_1 = 1, param_2 = 1.5, param_3 = 12.50, param_4 = 'text', param_5 = 01, param_6 = true, param_7 = 2024-02-29, param_8 = 2024-02-29 12:00:00.123456, param_9 = 2024-02-29 12:00:00+00:00, param_10 = [1]

-- ==== functions ====

-- functions_of_texts
SELECT upper("Genre"."Name") AS upper_, lower("Genre"."Name") AS lower_, char_length("Genre"."Name") AS length_, substr("Genre"."Name", $1, $2) AS part, replace("Genre"."Name", $3, $4) AS leet, trim($5) AS trimmed
FROM "Genre"
WHERE "Genre"."GenreId" = $6;
-- substr_1 = 1, substr_2 = 2, replace_1 = 'o', replace_2 = '0', trim_1 = '  x ', GenreId_1 = 1

-- functions_of_numbers
SELECT abs(-"Genre"."GenreId") AS abs_, round("Invoice"."Total", $1) AS round_
FROM "Genre", "Invoice"
WHERE "Genre"."GenreId" = $2 AND "Invoice"."InvoiceId" = $3;
-- round_1 = 1, GenreId_1 = 1, InvoiceId_1 = 2

-- coalesce_and_nullif
SELECT "Customer"."CustomerId", coalesce("Customer"."Company", "Customer"."Fax", $1) AS where_, nullif("Customer"."Country", $2) AS abroad
FROM "Customer"
WHERE "Customer"."CustomerId" <= $3
ORDER BY "Customer"."CustomerId";
-- coalesce_1 = 'none', nullif_1 = 'Brazil', CustomerId_1 = 3

-- aggregates
SELECT count(*) AS n, count("Track"."Composer") AS composers, count(DISTINCT "Track"."GenreId") AS genres, sum("Track"."Milliseconds") AS sum_, min("Track"."Milliseconds") AS min_, max("Track"."Milliseconds") AS max_, avg("Track"."Bytes") AS avg_
FROM "Track";

-- filtered_aggregates
SELECT count(*) FILTER (WHERE "Invoice"."Total" > $1) AS large, sum("Invoice"."Total") FILTER (WHERE "Invoice"."BillingCountry" = $2) AS usa, count(DISTINCT "Invoice"."CustomerId") FILTER (WHERE "Invoice"."Total" < $3) AS small_buyers
FROM "Invoice";
-- Total_1 = 10, BillingCountry_1 = 'USA', Total_2 = 1

-- joined_texts_of_a_group
SELECT "Album"."ArtistId", string_agg("Album"."Title", '; ' ORDER BY "Album"."Title") AS titles
FROM "Album"
WHERE "Album"."ArtistId" = ANY ($1)
GROUP BY "Album"."ArtistId"
ORDER BY "Album"."ArtistId";
-- ArtistId_1 = [1,2]

-- joined_texts_without_an_order
SELECT char_length(string_agg("Genre"."Name", ',')) AS n
FROM "Genre";

-- joined_texts_of_numbers
SELECT string_agg(CAST("MediaType"."MediaTypeId" AS TEXT), '|' ORDER BY "MediaType"."MediaTypeId" DESC) AS ids
FROM "MediaType";

-- within_a_group
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY "Track"."Milliseconds") AS median
FROM "Track";

-- current_times
SELECT now() AS now_, CURRENT_DATE AS date_, CURRENT_TIME AS time_, CURRENT_TIMESTAMP AS stamp_;

-- parts_of_dates
SELECT EXTRACT(year FROM "Employee"."HireDate") AS y, EXTRACT(month FROM "Employee"."HireDate") AS m, EXTRACT(day FROM "Employee"."HireDate") AS d, EXTRACT(hour FROM "Employee"."HireDate") AS h, EXTRACT(minute FROM "Employee"."HireDate") AS mi, EXTRACT(second FROM "Employee"."HireDate") AS s
FROM "Employee"
WHERE "Employee"."EmployeeId" = $1;
-- EmployeeId_1 = 1

-- days_of_week_and_year
SELECT EXTRACT(dow FROM "Employee"."HireDate") AS dow, EXTRACT(doy FROM "Employee"."HireDate") AS doy
FROM "Employee"
WHERE "Employee"."EmployeeId" = $1;
-- EmployeeId_1 = 1

-- week_of_a_date
SELECT EXTRACT(week FROM "Employee"."HireDate") AS w
FROM "Employee"
WHERE "Employee"."EmployeeId" = $1;
-- EmployeeId_1 = 1

-- quarter_of_a_date
SELECT EXTRACT(quarter FROM "Employee"."HireDate") AS q
FROM "Employee"
WHERE "Employee"."EmployeeId" = $1;
-- EmployeeId_1 = 1

-- seconds_since_1970
SELECT EXTRACT(epoch FROM "Employee"."HireDate") AS e
FROM "Employee"
WHERE "Employee"."EmployeeId" = $1;
-- EmployeeId_1 = 1

-- fractions_of_seconds
SELECT EXTRACT(microseconds FROM "Invoice"."InvoiceDate") AS us, EXTRACT(milliseconds FROM "Invoice"."InvoiceDate") AS ms
FROM "Invoice"
WHERE "Invoice"."InvoiceId" = $1;
-- InvoiceId_1 = 1

-- time_zone_of_a_time
SELECT EXTRACT(timezone_hour FROM now()) AS h, EXTRACT(timezone_minute FROM now()) AS m;

-- times_are_compared
SELECT count(*) AS n
FROM "Invoice"
WHERE "Invoice"."InvoiceDate" >= $1 AND "Invoice"."InvoiceDate" < $2;
-- InvoiceDate_1 = 2023-01-01 00:00:00, InvoiceDate_2 = 2024-01-01 00:00:00

-- next_value_of_a_sequence
SELECT nextval('shop."Ticket''s"') AS n;

-- ==== windows ====

-- ranks
SELECT "Track"."TrackId", row_number() OVER (ORDER BY "Track"."TrackId") AS n, rank() OVER (PARTITION BY "Track"."MediaTypeId" ORDER BY "Track"."UnitPrice" DESC) AS r, dense_rank() OVER (ORDER BY "Track"."AlbumId") AS d
FROM "Track"
WHERE "Track"."TrackId" <= $1
ORDER BY "Track"."TrackId";
-- TrackId_1 = 5

-- over_everything
SELECT "Genre"."GenreId", count(*) OVER () AS all_
FROM "Genre"
WHERE "Genre"."GenreId" <= $1
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 2

-- frame_of_rows
SELECT "Invoice"."InvoiceId", sum("Invoice"."Total") OVER (ORDER BY "Invoice"."InvoiceId" ROWS BETWEEN $1 PRECEDING AND $2 FOLLOWING) AS three, sum("Invoice"."Total") OVER (ORDER BY "Invoice"."InvoiceId" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS so_far
FROM "Invoice"
WHERE "Invoice"."InvoiceId" <= $3
ORDER BY "Invoice"."InvoiceId";
-- param_1 = 1, param_2 = 1, InvoiceId_1 = 4

-- frame_of_a_range
SELECT "Genre"."GenreId", count(*) OVER (ORDER BY "Genre"."GenreId" RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS left_
FROM "Genre"
WHERE "Genre"."GenreId" <= $1
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 3

-- frame_of_near_values
SELECT "Genre"."GenreId", count(*) OVER (ORDER BY "Genre"."GenreId" RANGE BETWEEN $1 PRECEDING AND $2 FOLLOWING) AS near_
FROM "Genre"
WHERE "Genre"."GenreId" <= $3
ORDER BY "Genre"."GenreId";
-- param_1 = 1, param_2 = 1, GenreId_1 = 3

-- frame_of_groups
SELECT "Genre"."GenreId", count(*) OVER (ORDER BY "Genre"."GenreId" GROUPS BETWEEN $1 PRECEDING AND CURRENT ROW) AS n
FROM "Genre"
WHERE "Genre"."GenreId" <= $2
ORDER BY "Genre"."GenreId";
-- param_1 = 1, GenreId_1 = 3

-- neighbours
SELECT "Genre"."Name", lag("Genre"."Name", $1) OVER (ORDER BY "Genre"."Name") AS before_, lead("Genre"."Name") OVER (ORDER BY "Genre"."Name") AS behind, first_value("Genre"."Name") OVER (ORDER BY "Genre"."Name") AS first_, ntile(3) OVER (ORDER BY "Genre"."Name") AS third
FROM "Genre"
WHERE "Genre"."GenreId" <= $2
ORDER BY "Genre"."Name";
-- lag_1 = 1, GenreId_1 = 3

-- window_over_groups
SELECT "Customer"."Country", rank() OVER (ORDER BY count(*) DESC) AS place
FROM "Customer"
GROUP BY "Customer"."Country"
ORDER BY count(*) DESC, "Customer"."Country"
LIMIT $1;
-- param_1 = 3

-- window_with_a_filter
SELECT "Genre"."GenreId", count("Genre"."GenreId") FILTER (WHERE "Genre"."GenreId" > $1) OVER (ORDER BY "Genre"."GenreId") AS n
FROM "Genre"
WHERE "Genre"."GenreId" <= $2
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 1, GenreId_2 = 3

-- window_with_nulls_last
SELECT "Customer"."CustomerId", row_number() OVER (ORDER BY "Customer"."Company" NULLS LAST, "Customer"."CustomerId") AS n
FROM "Customer"
WHERE "Customer"."CustomerId" <= $1
ORDER BY "Customer"."CustomerId";
-- CustomerId_1 = 3

-- ==== WITH and compounds ====

-- with_one
WITH large AS (SELECT "Invoice"."CustomerId", "Invoice"."Total"
    FROM "Invoice"
    WHERE "Invoice"."Total" > $1)
SELECT "Customer"."LastName", large."Total"
FROM "Customer"
JOIN large ON large."CustomerId" = "Customer"."CustomerId"
ORDER BY "Customer"."LastName";
-- Total_1 = 20

-- with_two_of_which_one_names_the_other
WITH spent AS (SELECT "Invoice"."CustomerId", sum("Invoice"."Total") AS total
    FROM "Invoice"
    GROUP BY "Invoice"."CustomerId"), most AS (SELECT max(spent.total) AS total
    FROM spent)
SELECT "Customer"."LastName"
FROM "Customer"
JOIN spent ON spent."CustomerId" = "Customer"."CustomerId"
JOIN most ON most.total = spent.total;

-- recursive_numbers
WITH RECURSIVE numbers(n) AS (SELECT 1 AS anon_1
    UNION ALL
    SELECT numbers.n + 1 AS anon_2
    FROM numbers
    WHERE numbers.n < $1)
SELECT sum(numbers.n) AS sum_
FROM numbers;
-- n_1 = 5

-- recursive_tree
WITH RECURSIVE tree("EmployeeId", depth) AS (SELECT "Employee"."EmployeeId", 0 AS depth
    FROM "Employee"
    WHERE "Employee"."ReportsTo" IS NULL
    UNION ALL
    SELECT "Employee"."EmployeeId", tree.depth + 1 AS anon_1
    FROM "Employee"
    JOIN tree ON "Employee"."ReportsTo" = tree."EmployeeId")
SELECT tree.depth, count(*) AS n
FROM tree
GROUP BY tree.depth
ORDER BY tree.depth;

-- materialized_or_not
WITH folded AS NOT MATERIALIZED (SELECT "Genre"."GenreId", "Genre"."Name"
    FROM "Genre"), kept AS MATERIALIZED (SELECT "Genre"."GenreId"
    FROM "Genre"
    WHERE "Genre"."GenreId" < $1)
SELECT folded."Name"
FROM kept
JOIN folded ON kept."GenreId" = folded."GenreId"
ORDER BY folded."GenreId";
-- GenreId_1 = 5

-- with_inside_a_subquery
SELECT count(*) AS n
FROM "Track"
WHERE "Track"."GenreId" IN (WITH low AS (SELECT "Genre"."GenreId"
        FROM "Genre"
        WHERE "Genre"."GenreId" < $1)
    SELECT low."GenreId"
    FROM low);
-- GenreId_1 = 3

-- with_named_in_a_subquery
WITH low AS (SELECT "Genre"."GenreId"
    FROM "Genre"
    WHERE "Genre"."GenreId" < $1)
SELECT count(*) AS n
FROM "Track"
WHERE "Track"."GenreId" IN (SELECT low."GenreId"
    FROM low);
-- GenreId_1 = 3

-- union_of_two
SELECT "Customer"."City"
FROM "Customer"
WHERE "Customer"."Country" = $1
UNION
SELECT "Employee"."City"
FROM "Employee"
WHERE "Employee"."Country" = $2
ORDER BY "City";
-- Country_1 = 'Canada', Country_2 = 'Canada'

-- union_all_of_three
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" = $1
UNION ALL
SELECT "MediaType"."Name"
FROM "MediaType"
WHERE "MediaType"."MediaTypeId" = $2
UNION ALL
SELECT "Artist"."Name"
FROM "Artist"
WHERE "Artist"."ArtistId" = $3;
-- GenreId_1 = 1, MediaTypeId_1 = 1, ArtistId_1 = 1

-- except_and_intersect
(SELECT "Customer"."City"
    FROM "Customer"
    WHERE "Customer"."Country" = $1
    INTERSECT
    SELECT "Invoice"."BillingCity"
    FROM "Invoice"
    WHERE "Invoice"."BillingCountry" = $2)
EXCEPT
SELECT "Employee"."City"
FROM "Employee"
WHERE "Employee"."Country" = $3
ORDER BY "City";
-- Country_1 = 'Canada', BillingCountry_1 = 'Canada', Country_2 = 'Canada'

-- except_all
SELECT "Customer"."Country"
FROM "Customer"
EXCEPT ALL
SELECT "Employee"."Country"
FROM "Employee";

-- intersect_all
SELECT "Customer"."Country"
FROM "Customer"
INTERSECT ALL
SELECT "Employee"."Country"
FROM "Employee";

-- a_compound_with_a_limit
SELECT "Genre"."Name"
FROM "Genre"
UNION ALL
SELECT "MediaType"."Name"
FROM "MediaType"
ORDER BY "Name"
LIMIT $1;
-- param_1 = 3

-- a_compound_with_limit_and_offset
SELECT "Genre"."Name"
FROM "Genre"
UNION ALL
SELECT "MediaType"."Name"
FROM "MediaType"
ORDER BY "Name"
LIMIT $1
OFFSET $2;
-- param_1 = 3, param_2 = 2

-- members_with_limits
(SELECT "Genre"."Name"
    FROM "Genre"
    ORDER BY "Genre"."Name"
    LIMIT $1)
UNION ALL
(SELECT "Artist"."Name"
    FROM "Artist"
    ORDER BY "Artist"."Name"
    LIMIT $2)
ORDER BY "Name" DESC;
-- param_1 = 1, param_2 = 2

-- a_compound_in_from
SELECT count(*) AS n
FROM (SELECT "Genre"."Name"
    FROM "Genre"
    UNION
    SELECT "MediaType"."Name"
    FROM "MediaType") AS names;

-- a_compound_in_in
SELECT "Track"."Name"
FROM "Track"
WHERE "Track"."TrackId" IN (SELECT min("Track"."TrackId") AS min_1
    FROM "Track"
    UNION
    SELECT max("Track"."TrackId") AS max_1
    FROM "Track")
ORDER BY "Track"."TrackId";

-- a_compound_with_one_with
WITH low AS (SELECT "Genre"."GenreId", "Genre"."Name"
    FROM "Genre"
    WHERE "Genre"."GenreId" < $1)
SELECT low."Name"
FROM low
UNION ALL
SELECT low."Name"
FROM low
WHERE low."GenreId" = $2;
-- GenreId_1 = 3, GenreId_2 = 1

-- ==== JSON ====

-- json_parts
SELECT documents.document -> 'name' AS as_json, documents.document ->> 'name' AS as_text, documents.document -> 'list' AS list, documents.document -> 'list' ->> 0 AS first_, documents.document -> 'list' -> 1 ->> 'deep' AS deep
FROM (SELECT "Genre"."GenreId", CAST($1 AS JSONB) AS document
    FROM "Genre"
    WHERE "Genre"."GenreId" = $2) AS documents;
-- param_1 = '{"name": "Ann", "list": [10, {"deep": "x"}], "none": null, "it's": 1}', GenreId_1 = 1

-- json_parts_as_numbers
SELECT CAST(document -> 'a' AS INTEGER) AS whole, document -> 'b' -> 0 AS first, CAST(document -> 'c' AS JSONB) AS part
FROM (SELECT $1 AS document) AS documents;
-- param_1 = {"a": 5, "b": ["x"], "c": {}}

-- json_in_conditions
SELECT documents."GenreId"
FROM (SELECT "Genre"."GenreId", CAST($1 AS JSONB) AS document
    FROM "Genre"
    WHERE "Genre"."GenreId" = $2) AS documents
WHERE documents.document ->> 'name' = $3 AND CAST(documents.document -> 'list' ->> 0 AS INTEGER) > $4 AND documents.document ->> 'absent' IS NULL;
-- param_1 = '{"name": "Ann", "list": [10, {"deep": "x"}], "none": null, "it's": 1}', GenreId_1 = 1, param_2 = 'Ann', param_3 = 9

-- json_key_with_a_quote
SELECT documents.document ->> 'it''s' AS one
FROM (SELECT "Genre"."GenreId", CAST($1 AS JSONB) AS document
    FROM "Genre"
    WHERE "Genre"."GenreId" = $2) AS documents;
-- param_1 = '{"name": "Ann", "list": [10, {"deep": "x"}], "none": null, "it's": 1}', GenreId_1 = 1

-- ==== changes ====

-- insert_of_parameters
INSERT INTO "Playlist" ("PlaylistId", "Name")
VALUES ($1, $2);
-- PlaylistId, Name

-- insert_a_row
INSERT INTO "Genre" ("GenreId", "Name")
VALUES ($1, $2);
-- GenreId_1 = 100, Name_1 = 'Noise'

-- insert_rows
INSERT INTO "Genre" ("GenreId", "Name")
VALUES ($1, $2), ($3, $4);
-- GenreId_1 = 100, Name_1 = 'Noise', GenreId_2 = 101, Name_2 = NULL

-- insert_from_a_select
INSERT INTO "Genre" ("GenreId", "Name")
SELECT "MediaType"."MediaTypeId" + $1 AS anon_1, "MediaType"."Name"
FROM "MediaType";
-- MediaTypeId_1 = 100

-- insert_from_a_select_with_a_with
WITH few AS (SELECT "MediaType"."MediaTypeId", "MediaType"."Name"
    FROM "MediaType"
    WHERE "MediaType"."MediaTypeId" < $1)
INSERT INTO "Genre" ("GenreId", "Name")
SELECT few."MediaTypeId" + $2 AS anon_1, few."Name"
FROM few;
-- MediaTypeId_1 = 3, MediaTypeId_2 = 100

-- insert_defaults
INSERT INTO "Genre" DEFAULT VALUES;

-- insert_a_default
INSERT INTO "Genre" ("GenreId", "Name")
VALUES ($1, DEFAULT);
-- GenreId_1 = 100

-- insert_an_expression
INSERT INTO "Genre" ("GenreId", "Name")
VALUES ((SELECT max("Genre"."GenreId") + $1 AS anon_1
    FROM "Genre"), upper($2));
-- max_1 = 1, upper_1 = 'noise'

-- insert_returning
INSERT INTO "Genre" ("Name")
VALUES ($1)
RETURNING "Genre"."GenreId", upper("Genre"."Name") AS loud;
-- Name_1 = 'Noise'

-- insert_rows_returning
INSERT INTO "Genre" ("Name")
VALUES ($1), ($2)
RETURNING "Genre"."GenreId", "Genre"."Name";
-- Name_1 = 'Noise', Name_2 = 'Silence'

-- upsert_nothing
INSERT INTO "Genre" ("GenreId", "Name")
VALUES ($1, $2)
ON CONFLICT ("GenreId") DO NOTHING;
-- GenreId_1 = 1, Name_1 = 'Noise'

-- upsert_nothing_whatever
INSERT INTO "Genre" ("GenreId", "Name")
VALUES ($1, $2)
ON CONFLICT DO NOTHING;
-- GenreId_1 = 1, Name_1 = 'Noise'

-- upsert_update
INSERT INTO "Genre" ("GenreId", "Name")
VALUES ($1, $2), ($3, $4)
ON CONFLICT ("GenreId") DO UPDATE SET "Name"=excluded."Name";
-- GenreId_1 = 1, Name_1 = 'Rocks', GenreId_2 = 100, Name_2 = 'Noise'

-- upsert_of_old_and_new
INSERT INTO "Genre" ("GenreId", "Name")
VALUES ($1, $2)
ON CONFLICT ("GenreId") DO UPDATE SET "Name"="Genre"."Name" || $3 || excluded."Name";
-- GenreId_1 = 1, Name_1 = 'Roll', param_1 = ' & '

-- upsert_with_a_condition
INSERT INTO "Genre" ("GenreId", "Name")
VALUES ($1, $2)
ON CONFLICT ("GenreId") DO UPDATE SET "Name"=excluded."Name"
WHERE "Genre"."Name" != excluded."Name";
-- GenreId_1 = 1, Name_1 = 'Roll'

-- upsert_from_a_select
INSERT INTO "Genre" ("GenreId", "Name")
SELECT "MediaType"."MediaTypeId", "MediaType"."Name"
FROM "MediaType"
ON CONFLICT ("GenreId") DO UPDATE SET "Name"=excluded."Name";

-- upsert_by_two_columns
INSERT INTO "PlaylistTrack" ("PlaylistId", "TrackId")
VALUES ($1, $2)
ON CONFLICT ("PlaylistId", "TrackId") DO NOTHING;
-- PlaylistId_1 = 1, TrackId_1 = 1

-- upsert_by_a_constraint
INSERT INTO "Genre" ("GenreId", "Name")
VALUES ($1, $2)
ON CONFLICT ON CONSTRAINT "pk_Genre" DO UPDATE SET "Name"=$3;
-- GenreId_1 = 1, Name_1 = 'Roll', Name_2 = 'Rolls'

-- upsert_returning
INSERT INTO "Genre" ("GenreId", "Name")
VALUES ($1, $2)
ON CONFLICT ("GenreId") DO UPDATE SET "Name"=excluded."Name"
RETURNING "Genre"."GenreId", "Genre"."Name";
-- GenreId_1 = 1, Name_1 = 'Roll'

-- update_all
UPDATE "Track"
SET "UnitPrice"="Track"."UnitPrice" * $1;
-- UnitPrice_1 = 2

-- update_some
UPDATE "Customer"
SET "Company"=$1, "Fax"="Customer"."Phone"
WHERE "Customer"."Country" = $2 AND "Customer"."Company" IS NOT NULL;
-- Company_1 = NULL, Country_1 = 'Brazil'

-- update_by_a_subquery
UPDATE "Track"
SET "Composer"=(SELECT "Artist"."Name"
    FROM "Album"
    JOIN "Artist" ON "Album"."ArtistId" = "Artist"."ArtistId"
    WHERE "Album"."AlbumId" = "Track"."AlbumId")
WHERE "Track"."Composer" IS NULL AND "Track"."TrackId" <= $1;
-- TrackId_1 = 100

-- update_from_another_table
UPDATE "Track"
SET "Composer"="Album"."Title"
FROM "Album"
WHERE "Track"."AlbumId" = "Album"."AlbumId" AND "Album"."ArtistId" = $1;
-- ArtistId_1 = 1

-- update_from_a_join
UPDATE "Track"
SET "Composer"="Artist"."Name"
FROM "Album"
JOIN "Artist" ON "Album"."ArtistId" = "Artist"."ArtistId"
WHERE "Track"."AlbumId" = "Album"."AlbumId" AND "Artist"."Name" = $1;
-- Name_1 = 'Accept'

-- update_of_an_alias
UPDATE "Genre" AS g
SET "Name"=$1
WHERE g."GenreId" = $2;
-- Name_1 = 'Noise', GenreId_1 = 1

-- update_from_itself
UPDATE "Employee"
SET "Fax"=manager."Fax"
FROM "Employee" AS manager
WHERE "Employee"."ReportsTo" = manager."EmployeeId";

-- update_with_a_with
WITH cheap AS (SELECT "Invoice"."CustomerId"
    FROM "Invoice"
    GROUP BY "Invoice"."CustomerId"
    HAVING sum("Invoice"."Total") < $1)
UPDATE "Customer"
SET "Company"=$2
WHERE "Customer"."CustomerId" IN (SELECT cheap."CustomerId"
    FROM cheap);
-- sum_1 = 37, Company_1 = 'cheap'

-- update_returning
UPDATE "Genre"
SET "Name"=upper("Genre"."Name")
WHERE "Genre"."GenreId" = $1
RETURNING "Genre"."GenreId", "Genre"."Name";
-- GenreId_1 = 1

-- update_to_the_default
UPDATE "Genre"
SET "Name"=DEFAULT
WHERE "Genre"."GenreId" = $1;
-- GenreId_1 = 1

-- update_with_a_limit
-- refused: cockroachdb has no ORDER BY and LIMIT in a statement that changes rows

-- delete_all
DELETE FROM "PlaylistTrack";

-- delete_some
DELETE FROM "PlaylistTrack"
WHERE "PlaylistTrack"."PlaylistId" = $1 AND "PlaylistTrack"."TrackId" > $2;
-- PlaylistId_1 = 5, TrackId_1 = 100

-- delete_by_a_subquery
DELETE FROM "PlaylistTrack"
WHERE "PlaylistTrack"."TrackId" IN (SELECT "Track"."TrackId"
    FROM "Track"
    WHERE "Track"."GenreId" = $1);
-- GenreId_1 = 1

-- delete_using_another_table
DELETE FROM "PlaylistTrack"
USING "Track"
WHERE "PlaylistTrack"."TrackId" = "Track"."TrackId" AND "Track"."GenreId" = $1;
-- GenreId_1 = 1

-- delete_returning
DELETE FROM "PlaylistTrack"
WHERE "PlaylistTrack"."PlaylistId" = $1
RETURNING "PlaylistTrack"."PlaylistId", "PlaylistTrack"."TrackId";
-- PlaylistId_1 = 18

-- delete_with_a_limit
-- refused: cockroachdb has no ORDER BY and LIMIT in a statement that changes rows

-- delete_of_an_alias
DELETE FROM "PlaylistTrack" AS t
WHERE t."PlaylistId" = $1;
-- PlaylistId_1 = 5

-- delete_of_an_alias_using_another
DELETE FROM "PlaylistTrack" AS t
USING "Track"
WHERE t."TrackId" = "Track"."TrackId" AND "Track"."GenreId" = $1;
-- GenreId_1 = 1

-- merge
-- refused: cockroachdb has no MERGE

-- merge_with_conditions
-- refused: cockroachdb has no MERGE

-- merge_that_deletes
-- refused: cockroachdb has no MERGE

-- merge_from_a_subquery
-- refused: cockroachdb has no MERGE

-- ==== parts of statements ====

-- in_rows_of_values
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" IN (VALUES ($1::BIGINT), ($2::BIGINT))
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 1, GenreId_2 = 2

-- any_of_rows_of_values
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" = ANY (VALUES ($1::BIGINT), ($2::BIGINT))
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 1, GenreId_2 = 2

-- single_values_of_a_function
SELECT x
FROM unnest(ARRAY[$1, $2]) AS x;
-- unnest_1 = 1, unnest_2 = 2

-- a_function_of_typed_rows
SELECT r.a, r.b
FROM json_to_recordset($1) AS r(a INTEGER, b TEXT);
-- json_to_recordset_1 = [{"a": 1, "b": "x"}]

-- in_lists_of_many_lengths
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" = ANY ($1) OR "Genre"."GenreId" = ANY ($2) OR "Genre"."Name" = ANY ($3)
ORDER BY "Genre"."GenreId";
-- GenreId_1 = [7], GenreId_2 = [1,2,3,4,5], Name_1 = ["Opera",null]

-- a_parameter_in_a_list
SELECT "Genre"."Name"
FROM "Genre"
WHERE $1 = ANY ($2::INTEGER[])
ORDER BY "Genre"."GenreId"
LIMIT $3;
-- n, param_1 = [1,2], param_2 = 1

-- not_in_a_list_with_null
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."Name" <> ALL ($1);
-- Name_1 = ["Rock",null]

-- an_expression_in_a_list
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" + $1 = ANY ($2)
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 1, param_1 = [2,3]

-- labels_of_tables
SELECT "Album"."AlbumId" AS "Album_AlbumId", "Album"."ArtistId" AS "Album_ArtistId", "Artist"."ArtistId" AS "Artist_ArtistId", "Artist"."Name" AS "Artist_Name"
FROM "Album"
JOIN "Artist" ON "Album"."ArtistId" = "Artist"."ArtistId"
WHERE "Album"."AlbumId" = $1;
-- AlbumId_1 = 3

-- labels_of_nothing
SELECT "Artist"."Name", "Genre"."Name"
FROM "Artist", "Genre"
WHERE "Artist"."ArtistId" = $1 AND "Genre"."GenreId" = $2;
-- ArtistId_1 = 1, GenreId_1 = 1

-- references_to_labels
SELECT "Customer"."Country", count(*) AS n
FROM "Customer"
GROUP BY "Customer"."Country"
ORDER BY n DESC, "Customer"."Country"
LIMIT $1;
-- param_1 = 3

-- raw_with_values
SELECT "Genre"."Name"
FROM "Genre"
WHERE ("GenreId" BETWEEN $1 AND $2) AND "Genre"."GenreId" != $3
ORDER BY "Genre"."GenreId";
-- low_1 = 3, high_1 = 5, GenreId_1 = 4

-- raw_as_a_query
SELECT "some".id, "some".name
FROM (SELECT "GenreId" AS id, "Name" AS name
    FROM "Genre"
    WHERE "GenreId" < $1) AS "some"
ORDER BY "some".id;
-- n_1 = 3

-- set_by_what_is_set
UPDATE "Genre"
SET "GenreId"="Genre"."GenreId" + $1, "Name"=$2 || CAST(("Genre"."GenreId" + $3) AS VARCHAR(10))
WHERE "Genre"."GenreId" = $4;
-- GenreId_1 = 100, param_1 = 'number ', GenreId_2 = 100, GenreId_3 = 25

-- inserted_by_what_is_inserted
INSERT INTO "Genre" ("GenreId", "Name")
VALUES ($1, CAST($2 * $3 AS VARCHAR(10)));
-- GenreId_1 = 201, GenreId_2 = 201, param_1 = 2

-- set_to_a_condition
UPDATE "Genre"
SET "Name"=CAST("Genre"."GenreId" = $1 AS VARCHAR(5))
WHERE "Genre"."GenreId" = $2;
-- GenreId_1 = 4, GenreId_2 = 4

-- hints_of_a_cte
WITH "some" AS (SELECT "Genre"."GenreId"
    FROM "Genre")
SELECT count(*) AS n
FROM "some";

-- between_whichever_is_lower
SELECT "Genre"."GenreId", "Genre"."GenreId" BETWEEN SYMMETRIC $1 AND $2 AS inside
FROM "Genre"
WHERE "Genre"."GenreId" BETWEEN SYMMETRIC $3 AND $4 AND "Genre"."GenreId" NOT BETWEEN SYMMETRIC $5 AND $6
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 9, GenreId_2 = 5, GenreId_3 = 7, GenreId_4 = 5, GenreId_5 = 6, GenreId_6 = 6

-- operators_before_and_behind
SELECT - ("Genre"."GenreId" + $1) AS negative
FROM "Genre"
WHERE "Genre"."Name" IS NULL AND - "Genre"."GenreId" > $2;
-- GenreId_1 = 1, param_1 = -5

-- a_collation_of_a_schema
-- refused: cockroachdb has no collations in a schema

-- all_but_what_is_left_out
SELECT "Customer"."CustomerId", "Customer"."LastName"
FROM "Customer"
WHERE "Customer"."CustomerId" = $1;
-- CustomerId_1 = 1

-- left_out_but_named
SELECT "Customer"."LastName", "Customer"."Fax"
FROM "Customer"
WHERE "Customer"."CustomerId" = $1;
-- CustomerId_1 = 1

-- inserted_without_what_is_left_out
INSERT INTO "Customer" ("CustomerId", "LastName", "Fax")
VALUES ($1, $2, $3);
-- CustomerId_1 = 100, LastName_1 = 'Doe', Fax_1 = '1'

-- joins_of_an_alias
SELECT boss."LastName", "Customer"."LastName" AS "LastName_1"
FROM "Employee" AS boss
JOIN "Customer" ON "Customer"."SupportRepId" = boss."EmployeeId"
WHERE "Customer"."CustomerId" < $1
ORDER BY "Customer"."CustomerId";
-- CustomerId_1 = 4

-- ==== older servers ====
