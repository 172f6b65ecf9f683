/* SPDX-License-Identifier: MIT
 * alk ddl: the models of a library as SQL, for any dialect, without a database. The library says with ALK_EXPORT_MODELS() which they are. */
#include "arguments.h"
#include "command.h"
#include "database.h"
#include "text.h"

#include <dlfcn.h>
#include <stdio.h>
#include <string.h>

typedef const alk_sql *const *(*models_fn)(void);

/* What a path without a slash means to dlopen() is no file of this directory, so that one is said. */
static void *open_library(const char *path)
{
    char here[4096];
    if (!strchr(path, '/')) {
        int length = snprintf(here, sizeof here, "./%s", path);
        if (length < 0 || (size_t)length >= sizeof here) {
            say("the name of the library is too long");
            return NULL;
        }
        path = here;
    }
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library)
        say("cannot load %s: %s", path, dlerror());
    return library;
}

static const alk_sql *const *models_of(void *library, const char *path)
{
    models_fn models = NULL;
    void *symbol = dlsym(library, "alk_models");
    if (!symbol) {
        say("%s exports no models: put ALK_EXPORT_MODELS(author.table, …) into one of its files", path);
        return NULL;
    }
    memcpy(&models, &symbol, sizeof models);               /* as POSIX has it */
    return models();
}

static int print_statement(const alk_sql *statement, const char *dialect, bool quiet)
{
    alk_compile_options options = { .struct_size = sizeof options, .flags = ALK_COMPILE_LITERALS };
    alk_compiled *compiled = alk_compile(statement, dialect, &options);
    if (!compiled) {
        int code = alk_last_error()->code;
        say_error(NULL);
        return code == ALK_ERROR_NO_PLUGIN || code == ALK_ERROR_ABI ? STATUS_PLUGIN : database_status();
    }
    const char *sql = alk_compiled_sql(compiled);
    if (*sql && !quiet)
        printf("%s;\n", sql);
    alk_compiled_free(compiled);
    return STATUS_OK;
}

static int print_plan(alk_ddl_plan *plan, const char *dialect)
{
    int status = STATUS_OK;
    if (!plan) {
        say_error(NULL);
        return database_status();
    }
    for (int pass = 0; pass < 2; pass++)                   /* all or nothing: what is printed may go straight to a database */
        for (size_t i = 0; status == STATUS_OK && i < alk_ddl_plan_count(plan); i++)
            status = print_statement(alk_ddl_plan_at(plan, i), dialect, pass == 0);
    alk_ddl_plan_free(plan);
    return status;
}

int command_ddl(char **argv)
{
    arguments a;
    const char *dialect = "default";
    bool drop = false, if_exists = false;
    const option options[] = { { "--dialect", NULL, &dialect }, { "--drop", &drop, NULL }, { "--if-exists", &if_exists, NULL } };
    int status = STATUS_USAGE;
    if (!arguments_parse(&a, argv, options, sizeof options / sizeof *options))
        goto done;
    if (a.n_words != 1) {
        say("ddl wants a library: alk ddl [--dialect DIALECT] [--drop] [--if-exists] LIBRARY");
        goto done;
    }
    status = STATUS_IO;
    void *library = open_library(a.words[0]);
    const alk_sql *const *models = library ? models_of(library, a.words[0]) : NULL;
    if (models)
        status = print_plan(drop ? alk_plan_drop(models, if_exists ? ALK_DDL_IF_EXISTS : 0) : alk_plan_create(models, if_exists ? ALK_DDL_IF_NOT_EXISTS : 0), dialect);
done:
    memory_free(a.words);
    return status;
}
