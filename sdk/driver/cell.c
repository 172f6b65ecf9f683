/* SPDX-License-Identifier: MIT
 * See cell.h. */
#include "driver/cell.h"
#include "driver/datetime.h"
#include "driver/interval.h"
#include "driver/number.h"
#include "driver/uuid.h"
#include <string.h>

size_t alk__driver_print_cell(const alk_cell *cell, char *out)
{
    switch (cell->tag) {
    case ALK_TYPE_BOOL:
        memcpy(out, cell->u.i != 0 ? "true" : "false", cell->u.i != 0 ? 5 : 6);
        return cell->u.i != 0 ? 4 : 5;
    case ALK_TYPE_INT:
        return alk__driver_print_int(cell->u.i, -1, out);
    case ALK_TYPE_UINT:
        return alk__driver_print_uint(cell->u.raw, out);
    case ALK_TYPE_REAL:
        return alk__driver_print_real(cell->u.d, -1, out);
    case ALK_TYPE_DATE:
        return alk__driver_print_date(cell->u.i, out);
    case ALK_TYPE_TIME:
        return alk__driver_print_time(cell->u.i, out);
    case ALK_TYPE_TIMESTAMP:
    case ALK_TYPE_TIMESTAMPTZ:
        return alk__driver_print_timestamp(cell->u.i, cell->tag == ALK_TYPE_TIMESTAMPTZ, out);
    case ALK_TYPE_INTERVAL:
        return alk__driver_print_interval(cell->u.p, out);
    case ALK_TYPE_UUID:
        return alk__driver_print_uuid(cell->u.p, true, out);
    default:
        return 0;
    }
}
