/* SPDX-License-Identifier: MIT
 * Opening and closing. A file's name is passed to SQLite as it is, never as part of a URI made from it; memory databases are named
 * stores of SQLite's memdb, one for each engine, kept alive by a connection that the engine holds. */
#include "connect.h"
#include "errors.h"
#include "guard.h"
#include "options.h"
#include "pragma.h"
#include "regexp.h"
#include "statement.h"
#include "transaction.h"
#include <errno.h>
#include <string.h>

enum {
    VERSION_MEMDB = 3036000,
    MEMORY_NAME_MAX = 120,
    MEMORY_MAX = 0x7FFF0000              /* memdb is one block of memory, of which SQLite takes no larger; its default is half of it */
};

typedef struct memory_database {
    sqlite3 *anchor;
    char uri[MEMORY_NAME_MAX];
} memory_database;

/* ---- what is opened ---- */
typedef struct target {
    const char *name;                    /* as sqlite3_open_v2() takes it */
    char *made;                          /* the same, when it was made here */
    char *vfs;
    int flags;
} target;

static void target_free(target *t)
{
    alk__lite_free(t->made);
    alk__lite_free(t->vfs);
}

static char *copy(alk_sv text, alk_err *err)
{
    char *made = alk__lite_alloc(text.n + 1, err);
    if (made != NULL && text.n > 0)
        memcpy(made, text.p, text.n);
    return made;
}

/* A library can be built to read every name as a URI: "file:x" becomes "./file:x". */
static char *plain_path(alk_sv file, alk_err *err)
{
    bool uri = file.n >= 5 && memcmp(file.p, "file:", 5) == 0;
    char *made = alk__lite_alloc(file.n + 3, err);
    if (made == NULL)
        return NULL;
    if (uri)
        memcpy(made, "./", 2);
    memcpy(made + (uri ? 2 : 0), file.p, file.n);
    return made;
}

static bool unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '-' || c == '_' || c == '.';
}

/* Only a URI can say "immutable"; every other byte of the name is encoded. */
static char *immutable_uri(alk_sv file, alk_err *err)
{
    static const char hex[] = "0123456789ABCDEF";
    char *made = alk__lite_alloc(file.n * 3 + 32, err), *at = made;
    if (made == NULL)
        return NULL;
    memcpy(at, "file:", 5);
    at += 5;
    for (size_t i = 0; i < file.n; i++) {
        unsigned char c = (unsigned char)file.p[i];
        if (unreserved(file.p[i])) {
            *at++ = file.p[i];
        } else {
            *at++ = '%';
            *at++ = hex[c >> 4];
            *at++ = hex[c & 15];
        }
    }
    memcpy(at, "?immutable=1", 13);
    return made;
}

static alk_rc target_of(const alk__lite_settings *settings, const memory_database *database, target *t, alk_err *err)
{
    t->flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    if (settings->mode == ALK__LITE_MEMORY) {
        t->name = database != NULL ? database->uri : ":memory:";
        t->flags |= database != NULL ? SQLITE_OPEN_URI : SQLITE_OPEN_MEMORY;
        return ALK_OK;
    }
    if (settings->mode == ALK__LITE_RO || settings->immutable)
        t->flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READONLY;
    else if (settings->mode == ALK__LITE_RW)
        t->flags &= ~SQLITE_OPEN_CREATE;
    t->flags |= settings->immutable ? SQLITE_OPEN_URI : 0;
    t->flags |= settings->cache == 1 ? SQLITE_OPEN_SHAREDCACHE : SQLITE_OPEN_PRIVATECACHE;
    t->name = t->made = settings->immutable ? immutable_uri(settings->database, err) : plain_path(settings->database, err);
    if (t->made != NULL && settings->vfs.n > 0 && (t->vfs = copy(settings->vfs, err)) == NULL)
        return ALK_ERROR_NO_MEMORY;
    return t->made != NULL ? ALK_OK : ALK_ERROR_NO_MEMORY;
}

/* ---- failures, told with the file's name ---- */
static const char *reason(int system_error)
{
    switch (system_error) {
    case ENOENT:
        return "no such file or directory";
    case ENOTDIR:
        return "a part of the path is not a directory";
    case EISDIR:
        return "it is a directory";
    case EACCES:
    case EPERM:
        return "permission denied";
    case EROFS:
        return "the file system is read-only";
    case EMFILE:
    case ENFILE:
        return "too many open files";
    case ENAMETOOLONG:
        return "the name is too long";
    case ENOSPC:
        return "no space left on the device";
    default:
        return NULL;
    }
}

static alk_rc open_failed(alk__lite_conn *conn, int result, const target *t, alk_err *err)
{
    int system_error = conn->db != NULL ? sqlite3_system_errno(conn->db) : 0;
    const char *why = reason(system_error);
    if ((result & 0xFF) == SQLITE_NOMEM || conn->db == NULL)
        return alk__lite_no_memory(err);
    if (t->vfs != NULL && sqlite3_vfs_find(t->vfs) == NULL)
        return alk__lite_error(err, ALK_ERROR_ARGUMENT, NULL, "libsqlite3 has no VFS \"%s\"", t->vfs);
    if ((result & 0xFF) != SQLITE_CANTOPEN || why == NULL)
        return alk__lite_fail(conn, result, alk__lite_sv(NULL, 0), err);
    alk__lite_error(err, ALK_ERROR_OPERATIONAL, "58030", "cannot open \"%s\": %s", conn->name, why);
    return ALK_ERROR_OPERATIONAL;
}

static alk_rc check_writable(alk__lite_conn *conn, const alk__lite_settings *settings, alk_err *err)
{
    if ((settings->mode == ALK__LITE_RW || settings->mode == ALK__LITE_RWC) && sqlite3_db_readonly(conn->db, "main") == 1)
        return alk__lite_error(err, ALK_ERROR_OPERATIONAL, "25006", "cannot open \"%s\" for writing: it is read-only", conn->name);
    return ALK_OK;
}

/* ---- connections ---- */
static alk__lite_conn *conn_new(const alk__lite_settings *settings, alk_err *err)
{
    size_t length = settings->database.n;
    alk__lite_conn *conn = alk__lite_alloc(sizeof *conn + length + 1, err);
    if (conn == NULL)
        return NULL;
    conn->memory = settings->mode == ALK__LITE_MEMORY;
    conn->timeout = settings->timeout;
    conn->begin_kind = (uint8_t)settings->begin;
    if (length > 0)
        memcpy(conn->name, settings->database.p, length);
    atomic_init(&conn->cancelled, 0);
    return conn;
}

static alk_rc open_database(alk__lite_conn *conn, const target *t, alk_err *err)
{
    int result = sqlite3_open_v2(t->name, &conn->db, t->flags, t->vfs);
    if (result != SQLITE_OK)
        return open_failed(conn, result, t, err);
    sqlite3_extended_result_codes(conn->db, 1);
    sqlite3_db_config(conn->db, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    /* Else a misspelt "name" would silently be the text 'name'. */
    sqlite3_db_config(conn->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(conn->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    alk__lite_guard(conn);
    result = alk__lite_add_regexp(conn);
    return result == SQLITE_OK ? ALK_OK : alk__lite_fail(conn, result, alk__lite_sv(NULL, 0), err);
}

/* SQLite opens lazily: only reading tells whether the file is a database. */
static alk_rc touch(alk__lite_conn *conn, alk_err *err)
{
    int64_t version;
    int result = alk__lite_ask_int(conn, "PRAGMA schema_version", &version);
    return result == SQLITE_OK ? ALK_OK : alk__lite_fail(conn, result, alk__lite_sv(NULL, 0), err);
}

alk_rc alk__lite_connect(const alk_driver *driver, const alk_connect_request *request, void **out, alk_err *err)
{
    alk__lite_settings settings;
    target t = { NULL, NULL, NULL, 0 };
    alk__lite_conn *conn = NULL;
    alk_rc rc = alk__lite_settings_read(request, &settings, err);
    (void)driver;
    if (rc == ALK_OK)
        rc = target_of(&settings, request->database, &t, err);
    if (rc == ALK_OK && (conn = conn_new(&settings, err)) == NULL)
        rc = ALK_ERROR_NO_MEMORY;
    if (rc == ALK_OK) {
        conn->deadline = request->deadline;
        rc = open_database(conn, &t, err);
    }
    if (rc == ALK_OK)
        rc = touch(conn, err);
    if (rc == ALK_OK)
        rc = check_writable(conn, &settings, err);
    if (rc == ALK_OK)
        rc = alk__lite_apply(conn, &settings, err);
    target_free(&t);
    if (rc == ALK_OK) {
        conn->deadline = 0;
        *out = conn;
    } else if (conn != NULL) {
        (void)alk__lite_close(conn, err);
    }
    return rc;
}

/* What is not finished is rolled back by SQLite itself. */
alk_rc alk__lite_close(void *handle, alk_err *err)
{
    alk__lite_conn *conn = handle;
    (void)err;
    while (conn->statements != NULL)
        alk__lite_stmt_close(conn, conn->statements);
    alk__lite_transaction_free(conn);
    if (conn->db != NULL) {
        sqlite3_busy_handler(conn->db, NULL, NULL);
        sqlite3_progress_handler(conn->db, 0, NULL, NULL);
        sqlite3_close_v2(conn->db);
    }
    alk__lite_free(conn);
    return ALK_OK;
}

/* SQLite forbids a child to touch, or even close, what its parent opened: closing could take away the parent's locks and its
 * write-ahead log. So the handle is only put aside, where leak checkers find it. */
void alk__lite_abandon(void *handle)
{
    static _Atomic(alk__lite_conn *) left_behind;
    alk__lite_conn *conn = handle;
    conn->abandoned = atomic_load(&left_behind);
    while (!atomic_compare_exchange_weak(&left_behind, &conn->abandoned, conn))
        ;
}

/* ---- what an engine keeps ---- */
static void name_memory(memory_database *database)
{
    static atomic_uint_fast64_t count;
    unsigned long long number = (unsigned long long)atomic_fetch_add(&count, 1);
    uint64_t random;
    sqlite3_randomness(sizeof random, &random);
    sqlite3_snprintf(sizeof database->uri, database->uri,
                     sqlite3_libversion_number() >= VERSION_MEMDB ? "file:/alk-%016llx-%llu?vfs=memdb"
                                                                  : "file:alk-%016llx-%llu?mode=memory&cache=shared",
                     (unsigned long long)random, number);
}

alk_rc alk__lite_database_open(const alk_driver *driver, const alk_connect_request *request, void **out, uint32_t *pool, alk_err *err)
{
    alk__lite_settings settings;
    memory_database *database;
    sqlite3_int64 most = MEMORY_MAX;
    alk_rc rc = alk__lite_settings_read(request, &settings, err);
    (void)driver;
    (void)pool;
    *out = NULL;
    if (rc != ALK_OK || settings.mode != ALK__LITE_MEMORY)
        return rc;
    database = alk__lite_alloc(sizeof *database, err);
    if (database == NULL)
        return ALK_ERROR_NO_MEMORY;
    name_memory(database);
    if (sqlite3_open_v2(database->uri, &database->anchor,
                        SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK) {
        rc = alk__lite_error(err, ALK_ERROR_OPERATIONAL, "58030", "cannot make a memory database: %s",
                             database->anchor != NULL ? sqlite3_errmsg(database->anchor) : "out of memory");
        alk__lite_database_close(driver, database);
        return rc;
    }
    sqlite3_file_control(database->anchor, "main", SQLITE_FCNTL_SIZE_LIMIT, &most);
    *out = database;
    return ALK_OK;
}

void alk__lite_database_close(const alk_driver *driver, void *handle)
{
    memory_database *database = handle;
    (void)driver;
    if (database == NULL)
        return;
    sqlite3_close_v2(database->anchor);
    alk__lite_free(database);
}
