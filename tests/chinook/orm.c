/* SPDX-License-Identifier: MIT
 * The Chinook sample database as objects: what sessions load and change, in how many statements, and that the database then holds what SQL by hand finds. All of it is in one
 * transaction on the connection that it is given, which is rolled back: the data stays as it is. */
#include "chinook.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* What a test works with. */
typedef struct place {
    alk_conn *conn;
    alk_session *session;
    alk_arena *arena;
    const char *name;                  /* of the test */
    size_t statements;                 /* that the engine has run since they were last asked for */
    bool good;
} place;

static void fault(place *p, int line, const char *what)
{
    char text[2000];
    alk_error_print(alk_last_error(), text, sizeof text);
    if (p->good)
        printf("FAIL orm, %s, line %d: %s: %s\n", p->name, line, what, text);
    p->good = false;
}

#define CHECK(p, condition) ((condition) ? (void)0 : fault(p, __LINE__, #condition))
/* How many statements ran since the last time. */
#define STATEMENTS(p, n) counted_as(p, n, __LINE__)

static void counted_as(place *p, size_t n, int line)
{
    char text[60];
    size_t ran = p->statements;
    p->statements = 0;
    if (ran == n)
        return;
    snprintf(text, sizeof text, "%zu statements ran, not %zu", ran, n);
    fault(p, line, text);
}

static int count_statement(alk_event *event, void *payload)
{
    place *p = payload;
    if (event->conn == p->conn)
        p->statements++;
    return ALK_OK;
}

/* A number, by SQL written by hand, past the session; it is not counted. Names stand in double quotes, which is not every database's way. */
static int64_t by_hand(place *p, const char *format, int64_t id)
{
    char sql[600];
    int64_t n = -1;
    size_t ran = p->statements;
    const char *at = strstr(format, "%d"), *dialect = alk_engine_dialect(alk_conn_engine(p->conn));
    if (at)
        snprintf(sql, sizeof sql, "%.*s%" PRId64 "%s", (int)(at - format), format, id, at + 2);
    else
        snprintf(sql, sizeof sql, "%s", format);
    for (char *c = sql; *c && (strcmp(dialect, "mysql") == 0 || strcmp(dialect, "mariadb") == 0); c++)
        *c = *c == '"' ? '`' : *c;
    if (alk_scalar_int(alk_execute(p->conn, (alk_raw)(sql)), &n))
        fault(p, __LINE__, sql);
    p->statements = ran;
    return n;
}

/* ---- reading ---- */

/* 100 albums with their artists and tracks are three statements. */
static void hundred_albums(place *p)
{
    struct album **albums = NULL;
    size_t n = 0;
    int64_t tracks = 0, milliseconds = 0;
    alk_result *r = alk_execute(p->session, alk_select(album.table, alk_with(album.artist), alk_with(album.tracks), alk_order_by(album.album_id), alk_limit(100)));
    CHECK(p, alk_all_of_model(r, album, p->arena, &albums, &n) == ALK_OK && n == 100);
    STATEMENTS(p, 3);
    for (size_t i = 0; i < n; i++) {
        struct artist *by = alk_related(p->session, albums[i], album.artist);
        CHECK(p, by && by == albums[i]->artist && by->artist_id == albums[i]->artist_id);
        CHECK(p, albums[i]->tracks.state == ALK_LOADED && albums[i]->tracks.count > 0);
        for (uint32_t k = 0; k < albums[i]->tracks.count; k++) {
            CHECK(p, albums[i]->tracks.items[k]->album == albums[i]);
            milliseconds += albums[i]->tracks.items[k]->milliseconds;
            tracks++;
        }
    }
    STATEMENTS(p, 0);
    CHECK(p, tracks == by_hand(p, "SELECT COUNT(*) FROM \"Track\" WHERE \"AlbumId\" <= 100", 0));
    CHECK(p, milliseconds == by_hand(p, "SELECT SUM(\"Milliseconds\") FROM \"Track\" WHERE \"AlbumId\" <= 100", 0));
}

static int64_t walk(place *p, const struct employee *e, int depth, int *deepest, int64_t *customers)
{
    int64_t n = 1;
    *deepest = depth > *deepest ? depth : *deepest;
    *customers += e->customers.count;
    for (uint32_t i = 0; i < e->reports.count; i++) {
        CHECK(p, e->reports.items[i]->manager == e);
        n += walk(p, e->reports.items[i], depth + 1, deepest, customers);
    }
    return n;
}

/* All employees, whom they report to, who reports to them, and their customers. Managers are among the employees: they are not asked for. */
static void hierarchy(place *p)
{
    struct employee *head = NULL;
    int deepest = 0;
    int64_t customers = 0;
    alk_result *r = alk_execute(p->session, alk_select(employee.table, alk_with(employee.manager), alk_with(employee.reports), alk_with(employee.customers)));
    for (struct employee *e; (e = alk_next_of(r, employee));)
        if (!e->manager)
            head = e;
    CHECK(p, alk_close(r) == ALK_OK && head && head->reports_to.state == ALK_NULL);
    STATEMENTS(p, 3);
    if (!head)
        return;
    CHECK(p, walk(p, head, 1, &deepest, &customers) == by_hand(p, "SELECT COUNT(*) FROM \"Employee\"", 0));
    CHECK(p, deepest == 3);
    CHECK(p, customers == by_hand(p, "SELECT COUNT(\"SupportRepId\") FROM \"Customer\"", 0));
    STATEMENTS(p, 0);
}

/* Many-to-many. A track that is in several lists is one object. */
static void playlists(place *p)
{
    struct playlist **lists = NULL;
    size_t n = 0;
    int64_t entries = 0;
    alk_result *r = alk_execute(p->session, alk_select(playlist.table, alk_with(playlist.tracks), alk_order_by(playlist.playlist_id)));
    CHECK(p, alk_all_of_model(r, playlist, p->arena, &lists, &n) == ALK_OK && n == 18);
    STATEMENTS(p, 2);
    for (size_t i = 0; i < n; i++) {
        CHECK(p, lists[i]->tracks.count == by_hand(p, "SELECT COUNT(*) FROM \"PlaylistTrack\" WHERE \"PlaylistId\" = %d", lists[i]->playlist_id));
        entries += lists[i]->tracks.count;
    }
    CHECK(p, entries == by_hand(p, "SELECT COUNT(*) FROM \"PlaylistTrack\"", 0));
    int64_t distinct = by_hand(p, "SELECT COUNT(DISTINCT \"TrackId\") FROM \"PlaylistTrack\"", 0);
    CHECK(p, (int64_t)alk_session_count(p->session) == distinct + 18);
    STATEMENTS(p, 0);
}

/* A path of five steps for all customers of a country: six statements, however many they are. */
static void what_was_bought(place *p)
{
    size_t customers = 0;
    int64_t bought = 0;
    alk_result *r = alk_execute(p->session, alk_select(customer.table, alk_with(customer.invoices, invoice.lines, invoice_line.track, track.album, album.artist),
                                                       alk_where(alk_eq(customer.country, "France"))));
    for (struct customer *c; (c = alk_next_of(r, customer)); customers++)
        for (uint32_t i = 0; i < c->invoices.count; i++)
            for (uint32_t k = 0; k < c->invoices.items[i]->lines.count; k++) {
                const struct invoice_line *line = c->invoices.items[i]->lines.items[k];
                CHECK(p, line->track && line->track->album && line->track->album->artist);
                if (line->track && line->track->album && line->track->album->artist && strcmp(line->track->album->artist->name, "Iron Maiden") == 0)
                    bought += line->quantity;
            }
    CHECK(p, alk_close(r) == ALK_OK && customers == 5);
    STATEMENTS(p, 6);
    CHECK(p, bought == by_hand(p, "SELECT SUM(l.\"Quantity\") FROM \"InvoiceLine\" l JOIN \"Invoice\" i ON i.\"InvoiceId\" = l.\"InvoiceId\" JOIN \"Customer\" c ON c.\"CustomerId\" = i.\"CustomerId\" "
                                  "JOIN \"Track\" t ON t.\"TrackId\" = l.\"TrackId\" JOIN \"Album\" a ON a.\"AlbumId\" = t.\"AlbumId\" JOIN \"Artist\" b ON b.\"ArtistId\" = a.\"ArtistId\" "
                                  "WHERE c.\"Country\" = 'France' AND b.\"Name\" = 'Iron Maiden'", 0));
}

/* In the statement of the query itself, where a track need not have what is joined. */
static void joined(place *p)
{
    int64_t n = 0, rock = 0;
    alk_result *r = alk_execute(p->session, alk_select(track.table, alk_with_joined(track.genre), alk_with_joined(track.album, album.artist), alk_where(alk_le(track.track_id, 1000))));
    for (struct track *t; (t = alk_next_of(r, track)); n++) {
        CHECK(p, t->genre && t->album && t->album->artist);
        rock += t->genre && strcmp(t->genre->name, "Rock") == 0;
    }
    CHECK(p, alk_close(r) == ALK_OK && n == by_hand(p, "SELECT COUNT(*) FROM \"Track\" WHERE \"TrackId\" <= 1000", 0));
    CHECK(p, rock == by_hand(p, "SELECT COUNT(*) FROM \"Track\" t JOIN \"Genre\" g ON g.\"GenreId\" = t.\"GenreId\" WHERE t.\"TrackId\" <= 1000 AND g.\"Name\" = 'Rock'", 0));
    STATEMENTS(p, 1);
}

/* Nothing is read that was not asked for; asking afterwards is one statement for each step, and none for what is there. */
static void afterwards(place *p)
{
    size_t n = 0;
    struct artist *a = alk_find(p->session, artist, 90);
    STATEMENTS(p, 1);
    CHECK(p, a && alk_find(p->session, artist, 90) == a && strcmp(a->name, "Iron Maiden") == 0);
    CHECK(p, a && !alk_is_loaded(p->session, a, artist.albums) && !alk_collection(p->session, a, artist.albums, &n) && alk_last_error()->code == ALK_ERROR_INTERFACE);
    STATEMENTS(p, 0);
    CHECK(p, alk_count_of(p->session, a, artist.albums) == by_hand(p, "SELECT COUNT(*) FROM \"Album\" WHERE \"ArtistId\" = 90", 0));
    STATEMENTS(p, 1);
    CHECK(p, alk_load(p->session, &a, 1, artist.albums, album.tracks, track.genre) == ALK_OK);
    STATEMENTS(p, 3);
    CHECK(p, alk_load(p->session, &a, 1, artist.albums, album.tracks, track.genre) == ALK_OK && alk_collection(p->session, a, artist.albums, &n) && n == 21);
    CHECK(p, alk_count_of(p->session, a, artist.albums) == 21);
    CHECK(p, alk_find(p->session, artist, 99999) == NULL && alk_last_error()->code == ALK_ERROR_NO_ROW);
    STATEMENTS(p, 1);
}

static void conditions(place *p)
{
    int64_t n = 0, managers = 0;
    alk_result *r = alk_execute(p->session, alk_select(artist.table, alk_where(alk_not(alk_has(artist.albums, NULL)))));
    while (alk_next_of(r, artist))
        n++;
    CHECK(p, alk_close(r) == ALK_OK && n == by_hand(p, "SELECT COUNT(*) FROM \"Artist\" a WHERE NOT EXISTS (SELECT 1 FROM \"Album\" b WHERE b.\"ArtistId\" = a.\"ArtistId\")", 0));
    r = alk_execute(p->session, alk_select(employee.table, alk_where(alk_has(employee.reports, NULL))));
    while (alk_next_of(r, employee))
        managers++;
    CHECK(p, alk_close(r) == ALK_OK && managers == by_hand(p, "SELECT COUNT(DISTINCT \"ReportsTo\") FROM \"Employee\"", 0));
    STATEMENTS(p, 2);
    struct playlist *grunge = alk_find(p->session, playlist, 16);
    r = alk_execute(p->session, alk_select(track.table, alk_where(alk_related_to(track.playlists, p->session, grunge))));
    for (n = 0; alk_next_of(r, track);)
        n++;
    CHECK(p, alk_close(r) == ALK_OK && n == by_hand(p, "SELECT COUNT(*) FROM \"PlaylistTrack\" WHERE \"PlaylistId\" = 16", 0));
    STATEMENTS(p, 2);
}

/* ---- changing ---- */

/* The tracks of one album go to another; both collections follow, and the rows with the flush. */
static void moving_tracks(place *p)
{
    struct album *from = alk_find(p->session, album, 1), *to = alk_find(p->session, album, 2), *both[] = { from, to };
    int64_t before = by_hand(p, "SELECT COUNT(*) FROM \"Track\" WHERE \"AlbumId\" IN (1, 2)", 0);
    CHECK(p, from && to && alk_load(p->session, both, 2, album.tracks) == ALK_OK);
    STATEMENTS(p, 3);
    while (p->good && from->tracks.count)
        CHECK(p, alk_append(p->session, to, album.tracks, from->tracks.items[0]) == ALK_OK);
    CHECK(p, p->good && to->tracks.count == before && to->tracks.items[0]->album == to);
    STATEMENTS(p, 0);
    CHECK(p, alk_session_is_dirty(p->session) && alk_flush(p->session) == ALK_OK && !alk_session_is_dirty(p->session));
    STATEMENTS(p, 1);
    CHECK(p, by_hand(p, "SELECT COUNT(*) FROM \"Track\" WHERE \"AlbumId\" = 2", 0) == before && by_hand(p, "SELECT COUNT(*) FROM \"Track\" WHERE \"AlbumId\" = 1", 0) == 0);
    CHECK(p, alk_rollback(p->session) == ALK_OK);
    CHECK(p, by_hand(p, "SELECT COUNT(*) FROM \"Track\" WHERE \"AlbumId\" = 2", 0) == 1);
}

/* An artist goes with albums, tracks, what was sold of them, and their places in playlists. */
static void deleting(place *p)
{
    int64_t tracks = by_hand(p, "SELECT COUNT(*) FROM \"Track\"", 0), lines = by_hand(p, "SELECT COUNT(*) FROM \"InvoiceLine\"", 0);
    int64_t entries = by_hand(p, "SELECT COUNT(*) FROM \"PlaylistTrack\"", 0);
    int64_t its_tracks = by_hand(p, "SELECT COUNT(*) FROM \"Track\" t JOIN \"Album\" a ON a.\"AlbumId\" = t.\"AlbumId\" WHERE a.\"ArtistId\" = 1", 0);
    int64_t its_lines = by_hand(p, "SELECT COUNT(*) FROM \"InvoiceLine\" l JOIN \"Track\" t ON t.\"TrackId\" = l.\"TrackId\" JOIN \"Album\" a ON a.\"AlbumId\" = t.\"AlbumId\" WHERE a.\"ArtistId\" = 1", 0);
    int64_t its_entries = by_hand(p, "SELECT COUNT(*) FROM \"PlaylistTrack\" l JOIN \"Track\" t ON t.\"TrackId\" = l.\"TrackId\" JOIN \"Album\" a ON a.\"AlbumId\" = t.\"AlbumId\" WHERE a.\"ArtistId\" = 1", 0);
    struct artist *a = alk_find(p->session, artist, 1);
    CHECK(p, a && alk_load(p->session, &a, 1, artist.albums, album.tracks, track.invoice_lines) == ALK_OK);
    CHECK(p, alk_delete(p->session, a) == ALK_OK && alk_flush(p->session) == ALK_OK && alk_entity_state(p->session, a) == ALK_STATE_DELETED);
    CHECK(p, by_hand(p, "SELECT COUNT(*) FROM \"Artist\" WHERE \"ArtistId\" = 1", 0) == 0 && by_hand(p, "SELECT COUNT(*) FROM \"Album\" WHERE \"ArtistId\" = 1", 0) == 0);
    CHECK(p, by_hand(p, "SELECT COUNT(*) FROM \"Track\"", 0) == tracks - its_tracks && its_tracks > 0);
    CHECK(p, by_hand(p, "SELECT COUNT(*) FROM \"InvoiceLine\"", 0) == lines - its_lines && its_lines > 0);
    CHECK(p, by_hand(p, "SELECT COUNT(*) FROM \"PlaylistTrack\"", 0) == entries - its_entries && its_entries > 0);
    CHECK(p, alk_rollback(p->session) == ALK_OK && alk_entity_state(p->session, a) == ALK_STATE_PERSISTENT && alk_find(p->session, artist, 1) == a);
    CHECK(p, by_hand(p, "SELECT COUNT(*) FROM \"InvoiceLine\"", 0) == lines);
    p->statements = 0;
}

/* Objects in any order; rows after those that they refer to. The keys are the program's: those of the database begin where the data does. */
static void adding(place *p)
{
    struct track *tracks[10];
    struct media_type *file = alk_find(p->session, media_type, 1);
    struct playlist *list = alk_add(p->session, playlist, .playlist_id = 1000, .name = "Numbers");
    struct artist *by = alk_add(p->session, artist, .artist_id = 1000, .name = "The Counters");
    struct album *on = alk_add(p->session, album, .album_id = 1000, .title = "Ten", .artist = by);
    for (int i = 0; i < 10; i++) {
        tracks[i] = alk_add(p->session, track, .track_id = 10000 + i, .name = "Another", .milliseconds = 1000, .unit_price = "0.99", .album = on, .media_type = file);
        CHECK(p, alk_append(p->session, list, playlist.tracks, tracks[i]) == ALK_OK);
    }
    CHECK(p, by && on && by->albums.count == 1 && on->tracks.count == 10 && alk_entity_state(p->session, on) == ALK_STATE_PENDING);
    STATEMENTS(p, 1);
    CHECK(p, alk_flush(p->session) == ALK_OK && alk_entity_state(p->session, on) == ALK_STATE_PERSISTENT && tracks[9]->album_id.value == 1000);
    p->statements = 0;
    CHECK(p, by_hand(p, "SELECT COUNT(*) FROM \"PlaylistTrack\" x JOIN \"Track\" t ON t.\"TrackId\" = x.\"TrackId\" JOIN \"Album\" a ON a.\"AlbumId\" = t.\"AlbumId\" WHERE a.\"ArtistId\" = 1000", 0) == 10);
    for (int i = 0; i < 5; i++)
        CHECK(p, alk_remove(p->session, list, playlist.tracks, tracks[i]) == ALK_OK);
    CHECK(p, alk_flush(p->session) == ALK_OK && list->tracks.count == 5);
    STATEMENTS(p, 1);
    CHECK(p, by_hand(p, "SELECT COUNT(*) FROM \"PlaylistTrack\" WHERE \"PlaylistId\" = 1000", 0) == 5);
    CHECK(p, alk_rollback(p->session) == ALK_OK && alk_entity_state(p->session, by) == ALK_STATE_DETACHED);
    CHECK(p, by_hand(p, "SELECT COUNT(*) FROM \"Track\" WHERE \"TrackId\" >= 10000", 0) == 0);
}

/* A manager leaves: those who report get another, the customers too. A savepoint takes a part of it back. */
static void reorganising(place *p)
{
    struct employee *old = alk_find(p->session, employee, 2), *new = alk_find(p->session, employee, 6);
    CHECK(p, old && new && alk_load(p->session, &old, 1, employee.reports) == ALK_OK && alk_load(p->session, &new, 1, employee.reports) == ALK_OK);
    STATEMENTS(p, 4);
    while (p->good && old->reports.count)
        CHECK(p, alk_relate(p->session, old->reports.items[0], employee.manager, new) == ALK_OK);
    CHECK(p, alk_flush(p->session) == ALK_OK);
    STATEMENTS(p, 1);
    CHECK(p, by_hand(p, "SELECT COUNT(*) FROM \"Employee\" WHERE \"ReportsTo\" = 6", 0) == 5 && by_hand(p, "SELECT COUNT(*) FROM \"Employee\" WHERE \"ReportsTo\" = 2", 0) == 0);
    CHECK(p, alk_session_savepoint(p->session, "before") == ALK_OK && alk_delete(p->session, old) == ALK_OK && alk_flush(p->session) == ALK_OK);
    CHECK(p, by_hand(p, "SELECT COUNT(*) FROM \"Employee\"", 0) == 7 && alk_session_rollback_to(p->session, "before") == ALK_OK);
    CHECK(p, by_hand(p, "SELECT COUNT(*) FROM \"Employee\"", 0) == 8 && alk_find(p->session, employee, 2) == old && new->reports.count == 5);
    CHECK(p, alk_rollback(p->session) == ALK_OK && by_hand(p, "SELECT COUNT(*) FROM \"Employee\" WHERE \"ReportsTo\" = 2", 0) == 3);
    p->statements = 0;
}

/* ---- all of them ---- */

static const struct {
    const char *name;
    void (*run)(place *p);
} tests[] = {
    { "100 albums", hundred_albums }, { "hierarchy", hierarchy }, { "playlists", playlists }, { "what was bought", what_was_bought }, { "joined", joined },
    { "afterwards", afterwards }, { "conditions", conditions }, { "moving tracks", moving_tracks }, { "deleting", deleting }, { "adding", adding },
    { "reorganising", reorganising },
};

void try_objects(alk_conn *conn, int *passed, int *failed)
{
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        place p = { .conn = conn, .name = tests[i].name, .arena = alk_arena_new(), .good = true };
        p.session = alk_session_open(NULL, .conn = conn);
        uint64_t listener = alk_listen(alk_conn_engine(conn), ALK_EVENT_AFTER_EXECUTE, count_statement, &p, 0);
        alk_clear_error();
        CHECK(&p, p.session && p.arena && listener);
        if (p.good)
            tests[i].run(&p);
        CHECK(&p, alk_session_close(p.session) == ALK_OK);
        alk_unlisten(alk_conn_engine(conn), listener);
        alk_arena_free(p.arena);
        alk_rollback(conn);
        *(p.good ? passed : failed) += 1;
    }
}
