/* SPDX-License-Identifier: MIT
 * The options of a URL against the list of those that a driver takes. */
#ifndef ALK_CONFIG_OPTION_H
#define ALK_CONFIG_OPTION_H
#include <alkahest/plugin.h>
#include <alkahest/url.h>

/* Each option of the URL must be one of the specs, and its value of the kind that the spec says; the first that is not is
 * ALK_ERROR_ARGUMENT. The message names the option, and shows its value only where that is no secret. */
int alk__options_check(const alk_url *url, const char *driver_name, const alk_option_spec *specs, uint32_t count);
#endif
