/* SPDX-License-Identifier: MIT
 * Names that go into statements of a driver's own. */
#ifndef ALK_DRIVER_NAME_H
#define ALK_DRIVER_NAME_H
#include <stdbool.h>
#include <stddef.h>

#define ALK__DRIVER_XID_SIZE 65                  /* bytes of the name of a transaction with two phases, with its NUL */

/* Whether it is such a name as the library makes and takes: letters, digits, '_', '-', '.', ':'. It needs no escapes in a string. */
bool alk__driver_is_xid(const char *name, size_t length);
#endif
