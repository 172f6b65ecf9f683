/* SPDX-License-Identifier: MIT
 * Writing to the log hook. Nothing is formatted when nobody listens at that level. Control characters are escaped here, so
 * that a server's text cannot forge a line; secrets are kept out by those who write. */
#ifndef ALK_BASE_LOG_H
#define ALK_BASE_LOG_H
#include <alkahest/log.h>

bool alk__log_enabled(int level);
void alk__log(int level, const char *component, const char *format, ...) __attribute__((format(printf, 3, 4)));
#endif
