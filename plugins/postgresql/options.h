/* SPDX-License-Identifier: MIT
 * What a URL can say about a connection to PostgreSQL: the list that the library checks against, and its reading. Most options are libpq's
 * own and are handed on under their names. */
#ifndef ALK_PG_OPTIONS_H
#define ALK_PG_OPTIONS_H
#include "host.h"

enum { ALK__PG_OPTION_COUNT = 36 };
extern const alk_option_spec alk__pg_options[ALK__PG_OPTION_COUNT];

enum { ALK__PG_FETCH_AUTO, ALK__PG_FETCH_STREAM, ALK__PG_FETCH_MEMORY };
enum { ALK__PG_ANY, ALK__PG_READ_WRITE, ALK__PG_READ_ONLY, ALK__PG_PRIMARY, ALK__PG_STANDBY, ALK__PG_PREFER_STANDBY };     /* target_session_attrs */
enum { ALK__PG_HOSTS_MAX = 32 };

/* The views belong to the request. */
typedef struct alk__pg_settings {
    alk_sv user, password, database;
    alk_sv hosts[ALK__PG_HOSTS_MAX], ports[ALK__PG_HOSTS_MAX];
    uint32_t nhosts, nports;
    alk_sv values[ALK__PG_OPTION_COUNT]; /* by option; p NULL: not given */
    int target, fetch;
    bool random;                         /* the hosts are tried in a random order */
    bool libpq_balances;                 /* it can do the same with the addresses of one */
    bool prepares, read_only, deferrable;
} alk__pg_settings;

alk_rc alk__pg_settings_read(const alk_connect_request *request, alk__pg_settings *settings, alk_err *err);
/* Whether libpq takes the option by this name. */
bool alk__pg_option_is_libpqs(uint32_t option);
#endif
