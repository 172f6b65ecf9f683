-- ==== queries ====

-- all_of_a_table
SELECT "Genre"."GenreId", "Genre"."Name"
FROM "Genre"
ORDER BY "Genre"."GenreId";
-- found: 25 rows, sum 0a56964d, first: 1, Rock

-- from_follows_from_the_columns
SELECT "Artist"."Name", "Album"."Title"
FROM "Artist", "Album"
WHERE "Album"."ArtistId" = "Artist"."ArtistId" AND "Artist"."ArtistId" = ?
ORDER BY "Album"."AlbumId";
-- ArtistId_1 = 1
-- found: 2 rows, sum 65b5b739, first: AC/DC, For Those About To Rock We Salute You

-- nothing_to_select_from
SELECT ? AS one, ? AS text;
-- param_1 = 1, param_2 = 'it's'
-- found: 1 rows, sum 646f44bb, first: 1, it's

-- condition_without_tables
SELECT ? AS one
WHERE 1 = ?;
-- param_1 = 1, param_2 = 1
-- found: 1 rows, sum d2ec4a59, first: 1

-- star_of_one_table
SELECT "MediaType".*
FROM "MediaType"
ORDER BY "MediaType"."MediaTypeId";
-- found: 5 rows, sum 3a5d6360, first: 1, MPEG audio file

-- distinct_rows
SELECT DISTINCT "Customer"."Country"
FROM "Customer"
ORDER BY "Customer"."Country";
-- found: 24 rows, sum 177ec1aa, first: Argentina

-- distinct_on
-- refused: sqlite has no DISTINCT ON

-- conditions_add_up
SELECT "Track"."TrackId"
FROM "Track"
WHERE "Track"."GenreId" = ? AND "Track"."Milliseconds" > ?
ORDER BY "Track"."TrackId";
-- GenreId_1 = 2, Milliseconds_1 = 400000
-- found: 13 rows, sum f1c4bc77, first: 124

-- join_by_foreign_keys
SELECT "Album"."Title", "Artist"."Name"
FROM "Album"
JOIN "Artist" ON "Album"."ArtistId" = "Artist"."ArtistId"
WHERE "Artist"."Name" = ?
ORDER BY "Album"."Title";
-- Name_1 = 'Accept'
-- found: 2 rows, sum 30903cd4, first: Balls to the Wall, Accept

-- join_along_relationships
SELECT "Track"."Name", "Artist"."Name" AS "Name_1"
FROM "Track"
JOIN "Album" ON "Track"."AlbumId" = "Album"."AlbumId"
JOIN "Artist" ON "Album"."ArtistId" = "Artist"."ArtistId"
ORDER BY "Track"."TrackId"
LIMIT ?;
-- param_1 = 3
-- found: 3 rows, sum 89dc0036, first: For Those About To Rock (We Salute You), AC/DC

-- join_through_a_table
SELECT "Playlist"."Name", count("Track"."TrackId") AS n
FROM "Playlist"
LEFT OUTER JOIN "PlaylistTrack" ON "PlaylistTrack"."PlaylistId" = "Playlist"."PlaylistId"
LEFT OUTER JOIN "Track" ON "PlaylistTrack"."TrackId" = "Track"."TrackId"
GROUP BY "Playlist"."PlaylistId", "Playlist"."Name"
ORDER BY "Playlist"."PlaylistId";
-- found: 18 rows, sum df9871f7, first: Music, 3290

-- left_join_on
SELECT "Artist"."Name", "Album"."Title"
FROM "Artist"
LEFT OUTER JOIN "Album" ON "Album"."ArtistId" = "Artist"."ArtistId" AND "Album"."Title" != ?
WHERE "Artist"."ArtistId" <= ?
ORDER BY "Artist"."ArtistId", "Album"."Title";
-- Title_1 = 'Facelift', ArtistId_1 = 5
-- found: 7 rows, sum f024762c, first: AC/DC, For Those About To Rock We Salute You

-- full_join
SELECT count(*) AS n
FROM "Customer"
FULL OUTER JOIN "Employee" ON "Customer"."City" = "Employee"."City";
-- found: 1 rows, sum 41aa7216, first: 66

-- cross_join
SELECT count(*) AS n
FROM "Genre"
CROSS JOIN "MediaType";
-- found: 1 rows, sum b2d2b776, first: 125

-- nested_joins
SELECT "Artist"."Name", count("Track"."TrackId") AS n
FROM "Artist"
LEFT OUTER JOIN ("Album" JOIN "Track" ON "Track"."AlbumId" = "Album"."AlbumId") ON "Artist"."ArtistId" = "Album"."ArtistId"
WHERE "Artist"."ArtistId" IN (?, ?)
GROUP BY "Artist"."ArtistId", "Artist"."Name"
ORDER BY "Artist"."ArtistId";
-- ArtistId_1 = 1, ArtistId_2 = 25
-- found: 2 rows, sum 36c88eee, first: AC/DC, 18

-- a_table_twice
SELECT "Employee"."LastName", manager."LastName" AS manager
FROM "Employee"
LEFT OUTER JOIN "Employee" AS manager ON "Employee"."ReportsTo" = manager."EmployeeId"
ORDER BY "Employee"."EmployeeId";
-- found: 8 rows, sum 9559ced2, first: Adams, NULL

-- an_alias_without_a_name
SELECT count(*) AS n
FROM "Genre"
JOIN "Genre" AS "Genre_1" ON "Genre"."GenreId" < "Genre_1"."GenreId";
-- found: 1 rows, sum e9d9a5b7, first: 300

-- a_subquery_in_from
SELECT "Customer"."LastName", totals.spent
FROM "Customer"
JOIN (SELECT "Invoice"."CustomerId", sum("Invoice"."Total") AS spent
    FROM "Invoice"
    GROUP BY "Invoice"."CustomerId") AS totals ON totals."CustomerId" = "Customer"."CustomerId"
WHERE totals.spent > ?
ORDER BY "Customer"."LastName";
-- spent_1 = 45
-- found: 5 rows, sum b414860a, first: Cunningham, 47.62

-- an_ordered_subquery_in_from
SELECT count(sorted."GenreId") AS n
FROM (SELECT "Genre"."GenreId", "Genre"."Name"
    FROM "Genre"
    ORDER BY "Genre"."Name") AS sorted;
-- found: 1 rows, sum f4dad88d, first: 25

-- a_lateral_subquery
-- refused: sqlite has no LATERAL

-- a_sample_of_a_table
-- refused: sqlite has no TABLESAMPLE

-- a_sample_by_rows
-- refused: sqlite has no TABLESAMPLE

-- a_sample_of_an_alias
-- refused: sqlite has no TABLESAMPLE

-- an_alias_of_a_sample
-- refused: sqlite has no TABLESAMPLE

-- a_table_of_values
SELECT words.word, "Genre"."Name"
FROM (SELECT ? AS id, ? AS word
    UNION ALL
    VALUES (?, ?)) AS words
JOIN "Genre" ON "Genre"."GenreId" = words.id
ORDER BY "Genre"."GenreId";
-- param_1 = 1, param_2 = 'one', param_3 = 2, param_4 = 'two'
-- found: 2 rows, sum 4e40499e, first: one, Rock

-- a_function_of_rows
-- refused: sqlite has no names or types of a table function's columns

-- rows_of_json
SELECT sum(items.value) AS sum
FROM json_each(?) AS items;
-- json_each_1 = '[3, 4, 5]'
-- found: 1 rows, sum ae38c18f, first: 12

-- scalar_subquery
SELECT "Artist"."Name", (SELECT count(*) AS count_1
    FROM "Album"
    WHERE "Album"."ArtistId" = "Artist"."ArtistId") AS albums
FROM "Artist"
WHERE "Artist"."ArtistId" <= ?
ORDER BY "Artist"."ArtistId";
-- ArtistId_1 = 4
-- found: 4 rows, sum 4c5aaa71, first: AC/DC, 2

-- exists_and_not
SELECT "Artist"."Name"
FROM "Artist"
WHERE EXISTS (SELECT "Album"."AlbumId"
    FROM "Album"
    WHERE "Album"."ArtistId" = "Artist"."ArtistId" AND "Album"."Title" LIKE ? || '%' ESCAPE '/') AND (NOT EXISTS (SELECT "Album"."AlbumId"
    FROM "Album"
    WHERE "Album"."ArtistId" = "Artist"."ArtistId" AND "Album"."Title" LIKE '%' || ? ESCAPE '/'))
ORDER BY "Artist"."ArtistId"
LIMIT ?;
-- Title_1 = 'A', Title_2 = 's', param_1 = 5
-- found: 5 rows, sum ded2b449, first: Black Label Society

-- in_a_subquery
SELECT "Customer"."LastName"
FROM "Customer"
WHERE "Customer"."SupportRepId" IN (SELECT "Employee"."EmployeeId"
    FROM "Employee"
    WHERE "Employee"."City" = ?)
ORDER BY "Customer"."LastName"
LIMIT ?;
-- City_1 = 'Calgary', param_1 = 3
-- found: 3 rows, sum d7fe1125, first: Almeida

-- correlated_with_one_of_two
SELECT "Album"."Title", "Artist"."Name"
FROM "Album"
JOIN "Artist" ON "Album"."ArtistId" = "Artist"."ArtistId"
WHERE "Album"."AlbumId" = (SELECT min("Album"."AlbumId") AS min_1
    FROM "Album"
    WHERE "Album"."ArtistId" = "Artist"."ArtistId")
ORDER BY "Artist"."ArtistId"
LIMIT ?;
-- param_1 = 3
-- found: 3 rows, sum 0e368ac6, first: For Those About To Rock We Salute You, AC/DC

-- any_and_all
-- refused: sqlite has no ALL: compare with the query's max() or min()

-- group_and_having
SELECT "Track"."AlbumId", count(*) AS n, sum("Track"."Milliseconds") AS length
FROM "Track"
GROUP BY "Track"."AlbumId"
HAVING count(*) > ?
ORDER BY count(*) DESC, "Track"."AlbumId";
-- count_1 = 25
-- found: 4 rows, sum 883dea51, first: 141, 57, 15065731

-- order_by_a_label
SELECT "Customer"."Country", count(*) AS n
FROM "Customer"
GROUP BY "Customer"."Country"
ORDER BY n DESC, "Customer"."Country"
LIMIT ?;
-- param_1 = 4
-- found: 4 rows, sum 5788973a, first: USA, 13

-- group_by_rollup
-- refused: sqlite has no ROLLUP

-- group_by_cube
-- refused: sqlite has no CUBE

-- group_by_grouping_sets
-- refused: sqlite has no GROUPING SETS

-- limit
SELECT "Genre"."Name"
FROM "Genre"
ORDER BY "Genre"."Name"
LIMIT ?;
-- param_1 = 3
-- found: 3 rows, sum 1264ab8f, first: Alternative

-- offset
SELECT "Genre"."Name"
FROM "Genre"
ORDER BY "Genre"."Name"
LIMIT -1
OFFSET ?;
-- param_1 = 20
-- found: 5 rows, sum e3908adc, first: Sci Fi & Fantasy

-- limit_and_offset
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" > ?
ORDER BY "Genre"."Name"
LIMIT ?
OFFSET ?;
-- GenreId_1 = 2, param_1 = 3, param_2 = 5
-- found: 3 rows, sum 5b4c1137, first: Comedy

-- limit_without_an_order
SELECT ? AS one
FROM "Genre"
LIMIT ?;
-- param_1 = 1, param_2 = 2
-- found: 2 rows, sum a5d894b2, first: 1

-- offset_without_an_order
SELECT ? AS one
FROM "Genre"
LIMIT -1
OFFSET ?;
-- param_1 = 1, param_2 = 22
-- found: 3 rows, sum 78c4df0b, first: 1

-- limit_by_an_expression
SELECT "Genre"."Name"
FROM "Genre"
ORDER BY "Genre"."Name"
LIMIT ? + ?;
-- n, param_1 = 1
-- found: 3 rows, sum 1264ab8f, first: Alternative

-- limit_in_a_subquery
SELECT max(first."Name") AS last_of_them
FROM (SELECT "Genre"."Name"
    FROM "Genre"
    ORDER BY "Genre"."Name"
    LIMIT ?) AS first;
-- param_1 = 3
-- found: 1 rows, sum 8afe8b9f, first: Blues

-- fetch_first
SELECT "Genre"."Name"
FROM "Genre"
ORDER BY "Genre"."Name"
LIMIT ?;
-- param_1 = 2
-- found: 2 rows, sum 87661ff0, first: Alternative

-- fetch_first_with_ties
-- refused: sqlite has no FETCH FIRST … PERCENT or WITH TIES

-- fetch_first_percent
-- refused: sqlite has no FETCH FIRST … PERCENT or WITH TIES

-- nulls_first_and_last
SELECT "Customer"."Company", "Customer"."Fax"
FROM "Customer"
ORDER BY "Customer"."Company" NULLS FIRST, "Customer"."Fax" DESC NULLS LAST, "Customer"."CustomerId"
LIMIT ?;
-- param_1 = 4
-- found: 4 rows, sum e38a1154, first: NULL, +55 (61) 3363-7855

-- order_by_expressions
SELECT "Genre"."Name"
FROM "Genre"
ORDER BY length("Genre"."Name"), lower("Genre"."Name") DESC, "Genre"."GenreId" % ? ASC
LIMIT ?;
-- GenreId_1 = 2, param_1 = 3
-- found: 3 rows, sum 24d3a10b, first: Pop

-- for_update
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" = ?;
-- GenreId_1 = 1
-- found: 1 rows, sum 69b165b1, first: Rock

-- for_update_of_nowait
SELECT "Track"."Name", "Album"."Title"
FROM "Track"
JOIN "Album" ON "Track"."AlbumId" = "Album"."AlbumId"
WHERE "Track"."TrackId" = ?;
-- TrackId_1 = 1
-- found: 1 rows, sum 94e757ce, first: For Those About To Rock (We Salute You), For Those About To Rock We Salute You

-- for_update_skip_locked
SELECT "Genre"."Name"
FROM "Genre"
ORDER BY "Genre"."GenreId"
LIMIT ?;
-- param_1 = 1
-- found: 1 rows, sum 69b165b1, first: Rock

-- for_share
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" = ?;
-- GenreId_1 = 1
-- found: 1 rows, sum 69b165b1, first: Rock

-- for_key_share
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" = ?;
-- GenreId_1 = 1
-- found: 1 rows, sum 69b165b1, first: Rock

-- for_share_skip_locked
SELECT "Genre"."Name"
FROM "Genre";
-- found: 25 rows, sum d0ca33b1, first: Rock

-- for_update_of_an_alias
SELECT "Employee"."LastName"
FROM "Employee"
LEFT OUTER JOIN "Employee" AS manager ON "Employee"."ReportsTo" = manager."EmployeeId";
-- found: 8 rows, sum 20eecfce, first: Adams

-- for_update_of_a_subquery
SELECT some."GenreId"
FROM (SELECT "Genre"."GenreId"
    FROM "Genre"
    WHERE "Genre"."GenreId" < ?) AS some;
-- GenreId_1 = 3
-- found: 2 rows, sum a5ddbd77, first: 1

-- for_update_beside_a_hint
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" = ?;
-- GenreId_1 = 3
-- found: 1 rows, sum 0dd0f139, first: Metal

-- hints_of_a_dialect
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" = ?;
-- GenreId_1 = 3
-- found: 1 rows, sum 0dd0f139, first: Metal

-- ==== names and parameters ====

-- reserved_words
SELECT "order"."GenreId" AS "select", "order"."Name" AS user
FROM "Genre" AS "order"
WHERE "order"."GenreId" = ?;
-- GenreId_1 = 1
-- found: 1 rows, sum a1fc8b5d, first: 1, Rock

-- names_that_want_quotes
SELECT "two words"."GenreId" AS "Upper", "two words"."Name" AS "a-b", ? AS "1st", ? AS "q'u`o]t[e", ? AS _low, ? AS "50%", ? AS "a:b", ? AS "a.b"
FROM "Genre" AS "two words"
WHERE "two words"."GenreId" = ?;
-- param_1 = 1, param_2 = 2, param_3 = 3, param_4 = 4, param_5 = 5, param_6 = 6, GenreId_1 = 1
-- found: 1 rows, sum f7ae0a12, first: 1, Rock, 1, 2, 3, 4, 5, 6

-- names_that_want_none
SELECT plain_name1."GenreId" AS lower_case
FROM "Genre" AS plain_name1
WHERE plain_name1."GenreId" = ?;
-- GenreId_1 = 1
-- found: 1 rows, sum d2ec4a59, first: 1

-- a_table_in_a_schema
SELECT main."Genre"."Name"
FROM main."Genre"
WHERE main."Genre"."GenreId" = ?;
-- GenreId_1 = 2
-- found: 1 rows, sum 51623a3d, first: Jazz

-- columns_of_one_name
SELECT "Artist"."Name", "Genre"."Name" AS "Name_1", "MediaType"."Name" AS "Name_2"
FROM "Artist", "Genre", "MediaType"
WHERE "Artist"."ArtistId" = ? AND "Genre"."GenreId" = ? AND "MediaType"."MediaTypeId" = ?;
-- ArtistId_1 = 1, GenreId_1 = 1, MediaTypeId_1 = 1
-- found: 1 rows, sum 1fcf9342, first: AC/DC, Rock, MPEG audio file

-- columns_of_one_name_in_a_subquery
SELECT pair."Name", pair."Name_1"
FROM (SELECT "Artist"."Name", "Genre"."Name" AS "Name_1"
    FROM "Artist", "Genre"
    WHERE "Artist"."ArtistId" = ? AND "Genre"."GenreId" = ?) AS pair;
-- ArtistId_1 = 1, GenreId_1 = 1
-- found: 1 rows, sum bec2fe62, first: AC/DC, Rock

-- expressions_without_a_label
SELECT count(*) AS count_1, max("Genre"."GenreId") AS max_1, min("Genre"."GenreId") + ? AS anon_1, CAST(max("Genre"."GenreId") AS INTEGER) AS anon_2
FROM "Genre";
-- min_1 = 1
-- found: 1 rows, sum 141e5d24, first: 25, 25, 2, 25

-- a_label_that_is_too_long
SELECT "Genre"."GenreId" AS a_name_that_goes_on_and_on_until_no_database_at_all_would_take_it_as_it_stands_for_it_has_more_than_a_hundred_and_thirty_letters_in_it
FROM "Genre"
WHERE "Genre"."GenreId" = ?;
-- GenreId_1 = 1
-- found: 1 rows, sum d2ec4a59, first: 1

-- made_up_names_that_are_short
SELECT anon_1."GenreId"
FROM (SELECT "Genre"."GenreId"
    FROM "Genre"
    WHERE "Genre"."GenreId" = ?) AS anon_1;
-- GenreId_1 = 1
-- found: 1 rows, sum d2ec4a59, first: 1

-- a_named_parameter_twice
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" = ? OR "Genre"."GenreId" = ? + ?
ORDER BY "Genre"."GenreId";
-- id, id, param_1 = 1
-- found: 2 rows, sum a1f8a600, first: Alternative & Punk

-- names_of_parameters
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" = ? AND "Genre"."GenreId" != ? AND lower("Genre"."Name") LIKE ? AND ? + ? = ?;
-- GenreId_1 = 1, GenreId_2 = 2, lower_1 = 'r%', param_1 = 1, param_2 = 1, param_3 = 2
-- found: 1 rows, sum 69b165b1, first: Rock

-- parameters_in_order_of_the_text
WITH high AS (SELECT "Genre"."GenreId"
    FROM "Genre"
    WHERE "Genre"."GenreId" > ?)
SELECT high."GenreId" + ? AS n
FROM high
WHERE high."GenreId" > ?
ORDER BY high."GenreId"
LIMIT ?
OFFSET ?;
-- GenreId_1 = 1, GenreId_2 = 2, GenreId_3 = 3, param_1 = 4, param_2 = 5
-- found: 4 rows, sum b8cf42b2, first: 11

-- raw_expressions
SELECT "Genre"."Name"
FROM "Genre"
WHERE (GenreId > ? OR 'a:b' = '%') AND "Genre"."GenreId" > (1 + 1)
ORDER BY "Genre"."GenreId"
LIMIT ?;
-- n, param_1 = 2
-- found: 2 rows, sum a1f8a600, first: Alternative & Punk

-- percent_in_literals
SELECT 7 % 4 AS three, '%s %% 100%' AS text;
-- found: 1 rows, sum 4fbac79c, first: 3, %s %% 100%

-- ==== expressions ====

-- arithmetic
SELECT "Track"."TrackId", "Track"."Milliseconds" / (? + 0.0) AS exact, "Track"."Milliseconds" / ? AS floored, "Track"."Milliseconds" % ? AS rest, -"Track"."Milliseconds" AS negative, "Track"."UnitPrice" / (? + 0.0) AS half
FROM "Track"
WHERE "Track"."TrackId" <= ?
ORDER BY "Track"."TrackId";
-- Milliseconds_1 = 1000, Milliseconds_2 = 1000, Milliseconds_3 = 1000, UnitPrice_1 = 2, TrackId_1 = 2
-- found: 2 rows, sum 40676db8, first: 1, 343.719, 343, 719, -343719, 0.495

-- precedence_of_arithmetic
SELECT ("Genre"."GenreId" + ?) * ("Genre"."GenreId" - (? - ?)) AS a, ("Genre"."GenreId" - ?) - ? AS b, -(-"Genre"."GenreId") AS c
FROM "Genre"
WHERE "Genre"."GenreId" = ?;
-- GenreId_1 = 1, param_1 = 2, param_2 = 1, GenreId_2 = 2, param_3 = 1, GenreId_3 = 3
-- found: 1 rows, sum 06895cd7, first: 8, 0, 3

-- bits
SELECT "Genre"."GenreId" & ? AS and_, "Genre"."GenreId" | ? AS or_, ("Genre"."GenreId" | ?) - ("Genre"."GenreId" & ?) AS xor_, (~"Genre"."GenreId") & ? AS not_, "Genre"."GenreId" << ? AS left_, "Genre"."GenreId" >> ? AS right_
FROM "Genre"
WHERE "Genre"."GenreId" = ?;
-- GenreId_1 = 6, GenreId_2 = 8, GenreId_3 = 3, GenreId_4 = 3, param_1 = 7, GenreId_5 = 2, GenreId_6 = 1, GenreId_7 = 5
-- found: 1 rows, sum 969a835f, first: 4, 13, 6, 2, 20, 2

-- comparisons
SELECT "Genre"."GenreId"
FROM "Genre"
WHERE "Genre"."GenreId" > ? AND "Genre"."GenreId" >= ? AND "Genre"."GenreId" < ? AND "Genre"."GenreId" <= ? AND "Genre"."Name" != ? AND "Genre"."GenreId" BETWEEN ? AND ? AND "Genre"."GenreId" NOT BETWEEN ? AND ?
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 3, GenreId_2 = 4, GenreId_3 = 12, GenreId_4 = 11, Name_1 = 'Jazz', GenreId_5 = 5, GenreId_6 = 10, GenreId_7 = 7, GenreId_8 = 8
-- found: 4 rows, sum 26fb2631, first: 5

-- null_is_compared_by_is
SELECT count(*) AS n
FROM "Customer"
WHERE "Customer"."Company" IS NULL AND "Customer"."Phone" IS NOT NULL AND "Customer"."Email" IS NOT NULL;
-- found: 1 rows, sum 6744ba1a, first: 48

-- is_distinct_from
SELECT count(*) AS n
FROM "Customer"
WHERE "Customer"."Company" IS NOT ? AND "Customer"."State" IS (SELECT max("Customer"."State") AS max_1
    FROM "Customer"
    WHERE 0 = 1);
-- Company_1 = 'Apple Inc.'
-- found: 1 rows, sum f4f8eda1, first: 29

-- and_or_not
SELECT "Genre"."GenreId"
FROM "Genre"
WHERE "Genre"."GenreId" > ? AND "Genre"."GenreId" < ? OR NOT ("Genre"."GenreId" > ? OR "Genre"."Name" = ?)
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 3, GenreId_2 = 6, GenreId_3 = 1, Name_1 = 'Jazz'
-- found: 3 rows, sum 78b06fea, first: 1

-- true_and_false
SELECT count(*) AS n
FROM "Genre"
WHERE "Genre"."GenreId" > ?;
-- GenreId_1 = 5
-- found: 1 rows, sum f4e7a480, first: 20

-- false_alone
SELECT "Genre"."GenreId"
FROM "Genre"
WHERE 0 = 1;
-- found: 0 rows

-- conditions_of_no_terms
SELECT count(*) AS n
FROM "Genre"
WHERE 1 = 1 AND (NOT 0 = 1);
-- found: 1 rows, sum f4dad88d, first: 25

-- truth_as_a_value
SELECT 1 AS yes, 0 AS no, ? AS bound;
-- param_1 = true
-- found: 1 rows, sum e5d628b8, first: 1, 0, 1

-- boolean_columns
SELECT flags."GenreId"
FROM (SELECT "Genre"."GenreId", CASE WHEN "Genre"."GenreId" < ? THEN 1 ELSE 0 END AS low
    FROM "Genre") AS flags
WHERE (flags.low = 1 OR flags."GenreId" = ?) AND (flags.low = 0 OR flags."GenreId" != ?) AND flags.low IS 1
ORDER BY flags."GenreId";
-- GenreId_1 = 4, GenreId_2 = 7, GenreId_3 = 2
-- found: 2 rows, sum a5dd11e0, first: 1

-- a_condition_as_a_column
SELECT "Genre"."Name", "Genre"."GenreId" > ? AS high
FROM "Genre"
WHERE "Genre"."GenreId" BETWEEN ? AND ?
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 3, GenreId_2 = 3, GenreId_3 = 4
-- found: 2 rows, sum d485bfef, first: Metal, 0

-- comparison_of_conditions
SELECT "Genre"."GenreId"
FROM "Genre"
WHERE ("Genre"."GenreId" > ?) = ("Genre"."GenreId" < ?)
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 3, GenreId_2 = 6
-- found: 2 rows, sum a5c42591, first: 4

-- conditions_as_values
SELECT "Genre"."GenreId", EXISTS (SELECT "Track"."TrackId"
    FROM "Track"
    WHERE "Track"."GenreId" = "Genre"."GenreId") AS used, "Genre"."Name" IS NULL AS nameless, "Genre"."GenreId" > ? AND "Genre"."Name" LIKE ? AS both, "Genre"."GenreId" NOT IN (?, ?) AS others, coalesce("Genre"."GenreId" > ?, 0) AS above
FROM "Genre"
WHERE "Genre"."GenreId" BETWEEN ? AND ?
ORDER BY "Genre"."GenreId" > ? DESC, "Genre"."GenreId";
-- GenreId_1 = 3, Name_1 = '%o%', GenreId_2 = 4, GenreId_3 = 5, GenreId_4 = 4, GenreId_5 = 3, GenreId_6 = 5, GenreId_7 = 4
-- found: 3 rows, sum 563de3b7, first: 5, 1, 0, 1, 0, 1

-- groups_of_a_condition
SELECT count(*) AS n
FROM "Genre"
GROUP BY "Genre"."GenreId" < 10
HAVING count(*) != ?
ORDER BY count(*);
-- count_1 = 0
-- found: 2 rows, sum 812e0644, first: 9

-- case_of_conditions_as_results
SELECT "Genre"."GenreId", CASE WHEN "Genre"."Name" = ? THEN "Genre"."GenreId" > ? ELSE 0 END AS kind
FROM "Genre"
WHERE CASE WHEN "Genre"."GenreId" < ? THEN 1 ELSE 0 END
ORDER BY "Genre"."GenreId";
-- Name_1 = 'Jazz', GenreId_1 = 1, GenreId_2 = 4
-- found: 3 rows, sum ffdabce0, first: 1, 0

-- in_a_list
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" IN (?, ?, ?, ?) AND "Genre"."Name" NOT IN (?, ?)
ORDER BY "Genre"."Name";
-- GenreId_1 = 1, GenreId_2 = 3, GenreId_3 = 5, GenreId_4 = 5, Name_1 = 'Jazz', Name_2 = 'Blues'
-- found: 3 rows, sum dd53cdcf, first: Metal

-- in_an_empty_list
SELECT count(*) AS n
FROM "Customer"
WHERE "Customer"."Company" IN (SELECT NULL
    FROM (SELECT NULL)
    WHERE 1!=1);
-- found: 1 rows, sum d2ecf5f0, first: 0

-- not_in_an_empty_list
SELECT count(*) AS n
FROM "Customer"
WHERE "Customer"."Company" NOT IN (SELECT NULL
    FROM (SELECT NULL)
    WHERE 1!=1) AND ("Customer"."Fax" NOT IN (SELECT NULL
    FROM (SELECT NULL)
    WHERE 1!=1) OR "Customer"."CustomerId" = ?);
-- CustomerId_1 = 1
-- found: 1 rows, sum faae1bdc, first: 59

-- tuples_in_a_list
SELECT "Customer"."LastName"
FROM "Customer"
WHERE ("Customer"."City", "Customer"."Country") IN (VALUES (?, ?), (?, ?))
ORDER BY "Customer"."LastName";
-- param_1 = 'Paris', param_2 = 'France', param_3 = 'Rome', param_4 = 'Italy'
-- found: 3 rows, sum 3ac283bc, first: Bernard

-- tuples_in_a_subquery
SELECT count(*) AS n
FROM "Customer"
WHERE ("Customer"."City", "Customer"."Country") IN (SELECT "Employee"."City", "Employee"."Country"
    FROM "Employee");
-- found: 1 rows, sum d2ec4a59, first: 1

-- tuples_in_an_empty_list
SELECT count(*) AS n
FROM "Customer"
WHERE ("Customer"."City", "Customer"."Country") NOT IN (SELECT NULL, NULL
    FROM (SELECT NULL, NULL)
    WHERE 1!=1);
-- found: 1 rows, sum faae1bdc, first: 59

-- in_a_list_of_expressions
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" IN (?, ? + ?)
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 4, param_1 = 2, param_2 = 3
-- found: 2 rows, sum a1f8a600, first: Alternative & Punk

-- concatenation
SELECT "Customer"."FirstName" || ? || "Customer"."LastName" || ? AS name
FROM "Customer"
WHERE "Customer"."CustomerId" = ?;
-- FirstName_1 = ' ', LastName_1 = '!', CustomerId_1 = 1
-- found: 1 rows, sum 98f27ac2, first: Luís Gonçalves!

-- concatenation_with_null
SELECT "Customer"."LastName" || "Customer"."Company" AS both
FROM "Customer"
WHERE "Customer"."CustomerId" = ?;
-- CustomerId_1 = 2
-- found: 1 rows, sum a0967222, first: NULL

-- like_and_not
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."Name" LIKE ? AND "Genre"."Name" NOT LIKE ?
ORDER BY "Genre"."Name";
-- Name_1 = 'R%', Name_2 = '%b%'
-- found: 3 rows, sum 06510753, first: Reggae

-- like_with_an_escape
SELECT "Track"."Name"
FROM "Track"
WHERE "Track"."Name" LIKE ? ESCAPE '!'
ORDER BY "Track"."Name";
-- Name_1 = '%!%%'
-- found: 2 rows, sum 32ee418c, first: .07%

-- ilike
SELECT "Genre"."Name"
FROM "Genre"
WHERE lower("Genre"."Name") LIKE lower(?) AND lower("Genre"."Name") NOT LIKE lower(?)
ORDER BY "Genre"."Name";
-- Name_1 = 'ROCK%', Name_2 = '%and%'
-- found: 1 rows, sum 69b165b1, first: Rock

-- contains_starts_ends
SELECT "Track"."Name"
FROM "Track"
WHERE "Track"."Name" LIKE '%' || ? || '%' ESCAPE '/' OR "Track"."Name" LIKE ? || '%' ESCAPE '/' OR "Track"."Name" LIKE '%' || ? ESCAPE '/'
ORDER BY "Track"."Name";
-- Name_1 = '100/%', Name_2 = 'Zero/_', Name_3 = '(live)'
-- found: 26 rows, sum d8ab8564, first: 100% HardCore

-- contains_a_column
SELECT "Artist"."Name", "Album"."Title"
FROM "Album"
JOIN "Artist" ON "Album"."ArtistId" = "Artist"."ArtistId"
WHERE "Album"."Title" LIKE '%' || "Artist"."Name" || '%' AND "Album"."Title" != "Artist"."Name"
ORDER BY "Album"."Title"
LIMIT ?;
-- param_1 = 3
-- found: 3 rows, sum f4b2ef57, first: Scorpions, 20th Century Masters - The Millennium Collection: The Best of Scorpi

-- regular_expression
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."Name" REGEXP ?;
-- Name_1 = '^R.*k$'
-- found: 1 rows, sum 69b165b1, first: Rock

-- regular_expression_with_flags
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."Name" NOT REGEXP ('(?' || 'i' || ')' || ?);
-- Name_1 = '^r'
-- found: 21 rows, sum fc384bc0, first: Jazz

-- regular_expression_of_more_flags
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."Name" REGEXP ('(?' || 'im' || ')' || ?);
-- Name_1 = '^r'
-- found: 4 rows, sum d491e7f1, first: Rock

-- regular_expression_replaced
SELECT regexp_replace("Genre"."Name", ?, ?, 'g') AS name
FROM "Genre"
WHERE "Genre"."GenreId" = ?;
-- regexp_replace_1 = '[aeiou]', regexp_replace_2 = '-', GenreId_1 = 1
-- found: nothing, SQLite has no function regexp_replace

-- full_text_search
SELECT "Track"."Name"
FROM "Track"
WHERE "Track"."Composer" MATCH ?;
-- Composer_1 = 'young'
-- found: nothing, SQLite has no index for a full-text search

-- collation
SELECT "Genre"."Name"
FROM "Genre"
WHERE ("Genre"."Name" COLLATE "NOCASE") = ?;
-- param_1 = 'jazz'
-- found: 1 rows, sum 51623a3d, first: Jazz

-- case_of_conditions
SELECT "Track"."TrackId", CASE WHEN "Track"."Milliseconds" > ? THEN ? WHEN "Track"."Milliseconds" > ? THEN ? ELSE ? END AS kind
FROM "Track"
WHERE "Track"."TrackId" <= ?
ORDER BY "Track"."TrackId";
-- Milliseconds_1 = 300000, param_1 = 'long', Milliseconds_2 = 200000, param_2 = 'middling', param_3 = 'short', TrackId_1 = 4
-- found: 4 rows, sum 4a70257a, first: 1, long

-- case_of_values
SELECT "Customer"."LastName", CASE "Customer"."Country" WHEN ? THEN ? WHEN ? THEN ? END AS zone
FROM "Customer"
WHERE "Customer"."CustomerId" BETWEEN ? AND ?
ORDER BY "Customer"."CustomerId";
-- param_1 = 'USA', param_2 = 1, param_3 = 'Canada', param_4 = 2, CustomerId_1 = 14, CustomerId_2 = 17
-- found: 4 rows, sum eafbfdf7, first: Philips, 2

-- casts_of_numbers
SELECT CAST("Invoice"."Total" AS INTEGER) AS whole, CAST("Invoice"."InvoiceId" AS TEXT) AS text, CAST("Invoice"."Total" AS DOUBLE) AS real, CAST(? AS NUMERIC(10, 2)) AS exact, CAST(? AS BIGINT) AS big, CAST(? AS BOOLEAN) AS truth
FROM "Invoice"
WHERE "Invoice"."InvoiceId" = ?;
-- param_1 = '12.50', param_2 = '7', param_3 = 1, InvoiceId_1 = 5
-- found: 1 rows, sum eb399f08, first: 13, 5, 13.86, 12.5, 7, 1

-- casts_of_texts
SELECT CAST("Artist"."Name" AS VARCHAR(4)) AS short, CAST("Artist"."Name" AS CHAR(6)) AS fixed, CAST("Artist"."Name" AS NVARCHAR(10)) AS national
FROM "Artist"
WHERE "Artist"."ArtistId" = ?;
-- ArtistId_1 = 50
-- found: 1 rows, sum 77a6f18c, first: Metallica, Metallica, Metallica

-- casts_of_times
SELECT CAST(? AS TEXT) AS day, CAST(? AS TEXT) AS moment;
-- param_1 = '2024-02-29', param_2 = '2024-02-29 12:30:00'
-- found: 1 rows, sum 8e0d3753, first: 2024-02-29, 2024-02-29 12:30:00

-- casts_to_the_rest
SELECT CAST(? AS TEXT) AS document, CAST(? AS BLOB) AS bytes;
-- param_1 = '{"a": 1}', param_2 = 'abc'
-- found: 1 rows, sum a0eac02b, first: {"a": 1}, 616263

-- try_cast
-- refused: sqlite has no TRY_CAST

-- typed_by_the_program
SELECT abs(?) AS three;
-- abs_1 = -3
-- found: 1 rows, sum d2f0c787, first: 3

-- own_operators
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" < ? - "Genre"."GenreId"
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 9
-- found: 4 rows, sum 050bc042, first: Rock

-- own_operator_of_unknown_precedence
SELECT ("Genre"."GenreId" + ?) * (? + ?) AS n
FROM "Genre"
WHERE "Genre"."GenreId" = ?;
-- GenreId_1 = 1, param_1 = 2, param_2 = 3, GenreId_2 = 2
-- found: 1 rows, sum ae2bf59c, first: 15

-- question_mark_operator
-- refused: sqlite takes ? for a parameter: there is no operator ?

-- arrays
-- refused: sqlite has no subscripts

-- any_of_an_array
-- refused: sqlite has no arrays: alk_in() takes a list

-- ==== literals ====

-- literal_numbers
SELECT 1 AS n, -1 AS negative, ? - -3 AS five, 1.5 AS real, 2.0 AS whole_real, 12.50 AS exact, 18446744073709551615 AS largest;
-- param_1 = 2
-- found: 1 rows, sum c6e3982d, first: 1, -1, 5, 1.5, 2, 12.5, 1.844674407e+19

-- literal_texts
SELECT 'it''s' AS quote, 'a\b' AS backslash, '100%' AS percent, ':name ?' AS markers, 'über' AS letters, '' AS empty;
-- found: 1 rows, sum 8c7a2aa9, first: it's, a\b, 100%, :name ?, über, 

-- literal_truth_and_null
SELECT 1 AS yes, 0 AS no, NULL AS "nothing";
-- found: 1 rows, sum 8a7d876f, first: 1, 0, NULL

-- literal_bytes
SELECT X'01fe27' AS bytes;
-- found: 1 rows, sum 61e36859, first: 01fe27

-- literal_times
SELECT '2024-02-29' AS day, '12:34:56' AS time, '2024-02-29 12:00:00.123456' AS moment, '2024-02-29 12:00:00+00:00' AS zoned;
-- found: 1 rows, sum 8e97edff, first: 2024-02-29, 12:34:56, 2024-02-29 12:00:00.123456, 2024-02-29 12:00:00+00:00

-- literal_dates
SELECT '2024-02-29' AS day, '2024-02-29 12:00:00.123456' AS moment;
-- found: 1 rows, sum 7b502ed5, first: 2024-02-29, 2024-02-29 12:00:00.123456

-- literal_interval
SELECT 'P1Y2M3DT1H' AS span;
-- found: 1 rows, sum 818a1f19, first: P1Y2M3DT1H

-- literal_uuid
SELECT '12345678-9abc-def0-1234-56789abcdef0' AS id;
-- found: 1 rows, sum af20110c, first: 12345678-9abc-def0-1234-56789abcdef0

-- literal_json
SELECT '{"it''s": [1, "a\\b"]}' AS document;
-- found: 1 rows, sum 3baa8b43, first: {"it's": [1, "a\\b"]}

-- all values as literals
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."Name" IN ('Jazz', 'R&B/Soul', 'it''s')
LIMIT 5;
-- found: 2 rows, sum 1fa31adb, first: Jazz

-- bound_values_by_type
SELECT ? AS a, ? AS b, ? AS c, ? AS d, ? AS e, ? AS f, NULL AS g, ? AS h, ? AS i, ? AS j, ? AS k;
-- param_1 = 1, param_2 = 1.5, param_3 = 12.50, param_4 = 'text', param_5 = 01, param_6 = true, param_7 = 2024-02-29, param_8 = 2024-02-29 12:00:00.123456, param_9 = 2024-02-29 12:00:00+00:00, param_10 = [1]
-- found: 1 rows, sum 6dec0c74, first: 1, 1.5, 12.50, text, 01, 1, NULL, 2024-02-29, 2024-02-29 12:00:00.123456, 2024-

-- ==== functions ====

-- functions_of_texts
SELECT upper("Genre"."Name") AS upper_, lower("Genre"."Name") AS lower_, length("Genre"."Name") AS length_, substr("Genre"."Name", ?, ?) AS part, replace("Genre"."Name", ?, ?) AS leet, trim(?) AS trimmed
FROM "Genre"
WHERE "Genre"."GenreId" = ?;
-- substr_1 = 1, substr_2 = 2, replace_1 = 'o', replace_2 = '0', trim_1 = '  x ', GenreId_1 = 1
-- found: 1 rows, sum b9e49e10, first: ROCK, rock, 4, Ro, R0ck, x

-- functions_of_numbers
SELECT abs(-"Genre"."GenreId") AS abs_, round("Invoice"."Total", ?) AS round_
FROM "Genre", "Invoice"
WHERE "Genre"."GenreId" = ? AND "Invoice"."InvoiceId" = ?;
-- round_1 = 1, GenreId_1 = 1, InvoiceId_1 = 2
-- found: 1 rows, sum b23c2eb8, first: 1, 4

-- coalesce_and_nullif
SELECT "Customer"."CustomerId", coalesce("Customer"."Company", "Customer"."Fax", ?) AS where_, nullif("Customer"."Country", ?) AS abroad
FROM "Customer"
WHERE "Customer"."CustomerId" <= ?
ORDER BY "Customer"."CustomerId";
-- coalesce_1 = 'none', nullif_1 = 'Brazil', CustomerId_1 = 3
-- found: 3 rows, sum 3bebd457, first: 1, Embraer - Empresa Brasileira de Aeronáutica S.A., NULL

-- aggregates
SELECT count(*) AS n, count("Track"."Composer") AS composers, count(DISTINCT "Track"."GenreId") AS genres, sum("Track"."Milliseconds") AS sum_, min("Track"."Milliseconds") AS min_, max("Track"."Milliseconds") AS max_, avg("Track"."Bytes") AS avg_
FROM "Track";
-- found: 1 rows, sum 77cd9f2f, first: 3503, 2526, 25, 1378778040, 1071, 5286953, 33510207.07

-- filtered_aggregates
SELECT count(*) FILTER (WHERE "Invoice"."Total" > ?) AS large, sum("Invoice"."Total") FILTER (WHERE "Invoice"."BillingCountry" = ?) AS usa, count(DISTINCT "Invoice"."CustomerId") FILTER (WHERE "Invoice"."Total" < ?) AS small_buyers
FROM "Invoice";
-- Total_1 = 10, BillingCountry_1 = 'USA', Total_2 = 1
-- found: 1 rows, sum 3376c41c, first: 64, 523.06, 55

-- joined_texts_of_a_group
SELECT "Album"."ArtistId", group_concat("Album"."Title", '; ' ORDER BY "Album"."Title") AS titles
FROM "Album"
WHERE "Album"."ArtistId" IN (?, ?)
GROUP BY "Album"."ArtistId"
ORDER BY "Album"."ArtistId";
-- ArtistId_1 = 1, ArtistId_2 = 2
-- found: nothing, SQLite has it since 3.44

-- joined_texts_without_an_order
SELECT length(group_concat("Genre"."Name", ',')) AS n
FROM "Genre";
-- found: 1 rows, sum 53a81fea, first: 248

-- joined_texts_of_numbers
SELECT group_concat(CAST("MediaType"."MediaTypeId" AS TEXT), '|' ORDER BY "MediaType"."MediaTypeId" DESC) AS ids
FROM "MediaType";
-- found: nothing, SQLite has it since 3.44

-- within_a_group
-- refused: sqlite has no WITHIN GROUP

-- current_times
SELECT CURRENT_TIMESTAMP AS now_, CURRENT_DATE AS date_, CURRENT_TIME AS time_, CURRENT_TIMESTAMP AS stamp_;
-- found: 1 rows

-- parts_of_dates
SELECT CAST(STRFTIME('%Y', "Employee"."HireDate") AS INTEGER) AS y, CAST(STRFTIME('%m', "Employee"."HireDate") AS INTEGER) AS m, CAST(STRFTIME('%d', "Employee"."HireDate") AS INTEGER) AS d, CAST(STRFTIME('%H', "Employee"."HireDate") AS INTEGER) AS h, CAST(STRFTIME('%M', "Employee"."HireDate") AS INTEGER) AS mi, CAST(STRFTIME('%S', "Employee"."HireDate") AS INTEGER) AS s
FROM "Employee"
WHERE "Employee"."EmployeeId" = ?;
-- EmployeeId_1 = 1
-- found: 1 rows, sum 850cddbe, first: 2002, 8, 14, 0, 0, 0

-- days_of_week_and_year
SELECT CAST(STRFTIME('%w', "Employee"."HireDate") AS INTEGER) AS dow, CAST(STRFTIME('%j', "Employee"."HireDate") AS INTEGER) AS doy
FROM "Employee"
WHERE "Employee"."EmployeeId" = ?;
-- EmployeeId_1 = 1
-- found: 1 rows, sum 6ed135b4, first: 3, 226

-- week_of_a_date
SELECT CAST(STRFTIME('%W', "Employee"."HireDate") AS INTEGER) AS w
FROM "Employee"
WHERE "Employee"."EmployeeId" = ?;
-- EmployeeId_1 = 1
-- found: 1 rows, sum 884bdd7d, first: 32

-- quarter_of_a_date
-- refused: sqlite has no EXTRACT of that part

-- seconds_since_1970
SELECT CAST(STRFTIME('%s', "Employee"."HireDate") AS INTEGER) AS e
FROM "Employee"
WHERE "Employee"."EmployeeId" = ?;
-- EmployeeId_1 = 1
-- found: 1 rows, sum da7199eb, first: 1029283200

-- fractions_of_seconds
-- refused: sqlite has no EXTRACT of that part

-- time_zone_of_a_time
-- refused: sqlite has no EXTRACT of that part

-- times_are_compared
SELECT count(*) AS n
FROM "Invoice"
WHERE "Invoice"."InvoiceDate" >= ? AND "Invoice"."InvoiceDate" < ?;
-- InvoiceDate_1 = 2023-01-01 00:00:00, InvoiceDate_2 = 2024-01-01 00:00:00
-- found: 1 rows, sum 82975ad9, first: 83

-- next_value_of_a_sequence
-- refused: sqlite has no sequences

-- ==== windows ====

-- ranks
SELECT "Track"."TrackId", row_number() OVER (ORDER BY "Track"."TrackId") AS n, rank() OVER (PARTITION BY "Track"."MediaTypeId" ORDER BY "Track"."UnitPrice" DESC) AS r, dense_rank() OVER (ORDER BY "Track"."AlbumId") AS d
FROM "Track"
WHERE "Track"."TrackId" <= ?
ORDER BY "Track"."TrackId";
-- TrackId_1 = 5
-- found: 5 rows, sum b3e70440, first: 1, 1, 1, 1

-- over_everything
SELECT "Genre"."GenreId", count(*) OVER () AS all_
FROM "Genre"
WHERE "Genre"."GenreId" <= ?
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 2
-- found: 2 rows, sum 2d7ba1eb, first: 1, 2

-- frame_of_rows
SELECT "Invoice"."InvoiceId", sum("Invoice"."Total") OVER (ORDER BY "Invoice"."InvoiceId" ROWS BETWEEN ? PRECEDING AND ? FOLLOWING) AS three, sum("Invoice"."Total") OVER (ORDER BY "Invoice"."InvoiceId" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS so_far
FROM "Invoice"
WHERE "Invoice"."InvoiceId" <= ?
ORDER BY "Invoice"."InvoiceId";
-- param_1 = 1, param_2 = 1, InvoiceId_1 = 4
-- found: 4 rows, sum 1101c480, first: 1, 5.94, 1.98

-- frame_of_a_range
SELECT "Genre"."GenreId", count(*) OVER (ORDER BY "Genre"."GenreId" RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS left_
FROM "Genre"
WHERE "Genre"."GenreId" <= ?
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 3
-- found: 3 rows, sum ffd26e1b, first: 1, 3

-- frame_of_near_values
SELECT "Genre"."GenreId", count(*) OVER (ORDER BY "Genre"."GenreId" RANGE BETWEEN ? PRECEDING AND ? FOLLOWING) AS near_
FROM "Genre"
WHERE "Genre"."GenreId" <= ?
ORDER BY "Genre"."GenreId";
-- param_1 = 1, param_2 = 1, GenreId_1 = 3
-- found: 3 rows, sum ffd319b2, first: 1, 2

-- frame_of_groups
SELECT "Genre"."GenreId", count(*) OVER (ORDER BY "Genre"."GenreId" GROUPS BETWEEN ? PRECEDING AND CURRENT ROW) AS n
FROM "Genre"
WHERE "Genre"."GenreId" <= ?
ORDER BY "Genre"."GenreId";
-- param_1 = 1, GenreId_1 = 3
-- found: 3 rows, sum ffca1f56, first: 1, 1

-- neighbours
SELECT "Genre"."Name", lag("Genre"."Name", ?) OVER (ORDER BY "Genre"."Name") AS before_, lead("Genre"."Name") OVER (ORDER BY "Genre"."Name") AS behind, first_value("Genre"."Name") OVER (ORDER BY "Genre"."Name") AS first_, ntile(3) OVER (ORDER BY "Genre"."Name") AS third
FROM "Genre"
WHERE "Genre"."GenreId" <= ?
ORDER BY "Genre"."Name";
-- lag_1 = 1, GenreId_1 = 3
-- found: 3 rows, sum b563a884, first: Jazz, NULL, Metal, Jazz, 1

-- window_over_groups
SELECT "Customer"."Country", rank() OVER (ORDER BY count(*) DESC) AS place
FROM "Customer"
GROUP BY "Customer"."Country"
ORDER BY count(*) DESC, "Customer"."Country"
LIMIT ?;
-- param_1 = 3
-- found: 3 rows, sum df179ab2, first: USA, 1

-- window_with_a_filter
SELECT "Genre"."GenreId", count("Genre"."GenreId") FILTER (WHERE "Genre"."GenreId" > ?) OVER (ORDER BY "Genre"."GenreId") AS n
FROM "Genre"
WHERE "Genre"."GenreId" <= ?
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 1, GenreId_2 = 3
-- found: 3 rows, sum ffd319b2, first: 1, 0

-- window_with_nulls_last
SELECT "Customer"."CustomerId", row_number() OVER (ORDER BY "Customer"."Company" NULLS LAST, "Customer"."CustomerId") AS n
FROM "Customer"
WHERE "Customer"."CustomerId" <= ?
ORDER BY "Customer"."CustomerId";
-- CustomerId_1 = 3
-- found: 3 rows, sum ffc973bf, first: 1, 1

-- ==== WITH and compounds ====

-- with_one
WITH large AS (SELECT "Invoice"."CustomerId", "Invoice"."Total"
    FROM "Invoice"
    WHERE "Invoice"."Total" > ?)
SELECT "Customer"."LastName", large."Total"
FROM "Customer"
JOIN large ON large."CustomerId" = "Customer"."CustomerId"
ORDER BY "Customer"."LastName";
-- Total_1 = 20
-- found: 4 rows, sum 2ea5ae66, first: Cunningham, 23.86

-- with_two_of_which_one_names_the_other
WITH spent AS (SELECT "Invoice"."CustomerId", sum("Invoice"."Total") AS total
    FROM "Invoice"
    GROUP BY "Invoice"."CustomerId"), most AS (SELECT max(spent.total) AS total
    FROM spent)
SELECT "Customer"."LastName"
FROM "Customer"
JOIN spent ON spent."CustomerId" = "Customer"."CustomerId"
JOIN most ON most.total = spent.total;
-- found: 1 rows, sum c091426d, first: Holý

-- recursive_numbers
WITH RECURSIVE numbers(n) AS (SELECT 1 AS anon_1
    UNION ALL
    SELECT numbers.n + 1 AS anon_2
    FROM numbers
    WHERE numbers.n < ?)
SELECT sum(numbers.n) AS sum_
FROM numbers;
-- n_1 = 5
-- found: 1 rows, sum ae2bf59c, first: 15

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
-- found: 3 rows, sum 88478f98, first: 0, 1

-- materialized_or_not
WITH folded AS NOT MATERIALIZED (SELECT "Genre"."GenreId", "Genre"."Name"
    FROM "Genre"), kept AS MATERIALIZED (SELECT "Genre"."GenreId"
    FROM "Genre"
    WHERE "Genre"."GenreId" < ?)
SELECT folded."Name"
FROM kept
JOIN folded ON kept."GenreId" = folded."GenreId"
ORDER BY folded."GenreId";
-- GenreId_1 = 5
-- found: 4 rows, sum 050bc042, first: Rock

-- with_inside_a_subquery
SELECT count(*) AS n
FROM "Track"
WHERE "Track"."GenreId" IN (WITH low AS (SELECT "Genre"."GenreId"
        FROM "Genre"
        WHERE "Genre"."GenreId" < ?)
    SELECT low."GenreId"
    FROM low);
-- GenreId_1 = 3
-- found: 1 rows, sum c9e2a2fc, first: 1427

-- with_named_in_a_subquery
WITH low AS (SELECT "Genre"."GenreId"
    FROM "Genre"
    WHERE "Genre"."GenreId" < ?)
SELECT count(*) AS n
FROM "Track"
WHERE "Track"."GenreId" IN (SELECT low."GenreId"
    FROM low);
-- GenreId_1 = 3
-- found: 1 rows, sum c9e2a2fc, first: 1427

-- union_of_two
SELECT "Customer"."City"
FROM "Customer"
WHERE "Customer"."Country" = ?
UNION
SELECT "Employee"."City"
FROM "Employee"
WHERE "Employee"."Country" = ?
ORDER BY "City";
-- Country_1 = 'Canada', Country_2 = 'Canada'
-- found: 10 rows, sum 4ed7d321, first: Calgary

-- union_all_of_three
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" = ?
UNION ALL
SELECT "MediaType"."Name"
FROM "MediaType"
WHERE "MediaType"."MediaTypeId" = ?
UNION ALL
SELECT "Artist"."Name"
FROM "Artist"
WHERE "Artist"."ArtistId" = ?;
-- GenreId_1 = 1, MediaTypeId_1 = 1, ArtistId_1 = 1
-- found: 3 rows, sum 47159776, first: Rock

-- except_and_intersect
SELECT *
FROM (SELECT "Customer"."City"
    FROM "Customer"
    WHERE "Customer"."Country" = ?
    INTERSECT
    SELECT "Invoice"."BillingCity"
    FROM "Invoice"
    WHERE "Invoice"."BillingCountry" = ?)
EXCEPT
SELECT "Employee"."City"
FROM "Employee"
WHERE "Employee"."Country" = ?
ORDER BY "City";
-- Country_1 = 'Canada', BillingCountry_1 = 'Canada', Country_2 = 'Canada'
-- found: 7 rows, sum 91ac031e, first: Halifax

-- except_all
-- refused: sqlite has no EXCEPT ALL and INTERSECT ALL

-- intersect_all
-- refused: sqlite has no EXCEPT ALL and INTERSECT ALL

-- a_compound_with_a_limit
SELECT "Genre"."Name"
FROM "Genre"
UNION ALL
SELECT "MediaType"."Name"
FROM "MediaType"
ORDER BY "Name"
LIMIT ?;
-- param_1 = 3
-- found: 3 rows, sum 8418f499, first: AAC audio file

-- a_compound_with_limit_and_offset
SELECT "Genre"."Name"
FROM "Genre"
UNION ALL
SELECT "MediaType"."Name"
FROM "MediaType"
ORDER BY "Name"
LIMIT ?
OFFSET ?;
-- param_1 = 3, param_2 = 2
-- found: 3 rows, sum 73d92e8a, first: Alternative & Punk

-- members_with_limits
SELECT *
FROM (SELECT "Genre"."Name"
    FROM "Genre"
    ORDER BY "Genre"."Name"
    LIMIT ?)
UNION ALL
SELECT *
FROM (SELECT "Artist"."Name"
    FROM "Artist"
    ORDER BY "Artist"."Name"
    LIMIT ?)
ORDER BY "Name" DESC;
-- param_1 = 1, param_2 = 2
-- found: 3 rows, sum 45bc9bc6, first: Alternative

-- a_compound_in_from
SELECT count(*) AS n
FROM (SELECT "Genre"."Name"
    FROM "Genre"
    UNION
    SELECT "MediaType"."Name"
    FROM "MediaType") AS names;
-- found: 1 rows, sum 88505aab, first: 30

-- a_compound_in_in
SELECT "Track"."Name"
FROM "Track"
WHERE "Track"."TrackId" IN (SELECT min("Track"."TrackId") AS min_1
    FROM "Track"
    UNION
    SELECT max("Track"."TrackId") AS max_1
    FROM "Track")
ORDER BY "Track"."TrackId";
-- found: 2 rows, sum 5add9b96, first: For Those About To Rock (We Salute You)

-- a_compound_with_one_with
WITH low AS (SELECT "Genre"."GenreId", "Genre"."Name"
    FROM "Genre"
    WHERE "Genre"."GenreId" < ?)
SELECT low."Name"
FROM low
UNION ALL
SELECT low."Name"
FROM low
WHERE low."GenreId" = ?;
-- GenreId_1 = 3, GenreId_2 = 1
-- found: 3 rows, sum 24c5059f, first: Rock

-- ==== JSON ====

-- json_parts
SELECT JSON_QUOTE(JSON_EXTRACT(documents.document, '$."name"')) AS as_json, JSON_EXTRACT(documents.document, '$."name"') AS as_text, JSON_QUOTE(JSON_EXTRACT(documents.document, '$."list"')) AS list, JSON_EXTRACT(documents.document, '$."list"[0]') AS first_, JSON_EXTRACT(documents.document, '$."list"[1]."deep"') AS deep
FROM (SELECT "Genre"."GenreId", CAST(? AS TEXT) AS document
    FROM "Genre"
    WHERE "Genre"."GenreId" = ?) AS documents;
-- param_1 = '{"name": "Ann", "list": [10, {"deep": "x"}], "none": null, "it's": 1}', GenreId_1 = 1
-- found: 1 rows, sum 03e49b06, first: "Ann", Ann, [10,{"deep":"x"}], 10, x

-- json_parts_as_numbers
SELECT CAST(JSON_QUOTE(JSON_EXTRACT(document, '$."a"')) AS INTEGER) AS whole, JSON_QUOTE(JSON_EXTRACT(document, '$."b"[0]')) AS first, CAST(JSON_QUOTE(JSON_EXTRACT(document, '$."c"')) AS TEXT) AS part
FROM (SELECT ? AS document) AS documents;
-- param_1 = {"a": 5, "b": ["x"], "c": {}}
-- found: 1 rows, sum 2d99cd29, first: 5, "x", {}

-- json_in_conditions
SELECT documents."GenreId"
FROM (SELECT "Genre"."GenreId", CAST(? AS TEXT) AS document
    FROM "Genre"
    WHERE "Genre"."GenreId" = ?) AS documents
WHERE JSON_EXTRACT(documents.document, '$."name"') = ? AND CAST(JSON_EXTRACT(documents.document, '$."list"[0]') AS INTEGER) > ? AND JSON_EXTRACT(documents.document, '$."absent"') IS NULL;
-- param_1 = '{"name": "Ann", "list": [10, {"deep": "x"}], "none": null, "it's": 1}', GenreId_1 = 1, param_2 = 'Ann', param_3 = 9
-- found: 1 rows, sum d2ec4a59, first: 1

-- json_key_with_a_quote
SELECT JSON_EXTRACT(documents.document, '$."it''s"') AS one
FROM (SELECT "Genre"."GenreId", CAST(? AS TEXT) AS document
    FROM "Genre"
    WHERE "Genre"."GenreId" = ?) AS documents;
-- param_1 = '{"name": "Ann", "list": [10, {"deep": "x"}], "none": null, "it's": 1}', GenreId_1 = 1
-- found: 1 rows, sum d2ec4a59, first: 1

-- ==== changes ====

-- insert_of_parameters
INSERT INTO "Playlist" ("PlaylistId", "Name")
VALUES (?, ?);
-- PlaylistId, Name
-- found: 1 rows changed

-- insert_a_row
INSERT INTO "Genre" ("GenreId", "Name")
VALUES (?, ?);
-- GenreId_1 = 100, Name_1 = 'Noise'
-- found: 1 rows changed

-- insert_rows
INSERT INTO "Genre" ("GenreId", "Name")
VALUES (?, ?), (?, ?);
-- GenreId_1 = 100, Name_1 = 'Noise', GenreId_2 = 101, Name_2 = NULL
-- found: 2 rows changed

-- insert_from_a_select
INSERT INTO "Genre" ("GenreId", "Name")
SELECT "MediaType"."MediaTypeId" + ? AS anon_1, "MediaType"."Name"
FROM "MediaType";
-- MediaTypeId_1 = 100
-- found: 5 rows changed

-- insert_from_a_select_with_a_with
WITH few AS (SELECT "MediaType"."MediaTypeId", "MediaType"."Name"
    FROM "MediaType"
    WHERE "MediaType"."MediaTypeId" < ?)
INSERT INTO "Genre" ("GenreId", "Name")
SELECT few."MediaTypeId" + ? AS anon_1, few."Name"
FROM few;
-- MediaTypeId_1 = 3, MediaTypeId_2 = 100
-- found: 2 rows changed

-- insert_defaults
INSERT INTO "Genre" DEFAULT VALUES;
-- found: 1 rows changed

-- insert_a_default
-- refused: sqlite has no DEFAULT as a value

-- insert_an_expression
INSERT INTO "Genre" ("GenreId", "Name")
VALUES ((SELECT max("Genre"."GenreId") + ? AS anon_1
    FROM "Genre"), upper(?));
-- max_1 = 1, upper_1 = 'noise'
-- found: 1 rows changed

-- insert_returning
INSERT INTO "Genre" ("Name")
VALUES (?)
RETURNING "GenreId", upper("Name") AS loud;
-- Name_1 = 'Noise'
-- found: 1 rows, sum a81eed79, first: 26, NOISE

-- insert_rows_returning
INSERT INTO "Genre" ("Name")
VALUES (?), (?)
RETURNING "GenreId", "Name";
-- Name_1 = 'Noise', Name_2 = 'Silence'
-- found: 2 rows, sum 9594d470, first: 26, Noise

-- upsert_nothing
INSERT INTO "Genre" ("GenreId", "Name")
VALUES (?, ?)
ON CONFLICT ("GenreId") DO NOTHING;
-- GenreId_1 = 1, Name_1 = 'Noise'
-- found: 0 rows changed

-- upsert_nothing_whatever
INSERT INTO "Genre" ("GenreId", "Name")
VALUES (?, ?)
ON CONFLICT DO NOTHING;
-- GenreId_1 = 1, Name_1 = 'Noise'
-- found: 0 rows changed

-- upsert_update
INSERT INTO "Genre" ("GenreId", "Name")
VALUES (?, ?), (?, ?)
ON CONFLICT ("GenreId") DO UPDATE SET "Name"=excluded."Name";
-- GenreId_1 = 1, Name_1 = 'Rocks', GenreId_2 = 100, Name_2 = 'Noise'
-- found: 2 rows changed

-- upsert_of_old_and_new
INSERT INTO "Genre" ("GenreId", "Name")
VALUES (?, ?)
ON CONFLICT ("GenreId") DO UPDATE SET "Name"="Genre"."Name" || ? || excluded."Name";
-- GenreId_1 = 1, Name_1 = 'Roll', param_1 = ' & '
-- found: 1 rows changed

-- upsert_with_a_condition
INSERT INTO "Genre" ("GenreId", "Name")
VALUES (?, ?)
ON CONFLICT ("GenreId") DO UPDATE SET "Name"=excluded."Name"
WHERE "Genre"."Name" != excluded."Name";
-- GenreId_1 = 1, Name_1 = 'Roll'
-- found: 1 rows changed

-- upsert_from_a_select
INSERT INTO "Genre" ("GenreId", "Name")
SELECT "MediaType"."MediaTypeId", "MediaType"."Name"
FROM "MediaType"
WHERE 1 = 1
ON CONFLICT ("GenreId") DO UPDATE SET "Name"=excluded."Name";
-- found: 5 rows changed

-- upsert_by_two_columns
INSERT INTO "PlaylistTrack" ("PlaylistId", "TrackId")
VALUES (?, ?)
ON CONFLICT ("PlaylistId", "TrackId") DO NOTHING;
-- PlaylistId_1 = 1, TrackId_1 = 1
-- found: 0 rows changed

-- upsert_by_a_constraint
-- refused: sqlite has no upsert that names a constraint

-- upsert_returning
INSERT INTO "Genre" ("GenreId", "Name")
VALUES (?, ?)
ON CONFLICT ("GenreId") DO UPDATE SET "Name"=excluded."Name"
RETURNING "GenreId", "Name";
-- GenreId_1 = 1, Name_1 = 'Roll'
-- found: 1 rows, sum 5c20e78f, first: 1, Roll

-- update_all
UPDATE "Track"
SET "UnitPrice"="Track"."UnitPrice" * ?;
-- UnitPrice_1 = 2
-- found: 3503 rows changed

-- update_some
UPDATE "Customer"
SET "Company"=?, "Fax"="Customer"."Phone"
WHERE "Customer"."Country" = ? AND "Customer"."Company" IS NOT NULL;
-- Company_1 = NULL, Country_1 = 'Brazil'
-- found: 4 rows changed

-- update_by_a_subquery
UPDATE "Track"
SET "Composer"=(SELECT "Artist"."Name"
    FROM "Album"
    JOIN "Artist" ON "Album"."ArtistId" = "Artist"."ArtistId"
    WHERE "Album"."AlbumId" = "Track"."AlbumId")
WHERE "Track"."Composer" IS NULL AND "Track"."TrackId" <= ?;
-- TrackId_1 = 100
-- found: 14 rows changed

-- update_from_another_table
UPDATE "Track"
SET "Composer"="Album"."Title"
FROM "Album"
WHERE "Track"."AlbumId" = "Album"."AlbumId" AND "Album"."ArtistId" = ?;
-- ArtistId_1 = 1
-- found: 18 rows changed

-- update_from_a_join
UPDATE "Track"
SET "Composer"="Artist"."Name"
FROM "Album"
JOIN "Artist" ON "Album"."ArtistId" = "Artist"."ArtistId"
WHERE "Track"."AlbumId" = "Album"."AlbumId" AND "Artist"."Name" = ?;
-- Name_1 = 'Accept'
-- found: 4 rows changed

-- update_of_an_alias
UPDATE "Genre" AS g
SET "Name"=?
WHERE g."GenreId" = ?;
-- Name_1 = 'Noise', GenreId_1 = 1
-- found: 1 rows changed

-- update_from_itself
UPDATE "Employee"
SET "Fax"=manager."Fax"
FROM "Employee" AS manager
WHERE "Employee"."ReportsTo" = manager."EmployeeId";
-- found: 7 rows changed

-- update_with_a_with
WITH cheap AS (SELECT "Invoice"."CustomerId"
    FROM "Invoice"
    GROUP BY "Invoice"."CustomerId"
    HAVING sum("Invoice"."Total") < CAST(? AS NUMERIC))
UPDATE "Customer"
SET "Company"=?
WHERE "Customer"."CustomerId" IN (SELECT cheap."CustomerId"
    FROM cheap);
-- sum_1 = 37, Company_1 = 'cheap'
-- found: 1 rows changed

-- update_returning
UPDATE "Genre"
SET "Name"=upper("Genre"."Name")
WHERE "Genre"."GenreId" = ?
RETURNING "GenreId", "Name";
-- GenreId_1 = 1
-- found: 1 rows, sum bfedf1bd, first: 1, ROCK

-- update_to_the_default
-- refused: sqlite has no DEFAULT as a value

-- update_with_a_limit
-- refused: sqlite has no ORDER BY and LIMIT in a statement that changes rows

-- delete_all
DELETE FROM "PlaylistTrack";
-- found: 8715 rows changed

-- delete_some
DELETE FROM "PlaylistTrack"
WHERE "PlaylistTrack"."PlaylistId" = ? AND "PlaylistTrack"."TrackId" > ?;
-- PlaylistId_1 = 5, TrackId_1 = 100
-- found: 1426 rows changed

-- delete_by_a_subquery
DELETE FROM "PlaylistTrack"
WHERE "PlaylistTrack"."TrackId" IN (SELECT "Track"."TrackId"
    FROM "Track"
    WHERE "Track"."GenreId" = ?);
-- GenreId_1 = 1
-- found: 3238 rows changed

-- delete_using_another_table
-- refused: sqlite has no DELETE with other tables

-- delete_returning
DELETE FROM "PlaylistTrack"
WHERE "PlaylistTrack"."PlaylistId" = ?
RETURNING "PlaylistId", "TrackId";
-- PlaylistId_1 = 18
-- found: 1 rows, sum 5bbe240d, first: 18, 597

-- delete_with_a_limit
-- refused: sqlite has no ORDER BY and LIMIT in a statement that changes rows

-- delete_of_an_alias
DELETE FROM "PlaylistTrack" AS t
WHERE t."PlaylistId" = ?;
-- PlaylistId_1 = 5
-- found: 1477 rows changed

-- delete_of_an_alias_using_another
-- refused: sqlite has no DELETE with other tables

-- merge
-- refused: sqlite has no MERGE

-- merge_with_conditions
-- refused: sqlite has no MERGE

-- merge_that_deletes
-- refused: sqlite has no MERGE

-- merge_from_a_subquery
-- refused: sqlite has no MERGE

-- ==== parts of statements ====

-- in_rows_of_values
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" IN (VALUES (?), (?))
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 1, GenreId_2 = 2
-- found: 2 rows, sum bb139fee, first: Rock

-- any_of_rows_of_values
-- refused: sqlite has no ANY: alk_in() takes a query

-- single_values_of_a_function
-- refused: sqlite has no arrays

-- a_function_of_typed_rows
-- refused: sqlite has no names or types of a table function's columns

-- in_lists_of_many_lengths
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" IN (?) OR "Genre"."GenreId" IN (?, ?, ?, ?, ?, ?, ?, ?) OR "Genre"."Name" IN (?, ?)
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 7, GenreId_2 = 1, GenreId_3 = 2, GenreId_4 = 3, GenreId_5 = 4, GenreId_6 = 5, GenreId_7 = 5, GenreId_8 = 5, GenreId_9 = 5, Name_1 = 'Opera', Name_2 = NULL
-- found: 7 rows, sum bd48b912, first: Rock

-- a_parameter_in_a_list
SELECT "Genre"."Name"
FROM "Genre"
WHERE ? IN (?, ?)
ORDER BY "Genre"."GenreId"
LIMIT ?;
-- n, param_1 = 1, param_2 = 2, param_3 = 1
-- found: 1 rows, sum 69b165b1, first: Rock

-- not_in_a_list_with_null
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."Name" NOT IN (?, ?);
-- Name_1 = 'Rock', Name_2 = NULL
-- found: 0 rows

-- an_expression_in_a_list
SELECT "Genre"."Name"
FROM "Genre"
WHERE "Genre"."GenreId" + ? IN (?, ?)
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 1, param_1 = 2, param_2 = 3
-- found: 2 rows, sum bb139fee, first: Rock

-- labels_of_tables
SELECT "Album"."AlbumId" AS "Album_AlbumId", "Album"."ArtistId" AS "Album_ArtistId", "Artist"."ArtistId" AS "Artist_ArtistId", "Artist"."Name" AS "Artist_Name"
FROM "Album"
JOIN "Artist" ON "Album"."ArtistId" = "Artist"."ArtistId"
WHERE "Album"."AlbumId" = ?;
-- AlbumId_1 = 3
-- found: 1 rows, sum 14770f60, first: 3, 2, 2, Accept

-- labels_of_nothing
SELECT "Artist"."Name", "Genre"."Name"
FROM "Artist", "Genre"
WHERE "Artist"."ArtistId" = ? AND "Genre"."GenreId" = ?;
-- ArtistId_1 = 1, GenreId_1 = 1
-- found: 1 rows, sum bec2fe62, first: AC/DC, Rock

-- references_to_labels
SELECT "Customer"."Country", count(*) AS n
FROM "Customer"
GROUP BY "Customer"."Country"
ORDER BY n DESC, "Customer"."Country"
LIMIT ?;
-- param_1 = 3
-- found: 3 rows, sum 273e6887, first: USA, 13

-- raw_with_values
SELECT "Genre"."Name"
FROM "Genre"
WHERE ("GenreId" BETWEEN ? AND ?) AND "Genre"."GenreId" != ?
ORDER BY "Genre"."GenreId";
-- low_1 = 3, high_1 = 5, GenreId_1 = 4
-- found: 2 rows, sum 73a2681e, first: Metal

-- raw_as_a_query
SELECT some.id, some.name
FROM (SELECT "GenreId" AS id, "Name" AS name
    FROM "Genre"
    WHERE "GenreId" < ?) AS some
ORDER BY some.id;
-- n_1 = 3
-- found: 2 rows, sum d7388a25, first: 1, Rock

-- set_by_what_is_set
UPDATE "Genre"
SET "GenreId"="Genre"."GenreId" + ?, "Name"=? || CAST(("Genre"."GenreId" + ?) AS VARCHAR(10))
WHERE "Genre"."GenreId" = ?;
-- GenreId_1 = 100, param_1 = 'number ', GenreId_2 = 100, GenreId_3 = 25
-- found: 1 rows changed

-- inserted_by_what_is_inserted
INSERT INTO "Genre" ("GenreId", "Name")
VALUES (?, CAST(? * ? AS VARCHAR(10)));
-- GenreId_1 = 201, GenreId_2 = 201, param_1 = 2
-- found: 1 rows changed

-- set_to_a_condition
UPDATE "Genre"
SET "Name"=CAST("Genre"."GenreId" = ? AS VARCHAR(5))
WHERE "Genre"."GenreId" = ?;
-- GenreId_1 = 4, GenreId_2 = 4
-- found: 1 rows changed

-- hints_of_a_cte
WITH some AS (SELECT "Genre"."GenreId"
    FROM "Genre")
SELECT count(*) AS n
FROM some;
-- found: 1 rows, sum f4dad88d, first: 25

-- between_whichever_is_lower
SELECT "Genre"."GenreId", "Genre"."GenreId" BETWEEN ? AND ? OR "Genre"."GenreId" BETWEEN ? AND ? AS inside
FROM "Genre"
WHERE ("Genre"."GenreId" BETWEEN ? AND ? OR "Genre"."GenreId" BETWEEN ? AND ?) AND ("Genre"."GenreId" NOT BETWEEN ? AND ? AND "Genre"."GenreId" NOT BETWEEN ? AND ?)
ORDER BY "Genre"."GenreId";
-- GenreId_1 = 9, GenreId_2 = 5, GenreId_3 = 5, GenreId_4 = 9, GenreId_5 = 7, GenreId_6 = 5, GenreId_7 = 5, GenreId_8 = 7, GenreId_9 = 6, GenreId_10 = 6, GenreId_11 = 6, GenreId_12 = 6
-- found: 2 rows, sum 69130e84, first: 5, 1

-- operators_before_and_behind
SELECT - ("Genre"."GenreId" + ?) AS negative
FROM "Genre"
WHERE "Genre"."Name" IS NULL AND - "Genre"."GenreId" > ?;
-- GenreId_1 = 1, param_1 = -5
-- found: 0 rows

-- a_collation_of_a_schema
-- refused: sqlite has no collations in a schema

-- all_but_what_is_left_out
SELECT "Customer"."CustomerId", "Customer"."LastName"
FROM "Customer"
WHERE "Customer"."CustomerId" = ?;
-- CustomerId_1 = 1
-- found: 1 rows, sum e85ae317, first: 1, Gonçalves

-- left_out_but_named
SELECT "Customer"."LastName", "Customer"."Fax"
FROM "Customer"
WHERE "Customer"."CustomerId" = ?;
-- CustomerId_1 = 1
-- found: 1 rows, sum 82f39cd9, first: Gonçalves, +55 (12) 3923-5566

-- inserted_without_what_is_left_out
INSERT INTO "Customer" ("CustomerId", "LastName", "Fax")
VALUES (?, ?, ?);
-- CustomerId_1 = 100, LastName_1 = 'Doe', Fax_1 = '1'
-- found: nothing, SQLite has more columns there that must have a value

-- joins_of_an_alias
SELECT boss."LastName", "Customer"."LastName" AS "LastName_1"
FROM "Employee" AS boss
JOIN "Customer" ON "Customer"."SupportRepId" = boss."EmployeeId"
WHERE "Customer"."CustomerId" < ?
ORDER BY "Customer"."CustomerId";
-- CustomerId_1 = 4
-- found: 3 rows, sum 4e5eefca, first: Peacock, Gonçalves

-- ==== older servers ====

-- upsert, SQLite 3.23
-- refused: sqlite has no upsert: use alk_merge_into()

-- WITH, SQLite 3.8.2
-- refused: sqlite has no WITH: use alk_subquery()

-- windows, SQLite 3.24
-- refused: sqlite has no windows: OVER

-- NULLS LAST, SQLite 3.29
SELECT "Customer"."CustomerId"
FROM "Customer"
ORDER BY CASE WHEN "Customer"."Company" IS NULL THEN 1 ELSE 0 END, "Customer"."Company", "Customer"."CustomerId"
LIMIT ?;
-- param_1 = 2
-- found: 2 rows, sum 5c57eb38, first: 19

-- FILTER, SQLite 3.29
SELECT count(CASE WHEN "Genre"."GenreId" > ? THEN 1 END) AS n
FROM "Genre";
-- GenreId_1 = 3
-- found: 1 rows, sum f4ec21ae, first: 22

-- UPDATE FROM, SQLite 3.32
-- refused: sqlite has no UPDATE with other tables

-- RETURNING, SQLite 3.34
-- refused: sqlite has no RETURNING for this statement

-- MATERIALIZED, SQLite 3.34
WITH kept AS (SELECT "Genre"."GenreId"
    FROM "Genre")
SELECT count(*) AS n
FROM kept;
-- found: 1 rows, sum f4dad88d, first: 25
