/* SPDX-License-Identifier: MIT
 * URLs as connection strings. */
#include "od.h"
#include "options.h"

#define OPTIONS(...) (const char *const[]){ __VA_ARGS__, NULL }

static int read_options(const char *const *options, alk__odbc_settings **settings)
{
    od o;
    alk_pair pairs[OD_PAIRS_MAX];
    alk_connect_request request = od_request(pairs, options);
    od_tables(&o);
    *settings = NULL;
    return alk__odbc_settings_read(&request, settings, od_err(&o));
}

static void gives(const char *const *options, const char *string)
{
    alk__odbc_settings *settings;
    alk_check_ok(read_options(options, &settings));
    alk_check_size(settings->length, strlen(settings->string));
    alk_check_str(settings->string, string);
    alk__odbc_settings_free(settings);
}

static void refuses(const char *const *options, const char *part)
{
    alk__odbc_settings *settings;
    alk_check_fails(read_options(options, &settings), ALK_ERROR_ARGUMENT, part);
}

ALK_TEST(options, data_sources)
{
    gives(OPTIONS("host=alk_no_such_source"), "DSN=alk_no_such_source;");
    gives(OPTIONS("dsn=alk_no_such_source", "user=ann", "password=a;b"), "DSN=alk_no_such_source;UID=ann;PWD={a;b};");
    gives(OPTIONS("host=alk_no_such_source", "port=", "database=shop"), "DSN=alk_no_such_source;DATABASE=shop;");
}

ALK_TEST(options, drivers)
{
    gives(OPTIONS("user=ann", "password=}", "host=db", "port=5433", "database=shop", "driver=PostgreSQL Unicode", "sslmode=require"),
          "DRIVER={PostgreSQL Unicode};sslmode=require;Servername=db;Port=5433;Database=shop;UID=ann;PWD={}}};BoolsAsChar=0;ByteaAsLongVarBinary=1;Protocol=7.4-0;");
    gives(OPTIONS("host=db", "driver=MariaDB Unicode", "charset=latin1"), "DRIVER={MariaDB Unicode};charset=latin1;SERVER=db;OPTION=2;");
    gives(OPTIONS("driver=SQLite3", "database=/srv/a b.db", "attributes=Timeout=70"), "DRIVER={SQLite3};Timeout=70;Database=/srv/a b.db;FKSupport=1;");
    gives(OPTIONS("host=db", "port=1433", "database=shop", "driver=ODBC Driver 18 for SQL Server", "encrypt=no"),
          "DRIVER={ODBC Driver 18 for SQL Server};encrypt=no;SERVER=db,1433;DATABASE=shop;");
    gives(OPTIONS("host=db", "port=1521", "database=svc", "user=ann", "driver=Oracle 21 ODBC driver"), "DRIVER={Oracle 21 ODBC driver};DBQ=//db:1521/svc;UID=ann;");
}

ALK_TEST(options, whole_strings)
{
    gives(OPTIONS("odbc_connect=DRIVER={PostgreSQL Unicode};Server=db;Pwd={a;b};BoolsAsChar=1"),
          "DRIVER={PostgreSQL Unicode};Server=db;Pwd={a;b};BoolsAsChar=1;ByteaAsLongVarBinary=1;Protocol=7.4-0;");
    gives(OPTIONS("odbc_connect=DSN=alk_no_such_source;UID=ann"), "DSN=alk_no_such_source;UID=ann;");
}

/* Whatever a part of the URL holds, it stays a value. */
ALK_TEST(options, nothing_becomes_a_key)
{
    gives(OPTIONS("host=x;DRIVER=/tmp/evil.so"), "DSN={x;DRIVER=/tmp/evil.so};");
    gives(OPTIONS("driver=a}b", "host=h}", "user={x}"), "DRIVER={a}}b};SERVER={h}}};UID={{x}}};");
    refuses(OPTIONS("driver=SQLite3", "database=x;LoadExt=/tmp/evil.so"), "cannot hold such a value");
}

ALK_TEST(options, refused)
{
    alk__odbc_settings *settings;
    od o;
    alk_pair with_nul = { { "user", 4 }, { "a\0b", 3 } };
    alk_connect_request request = { .size = sizeof request, .pairs = &with_nul, .npairs = 1 };
    refuses(OPTIONS("user=ann"), "neither a data source");
    refuses(OPTIONS("driver=a", "dsn=b"), "exclude");
    refuses(OPTIONS("dsn=a", "host=b"), "exclude");
    refuses(OPTIONS("odbc_connect=DSN=a", "user=ann"), "whole connection string");
    refuses(OPTIONS("odbc_connect=nonsense"), "no connection string");
    refuses(OPTIONS("dsn=a", "attributes=x={"), "no connection string");
    refuses(OPTIONS("dsn=a", "connect_timeout=0"), "connect_timeout");
    refuses(OPTIONS("dsn=a", "text=broad"), "auto, wide or narrow");
    refuses(OPTIONS("dsn=a", "nonsense=1"), "nonsense");
    refuses(OPTIONS("driver=a", "host=b", "host=c"), "one host");
    od_tables(&o);
    alk_check_fails(alk__odbc_settings_read(&request, &settings, od_err(&o)), ALK_ERROR_ARGUMENT, "NUL");
}

ALK_TEST(options, times_and_text)
{
    alk__odbc_settings *settings;
    alk_check_ok(read_options(OPTIONS("dsn=a", "connect_timeout=2.5", "text=narrow"), &settings));
    alk_check(settings->connect_timeout == INT64_C(2500000000) && settings->text == ALK__ODBC_TEXT_NARROW);
    alk__odbc_settings_free(settings);
    alk_check_ok(read_options(OPTIONS("dsn=a"), &settings));
    alk_check(settings->connect_timeout == INT64_C(10000000000) && settings->text == ALK__ODBC_TEXT_AUTO);
    alk__odbc_settings_free(settings);
}
