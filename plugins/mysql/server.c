/* SPDX-License-Identifier: MIT
 * Version texts. */
#include "server.h"
#include <string.h>

static const char *read_number(const char *at, uint32_t *number)
{
    *number = 0;
    for (; *at >= '0' && *at <= '9'; at++)
        if (*number < 100000)
            *number = *number * 10 + (uint32_t)(*at - '0');
    return at;
}

alk__my_version alk__my_version_read(const char *text)
{
    alk__my_version version = { 0, strstr(text, "MariaDB") != NULL || strstr(text, "-maria-") != NULL };
    uint32_t parts[3] = { 0, 0, 0 };
    if (version.mariadb && strncmp(text, "5.5.5-", 6) == 0)
        text += 6;
    for (int i = 0; i < 3; i++) {
        text = read_number(text, &parts[i]);
        if (*text != '.')
            break;
        text++;
    }
    if (parts[1] < 100 && parts[2] < 100 && parts[0] < 10000)
        version.number = parts[0] * 10000 + parts[1] * 100 + parts[2];
    return version;
}
