/* SPDX-License-Identifier: MIT
 * What a URL can say about a connection: the list that the library checks against, and the connection string that comes of it. */
#ifndef ALK_ODBC_OPTIONS_H
#define ALK_ODBC_OPTIONS_H
#include "traits.h"

enum { ALK__ODBC_OPTION_COUNT = 21 };
extern const alk_option_spec alk__odbc_options[ALK__ODBC_OPTION_COUNT];

enum { ALK__ODBC_TEXT_AUTO, ALK__ODBC_TEXT_WIDE, ALK__ODBC_TEXT_NARROW };

typedef struct alk__odbc_settings {
    size_t size;                         /* of the block */
    int64_t connect_timeout;             /* nanoseconds */
    int text;                            /* ALK__ODBC_TEXT_… */
    uint16_t port;                       /* the server's; 0: not known */
    size_t length;                       /* of the string */
    char string[];                       /* ends with NUL; it holds the password */
} alk__odbc_settings;

/* Made from the URL; freed by alk__odbc_settings_free(), which wipes it. */
alk_rc alk__odbc_settings_read(const alk_connect_request *request, alk__odbc_settings **settings, alk_err *err);
void alk__odbc_settings_free(alk__odbc_settings *settings);
/* The number; 0: it is no port. */
uint16_t alk__odbc_port_in(alk_sv text);
void alk__odbc_wipe(void *memory, size_t size);
#endif
