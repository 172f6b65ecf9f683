/* SPDX-License-Identifier: MIT
 * UUIDs as text: 32 digits, with or without dashes; parsers also take them in braces. */
#ifndef ALK_DRIVER_UUID_H
#define ALK_DRIVER_UUID_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* 36 characters with dashes, 32 without, and the NUL; returns the length. */
size_t alk__driver_print_uuid(const uint8_t *bytes, bool dashes, char *out);
bool alk__driver_parse_uuid(const char *text, size_t length, uint8_t *bytes);
#endif
