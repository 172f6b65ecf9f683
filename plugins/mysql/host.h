/* SPDX-License-Identifier: MIT
 * The library's table, kept for the life of the process, and the memory that the plugin takes through it. Private names of the
 * plugin begin with alk__my_; nothing of Alkahest but <alkahest/plugin.h> is known here. */
#ifndef ALK_MY_HOST_H
#define ALK_MY_HOST_H
#include <alkahest/plugin.h>
#include <stdbool.h>
#include <mysql.h>

extern const alk_host *alk__my_host;
extern const alk_slot_ops *alk__my_slots;        /* the library's too; NULL: it has none */

/* Zeroed memory, or NULL with the error set; err may be NULL where the caller sets it. */
void *alk__my_alloc(size_t size, alk_err *err);
void alk__my_free(void *memory);

static inline alk_sv alk__my_sv(const char *text, size_t length)
{
    alk_sv view = { text, length };
    return view;
}
#define ALK__MY_SV(literal) alk__my_sv(literal, sizeof(literal) - 1)
#endif
