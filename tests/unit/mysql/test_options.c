/* SPDX-License-Identifier: MIT
 * The options of the URL, and what is refused before anything is sent. */
#include "my.h"

#define OPTIONS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static int read_options(my *m, const char *const *options, alk__my_settings **settings)
{
    alk_pair pairs[MY_PAIRS_MAX];
    alk_connect_request request = { .size = sizeof request, .pairs = pairs };
    request.npairs = my_pairs(pairs, options);
    *settings = NULL;
    return alk__my_settings_read(&request, settings, my_err(m));
}

ALK_TEST(options, all_of_them)
{
    my m;
    alk__my_settings *s;
    my_tables(&m);
    alk_check_ok(read_options(&m, OPTIONS("user=ann", "password=se:cret", "host=db1", "port=3307", "host=::1", "port=", "database=shop", "connect_timeout=2.5", "ssl_mode=Verify_CA",
                                          "ssl_ca=/etc/ca.pem", "ssl_cert=c", "ssl_key=k", "compress=on", "zero_dates=null", "charset=utf8mb4", "load_balance_hosts=random", "read_only=yes"), &s));
    alk_check_uint(s->n_hosts, 2);
    alk_check_str(s->hosts[0].name, "db1");
    alk_check_uint(s->hosts[0].port, 3307);
    alk_check_str(s->hosts[1].name, "::1");
    alk_check_uint(s->hosts[1].port, 3306);
    alk_check_str(s->user, "ann");
    alk_check_str(s->password, "se:cret");
    alk_check_str(s->database, "shop");
    alk_check_int(s->connect_timeout, INT64_C(2500000000));
    alk_check_int(s->ssl_mode, ALK__MY_SSL_VERIFY_CA);
    alk_check_str(s->ssl_ca, "/etc/ca.pem");
    alk_check(s->compress && s->null_dates && s->random && s->read_only);
    alk__my_settings_free(s);
}

ALK_TEST(options, defaults)
{
    my m;
    alk__my_settings *s;
    my_tables(&m);
    alk_check_ok(read_options(&m, NULL, &s));
    alk_check_uint(s->n_hosts, 1);
    alk_check(s->hosts[0].name == NULL && s->socket == NULL && s->user == NULL && s->password == NULL && s->database == NULL);
    alk_check_int(s->ssl_mode, ALK__MY_SSL_PREFERRED);
    alk_check_int(s->connect_timeout, INT64_C(10000000000));
    alk_check(!s->compress && !s->null_dates && !s->random && !s->read_only);
    alk__my_settings_free(s);
}

ALK_TEST(options, sockets)
{
    my m;
    alk__my_settings *s;
    my_tables(&m);
    alk_check_ok(read_options(&m, OPTIONS("socket=/run/mysqld/mysqld.sock"), &s));
    alk_check_str(s->socket, "/run/mysqld/mysqld.sock");
    alk_check(alk__my_is_socket(s, 0));
    alk__my_settings_free(s);
    alk_check_ok(read_options(&m, OPTIONS("host=/run/a;b.sock", "host=db"), &s));
    alk_check(alk__my_is_socket(s, 0) && !alk__my_is_socket(s, 1));
    alk__my_settings_free(s);
}

ALK_TEST(options, refused)
{
    const struct {
        const char *const *options;
        const char *part;
    } bad[] = { { OPTIONS("local_infile=1"), "unknown option \"local_infile\"" },
                { OPTIONS("read_default_file=/etc/my.cnf"), "unknown option \"read_default_file\"" },
                { OPTIONS("ssl_mode=maybe"), "option ssl_mode" },
                { OPTIONS("connect_timeout=0"), "option connect_timeout" },
                { OPTIONS("connect_timeout=soon"), "option connect_timeout" },
                { OPTIONS("compress=perhaps"), "option compress" },
                { OPTIONS("charset=latin1"), "option charset" },
                { OPTIONS("zero_dates=0"), "option zero_dates" },
                { OPTIONS("socket="), "option socket" },
                { OPTIONS("port=70000"), "\"70000\" is no port" },
                { OPTIONS("port=1x"), "\"1x\" is no port" },
                { OPTIONS("host=a,b"), "is no name or address" },
                { OPTIONS("host=x;password=y"), "is no name or address" },
                { OPTIONS("host=a", "socket=/run/s"), "exclude each other" },
                { OPTIONS("ssl_mode=verify_identity"), "need ssl_ca" },
                { OPTIONS("ssl_mode=disabled", "ssl_ca=x"), "ssl_mode=disabled" },
                { OPTIONS("ssl_cert=x"), "go together" } };
    my m;
    alk__my_settings *s;
    my_tables(&m);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        alk_check_fails(read_options(&m, bad[i].options, &s), ALK_ERROR_ARGUMENT, bad[i].part);
}

ALK_TEST(options, a_NUL_in_a_value)
{
    my m;
    alk__my_settings *s = NULL;
    alk_pair pair = { { "password", 8 }, { "a\0b", 3 } };
    alk_connect_request request = { .size = sizeof request, .pairs = &pair, .npairs = 1 };
    my_tables(&m);
    alk_check_fails(alk__my_settings_read(&request, &s, my_err(&m)), ALK_ERROR_ARGUMENT, "password holds a NUL");
}
