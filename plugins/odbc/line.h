/* SPDX-License-Identifier: MIT
 * The socket that an ODBC driver talks over. ODBC does not tell it; it is the one that was not there before the driver connected. A driver that waits for a server
 * which says nothing cannot be told to stop: shutting the socket ends that, as if the server had hung up. */
#ifndef ALK_ODBC_LINE_H
#define ALK_ODBC_LINE_H
#include "host.h"
#include <sys/types.h>

/* The sockets that a process has. */
typedef struct alk__odbc_sockets {
    ino_t *inodes;
    size_t n, room;
} alk__odbc_sockets;

/* Those of now; false: no memory, or the system does not list them. */
bool alk__odbc_sockets_list(alk__odbc_sockets *out);
void alk__odbc_sockets_free(alk__odbc_sockets *sockets);

/* A descriptor of our own for the connected socket that is not among those; -1: there is none. It leads to the server's port; 0: that is not known. Of several, which
 * others opened meanwhile, it is the one with our own port; without that -1 is given, and several tells that it would help. */
int alk__odbc_line_find(const alk__odbc_sockets *before, uint16_t servers_port, uint16_t own_port, bool *several);
#endif
