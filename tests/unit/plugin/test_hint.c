/* SPDX-License-Identifier: MIT */
#include "plugin_fixture.h"
#include "plugin/hint.h"

static void check_hint(const char *dialect, const char *expected)
{
    char hints[512], os_release[512];
    (void)snprintf(hints, sizeof hints, "%s", in("hints"));
    (void)snprintf(os_release, sizeof os_release, "%s", in("os-release"));
    alk__hint_sources sources = { hints, os_release };
    alk__buffer out;
    alk__buffer_init(&out, ALK__BUFFER_MAX);
    alk__hint_package(&out, dialect, &sources);
    if (alk__buffer_status(&out) == ALK_OK && out.length > 0)
        alk_check_str(out.data, expected);
    alk__buffer_free(&out);
}

ALK_TEST(hint, each_system_has_its_command)
{
    static const struct {
        const char *os_release, *command;
    } systems[] = {
        { "ID=debian\n", "sudo apt install" },
        { "NAME=x\nID_LIKE=\"ubuntu debian\"\nID=linuxmint\n", "sudo apt install" },
        { "ID='fedora'\n", "sudo dnf install" },
        { "ID=\"rocky\"\nID_LIKE=\"rhel centos fedora\"\n", "sudo dnf install" },
        { "ID=\"opensuse-tumbleweed\"\nID_LIKE=\"opensuse suse\"\n", "sudo zypper install" },
        { "ID=arch\n", "sudo pacman -S" },
        { "ID=alpine\n", "sudo apk add" },
    };
    for (size_t i = 0; i < sizeof systems / sizeof systems[0]; i++) {
        char expected[100];
        put(in("os-release"), systems[i].os_release);
        (void)snprintf(expected, sizeof expected, "try: %s alkahest-dialect-postgresql", systems[i].command);
        check_hint("postgresql", expected);
    }
}

ALK_TEST_UNTORTURED(hint, other_systems_get_the_package_only)
{
    check_hint("sqlite", "install the package alkahest-dialect-sqlite");
    put(in("os-release"), "ID=plan9\n");
    check_hint("mariadb", "install the package alkahest-dialect-mysql");
    put(in("os-release"), "ID\nID=\nID_LIKE=\"\n\n=\n");
    check_hint("sqlite", "install the package alkahest-dialect-sqlite");
}

ALK_TEST_UNTORTURED(hint, an_unknown_dialect_is_not_promised)
{
    put(in("os-release"), "ID=debian\n");
    check_hint("cockroachdb", "if there is a plugin for it, its package is called alkahest-dialect-cockroachdb");
}

ALK_TEST_UNTORTURED(hint, the_distribution_knows_better)
{
    put(in("os-release"), "ID=debian\n");
    put(in("hints"), "# dialect → package\n\ncockroachdb \xE2\x86\x92 libalk-roach\nsqlite -> alk-sqlite3\nodbc = alk-odbc\nmysql alk-my\n"
                     "postgresql -> ;rm -rf /\nfoo ->\n");
    check_hint("cockroachdb", "try: sudo apt install libalk-roach");
    check_hint("sqlite", "try: sudo apt install alk-sqlite3");
    check_hint("odbc", "try: sudo apt install alk-odbc");
    check_hint("mysql", "try: sudo apt install alk-my");
    check_hint("postgresql", "try: sudo apt install alkahest-dialect-postgresql");
    check_hint("foo", "if there is a plugin for it, its package is called alkahest-dialect-foo");
}
