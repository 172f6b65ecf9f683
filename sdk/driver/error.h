/* SPDX-License-Identifier: MIT
 * Errors of a driver's own. */
#ifndef ALK_DRIVER_ERROR_H
#define ALK_DRIVER_ERROR_H
#include <alkahest/plugin.h>
#include <stdarg.h>

enum { ALK__DRIVER_MESSAGE_MAX = 1200 };   /* bytes of a message, with its NUL: what is longer is cut */

/* Each returns the error's class. sqlstate may be NULL. */
alk_rc alk__driver_error(const alk_host *host, alk_err *err, int32_t error_class, const char *sqlstate, const char *format, va_list args) __attribute__((format(printf, 5, 0)));
alk_rc alk__driver_no_memory(const alk_host *host, alk_err *err);
#endif
