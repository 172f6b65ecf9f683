/* SPDX-License-Identifier: MIT
 * What NOTIFY sends, by interface "alk.notify/1". */
#ifndef ALK_PG_NOTIFY_H
#define ALK_PG_NOTIFY_H
#include "connect.h"

extern const alk_notify_ops alk__pg_notify_ops;
#endif
