/* SPDX-License-Identifier: MIT
 * See slot.h. */
#include "driver/slot.h"
#include <string.h>

const alk_slot_ops *alk__driver_slot_ops(const alk_host *host)
{
    return host->iface("alk.slot/1", sizeof(alk_slot_ops));
}

/* Bytes of a slot's C type; 0: unknown. */
static size_t size_of(uint16_t want)
{
    static const uint8_t sizes[] = {
        [ALK_SLOT_BOOL] = sizeof(bool),   [ALK_SLOT_INT8] = 1,                [ALK_SLOT_INT16] = 2,
        [ALK_SLOT_INT32] = 4,             [ALK_SLOT_INT64] = 8,               [ALK_SLOT_UINT8] = 1,
        [ALK_SLOT_UINT16] = 2,            [ALK_SLOT_UINT32] = 4,              [ALK_SLOT_UINT64] = 8,
        [ALK_SLOT_FLOAT] = sizeof(float), [ALK_SLOT_DOUBLE] = sizeof(double), [ALK_SLOT_TEXT] = sizeof(char *),
        [ALK_SLOT_VIEW] = sizeof(alk_sv), [ALK_SLOT_DATE] = 4,                [ALK_SLOT_TIME] = 8,
        [ALK_SLOT_TIMESTAMP] = 8,         [ALK_SLOT_TIMESTAMPTZ] = 8,         [ALK_SLOT_INTERVAL] = sizeof(alk_interval),
        [ALK_SLOT_UUID] = 16,             [ALK_SLOT_CELL] = sizeof(alk_cell)
    };
    return want < sizeof sizes ? sizes[want] : 0;
}

/* Pointers and cells tell NULL by themselves. */
bool alk__driver_store_null(const alk_slot *slot, char *base)
{
    bool tells = slot->want == ALK_SLOT_TEXT || slot->want == ALK_SLOT_VIEW || slot->want == ALK_SLOT_CELL;
    size_t size = size_of(slot->want);
    if (size == 0 || (slot->null_off == ALK_SLOT_NOT_NULL && !tells))
        return false;
    memset(base + slot->off, 0, size);
    if (slot->null_off != ALK_SLOT_NOT_NULL)
        base[slot->null_off] = ALK_NULL;
    return true;
}
