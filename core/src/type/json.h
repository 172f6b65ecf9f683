/* SPDX-License-Identifier: MIT
 * Reading JSON text one value at a time: the validator, and the steps that the reader of arrays is built of. */
#ifndef ALK_TYPE_JSON_H
#define ALK_TYPE_JSON_H
#include "type/scan.h"

enum { ALK__JSON_DEPTH = 1000 };

void alk__json_space(alk__scan *s);
/* One string with its quotes, one number, one whole value of any kind. False at the fault, where s then stands. */
bool alk__json_string(alk__scan *s);
bool alk__json_number(alk__scan *s);
bool alk__json_value(alk__scan *s);
#endif
