/* SPDX-License-Identifier: MIT
 * What a URL can say about a SQLite connection: the list that the library checks against, and its reading. */
#ifndef ALK_LITE_OPTIONS_H
#define ALK_LITE_OPTIONS_H
#include "host.h"

enum { ALK__LITE_OPTION_COUNT = 10 };
extern const alk_option_spec alk__lite_options[ALK__LITE_OPTION_COUNT];

enum { ALK__LITE_RO, ALK__LITE_RW, ALK__LITE_RWC, ALK__LITE_MEMORY };
enum { ALK__LITE_DEFERRED, ALK__LITE_IMMEDIATE, ALK__LITE_EXCLUSIVE };

/* Choices count from 0 in the order of the option's list; -1: not given. The views belong to the request. */
typedef struct alk__lite_settings {
    alk_sv database, vfs;
    int64_t timeout;                     /* nanoseconds to wait for a lock */
    int mode, cache, journal_mode, synchronous, begin;
    bool foreign_keys, immutable, read_only;
} alk__lite_settings;

alk_rc alk__lite_settings_read(const alk_connect_request *request, alk__lite_settings *settings, alk_err *err);
/* The word of a choice, as PRAGMAs take it: option by its name. */
alk_sv alk__lite_choice_word(const char *option, int choice);
#endif
