/* SPDX-License-Identifier: MIT */
#include "plugin_fixture.h"
#include <alkahest/registry.h>
#include "plugin/manifest.h"

#define HEAD "format = 1\nname = alkahest-x\nversion = 0.3.1\nlibrary = x.so\nabi = 1\npairs = x+y\n"

static alk__manifest *parse(const char *text)
{
    return alk__manifest_parse(text, strlen(text), "/p/x.alkp");
}

ALK_TEST(manifest, all_keys_are_read)
{
    alk__manifest *m = parse("# a remark\n\nformat = 1\r\nname=alkahest-x\n  version   =  0.3.1  \nlibrary = x.so\nabi = 1\nabi_minor = 4\nmin_host_minor = 2\n"
                             "pairs = x+y , x+z,w+y\naliases = ex,iks\ndefault = x+z\ncaps = returning, copy.v2\nclient = lib >= 12\n"
                             "homepage = https://example.org/#top\nunknown_key = anything at all\n");
    alk_check_made(m);
    alk_check_str(m->name, "alkahest-x");
    alk_check_str(m->version, "0.3.1");
    alk_check_str(m->library, "/p/x.so");
    alk_check_str(m->path, "/p/x.alkp");
    alk_check_uint(m->abi, 1);
    alk_check_uint(m->abi_minor, 4);
    alk_check_uint(m->min_host_minor, 2);
    alk_check_size(m->n_pairs, 3);
    alk_check_str(m->pairs[1], "x+z");
    alk_check(m->pairs[3] == NULL);
    alk_check_size(m->n_aliases, 2);
    alk_check_size(m->n_caps, 2);
    alk_check_str(m->default_pair, "x+z");
    alk_check_str(m->client, "lib >= 12");
    alk_check_str(m->homepage, "https://example.org/#top");
    alk__manifest_free(m);
}

ALK_TEST(manifest, it_answers_questions)
{
    char dialect[64] = "", driver[64] = "";
    alk__manifest *m = parse(HEAD "aliases = ex\ncaps =\n");
    alk_check_made(m);
    alk_check(alk__manifest_has_pair(m, "x", "y") && alk__manifest_has_pair(m, "x", NULL));
    alk_check(!alk__manifest_has_pair(m, "x", "z") && !alk__manifest_has_pair(m, "xx", NULL));
    alk_check(alk__manifest_default(m, "x") == NULL);
    alk_check_str(alk__manifest_first(m, "x"), "y");
    alk_check(alk__manifest_alias(m, "ex", dialect) && !alk__manifest_alias(m, "x", dialect));
    alk_check_str(dialect, "x");
    alk__manifest_free(m);
    alk_check(alk__pair_split("ab+cd", dialect, driver));
    alk_check_str(dialect, "ab");
    alk_check_str(driver, "cd");
    alk_check(!alk__pair_split("ab", dialect, driver) && !alk__pair_split("+cd", dialect, driver) && !alk__pair_split("ab+", dialect, driver));
    alk_check(!alk__pair_split("ab+c+d", dialect, driver) && !alk__pair_split("../a+b", dialect, driver));
}

ALK_TEST(manifest, a_dialect_may_be_all_there_is)
{
    char dialect[64] = "";
    alk__manifest *m = parse("format = 1\nname = alkahest-x\nversion = 1\nlibrary = x.so\nabi = 1\ndialects = x, v\naliases = ex\n");
    alk_check_made(m);
    alk_check(m->n_pairs == 0 && m->pairs[0] == NULL && m->n_dialects == 2 && m->dialects[2] == NULL);
    alk_check(alk__manifest_has_dialect(m, "v") && alk__manifest_may_have_dialect(m, "x") && !alk__manifest_may_have_dialect(m, "w"));
    alk_check(alk__manifest_alias(m, "ex", dialect));
    alk_check_str(dialect, "x");
    alk__manifest_free(m);
    m = parse(HEAD "dialects = w\n");
    alk_check_made(m);
    alk_check(!alk__manifest_may_have_dialect(m, "x") && alk__manifest_has_dialect(m, "w"));
    alk__manifest_free(m);
    m = parse(HEAD);
    alk_check_made(m);
    alk_check(alk__manifest_may_have_dialect(m, "x") && !alk__manifest_has_dialect(m, "x"));
    alk__manifest_free(m);
}

ALK_TEST(manifest, faults_are_told_with_file_and_line)
{
    static const struct {
        const char *text, *fault;
    } faults[] = {
        { "", "/p/x.alkp:0: \"format\" is missing" },
        { "name = x\n", ":1: the first key must be \"format\"" },
        { "format = 2\n", ":1: format 2 is not known, only 1 is; it may be for a newer library" },
        { "format = 1\nname\n", ":2: expected \"key = value\"" },
        { "format = 1\n= x\n", ":2: expected \"key = value\"" },
        { "format = 1\nNa me = x\n", ":2: expected \"key = value\"" },
        { "format = 1\n\n# x\nname = A\n", ":4: \"A\" is not a name" },
        { "format = 1\nname =\n", ":2: \"name\" is empty" },
        { HEAD "name = z\n", ":7: \"name\" is given twice" },
        { "format = 1\nlibrary = ../x.so\n", ":2: library must be the name of a file in the same directory" },
        { "format = 1\nlibrary = /etc/x.so\n", ":2: library must be" },
        { "format = 1\nlibrary = ..\n", ":2: library must be" },
        { "format = 1\nabi = one\n", ":2: \"one\" is not a number from 0 to 65535" },
        { "format = 1\nabi = 99999999999999999999\n", ":2: \"99999999999999999999\" is not a number" },
        { "format = 1\nabi = -1\n", ":2: \"-1\" is not a number" },
        { "format = 1\npairs = a\n", ":2: \"a\" is not a pair dialect+driver" },
        { "format = 1\npairs = a+b,\n", ":2: \"\" is not a pair dialect+driver" },
        { "format = 1\npairs = a+b,,c+d\n", ":2: \"\" is not a pair" },
        { "format = 1\npairs = a+b;c+d\n", ":2: \"a+b;c+d\" is not a pair" },
        { "format = 1\naliases = ../x\n", ":2: \"../x\" is not a dialect's name" },
        { "format = 1\ncaps = a/b\n", ":2: \"a/b\" is not a capability's name" },
        { "format = 1\nname = a\nversion = 1\nlibrary = l\nabi = 1\n", ":5: \"pairs\" and \"dialects\" are missing" },
        { "format = 1\nname = a\nversion = 1\nlibrary = l\nabi = 1\npairs =\ndialects =\n", ":7: \"pairs\" and \"dialects\" are missing" },
        { "format = 1\ndialects = A\n", ":2: \"A\" is not a dialect's name" },
        { "format = 1\ndialects = a+b\n", ":2: \"a+b\" is not a dialect's name" },
        { "format = 1\ndialects = a\ndialects = b\n", ":3: \"dialects\" is given twice" },
        { "format = 1\nname = a\nversion = 1\nlibrary = l\nabi = 1\ndialects = x\ndefault = x+y\n", ":7: default \"x+y\" is not one of the pairs" },
        { HEAD "default = x+q\n", ":7: default \"x+q\" is not one of the pairs" },
        { "format = 1\nname = a\x01\n", ":2: a control character" },
        { "format = 1\nname = \xC3(\n", ":2: not valid UTF-8" },
        { "format = 1\nname = a\nversion = 1\nlibrary = l\npairs = a+b\n", ":5: \"abi\" is missing" },
        { "format = 1\nname = a\nversion = 1\nlibrary = l\npairs = a+b\nabi = 0\n", ":6: abi must be at least 1" },
    };
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        alk__manifest *m = parse(faults[i].text);
        bool none = !m;
        alk__manifest_free(m);
        alk_check_that(none, "accepted: %s", faults[i].text);
        alk_check_error(ALK_ERROR_NO_PLUGIN, "invalid plugin manifest /p/x.alkp:");
        alk_check_error(ALK_ERROR_NO_PLUGIN, faults[i].fault);
        alk_check_int(alk_last_error()->native_code, ALK_MISSING_MANIFEST);
    }
}

ALK_TEST(manifest, too_many_items_are_refused)
{
    static char text[4096] = HEAD "aliases = a";
    for (int i = 0; i < 300; i++)
        strncat(text, ",a", sizeof text - strlen(text) - 1);
    alk_check(parse(text) == NULL);
    alk_check_error(ALK_ERROR_NO_PLUGIN, ":7: more than 256 items");
}

ALK_TEST(manifest, every_cut_is_survived)
{
    static const char text[] = HEAD "aliases = ex\ndefault = x+y\n";
    for (size_t n = 0; n <= sizeof text - 1; n++)
        alk__manifest_free(alk__manifest_parse(text, n, "/p/x.alkp"));
}

ALK_TEST(manifest, files_that_are_none_are_refused)
{
    alk__manifest *m;
    char *large = malloc(ALK__MANIFEST_MAX + 2);
    memset(large, '#', ALK__MANIFEST_MAX + 2);
    put_bytes(in("large.alkp"), large, ALK__MANIFEST_MAX + 1);
    free(large);
    alk_check(alk__manifest_read(in("large.alkp")) == NULL);
    alk_check_error(ALK_ERROR_NO_PLUGIN, "large.alkp: too large");
    make_directory("directory.alkp");
    alk_check(alk__manifest_read(in("directory.alkp")) == NULL);
    alk_check_error(ALK_ERROR_NO_PLUGIN, "directory.alkp: not a regular file");
    alk_check(mkfifo(in("fifo.alkp"), 0600) == 0);
    alk_check(alk__manifest_read(in("fifo.alkp")) == NULL);
    alk_check_error(ALK_ERROR_NO_PLUGIN, "fifo.alkp: not a regular file");
    alk_check(alk__manifest_read(in("absent.alkp")) == NULL);
    alk_check_error(ALK_ERROR_NO_PLUGIN, "absent.alkp: no such file");
    put(in("good.alkp"), HEAD);
    m = alk__manifest_read(in("good.alkp"));
    alk_check_made(m);
    alk__manifest_free(m);
}

ALK_TEST(manifest, lack_of_memory_leaves_nothing)
{
    int status = ALK_OK;
    ALK_TORTURE(status)
    {
        alk__manifest *m = parse(HEAD "aliases = ex\n");
        status = m ? ALK_OK : alk_last_error()->code;
        alk__manifest_free(m);
    }
}
