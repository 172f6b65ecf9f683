/* SPDX-License-Identifier: MIT
 * alk-plugin-check: whether a plugin keeps the rules of the ABI that can be seen from outside. Each part prints a line for each rule. */
#ifndef ALK_PLUGIN_CHECK_H
#define ALK_PLUGIN_CHECK_H
#include <stdbool.h>

/* Prints "ok" or "FAIL" and the rule; what went wrong comes behind it. Returns good. */
bool check(bool good, const char *rule, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* A recommendation that was not followed; no failure. */
void advise(const char *format, ...) __attribute__((format(printf, 1, 2)));

void check_file(const char *library);            /* what its ELF headers say */
void check_description(const char *library);     /* manifest, note and table */
void check_entry(const char *library);           /* how its entry takes hosts older and newer than itself */
void check_live(const char *library, const char *url);
#endif
