/* SPDX-License-Identifier: MIT
 * A dialect that stands for another: the engine has the one that is found out when it is opened. */
#include "engine_test.h"
#include "plugin/registry.h"
#include <alkahest/registry.h>

static const char *answer;
static alk_rc answer_code;
static const alk_host *host;
static int asked;

static alk_rc detect_dialect(const alk_driver *driver, const alk_connect_request *request, const char **name, alk_err *err)
{
    if (answer_code < 0)
        host->err_set(err, answer_code, "08001", 0, "nobody is there", 15);
    asked += strcmp(driver->name, "guess") == 0 && request->npairs == 1 && strncmp(request->pairs[0].value.p, "shop", request->pairs[0].value.n) == 0;
    *name = answer;
    return answer_code;
}

static alk_rc never(const alk_driver *driver, const alk_connect_request *request, void **conn, alk_err *err)
{
    (void)driver;
    (void)request;
    (void)conn;
    (void)err;
    return ALK_ERROR_NOT_SUPPORTED;
}

static const alk_detect detect = { .size = sizeof detect, .dialect = detect_dialect };

static const void *query(const alk_dialect *dialect, const char *id)
{
    return strcmp(dialect->name, "chameleon") == 0 && strcmp(id, "alk.detect/1") == 0 ? &detect : NULL;
}

static const alk_dialect_data data = { .size = sizeof data, .param_style = ALK_PARAM_QMARK, .quote_open = '"', .quote_close = '"' };
static const alk_dialect chameleon = { .size = sizeof chameleon, .name = "chameleon", .default_driver = "guess", .data = &data, .query = query };
static const alk_dialect lizard = { .size = sizeof lizard, .name = "lizard", .default_driver = "guess", .data = &data, .query = query };

/* Once for the process: what is registered stays. */
static const alk_plugin *entry(const alk_host *given, alk_err *err)
{
    static alk_driver driver = { .size = sizeof driver, .name = "guess", .dialect = "lizard", .connect = never };
    static const alk_dialect *const dialects[] = { &chameleon, &lizard };
    static const alk_driver *const drivers[] = { &driver };
    static const alk_plugin plugin = { .size = sizeof plugin, .abi_major = ALK_ABI_MAJOR, .ndialects = 2, .ndrivers = 1, .name = "alkahest-lizards", .version = "1.0.0",
                                       .dialects = dialects, .drivers = drivers };
    (void)err;
    host = given;
    driver.conn = alk__backend_find("mock", "mock", 0)->driver->conn;
    return &plugin;
}

static void setup(void)
{
    engine_setup();
    alk_check_ok(alk_plugin_register(entry));
    asked = 0;
}
ALK_SUITE(detect, setup, engine_teardown);

static void opens_as(const char *url, const char *dialect)
{
    alk_engine *engine = alk_open(url);
    alk_check_made(engine);
    alk_check_str(alk_engine_dialect(engine), dialect);
    alk_check_str(alk_engine_driver(engine), "guess");
    alk_engine_close(engine);
}

ALK_TEST(detect, found)
{
    answer = "lizard";
    answer_code = ALK_OK;
    opens_as("chameleon:///shop", "lizard");
    alk_check_int(asked, 1);
    opens_as("lizard:///shop", "lizard");
    alk_check_int(asked, 1);
}

ALK_TEST(detect, not_known)
{
    answer = NULL;
    answer_code = ALK_USE_DEFAULT;
    opens_as("chameleon:///shop", "chameleon");
    answer_code = ALK_OK;
    opens_as("chameleon:///shop", "chameleon");
}

ALK_TEST(detect, failures)
{
    answer = "no_such_dialect";
    answer_code = ALK_OK;
    alk_check(alk_open("chameleon:///shop") == NULL);
    alk_check_error(ALK_ERROR_NO_PLUGIN, "no_such_dialect");
    answer_code = ALK_ERROR_OPERATIONAL;
    alk_check(alk_open("chameleon:///shop") == NULL);
    alk_check_error(ALK_ERROR_OPERATIONAL, "nobody is there");
}
