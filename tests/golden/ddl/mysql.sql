-- create 1
-- nothing;

-- create 2
-- nothing;

-- create 3
CREATE TABLE customers (
    id BIGINT NOT NULL AUTO_INCREMENT,
    name NATIONAL VARCHAR(80) NOT NULL COMMENT 'as it is written on the parcel',
    mail VARCHAR(120) COLLATE C NOT NULL,
    active BOOL DEFAULT 1 NOT NULL,
    born DATE,
    photo BLOB,
    settings JSON,
    favourite BIGINT,
    PRIMARY KEY (id),
    UNIQUE (mail)
) COMMENT='who buys' ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;

-- create 4
CREATE INDEX ix_customers_name ON customers (name);

-- create 5
-- nothing;

-- create 6
-- nothing;

-- create 7
CREATE TABLE purchases (
    id INTEGER NOT NULL AUTO_INCREMENT,
    customer_id BIGINT NOT NULL,
    state ENUM('open', 'sent', 'customer''s') DEFAULT 'open' NOT NULL,
    net NUMERIC(10, 2) NOT NULL,
    gross NUMERIC(10, 2) GENERATED ALWAYS AS (net * 1.2) STORED,
    weight DOUBLE DEFAULT (1 + 1) NOT NULL,
    token CHAR(32),
    notes TEXT,
    made TIMESTAMP DEFAULT CURRENT_TIMESTAMP NULL ON UPDATE CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    CONSTRAINT uq_token UNIQUE (customer_id, token),
    FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE,
    CHECK (net >= 0)
);

-- create 8
CREATE INDEX ix_latest ON purchases (made DESC);

-- create 9
CREATE INDEX ix_open ON purchases (net);

-- create 10
-- nothing;

-- create 11
CREATE TABLE shop.items (
    purchase_id INTEGER NOT NULL,
    place SMALLINT NOT NULL,
    amount BIGINT UNSIGNED NOT NULL,
    ticket BIGINT NOT NULL,
    `order` VARCHAR(10) NOT NULL,
    PRIMARY KEY (purchase_id, place),
    FOREIGN KEY (purchase_id) REFERENCES purchases (id)
);

-- create 12
ALTER TABLE customers ADD CONSTRAINT fk_customers_favourite_purchases FOREIGN KEY (favourite) REFERENCES purchases (id) ON DELETE SET NULL;

-- drop 1
ALTER TABLE customers DROP CONSTRAINT fk_customers_favourite_purchases;

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
-- column id of table things: mysql has no identity columns

-- run time 2
CREATE INDEX ix_a_name_that_is_longer_than_what_any_of_these_databas_f49739a9 ON things ((lower(kind)));

-- run time 3
-- nothing;

-- arrays
-- column tags of table lists: mysql has no type for ARRAY

-- options of a table
CREATE TABLE shop.parts (
    whole VARCHAR(30) NOT NULL,
    place MEDIUMINT NOT NULL AUTO_INCREMENT,
    PRIMARY KEY (place, whole),
    UNIQUE (place) USING BTREE
) PARTITION BY HASH (place);

-- options of an index
CREATE INDEX ix_whole ON shop.parts (whole(10)) WITH PARSER ngram;

-- a numbered identity
-- column id of table counted: mysql has no identity columns

-- a collation in a schema
-- column name of table sorted: mysql has no collations in a schema

-- a table without columns
-- mysql has no tables without columns

-- add a constraint without a name
ALTER TABLE shop.parts ADD UNIQUE (place) USING BTREE;

-- options of a view
CREATE OR REPLACE ALGORITHM = MERGE VIEW actives AS SELECT customers.id FROM customers WITH LOCAL CHECK OPTION;

-- options of dropping an index
DROP INDEX ix ON shop.items;

-- a sequence of a type
-- mysql has no sequences

-- a domain with a default
-- mysql has no domains

-- comment on a constraint
-- mysql has no COMMENT ON

-- create table if not exists
CREATE TABLE IF NOT EXISTS shop.items (
    purchase_id INTEGER NOT NULL,
    place SMALLINT NOT NULL,
    amount BIGINT UNSIGNED NOT NULL,
    ticket BIGINT NOT NULL,
    `order` VARCHAR(10) NOT NULL,
    PRIMARY KEY (purchase_id, place),
    FOREIGN KEY (purchase_id) REFERENCES purchases (id)
);

-- drop table if exists
DROP TABLE IF EXISTS shop.items;

-- drop table cascade
-- mysql has no CASCADE of DROP

-- create index if not exists
-- an index of table customers: mysql has no IF NOT EXISTS

-- drop index
DROP INDEX ix ON shop.items;

-- drop constraint
ALTER TABLE purchases DROP CONSTRAINT uq_token;

-- schema
CREATE SCHEMA IF NOT EXISTS shop;

-- sequence
-- mysql has no sequences

-- type
-- mysql has no types of enumerations

-- domain
-- mysql has no domains

-- view
CREATE VIEW actives (number) AS SELECT customers.id FROM customers WHERE customers.name = 'O''Hara';

-- replace view
CREATE OR REPLACE VIEW actives AS SELECT customers.id FROM customers;

-- materialized view
-- mysql has no materialized views

-- drop view
DROP VIEW IF EXISTS actives;

-- create table as
CREATE TEMPORARY TABLE copies AS SELECT customers.id, customers.name FROM customers;

-- create table as a query
CREATE TABLE shop.copies AS SELECT customers.id, customers.name FROM customers WHERE customers.id > 1;

-- create table as two queries
CREATE TABLE copies AS SELECT customers.id FROM customers UNION ALL SELECT purchases.customer_id FROM purchases;

-- comment
ALTER TABLE customers MODIFY COLUMN name NATIONAL VARCHAR(80) NOT NULL COMMENT 'who''s \\ who';

-- no comment
ALTER TABLE customers COMMENT = '';

-- unknown option
-- only here;

-- hierarchy 1
-- nothing;

-- hierarchy 2
CREATE TABLE captains (
    id BIGINT NOT NULL,
    licence VARCHAR(20) NOT NULL,
    fleet VARCHAR(20),
    PRIMARY KEY (id)
);

-- hierarchy 3
CREATE TABLE sailors (
    id BIGINT NOT NULL AUTO_INCREMENT,
    kind VARCHAR(20) NOT NULL,
    name VARCHAR(80) NOT NULL,
    deck INTEGER DEFAULT 1 NOT NULL,
    number VARCHAR(8),
    `rank` ENUM('mate', 'boatswain'),
    under BIGINT COMMENT 'whom to ask',
    dish VARCHAR(40),
    PRIMARY KEY (id),
    FOREIGN KEY (under) REFERENCES captains (id),
    UNIQUE (dish),
    CHECK (dish <> 'stew')
);

-- hierarchy 4
CREATE INDEX ix_sailors_rank ON sailors (`rank`);

-- hierarchy 5
-- nothing;

-- hierarchy 6
ALTER TABLE captains ADD CONSTRAINT fk_captains_id_sailors FOREIGN KEY (id) REFERENCES sailors (id) ON DELETE CASCADE;

-- drop hierarchy 1
ALTER TABLE captains DROP CONSTRAINT fk_captains_id_sailors;

-- drop hierarchy 2
DROP TABLE sailors;

-- drop hierarchy 3
DROP TABLE captains;

-- drop hierarchy 4
-- nothing;

-- a variant in its base's table
-- a variant in table sailors has no table of its own: name that one, or select the variant whole in a session

-- no action on delete
CREATE TABLE `no action on delete` (
    id BIGINT,
    FOREIGN KEY (id) REFERENCES customers (id)
);

-- no action on update
CREATE TABLE `no action on update` (
    id BIGINT,
    FOREIGN KEY (id) REFERENCES customers (id)
);

-- cascade on delete
CREATE TABLE `cascade on delete` (
    id BIGINT,
    FOREIGN KEY (id) REFERENCES customers (id) ON DELETE CASCADE
);

-- cascade on update
CREATE TABLE `cascade on update` (
    id BIGINT,
    FOREIGN KEY (id) REFERENCES customers (id) ON UPDATE CASCADE
);

-- set null on delete
CREATE TABLE `set null on delete` (
    id BIGINT,
    FOREIGN KEY (id) REFERENCES customers (id) ON DELETE SET NULL
);

-- set null on update
CREATE TABLE `set null on update` (
    id BIGINT,
    FOREIGN KEY (id) REFERENCES customers (id) ON UPDATE SET NULL
);

-- set default on delete
CREATE TABLE `set default on delete` (
    id BIGINT,
    FOREIGN KEY (id) REFERENCES customers (id) ON DELETE SET DEFAULT
);

-- set default on update
CREATE TABLE `set default on update` (
    id BIGINT,
    FOREIGN KEY (id) REFERENCES customers (id) ON UPDATE SET DEFAULT
);

-- restrict on delete
CREATE TABLE `restrict on delete` (
    id BIGINT,
    FOREIGN KEY (id) REFERENCES customers (id) ON DELETE RESTRICT
);

-- restrict on update
CREATE TABLE `restrict on update` (
    id BIGINT,
    FOREIGN KEY (id) REFERENCES customers (id) ON UPDATE RESTRICT
);

-- a deferrable key
-- a constraint of table put_off: mysql has no deferrable constraints

