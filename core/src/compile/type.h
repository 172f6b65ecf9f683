/* SPDX-License-Identifier: MIT
 * The one writer of types into SQL text. */
#ifndef ALK_COMPILE_TYPE_H
#define ALK_COMPILE_TYPE_H
#include "base/buffer.h"
#include "compile/dialect.h"
#include <alkahest/datatype.h>

/* Appends the type as the dialect spells it; cast: as its CAST does. ALK_ERROR_COMPILE: it has no such type. */
int alk__type_write(alk__buffer *out, const alk_type *type, const alk__dialect *dialect, bool cast);
#endif
