-- create 1
-- nothing;

-- create 2
-- nothing;

-- create 3
CREATE TABLE customers (
    id INTEGER NOT NULL PRIMARY KEY,
    name NVARCHAR(80) NOT NULL,
    mail VARCHAR(120) COLLATE "C" NOT NULL,
    active BOOLEAN DEFAULT 1 NOT NULL,
    born DATE,
    photo BLOB,
    settings JSON,
    favourite BIGINT,
    UNIQUE (mail),
    FOREIGN KEY (favourite) REFERENCES purchases (id) ON DELETE SET NULL
);

-- create 4
CREATE INDEX ix_customers_name ON customers (name);

-- create 5
-- nothing;

-- create 6
-- nothing;

-- create 7
CREATE TABLE purchases (
    id INTEGER NOT NULL PRIMARY KEY,
    customer_id BIGINT NOT NULL,
    state VARCHAR(10) DEFAULT 'open' NOT NULL,
    net NUMERIC(10, 2) NOT NULL,
    gross NUMERIC(10, 2) GENERATED ALWAYS AS (net * 1.2) STORED,
    weight DOUBLE DEFAULT (1 + 1) NOT NULL,
    token CHAR(32),
    notes TEXT,
    made TIMESTAMPTZ DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT uq_token UNIQUE (customer_id, token),
    FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE,
    CHECK (net >= 0),
    CHECK (state IN ('open', 'sent', 'customer''s'))
);

-- create 8
CREATE INDEX ix_latest ON purchases (made DESC);

-- create 9
CREATE INDEX ix_open ON purchases (net) WHERE gross > 0;

-- create 10
CREATE INDEX ix_state_in_lower_case ON purchases ((lower(notes)));

-- create 11
-- a constraint of table items: sqlite has no foreign keys into another schema

-- create 12
-- nothing;

-- drop 1
UPDATE customers SET favourite = NULL;

-- drop 2
DROP TABLE shop.items;

-- drop 3
DROP TABLE purchases;

-- drop 4
DROP TABLE customers;

-- drop 5
-- nothing;

-- drop 6
-- nothing;

-- run time 1
-- column id of table things: sqlite has no identity columns

-- run time 2
CREATE INDEX ix_a_name_that_is_longer_than_what_any_of_these_databases_takes_for_the_name_of_an_index_or_of_anything_else_that_there_is_in_it ON things ((lower(kind)));

-- run time 3
-- nothing;

-- arrays
-- column tags of table lists: sqlite has no type for ARRAY

-- options of a table
CREATE TABLE shop.parts (
    whole VARCHAR(30) NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (place, whole),
    UNIQUE (place)
) WITHOUT ROWID;

-- options of an index
CREATE INDEX shop.ix_whole ON parts (whole);

-- a numbered identity
-- column id of table counted: sqlite has no identity columns

-- a collation in a schema
-- column name of table sorted: sqlite has no collations in a schema

-- a table without columns
-- sqlite has no tables without columns

-- add a constraint without a name
-- sqlite has no ALTER TABLE … ADD CONSTRAINT

-- options of a view
-- sqlite has no CREATE OR REPLACE VIEW

-- options of dropping an index
DROP INDEX shop.ix;

-- a sequence of a type
-- sqlite has no sequences

-- a domain with a default
-- sqlite has no domains

-- comment on a constraint
-- sqlite has no COMMENT ON

-- create table if not exists
-- a constraint of table items: sqlite has no foreign keys into another schema

-- drop table if exists
DROP TABLE IF EXISTS shop.items;

-- drop table cascade
-- sqlite has no CASCADE of DROP

-- create index if not exists
CREATE INDEX IF NOT EXISTS ix_customers_name ON customers (name);

-- drop index
DROP INDEX shop.ix;

-- drop constraint
-- sqlite has no ALTER TABLE … DROP CONSTRAINT

-- schema
-- sqlite has no schemas

-- sequence
-- sqlite has no sequences

-- type
-- sqlite has no types of enumerations

-- domain
-- sqlite has no domains

-- view
CREATE VIEW actives (number) AS SELECT customers.id FROM customers WHERE customers.name = 'O''Hara';

-- replace view
-- sqlite has no CREATE OR REPLACE VIEW

-- materialized view
-- sqlite has no materialized views

-- drop view
DROP VIEW IF EXISTS actives;

-- create table as
CREATE TEMPORARY TABLE copies AS SELECT customers.id, customers.name FROM customers;

-- create table as a query
CREATE TABLE shop.copies AS SELECT customers.id, customers.name FROM customers WHERE customers.id > 1;

-- create table as two queries
CREATE TABLE copies AS SELECT customers.id FROM customers UNION ALL SELECT purchases.customer_id FROM purchases;

-- comment
-- sqlite has no COMMENT ON

-- no comment
-- sqlite has no COMMENT ON

-- unknown option
-- only here;

-- hierarchy 1
-- nothing;

-- hierarchy 2
CREATE TABLE captains (
    id BIGINT NOT NULL,
    licence VARCHAR(20) NOT NULL,
    fleet VARCHAR(20),
    PRIMARY KEY (id),
    FOREIGN KEY (id) REFERENCES sailors (id) ON DELETE CASCADE
);

-- hierarchy 3
CREATE TABLE sailors (
    id INTEGER NOT NULL PRIMARY KEY,
    kind VARCHAR(20) NOT NULL,
    name VARCHAR(80) NOT NULL,
    deck INTEGER DEFAULT 1 NOT NULL,
    number VARCHAR(8),
    rank VARCHAR(9),
    under BIGINT,
    dish VARCHAR(40),
    FOREIGN KEY (under) REFERENCES captains (id),
    UNIQUE (dish),
    CHECK (dish <> 'stew'),
    CHECK (rank IN ('mate', 'boatswain'))
);

-- hierarchy 4
CREATE INDEX ix_sailors_rank ON sailors (rank);

-- hierarchy 5
-- nothing;

-- hierarchy 6
-- nothing;

-- drop hierarchy 1
-- nothing;

-- drop hierarchy 2
DROP TABLE sailors;

-- drop hierarchy 3
DROP TABLE captains;

-- drop hierarchy 4
-- nothing;

-- a variant in its base's table
-- a variant in table sailors has no table of its own: name that one, or select the variant whole in a session

-- no action on delete
CREATE TABLE "no action on delete" (
    id BIGINT,
    FOREIGN KEY (id) REFERENCES customers (id)
);

-- no action on update
CREATE TABLE "no action on update" (
    id BIGINT,
    FOREIGN KEY (id) REFERENCES customers (id)
);

-- cascade on delete
CREATE TABLE "cascade on delete" (
    id BIGINT,
    FOREIGN KEY (id) REFERENCES customers (id) ON DELETE CASCADE
);

-- cascade on update
CREATE TABLE "cascade on update" (
    id BIGINT,
    FOREIGN KEY (id) REFERENCES customers (id) ON UPDATE CASCADE
);

-- set null on delete
CREATE TABLE "set null on delete" (
    id BIGINT,
    FOREIGN KEY (id) REFERENCES customers (id) ON DELETE SET NULL
);

-- set null on update
CREATE TABLE "set null on update" (
    id BIGINT,
    FOREIGN KEY (id) REFERENCES customers (id) ON UPDATE SET NULL
);

-- set default on delete
CREATE TABLE "set default on delete" (
    id BIGINT,
    FOREIGN KEY (id) REFERENCES customers (id) ON DELETE SET DEFAULT
);

-- set default on update
CREATE TABLE "set default on update" (
    id BIGINT,
    FOREIGN KEY (id) REFERENCES customers (id) ON UPDATE SET DEFAULT
);

-- restrict on delete
CREATE TABLE "restrict on delete" (
    id BIGINT,
    FOREIGN KEY (id) REFERENCES customers (id) ON DELETE RESTRICT
);

-- restrict on update
CREATE TABLE "restrict on update" (
    id BIGINT,
    FOREIGN KEY (id) REFERENCES customers (id) ON UPDATE RESTRICT
);

-- a deferrable key
CREATE TABLE put_off (
    id BIGINT NOT NULL,
    FOREIGN KEY (id) REFERENCES customers (id) ON DELETE RESTRICT DEFERRABLE
);

