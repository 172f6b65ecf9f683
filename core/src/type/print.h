/* SPDX-License-Identifier: MIT
 * Values as text. */
#ifndef ALK_TYPE_PRINT_H
#define ALK_TYPE_PRINT_H
#include <alkahest/value.h>
#include "type/writer.h"

/* Room for the text of every type of fixed size: all but decimals, text, blobs, JSON and arrays. */
enum { ALK__PRINT_SIZE = 64 };

void alk__write_value(alk__writer *w, const alk_value *value);
#endif
