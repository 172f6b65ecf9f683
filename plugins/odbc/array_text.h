/* SPDX-License-Identifier: MIT
 * Arrays as PostgreSQL writes them: {1,NULL,"a \"b\""}; several dimensions are arrays in arrays. */
#ifndef ALK_ODBC_ARRAY_TEXT_H
#define ALK_ODBC_ARRAY_TEXT_H
#include "value.h"

/* Bytes of an array's text; SIZE_MAX: it cannot be written, being uneven, too deep, or of what has no text. */
size_t alk__odbc_array_length(const alk_cell *array);
/* Writes that many. */
void alk__odbc_print_array(const alk_cell *array, char *out);
/* ALK__ODBC_BAD_VALUE: the text is no array. */
alk__odbc_fault alk__odbc_parse_array(uint16_t item, const char *text, size_t length, alk__driver_memory *memory, alk_cell *out);
#endif
