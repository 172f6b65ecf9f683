/* SPDX-License-Identifier: MIT
 * What of the static memory is read when leaks are looked for. */
#ifndef ALK_STATIC_MEMORY_H
#define ALK_STATIC_MEMORY_H

/* Once, before there are other threads: less of it from here on, and nothing that could hold a block is left out. */
void alk_static_memory_shorten(void);
#endif
