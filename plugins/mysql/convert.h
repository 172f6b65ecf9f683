/* SPDX-License-Identifier: MIT
 * From values in a row to cells. A fault is a small code; only who reports it knows the row and column. */
#ifndef ALK_MY_CONVERT_H
#define ALK_MY_CONVERT_H
#include "row.h"
#include "driver/memory.h"
#include <string.h>

typedef enum alk__my_fault {
    ALK__MY_FINE = 0,
    ALK__MY_TOO_LONG,                    /* 4 GiB and more */
    ALK__MY_ZERO_DATE,                   /* a date without day, month or year */
    ALK__MY_BAD_ROW,                     /* what no server of sound mind sends */
    ALK__MY_NO_MEMORY
} alk__my_fault;

/* keep: copy texts and bytes. null_dates: what is no date is NULL. */
alk__my_fault alk__my_to_cell(alk__my_value *value, const alk__my_column *column, bool keep, bool null_dates, alk__driver_memory *memory, alk_cell *out);
/* The integer in a value of that kind; of unsigned ones the bits. */
static inline int64_t alk__my_integer(const alk__my_value *value, const alk__my_column *column)
{
    int8_t one;
    int16_t two;
    int32_t four;
    int64_t eight;
    switch (column->wire) {
    case ALK__MY_WIRE_1:
        memcpy(&one, value->at, 1);
        return column->is_unsigned ? (uint8_t)one : one;
    case ALK__MY_WIRE_2:
        memcpy(&two, value->at, 2);
        return column->is_unsigned ? (uint16_t)two : two;
    case ALK__MY_WIRE_4:
        memcpy(&four, value->at, 4);
        return column->is_unsigned ? (int64_t)(uint32_t)four : four;
    default:
        memcpy(&eight, value->at, 8);
        return eight;
    }
}
/* Days, or microseconds: of a date, time, or timestamp. A time may be any that the server has. */
alk__my_fault alk__my_moment(const alk__my_value *value, const alk__my_column *column, int64_t *out);
#endif
