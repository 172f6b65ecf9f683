/* SPDX-License-Identifier: MIT
 * Times of any size and sign as text. */
#include "alk_test.h"
#include "driver/datetime.h"

ALK_TEST(span, prints)
{
    char text[80];
    alk__driver_print_span(INT64_C(3020399999999), text);
    alk_check_str(text, "838:59:59.999999");
    alk__driver_print_span(-INT64_C(3020399000000), text);
    alk_check_str(text, "-838:59:59");
    alk__driver_print_span(0, text);
    alk_check_str(text, "00:00:00");
}
