-- create 1
-- nothing;

-- create 2
CREATE SEQUENCE tickets START WITH 1000;

-- create 3
CREATE TABLE customers (
    id BIGINT NOT NULL IDENTITY,
    name NVARCHAR(80) NOT NULL,
    mail VARCHAR(120) COLLATE C NOT NULL,
    active BIT DEFAULT 1 NOT NULL,
    born DATE NULL,
    photo VARBINARY(max) NULL,
    settings NVARCHAR(max) NULL,
    favourite BIGINT NULL,
    PRIMARY KEY (id),
    UNIQUE (mail)
);

-- create 4
CREATE INDEX ix_customers_name ON customers (name);

-- create 5
DECLARE @schema_c09344de sysname; SET @schema_c09344de = OBJECT_SCHEMA_NAME(OBJECT_ID(N'customers')); EXEC sp_addextendedproperty N'MS_Description', N'who buys', N'SCHEMA', @schema_c09344de, N'TABLE', N'customers';

-- create 6
DECLARE @schema_02b3f1a0 sysname; SET @schema_02b3f1a0 = OBJECT_SCHEMA_NAME(OBJECT_ID(N'customers')); EXEC sp_addextendedproperty N'MS_Description', N'as it is written on the parcel', N'SCHEMA', @schema_02b3f1a0, N'TABLE', N'customers', N'COLUMN', N'name';

-- create 7
CREATE TABLE purchases (
    id INTEGER NOT NULL IDENTITY,
    customer_id BIGINT NOT NULL,
    state VARCHAR(10) DEFAULT 'open' NOT NULL,
    net NUMERIC(10, 2) NOT NULL,
    gross AS (net * 1.2) PERSISTED,
    weight DOUBLE PRECISION DEFAULT 1 + 1 NOT NULL,
    token UNIQUEIDENTIFIER NULL,
    notes VARCHAR(max) NULL,
    made DATETIMEOFFSET DEFAULT CURRENT_TIMESTAMP NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_token UNIQUE (customer_id, token),
    FOREIGN KEY (customer_id) REFERENCES customers (id) ON DELETE CASCADE,
    CHECK (net >= 0),
    CHECK (state IN ('open', 'sent', 'customer''s'))
);

-- create 8
CREATE INDEX ix_latest ON purchases (made DESC);

-- create 9
CREATE INDEX ix_open ON purchases (net) INCLUDE (weight) WHERE gross > 0;

-- create 10
-- nothing;

-- create 11
CREATE TABLE shop.items (
    purchase_id INTEGER NOT NULL,
    place SMALLINT NOT NULL,
    amount BIGINT NOT NULL,
    ticket BIGINT DEFAULT NEXT VALUE FOR tickets NOT NULL,
    [order] VARCHAR(10) NOT NULL,
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
-- nothing;

-- run time 1
-- a constraint of table things: mssql has no deferrable constraints

-- run time 2
-- an index of table things: mssql has no expressions in indexes

-- run time 3
DECLARE @schema_9e7a4f34 sysname; SET @schema_9e7a4f34 = OBJECT_SCHEMA_NAME(OBJECT_ID(N'things')); EXEC sp_addextendedproperty N'MS_Description', N'made at run time', N'SCHEMA', @schema_9e7a4f34, N'TABLE', N'things';

-- arrays
-- column tags of table lists: mssql has no type for ARRAY

-- options of a table
CREATE TABLE shop.parts (
    whole VARCHAR(30) NOT NULL,
    place INTEGER NOT NULL IDENTITY,
    PRIMARY KEY (place, whole),
    UNIQUE NONCLUSTERED (place)
) ON fast;

-- options of an index
CREATE INDEX ix_whole ON shop.parts (whole) WITH (FILLFACTOR = 60);

-- a numbered identity
CREATE TABLE counted (
    id BIGINT NOT NULL IDENTITY(0,2)
);

-- a collation in a schema
-- column name of table sorted: mssql has no collations in a schema

-- a table without columns
-- mssql has no tables without columns

-- add a constraint without a name
ALTER TABLE shop.parts ADD UNIQUE NONCLUSTERED (place);

-- options of a view
CREATE OR ALTER VIEW actives AS SELECT customers.id FROM customers WITH CHECK OPTION;

-- options of dropping an index
DROP INDEX ix ON shop.items;

-- a sequence of a type
CREATE SEQUENCE wide AS BIGINT MAXVALUE 9;

-- a domain with a default
-- mssql has no domains

-- comment on a constraint
DECLARE @schema_f03037c9 sysname; SET @schema_f03037c9 = OBJECT_SCHEMA_NAME(OBJECT_ID(N'purchases')); IF EXISTS (SELECT 1 FROM fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema_f03037c9, N'TABLE', N'purchases', N'CONSTRAINT', N'uq_token')) EXEC sp_updateextendedproperty N'MS_Description', N'one for each', N'SCHEMA', @schema_f03037c9, N'TABLE', N'purchases', N'CONSTRAINT', N'uq_token' ELSE EXEC sp_addextendedproperty N'MS_Description', N'one for each', N'SCHEMA', @schema_f03037c9, N'TABLE', N'purchases', N'CONSTRAINT', N'uq_token';

-- create table if not exists
-- mssql has no IF NOT EXISTS

-- drop table if exists
-- mssql has no IF EXISTS

-- drop table cascade
-- mssql has no CASCADE of DROP

-- create index if not exists
-- an index of table customers: mssql has no IF NOT EXISTS

-- drop index
DROP INDEX ix ON shop.items;

-- drop constraint
ALTER TABLE purchases DROP CONSTRAINT uq_token;

-- schema
-- mssql has no IF NOT EXISTS

-- sequence
CREATE SEQUENCE tickets START WITH 1000;

-- type
-- mssql has no types of enumerations

-- domain
-- mssql has no domains

-- view
CREATE VIEW actives (number) AS SELECT customers.id FROM customers WHERE customers.name = N'O''Hara';

-- replace view
CREATE OR ALTER VIEW actives AS SELECT customers.id FROM customers;

-- materialized view
-- mssql has no materialized views

-- drop view
-- mssql has no IF EXISTS

-- create table as
-- mssql has no temporary tables

-- create table as a query
SELECT customers.id, customers.name INTO shop.copies FROM customers WHERE customers.id > 1;

-- create table as two queries
SELECT customers.id INTO copies FROM customers UNION ALL SELECT purchases.customer_id FROM purchases;

-- comment
DECLARE @schema_02b3f1a0 sysname; SET @schema_02b3f1a0 = OBJECT_SCHEMA_NAME(OBJECT_ID(N'customers')); IF EXISTS (SELECT 1 FROM fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema_02b3f1a0, N'TABLE', N'customers', N'COLUMN', N'name')) EXEC sp_updateextendedproperty N'MS_Description', N'who''s \ who', N'SCHEMA', @schema_02b3f1a0, N'TABLE', N'customers', N'COLUMN', N'name' ELSE EXEC sp_addextendedproperty N'MS_Description', N'who''s \ who', N'SCHEMA', @schema_02b3f1a0, N'TABLE', N'customers', N'COLUMN', N'name';

-- no comment
DECLARE @schema_c09344de sysname; SET @schema_c09344de = OBJECT_SCHEMA_NAME(OBJECT_ID(N'customers')); IF EXISTS (SELECT 1 FROM fn_listextendedproperty(N'MS_Description', N'SCHEMA', @schema_c09344de, N'TABLE', N'customers', NULL, NULL)) EXEC sp_dropextendedproperty N'MS_Description', N'SCHEMA', @schema_c09344de, N'TABLE', N'customers';

-- unknown option
-- only here;

-- hierarchy 1
-- nothing;

-- hierarchy 2
CREATE TABLE captains (
    id BIGINT NOT NULL,
    licence VARCHAR(20) NOT NULL,
    fleet VARCHAR(20) NULL,
    PRIMARY KEY (id)
);

-- hierarchy 3
CREATE TABLE sailors (
    id BIGINT NOT NULL IDENTITY,
    kind VARCHAR(20) NOT NULL,
    name VARCHAR(80) NOT NULL,
    deck INTEGER DEFAULT 1 NOT NULL,
    number VARCHAR(8) NULL,
    rank VARCHAR(9) NULL,
    under BIGINT NULL,
    dish VARCHAR(40) NULL,
    PRIMARY KEY (id),
    FOREIGN KEY (under) REFERENCES captains (id),
    UNIQUE (dish),
    CHECK (dish <> 'stew'),
    CHECK (rank IN ('mate', 'boatswain'))
);

-- hierarchy 4
CREATE INDEX ix_sailors_rank ON sailors (rank);

-- hierarchy 5
DECLARE @schema_68e184cf sysname; SET @schema_68e184cf = OBJECT_SCHEMA_NAME(OBJECT_ID(N'sailors')); EXEC sp_addextendedproperty N'MS_Description', N'whom to ask', N'SCHEMA', @schema_68e184cf, N'TABLE', N'sailors', N'COLUMN', N'under';

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
CREATE TABLE [no action on delete] (
    id BIGINT NULL,
    FOREIGN KEY (id) REFERENCES customers (id)
);

-- no action on update
CREATE TABLE [no action on update] (
    id BIGINT NULL,
    FOREIGN KEY (id) REFERENCES customers (id)
);

-- cascade on delete
CREATE TABLE [cascade on delete] (
    id BIGINT NULL,
    FOREIGN KEY (id) REFERENCES customers (id) ON DELETE CASCADE
);

-- cascade on update
CREATE TABLE [cascade on update] (
    id BIGINT NULL,
    FOREIGN KEY (id) REFERENCES customers (id) ON UPDATE CASCADE
);

-- set null on delete
CREATE TABLE [set null on delete] (
    id BIGINT NULL,
    FOREIGN KEY (id) REFERENCES customers (id) ON DELETE SET NULL
);

-- set null on update
CREATE TABLE [set null on update] (
    id BIGINT NULL,
    FOREIGN KEY (id) REFERENCES customers (id) ON UPDATE SET NULL
);

-- set default on delete
CREATE TABLE [set default on delete] (
    id BIGINT NULL,
    FOREIGN KEY (id) REFERENCES customers (id) ON DELETE SET DEFAULT
);

-- set default on update
CREATE TABLE [set default on update] (
    id BIGINT NULL,
    FOREIGN KEY (id) REFERENCES customers (id) ON UPDATE SET DEFAULT
);

-- restrict on delete
CREATE TABLE [restrict on delete] (
    id BIGINT NULL,
    FOREIGN KEY (id) REFERENCES customers (id)
);

-- restrict on update
CREATE TABLE [restrict on update] (
    id BIGINT NULL,
    FOREIGN KEY (id) REFERENCES customers (id)
);

-- a deferrable key
-- a constraint of table put_off: mssql has no RESTRICT of foreign keys that are deferrable

