/* SPDX-License-Identifier: MIT
 * The library's table, kept for the life of the process, the memory that the plugin takes through it, and numbers in the byte order of the
 * network. Private names of the plugin begin with alk__pg_; nothing of Alkahest but <alkahest/plugin.h> is known here. */
#ifndef ALK_PG_HOST_H
#define ALK_PG_HOST_H
#include <alkahest/plugin.h>
#include <stdbool.h>
#include <string.h>

extern const alk_host *alk__pg_host;
extern const alk_slot_ops *alk__pg_slots;        /* the library's too; NULL: it has none */

/* Zeroed memory, or NULL with the error set; err may be NULL where the caller sets it. */
void *alk__pg_alloc(size_t size, alk_err *err);
void alk__pg_free(void *memory);

static inline alk_sv alk__pg_sv(const char *text, size_t length)
{
    alk_sv view = { text, length };
    return view;
}
static inline alk_sv alk__pg_view(const char *text)
{
    return alk__pg_sv(text, text != NULL ? strlen(text) : 0);
}

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ALK__PG_SWAP(bits, v) __builtin_bswap##bits(v)
#else
#define ALK__PG_SWAP(bits, v) (v)
#endif
static inline uint16_t alk__pg_get16(const char *p)
{
    uint16_t v;
    memcpy(&v, p, sizeof v);
    return ALK__PG_SWAP(16, v);
}
static inline uint32_t alk__pg_get32(const char *p)
{
    uint32_t v;
    memcpy(&v, p, sizeof v);
    return ALK__PG_SWAP(32, v);
}
static inline uint64_t alk__pg_get64(const char *p)
{
    uint64_t v;
    memcpy(&v, p, sizeof v);
    return ALK__PG_SWAP(64, v);
}
static inline void alk__pg_put16(char *p, uint16_t v)
{
    v = ALK__PG_SWAP(16, v);
    memcpy(p, &v, sizeof v);
}
static inline void alk__pg_put32(char *p, uint32_t v)
{
    v = ALK__PG_SWAP(32, v);
    memcpy(p, &v, sizeof v);
}
static inline void alk__pg_put64(char *p, uint64_t v)
{
    v = ALK__PG_SWAP(64, v);
    memcpy(p, &v, sizeof v);
}
#endif
