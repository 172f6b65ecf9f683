/* SPDX-License-Identifier: MIT
 * See error.h. */
#include "error.h"
#include "utf8.h"
#include <stdio.h>

alk_rc alk__driver_error(const alk_host *host, alk_err *err, int32_t error_class, const char *sqlstate, const char *format, va_list args)
{
    char message[ALK__DRIVER_MESSAGE_MAX] = "";
    (void)vsnprintf(message, sizeof message, format, args);
    host->err_set(err, error_class, sqlstate, 0, message, alk__driver_whole(message, strlen(message), sizeof message));
    return error_class;
}

alk_rc alk__driver_no_memory(const alk_host *host, alk_err *err)
{
    static const char message[] = "out of memory";
    host->err_set(err, ALK_ERROR_NO_MEMORY, "53200", 0, message, sizeof message - 1);
    return ALK_ERROR_NO_MEMORY;
}
