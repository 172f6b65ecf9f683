/* SPDX-License-Identifier: MIT
 * Which types convert into which. The rule is that the number, the moment, the text stay the same:
 *
 *   boolean ↔ integers       as 0 and 1 only
 *   integers, real, decimal  into each other, when the number is in range and exact; a real becomes the decimal that is its shortest
 *                            text, and a decimal becomes a real when that text denotes the same number again
 *   date → timestamp         at midnight; back only when it is midnight
 *   time ↔ interval          since midnight
 *   timestamp ↔ timestamptz  refused: which zone was meant is known to the program alone; but for a timestamp of a database that has the one
 *                            type for both (ALK_CELL_UTC)
 *   UUID ↔ blob              of 16 bytes
 *   JSON ↔ array
 *   text → anything          that alk_value_parse() reads, from all of the text; a real is the double nearest to it
 *   anything → text          as alk_value_print() has it
 *   NULL → anything          NULL */
#ifndef ALK_TYPE_CONVERT_H
#define ALK_TYPE_CONVERT_H
#include <stdbool.h>

/* Whether some values of one type convert into the other. */
bool alk__type_converts(int from, int to);
#endif
