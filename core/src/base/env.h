/* SPDX-License-Identifier: MIT
 * The environment, as far as a library may look at it: a program that runs with more rights than its user must not be led
 * by the user's variables. */
#ifndef ALK_BASE_ENV_H
#define ALK_BASE_ENV_H
#include <stdbool.h>

/* Set-user-ID and the like: the program has rights that its caller has not. */
bool alk__process_is_secure(void);
/* The variable, or NULL: not set, or the process is secure. Borrowed from the environment: copy it at once. */
const char *alk__getenv_secure(const char *name);
/* Whether a variable is set at all, even in a secure process: to tell the user what was not looked at. */
bool alk__env_is_set(const char *name);
/* For tests: 1 secure, 0 not, -1 as it really is. */
void alk__process_pretend_secure(int secure);
#endif
