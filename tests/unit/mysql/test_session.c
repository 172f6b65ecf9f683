/* SPDX-License-Identifier: MIT
 * Modes of SQL, versions of servers, and what is read of statements. */
#include "session.h"
#include "direct.h"
#include "my.h"
#include "sql_text.h"

#define STRICT "STRICT_TRANS_TABLES,STRICT_ALL_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION"

ALK_TEST(session, modes)
{
    char out[400], small[20];
    alk_check(alk__my_sql_mode("", out, sizeof out));
    alk_check_str(out, STRICT);
    alk_check(alk__my_sql_mode("STRICT_TRANS_TABLES,NO_AUTO_CREATE_USER,NO_ENGINE_SUBSTITUTION", out, sizeof out));
    alk_check_str(out, "NO_AUTO_CREATE_USER," STRICT);
    alk_check(alk__my_sql_mode("REAL_AS_FLOAT,PIPES_AS_CONCAT,ANSI_QUOTES,IGNORE_SPACE,ANSI,ONLY_FULL_GROUP_BY,NO_BACKSLASH_ESCAPES", out, sizeof out));
    alk_check_str(out, "ONLY_FULL_GROUP_BY," STRICT);
    alk_check(alk__my_sql_mode("NO_ZERO_DATE,x'; DROP TABLE t; --,,TRADITIONAL", out, sizeof out));
    alk_check_str(out, "NO_ZERO_DATE," STRICT);
    alk_check(!alk__my_sql_mode("", small, sizeof small));
}

static void version(const char *text, uint32_t number, bool mariadb)
{
    alk__my_version v = alk__my_version_read(text);
    alk_check_uint(v.number, number);
    alk_check_int(v.mariadb, mariadb);
}

ALK_TEST(session, versions)
{
    version("8.0.36", 80036, false);
    version("8.0.36-28", 80036, false);
    version("9.1.0", 90100, false);
    version("10.11.6-MariaDB-0+deb12u1", 101106, true);
    version("5.5.5-10.4.32-MariaDB-log", 100432, true);
    version("11.4.2-MariaDB-ubu2404", 110402, true);
    version("5.7.44-log", 50744, false);
    version("", 0, false);
    version("99999999999.1.2", 0, false);
    version("8.0.100", 0, false);
}

static void touches(const char *sql, bool expected)
{
    alk_check_that(alk__my_touches_session(my_sv(sql)) == expected, "%s", sql);
}

ALK_TEST(session, what_touches_it)
{
    touches("select 1", false);
    touches("  /* a */ -- b\n (select 1)", false);
    touches("insert into t values (?)", false);
    touches("create table t (a int)", false);
    touches("SET sql_mode = ''", true);
    touches("use other", true);
    touches("select @a := 1", true);
    touches("select get_lock('a', 1)", true);
    touches("create temporary table t (a int)", true);
    touches("lock tables t read", true);
    touches("call p()", true);
    touches("", true);
}

ALK_TEST(session, words)
{
    alk_check(alk__my_begins_with(my_sv("# x\n\tselect 1"), "SELECT"));
    alk_check(alk__my_begins_with(my_sv("SELECT"), "SELECT"));
    alk_check(!alk__my_begins_with(my_sv("selected"), "SELECT"));
    alk_check(!alk__my_begins_with(my_sv("/* never"), "SELECT"));
    alk_check(!alk__my_begins_with(my_sv("-- never"), "SELECT"));
    alk_check(!alk__my_begins_with(my_sv(""), "SELECT"));
    alk_check(alk__my_find_word(my_sv("insert … returning id"), "RETURNING"));
    alk_check(!alk__my_find_word(my_sv("insert into returnings"), "RETURNING"));
    alk_check(alk__my_is_plain_text(my_sv("drop table t")) && !alk__my_is_plain_text(my_sv("insert into t values (1)")));
}
