-- create 1
CREATE TYPE order_state AS ENUM ('open', 'sent', 'customer''s');

-- create 2
CREATE SEQUENCE tickets START WITH 1000;

-- create 3
CREATE TABLE customers (
    id BIGSERIAL NOT NULL,
    name VARCHAR(80) NOT NULL,
    mail VARCHAR(120) COLLATE "C" NOT NULL,
    active BOOLEAN DEFAULT 1 NOT NULL,
    born DATE,
    photo BYTEA,
    settings JSONB,
    favourite BIGINT,
    PRIMARY KEY (id),
    UNIQUE (mail)
);

-- create 4
CREATE INDEX ix_customers_name ON customers (name);

-- create 5
COMMENT ON TABLE customers IS 'who buys';

-- create 6
COMMENT ON COLUMN customers.name IS 'as it is written on the parcel';

-- create 7
CREATE TABLE purchases (
    id SERIAL NOT NULL,
    customer_id BIGINT NOT NULL,
    state order_state DEFAULT 'open' NOT NULL,
    net NUMERIC(10, 2) NOT NULL,
    gross NUMERIC(10, 2) GENERATED ALWAYS AS (net * 1.2) STORED,
    weight DOUBLE PRECISION DEFAULT 1 + 1 NOT NULL,
    token UUID,
    notes TEXT,
    made TIMESTAMP WITH TIME ZONE DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id),
    CONSTRAINT uq_token UNIQUE (customer_id, token),
    FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE,
    CHECK (net >= 0)
);

-- create 8
CREATE INDEX ix_latest ON purchases (made DESC);

-- create 9
CREATE INDEX ix_open ON purchases (net) INCLUDE (weight) WHERE gross > 0;

-- create 10
CREATE INDEX ix_state_in_lower_case ON purchases ((lower(notes)));

-- create 11
CREATE TABLE shop.items (
    purchase_id INTEGER NOT NULL,
    place SMALLINT NOT NULL,
    amount BIGINT NOT NULL,
    ticket BIGINT DEFAULT nextval('tickets') NOT NULL,
    "order" VARCHAR(10) NOT NULL,
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
DROP SEQUENCE tickets;

-- drop 6
DROP TYPE order_state;

-- run time 1
-- a constraint of table things: cockroachdb has no deferrable constraints

-- run time 2
CREATE INDEX ix_a_name_that_is_longer_than_what_any_of_these_databases_takes_for_the_name_of_an_index_or_of_anything_else_that_there_is_in_it ON things ((lower(kind)));

-- run time 3
COMMENT ON TABLE things IS 'made at run time';

-- arrays
CREATE TABLE lists (
    tags TEXT[] NOT NULL
);

-- options of a table
CREATE TABLE shop.parts (
    whole VARCHAR(30) NOT NULL,
    place SERIAL NOT NULL,
    PRIMARY KEY (place, whole),
    UNIQUE (place)
);

-- options of an index
CREATE INDEX ix_whole ON shop.parts (whole);

-- a numbered identity
CREATE TABLE counted (
    id BIGINT GENERATED ALWAYS AS IDENTITY (INCREMENT BY 2 START WITH 0 MINVALUE 0) NOT NULL
);

-- a collation in a schema
-- column name of table sorted: cockroachdb has no collations in a schema

-- a table without columns
-- cockroachdb has no tables without columns

-- add a constraint without a name
ALTER TABLE shop.parts ADD UNIQUE (place);

-- options of a view
CREATE OR REPLACE VIEW actives AS SELECT customers.id FROM customers;

-- options of dropping an index
DROP INDEX shop.ix;

-- a sequence of a type
CREATE SEQUENCE wide MAXVALUE 9;

-- a domain with a default
-- cockroachdb has no domains

-- comment on a constraint
COMMENT ON CONSTRAINT uq_token ON purchases IS 'one for each';

-- create table if not exists
CREATE TABLE IF NOT EXISTS shop.items (
    purchase_id INTEGER NOT NULL,
    place SMALLINT NOT NULL,
    amount BIGINT NOT NULL,
    ticket BIGINT DEFAULT nextval('tickets') NOT NULL,
    "order" VARCHAR(10) NOT NULL,
    PRIMARY KEY (purchase_id, place),
    FOREIGN KEY (purchase_id) REFERENCES purchases (id)
);

-- drop table if exists
DROP TABLE IF EXISTS shop.items;

-- drop table cascade
DROP TABLE shop.items CASCADE;

-- create index if not exists
CREATE INDEX IF NOT EXISTS ix_customers_name ON customers (name);

-- drop index
DROP INDEX shop.ix;

-- drop constraint
ALTER TABLE purchases DROP CONSTRAINT uq_token;

-- schema
CREATE SCHEMA IF NOT EXISTS shop;

-- sequence
CREATE SEQUENCE tickets START WITH 1000;

-- type
CREATE TYPE IF NOT EXISTS order_state AS ENUM ('open', 'sent', 'customer''s');

-- domain
-- cockroachdb has no domains

-- view
CREATE VIEW actives (number) AS SELECT customers.id FROM customers WHERE customers.name = 'O''Hara';

-- replace view
CREATE OR REPLACE VIEW actives AS SELECT customers.id FROM customers;

-- materialized view
CREATE MATERIALIZED VIEW actives AS SELECT customers.id FROM customers;

-- drop view
DROP VIEW IF EXISTS actives;

-- create table as
CREATE TEMPORARY TABLE copies AS SELECT customers.id, customers.name FROM customers;

-- create table as a query
CREATE TABLE shop.copies AS SELECT customers.id, customers.name FROM customers WHERE customers.id > 1;

-- create table as two queries
CREATE TABLE copies AS SELECT customers.id FROM customers UNION ALL SELECT purchases.customer_id FROM purchases;

-- comment
COMMENT ON COLUMN customers.name IS 'who''s \ who';

-- no comment
COMMENT ON TABLE customers IS NULL;

-- unknown option
-- only here;

-- hierarchy 1
CREATE TYPE rank AS ENUM ('mate', 'boatswain');

-- hierarchy 2
CREATE TABLE captains (
    id BIGINT NOT NULL,
    licence VARCHAR(20) NOT NULL,
    fleet VARCHAR(20),
    PRIMARY KEY (id)
);

-- hierarchy 3
CREATE TABLE sailors (
    id BIGSERIAL NOT NULL,
    kind VARCHAR(20) NOT NULL,
    name VARCHAR(80) NOT NULL,
    deck INTEGER DEFAULT 1 NOT NULL,
    number VARCHAR(8),
    rank rank,
    under BIGINT,
    dish VARCHAR(40),
    PRIMARY KEY (id),
    FOREIGN KEY (under) REFERENCES captains (id),
    UNIQUE (dish),
    CHECK (dish <> 'stew')
);

-- hierarchy 4
CREATE INDEX ix_sailors_rank ON sailors (rank);

-- hierarchy 5
COMMENT ON COLUMN sailors.under IS 'whom to ask';

-- hierarchy 6
ALTER TABLE captains ADD CONSTRAINT fk_captains_id_sailors FOREIGN KEY (id) REFERENCES sailors (id) ON DELETE CASCADE;

-- drop hierarchy 1
ALTER TABLE captains DROP CONSTRAINT fk_captains_id_sailors;

-- drop hierarchy 2
DROP TABLE sailors;

-- drop hierarchy 3
DROP TABLE captains;

-- drop hierarchy 4
DROP TYPE rank;

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
-- a constraint of table put_off: cockroachdb has no deferrable constraints

