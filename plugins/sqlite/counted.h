/* SPDX-License-Identifier: MIT
 * Interface "alk.counted/1": the keys of an INSERT of many rows. */
#ifndef ALK_LITE_COUNTED_H
#define ALK_LITE_COUNTED_H
#include "host.h"

extern const alk_counted_ops alk__lite_counted_ops;
#endif
