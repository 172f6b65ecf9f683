/* SPDX-License-Identifier: MIT
 * Values of any kind as text. */
#ifndef ALK_DRIVER_CELL_H
#define ALK_DRIVER_CELL_H
#include <alkahest/plugin.h>

/* What is no text, as one, in the way of ISO 8601 and the standard: its length, behind which a NUL stands; out has ALK__DRIVER_NUMBER_MAX bytes. 0: it is text, bytes,
 * an array or NULL. */
size_t alk__driver_print_cell(const alk_cell *cell, char *out);
#endif
