/* SPDX-License-Identifier: MIT
 * The dialect "sqlite" as data. */
#ifndef ALK_LITE_DIALECT_H
#define ALK_LITE_DIALECT_H
#include <alkahest/plugin.h>
extern const alk_dialect alk__lite_dialect;
#endif
