/* SPDX-License-Identifier: MIT
 * The models of orm_test.h, and what its helpers do. */
#include "orm_test.h"
#include "plugin/registry.h"
#include <stdlib.h>

ALK_DEFINE(author, AUTHOR, "authors");
ALK_DEFINE(book, BOOK, "books");
ALK_DEFINE(tag, TAG, "tags");
ALK_DEFINE(book_tag, BOOK_TAG, "book_tags");
ALK_DEFINE(node, NODE, "nodes");
ALK_DEFINE(invoice, INVOICE, "invoices");
ALK_DEFINE(line, LINE, "lines");
ALK_DEFINE(note, NOTE, "notes", .constraints = (const alk_constraint[]){
    { .kind = ALK_CONSTRAINT_FOREIGN_KEY, .columns = ALK_COLUMNS(&note.invoice_id, &note.number), .references = ALK_COLUMNS(&line.invoice_id, &line.number) }, { .kind = ALK_CONSTRAINT_END } });
ALK_DEFINE(user, USER, "users");
ALK_DEFINE(profile, PROFILE, "profiles");
ALK_DEFINE(hen, HEN, "hens");
ALK_DEFINE(egg, EGG, "eggs");
ALK_DEFINE(team, TEAM, "teams");
ALK_DEFINE(player, PLAYER, "players");
ALK_DEFINE(yin, YIN, "yins");
ALK_DEFINE(yang, YANG, "yangs");
ALK_DEFINE(widget, WIDGET, "widgets");
ALK_DEFINE(entry, ENTRY, "entries");
ALK_DEFINE(airport, AIRPORT, "airports");
ALK_DEFINE(flight, FLIGHT, "flights");
ALK_DEFINE(club, CLUB, "clubs");
ALK_DEFINE(member, MEMBER, "members");
ALK_DEFINE(folder, FOLDER, "folders");
ALK_DEFINE(file, FILE_, "files");
ALK_DEFINE(shortcut, SHORTCUT, "shortcuts");
ALK_DEFINE(visit, VISIT, "visits");
ALK_DEFINE(page, PAGE, "pages");
ALK_DEFINE(essay, ESSAY, "essays");
ALK_DEFINE(gadget, GADGET, "gadgets");

alk_sql *is_big(const alk_sql *from, const alk_sql *to)
{
    return alk_and(alk_eq(alk_at(to, file.folder_id), alk_at(from, folder.id)), alk_gt(alk_at(to, file.size), 100));
}

alk_engine *engine;
alk_session *s;
static alk_conn *holder;               /* keeps the memory database alive */
static char log_text[1 << 16];
static size_t log_used;
static int n_ran;

__attribute__((constructor)) static void load_plugins(void)
{
    setenv("ALKAHEST_PLUGIN_ONLY_PATH", ALK_TEST_PLUGINS, 1);
    alk__backend_find("sqlite", NULL, 0);
    alk_clear_error();
}

static int note_statement(alk_event *event, void *payload)
{
    (void)payload;
    size_t length = event->sql.n < sizeof log_text - log_used - 2 ? event->sql.n : 0;
    memcpy(log_text + log_used, event->sql.p, length);
    log_used += length;
    log_text[log_used++] = '\n';
    log_text[log_used] = '\0';
    n_ran++;
    return ALK_OK;
}

static void forget_statements(void)
{
    n_ran = 0;
    log_used = 0;
    log_text[0] = '\0';
}

static int make_tables(void)
{
    const alk_sql *const tables[] = { author.table, book.table, tag.table, book_tag.table, node.table, invoice.table, line.table, note.table, user.table, profile.table, hen.table, egg.table,
                                      team.table, player.table, yin.table, yang.table, widget.table, entry.table, airport.table, flight.table, club.table, member.table, folder.table,
                                      file.table, shortcut.table, visit.table, page.table, essay.table, gadget.table, &alk_end };
    return (alk_create_all)(holder, tables);
}

void orm_setup(void)
{
    engine = alk_open("sqlite://");
    holder = alk_connect(engine);
    alk_check_made(holder);
    alk_check_ok(make_tables());
    alk_check_ok(alk_conn_commit(holder));
    alk_check(alk_listen(engine, ALK_EVENT_BEFORE_EXECUTE, note_statement, NULL, 0) != 0);
    s = alk_session_open(engine);
    alk_check_made(s);
    forget_statements();
}

void orm_teardown(void)
{
    alk_session_close(s);
    alk_conn_close(holder);
    alk_engine_close(engine);
    s = NULL;
    holder = NULL;
    engine = NULL;
}

int ran(void)
{
    int n = n_ran;
    forget_statements();
    return n;
}

const char *statements(void)
{
    return log_text;
}

int ran_of(const char *word)
{
    int n = 0;
    for (const char *at = log_text; *at; at = strchr(at, '\n') + 1)
        n += strncmp(at, word, strlen(word)) == 0;
    return n;
}

/* What the tests themselves ask is not counted. */
static alk_result *aside(const char *sql)
{
    static char kept[sizeof log_text];
    size_t used = log_used;
    int n = n_ran;
    memcpy(kept, log_text, used + 1);
    alk_conn *conn = alk_session_conn(s);
    alk_result *r = conn ? alk_conn_execute_driver(conn, sql, SIZE_MAX, NULL, 0, NULL) : NULL;
    memcpy(log_text, kept, used + 1);
    log_used = used;
    n_ran = n;
    return r;
}

int run_sql(const char *sql)
{
    return alk_close(aside(sql));
}

int64_t ask(const char *sql)
{
    int64_t value = -1;
    return alk_scalar_int(aside(sql), &value) ? -1 : value;
}

const char *ask_text(const char *sql)
{
    static char text[400];
    alk_result *r = aside(sql);
    const char *got = alk_next(r) ? (alk_get_string)(r, 0) : NULL;
    snprintf(text, sizeof text, "%s", got ? got : "NULL");
    alk_close(r);
    return text;
}

void anew(void)
{
    alk_check_ok(alk_session_close(s));
    s = alk_session_open(engine);
    alk_check_made(s);
    forget_statements();
}

void two_authors(void)
{
    alk_check_ok(run_sql("insert into authors(id, name) values(1, 'Ursula'), (2, 'Stanislaw'), (3, 'Nobody')"));
    alk_check_ok(run_sql("insert into books(id, title, author_id, pages) values(10, 'Left Hand', 1, 300), (11, 'Dispossessed', 1, 340), (20, 'Solaris', 2, 200), (30, 'Beowulf', null, 90)"));
    alk_check_ok(run_sql("insert into tags(id, word) values(1, 'novel'), (2, 'sf'), (3, 'old')"));
    alk_check_ok(run_sql("insert into book_tags values(10, 1), (10, 2), (11, 1), (20, 2), (30, 3)"));
    alk_check_ok(alk_commit(s));
    anew();
}

ALK_SUITE(models, orm_setup, orm_teardown);

ALK_TEST(models, are_counted_by_their_statements)
{
    two_authors();
    alk_check_int(ran(), 0);
    struct author *a = alk_find(s, author, 1);
    alk_check_made(a);
    alk_check_int(ran_of("SELECT"), 1);
    alk_check_int(ran(), 1);
    alk_check_int(ran(), 0);
    alk_check_int(ask("select count(*) from books"), 4);
    alk_check_int(ran(), 0);
}
