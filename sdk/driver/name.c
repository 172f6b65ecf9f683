/* SPDX-License-Identifier: MIT
 * See name.h. */
#include "name.h"

static bool is_of_xid(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == ':';
}

bool alk__driver_is_xid(const char *name, size_t length)
{
    size_t i = 0;
    while (i < length && is_of_xid(name[i]))
        i++;
    return length > 0 && i == length && length < ALK__DRIVER_XID_SIZE;
}
