-- ==== queries ====

-- all_of_a_table
SELECT `Genre`.`GenreId`, `Genre`.`Name`
FROM `Genre`
ORDER BY `Genre`.`GenreId`;

-- from_follows_from_the_columns
SELECT `Artist`.`Name`, `Album`.`Title`
FROM `Artist`, `Album`
WHERE `Album`.`ArtistId` = `Artist`.`ArtistId` AND `Artist`.`ArtistId` = ?
ORDER BY `Album`.`AlbumId`;
-- ArtistId_1 = 1

-- nothing_to_select_from
SELECT ? AS one, ? AS text;
-- param_1 = 1, param_2 = 'it's'

-- condition_without_tables
SELECT ? AS one
FROM DUAL
WHERE 1 = ?;
-- param_1 = 1, param_2 = 1

-- star_of_one_table
SELECT `MediaType`.*
FROM `MediaType`
ORDER BY `MediaType`.`MediaTypeId`;

-- distinct_rows
SELECT DISTINCT `Customer`.`Country`
FROM `Customer`
ORDER BY `Customer`.`Country`;

-- distinct_on
-- refused: mariadb has no DISTINCT ON

-- conditions_add_up
SELECT `Track`.`TrackId`
FROM `Track`
WHERE `Track`.`GenreId` = ? AND `Track`.`Milliseconds` > ?
ORDER BY `Track`.`TrackId`;
-- GenreId_1 = 2, Milliseconds_1 = 400000

-- join_by_foreign_keys
SELECT `Album`.`Title`, `Artist`.`Name`
FROM `Album`
JOIN `Artist` ON `Album`.`ArtistId` = `Artist`.`ArtistId`
WHERE `Artist`.`Name` = ?
ORDER BY `Album`.`Title`;
-- Name_1 = 'Accept'

-- join_along_relationships
SELECT `Track`.`Name`, `Artist`.`Name` AS `Name_1`
FROM `Track`
JOIN `Album` ON `Track`.`AlbumId` = `Album`.`AlbumId`
JOIN `Artist` ON `Album`.`ArtistId` = `Artist`.`ArtistId`
ORDER BY `Track`.`TrackId`
LIMIT ?;
-- param_1 = 3

-- join_through_a_table
SELECT `Playlist`.`Name`, count(`Track`.`TrackId`) AS n
FROM `Playlist`
LEFT OUTER JOIN `PlaylistTrack` ON `PlaylistTrack`.`PlaylistId` = `Playlist`.`PlaylistId`
LEFT OUTER JOIN `Track` ON `PlaylistTrack`.`TrackId` = `Track`.`TrackId`
GROUP BY `Playlist`.`PlaylistId`, `Playlist`.`Name`
ORDER BY `Playlist`.`PlaylistId`;

-- left_join_on
SELECT `Artist`.`Name`, `Album`.`Title`
FROM `Artist`
LEFT OUTER JOIN `Album` ON `Album`.`ArtistId` = `Artist`.`ArtistId` AND `Album`.`Title` != ?
WHERE `Artist`.`ArtistId` <= ?
ORDER BY `Artist`.`ArtistId`, `Album`.`Title`;
-- Title_1 = 'Facelift', ArtistId_1 = 5

-- full_join
-- refused: mariadb has no FULL JOIN

-- cross_join
SELECT count(*) AS n
FROM `Genre`
CROSS JOIN `MediaType`;

-- nested_joins
SELECT `Artist`.`Name`, count(`Track`.`TrackId`) AS n
FROM `Artist`
LEFT OUTER JOIN (`Album` JOIN `Track` ON `Track`.`AlbumId` = `Album`.`AlbumId`) ON `Artist`.`ArtistId` = `Album`.`ArtistId`
WHERE `Artist`.`ArtistId` IN (?, ?)
GROUP BY `Artist`.`ArtistId`, `Artist`.`Name`
ORDER BY `Artist`.`ArtistId`;
-- ArtistId_1 = 1, ArtistId_2 = 25

-- a_table_twice
SELECT `Employee`.`LastName`, manager.`LastName` AS manager
FROM `Employee`
LEFT OUTER JOIN `Employee` AS manager ON `Employee`.`ReportsTo` = manager.`EmployeeId`
ORDER BY `Employee`.`EmployeeId`;

-- an_alias_without_a_name
SELECT count(*) AS n
FROM `Genre`
JOIN `Genre` AS `Genre_1` ON `Genre`.`GenreId` < `Genre_1`.`GenreId`;

-- a_subquery_in_from
SELECT `Customer`.`LastName`, totals.spent
FROM `Customer`
JOIN (SELECT `Invoice`.`CustomerId`, sum(`Invoice`.`Total`) AS spent
    FROM `Invoice`
    GROUP BY `Invoice`.`CustomerId`) AS totals ON totals.`CustomerId` = `Customer`.`CustomerId`
WHERE totals.spent > ?
ORDER BY `Customer`.`LastName`;
-- spent_1 = 45

-- an_ordered_subquery_in_from
SELECT count(sorted.`GenreId`) AS n
FROM (SELECT `Genre`.`GenreId`, `Genre`.`Name`
    FROM `Genre`
    ORDER BY `Genre`.`Name`) AS sorted;

-- a_lateral_subquery
-- refused: mariadb has no LATERAL

-- a_sample_of_a_table
-- refused: mariadb has no TABLESAMPLE

-- a_sample_by_rows
-- refused: mariadb has no TABLESAMPLE

-- a_sample_of_an_alias
-- refused: mariadb has no TABLESAMPLE

-- an_alias_of_a_sample
-- refused: mariadb has no TABLESAMPLE

-- a_table_of_values
SELECT words.word, `Genre`.`Name`
FROM (SELECT ? AS id, ? AS word
    UNION ALL
    VALUES (?, ?)) AS words
JOIN `Genre` ON `Genre`.`GenreId` = words.id
ORDER BY `Genre`.`GenreId`;
-- param_1 = 1, param_2 = 'one', param_3 = 2, param_4 = 'two'

-- a_function_of_rows
-- refused: mariadb has no names or types of a table function's columns

-- scalar_subquery
SELECT `Artist`.`Name`, (SELECT count(*) AS count_1
    FROM `Album`
    WHERE `Album`.`ArtistId` = `Artist`.`ArtistId`) AS albums
FROM `Artist`
WHERE `Artist`.`ArtistId` <= ?
ORDER BY `Artist`.`ArtistId`;
-- ArtistId_1 = 4

-- exists_and_not
SELECT `Artist`.`Name`
FROM `Artist`
WHERE EXISTS (SELECT `Album`.`AlbumId`
    FROM `Album`
    WHERE `Album`.`ArtistId` = `Artist`.`ArtistId` AND `Album`.`Title` LIKE concat(?, '%') ESCAPE '/') AND (NOT EXISTS (SELECT `Album`.`AlbumId`
    FROM `Album`
    WHERE `Album`.`ArtistId` = `Artist`.`ArtistId` AND `Album`.`Title` LIKE concat('%', ?) ESCAPE '/'))
ORDER BY `Artist`.`ArtistId`
LIMIT ?;
-- Title_1 = 'A', Title_2 = 's', param_1 = 5

-- in_a_subquery
SELECT `Customer`.`LastName`
FROM `Customer`
WHERE `Customer`.`SupportRepId` IN (SELECT `Employee`.`EmployeeId`
    FROM `Employee`
    WHERE `Employee`.`City` = ?)
ORDER BY `Customer`.`LastName`
LIMIT ?;
-- City_1 = 'Calgary', param_1 = 3

-- correlated_with_one_of_two
SELECT `Album`.`Title`, `Artist`.`Name`
FROM `Album`
JOIN `Artist` ON `Album`.`ArtistId` = `Artist`.`ArtistId`
WHERE `Album`.`AlbumId` = (SELECT min(`Album`.`AlbumId`) AS min_1
    FROM `Album`
    WHERE `Album`.`ArtistId` = `Artist`.`ArtistId`)
ORDER BY `Artist`.`ArtistId`
LIMIT ?;
-- param_1 = 3

-- any_and_all
SELECT `Track`.`Name`
FROM `Track`
WHERE `Track`.`Milliseconds` >= ALL
(SELECT `Track`.`Milliseconds`
    FROM `Track`
    WHERE `Track`.`GenreId` = ?) AND `Track`.`GenreId` = ANY (SELECT `Genre`.`GenreId`
    FROM `Genre`
    WHERE `Genre`.`Name` LIKE ?);
-- GenreId_1 = 1, Name_1 = 'Sci%'

-- group_and_having
SELECT `Track`.`AlbumId`, count(*) AS n, sum(`Track`.`Milliseconds`) AS length
FROM `Track`
GROUP BY `Track`.`AlbumId`
HAVING count(*) > ?
ORDER BY count(*) DESC, `Track`.`AlbumId`;
-- count_1 = 25

-- order_by_a_label
SELECT `Customer`.`Country`, count(*) AS n
FROM `Customer`
GROUP BY `Customer`.`Country`
ORDER BY n DESC, `Customer`.`Country`
LIMIT ?;
-- param_1 = 4

-- group_by_rollup
SELECT `Customer`.`Country`, `Customer`.`State`, count(*) AS n
FROM `Customer`
GROUP BY `Customer`.`Country`, `Customer`.`State` WITH ROLLUP;

-- group_by_cube
-- refused: mariadb has no CUBE

-- group_by_grouping_sets
-- refused: mariadb has no GROUPING SETS

-- limit
SELECT `Genre`.`Name`
FROM `Genre`
ORDER BY `Genre`.`Name`
LIMIT ?;
-- param_1 = 3

-- offset
SELECT `Genre`.`Name`
FROM `Genre`
ORDER BY `Genre`.`Name`
LIMIT ?, 18446744073709551615;
-- param_1 = 20

-- limit_and_offset
SELECT `Genre`.`Name`
FROM `Genre`
WHERE `Genre`.`GenreId` > ?
ORDER BY `Genre`.`Name`
LIMIT ?, ?;
-- GenreId_1 = 2, param_1 = 5, param_2 = 3

-- limit_without_an_order
SELECT ? AS one
FROM `Genre`
LIMIT ?;
-- param_1 = 1, param_2 = 2

-- offset_without_an_order
SELECT ? AS one
FROM `Genre`
LIMIT ?, 18446744073709551615;
-- param_1 = 1, param_2 = 22

-- limit_by_an_expression
-- refused: mariadb has no expressions in LIMIT and OFFSET

-- limit_in_a_subquery
SELECT max(first.`Name`) AS last_of_them
FROM (SELECT `Genre`.`Name`
    FROM `Genre`
    ORDER BY `Genre`.`Name`
    LIMIT ?) AS first;
-- param_1 = 3

-- fetch_first
SELECT `Genre`.`Name`
FROM `Genre`
ORDER BY `Genre`.`Name`
LIMIT ?;
-- param_1 = 2

-- fetch_first_with_ties
-- refused: mariadb has no FETCH FIRST … PERCENT or WITH TIES

-- fetch_first_percent
-- refused: mariadb has no FETCH FIRST … PERCENT or WITH TIES

-- nulls_first_and_last
SELECT `Customer`.`Company`, `Customer`.`Fax`
FROM `Customer`
ORDER BY CASE WHEN `Customer`.`Company` IS NULL THEN 0 ELSE 1 END, `Customer`.`Company`, CASE WHEN `Customer`.`Fax` IS NULL THEN 1 ELSE 0 END, `Customer`.`Fax` DESC, `Customer`.`CustomerId`
LIMIT ?;
-- param_1 = 4

-- order_by_expressions
SELECT `Genre`.`Name`
FROM `Genre`
ORDER BY char_length(`Genre`.`Name`), lower(`Genre`.`Name`) DESC, `Genre`.`GenreId` % ? ASC
LIMIT ?;
-- GenreId_1 = 2, param_1 = 3

-- for_update
SELECT `Genre`.`Name`
FROM `Genre`
WHERE `Genre`.`GenreId` = ?
FOR UPDATE;
-- GenreId_1 = 1

-- for_update_of_nowait
SELECT `Track`.`Name`, `Album`.`Title`
FROM `Track`
JOIN `Album` ON `Track`.`AlbumId` = `Album`.`AlbumId`
WHERE `Track`.`TrackId` = ?
FOR UPDATE NOWAIT;
-- TrackId_1 = 1

-- for_update_skip_locked
SELECT `Genre`.`Name`
FROM `Genre`
ORDER BY `Genre`.`GenreId`
LIMIT ?
FOR UPDATE SKIP LOCKED;
-- param_1 = 1

-- for_share
SELECT `Genre`.`Name`
FROM `Genre`
WHERE `Genre`.`GenreId` = ?
LOCK IN SHARE MODE;
-- GenreId_1 = 1

-- for_key_share
SELECT `Genre`.`Name`
FROM `Genre`
WHERE `Genre`.`GenreId` = ?
LOCK IN SHARE MODE;
-- GenreId_1 = 1

-- for_share_skip_locked
SELECT `Genre`.`Name`
FROM `Genre`
LOCK IN SHARE MODE SKIP LOCKED;

-- for_update_of_an_alias
SELECT `Employee`.`LastName`
FROM `Employee`
LEFT OUTER JOIN `Employee` AS manager ON `Employee`.`ReportsTo` = manager.`EmployeeId`
FOR UPDATE;

-- for_update_of_a_subquery
SELECT some.`GenreId`
FROM (SELECT `Genre`.`GenreId`
    FROM `Genre`
    WHERE `Genre`.`GenreId` < ?) AS some
FOR UPDATE;
-- GenreId_1 = 3

-- for_update_beside_a_hint
SELECT `Genre`.`Name`
FROM `Genre`
WHERE `Genre`.`GenreId` = ?
FOR UPDATE;
-- GenreId_1 = 3

-- hints_of_a_dialect
SELECT `Genre`.`Name`
FROM `Genre` USE INDEX (PRIMARY)
WHERE `Genre`.`GenreId` = ?;
-- GenreId_1 = 3

-- ==== names and parameters ====

-- reserved_words
SELECT `order`.`GenreId` AS `select`, `order`.`Name` AS user
FROM `Genre` AS `order`
WHERE `order`.`GenreId` = ?;
-- GenreId_1 = 1

-- names_that_want_quotes
SELECT `two words`.`GenreId` AS `Upper`, `two words`.`Name` AS `a-b`, ? AS `1st`, ? AS `q'u``o]t[e`, ? AS _low, ? AS `50%`, ? AS `a:b`, ? AS `a.b`
FROM `Genre` AS `two words`
WHERE `two words`.`GenreId` = ?;
-- param_1 = 1, param_2 = 2, param_3 = 3, param_4 = 4, param_5 = 5, param_6 = 6, GenreId_1 = 1

-- names_that_want_none
SELECT plain_name1.`GenreId` AS lower_case
FROM `Genre` AS plain_name1
WHERE plain_name1.`GenreId` = ?;
-- GenreId_1 = 1

-- a_table_in_a_schema
SELECT main.`Genre`.`Name`
FROM main.`Genre`
WHERE main.`Genre`.`GenreId` = ?;
-- GenreId_1 = 2

-- columns_of_one_name
SELECT `Artist`.`Name`, `Genre`.`Name` AS `Name_1`, `MediaType`.`Name` AS `Name_2`
FROM `Artist`, `Genre`, `MediaType`
WHERE `Artist`.`ArtistId` = ? AND `Genre`.`GenreId` = ? AND `MediaType`.`MediaTypeId` = ?;
-- ArtistId_1 = 1, GenreId_1 = 1, MediaTypeId_1 = 1

-- columns_of_one_name_in_a_subquery
SELECT pair.`Name`, pair.`Name_1`
FROM (SELECT `Artist`.`Name`, `Genre`.`Name` AS `Name_1`
    FROM `Artist`, `Genre`
    WHERE `Artist`.`ArtistId` = ? AND `Genre`.`GenreId` = ?) AS pair;
-- ArtistId_1 = 1, GenreId_1 = 1

-- expressions_without_a_label
SELECT count(*) AS count_1, max(`Genre`.`GenreId`) AS max_1, min(`Genre`.`GenreId`) + ? AS anon_1, CAST(max(`Genre`.`GenreId`) AS SIGNED INTEGER) AS anon_2
FROM `Genre`;
-- min_1 = 1

-- a_label_that_is_too_long
SELECT `Genre`.`GenreId` AS a_name_that_goes_on_and_on_until_no_database_at_all_would_take_it_as_it_stands_for_it_has_more_than_a_hundred_and_thirty_letters_in_it
FROM `Genre`
WHERE `Genre`.`GenreId` = ?;
-- GenreId_1 = 1

-- made_up_names_that_are_short
SELECT anon_1.`GenreId`
FROM (SELECT `Genre`.`GenreId`
    FROM `Genre`
    WHERE `Genre`.`GenreId` = ?) AS anon_1;
-- GenreId_1 = 1

-- a_named_parameter_twice
SELECT `Genre`.`Name`
FROM `Genre`
WHERE `Genre`.`GenreId` = ? OR `Genre`.`GenreId` = ? + ?
ORDER BY `Genre`.`GenreId`;
-- id, id, param_1 = 1

-- names_of_parameters
SELECT `Genre`.`Name`
FROM `Genre`
WHERE `Genre`.`GenreId` = ? AND `Genre`.`GenreId` != ? AND lower(`Genre`.`Name`) LIKE ? AND ? + ? = ?;
-- GenreId_1 = 1, GenreId_2 = 2, lower_1 = 'r%', param_1 = 1, param_2 = 1, param_3 = 2

-- parameters_in_order_of_the_text
WITH high AS (SELECT `Genre`.`GenreId`
    FROM `Genre`
    WHERE `Genre`.`GenreId` > ?)
SELECT high.`GenreId` + ? AS n
FROM high
WHERE high.`GenreId` > ?
ORDER BY high.`GenreId`
LIMIT ?, ?;
-- GenreId_1 = 1, GenreId_2 = 2, GenreId_3 = 3, param_1 = 5, param_2 = 4

-- raw_expressions
SELECT `Genre`.`Name`
FROM `Genre`
WHERE (GenreId > ? OR 'a:b' = '%') AND `Genre`.`GenreId` > (1 + 1)
ORDER BY `Genre`.`GenreId`
LIMIT ?;
-- n, param_1 = 2

-- percent_in_literals
SELECT 7 % 4 AS three, '%s %% 100%' AS text;

-- ==== expressions ====

-- arithmetic
SELECT `Track`.`TrackId`, `Track`.`Milliseconds` / ? AS exact, FLOOR(`Track`.`Milliseconds` / ?) AS floored, `Track`.`Milliseconds` % ? AS rest, -`Track`.`Milliseconds` AS negative, `Track`.`UnitPrice` / ? AS half
FROM `Track`
WHERE `Track`.`TrackId` <= ?
ORDER BY `Track`.`TrackId`;
-- Milliseconds_1 = 1000, Milliseconds_2 = 1000, Milliseconds_3 = 1000, UnitPrice_1 = 2, TrackId_1 = 2

-- precedence_of_arithmetic
SELECT (`Genre`.`GenreId` + ?) * (`Genre`.`GenreId` - (? - ?)) AS a, (`Genre`.`GenreId` - ?) - ? AS b, -(-`Genre`.`GenreId`) AS c
FROM `Genre`
WHERE `Genre`.`GenreId` = ?;
-- GenreId_1 = 1, param_1 = 2, param_2 = 1, GenreId_2 = 2, param_3 = 1, GenreId_3 = 3

-- bits
SELECT `Genre`.`GenreId` & ? AS and_, `Genre`.`GenreId` | ? AS or_, `Genre`.`GenreId` ^ ? AS xor_, (~`Genre`.`GenreId`) & ? AS not_, `Genre`.`GenreId` << ? AS left_, `Genre`.`GenreId` >> ? AS right_
FROM `Genre`
WHERE `Genre`.`GenreId` = ?;
-- GenreId_1 = 6, GenreId_2 = 8, GenreId_3 = 3, param_1 = 7, GenreId_4 = 2, GenreId_5 = 1, GenreId_6 = 5

-- comparisons
SELECT `Genre`.`GenreId`
FROM `Genre`
WHERE `Genre`.`GenreId` > ? AND `Genre`.`GenreId` >= ? AND `Genre`.`GenreId` < ? AND `Genre`.`GenreId` <= ? AND `Genre`.`Name` != ? AND `Genre`.`GenreId` BETWEEN ? AND ? AND `Genre`.`GenreId` NOT BETWEEN ? AND ?
ORDER BY `Genre`.`GenreId`;
-- GenreId_1 = 3, GenreId_2 = 4, GenreId_3 = 12, GenreId_4 = 11, Name_1 = 'Jazz', GenreId_5 = 5, GenreId_6 = 10, GenreId_7 = 7, GenreId_8 = 8

-- null_is_compared_by_is
SELECT count(*) AS n
FROM `Customer`
WHERE `Customer`.`Company` IS NULL AND `Customer`.`Phone` IS NOT NULL AND `Customer`.`Email` IS NOT NULL;

-- is_distinct_from
SELECT count(*) AS n
FROM `Customer`
WHERE NOT (`Customer`.`Company` <=> ?) AND `Customer`.`State` <=> (SELECT max(`Customer`.`State`) AS max_1
    FROM `Customer`
    WHERE 0 = 1);
-- Company_1 = 'Apple Inc.'

-- and_or_not
SELECT `Genre`.`GenreId`
FROM `Genre`
WHERE `Genre`.`GenreId` > ? AND `Genre`.`GenreId` < ? OR NOT (`Genre`.`GenreId` > ? OR `Genre`.`Name` = ?)
ORDER BY `Genre`.`GenreId`;
-- GenreId_1 = 3, GenreId_2 = 6, GenreId_3 = 1, Name_1 = 'Jazz'

-- true_and_false
SELECT count(*) AS n
FROM `Genre`
WHERE `Genre`.`GenreId` > ?;
-- GenreId_1 = 5

-- false_alone
SELECT `Genre`.`GenreId`
FROM `Genre`
WHERE 0 = 1;

-- conditions_of_no_terms
SELECT count(*) AS n
FROM `Genre`
WHERE 1 = 1 AND (NOT 0 = 1);

-- truth_as_a_value
SELECT true AS yes, false AS no, ? AS bound;
-- param_1 = true

-- boolean_columns
SELECT flags.`GenreId`
FROM (SELECT `Genre`.`GenreId`, CASE WHEN `Genre`.`GenreId` < ? THEN true ELSE false END AS low
    FROM `Genre`) AS flags
WHERE (flags.low = 1 OR flags.`GenreId` = ?) AND (flags.low = 0 OR flags.`GenreId` != ?) AND flags.low IS true
ORDER BY flags.`GenreId`;
-- GenreId_1 = 4, GenreId_2 = 7, GenreId_3 = 2

-- a_condition_as_a_column
SELECT `Genre`.`Name`, `Genre`.`GenreId` > ? AS high
FROM `Genre`
WHERE `Genre`.`GenreId` BETWEEN ? AND ?
ORDER BY `Genre`.`GenreId`;
-- GenreId_1 = 3, GenreId_2 = 3, GenreId_3 = 4

-- comparison_of_conditions
SELECT `Genre`.`GenreId`
FROM `Genre`
WHERE (`Genre`.`GenreId` > ?) = (`Genre`.`GenreId` < ?)
ORDER BY `Genre`.`GenreId`;
-- GenreId_1 = 3, GenreId_2 = 6

-- conditions_as_values
SELECT `Genre`.`GenreId`, EXISTS (SELECT `Track`.`TrackId`
    FROM `Track`
    WHERE `Track`.`GenreId` = `Genre`.`GenreId`) AS used, `Genre`.`Name` IS NULL AS nameless, `Genre`.`GenreId` > ? AND `Genre`.`Name` LIKE ? AS `both`, `Genre`.`GenreId` NOT IN (?, ?) AS others, coalesce(`Genre`.`GenreId` > ?, false) AS above
FROM `Genre`
WHERE `Genre`.`GenreId` BETWEEN ? AND ?
ORDER BY `Genre`.`GenreId` > ? DESC, `Genre`.`GenreId`;
-- GenreId_1 = 3, Name_1 = '%o%', GenreId_2 = 4, GenreId_3 = 5, GenreId_4 = 4, GenreId_5 = 3, GenreId_6 = 5, GenreId_7 = 4

-- groups_of_a_condition
SELECT count(*) AS n
FROM `Genre`
GROUP BY `Genre`.`GenreId` < 10
HAVING count(*) != ?
ORDER BY count(*);
-- count_1 = 0

-- case_of_conditions_as_results
SELECT `Genre`.`GenreId`, CASE WHEN `Genre`.`Name` = ? THEN `Genre`.`GenreId` > ? ELSE false END AS kind
FROM `Genre`
WHERE CASE WHEN `Genre`.`GenreId` < ? THEN true ELSE false END
ORDER BY `Genre`.`GenreId`;
-- Name_1 = 'Jazz', GenreId_1 = 1, GenreId_2 = 4

-- in_a_list
SELECT `Genre`.`Name`
FROM `Genre`
WHERE `Genre`.`GenreId` IN (?, ?, ?, ?) AND `Genre`.`Name` NOT IN (?, ?)
ORDER BY `Genre`.`Name`;
-- GenreId_1 = 1, GenreId_2 = 3, GenreId_3 = 5, GenreId_4 = 5, Name_1 = 'Jazz', Name_2 = 'Blues'

-- in_an_empty_list
SELECT count(*) AS n
FROM `Customer`
WHERE (`Customer`.`Company` IN (NULL) AND (1 != 1));

-- not_in_an_empty_list
SELECT count(*) AS n
FROM `Customer`
WHERE (`Customer`.`Company` NOT IN (NULL) OR (1 = 1)) AND ((`Customer`.`Fax` NOT IN (NULL) OR (1 = 1)) OR `Customer`.`CustomerId` = ?);
-- CustomerId_1 = 1

-- tuples_in_a_list
SELECT `Customer`.`LastName`
FROM `Customer`
WHERE (`Customer`.`City`, `Customer`.`Country`) IN ((?, ?), (?, ?))
ORDER BY `Customer`.`LastName`;
-- param_1 = 'Paris', param_2 = 'France', param_3 = 'Rome', param_4 = 'Italy'

-- tuples_in_a_subquery
SELECT count(*) AS n
FROM `Customer`
WHERE (`Customer`.`City`, `Customer`.`Country`) IN (SELECT `Employee`.`City`, `Employee`.`Country`
    FROM `Employee`);

-- tuples_in_an_empty_list
SELECT count(*) AS n
FROM `Customer`
WHERE ((`Customer`.`City`, `Customer`.`Country`) NOT IN ((NULL, NULL)) OR (1 = 1));

-- in_a_list_of_expressions
SELECT `Genre`.`Name`
FROM `Genre`
WHERE `Genre`.`GenreId` IN (?, ? + ?)
ORDER BY `Genre`.`GenreId`;
-- GenreId_1 = 4, param_1 = 2, param_2 = 3

-- concatenation
SELECT concat(`Customer`.`FirstName`, ?, `Customer`.`LastName`, ?) AS name
FROM `Customer`
WHERE `Customer`.`CustomerId` = ?;
-- param_1 = ' ', param_2 = '!', CustomerId_1 = 1

-- concatenation_with_null
SELECT concat(`Customer`.`LastName`, `Customer`.`Company`) AS `both`
FROM `Customer`
WHERE `Customer`.`CustomerId` = ?;
-- CustomerId_1 = 2

-- like_and_not
SELECT `Genre`.`Name`
FROM `Genre`
WHERE `Genre`.`Name` LIKE ? AND `Genre`.`Name` NOT LIKE ?
ORDER BY `Genre`.`Name`;
-- Name_1 = 'R%', Name_2 = '%b%'

-- like_with_an_escape
SELECT `Track`.`Name`
FROM `Track`
WHERE `Track`.`Name` LIKE ? ESCAPE '!'
ORDER BY `Track`.`Name`;
-- Name_1 = '%!%%'

-- ilike
SELECT `Genre`.`Name`
FROM `Genre`
WHERE lower(`Genre`.`Name`) LIKE lower(?) AND lower(`Genre`.`Name`) NOT LIKE lower(?)
ORDER BY `Genre`.`Name`;
-- Name_1 = 'ROCK%', Name_2 = '%and%'

-- contains_starts_ends
SELECT `Track`.`Name`
FROM `Track`
WHERE `Track`.`Name` LIKE concat('%', ?, '%') ESCAPE '/' OR `Track`.`Name` LIKE concat(?, '%') ESCAPE '/' OR `Track`.`Name` LIKE concat('%', ?) ESCAPE '/'
ORDER BY `Track`.`Name`;
-- Name_1 = '100/%', Name_2 = 'Zero/_', Name_3 = '(live)'

-- contains_a_column
SELECT `Artist`.`Name`, `Album`.`Title`
FROM `Album`
JOIN `Artist` ON `Album`.`ArtistId` = `Artist`.`ArtistId`
WHERE `Album`.`Title` LIKE concat('%', `Artist`.`Name`, '%') AND `Album`.`Title` != `Artist`.`Name`
ORDER BY `Album`.`Title`
LIMIT ?;
-- param_1 = 3

-- regular_expression
SELECT `Genre`.`Name`
FROM `Genre`
WHERE `Genre`.`Name` REGEXP ?;
-- Name_1 = '^R.*k$'

-- regular_expression_with_flags
SELECT `Genre`.`Name`
FROM `Genre`
WHERE `Genre`.`Name` NOT REGEXP CONCAT('(?', 'i', ')', ?);
-- Name_1 = '^r'

-- regular_expression_of_more_flags
SELECT `Genre`.`Name`
FROM `Genre`
WHERE `Genre`.`Name` REGEXP CONCAT('(?', 'im', ')', ?);
-- Name_1 = '^r'

-- regular_expression_replaced
SELECT REGEXP_REPLACE(`Genre`.`Name`, CONCAT('(?', 'g', ')', ?), ?) AS name
FROM `Genre`
WHERE `Genre`.`GenreId` = ?;
-- regexp_replace_1 = '[aeiou]', regexp_replace_2 = '-', GenreId_1 = 1

-- full_text_search
SELECT `Track`.`Name`
FROM `Track`
WHERE MATCH (`Track`.`Composer`) AGAINST (? IN BOOLEAN MODE);
-- Composer_1 = 'young'

-- collation
SELECT `Genre`.`Name`
FROM `Genre`
WHERE (`Genre`.`Name` COLLATE NOCASE) = ?;
-- param_1 = 'jazz'

-- case_of_conditions
SELECT `Track`.`TrackId`, CASE WHEN `Track`.`Milliseconds` > ? THEN ? WHEN `Track`.`Milliseconds` > ? THEN ? ELSE ? END AS kind
FROM `Track`
WHERE `Track`.`TrackId` <= ?
ORDER BY `Track`.`TrackId`;
-- Milliseconds_1 = 300000, param_1 = 'long', Milliseconds_2 = 200000, param_2 = 'middling', param_3 = 'short', TrackId_1 = 4

-- case_of_values
SELECT `Customer`.`LastName`, CASE `Customer`.`Country` WHEN ? THEN ? WHEN ? THEN ? END AS zone
FROM `Customer`
WHERE `Customer`.`CustomerId` BETWEEN ? AND ?
ORDER BY `Customer`.`CustomerId`;
-- param_1 = 'USA', param_2 = 1, param_3 = 'Canada', param_4 = 2, CustomerId_1 = 14, CustomerId_2 = 17

-- casts_of_numbers
SELECT CAST(`Invoice`.`Total` AS SIGNED INTEGER) AS whole, CAST(`Invoice`.`InvoiceId` AS CHAR) AS text, CAST(`Invoice`.`Total` AS DOUBLE) AS `real`, CAST(? AS DECIMAL(10, 2)) AS exact, CAST(? AS SIGNED INTEGER) AS big, CAST(? AS SIGNED INTEGER) AS truth
FROM `Invoice`
WHERE `Invoice`.`InvoiceId` = ?;
-- param_1 = '12.50', param_2 = '7', param_3 = 1, InvoiceId_1 = 5

-- casts_of_texts
SELECT CAST(`Artist`.`Name` AS CHAR(4)) AS short, CAST(`Artist`.`Name` AS CHAR(6)) AS fixed, CAST(`Artist`.`Name` AS CHAR(10)) AS national
FROM `Artist`
WHERE `Artist`.`ArtistId` = ?;
-- ArtistId_1 = 50

-- casts_of_times
SELECT CAST(? AS DATE) AS day, CAST(? AS DATETIME) AS moment;
-- param_1 = '2024-02-29', param_2 = '2024-02-29 12:30:00'

-- casts_to_the_rest
SELECT CAST(? AS CHAR) AS document, CAST(? AS BINARY) AS bytes;
-- param_1 = '{"a": 1}', param_2 = 'abc'

-- try_cast
-- refused: mariadb has no TRY_CAST

-- typed_by_the_program
SELECT abs(?) AS three;
-- abs_1 = -3

-- own_operators
SELECT `Genre`.`Name`
FROM `Genre`
WHERE `Genre`.`GenreId` < ? - `Genre`.`GenreId`
ORDER BY `Genre`.`GenreId`;
-- GenreId_1 = 9

-- own_operator_of_unknown_precedence
SELECT (`Genre`.`GenreId` + ?) * (? + ?) AS n
FROM `Genre`
WHERE `Genre`.`GenreId` = ?;
-- GenreId_1 = 1, param_1 = 2, param_2 = 3, GenreId_2 = 2

-- question_mark_operator
-- refused: mariadb takes ? for a parameter: there is no operator ?

-- arrays
-- refused: mariadb has no subscripts

-- any_of_an_array
-- refused: mariadb has no arrays: alk_in() takes a list

-- ==== literals ====

-- literal_numbers
SELECT 1 AS n, -1 AS negative, ? - -3 AS five, 1.5 AS `real`, 2.0 AS whole_real, 12.50 AS exact, 18446744073709551615 AS largest;
-- param_1 = 2

-- literal_texts
SELECT 'it''s' AS quote, 'a\\b' AS backslash, '100%' AS percent, ':name ?' AS markers, 'über' AS letters, '' AS empty;

-- literal_truth_and_null
SELECT true AS yes, false AS no, NULL AS nothing;

-- literal_bytes
SELECT X'01fe27' AS bytes;

-- literal_times
SELECT '2024-02-29' AS day, '12:34:56' AS time, '2024-02-29 12:00:00.123456' AS moment, '2024-02-29 12:00:00+00:00' AS zoned;

-- literal_dates
SELECT '2024-02-29' AS day, '2024-02-29 12:00:00.123456' AS moment;

-- literal_interval
SELECT 'P1Y2M3DT1H' AS span;

-- literal_uuid
SELECT '12345678-9abc-def0-1234-56789abcdef0' AS id;

-- literal_json
SELECT '{"it''s": [1, "a\\\\b"]}' AS document;

-- all values as literals
SELECT `Genre`.`Name`
FROM `Genre`
WHERE `Genre`.`Name` IN ('Jazz', 'R&B/Soul', 'it''s')
LIMIT 5;

-- bound_values_by_type
SELECT ? AS a, ? AS b, ? AS c, ? AS d, ? AS e, ? AS f, NULL AS g, ? AS h, ? AS i, ? AS j, ? AS k;
-- param_1 = 1, param_2 = 1.5, param_3 = 12.50, param_4 = 'text', param_5 = 01, param_6 = true, param_7 = 2024-02-29, param_8 = 2024-02-29 12:00:00.123456, param_9 = 2024-02-29 12:00:00+00:00, param_10 = [1]

-- ==== functions ====

-- functions_of_texts
SELECT upper(`Genre`.`Name`) AS upper_, lower(`Genre`.`Name`) AS lower_, char_length(`Genre`.`Name`) AS length_, substr(`Genre`.`Name`, ?, ?) AS part, replace(`Genre`.`Name`, ?, ?) AS leet, trim(?) AS trimmed
FROM `Genre`
WHERE `Genre`.`GenreId` = ?;
-- substr_1 = 1, substr_2 = 2, replace_1 = 'o', replace_2 = '0', trim_1 = '  x ', GenreId_1 = 1

-- functions_of_numbers
SELECT abs(-`Genre`.`GenreId`) AS abs_, round(`Invoice`.`Total`, ?) AS round_
FROM `Genre`, `Invoice`
WHERE `Genre`.`GenreId` = ? AND `Invoice`.`InvoiceId` = ?;
-- round_1 = 1, GenreId_1 = 1, InvoiceId_1 = 2

-- coalesce_and_nullif
SELECT `Customer`.`CustomerId`, coalesce(`Customer`.`Company`, `Customer`.`Fax`, ?) AS where_, nullif(`Customer`.`Country`, ?) AS abroad
FROM `Customer`
WHERE `Customer`.`CustomerId` <= ?
ORDER BY `Customer`.`CustomerId`;
-- coalesce_1 = 'none', nullif_1 = 'Brazil', CustomerId_1 = 3

-- aggregates
SELECT count(*) AS n, count(`Track`.`Composer`) AS composers, count(DISTINCT `Track`.`GenreId`) AS genres, sum(`Track`.`Milliseconds`) AS sum_, min(`Track`.`Milliseconds`) AS min_, max(`Track`.`Milliseconds`) AS max_, avg(`Track`.`Bytes`) AS avg_
FROM `Track`;

-- filtered_aggregates
SELECT count(CASE WHEN `Invoice`.`Total` > ? THEN 1 END) AS large, sum(CASE WHEN `Invoice`.`BillingCountry` = ? THEN `Invoice`.`Total` END) AS usa, count(DISTINCT CASE WHEN `Invoice`.`Total` < ? THEN `Invoice`.`CustomerId` END) AS small_buyers
FROM `Invoice`;
-- Total_1 = 10, BillingCountry_1 = 'USA', Total_2 = 1

-- joined_texts_of_a_group
SELECT `Album`.`ArtistId`, group_concat(`Album`.`Title` ORDER BY `Album`.`Title` SEPARATOR '; ') AS titles
FROM `Album`
WHERE `Album`.`ArtistId` IN (?, ?)
GROUP BY `Album`.`ArtistId`
ORDER BY `Album`.`ArtistId`;
-- ArtistId_1 = 1, ArtistId_2 = 2

-- joined_texts_without_an_order
SELECT char_length(group_concat(`Genre`.`Name` SEPARATOR ',')) AS n
FROM `Genre`;

-- joined_texts_of_numbers
SELECT group_concat(CAST(`MediaType`.`MediaTypeId` AS CHAR) ORDER BY `MediaType`.`MediaTypeId` DESC SEPARATOR '|') AS ids
FROM `MediaType`;

-- within_a_group
-- refused: mariadb has no WITHIN GROUP

-- current_times
SELECT now() AS now_, CURRENT_DATE AS date_, CURRENT_TIME AS time_, CURRENT_TIMESTAMP AS stamp_;

-- parts_of_dates
SELECT EXTRACT(year FROM `Employee`.`HireDate`) AS y, EXTRACT(month FROM `Employee`.`HireDate`) AS m, EXTRACT(day FROM `Employee`.`HireDate`) AS d, EXTRACT(hour FROM `Employee`.`HireDate`) AS h, EXTRACT(minute FROM `Employee`.`HireDate`) AS mi, EXTRACT(second FROM `Employee`.`HireDate`) AS s
FROM `Employee`
WHERE `Employee`.`EmployeeId` = ?;
-- EmployeeId_1 = 1

-- days_of_week_and_year
SELECT (DAYOFWEEK(`Employee`.`HireDate`) - 1) AS dow, DAYOFYEAR(`Employee`.`HireDate`) AS doy
FROM `Employee`
WHERE `Employee`.`EmployeeId` = ?;
-- EmployeeId_1 = 1

-- week_of_a_date
SELECT EXTRACT(week FROM `Employee`.`HireDate`) AS w
FROM `Employee`
WHERE `Employee`.`EmployeeId` = ?;
-- EmployeeId_1 = 1

-- quarter_of_a_date
SELECT EXTRACT(quarter FROM `Employee`.`HireDate`) AS q
FROM `Employee`
WHERE `Employee`.`EmployeeId` = ?;
-- EmployeeId_1 = 1

-- seconds_since_1970
SELECT UNIX_TIMESTAMP(`Employee`.`HireDate`) AS e
FROM `Employee`
WHERE `Employee`.`EmployeeId` = ?;
-- EmployeeId_1 = 1

-- fractions_of_seconds
SELECT EXTRACT(MICROSECOND FROM `Invoice`.`InvoiceDate`) AS us, (EXTRACT(MICROSECOND FROM `Invoice`.`InvoiceDate`) DIV 1000) AS ms
FROM `Invoice`
WHERE `Invoice`.`InvoiceId` = ?;
-- InvoiceId_1 = 1

-- time_zone_of_a_time
-- refused: mariadb has no EXTRACT of that part

-- times_are_compared
SELECT count(*) AS n
FROM `Invoice`
WHERE `Invoice`.`InvoiceDate` >= ? AND `Invoice`.`InvoiceDate` < ?;
-- InvoiceDate_1 = 2023-01-01 00:00:00, InvoiceDate_2 = 2024-01-01 00:00:00

-- next_value_of_a_sequence
SELECT NEXT VALUE FOR shop.`Ticket's` AS n;

-- ==== windows ====

-- ranks
SELECT `Track`.`TrackId`, row_number() OVER (ORDER BY `Track`.`TrackId`) AS n, rank() OVER (PARTITION BY `Track`.`MediaTypeId` ORDER BY `Track`.`UnitPrice` DESC) AS r, dense_rank() OVER (ORDER BY `Track`.`AlbumId`) AS d
FROM `Track`
WHERE `Track`.`TrackId` <= ?
ORDER BY `Track`.`TrackId`;
-- TrackId_1 = 5

-- over_everything
SELECT `Genre`.`GenreId`, count(*) OVER () AS all_
FROM `Genre`
WHERE `Genre`.`GenreId` <= ?
ORDER BY `Genre`.`GenreId`;
-- GenreId_1 = 2

-- frame_of_rows
SELECT `Invoice`.`InvoiceId`, sum(`Invoice`.`Total`) OVER (ORDER BY `Invoice`.`InvoiceId` ROWS BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS three, sum(`Invoice`.`Total`) OVER (ORDER BY `Invoice`.`InvoiceId` ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS so_far
FROM `Invoice`
WHERE `Invoice`.`InvoiceId` <= ?
ORDER BY `Invoice`.`InvoiceId`;
-- InvoiceId_1 = 4

-- frame_of_a_range
SELECT `Genre`.`GenreId`, count(*) OVER (ORDER BY `Genre`.`GenreId` RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS left_
FROM `Genre`
WHERE `Genre`.`GenreId` <= ?
ORDER BY `Genre`.`GenreId`;
-- GenreId_1 = 3

-- frame_of_near_values
SELECT `Genre`.`GenreId`, count(*) OVER (ORDER BY `Genre`.`GenreId` RANGE BETWEEN 1 PRECEDING AND 1 FOLLOWING) AS near_
FROM `Genre`
WHERE `Genre`.`GenreId` <= ?
ORDER BY `Genre`.`GenreId`;
-- GenreId_1 = 3

-- frame_of_groups
-- refused: mariadb has no frames of GROUPS

-- neighbours
SELECT `Genre`.`Name`, lag(`Genre`.`Name`, ?) OVER (ORDER BY `Genre`.`Name`) AS before_, lead(`Genre`.`Name`) OVER (ORDER BY `Genre`.`Name`) AS behind, first_value(`Genre`.`Name`) OVER (ORDER BY `Genre`.`Name`) AS first_, ntile(3) OVER (ORDER BY `Genre`.`Name`) AS third
FROM `Genre`
WHERE `Genre`.`GenreId` <= ?
ORDER BY `Genre`.`Name`;
-- lag_1 = 1, GenreId_1 = 3

-- window_over_groups
SELECT `Customer`.`Country`, rank() OVER (ORDER BY count(*) DESC) AS place
FROM `Customer`
GROUP BY `Customer`.`Country`
ORDER BY count(*) DESC, `Customer`.`Country`
LIMIT ?;
-- param_1 = 3

-- window_with_a_filter
SELECT `Genre`.`GenreId`, count(CASE WHEN `Genre`.`GenreId` > ? THEN `Genre`.`GenreId` END) OVER (ORDER BY `Genre`.`GenreId`) AS n
FROM `Genre`
WHERE `Genre`.`GenreId` <= ?
ORDER BY `Genre`.`GenreId`;
-- GenreId_1 = 1, GenreId_2 = 3

-- window_with_nulls_last
SELECT `Customer`.`CustomerId`, row_number() OVER (ORDER BY CASE WHEN `Customer`.`Company` IS NULL THEN 1 ELSE 0 END, `Customer`.`Company`, `Customer`.`CustomerId`) AS n
FROM `Customer`
WHERE `Customer`.`CustomerId` <= ?
ORDER BY `Customer`.`CustomerId`;
-- CustomerId_1 = 3

-- ==== WITH and compounds ====

-- with_one
WITH large AS (SELECT `Invoice`.`CustomerId`, `Invoice`.`Total`
    FROM `Invoice`
    WHERE `Invoice`.`Total` > ?)
SELECT `Customer`.`LastName`, large.`Total`
FROM `Customer`
JOIN large ON large.`CustomerId` = `Customer`.`CustomerId`
ORDER BY `Customer`.`LastName`;
-- Total_1 = 20

-- with_two_of_which_one_names_the_other
WITH spent AS (SELECT `Invoice`.`CustomerId`, sum(`Invoice`.`Total`) AS total
    FROM `Invoice`
    GROUP BY `Invoice`.`CustomerId`), most AS (SELECT max(spent.total) AS total
    FROM spent)
SELECT `Customer`.`LastName`
FROM `Customer`
JOIN spent ON spent.`CustomerId` = `Customer`.`CustomerId`
JOIN most ON most.total = spent.total;

-- recursive_numbers
WITH RECURSIVE numbers(n) AS (SELECT 1 AS anon_1
    UNION ALL
    SELECT numbers.n + 1 AS anon_2
    FROM numbers
    WHERE numbers.n < ?)
SELECT sum(numbers.n) AS sum_
FROM numbers;
-- n_1 = 5

-- recursive_tree
WITH RECURSIVE tree(`EmployeeId`, depth) AS (SELECT `Employee`.`EmployeeId`, 0 AS depth
    FROM `Employee`
    WHERE `Employee`.`ReportsTo` IS NULL
    UNION ALL
    SELECT `Employee`.`EmployeeId`, tree.depth + 1 AS anon_1
    FROM `Employee`
    JOIN tree ON `Employee`.`ReportsTo` = tree.`EmployeeId`)
SELECT tree.depth, count(*) AS n
FROM tree
GROUP BY tree.depth
ORDER BY tree.depth;

-- materialized_or_not
WITH folded AS (SELECT `Genre`.`GenreId`, `Genre`.`Name`
    FROM `Genre`), kept AS (SELECT `Genre`.`GenreId`
    FROM `Genre`
    WHERE `Genre`.`GenreId` < ?)
SELECT folded.`Name`
FROM kept
JOIN folded ON kept.`GenreId` = folded.`GenreId`
ORDER BY folded.`GenreId`;
-- GenreId_1 = 5

-- with_inside_a_subquery
SELECT count(*) AS n
FROM `Track`
WHERE `Track`.`GenreId` IN (WITH low AS (SELECT `Genre`.`GenreId`
        FROM `Genre`
        WHERE `Genre`.`GenreId` < ?)
    SELECT low.`GenreId`
    FROM low);
-- GenreId_1 = 3

-- with_named_in_a_subquery
WITH low AS (SELECT `Genre`.`GenreId`
    FROM `Genre`
    WHERE `Genre`.`GenreId` < ?)
SELECT count(*) AS n
FROM `Track`
WHERE `Track`.`GenreId` IN (SELECT low.`GenreId`
    FROM low);
-- GenreId_1 = 3

-- union_of_two
SELECT `Customer`.`City`
FROM `Customer`
WHERE `Customer`.`Country` = ?
UNION
SELECT `Employee`.`City`
FROM `Employee`
WHERE `Employee`.`Country` = ?
ORDER BY `City`;
-- Country_1 = 'Canada', Country_2 = 'Canada'

-- union_all_of_three
SELECT `Genre`.`Name`
FROM `Genre`
WHERE `Genre`.`GenreId` = ?
UNION ALL
SELECT `MediaType`.`Name`
FROM `MediaType`
WHERE `MediaType`.`MediaTypeId` = ?
UNION ALL
SELECT `Artist`.`Name`
FROM `Artist`
WHERE `Artist`.`ArtistId` = ?;
-- GenreId_1 = 1, MediaTypeId_1 = 1, ArtistId_1 = 1

-- except_and_intersect
(SELECT `Customer`.`City`
    FROM `Customer`
    WHERE `Customer`.`Country` = ?
    INTERSECT
    SELECT `Invoice`.`BillingCity`
    FROM `Invoice`
    WHERE `Invoice`.`BillingCountry` = ?)
EXCEPT
SELECT `Employee`.`City`
FROM `Employee`
WHERE `Employee`.`Country` = ?
ORDER BY `City`;
-- Country_1 = 'Canada', BillingCountry_1 = 'Canada', Country_2 = 'Canada'

-- except_all
SELECT `Customer`.`Country`
FROM `Customer`
EXCEPT ALL
SELECT `Employee`.`Country`
FROM `Employee`;

-- intersect_all
SELECT `Customer`.`Country`
FROM `Customer`
INTERSECT ALL
SELECT `Employee`.`Country`
FROM `Employee`;

-- a_compound_with_a_limit
SELECT `Genre`.`Name`
FROM `Genre`
UNION ALL
SELECT `MediaType`.`Name`
FROM `MediaType`
ORDER BY `Name`
LIMIT ?;
-- param_1 = 3

-- a_compound_with_limit_and_offset
SELECT `Genre`.`Name`
FROM `Genre`
UNION ALL
SELECT `MediaType`.`Name`
FROM `MediaType`
ORDER BY `Name`
LIMIT ?, ?;
-- param_1 = 2, param_2 = 3

-- members_with_limits
(SELECT `Genre`.`Name`
    FROM `Genre`
    ORDER BY `Genre`.`Name`
    LIMIT ?)
UNION ALL
(SELECT `Artist`.`Name`
    FROM `Artist`
    ORDER BY `Artist`.`Name`
    LIMIT ?)
ORDER BY `Name` DESC;
-- param_1 = 1, param_2 = 2

-- a_compound_in_from
SELECT count(*) AS n
FROM (SELECT `Genre`.`Name`
    FROM `Genre`
    UNION
    SELECT `MediaType`.`Name`
    FROM `MediaType`) AS names;

-- a_compound_in_in
SELECT `Track`.`Name`
FROM `Track`
WHERE `Track`.`TrackId` IN (SELECT min(`Track`.`TrackId`) AS min_1
    FROM `Track`
    UNION
    SELECT max(`Track`.`TrackId`) AS max_1
    FROM `Track`)
ORDER BY `Track`.`TrackId`;

-- a_compound_with_one_with
WITH low AS (SELECT `Genre`.`GenreId`, `Genre`.`Name`
    FROM `Genre`
    WHERE `Genre`.`GenreId` < ?)
SELECT low.`Name`
FROM low
UNION ALL
SELECT low.`Name`
FROM low
WHERE low.`GenreId` = ?;
-- GenreId_1 = 3, GenreId_2 = 1

-- ==== JSON ====

-- json_parts
SELECT JSON_EXTRACT(documents.document, '$."name"') AS as_json, JSON_UNQUOTE(JSON_EXTRACT(documents.document, '$."name"')) AS as_text, JSON_EXTRACT(documents.document, '$."list"') AS list, JSON_UNQUOTE(JSON_EXTRACT(documents.document, '$."list"[0]')) AS first_, JSON_UNQUOTE(JSON_EXTRACT(documents.document, '$."list"[1]."deep"')) AS deep
FROM (SELECT `Genre`.`GenreId`, CAST(? AS CHAR) AS document
    FROM `Genre`
    WHERE `Genre`.`GenreId` = ?) AS documents;
-- param_1 = '{"name": "Ann", "list": [10, {"deep": "x"}], "none": null, "it's": 1}', GenreId_1 = 1

-- json_parts_as_numbers
SELECT CAST(JSON_EXTRACT(document, '$."a"') AS SIGNED INTEGER) AS whole, JSON_EXTRACT(document, '$."b"[0]') AS first, CAST(JSON_EXTRACT(document, '$."c"') AS CHAR) AS part
FROM (SELECT ? AS document) AS documents;
-- param_1 = {"a": 5, "b": ["x"], "c": {}}

-- json_in_conditions
SELECT documents.`GenreId`
FROM (SELECT `Genre`.`GenreId`, CAST(? AS CHAR) AS document
    FROM `Genre`
    WHERE `Genre`.`GenreId` = ?) AS documents
WHERE JSON_UNQUOTE(JSON_EXTRACT(documents.document, '$."name"')) = ? AND CAST(JSON_UNQUOTE(JSON_EXTRACT(documents.document, '$."list"[0]')) AS SIGNED INTEGER) > ? AND JSON_UNQUOTE(JSON_EXTRACT(documents.document, '$."absent"')) IS NULL;
-- param_1 = '{"name": "Ann", "list": [10, {"deep": "x"}], "none": null, "it's": 1}', GenreId_1 = 1, param_2 = 'Ann', param_3 = 9

-- json_key_with_a_quote
SELECT JSON_UNQUOTE(JSON_EXTRACT(documents.document, '$."it''s"')) AS one
FROM (SELECT `Genre`.`GenreId`, CAST(? AS CHAR) AS document
    FROM `Genre`
    WHERE `Genre`.`GenreId` = ?) AS documents;
-- param_1 = '{"name": "Ann", "list": [10, {"deep": "x"}], "none": null, "it's": 1}', GenreId_1 = 1

-- ==== changes ====

-- insert_of_parameters
INSERT INTO `Playlist` (`PlaylistId`, `Name`)
VALUES (?, ?);
-- PlaylistId, Name

-- insert_a_row
INSERT INTO `Genre` (`GenreId`, `Name`)
VALUES (?, ?);
-- GenreId_1 = 100, Name_1 = 'Noise'

-- insert_rows
INSERT INTO `Genre` (`GenreId`, `Name`)
VALUES (?, ?), (?, ?);
-- GenreId_1 = 100, Name_1 = 'Noise', GenreId_2 = 101, Name_2 = NULL

-- insert_from_a_select
INSERT INTO `Genre` (`GenreId`, `Name`)
SELECT `MediaType`.`MediaTypeId` + ? AS anon_1, `MediaType`.`Name`
FROM `MediaType`;
-- MediaTypeId_1 = 100

-- insert_from_a_select_with_a_with
INSERT INTO `Genre` (`GenreId`, `Name`) WITH few AS (SELECT `MediaType`.`MediaTypeId`, `MediaType`.`Name`
    FROM `MediaType`
    WHERE `MediaType`.`MediaTypeId` < ?)
SELECT few.`MediaTypeId` + ? AS anon_1, few.`Name`
FROM few;
-- MediaTypeId_1 = 3, MediaTypeId_2 = 100

-- insert_defaults
INSERT INTO `Genre` ()
VALUES ();

-- insert_a_default
INSERT INTO `Genre` (`GenreId`, `Name`)
VALUES (?, DEFAULT);
-- GenreId_1 = 100

-- insert_an_expression
INSERT INTO `Genre` (`GenreId`, `Name`)
VALUES ((SELECT max(`Genre`.`GenreId`) + ? AS anon_1
    FROM `Genre`), upper(?));
-- max_1 = 1, upper_1 = 'noise'

-- insert_returning
INSERT INTO `Genre` (`Name`)
VALUES (?)
RETURNING `Genre`.`GenreId`, upper(`Genre`.`Name`) AS loud;
-- Name_1 = 'Noise'

-- insert_rows_returning
INSERT INTO `Genre` (`Name`)
VALUES (?), (?)
RETURNING `Genre`.`GenreId`, `Genre`.`Name`;
-- Name_1 = 'Noise', Name_2 = 'Silence'

-- upsert_nothing
INSERT INTO `Genre` (`GenreId`, `Name`)
VALUES (?, ?)
ON DUPLICATE KEY UPDATE `GenreId` = `Genre`.`GenreId`;
-- GenreId_1 = 1, Name_1 = 'Noise'

-- upsert_nothing_whatever
INSERT INTO `Genre` (`GenreId`, `Name`)
VALUES (?, ?)
ON DUPLICATE KEY UPDATE `GenreId` = `Genre`.`GenreId`;
-- GenreId_1 = 1, Name_1 = 'Noise'

-- upsert_update
INSERT INTO `Genre` (`GenreId`, `Name`)
VALUES (?, ?), (?, ?)
ON DUPLICATE KEY UPDATE `Name` = VALUES(`Name`);
-- GenreId_1 = 1, Name_1 = 'Rocks', GenreId_2 = 100, Name_2 = 'Noise'

-- upsert_of_old_and_new
INSERT INTO `Genre` (`GenreId`, `Name`)
VALUES (?, ?)
ON DUPLICATE KEY UPDATE `Name` = concat(`Genre`.`Name`, ?, VALUES(`Name`));
-- GenreId_1 = 1, Name_1 = 'Roll', Name_2 = ' & '

-- upsert_with_a_condition
-- refused: mariadb has no conditions in an upsert

-- upsert_from_a_select
INSERT INTO `Genre` (`GenreId`, `Name`)
SELECT `MediaType`.`MediaTypeId`, `MediaType`.`Name`
FROM `MediaType`
ON DUPLICATE KEY UPDATE `Name` = VALUES(`Name`);

-- upsert_by_two_columns
INSERT INTO `PlaylistTrack` (`PlaylistId`, `TrackId`)
VALUES (?, ?)
ON DUPLICATE KEY UPDATE `PlaylistId` = `PlaylistTrack`.`PlaylistId`;
-- PlaylistId_1 = 1, TrackId_1 = 1

-- upsert_by_a_constraint
-- refused: mariadb has no upsert that names a constraint

-- upsert_returning
INSERT INTO `Genre` (`GenreId`, `Name`)
VALUES (?, ?)
ON DUPLICATE KEY UPDATE `Name` = VALUES(`Name`)
RETURNING `Genre`.`GenreId`, `Genre`.`Name`;
-- GenreId_1 = 1, Name_1 = 'Roll'

-- update_all
UPDATE `Track`
SET `UnitPrice`=`Track`.`UnitPrice` * ?;
-- UnitPrice_1 = 2

-- update_some
UPDATE `Customer`
SET `Company`=?, `Fax`=`Customer`.`Phone`
WHERE `Customer`.`Country` = ? AND `Customer`.`Company` IS NOT NULL;
-- Company_1 = NULL, Country_1 = 'Brazil'

-- update_by_a_subquery
UPDATE `Track`
SET `Composer`=(SELECT `Artist`.`Name`
    FROM `Album`
    JOIN `Artist` ON `Album`.`ArtistId` = `Artist`.`ArtistId`
    WHERE `Album`.`AlbumId` = `Track`.`AlbumId`)
WHERE `Track`.`Composer` IS NULL AND `Track`.`TrackId` <= ?;
-- TrackId_1 = 100

-- update_from_another_table
UPDATE `Track`, `Album`
SET `Track`.`Composer`=`Album`.`Title`
WHERE `Track`.`AlbumId` = `Album`.`AlbumId` AND `Album`.`ArtistId` = ?;
-- ArtistId_1 = 1

-- update_from_a_join
UPDATE `Track`, `Album`
JOIN `Artist` ON `Album`.`ArtistId` = `Artist`.`ArtistId`
SET `Track`.`Composer`=`Artist`.`Name`
WHERE `Track`.`AlbumId` = `Album`.`AlbumId` AND `Artist`.`Name` = ?;
-- Name_1 = 'Accept'

-- update_of_an_alias
UPDATE `Genre` AS g
SET `Name`=?
WHERE g.`GenreId` = ?;
-- Name_1 = 'Noise', GenreId_1 = 1

-- update_from_itself
UPDATE `Employee`, `Employee` AS manager
SET `Employee`.`Fax`=manager.`Fax`
WHERE `Employee`.`ReportsTo` = manager.`EmployeeId`;

-- update_with_a_with
-- refused: mariadb has no WITH before a statement that changes rows: use alk_subquery()

-- update_returning
-- refused: mariadb has no RETURNING for this statement

-- update_to_the_default
UPDATE `Genre`
SET `Name`=DEFAULT
WHERE `Genre`.`GenreId` = ?;
-- GenreId_1 = 1

-- update_with_a_limit
UPDATE `Genre`
SET `Name`=?
ORDER BY `Genre`.`GenreId`
LIMIT ?;
-- Name_1 = 'first', param_1 = 2

-- delete_all
DELETE FROM `PlaylistTrack`;

-- delete_some
DELETE FROM `PlaylistTrack`
WHERE `PlaylistTrack`.`PlaylistId` = ? AND `PlaylistTrack`.`TrackId` > ?;
-- PlaylistId_1 = 5, TrackId_1 = 100

-- delete_by_a_subquery
DELETE FROM `PlaylistTrack`
WHERE `PlaylistTrack`.`TrackId` IN (SELECT `Track`.`TrackId`
    FROM `Track`
    WHERE `Track`.`GenreId` = ?);
-- GenreId_1 = 1

-- delete_using_another_table
DELETE FROM `PlaylistTrack`
USING `PlaylistTrack`, `Track`
WHERE `PlaylistTrack`.`TrackId` = `Track`.`TrackId` AND `Track`.`GenreId` = ?;
-- GenreId_1 = 1

-- delete_returning
DELETE FROM `PlaylistTrack`
WHERE `PlaylistTrack`.`PlaylistId` = ?
RETURNING `PlaylistTrack`.`PlaylistId`, `PlaylistTrack`.`TrackId`;
-- PlaylistId_1 = 18

-- delete_with_a_limit
DELETE FROM `PlaylistTrack`
ORDER BY `PlaylistTrack`.`TrackId`
LIMIT ?;
-- param_1 = 3

-- delete_of_an_alias
DELETE FROM t
USING `PlaylistTrack` AS t
WHERE t.`PlaylistId` = ?;
-- PlaylistId_1 = 5

-- delete_of_an_alias_using_another
DELETE FROM t
USING `PlaylistTrack` AS t, `Track`
WHERE t.`TrackId` = `Track`.`TrackId` AND `Track`.`GenreId` = ?;
-- GenreId_1 = 1

-- merge
-- refused: mariadb has no MERGE

-- merge_with_conditions
-- refused: mariadb has no MERGE

-- merge_that_deletes
-- refused: mariadb has no MERGE

-- merge_from_a_subquery
-- refused: mariadb has no MERGE

-- ==== parts of statements ====

-- in_rows_of_values
SELECT `Genre`.`Name`
FROM `Genre`
WHERE `Genre`.`GenreId` IN (VALUES (?), (?))
ORDER BY `Genre`.`GenreId`;
-- GenreId_1 = 1, GenreId_2 = 2

-- any_of_rows_of_values
SELECT `Genre`.`Name`
FROM `Genre`
WHERE `Genre`.`GenreId` = ANY (VALUES (?), (?))
ORDER BY `Genre`.`GenreId`;
-- GenreId_1 = 1, GenreId_2 = 2

-- single_values_of_a_function
-- refused: mariadb has no arrays

-- a_function_of_typed_rows
-- refused: mariadb has no names or types of a table function's columns

-- in_lists_of_many_lengths
SELECT `Genre`.`Name`
FROM `Genre`
WHERE `Genre`.`GenreId` IN (?) OR `Genre`.`GenreId` IN (?, ?, ?, ?, ?, ?, ?, ?) OR `Genre`.`Name` IN (?, ?)
ORDER BY `Genre`.`GenreId`;
-- GenreId_1 = 7, GenreId_2 = 1, GenreId_3 = 2, GenreId_4 = 3, GenreId_5 = 4, GenreId_6 = 5, GenreId_7 = 5, GenreId_8 = 5, GenreId_9 = 5, Name_1 = 'Opera', Name_2 = NULL

-- a_parameter_in_a_list
SELECT `Genre`.`Name`
FROM `Genre`
WHERE ? IN (?, ?)
ORDER BY `Genre`.`GenreId`
LIMIT ?;
-- n, param_1 = 1, param_2 = 2, param_3 = 1

-- not_in_a_list_with_null
SELECT `Genre`.`Name`
FROM `Genre`
WHERE `Genre`.`Name` NOT IN (?, ?);
-- Name_1 = 'Rock', Name_2 = NULL

-- an_expression_in_a_list
SELECT `Genre`.`Name`
FROM `Genre`
WHERE `Genre`.`GenreId` + ? IN (?, ?)
ORDER BY `Genre`.`GenreId`;
-- GenreId_1 = 1, param_1 = 2, param_2 = 3

-- labels_of_tables
SELECT `Album`.`AlbumId` AS `Album_AlbumId`, `Album`.`ArtistId` AS `Album_ArtistId`, `Artist`.`ArtistId` AS `Artist_ArtistId`, `Artist`.`Name` AS `Artist_Name`
FROM `Album`
JOIN `Artist` ON `Album`.`ArtistId` = `Artist`.`ArtistId`
WHERE `Album`.`AlbumId` = ?;
-- AlbumId_1 = 3

-- labels_of_nothing
SELECT `Artist`.`Name`, `Genre`.`Name`
FROM `Artist`, `Genre`
WHERE `Artist`.`ArtistId` = ? AND `Genre`.`GenreId` = ?;
-- ArtistId_1 = 1, GenreId_1 = 1

-- references_to_labels
SELECT `Customer`.`Country`, count(*) AS n
FROM `Customer`
GROUP BY `Customer`.`Country`
ORDER BY n DESC, `Customer`.`Country`
LIMIT ?;
-- param_1 = 3

-- raw_with_values
SELECT `Genre`.`Name`
FROM `Genre`
WHERE ("GenreId" BETWEEN ? AND ?) AND `Genre`.`GenreId` != ?
ORDER BY `Genre`.`GenreId`;
-- low_1 = 3, high_1 = 5, GenreId_1 = 4

-- raw_as_a_query
SELECT some.id, some.name
FROM (SELECT "GenreId" AS id, "Name" AS name
    FROM "Genre"
    WHERE "GenreId" < ?) AS some
ORDER BY some.id;
-- n_1 = 3

-- set_by_what_is_set
UPDATE `Genre`
SET `GenreId`=`Genre`.`GenreId` + ?, `Name`=concat(?, CAST(`Genre`.`GenreId` AS CHAR(10)))
WHERE `Genre`.`GenreId` = ?;
-- GenreId_1 = 100, param_1 = 'number ', GenreId_2 = 25

-- inserted_by_what_is_inserted
INSERT INTO `Genre` (`GenreId`, `Name`)
VALUES (?, CAST(? * ? AS CHAR(10)));
-- GenreId_1 = 201, GenreId_2 = 201, param_1 = 2

-- set_to_a_condition
UPDATE `Genre`
SET `Name`=CAST(`Genre`.`GenreId` = ? AS CHAR(5))
WHERE `Genre`.`GenreId` = ?;
-- GenreId_1 = 4, GenreId_2 = 4

-- hints_of_a_cte
WITH some AS (SELECT `Genre`.`GenreId`
    FROM `Genre`)
SELECT count(*) AS n
FROM some;

-- between_whichever_is_lower
SELECT `Genre`.`GenreId`, `Genre`.`GenreId` BETWEEN ? AND ? OR `Genre`.`GenreId` BETWEEN ? AND ? AS inside
FROM `Genre`
WHERE (`Genre`.`GenreId` BETWEEN ? AND ? OR `Genre`.`GenreId` BETWEEN ? AND ?) AND (`Genre`.`GenreId` NOT BETWEEN ? AND ? AND `Genre`.`GenreId` NOT BETWEEN ? AND ?)
ORDER BY `Genre`.`GenreId`;
-- GenreId_1 = 9, GenreId_2 = 5, GenreId_3 = 5, GenreId_4 = 9, GenreId_5 = 7, GenreId_6 = 5, GenreId_7 = 5, GenreId_8 = 7, GenreId_9 = 6, GenreId_10 = 6, GenreId_11 = 6, GenreId_12 = 6

-- operators_before_and_behind
SELECT - (`Genre`.`GenreId` + ?) AS negative
FROM `Genre`
WHERE `Genre`.`Name` IS NULL AND - `Genre`.`GenreId` > ?;
-- GenreId_1 = 1, param_1 = -5

-- a_collation_of_a_schema
-- refused: mariadb has no collations in a schema

-- all_but_what_is_left_out
SELECT `Customer`.`CustomerId`, `Customer`.`LastName`
FROM `Customer`
WHERE `Customer`.`CustomerId` = ?;
-- CustomerId_1 = 1

-- left_out_but_named
SELECT `Customer`.`LastName`, `Customer`.`Fax`
FROM `Customer`
WHERE `Customer`.`CustomerId` = ?;
-- CustomerId_1 = 1

-- inserted_without_what_is_left_out
INSERT INTO `Customer` (`CustomerId`, `LastName`, `Fax`)
VALUES (?, ?, ?);
-- CustomerId_1 = 100, LastName_1 = 'Doe', Fax_1 = '1'

-- joins_of_an_alias
SELECT boss.`LastName`, `Customer`.`LastName` AS `LastName_1`
FROM `Employee` AS boss
JOIN `Customer` ON `Customer`.`SupportRepId` = boss.`EmployeeId`
WHERE `Customer`.`CustomerId` < ?
ORDER BY `Customer`.`CustomerId`;
-- CustomerId_1 = 4

-- ==== older servers ====

-- WITH, MariaDB 10.2.0
-- refused: mariadb has no WITH: use alk_subquery()

-- windows, MariaDB 10.1
-- refused: mariadb has no windows: OVER

-- EXCEPT, MariaDB 10.2
-- refused: mariadb has no EXCEPT and INTERSECT: ask with alk_exists()

-- RETURNING, MariaDB 10.2
-- refused: mariadb has no RETURNING for this statement

-- RETURNING, MariaDB 10.5
INSERT INTO `Genre` (`Name`)
VALUES (?)
RETURNING `Genre`.`GenreId`, upper(`Genre`.`Name`) AS loud;
-- Name_1 = 'Noise'
