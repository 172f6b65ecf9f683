/* SPDX-License-Identifier: MIT
 * Which package brings a dialect: the distribution's own file first, else the usual name; and the command of the system's package manager, by os-release. Both
 * files may be absent or wrong: then less is said. */
#include "plugin/hint.h"
#include <stdbool.h>
#include <string.h>
#include "base/text.h"
#include "plugin/file.h"

const alk__hint_sources alk__hint_system = { "/usr/share/alkahest/plugin-hints", "/etc/os-release" };
const char *const alk__hint_known[] = { "sqlite", "postgresql", "mysql", "mariadb", "odbc", NULL };

enum { HINTS_MAX = 256 * 1024 };

/* Systems by ID or ID_LIKE, in the order in which ID_LIKE is searched. */
static const struct {
    const char *id, *command;
} systems[] = {
    { "debian", "sudo apt install" },   { "ubuntu", "sudo apt install" },  { "fedora", "sudo dnf install" },
    { "rhel", "sudo dnf install" },     { "centos", "sudo dnf install" },  { "opensuse", "sudo zypper install" },
    { "suse", "sudo zypper install" },  { "sles", "sudo zypper install" }, { "opensuse-leap", "sudo zypper install" },
    { "arch", "sudo pacman -S" },       { "manjaro", "sudo pacman -S" },   { "alpine", "sudo apk add" },
    { "postmarketos", "sudo apk add" }, { "opensuse-tumbleweed", "sudo zypper install" },
};

static bool next_line(alk_sv *rest, alk_sv *line)
{
    if (rest->n == 0)
        return false;
    const char *end = memchr(rest->p, '\n', rest->n);
    size_t n = end ? (size_t)(end - rest->p) : rest->n;
    *line = (alk_sv){ rest->p, n };
    rest->p += end ? n + 1 : n;
    rest->n -= end ? n + 1 : n;
    return true;
}

static alk_sv next_word(alk_sv *rest)
{
    while (rest->n > 0 && alk__is_space(rest->p[0])) {
        rest->p++;
        rest->n--;
    }
    alk_sv word = { rest->p, 0 };
    while (rest->n > 0 && !alk__is_space(rest->p[0])) {
        rest->p++;
        rest->n--;
        word.n++;
    }
    return word;
}

/* What the distribution says may be shown to a person as a command: only what a package's name is made of. */
static bool is_package(alk_sv word)
{
    for (size_t i = 0; i < word.n; i++)
        if (!alk__is_alpha(word.p[i]) && !alk__is_digit(word.p[i]) && !memchr("+-._:/@", word.p[i], 7))
            return false;
    return word.n > 0 && word.n <= 128 && word.p[0] != '-';
}

/* `dialect → package`; the arrow may also be ->, = or nothing. */
static bool package_of_line(alk_sv line, const char *dialect, alk_sv *package)
{
    if (!alk__sv_is(next_word(&line), dialect))
        return false;
    *package = next_word(&line);
    if (alk__sv_is(*package, "\xE2\x86\x92") || alk__sv_is(*package, "->") || alk__sv_is(*package, "="))
        *package = next_word(&line);
    return is_package(*package);
}

static bool package_from_file(alk__buffer *out, const char *dialect, const char *path)
{
    alk__buffer text;
    bool found = false;
    alk_sv line, package;
    alk__buffer_init(&text, HINTS_MAX + 1);
    if (path && alk__file_read(path, HINTS_MAX, &text) == 0) {
        alk_sv rest = { text.data, text.length };
        while (!found && next_line(&rest, &line))
            found = package_of_line(line, dialect, &package);
        if (found)
            alk__buffer_append(out, package.p, package.n);
    }
    alk__buffer_free(&text);
    return found;
}

static bool is_known(const char *dialect)
{
    for (size_t i = 0; alk__hint_known[i]; i++)
        if (strcmp(alk__hint_known[i], dialect) == 0)
            return true;
    return false;
}

/* The package's name into out; false: it is only what it would be called. */
static bool package_name(alk__buffer *out, const char *dialect, const char *hints)
{
    if (package_from_file(out, dialect, hints))
        return true;
    alk__buffer_printf(out, "alkahest-dialect-%s", strcmp(dialect, "mariadb") == 0 ? "mysql" : dialect);
    return is_known(dialect);
}

static const char *command_for(alk_sv id)
{
    for (size_t i = 0; i < sizeof systems / sizeof systems[0]; i++)
        if (alk__sv_is(id, systems[i].id))
            return systems[i].command;
    return NULL;
}

/* KEY=value or KEY="several words": the first word that names a system we know. */
static const char *command_of_line(alk_sv line, const char *key)
{
    const char *command = NULL;
    size_t n = strlen(key);
    if (line.n <= n || memcmp(line.p, key, n) != 0 || line.p[n] != '=')
        return NULL;
    alk_sv value = { line.p + n + 1, line.n - n - 1 };
    if (value.n >= 2 && (value.p[0] == '"' || value.p[0] == '\'') && value.p[value.n - 1] == value.p[0])
        value = (alk_sv){ value.p + 1, value.n - 2 };
    for (alk_sv word = next_word(&value); word.n > 0 && !command; word = next_word(&value))
        command = command_for(word);
    return command;
}

static const char *system_command(const char *os_release)
{
    const char *by_id = NULL, *by_likeness = NULL;
    alk__buffer text;
    alk_sv line;
#if defined(__APPLE__)
    by_likeness = "brew install";
#endif
    alk__buffer_init(&text, HINTS_MAX + 1);
    if (os_release && alk__file_read(os_release, HINTS_MAX, &text) == 0) {
        alk_sv rest = { text.data, text.length };
        while (next_line(&rest, &line)) {
            by_id = by_id ? by_id : command_of_line(line, "ID");
            by_likeness = by_likeness ? by_likeness : command_of_line(line, "ID_LIKE");
        }
    }
    alk__buffer_free(&text);
    return by_id ? by_id : by_likeness;
}

void alk__hint_package(alk__buffer *out, const char *dialect, const alk__hint_sources *sources)
{
    alk__buffer package;
    alk__buffer_init(&package, 1024);
    bool known = package_name(&package, dialect, sources->hints);
    const char *command = known ? system_command(sources->os_release) : NULL;
    if (alk__buffer_status(&package) == ALK_OK) {
        if (!known)
            alk__buffer_printf(out, "if there is a plugin for it, its package is called %s", package.data);
        else if (command)
            alk__buffer_printf(out, "try: %s %s", command, package.data);
        else
            alk__buffer_printf(out, "install the package %s", package.data);
    }
    alk__buffer_free(&package);
}
