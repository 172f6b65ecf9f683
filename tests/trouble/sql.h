/* SPDX-License-Identifier: MIT
 * What a backend says of its server by whatever way it is reached: members of a backend's initializer. */
#ifndef TROUBLE_SQL_H
#define TROUBLE_SQL_H

#define TROUBLE_ON_POSTGRESQL                                                                                                                                      \
    .scheme = "postgresql://",                                                                                                                                     \
    .installed = "ls /usr/lib/postgresql/*/bin/initdb /usr/pgsql-*/bin/initdb 2>/dev/null | grep -q . || command -v initdb >/dev/null",                            \
    .some_rows = "select i, repeat('x', 1000) from generate_series(1, 10000) i",                                                                                   \
    .endless = "select i, repeat('x', 100) from generate_series(1, 1000000000) i",                                                                                 \
    .sleep = "select pg_sleep(20)",                                                                                                                                \
    .lock = "lock table trouble_p in access exclusive mode",                                                                                                       \
    .slow_before = { "create or replace function trouble_slow() returns trigger language plpgsql as 'begin perform pg_sleep(20); return null; end'",               \
                     "create constraint trigger slow after insert on trouble_s deferrable initially deferred for each row execute function trouble_slow()" }

#define TROUBLE_ON_MARIADB                                                                                                                                         \
    .scheme = "mariadb://",                                                                                                                                        \
    .installed = "PATH=$PATH:/usr/sbin command -v mariadbd >/dev/null",                                                                                            \
    .some_rows = "select seq, repeat('x', 1000) from seq_1_to_10000",                                                                                              \
    .endless = "select a.seq, repeat('x', 100) from seq_1_to_100000 a, seq_1_to_100000 b",                                                                         \
    .sleep = "select sleep(20)",                                                                                                                                   \
    .lock = "lock tables trouble_p write",                                                                                                                         \
    .slow_after = { "flush tables with read lock" }
#endif
