/* SPDX-License-Identifier: MIT
 * See span.h. */
#include "span.h"
#include "driver/datetime.h"

size_t alk__my_print_span(int64_t micros, char *out)
{
    if (micros >= 0)
        return alk__driver_print_time(micros, out);
    *out = '-';
    return 1 + alk__driver_print_time(-micros, out + 1);
}
