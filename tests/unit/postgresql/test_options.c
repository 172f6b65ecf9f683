/* SPDX-License-Identifier: MIT
 * What a URL says, and what it may not say. */
#include <sys/stat.h>
#include "connect.h"
#include "options.h"
#include "pg.h"

static int read_pairs(pg *p, alk__pg_settings *settings, const char *const *texts)
{
    alk_pair pairs[60];
    alk_connect_request request = { .size = sizeof request, .pairs = pairs };
    for (; *texts != NULL; texts++) {
        const char *equals = strchr(*texts, '=');
        pairs[request.npairs++] = (alk_pair){ { *texts, (size_t)(equals - *texts) }, pg_sv(equals + 1) };
    }
    return alk__pg_settings_read(&request, settings, pg_err(p));
}
#define READ(...) read_pairs(&p, &settings, (const char *const[]){ __VA_ARGS__, NULL })

ALK_TEST(options, taken)
{
    pg p;
    alk__pg_settings settings;
    pg_tables(&p);
    alk_check_ok(READ("user=ann", "password=secret", "host=one", "port=1", "host=two", "port=", "database=shop", "sslmode=verify-full", "prepare=off", "fetch=Stream",
                      "read_only=yes", "target_session_attrs=prefer-standby", "keepalives_idle=5", "load_balance_hosts=Random"));
    alk_check(settings.nhosts == 2 && settings.nports == 2 && settings.ports[1].n == 0 && !settings.prepares && settings.read_only && !settings.deferrable);
    alk_check(settings.fetch == ALK__PG_FETCH_STREAM && settings.target == ALK__PG_PREFER_STANDBY && settings.random);
    alk_check_ok(READ("user=ann"));
    alk_check(!settings.random);
    alk_check(settings.prepares && settings.fetch == ALK__PG_FETCH_AUTO && settings.nhosts == 0);
    pg_close(&p);
}

ALK_TEST(options, refused)
{
    pg p;
    alk__pg_settings settings;
    alk_pair pair = { { "application_name", 16 }, { "a\0b", 3 } };
    alk_connect_request request = { .size = sizeof request, .npairs = 1, .pairs = &pair };
    const char *many[ALK__PG_HOSTS_MAX + 2] = { NULL };
    pg_tables(&p);
    alk_check_int(READ("sslmod=require"), ALK_ERROR_ARGUMENT);
    alk_check_error(ALK_ERROR_ARGUMENT, "unknown option \"sslmod\"");
    alk_check_int(READ("sslmode=sometimes"), ALK_ERROR_ARGUMENT);
    alk_check_error(ALK_ERROR_ARGUMENT, "option sslmode has a value that is not of its kind");
    alk_check_int(READ("prepare=perhaps"), ALK_ERROR_ARGUMENT);
    alk_check_int(READ("keepalives_count=-1"), ALK_ERROR_ARGUMENT);
    alk_check_int(READ("keepalives_count="), ALK_ERROR_ARGUMENT);
    alk_check_int(alk__pg_settings_read(&request, &settings, pg_err(&p)), ALK_ERROR_ARGUMENT);
    alk_check_error(ALK_ERROR_ARGUMENT, "application_name holds a NUL character");
    for (int i = 0; i <= ALK__PG_HOSTS_MAX; i++)
        many[i] = "host=h";
    alk_check_int(read_pairs(&p, &settings, many), ALK_ERROR_ARGUMENT);
    alk_check_error(ALK_ERROR_ARGUMENT, "more than 32 hosts");
    pg_close(&p);
}

static void write_file(char *path, size_t size, const char *name, const char *text)
{
    (void)snprintf(path, size, "%s/%s", alk_test_directory(), name);
    FILE *file = fopen(path, "w");
    alk_check(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0 && chmod(path, 0600) == 0);
}

/* libpq's own files: a service says where the server is, another what the password is. */
ALK_TEST_UNTORTURED(options, service_and_passfile)
{
    pg p;
    char text[700], path[300];
    alk_pair pairs[] = { { pg_sv("service"), pg_sv("alk_shop") }, { pg_sv("passfile"), pg_sv(NULL) } };
    alk_connect_request request = { .size = sizeof request, .npairs = 2, .pairs = pairs };
    alk_url *url = alk_url_parse(pg_url());
    alk_check_made(url);
    (void)snprintf(text, sizeof text, "[alk_shop]\nhost=%s\nport=%d\nuser=%s\ndbname=%s\napplication_name=from the service\n", alk_url_host(url, 0), alk_url_port(url, 0),
                   alk_url_user(url), alk_url_database(url));
    alk_url_free(url);
    pg_tables(&p);
    write_file(path, sizeof path, "services", text);
    setenv("PGSERVICEFILE", path, 1);
    write_file(path, sizeof path, "passwords", "*:*:*:somebody:no\n*:*:*:*:from the file\n");
    pairs[1].value = pg_sv(path);
    int code = p.driver->connect(p.driver, &request, &p.conn, pg_err(&p));
    unsetenv("PGSERVICEFILE");
    alk_check_ok(code);
    alk_check_str(PQpass(((const alk__pg_conn *)p.conn)->pg), "from the file");
    alk_check_str(PQparameterStatus(((const alk__pg_conn *)p.conn)->pg, "application_name"), "from the service");
    pg_close(&p);
    pairs[0].value = pg_sv("alk_no_such_service");
    alk_check_int(p.driver->connect(p.driver, &request, &p.conn, pg_err(&p)), ALK_ERROR_OPERATIONAL);
    alk_check_error(ALK_ERROR_OPERATIONAL, "alk_no_such_service");
}

ALK_TEST(options, all_have_a_name_and_a_summary)
{
    for (int i = 0; i < ALK__PG_OPTION_COUNT; i++) {
        const alk_option_spec *o = &alk__pg_options[i];
        alk_check_that(o->name != NULL && o->summary != NULL && o->kind != 0 && (o->values != NULL) == (o->kind == ALK_OPTION_CHOICE), "option %d", i);
    }
}
